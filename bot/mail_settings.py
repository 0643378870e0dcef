"""What an operator decides about mail servers: mailboxes, and ways to OAuth2 tokens.

Reads a mapping that `settings` made of the environment; touches neither it nor any file.
"""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, cast

Tls = Literal["tls", "starttls", "none"]

OAUTH2_KEYS = (
    "OAUTH2_COMMAND",
    "OAUTH2_TOKEN_FILE",
    "OAUTH2_TENANT",
    "OAUTH2_CLIENT_ID",
    "OAUTH2_CLIENT_SECRET",
    "OAUTH2_AUTHORITY",
    "OAUTH2_SCOPE",
)
MAILBOX_KEYS = (
    "HOST",
    "PORT",
    "TLS",
    "USER",
    "PASSWORD",
    *OAUTH2_KEYS,
    "FOLDER",
    "PROCESSED",
    "SENT",
    "AUTHSERV_ID",
    "MICROSOFT",
    "CA_FILE",
)
_APP = ("OAUTH2_TENANT", "OAUTH2_CLIENT_ID", "OAUTH2_CLIENT_SECRET")
_YES = {"1", "true", "yes"}
_OF_APPS = ("OAUTH2_AUTHORITY", "OAUTH2_SCOPE")


def names(value: Any) -> Any:
    """Return the names of a list with commas."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def on_loopback(host: str) -> bool:
    """Tell whether a host name is this machine."""
    if host in {"localhost", ""}:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Tokens:
    """One way to OAuth2 tokens: a command, a file, or an app of a Microsoft tenant."""

    command: tuple[str, ...] = field(default=(), repr=False)
    file: Path | None = None
    tenant: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    authority: str = ""  # empty: the public cloud's
    scope: str = ""


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """One mailbox to poll: MAILBOX_<NAME>_HOST and so on."""

    name: str
    host: str
    port: int = 993
    tls: Tls = "tls"
    user: str = ""
    password: str = field(default="", repr=False)
    folder: str = "INBOX"
    processed: str = "Processed"
    sent: str = ""
    authserv_ids: tuple[str, ...] = ()
    microsoft: bool = False
    ca_file: Path | None = None
    tokens: Tokens | None = None


def read_tokens(prefix: str, values: Mapping[str, str]) -> tuple[Tokens | None, list[str]]:
    """Return the way to tokens that `<prefix>OAUTH2_*` names, if any, and what is wrong with it."""
    given = {key: values.get(prefix + key, "") for key in OAUTH2_KEYS}
    ways = [key for key in ("OAUTH2_COMMAND", "OAUTH2_TOKEN_FILE") if given[key]]
    app = [key for key in _APP if given[key]]
    faults = []
    if len(ways) + bool(app) > 1:
        listed = ", ".join(prefix + key for key in (*ways, *app[:1]))
        faults.append(f"{listed}: choose one way to a token")
    if values.get(f"{prefix}PASSWORD") and (ways or app):
        faults.append(f"{prefix}PASSWORD: choose a password or OAuth2, not both")
    if app:
        missing = [key for key in _APP if not given[key]]
        faults += [f"{prefix}{key}: is missing; an app's log-in needs it" for key in missing]
    else:
        alone = [key for key in _OF_APPS if given[key]]
        faults += [f"{prefix}{key}: means nothing without {prefix}{_APP[0]}" for key in alone]
    if not re.match(r"https://[^/]|http://(127\.0\.0\.1|localhost)[:/]|$", given[_OF_APPS[0]]):
        faults.append(f"{prefix}{_OF_APPS[0]}: must be an https address")
    try:
        command = tuple(shlex.split(given["OAUTH2_COMMAND"]))
    except ValueError:
        command = ()
        faults.append(f"{prefix}OAUTH2_COMMAND: a quotation mark is not closed")
    if not ways and not app:
        return None, faults
    tokens = Tokens(
        command=command,
        file=Path(given["OAUTH2_TOKEN_FILE"]) if given["OAUTH2_TOKEN_FILE"] else None,
        tenant=given["OAUTH2_TENANT"],
        client_id=given["OAUTH2_CLIENT_ID"],
        client_secret=given["OAUTH2_CLIENT_SECRET"],
        authority=given["OAUTH2_AUTHORITY"].rstrip("/"),
        scope=given["OAUTH2_SCOPE"],
    )
    return tokens, faults


def read_smtp_tokens(values: Mapping[str, str]) -> tuple[Tokens | None, list[str]]:
    """Return how to get tokens for the SMTP server, and what is wrong with its log-in."""
    tokens, faults = read_tokens("SMTP_", values)
    secret = tokens is not None or "SMTP_PASSWORD" in values
    if secret and "SMTP_USER" not in values:
        faults.append("SMTP_USER: is missing; a password or a token belongs to somebody")
    if "SMTP_USER" in values and not secret:
        faults.append(
            "SMTP_PASSWORD: is missing for SMTP_USER; set it, or one of SMTP_OAUTH2_*"
            " (see .env.example)"
        )
    return tokens, faults


def read_mailbox(name: str, values: Mapping[str, str]) -> tuple[MailboxSettings, list[str]]:
    """Return the settings of one mailbox and what is wrong with them."""
    prefix = f"MAILBOX_{name.upper()}_"
    given = {key: values.get(prefix + key, "") for key in MAILBOX_KEYS}
    tokens, faults = read_tokens(prefix, values)
    faults = [
        *(
            f"{prefix}{key}: is missing; the mailbox {name} needs it"
            for key in ("HOST", "USER")
            if not given[key]
        ),
        *faults,
    ]
    if tokens is None and not given["PASSWORD"]:
        faults.append(
            f"{prefix}PASSWORD: is missing; the mailbox {name} needs it, or one of"
            f" {prefix}OAUTH2_* (see .env.example)"
        )
    tls = given["TLS"] or "tls"
    if tls not in {"tls", "starttls", "none"}:
        faults.append(f"{prefix}TLS: must be tls, starttls or none")
    elif tls == "none" and given["HOST"] and not on_loopback(given["HOST"]):
        faults.append(f"{prefix}TLS: `none` is only for this machine; use tls or starttls")
    port = given["PORT"] or {"tls": "993"}.get(tls, "143")
    if not (port.isascii() and port.isdigit()) or not 0 < int(port) < 65536:
        faults.append(f"{prefix}PORT: must be a number from 1 to 65535")
        port = "993"
    if given["MICROSOFT"].lower() not in {"", *_YES, "0", "false", "no"}:
        faults.append(f"{prefix}MICROSOFT: must be true or false")
    folder, processed = given["FOLDER"] or "INBOX", given["PROCESSED"] or "Processed"
    if folder.lower() == processed.lower():
        faults.append(f"{prefix}PROCESSED: must be another folder than {prefix}FOLDER")
    box = MailboxSettings(
        name=name,
        host=given["HOST"],
        port=int(port),
        tls=cast("Tls", tls),
        user=given["USER"],
        password=given["PASSWORD"],
        folder=folder,
        processed=processed,
        sent=given["SENT"],
        authserv_ids=names(given["AUTHSERV_ID"]),
        microsoft=given["MICROSOFT"].lower() in _YES,
        ca_file=Path(given["CA_FILE"]) if given["CA_FILE"] else None,
        tokens=tokens,
    )
    return box, faults
