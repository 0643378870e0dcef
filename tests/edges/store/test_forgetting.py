"""Forgetting: after it, neither address nor name nor subject stands in the database file."""

import random
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from bot.core import commands as c
from bot.core.case import CaseState, LetterState
from bot.core.decide import decide
from bot.core.errors import IllegalMove, Stale
from bot.core.filing import Disposition, Filing
from bot.core.mail import Address, InboundMail, Place, RawMail
from bot.core.parties import Entry, EntryKind
from bot.edges.store import Store, open_store, personal
from bot.edges.store.purges import PROCESSED, SENT
from bot.flows.desk_ports import Posted
from bot.flows.ports import Settlement
from tests.edges.store.kept import (
    ASKER,
    NOW,
    OTHER,
    SECRETS,
    corrected,
    file_bytes,
    forget,
    incoming,
    key,
    load,
    send,
    store,
)

__all__ = ["key", "store"]


def test_after_forgetting_the_file_holds_nothing_of_the_person(store: Store, key: str) -> None:
    """Address, name, subject and words of mail and letter are gone from the file's bytes."""
    incoming(store, ASKER, "please delete quicksilver, " * 30, 1)
    corrected(store, 1, f"quicksilver {ASKER.email}")
    store.directory.replace(
        [
            Entry(
                "Quay Ltd", EntryKind.CLIENT, (), contact_name=ASKER.name, contact_email=ASKER.email
            )
        ]
    )
    send(store, 1)
    assert (b"zebulon" in file_bytes(store)) or key
    forget(store, ASKER.email)
    data = file_bytes(store)
    for secret in SECRETS:
        assert secret not in data, secret
    assert store.person.traces(ASKER.email).nothing


def test_slack_of_rebuilt_pages_is_cleaned_too(tmp_path: Path) -> None:
    """Many rows of many sizes, rewritten often: `secure_delete` alone leaves some, we do not."""
    chance = random.Random(7)
    for round_ in range(6):
        store = open_store(tmp_path / f"{round_}.sqlite3", "s" * 40)
        for number in range(1, 40):
            text = "quicksilver " * chance.choice([1, 9, 90, 400])
            incoming(store, ASKER if chance.random() < 0.7 else OTHER, text, number)
            case = load(store, chance.randint(1, number))
            draft = case.letters[0]
            edit = c.Edit(
                actor="UADA", letter_id=1, digest=draft.digest, subject=draft.subject,
                text=f"Dear {case.requester.name} " * chance.choice([1, 30, 300]),
            )  # fmt: skip
            store.cases.save(decide(case, edit, NOW))
        forget(store, ASKER.email)
        forget(store, OTHER.email)
        data = file_bytes(store)
        assert not [secret for secret in SECRETS if secret in data]
        store.close()


def test_audit_log_and_statistics_stay(store: Store) -> None:
    """The log still holds, still tells the case's story, and names nobody."""
    incoming(store, ASKER, "quicksilver", 1)
    send(store, 1)
    before = [event.kind.value for _, event in store.audit.of_case(1)]
    forget(store, ASKER.email)
    after = [event.kind.value for _, event in store.audit.of_case(1)]
    assert after[: len(before)] == before
    assert after[-1] == "forgotten"
    assert store.audit.verify().fault == ""
    case = load(store, 1)
    assert case.types == ("delete",)
    assert case.state is CaseState.CLOSED
    assert case.requester == Address("")
    assert "zebulon" not in " ".join(store.audit.export())


def test_others_keep_theirs(store: Store) -> None:
    """Another person's case and mail are untouched."""
    incoming(store, ASKER, "quicksilver", 1)
    incoming(store, OTHER, "about me", 2)
    before, mails = store.cases.load(2), store.cases.mails(2)
    forget(store, ASKER.email)
    assert store.cases.load(2) == before
    assert store.cases.mails(2) == mails
    assert store.post_room.raw(mails[0][0]) != b""


def test_a_longer_address_is_another_address(store: Store) -> None:
    """Forgetting ann@ does not touch joann@ nor ann@'s namesake at a longer domain."""
    incoming(store, Address("joann@x.example"), "hello", 1)
    incoming(store, Address("ann@x.example.org"), "hello", 2)
    assert store.person.traces("ann@x.example").nothing


