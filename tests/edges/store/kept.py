"""A database with people's mails, cases and letters in it, to be forgotten."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, Line
from bot.core.catalogue import Route
from bot.core.decide import decide
from bot.core.decision import opened
from bot.core.filing import Disposition, Filing
from bot.core.mail import Address, InboundMail, Place, RawMail
from bot.edges.store import Store, open_store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ASKER = Address("zebulon.quark@canary.example", "Zebulon Quark")
OTHER = Address("maren.holt@posteo.example", "Maren Holt")
SECRETS = (b"zebulon", b"Zebulon", b"Quark", b"canary.example", b"Hush hush", b"quicksilver")


@pytest.fixture(params=["", "k" * 40], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> str:
    """With and without ENCRYPTION_KEY."""
    return str(request.param)


@pytest.fixture
def store(tmp_path: Path, key: str) -> Iterator[Store]:
    """A fresh database."""
    made = open_store(tmp_path / "db.sqlite3", "s" * 40, key)
    yield made
    made.close()


def file_bytes(store: Store) -> bytes:
    """Return the database file with everything that lies beside it."""
    path = store.connections.path
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(path.name + "*")))


def incoming(store: Store, who: Address, text: str, number: int) -> None:
    """Let a mail come in and become a case with a draft."""
    raw = f"From: {who.name} <{who.email}>\nX-N: {number}\nSubject: Hush hush\n\n{text}"
    store.post_room.keep([RawMail(Place("privacy", "INBOX", 1, number), raw.encode(), NOW)])
    kept = store.post_room.take(1)[0]
    mail = InboundMail(
        message_id=f"<{number}.{who.email}>",
        subject="Hush hush",
        senders=(who,),
        text=text,
        visible=text,
    )
    letter = CaseLetter(
        1, "delete/acknowledge", "en", "requester", who, "Re: Hush hush", f"Dear {who.name},",
        covers=("delete",),
    )  # fmt: skip
    case = Case(
        number, 1, CaseState.OPEN, NOW, who, (Line(1, "delete", Route.US),), (letter,),
        why=f"the words of {who.name}",
    )  # fmt: skip
    filing = Filing(kept.id, mail, Disposition.CASE, (opened(case, NOW),))
    store.post_room.file([filing], NOW)


def corrected(store: Store, case_id: int, text: str) -> None:
    """Let staff correct a case."""
    with store.connections.write() as connection:
        connection.execute(
            "INSERT INTO corrections (case_id, at, actor, was_types, types, was_party, party,"
            " model, text_sealed) VALUES (?, 'now', 'UADA', '', 'delete', '', '', 'm', ?)",
            (case_id, store.sealed.seal_text(text)),
        )


def send(store: Store, case_id: int) -> None:
    """Let the letter of a case leave."""
    case = load(store, case_id)
    digest = case.letters[0].digest
    for command in (
        c.Approve(actor="UADA", letter_id=1, digest=digest, send_after=NOW),
        c.StartSending(actor="bot", letter_id=1, digest=digest),
        c.SettleSent(actor="bot", letter_id=1),
    ):
        rendered = b"To: zebulon" if isinstance(command, c.StartSending) else None
        store.cases.save(decide(load(store, case_id), command, NOW), rendered=rendered)


def load(store: Store, case_id: int) -> Case:
    """Return a case that is there."""
    case = store.cases.load(case_id)
    assert case is not None
    return case


def forget(store: Store, email: str) -> None:
    """Forget an address as the command does."""
    store.forgetting.forget_person(store.person.traces(email), "operator", NOW)
    assert store.forgetting.scrub()
