"""What fails (mail server, SMTP, Slack, disk, clock, process) by how far a case has come."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from bot.bootstrap import Worker
from bot.core.case import LetterState
from bot.demo.slack import Message
from bot.edges.store.connections import Connections
from tests.servers.dovecot import Dovecot
from tests.stories.rig import ADA, Clock, Rig, mail, text_of
from tests.stories.test_letters import approve, case_of

ASKS = "Please delete my account and all my personal data."
UNDO = 30  # seconds of the test's own clock


class Disk(Connections):
    """Connections to a disk that is full while the test says so: SQLite itself refuses."""

    full = False

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Allow no page beyond those there are, or as many as ever."""
        pages = self.db.conn.execute("PRAGMA page_count").fetchone()[0] if Disk.full else 2**30
        self.db.conn.execute(f"PRAGMA max_page_count = {pages}")
        with super().write() as connection:
            yield connection


@dataclass
class World:
    """A worker with its rig, its clock and its disk."""

    rig: Rig
    clock: Clock
    worker: Worker

    def restart(self) -> None:
        """Stop the worker and start it again on the same data."""
        self.rig.stop()
        self.worker = start(self.rig, self.clock)

    def dovecot(self) -> Dovecot:
        """Return the mail server."""
        assert isinstance(self.rig.imap, Dovecot)
        return self.rig.imap


@dataclass(frozen=True)
class Fault:
    """How something breaks and how it is mended."""

    breaks: Callable[[World], object]
    mends: Callable[[World], object] = lambda _: None


def _set_disk(*, full: bool) -> None:
    Disk.full = full


FAULTS = {
    "IMAP is down": Fault(
        # Dovecot leaves open sessions alone for half a minute when it stops.
        lambda w: (w.dovecot().kick(), w.dovecot().stop()),
        lambda w: w.dovecot().start(),
    ),
    "IMAP says BYE": Fault(lambda w: w.dovecot().kick()),
    "SMTP is down": Fault(
        lambda w: w.rig.smtp.faults.update(connect="drop"), lambda w: w.rig.smtp.faults.clear()
    ),
    "Slack is down": Fault(
        lambda w: setattr(w.rig.slack.stand_in.faults, "outage", True),
        lambda w: w.rig.slack.stand_in.faults.clear(),
    ),
    "the disk is full": Fault(lambda _: _set_disk(full=True), lambda _: _set_disk(full=False)),
    "the clock jumps": Fault(lambda w: w.clock.forward(w.worker, hours=30)),
    "the worker restarts": Fault(lambda w: w.restart()),
}


def start(rig: Rig, clock: Clock) -> Worker:
    """Start a worker whose disk can be full."""
    worker = rig.start_at(clock, UNDO_SECONDS=str(UNDO))
    worker.office.store.connections.__class__ = Disk
    return worker


@pytest.fixture
def world(dovecot_rig: Rig) -> Iterator[World]:
    """A worker on a real Dovecot, a real SMTP server and the stand-in Slack."""
    clock = Clock()
    yield World(dovecot_rig, clock, start(dovecot_rig, clock))
    _set_disk(full=False)


PHASES = ("card stands", "approved", "due", "arriving", "afterwards")


@pytest.mark.dovecot
@pytest.mark.parametrize("name", FAULTS)
def test_whatever_fails_each_case_ends_once(world: World, name: str) -> None:
    """Cases in five phases live through a fault: each has one card and one letter in the end."""
    fault, rig = FAULTS[name], world.rig
    for number in (1, 2, 3):
        deliver(rig, number)
        rig.card(f"P-{number:04d}")
    approve(rig, ADA, 3)
    world.clock.forward(world.worker, seconds=UNDO / 2)
    approve(rig, ADA, 2)
    fault.breaks(world)
    if name != "IMAP is down":
        deliver(rig, 4)
    world.clock.forward(world.worker, seconds=UNDO * 0.6)  # case 3 falls due, case 2 does not
    look_around(world, name)
    fault.mends(world)
    if name == "IMAP is down":
        deliver(rig, 4)
    deliver(rig, 5)
    for number in (4, 5):
        rig.waits(lambda n=number: world.worker.office.store.cases.load(n), 120)
    for number in (1, 4, 5):
        approve(rig, ADA, number)
    world.clock.forward(world.worker, minutes=10)
    rig.waits(lambda: len(rig.smtp.delivered) >= len(PHASES), 120)
    rig.waits(lambda: all(closed(card) for card in cards(rig)), 120)
    assert sorted(one.recipients[0] for one in rig.smtp.delivered) == [
        f"asker{number}@posteo.example" for number in range(1, 6)
    ]
    assert len(cards(rig)) == len(PHASES), "one card a case"
    for number in range(1, 6):
        letters = case_of(world.worker, number).letters
        assert [one.state for one in letters].count(LetterState.SENT) == 1
    assert world.worker.office.store.audit.verify().fault == ""


def deliver(rig: Rig, number: int) -> None:
    """Let a person ask; each has an address of their own."""
    rig.imap.deliver(mail(ASKS, f"Request {number}", f"asker{number}@posteo.example"))


def cards(rig: Rig) -> list[Message]:
    """Return the cards of cases in the channel."""
    return [card for card in rig.cards() if "P-0" in text_of(card)]


def closed(card: Message) -> bool:
    """Tell whether a card says that its letter left."""
    return "✉" in text_of(card)


def look_around(world: World, name: str) -> None:
    """Let the worker meet the fault: it tries, says so, and lives."""
    if name in {"IMAP is down", "SMTP is down", "the disk is full"}:
        world.rig.waits(lambda: troubled(world), 60)
    assert not world.worker.signal.stopping.is_set(), "the worker gave up"


def troubled(world: World) -> bool:
    """Tell whether some loop is in trouble, or a letter waits for another try."""
    office = world.worker.office
    waiting = office.store.outbox.troubled(letters=True)
    return bool(waiting) or not world.worker.ready
