"""A case as it stands: request lines with their clocks and tasks, and its letters."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.core.case_number import case_number
from bot.core.catalogue import PartyKind, Route, SenderKind
from bot.core.mail import Address, Authenticated

NOBODY = Address("")
BOT = "bot"  # the actor of everything that no person did


class CaseState(StrEnum):
    """Where a case stands; claimed, snoozed and overdue are computed, not states."""

    OPEN = "open"
    WAITING = "waiting_requester"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"


class LetterState(StrEnum):
    """Where a letter stands; `queued` means inside the undo window."""

    DRAFT = "draft"
    AWAITING_SECOND = "awaiting_second"
    QUEUED = "queued"
    TO_POST = "to_post"  # approved, to be printed and posted by a person
    SENDING = "sending"
    SENT = "sent"
    BOUNCED = "bounced"
    FAILED = "failed"
    DOUBTFUL = "doubtful"
    VOID = "void"


class CameBy(StrEnum):
    """How a request came; all but the first are logged by staff."""

    MAIL = "mail"
    POST = "post"
    PHONE = "phone"
    COLLEAGUE = "colleague"


class Channel(StrEnum):
    """Which private channel may see a case."""

    PRIVACY = "privacy"
    LEGAL = "legal"
    SECURITY = "security"
    MANAGERS = "managers"  # no case lives there: it gets the digest and what is overdue

    @classmethod
    def of(cls, types: Iterable[str]) -> "Channel":
        """Return the channel that may see these types; legal process goes nowhere else."""
        found = {_CHANNELS[key] for key in types if key in _CHANNELS}
        return cls.LEGAL if cls.LEGAL in found else next(iter(found), cls.PRIVACY)


_CHANNELS = {"legal_process": Channel.LEGAL, "security_report": Channel.SECURITY}


class LinkKind(StrEnum):
    """Why two cases are shown with each other."""

    SAME_MAIL = "same_mail"  # one mail asked for several people
    DUPLICATE = "duplicate"  # the same person asked for the same within the window
    WITHDRAWS = "withdraws"  # this case takes the other one back
    WITHDRAWN_BY = "withdrawn_by"
    REPLY = "reply"  # it returned a token of the other's letter, but not from its recipient
    SAME_REQUESTER = "same_requester"
    STAFF = "staff"  # a person said so

    @property
    def mirror(self) -> "LinkKind":
        """Return how the other case sees it."""
        return _MIRRORS.get(self, self)


_MIRRORS = {
    LinkKind.WITHDRAWS: LinkKind.WITHDRAWN_BY,
    LinkKind.WITHDRAWN_BY: LinkKind.WITHDRAWS,
}


@dataclass(frozen=True, slots=True)
class Link:
    """One of two halves of a link; the store keeps the other half with the other case."""

    other: int
    kind: LinkKind


class Band(StrEnum):
    """How far the classifier may be trusted on this mail."""

    SURE = "sure"
    CONFIRM = "confirm"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Clock:
    """The dates of one request line; None where the rule has no such date."""

    rule: str
    target: date | None = None
    safe: date | None = None
    statutory: date | None = None
    extension_notice_by: date | None = None
    arithmetic: str = ""

    @property
    def due(self) -> date | None:
        """Return the day that staff should work to."""
        return self.safe or self.statutory or self.target


@dataclass(frozen=True, slots=True)
class Task:
    """One deed behind a letter: what to do in which system; `result` is empty while open."""

    id: int
    system: str
    owner: str
    due: date | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the mail asks for."""

    id: int
    type: str
    route: Route
    clock: Clock | None = None
    tasks: tuple[Task, ...] = ()
    outcome: str = ""

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """Return the tasks without a result."""
        return tuple(task for task in self.tasks if not task.result)


