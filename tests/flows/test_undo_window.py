"""The undo window of a letter: the last approval's, whatever became of those before it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, LetterState, Line
from bot.core.catalogue import Route
from bot.core.decide import decide
from bot.core.decision import opened
from bot.core.errors import Transient
from bot.core.mail import Address
from bot.edges.store import Store, open_store
from bot.flows.letters_out import LetterSender
from tests.fakes.letters import letter_parts

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ASKER = Address("maren.holt@posteo.example", "Maren Holt")
WINDOW = timedelta(minutes=5)


@dataclass
class Server:
    """A mail server that may ask to come back later, and does something meanwhile."""

    busy: bool = False
    meanwhile: Callable[[], None] = lambda: None
    delivered: list[bytes] = field(default_factory=list)

    def send(
        self, rendered: bytes, sender: str, recipient: str, on_stage: Callable[[str], None]
    ) -> str:
        """Take a letter, or ask for patience."""
        on_stage("connected")
        self.meanwhile()
        if self.busy:
            raise Transient("451 please try later")
        on_stage("data")
        self.delivered.append(rendered)
        return "250"


@dataclass
class Office:
    """A case with one letter, who sends it, and the time of day."""

    store: Store
    server: Server = field(default_factory=Server)
    now: datetime = NOON

    def __post_init__(self) -> None:
        self.sender = LetterSender(letter_parts(self.store, self.server, lambda: self.now))

    @property
    def case(self) -> Case:
        """The case as it stands."""
        case = self.store.cases.load(1)
        assert case is not None
        return case

    @property
    def state(self) -> LetterState:
        """How the letter stands."""
        return self.case.letters[0].state

    def order(self, command: c.Command) -> None:
        """Give an order."""
        self.store.cases.save(decide(self.case, command, self.now))

    def approve(self) -> None:
        """Approve the letter; it may leave when the window is over."""
        [letter] = self.case.letters
        end = self.now + WINDOW
        self.order(c.Approve(actor="UADA", letter_id=1, digest=letter.digest, send_after=end))

    def undo(self) -> None:
        """Take the approval back."""
        self.order(c.Undo(actor="UADA", letter_id=1))

    def works(self, **later: float) -> int:
        """Let time pass and the sender work until nothing is due; return how many left in all."""
        self.now += timedelta(**later)
        for _ in range(20):
            if not self.sender.step():
                return len(self.server.delivered)
        raise AssertionError("the sender never comes to rest")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A database with one case and one draft."""
    store = open_store(tmp_path / "db.sqlite3", "s" * 40)
    letter = CaseLetter(1, "delete/acknowledge", "en", "requester", ASKER, "Yours", "We have it.")
    lines = (Line(1, "delete", Route.US),)
    store.cases.save(opened(Case(1, 1, CaseState.OPEN, NOON, ASKER, lines, (letter,)), NOON))
    yield Office(store)
    store.close()


def a_mail_joins(office: Office) -> None:
    """Let a further mail void the approval."""
    office.order(c.Join(actor="bot", message_id=2, verified=True))


def test_undone_and_approved_again_it_waits_anew(office: Office) -> None:
    """The window is that of the last approval; nothing leaves at the end of the first."""
    office.approve()
    office.now += timedelta(minutes=4)
    office.undo()
    office.approve()
    assert office.works(minutes=4) == 0  # eight minutes after the first approval
    assert office.state is LetterState.QUEUED
    assert office.works(minutes=1) == 1
    assert office.works(hours=1) == 1


def test_undo_works_until_it_leaves(office: Office) -> None:
    """In the window, and while a busy server is tried again and again: undone, it never leaves."""
    office.approve()
    office.server.busy = True
    assert office.works(minutes=5) == 0
    assert office.state is LetterState.QUEUED  # tried, and waiting for another try
    office.undo()
    office.server.busy = False
    assert office.works(days=1) == 0
    assert office.state is LetterState.DRAFT


def test_put_back_from_sending_and_approved_again_it_waits_anew(office: Office) -> None:
    """A mail joins while a busy server is tried: the old try is over, the new window counts."""
    office.approve()
    office.server = replace(office.server, busy=True, meanwhile=lambda: a_mail_joins(office))
    office.__post_init__()
    assert office.works(minutes=5) == 0
    assert office.state is LetterState.DRAFT
    office.server.busy, office.server.meanwhile = False, lambda: None
    office.now += timedelta(seconds=50)
    office.approve()
    # The first try would have been repeated after a minute: well inside the new window.
    assert office.works(minutes=4) == 0
    assert office.state is LetterState.QUEUED
    office.undo()
    assert office.works(hours=1) == 0
    office.approve()
    assert office.works(minutes=5) == 1
    assert office.works(hours=1) == 1


def test_stopped_while_sending_and_approved_again_it_waits_anew(office: Office) -> None:
    """The same after a stop before the message was handed over, and a restart."""
    office.approve()
    office.now += WINDOW
    owed = office.store.outbox.due(letters=True, now=office.now)
    assert owed is not None
    [letter] = office.case.letters
    start = c.StartSending(actor="bot", letter_id=1, digest=letter.digest)
    office.store.cases.save(decide(office.case, start, office.now), claim=owed.id)
    a_mail_joins(office)
    office.sender.recover()
    assert office.state is LetterState.DRAFT
    office.approve()
    assert office.works(minutes=4) == 0
    assert office.works(minutes=1) == 1


def test_a_row_of_an_earlier_approval_does_not_hurry_a_letter(office: Office) -> None:
    """Even if such a row waits, as in a database of an older version, the last window counts."""
    office.approve()
    office.undo()
    with office.store.connections.write() as connection:
        connection.execute("UPDATE outbox SET state = 'waiting' WHERE kind = 'letter'")
    office.now += timedelta(minutes=4)
    office.approve()
    assert office.works(minutes=2) == 0
    assert office.works(minutes=3) == 1
    assert office.works(hours=1) == 1
