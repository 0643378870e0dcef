"""Where OAuth2 tokens come from: a command, a file, or Microsoft's client credentials."""

import json
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

from bot.core.errors import Misconfigured, Transient
from bot.edges.mail.account import is_loopback

COMMAND_SECONDS: Final = 30.0
SPARE_SECONDS: Final = 120.0
"""A cached token is renewed so long before it expires."""

MICROSOFT: Final = "https://login.microsoftonline.com"
MICROSOFT_SCOPE: Final = "https://outlook.office365.com/.default"
"""App-only scope; the app needs IMAP.AccessAsApp and SMTP.SendAsApp."""


@dataclass(frozen=True, slots=True)
class CommandToken:
    """Runs a command for each connection; its first line of output is the token."""

    command: tuple[str, ...] = field(repr=False)

    def token(self) -> str:
        """Return the token. Raises Transient when the command fails, Misconfigured without one."""
        if not self.command:
            raise Misconfigured("the token command is empty")
        try:
            done = subprocess.run(  # noqa: S603  (the operator's own command, no shell)
                self.command, capture_output=True, timeout=COMMAND_SECONDS, check=True
            )
        except FileNotFoundError as error:
            raise Misconfigured("the token command does not exist: give its full path") from error
        except (OSError, subprocess.SubprocessError) as error:
            raise Transient(f"the token command failed ({type(error).__name__})") from None
        return _first_line(done.stdout, "the token command printed nothing")


@dataclass(frozen=True, slots=True)
class FileToken:
    """Reads a file for each connection, which something else keeps fresh."""

    path: Path

    def token(self) -> str:
        """Return the token. Raises Misconfigured if the file cannot be read or is empty."""
        try:
            return _first_line(self.path.read_bytes(), "the token file is empty")
        except OSError as error:
            raise Misconfigured("the token file cannot be read: is it there, readable?") from error


@dataclass(slots=True)
class MicrosoftToken:
    """App-only tokens of Microsoft 365 (OAuth 2.0 client credentials, RFC 6749 section 4.4)."""

    tenant: str
    client_id: str
    secret: str = field(repr=False)
    scope: str = MICROSOFT_SCOPE
    authority: str = MICROSOFT
    now: Callable[[], float] = time.monotonic
    _token: str = field(default="", repr=False)
    _expires: float = 0.0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def token(self) -> str:
        """Return a token that lives two more minutes. Raises Transient or Misconfigured."""
        with self._lock:
            if not self._token or self.now() > self._expires - SPARE_SECONDS:
                self._token, seconds = self._ask()
                self._expires = self.now() + seconds
            return self._token

    def _ask(self) -> tuple[str, float]:
        """Ask the authority once."""
        parts = urllib.parse.urlsplit(self.authority)
        if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
            raise Misconfigured("the token authority must be an https address")
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.secret,
            "scope": self.scope,
        }
        tenant = urllib.parse.quote(self.tenant, safe="")
        request = urllib.request.Request(  # noqa: S310  (https, or loopback in tests)
            f"{self.authority}/{tenant}/oauth2/v2.0/token",
            urllib.parse.urlencode(form).encode(),
        )
        try:
            with urllib.request.urlopen(request, timeout=COMMAND_SECONDS) as answer:  # noqa: S310
                found = json.loads(answer.read(100_000))
            return str(found["access_token"]), float(found.get("expires_in", 3_600))
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in {400, 401, 403}:
                raise Misconfigured(
                    f"Microsoft refused the app's log-in ({error.code}): check tenant, client id "
                    "and secret, and that the secret has not expired"
                ) from None
            raise Transient(f"Microsoft gives no token now ({error.code})") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Transient(f"Microsoft cannot be asked ({type(error).__name__})") from None


def _first_line(output: bytes, empty: str) -> str:
    """Return the first line as a token. Raises Misconfigured if there is none."""
    lines = output.decode("utf-8", "replace").strip().splitlines()
    if not lines or not lines[0].strip().isascii():
        raise Misconfigured(empty)
    return lines[0].strip()
