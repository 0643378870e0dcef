"""What people are shown: everything that a card, a list or a page needs, already chosen."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.core.batch import Batch
from bot.core.case import Case, CaseLetter, LetterState
from bot.core.decision import Event
from bot.core.mail import Address
from bot.core.sensitive import Sensitive


@dataclass(frozen=True, slots=True)
class Note:
    """One finding of the check of a draft; an error blocks Approve."""

    rule: str
    severity: str
    message: str

    @property
    def key(self) -> str:
        """Return what stands for this finding and no other: who ticks it has read this one."""
        return hashlib.sha256(f"{self.rule}\0{self.message}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter with what staff should know about it."""

    letter: CaseLetter
    title: str
    notes: tuple[Note, ...] = ()
    second: tuple[str, ...] = ()  # why one approval is not enough

    @property
    def blocked(self) -> bool:
        """Tell whether a finding forbids approval."""
        return any(note.severity == "error" for note in self.notes)

    @property
    def warnings(self) -> tuple[Note, ...]:
        """Return the findings that want a tick, each once."""
        found = {note.key: note for note in self.notes if note.severity == "warning"}
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class LetterForm:
    """What staff are asked before a letter is written; `asks` says of each field if it must."""

    key: str
    title: str
    lang: str
    asks: tuple[tuple[str, bool], ...]
    reasons: tuple[tuple[str, str], ...] = ()
    topic: str = ""
    new_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Forward:
    """Who wrote what a colleague forwarded, and when, as the forward says; nothing proves it."""

    sender: Address
    date: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """Where a mail lies on its server; `filed` once it was moved to the Processed folder."""

    message: int
    account: str
    folder: str
    filed: bool
    received_at: datetime
    size: int
    message_id: str = ""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as staff see it; texts come from a mail and are not to be trusted."""

    case: Case
    subject: str
    excerpt: str
    letters: tuple[LetterView, ...]
    today: date
    history: tuple[Event, ...] = ()
    attachments: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    encrypted: str = ""
    mails: int = 1
    sensitive: tuple[Sensitive, ...] = ()  # what its mails hold that nobody should have sent
    forward: Forward | None = None  # still to be confirmed
    original: Original | None = None  # where a mail lies that has no words of its own
    newest_mail: int = 0  # grows with every mail: an approval is void if one more has come

    @property
    def current(self) -> LetterView | None:
        """Return the letter that the card is about: the first that still wants something."""
        live = [v for v in self.letters if v.letter.state.value not in {"sent", "void"}]
        return live[0] if live else None


@dataclass(frozen=True, slots=True)
class MovedView:
    """What is left of a card that went to another channel: nothing but its number."""

    case_id: int


@dataclass(frozen=True, slots=True)
class AbsorbedView:
    """What a card shows whose case is decided with its batch meanwhile."""

    case_id: int
    batch: int


@dataclass(frozen=True, slots=True)
class AgentProfile:
    """How an agent proves that it may speak for people; `authority` is a key, empty if unknown."""

    authority: str = ""
    note: str = field(default="", repr=False)
    noted_by: str = ""
    noted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BatchView:
    """Cases that one template wrote, to be read and approved together."""

    batch: Batch
    cases: tuple[Case, ...]
    agent: AgentProfile
    titles: tuple[tuple[str, str], ...]  # of letters, by key
    today: date

    def with_state(self, *states: LetterState) -> list[tuple[Case, CaseLetter]]:
        """Return the letters in these states, with their cases."""
        return [
            (case, letter)
            for case in self.cases
            for letter in case.letters
            if letter.state in states
        ]

    def is_held(self, case: Case, letter: CaseLetter) -> bool:
        """Tell whether a draft cannot be approved yet, because it says that all is done."""
        return letter.state is LetterState.DRAFT and bool(case.open_tasks_before(letter))


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """Some letters of a preview in full; `gone` have changed since and are not sent."""

    preview: int
    batch: int
    page: int
    pages: int
    total: int
    letters: tuple[tuple[int, LetterView], ...]  # case number and letter
    gone: int = 0
    warnings: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class FloodView:
    """More new cases than a channel can take: counted, with the next ones to bring out."""

    day: date
    waiting: int
    shown: int
    types: tuple[tuple[str, int], ...]
    next_due: date | None = None


@dataclass(frozen=True, slots=True)
class NoiseItem:
    """One mail on the daily list."""

    message_id: int
    type: str
    sender: str
    subject: str
    received_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class NoiseView:
    """The daily list of machine mail and likely spam."""

    day: date
    items: tuple[NoiseItem, ...]


@dataclass(frozen=True, slots=True)
class QuarantineView:
    """A mail that could not be read; its bytes are kept."""

    message_id: int
    received_at: datetime
    size: int
    reason: str


@dataclass(frozen=True, slots=True)
class ThreadView:
    """One line of a case's log: what happened, told in the card's thread."""

    case: Case
    event: Event
    letter: str = ""  # the title of the letter that it is about
