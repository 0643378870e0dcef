"""Mails as people read and write them; no protocol."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, parseaddr
from secrets import token_hex
from typing import Final

from bot.edges.slack.text import reflowed

LARGEST_TO_SHOW: Final = 64_000
"""Bytes of a mail that are read for showing; Python's parser needs care with larger headers."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as its reader gets it, sent by the bot or written to privacy@."""

    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    when: datetime
    message_id: str = ""
    in_reply_to: str = ""
    attachments: tuple[str, ...] = ()
    raw: bytes = field(default=b"", repr=False)

    @property
    def recipient(self) -> str:
        """The first recipient, empty if there is none."""
        return self.recipients[0] if self.recipients else ""

    @property
    def flowing(self) -> str:
        """The text for a narrow pane: what was wrapped for mail, with paragraphs on one line."""
        return reflowed(self.text.replace("\r\n", "\n"))


def read_letter(
    raw: bytes, when: datetime, sender: str | None = None, recipients: Iterable[str] | None = None
) -> Letter:
    """Return a mail as text; what cannot be read is shown as it stands.

    `sender` and `recipients` are those of the envelope; None takes From and To.
    """
    try:
        found = BytesParser(policy=policy.default).parsebytes(raw[:LARGEST_TO_SHOW])
        body = found.get_body(("plain", "html"))
        text = str(body.get_content()) if body is not None else ""
        names = tuple(part.get_filename() or "unnamed" for part in found.iter_attachments())
        heads = {name: str(found[name] or "") for name in HEADERS}
    except (AttributeError, IndexError, LookupError, TypeError, ValueError, RecursionError):
        # Malformed mails make Python's parser raise all of these; the reader still sees something.
        text, names = raw[:LARGEST_TO_SHOW].decode("utf-8", "replace"), ()
        heads = dict.fromkeys(HEADERS, "")
    return Letter(
        parseaddr(heads["From"])[1] if sender is None else sender,
        (parseaddr(heads["To"])[1],) if recipients is None else tuple(recipients),
        heads["Subject"],
        text,
        when,
        heads["Message-ID"],
        heads["In-Reply-To"],
        names,
        raw,
    )


HEADERS: Final = ("From", "To", "Subject", "Message-ID", "In-Reply-To")


def as_received(raw: bytes, server: str, now: datetime) -> bytes:
    """Return a mail with what our own server writes above it: that From is whose it says.

    Its verdict stands above the Received header of the border (RFC 8601, section 5).
    """
    sender = BytesParser(policy=policy.default).parsebytes(raw, headersonly=True)["From"]
    domain = parseaddr(str(sender or ""))[1].rpartition("@")[2]
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return raw  # no server vouches for a domain that cannot be looked up
    verdict = f"Authentication-Results: {server}; dmarc=pass header.from={domain}\r\n"
    border = f"Received: from mx.{domain} by {server}; {format_datetime(now)}\r\n"
    return (verdict + border).encode("ascii") + raw


def compose(sender: str, to: str, subject: str, text: str, reply_to: str = "") -> bytes:
    """Return the bytes of a mail that somebody writes; `reply_to` is a Message-ID.

    Raises ValueError, with what to do, for an address or subject that cannot be sent.
    """
    if any(mark in sender + to + subject + reply_to for mark in "\r\n"):
        raise ValueError("Write the address and the subject on one line each.")
    _name, address = parseaddr(sender)
    if address.count("@") != 1 or not all(address.split("@")) or " " in address:
        raise ValueError("Write an e-mail address such as name@example.org.")
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = datetime.now(UTC)
    message["Message-ID"] = f"<{token_hex(12)}@{address.rpartition('@')[2]}>"
    if reply_to:
        message["In-Reply-To"] = message["References"] = reply_to
    message.set_content(text)
    return message.as_bytes()
