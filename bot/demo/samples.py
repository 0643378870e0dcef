"""The demo's sample mails, built from a table; their people are invented."""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("samples.toml")
DIRECTORY = Path(__file__).with_name("directory.csv")
SERVER = "mail.example.test"  # that checks who wrote, as RFC 8601 names it


def samples(to: str, now: datetime) -> Iterator[bytes]:
    """Yield each sample mail as bytes, addressed to `to` and dated `now`."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    for number, row in enumerate(table["mail"], 1):
        yield build(row, to, now, number)


def build(row: dict[str, Any], to: str, now: datetime, number: int) -> bytes:
    """Return one mail as a server would have received it."""
    mail = EmailMessage(policy=SMTP)
    domain = parseaddr(row["from"])[1].partition("@")[2]
    headers = dict(row.get("headers", {}))
    if "Return-Path" in headers:
        mail["Return-Path"] = headers.pop("Return-Path")
    # Our own server writes its verdict above the Received header of the border (RFC 8601).
    mail["Authentication-Results"] = f"{SERVER}; dmarc=pass header.from={domain}"
    mail["Received"] = f"from mx.{domain} by {SERVER}; {format_datetime(now)}"
    mail["From"] = row["from"]
    mail["To"] = to
    mail["Subject"] = row["subject"]
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<sample-{number}-{int(now.timestamp())}@{domain}>"
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(row["body"].strip() + "\n")
    if attachment := row.get("attachment"):
        kind, _, subtype = attachment["type"].partition("/")
        mail.add_attachment(b"sample", maintype=kind, subtype=subtype, filename=attachment["name"])
    return mail.as_bytes()
