"""What the scenes need of the world, as Protocols; each method says what it may raise."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.batch import Batch, Item
from bot.core.case import Case, CaseLetter, Channel
from bot.core.decision import Decision, Event
from bot.core.earlier import Earlier
from bot.core.filing import Filing, KeptMail, Twin
from bot.core.mail import InboundMail
from bot.core.moves import Debt
from bot.core.parties import Entry, Hit
from bot.core.views import (
    AgentProfile,
    FloodView,
    Original,
)


class Directory(Protocol):
    """The clients and organisations that we know."""

    def find(self, mail: InboundMail) -> list[Hit]:
        """Return the entries that a mail gives grounds for."""

    def entry(self, entry_id: int) -> Entry | None:
        """Return one entry."""

    def search(self, text: str, limit: int = 20) -> list[Entry]:
        """Return the entries whose name, alias or domain is like `text`, best first."""


class DirectoryBook(Directory, Protocol):
    """A directory that staff may write in."""

    def together(self) -> AbstractContextManager[None]:
        """Make one commit of what is written inside; if it raises, nothing of it happened."""

    def add(self, cells: Mapping[str, str]) -> Entry | dict[str, str]:
        """Add an entry from the cells of a row, or return what is wrong with them, by cell."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an outbox row ends together with a decision; `waiting` means another attempt."""

    row_id: int
    state: str
    reason: str = ""
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """One row of the outbox."""

    id: int
    kind: Debt
    key: str
    case_id: int | None
    letter_id: int | None
    event_seq: int | None
    stage: str
    attempts: int


class Cases(Protocol):
    """Cases, loaded whole and saved in one commit."""

    def next_id(self) -> int:
        """Return the number that the next case will have, unless somebody is faster."""

    def load(self, case_id: int) -> Case | None:
        """Return a case, or None."""

    def load_many(self, case_ids: Iterable[int]) -> list[Case]:
        """Return cases in the order asked."""

    def save(
        self,
        decision: Decision,
        *,
        claim: int | None = None,
        settle: Settlement | None = None,
        rendered: bytes | None = None,
    ) -> None:
        """Commit a decision, with what it does to an outbox row. Raises Stale."""

    def save_joint(
        self, decisions: Sequence[Decision], mails: Iterable[tuple[int, int]] = ()
    ) -> None:
        """Commit decisions on several cases at once; `mails` are shared from, to a case.

        Raises Stale.
        """

    def token(self, case_id: int, letter_id: int) -> str:
        """Return a letter's token."""

    def rendered(self, case_id: int, letter_id: int) -> bytes | None:
        """Return the bytes of a letter that were kept before its first attempt."""

    def by_token(self, tokens: Iterable[str]) -> tuple[int, CaseLetter] | None:
        """Return the case number and letter of the first token that is one of ours."""

    def left_at(self, nth: int, since: datetime, email: str = "") -> datetime | None:
        """Return when the n-th newest letter (to one address) left, None if fewer did since."""

    def earlier(self, requester: str, subject: str) -> list[Earlier]:
        """Return cases about the same person, then others of the same sender, newest first."""

    def hidden(self, numbers: Iterable[int], channel: Channel) -> frozenset[int]:
        """Return those of some cases that lie in a restricted channel other than this one."""

    def newest_mail(self, case_id: int) -> int:
        """Return a number that grows with every mail a case gets; 0 if it has none."""

    def mails(self, case_id: int) -> list[tuple[int, InboundMail]]:
        """Return the mails of a case, oldest first."""


class Sleepers(Protocol):
    """The cases that somebody snoozed."""

    def to_wake(self, now: datetime) -> list[int]:
        """Return the numbers of the live cases whose snooze is over."""


class ClosedCards(Protocol):
    """The cards of cases that are over."""

    def clear(self, now: datetime, closed_before: datetime) -> int:
        """Owe anew the cards of cases closed before then, without personal data; count them."""


