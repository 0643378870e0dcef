"""Retention in the database: what is due goes, in stages, and holds keep what is theirs."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core import commands as c
from bot.core.case import LetterState
from bot.core.decide import decide
from bot.core.errors import Transient
from bot.core.filing import Disposition, Filing
from bot.core.mail import InboundMail, Place, RawMail
from bot.edges.store import Store, open_store
from bot.edges.store.purges import PROCESSED
from bot.edges.store.register import RetentionRegister
from bot.flows.retention import Copy, Retention
from tests.edges.store.kept import ASKER, NOW, OTHER, file_bytes, incoming, load


class FakeShredder:
    """Deletes in memory; `fails` makes the server unreachable."""

    def __init__(self) -> None:
        self.deleted: list[str] = []
        self.fault: Exception | None = None

    def delete(self, copies: Sequence[Copy]) -> list[int]:
        if self.fault:
            raise self.fault
        self.deleted += [copy.find for copy in copies]
        return [copy.id for copy in copies]


class Night:
    """A retention scene whose clock stands some days after NOW."""

    def __init__(self, store: Store) -> None:
        self.store, self.days = store, 0
        self.shredder = FakeShredder()
        register = RetentionRegister(
            store.connections, store.sealed, store.keys, store.forgetting, self.now
        )
        self.scene = Retention(
            register=register,
            purges=store.purges,
            shredders={"privacy": self.shredder, "": self.shredder},
            now=self.now,
            today=lambda: self.now().date(),
        )

    def now(self) -> datetime:
        return NOW + timedelta(days=self.days)

    def after(self, days: int) -> list[str]:
        """Run it that many days after NOW."""
        self.days = days
        return self.scene.run()


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    """A fresh database, unencrypted, so that its bytes tell."""
    store = open_store(tmp_path / "db.sqlite3", "s" * 40)
    yield Night(store)
    store.close()


def close(store: Store, numbers: Iterable[int], outcome: str = "fulfilled") -> None:
    """Close cases."""
    for number in numbers:
        order = c.Close(actor="UADA", outcome=outcome)
        store.cases.save(decide(load(store, number), order, NOW))


def test_stages(night: Night) -> None:
    """First the bytes, the unsent drafts and the mailbox's copy; after three years the rest."""
    store = night.store
    incoming(store, ASKER, "quicksilver", 1)
    close(store, [1])
    assert night.after(90) == []
    assert store.post_room.raw(1) != b""
    assert night.after(91) == []
    assert store.post_room.raw(1) == b""
    assert store.cases.mails(1)[0][1].visible == "quicksilver"
    case = load(store, 1)
    assert case.requester == ASKER
    assert case.letters[0].state is LetterState.DRAFT
    assert case.letters[0].text == ""
    assert night.shredder.deleted == [f"<1.{ASKER.email}>"]
    assert night.after(1097) == []
    data = file_bytes(store)
    assert not [secret for secret in (b"zebulon", b"Quark", b"quicksilver") if secret in data]
    assert load(store, 1).types == ("delete",)
    assert store.audit.verify().fault == ""
    assert night.scene.due().nothing


def test_open_and_held_cases_stay(night: Night) -> None:
    """What is open or held is never forgotten, and a mail stays while such a case needs it."""
    store = night.store
    for number in (1, 2, 3):
        incoming(store, ASKER, f"quicksilver {number}", number)
    close(store, [2, 3])
    store.forgetting.hold(load(store, 2), "operator", NOW, held=True)
    with store.connections.write() as connection:
        connection.execute("INSERT INTO case_messages VALUES (1, 3, 'case', 0)")
    assert night.after(5000) == []
    assert load(store, 1).requester == load(store, 2).requester == ASKER
    assert load(store, 3).requester.email == ""
    assert store.cases.mails(1)[-1][0] == 3
    assert night.scene.due().plan.held == (2,)


def test_dry_run_changes_nothing(night: Night) -> None:
    """`due` tells what a run would do and does none of it."""
    incoming(night.store, ASKER, "quicksilver", 1)
    incoming(night.store, OTHER, "hello", 2)
    close(night.store, [1])
    close(night.store, [2], "duplicate")
    night.days = 400
    before = list(night.store.connections.db.conn.iterdump())
    due = night.scene.due()
    assert (due.plan.raw, due.plan.cases) == ((1,), (2,))
    assert list(night.store.connections.db.conn.iterdump()) == before


def test_mail_without_a_case_goes_too(night: Night) -> None:
    """The daily list's mails go when their time is over, unread ones never."""
    store = night.store
    for number, text in ((1, "quicksilver"), (2, "unread")):
        place = Place("privacy", "INBOX", 1, number)
        store.post_room.keep([RawMail(place, text.encode(), NOW)])
    kept = store.post_room.take(1)[0]
    mail = InboundMail(senders=(ASKER,), message_id="<n@x>", visible="quicksilver")
    day = NOW.date()
    filing = Filing(kept.id, mail, Disposition.NOISE, noise_type="spam", noise_day=day)
    store.post_room.file([filing], NOW)
    assert night.after(91) == []
    assert b"quicksilver" not in file_bytes(store)
    assert store.post_room.raw(2) == b"unread"
    assert night.shredder.deleted == ["<n@x>"]


def test_a_mailbox_that_is_down_is_tried_again(night: Night) -> None:
    """The database forgets on time; the server's copies wait until it can be reached."""
    incoming(night.store, ASKER, "quicksilver", 1)
    close(night.store, [1])
    night.shredder.fault = Transient("privacy: cannot connect")
    troubles = night.after(91)
    assert troubles == ["copies in mailbox privacy stay for now: privacy: cannot connect"]
    assert night.store.post_room.raw(1) == b""
    assert [one.place for one in night.store.purges.waiting("privacy")] == [PROCESSED]
    night.shredder.fault = None
    assert night.after(92) == []
    assert night.store.purges.count() == 0