@dataclass(frozen=True, slots=True)
class CaseNote:
    """What a colleague wrote down about a case; it stays in our database."""

    id: int
    at: datetime
    author: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CaseLetter:
    """A letter of a case, from draft to sent.

    `covers` are the request types that it answers, `outcome` what those lines get
    once it was sent, `after_sent` the state of the case then (letter catalogue).
    `ends_as` is the outcome of lines that end later without another letter, `given`
    what staff gave for this letter: names and values of the letter's facts.
    """

    id: int
    key: str
    lang: str
    audience: str
    recipient: Address
    subject: str
    text: str
    state: LetterState = LetterState.DRAFT
    covers: tuple[str, ...] = ()
    after_sent: str = ""
    outcome: str = ""
    needs_second: bool = False
    needs_tasks_done: bool = False
    fallback_language: bool = False
    section: str = ""
    attach_original: bool = False
    drafted_by: str = BOT
    approved_by: tuple[str, ...] = ()
    send_after: datetime | None = None
    message_id: str = ""
    settled_at: datetime | None = None
    ends_as: str = ""
    given: tuple[tuple[str, str], ...] = ()

    @property
    def sort(self) -> str:
        """Return what sort of letter it is, whatever it is about: `acknowledge`."""
        return self.key.partition("/")[2]

    @property
    def digest(self) -> str:
        """Return what an approval is bound to: recipient, subject, text and attachments."""
        bound = [self.recipient.email, self.subject, self.text, self.attach_original]
        if self.recipient.by_post:
            bound += [self.recipient.name, self.recipient.postal]
        return hashlib.sha256(json.dumps(bound, ensure_ascii=True).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Case:
    """One case with everything that decisions need; the mail itself is kept elsewhere."""

    id: int
    version: int
    state: CaseState
    received_at: datetime
    requester: Address
    lines: tuple[Line, ...]
    letters: tuple[CaseLetter, ...] = ()
    channel: Channel = Channel.PRIVACY
    party: PartyKind = PartyKind.UNKNOWN
    party_why: str = ""
    entry_id: int | None = None
    entry_name: str = ""
    named_in_mail: bool = False
    sender: SenderKind = SenderKind.PERSON
    regime: str = "none"
    language: str = "en"
    band: Band = Band.UNSURE
    confidence: float = 0.0
    why: str = ""
    model: str = ""
    authentication: Authenticated = Authenticated.UNKNOWN
    assignee: str = ""
    snoozed_until: datetime | None = None
    links: tuple[Link, ...] = ()
    mailbox_confirmed: bool = False  # a reply from the asking address returned our token
    person: Address = NOBODY  # whom it is about, if that is not the requester
    batch: int = 0  # of which it is an item: it has no card of its own while it is
    identity_attempts: int = 0  # replies that returned it, but not surely from there
    came_by: CameBy = CameBy.MAIL
    decided_by: str = ""
    decided_at: datetime | None = None
    notes: tuple[CaseNote, ...] = ()
    cleared: bool = False  # closed so long that its card names nobody any more
    from_forward: bool = False  # a person took the requester's address out of a forward

    @property
    def number(self) -> str:
        """Return its number as people write it."""
        return case_number(self.id)

    @property
    def data_subject(self) -> str:
        """Return who the data subject is, for comparing: an address, else a name."""
        return subject_of(self.requester, self.person)

    @property
    def types(self) -> tuple[str, ...]:
        """Return the request types, most important first."""
        return tuple(line.type for line in self.lines)

    @property
    def open_lines(self) -> tuple[Line, ...]:
        """Return the lines without an outcome."""
        return tuple(line for line in self.lines if not line.outcome)

    @property
    def due(self) -> date | None:
        """Return the earliest day among the open lines."""
        days = [line.clock.due for line in self.open_lines if line.clock and line.clock.due]
        return min(days, default=None)

    @property
    def next_letter_id(self) -> int:
        """Return the id that the next letter of this case gets."""
        return max((letter.id for letter in self.letters), default=0) + 1

    def letter(self, letter_id: int) -> CaseLetter | None:
        """Return one letter of this case, or None."""
        return next((letter for letter in self.letters if letter.id == letter_id), None)

    def open_tasks_before(self, letter: CaseLetter) -> tuple[Task, ...]:
        """Return the tasks that are to be finished before a letter may say that all is done."""
        if not letter.needs_tasks_done:
            return ()
        covered = [line for line in self.lines if line.type in letter.covers]
        return tuple(task for line in covered for task in line.open_tasks)


def subject_of(requester: Address, person: Address) -> str:
    """Return by what one data subject is told from another; empty if nobody is named.

    A mere name is somebody only together with who wrote it: there is more than one Anna Berg.
    """
    if person.email or not person.name:
        return (person.email or requester.email).strip().lower()
    return " ".join([requester.email.strip().lower(), *person.name.casefold().split()])