def test_a_mention_in_somebody_elses_mail_is_blackened(store: Store) -> None:
    """The other person keeps mail and draft; the address in it is gone from the bytes."""
    incoming(store, OTHER, f"my friend {ASKER.email} wants that, too", 1)
    case = load(store, 1)
    draft = case.letters[0]
    edit = c.Edit(
        actor="UADA", letter_id=1, digest=draft.digest, subject="Re", text=f"Ask {ASKER.email}"
    )
    store.cases.save(decide(case, edit, NOW))
    forget(store, ASKER.email)
    assert b"zebulon" not in file_bytes(store)
    assert load(store, 1).letters[0].text == "Ask [forgotten]"
    mail = store.cases.mails(1)[0][1]
    assert mail.visible == "my friend [forgotten] wants that, too"
    assert mail.sender == OTHER


def test_a_mail_goes_with_its_last_case(store: Store) -> None:
    """A mail that another case needs stays until that one is forgotten."""
    incoming(store, ASKER, "quicksilver", 1)
    incoming(store, OTHER, "hello", 2)
    with store.connections.write() as connection:
        connection.execute("INSERT INTO case_messages VALUES (2, 1, 'case', 0)")
    with store.connections.write() as connection:
        store.forgetting.forget_cases_within(connection, [1], "bot", NOW, why="test")
    assert [number for number, _ in store.cases.mails(2)] == [1, 2]
    with store.connections.write() as connection:
        store.forgetting.forget_cases_within(connection, [2], "bot", NOW, why="test")
    assert store.cases.mails(2) == []
    assert store.post_room.raw(1) == b""


def test_cards_that_exist_are_drawn_again(store: Store) -> None:
    """A debt for each card of a forgotten case; a case that was never posted gets none."""
    incoming(store, ASKER, "quicksilver", 1)
    incoming(store, ASKER, "quicksilver", 2)
    while (owed := store.outbox.due(letters=False, now=NOW)) is not None:
        store.outbox.claim(owed.id, NOW)
        store.outbox.settle(owed.id, "done", NOW)
        if owed.key == "1":
            store.posts.put("card", "1", Posted("C1", "1.2", "d"), owed.id, NOW)
    with store.connections.write() as connection:
        store.forgetting.forget_cases_within(connection, [1, 2], "bot", NOW, why="test")
    owed = store.outbox.due(letters=False, now=NOW)
    assert owed is not None
    assert (owed.kind.value, owed.key) == ("card", "1")
    store.outbox.claim(owed.id, NOW)
    assert store.outbox.due(letters=False, now=NOW) is None


def test_noise_is_forgotten_and_not_released(store: Store) -> None:
    """A mail on the daily list goes; what is gone cannot be made a case."""
    raw = RawMail(Place("privacy", "INBOX", 1, 1), b"From: x\n\nquicksilver", NOW)
    store.post_room.keep([raw])
    kept = store.post_room.take(1)[0]
    mail = InboundMail(senders=(ASKER,), subject="Hush hush", visible="quicksilver")
    day = date(2026, 11, 23)
    filing = Filing(kept.id, mail, Disposition.NOISE, noise_type="spam", noise_day=day)
    store.post_room.file([filing], NOW)
    forget(store, ASKER.email)
    assert not [secret for secret in SECRETS if secret in file_bytes(store)]
    with pytest.raises(IllegalMove):
        store.noise.release(kept.id, "UADA", NOW)
    assert store.post_room.take(9) == []


def test_a_hold_stops_forgetting(store: Store) -> None:
    """A case under legal hold stays whole until it is released."""
    incoming(store, ASKER, "quicksilver", 1)
    store.forgetting.hold(load(store, 1), "operator", NOW, held=True)
    with pytest.raises(IllegalMove, match="P-0001 is under legal hold"):
        forget(store, ASKER.email)
    assert load(store, 1).requester == ASKER
    with pytest.raises(IllegalMove, match="already"):
        store.forgetting.hold(load(store, 1), "operator", NOW, held=True)
    store.forgetting.hold(load(store, 1), "operator", NOW, held=False)
    forget(store, ASKER.email)
    kinds = [event.kind.value for _, event in store.audit.of_case(1)]
    assert kinds[1:3] == ["held", "hold_released"]


def test_a_letter_on_its_way_stops_forgetting(store: Store) -> None:
    """Nothing is taken from under a letter that is leaving."""
    incoming(store, ASKER, "quicksilver", 1)
    digest = load(store, 1).letters[0].digest
    order = c.Approve(actor="UADA", letter_id=1, digest=digest, send_after=NOW)
    store.cases.save(decide(load(store, 1), order, NOW))
    owed = store.outbox.due(letters=True, now=NOW)
    assert owed is not None
    start = c.StartSending(actor="bot", letter_id=1, digest=digest)
    store.cases.save(decide(load(store, 1), start, NOW), claim=owed.id, rendered=b"x")
    with pytest.raises(IllegalMove, match="leaving"):
        forget(store, ASKER.email)
    sent = decide(load(store, 1), c.SettleSent(actor="bot", letter_id=1), NOW)
    store.cases.save(sent, settle=Settlement(owed.id, "done"))
    forget(store, ASKER.email)


