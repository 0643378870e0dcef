"""Undo of a batch while its letters leave, with the process dying at every step of it."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.case import LetterState
from bot.core.moves import Debt, Happened
from bot.edges.store.connections import Connections
from bot.flows.batches import CHORES
from bot.flows.letters_out import LetterSender
from tests.fakes.letters import letter_parts
from tests.flows.batch_desk import ACK, Desk, open_desk
from tests.flows.world import NOW

MAILS = 3
TURNS = 7  # after which everything has left, if nobody undoes it


class Died(BaseException):
    """The machine stops here; nothing catches it."""


class Mortal(Connections):
    """Connections that die right before or right after one of their commits."""

    at, before, count = 0, False, 0

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Count a commit, and die at the one that was chosen."""
        Mortal.count += 1
        mine = Mortal.count == Mortal.at
        with super().write() as connection:
            yield connection
            if mine and Mortal.before:
                raise Died
        if mine:
            raise Died


@dataclass
class Mailer:
    """Takes every letter."""

    delivered: list[str] = field(default_factory=list)

    def send(
        self, rendered: bytes, sender: str, recipient: str, on_stage: Callable[[str], None]
    ) -> str:
        """Take a letter."""
        on_stage("data")
        self.delivered.append(rendered.decode().partition("\n")[0])
        return "250"


@dataclass
class Life:
    """One life of a worker: what is owed to cases and letters, a step of each in turn."""

    desk: Desk
    mailer: Mailer

    def __post_init__(self) -> None:
        parts = letter_parts(self.desk.store, self.mailer, lambda: NOW)
        self.letters = LetterSender(parts)

    def recover(self) -> None:
        """Settle what a life before this one left half-way, the letters first."""
        self.letters.recover()
        for owed in self.desk.store.outbox.found_sending(letters=False):
            self.desk.store.outbox.put_back(owed.id, NOW)

    def chore(self) -> bool:
        """Do what is owed next, except to the chat."""
        outbox = self.desk.store.outbox
        owed = outbox.due(letters=False, now=NOW)
        if owed is None:
            return False
        outbox.claim(owed.id, NOW)
        if owed.kind in CHORES:
            CHORES[owed.kind](self.desk.batches, owed)
        outbox.settle(owed.id, "done", NOW)
        return True

    def undo(self) -> None:
        """Click Undo, unless that click was taken already."""
        if not undone(self.desk):
            self.desk.batches.undo(1, "UADA")

    def work(self) -> None:
        """Do everything, the letters as early as they can."""
        while self.letters.step() or self.chore():
            pass


def undone(desk: Desk) -> bool:
    """Tell whether an undo of the batch is in the log."""
    [row] = desk.store.connections.rows(
        "SELECT count(*) AS n FROM events WHERE kind = ?", Happened.BATCH_UNDONE.value
    )
    return bool(row["n"])


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a batch that somebody read and approved, its letters due at once."""
    folder = tmp_path_factory.mktemp("approved")
    desk = open_desk(folder / "db.sqlite3", timedelta())
    desk.requests(MAILS)
    desk.work()
    page = desk.batches.begin(1, ACK, "UADA")
    desk.batches.approve(page.preview, "UADA")
    desk.store.close()
    return folder / "db.sqlite3"


@contextmanager
def life(database: Path, mailer: Mailer) -> Iterator[Life]:
    """Give a life on a database; its connections may die."""
    desk = open_desk(database, timedelta())
    desk.store.connections.__class__ = Mortal
    # No power is cut here, so nothing need wait for the disk.
    desk.store.connections.db.conn.execute("PRAGMA synchronous=OFF")
    try:
        yield Life(desk, mailer)
    finally:
        desk.store.close()


def first_life(world: Life, undo_at: int) -> None:
    """Work with a click on Undo after so many turns, letters and chores by turns."""
    for turn in range(TURNS):
        if turn == undo_at:
            world.undo()
        world.letters.step()
        world.chore()


def check(desk: Desk, mailer: Mailer) -> None:
    """Nothing left twice; nothing began to leave after Undo; the rest are drafts again."""
    assert len(set(mailer.delivered)) == len(mailer.delivered)
    events = [event for number in range(1, MAILS + 1) for event in desk.store.audit.of_case(number)]
    [row] = desk.store.connections.rows(
        "SELECT seq FROM events WHERE kind = ?", Happened.BATCH_UNDONE.value
    )
    begun = [seq for seq, event in events if event.kind is Happened.SENDING]
    assert all(seq < row["seq"] for seq in begun), "a letter left after Undo"
    states = [desk.case(number).letters[0].state for number in range(1, MAILS + 1)]
    gone = sum(state in {LetterState.SENT, LetterState.DOUBTFUL} for state in states)
    assert len(mailer.delivered) <= gone <= len(begun)
    assert states.count(LetterState.DRAFT) == MAILS - gone
    assert desk.store.outbox.next_at(letters=True) is None
    assert desk.store.audit.verify().fault == ""


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("undo_at", range(1, TURNS, 2))
def test_undo_holds_wherever_the_machine_stops(
    approved: Path, tmp_path: Path, undo_at: int, *, before: bool
) -> None:
    """Clicked at any moment, with a stop at any commit and a restart that sends letters first."""
    at, ended = 0, False
    while not ended:
        at += 1
        database = tmp_path / f"{at}.sqlite3"
        shutil.copy(approved, database)
        mailer = Mailer()
        Mortal.at, Mortal.before, Mortal.count = at, before, 0
        with life(database, mailer) as world:
            try:
                first_life(world, undo_at)
                ended = True  # it got through: there is no such commit
            except Died:
                pass
        Mortal.at = 0
        with life(database, mailer) as world:
            world.recover()
            world.undo()
            world.work()
            check(world.desk, mailer)
        database.unlink()
    assert at > 5, "too few stops to prove anything"


def test_letters_wait_for_an_undo_that_was_clicked(approved: Path, tmp_path: Path) -> None:
    """While Slack hangs, so that nobody takes the batch back yet, none of its letters leaves."""
    database = tmp_path / "db.sqlite3"
    shutil.copy(approved, database)
    mailer = Mailer()
    Mortal.at = 0
    with life(database, mailer) as world:
        while Debt.BATCH_LETTERS in waiting(world):
            world.chore()
        states = {world.desk.case(number).letters[0].state for number in (1, 2, 3)}
        assert states == {LetterState.QUEUED}
        world.undo()
        assert not world.letters.step()
        assert world.desk.store.outbox.next_at(letters=True) is None  # the sender rests
        world.work()
        check(world.desk, mailer)
    assert mailer.delivered == []


def waiting(world: Life) -> list[Debt]:
    """Return the kinds of what waits, except letters."""
    rows = world.desk.store.connections.rows(
        "SELECT kind FROM outbox WHERE state = 'waiting' AND kind <> 'letter'"
    )
    return [Debt(row["kind"]) for row in rows]
