"""A desk where tools and people write in numbers: mails in, batches, letters out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import replies
from bot.bootstrap.crowds import make_batch_desk, make_crowds
from bot.core.case import Case
from bot.core.mail import Address, InboundMail
from bot.core.moves import Debt
from bot.core.views import BatchView
from bot.edges.calendar import clock_maker
from bot.edges.store import Store, open_store
from bot.flows.batches import CHORES, BatchDesk
from bot.flows.casebook import Casebook
from bot.flows.crowds import Crowds
from bot.flows.drafting import Drafter
from bot.flows.intake import Intake
from bot.flows.ports import Owed
from bot.flows.review import Review, ReviewParts
from bot.flows.sorting import Parts
from classifiers import Reading, Text, Verdict
from tests.fakes.reader import FakeReader
from tests.flows.world import NOW, ZONE, Shelf, World

AGENT = Address("requests@shredly.example", "Shredly")
ACK = "delete/acknowledge"
LETTER = (
    "Dear privacy team, this is an automated request which we send on behalf of {name}, who has"
    " authorised us to act. Please delete all personal data that you hold about this person,"
    " tell every recipient to whom you disclosed them, and confirm to us in writing within one"
    " month that you have done so.\n\nName: {name}\nEmail: {email}\nReference: SH-{number}\n"
)


class AgentReader(FakeReader):
    """Reads whatever comes from the agent's address as an agent's."""

    def _read(self, text: Text) -> Verdict:
        verdict = super()._read(text)
        kind = "agent" if text.sender_email == AGENT.email else "person"
        return replace(verdict, sender=Reading(kind, 0.9, "fake"))


@dataclass
class Desk:
    """A world with the scene of batches."""

    world: World
    batches: BatchDesk
    crowds: Crowds
    review: Review

    @property
    def store(self) -> Store:
        """The database."""
        return self.world.store

    def request(self, number: int, **fields: object) -> None:
        """Let one more request of the agent arrive."""
        name, email = f"Person {number}", f"person{number}@mail.example"
        text = LETTER.format(
            name=f"Anna Berg{'abcdefghij'[number % 10]}", email=email, number=number
        )
        mail = InboundMail(
            message_id=f"<{number}@shredly.example>",
            subject=f"Deletion request for {name}",
            senders=(AGENT,),
            text=text,
            visible=text,
        )
        self.world.arrives(replace(mail, **fields))  # type: ignore[arg-type]

    def requests(self, count: int) -> None:
        """Let requests arrive, and read them."""
        for number in range(1, count + 1):
            self.request(number)
        self.world.read()

    def case(self, number: int) -> Case:
        """Return a case that is there."""
        found = self.store.cases.load(number)
        assert found is not None
        return found

    def view(self, batch: int = 1) -> BatchView:
        """Return a batch that is there."""
        found = self.batches.view(batch)
        assert found is not None
        return found

    def work(self) -> list[Owed]:
        """Do what is owed to our own cases; return what the chat would be told."""
        shown = []
        while owed := self.store.outbox.due(letters=False, now=NOW + timedelta(hours=1)):
            if owed.kind in CHORES:
                CHORES[owed.kind](self.batches, owed)
            elif self.crowds.instead(owed) is False:
                shown.append(owed)
            self.store.outbox.settle(owed.id, "done", NOW)
        return shown

    def approve(self, actor: str = "UADA") -> None:
        """Read every page and approve."""
        page = self.batches.begin(1, ACK, actor)
        for number in range(1, page.pages):
            self.batches.page(page.preview, number)
        self.batches.approve(page.preview, actor)


def open_desk(database: Path, undo: timedelta = timedelta(seconds=60)) -> Desk:
    """Return a store, an intake that batches, and the scene."""
    store = open_store(database, "s" * 40, "k" * 40)
    shelf, drafter = Shelf(), Drafter(replies.load(), ZONE)
    clock_for = clock_maker("EU", ZoneInfo("Europe/Berlin"))
    parts = Parts(
        room=store.post_room,
        cases=store.cases,
        parser=shelf,
        reader=AgentReader(),
        directory=store.directory,
        drafter=drafter,
        clock_for=clock_for,
        now=lambda: NOW,
        batches=store.batches,
    )
    casebook = Casebook(
        cases=store.cases,
        directory=store.directory,
        audit=store.audit,
        drafter=drafter,
        now=lambda: NOW,
    )
    review = Review(
        ReviewParts(
            cases=store.cases,
            directory=store.directory,
            noise=store.noise,
            drafter=drafter,
            casebook=casebook,
            originals=store.desk_book,
            zone=ZONE,
            clock_for=clock_for,
            undo=undo,
            now=lambda: NOW,
        )
    )
    batches = make_batch_desk(store, casebook, review, NOW.date, lambda: NOW)
    crowds = make_crowds(store, batches, 120)
    return Desk(World(store, shelf, Intake(parts), parts), batches, crowds, review)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give all of it."""
    made = open_desk(tmp_path / "db.sqlite3")
    yield made
    made.store.close()


def kinds(shown: list[Owed]) -> dict[Debt, int]:
    """Return how many posts of each kind the chat would get."""
    found: dict[Debt, int] = {}
    for owed in shown:
        found[owed.kind] = found.get(owed.kind, 0) + 1
    return found


def iter_due(desk: Desk) -> list[Owed]:
    """Settle and return every row that is due."""
    found = []
    while owed := desk.store.outbox.due(letters=False, now=NOW + timedelta(hours=1)):
        desk.store.outbox.settle(owed.id, "done", NOW)
        found.append(owed)
    return sorted(found, key=lambda one: (one.kind, one.case_id or 0))


def from_people(desk: Desk, *numbers: int, domain: str = "gmail.com") -> None:
    """Let a tool write from people's own mailboxes, in its one wording."""
    for number in numbers:
        sender = Address(f"person{number}@{domain}", f"Person {'ABCDEFGH'[number]}berg")
        text = LETTER.replace("on behalf of {name}", "with the help of Wipely").format(
            name=f"Person {number}", email=sender.email, number=number
        )
        desk.request(number, senders=(sender,), text=text, visible=text)
    desk.world.read()


def ticked(desk: Desk, number: int) -> frozenset[str]:
    """Return every warning of a case's first letter."""
    view = desk.review.view(number)
    assert view is not None
    return frozenset(note.key for note in view.letters[0].warnings)
