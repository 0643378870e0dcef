"""A mail on its way in: first as bytes, then as what it says and who wrote it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

INSTANCE_HEADER: Final = "X-Privacy-Triage-Instance"
"""Header that every letter of one instance carries, so that it knows its own mail again."""

LETTER_HEADER: Final = "X-Privacy-Triage-Letter"
"""Header that carries a letter's token, for providers that replace the Message-ID."""

LETTER_ID_PREFIX: Final = "dsr."
"""What the left part of a letter's Message-ID begins with; the token follows."""


DESK, ARCHIVE = "desk", "archive"
OWN_ACCOUNTS: Final = frozenset({DESK, ARCHIVE})
"""Accounts of mail that no server brought: logged by staff, read from files."""


def letter_message_id(token: str, domain: str) -> str:
    """Return the deterministic Message-ID of a letter, in angle brackets (RFC 5322, 3.6.4)."""
    return f"<{LETTER_ID_PREFIX}{token}@{domain}>"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server keeps one copy of a mail (RFC 3501 section 2.3.1.1)."""

    account: str
    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class RawMail:
    """The bytes as the server returned them, with the server's own date (aware, UTC)."""

    place: Place
    raw: bytes = field(repr=False)
    internal_date: datetime


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is reached: `email` lower-cased in its domain, `name` decoded and cleaned.

    `postal` is a postal address in lines, of people who have given no other.
    """

    email: str
    name: str = ""
    postal: str = ""

    @property
    def reachable(self) -> bool:
        """Tell whether a letter can get there at all."""
        return bool(self.email or self.postal)

    @property
    def by_post(self) -> bool:
        """Tell whether a letter can get there on paper only."""
        return bool(self.postal) and not self.email

    @property
    def domain(self) -> str:
        """Return the part behind the last @, or an empty string."""
        return self.email.rpartition("@")[2].lower() if "@" in self.email else ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is listed but never opened; `size` in bytes as transferred."""

    name: str
    content_type: str
    size: int


class Authenticated(StrEnum):
    """What our own server's Authentication-Results say of From (RFC 8601)."""

    PASS = "pass"  # noqa: S105  (a verdict, not a password)
    FAIL = "fail"
    NONE = "none"
    UNKNOWN = "unknown"


class Machine(StrEnum):
    """Which kind of machine wrote a mail (RFC 3834, 3464, 5965, 2919)."""

    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    FEEDBACK = "feedback"
    LIST = "list"
    OURSELVES = "ourselves"


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The inner mail of a forward, as far as the text or an attached message tells."""

    sender: Address | None
    subject: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class InboundMail:
    """What one mail says; made only by `edges.mail.mime` from untrusted bytes.

    Every string is valid UTF-8 without NUL, lone surrogates or line breaks in
    header values. `visible` is what the writer wrote now; `text` is everything.
    """

    message_id: str = ""
    content_key: str = ""  # the same for two copies that differ in trace headers only
    subject: str = ""
    senders: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    envelope_from: str = ""
    received: datetime | None = None  # top Received header, aware UTC
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    text: str = ""
    visible: str = ""
    quoted: str = ""
    signature: str = ""
    hidden: str = ""
    forwarded: Forwarded | None = None
    links: tuple[str, ...] = ()  # http(s) URLs of text and HTML, as written
    attachments: tuple[Attachment, ...] = ()
    authentication: Authenticated = Authenticated.UNKNOWN
    authentication_why: str = ""
    machine: Machine | None = None
    machine_why: str = ""
    list_id: str = ""
    dkim_domain: str = ""
    letter_tokens: tuple[str, ...] = ()  # tokens of our letters that this mail returns
    bounced_ids: tuple[str, ...] = ()  # Message-IDs of ours that a DSN or report returns
    failed_recipients: tuple[str, ...] = ()
    delivery_status: str = ""  # RFC 3464 Action, lower case: failed, delayed, delivered ...
    encrypted: str = ""  # "", "pgp", "smime"
    readable: bool = True
    problems: tuple[str, ...] = ()

    @property
    def sender(self) -> Address | None:
        """Return the one From address; None when there is none or more than one."""
        return self.senders[0] if len(self.senders) == 1 else None

    @property
    def words(self) -> str:
        """Return what to classify: the new words and the forwarded ones, else everything."""
        inner = self.forwarded.text if self.forwarded else ""
        return "\n\n".join(part for part in (self.visible, inner) if part) or self.text


@dataclass(frozen=True, slots=True)
class OutgoingLetter:
    """An approved letter on its way to bytes; `message_id` and ids with angle brackets.

    `auto_submitted` is true only for a letter that no person approved (RFC 3834).
    """

    message_id: str
    sender: Address
    recipient: Address
    subject: str
    text: str = field(repr=False)
    html: str = field(default="", repr=False)
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    instance: str = ""
    letter_token: str = ""
    auto_submitted: bool = False
    original: bytes = field(default=b"", repr=False)  # the mail that is handed over, if asked