def test_an_approved_letter_of_an_open_case_is_not_sent(store: Store) -> None:
    """Forgetting closes an open case and takes its approvals back."""
    incoming(store, ASKER, "quicksilver", 1)
    digest = load(store, 1).letters[0].digest
    order = c.Approve(actor="UADA", letter_id=1, digest=digest, send_after=NOW)
    store.cases.save(decide(load(store, 1), order, NOW))
    forget(store, ASKER.email)
    assert store.outbox.due(letters=True, now=NOW) is None
    assert load(store, 1).letters[0].state is LetterState.DRAFT


def test_unread_mail_is_read_first(store: Store) -> None:
    """A mail that is not read yet may be a request: it is never thrown away unread."""
    raw = RawMail(Place("p", "INBOX", 1, 1), f"From: {ASKER.email}\n\nx".encode(), NOW)
    store.post_room.keep([raw])
    with pytest.raises(IllegalMove, match="wait to be read"):
        forget(store, ASKER.email)


def test_the_servers_copies_are_owed_and_unreadable(store: Store) -> None:
    """What finds the copies is kept until they are gone, encrypted even without a key."""
    incoming(store, ASKER, "quicksilver", 1)
    send(store, 1)
    token = store.cases.token(1, 1)
    forget(store, ASKER.email)
    copies = [*store.purges.waiting("privacy"), *store.purges.waiting("")]
    found = {(one.account, one.place, one.find) for one in copies}
    assert found == {("privacy", PROCESSED, f"<1.{ASKER.email}>"), ("", SENT, token)}
    assert b"canary.example" not in file_bytes(store)
    store.purges.done([one.id for one in copies])
    assert store.purges.count() == 0


def test_export_tells_everything(store: Store) -> None:
    """Cases, mails, letters, corrections and directory; others' mails as numbers only."""
    incoming(store, ASKER, "quicksilver", 1)
    incoming(store, OTHER, f"ask {ASKER.email}", 2)
    corrected(store, 1, "quicksilver")
    found = store.person.export(store.person.traces(ASKER.email.upper()), NOW)
    assert [case["number"] for case in found["cases"]] == ["P-0001"]
    assert found["cases"][0]["letters"][0]["text"] == "Dear Zebulon Quark,"
    assert found["cases"][0]["history"][0]["kind"] == "opened"
    assert found["mails"][0]["read_as"]["subject"] == "Hush hush"
    assert found["mails"][0]["raw_base64"]
    assert found["corrections"][0]["text"] == "quicksilver"
    assert found["mentioned_in"] == {"cases": [], "mails": [2]}
    assert "Maren" not in str(found)


def test_every_personal_column_belongs_to_a_case_or_a_mail(store: Store) -> None:
    """A new table with sealed columns names its case or its mail, or it would never be emptied."""
    found = personal.columns(store.connections.db.conn)
    homeless = [f"{one.table}.{one.name}" for one in found if one.about == ""]
    assert not homeless, f"give these tables a case_id or message_id: {homeless}"
    assert len(found) >= 12


def test_a_changed_case_is_stale_after_forgetting(store: Store) -> None:
    """A click that was decided before cannot bring the address back."""
    incoming(store, ASKER, "quicksilver", 1)
    seen = load(store, 1)
    forget(store, ASKER.email)
    decision = decide(seen, c.Claim(actor="UADA"), NOW)
    with pytest.raises(Stale):
        store.cases.save(decision)
    assert b"zebulon" not in file_bytes(store)


def test_a_reader_in_the_way_is_told(tmp_path: Path) -> None:
    """If another process holds an old view of the file, scrub says that it is not done."""
    store = open_store(tmp_path / "db.sqlite3", "s" * 40)
    incoming(store, ASKER, "quicksilver", 1)
    store.connections.db.conn.execute("PRAGMA busy_timeout=100")
    reader = sqlite3.connect(store.connections.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM messages").fetchone()
    store.forgetting.forget_person(store.person.traces(ASKER.email), "operator", NOW)
    assert not store.forgetting.scrub()
    reader.close()
    assert store.forgetting.scrub()
    store.close()
