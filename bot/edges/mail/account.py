"""One mail account: where its server is, how to be sure of it, and how to log in."""

import ipaddress
import ssl
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, runtime_checkable

from bot.core.errors import Misconfigured

Tls = Literal["tls", "starttls", "none"]

LOOPBACK_NAMES: Final = frozenset({"localhost", "localhost.localdomain", "ip6-localhost"})


@runtime_checkable
class TokenSource(Protocol):
    """Gives an OAuth2 access token; asked anew for every connection."""

    def token(self) -> str:
        """Return a token that is valid now. Raises Transient or Misconfigured."""


@dataclass(frozen=True, slots=True)
class Password:
    """A plain password, never shown."""

    secret: str = field(repr=False)


Credentials = Password | TokenSource


@dataclass(frozen=True, slots=True)
class MailAccount:
    """A server and a log-in, for IMAP or SMTP; timeouts in seconds.

    `tls`: "tls" from the first byte, "starttls", or "none", which only loopback allows.
    `folder` and `processed` matter to IMAP only.
    """

    name: str
    host: str
    port: int
    user: str = ""
    credentials: Credentials | None = None
    tls: Tls = "tls"
    ca_file: str = ""
    folder: str = "INBOX"
    processed: str = "Processed"
    connect_timeout: float = 15.0
    read_timeout: float = 60.0

    def check(self) -> None:
        """Raise Misconfigured for what cannot work or would not be safe."""
        faults: list[str] = []
        if self.tls not in {"tls", "starttls", "none"}:
            faults.append(f"{self.name}: TLS is tls, starttls or none, not {self.tls!r}")
        if self.tls == "none" and not is_loopback(self.host):
            faults.append(f"{self.name}: TLS=none is allowed on loopback only; use tls or starttls")
        if not self.host:
            faults.append(f"{self.name}: no host is set")
        if not 0 < self.port < 65_536:
            faults.append(f"{self.name}: the port is a number from 1 to 65535")
        if faults:
            raise Misconfigured(*faults)

    def context(self) -> ssl.SSLContext:
        """Return a verifying TLS context. Raises Misconfigured for an unusable CA file."""
        try:
            return ssl.create_default_context(cafile=self.ca_file or None)
        except (OSError, ssl.SSLError) as error:
            raise Misconfigured(
                f"{self.name}: the CA file cannot be read: is it there, and is it PEM?"
            ) from error


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine, by name or address, without asking DNS."""
    if host.lower() in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
