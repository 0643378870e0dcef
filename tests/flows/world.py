"""A mailbox, a desk and a store for stories of intake: mail comes in, cases come out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import replies
from bot.core.mail import (
    Address,
    Authenticated,
    InboundMail,
    Place,
    RawMail,
)
from bot.edges.calendar import clock_maker
from bot.edges.store import Store, open_store
from bot.flows.drafting import Drafter
from bot.flows.intake import Intake
from bot.flows.sorting import Parts
from tests.fakes.reader import FakeReader

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ASKER = Address("maren.holt@posteo.example", "Maren Holt")
ZONE = ZoneInfo("Europe/Berlin")


@dataclass
class Shelf:
    """A parser that has read everything before: bytes are keys of a dictionary."""

    mails: dict[bytes, InboundMail] = field(default_factory=dict)

    def parse(self, raws: Sequence[bytes]) -> list[InboundMail]:
        """Return the mails; unknown bytes are unreadable."""
        bad = InboundMail(readable=False, problems=("the parser was stopped",))
        return [self.mails.get(raw, bad) for raw in raws]


@dataclass
class World:
    """A store, an intake, and mails that arrive."""

    store: Store
    shelf: Shelf
    intake: Intake
    parts: Parts
    count: int = 0

    def arrives(self, mail: InboundMail | None, key: bytes = b"") -> None:
        """Keep a mail; None is one that no parser survives."""
        self.count += 1
        raw = key or b"mail %d" % self.count
        if mail is not None:
            self.shelf.mails[raw] = mail
        self.store.post_room.keep([RawMail(Place("privacy", "INBOX", 1, self.count), raw, NOW)])

    def read(self) -> None:
        """Read until nothing waits."""
        while self.intake.work():
            pass

    def filed(self) -> list[str]:
        """Return the disposition of every mail, in order of arrival."""
        rows = self.store.connections.rows("SELECT disposition, state FROM messages ORDER BY id")
        return [row["disposition"] or row["state"] for row in rows]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give a world."""
    store = open_store(tmp_path / "db.sqlite3", "s" * 40, "k" * 40)
    shelf = Shelf()
    parts = Parts(
        room=store.post_room,
        cases=store.cases,
        parser=shelf,
        reader=FakeReader(),
        directory=store.directory,
        drafter=Drafter(replies.load(), ZONE),
        clock_for=clock_maker("EU", ZONE),
        now=lambda: NOW,
    )
    yield World(store, shelf, Intake(parts), parts)
    store.close()


def request(text: str = "Please delete my account.", **fields: object) -> InboundMail:
    """Return a request."""
    mail = InboundMail(
        message_id="<a@posteo.example>",
        subject="Request",
        senders=(ASKER,),
        text=text,
        visible=text,
        authentication=Authenticated.PASS,
    )
    return replace(mail, **fields)  # type: ignore[arg-type]


def sent_token(world: World) -> str:
    """Return the token of the first letter of case 1."""
    return world.store.cases.token(1, 1)