class Originals(Protocol):
    """Where mails lie on their server."""

    def originals(self, case_id: int) -> list[Original]:
        """Return where the mails of a case lie, oldest first."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What one person was shown of a batch, and whether that person approved it."""

    batch: int
    actor: str
    items: tuple[Item, ...]
    approved: bool


class Batches(Protocol):
    """Batches of one template, what was previewed of them, and their agents."""

    def next_id(self) -> int:
        """Return the number that the next batch will have."""

    def near(self, agent: str, since: datetime) -> list[Batch]:
        """Return an agent's batches that had a mail since, newest first."""

    def get(self, batch_id: int) -> Batch | None:
        """Return a batch."""

    def cases_of(self, batch_id: int) -> list[int]:
        """Return the numbers of the cases that are in a batch now."""

    def keep_preview(self, batch_id: int, actor: str, items: list[Item], now: datetime) -> int:
        """Keep what somebody is shown; return its number."""

    def preview(self, preview_id: int) -> Preview | None:
        """Return what somebody was shown."""

    def approve(self, preview_id: int, actor: str, now: datetime) -> None:
        """Note an approval of what was shown. Raises IllegalMove the second time."""

    def still_approved(self, preview_id: int, item: Item) -> bool:
        """Tell whether an approval stands for this letter and is not used yet."""

    def undo(self, batch_id: int, actor: str, now: datetime) -> None:
        """Note that nothing more of a batch shall leave."""

    def profile(self, agent: str) -> AgentProfile:
        """Return what is remembered of an agent."""

    def note_agent(self, batch_id: int, profile: AgentProfile) -> None:
        """Remember how a batch's agent proves its authority. Raises IllegalMove."""


class Floods(Protocol):
    """New cases beyond what a channel can take."""

    def admit(self, case_id: int, day: date, now: datetime, per_hour: int) -> bool:
        """Tell whether a case may have a card now; if not, note that it waits for one."""

    def holds(self, case_id: int) -> bool:
        """Tell whether a case waits for its card."""

    def view(self, day: date) -> FloodView:
        """Return how many cases of a day wait, and what they ask for."""

    def bring(self, day: date, count: int, actor: str, now: datetime) -> int:
        """Let the cases that are due first have their cards; return how many."""


class ReadingRoom(Protocol):
    """Kept mail on its way to being read."""

    def take(self, limit: int, *, fresh: bool = False) -> list[KeptMail]:
        """Return mails to read, each attempt counted before it is made; `fresh`: none tried."""

    def twin(self, mail: InboundMail) -> Twin | None:
        """Return the filed message that this one is a copy of, if it is of a case."""

    def file(self, filings: Sequence[Filing], now: datetime) -> None:
        """Commit what became of a batch, all or nothing. Raises Stale."""


class Outbox(Protocol):
    """Debts to the world."""

    def due(self, *, letters: bool, now: datetime) -> Owed | None:
        """Return the next row to do."""

    def next_at(self, *, letters: bool) -> datetime | None:
        """Return when the next row becomes due."""

    def claim(self, row_id: int, now: datetime) -> None:
        """Take a row. Raises Stale."""

    def stage(self, row_id: int, stage: str, attempts: int) -> None:
        """Note durably how far an attempt has come. Raises Stale if it is not ours any more."""

    def found_sending(self, *, letters: bool) -> list[Owed]:
        """Return the rows that a stopped process left behind."""

    def left_before(self, owed: Owed) -> bool:
        """Tell whether an earlier debt of the same letter left, or may have left."""

    def settle(self, row_id: int, state: str, now: datetime, reason: str = "") -> None:
        """End a row."""

    def put_off(self, row_id: int, not_before: datetime) -> None:
        """Let a waiting row wait longer."""

    def put_back(self, row_id: int, not_before: datetime, reason: str = "") -> None:
        """Let a row wait for another attempt."""


class Audit(Protocol):
    """The audit log, for reading."""

    def of_case(self, case_id: int) -> list[tuple[int, Event]]:
        """Return a case's events with their sequence numbers."""

    def event(self, seq: int) -> Event | None:
        """Return one event."""
