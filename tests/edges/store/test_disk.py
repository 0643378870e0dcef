"""Full, read-only and damaged disks: a clear word, nothing lost, and on it goes afterwards."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core import commands as c
from bot.core.case import LetterState
from bot.core.decide import decide
from bot.core.errors import Misconfigured, Transient
from bot.edges.store import Store, open_store
from bot.edges.store.backup import Backups
from bot.flows.collect import collect
from bot.flows.letters_out import AT_DATA
from bot.flows.ports import Settlement
from tests.edges.store.kept import ASKER, NOW, SECRETS, incoming, load
from tests.fakes.mailbox import FakeMailbox

SECRET = "s" * 40


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A database with one case."""
    made = open_store(tmp_path / "db.sqlite3", SECRET)
    incoming(made, ASKER, "quicksilver", 1)
    yield made
    made.close()


def pages(store: Store) -> int:
    """Return how many pages the database has."""
    return int(store.connections.db.conn.execute("PRAGMA page_count").fetchone()[0])


def test_a_full_disk_loses_no_mail(store: Store) -> None:
    """What cannot be kept stays in the mailbox, and is kept once there is room."""
    mailbox = FakeMailbox()
    mailbox.receives(b"From: a@example.com\r\n\r\n" + b"x" * 100_000)
    mailbox.open()
    connection = store.connections.db.conn
    connection.execute(f"PRAGMA max_page_count = {pages(store)}")
    with pytest.raises(Transient, match="the disk is full"):
        collect(mailbox, store.post_room, full=True)
    assert len(mailbox.uids()) == 1
    connection.execute("PRAGMA max_page_count = 1000000")
    assert collect(mailbox, store.post_room, full=True).kept == 1
    assert mailbox.uids() == []
    assert store.post_room.waiting() == 1


def test_a_read_only_database(store: Store) -> None:
    """It can be read; what would be written is refused in plain words and changes nothing."""
    connection = store.connections.db.conn
    connection.execute("PRAGMA query_only = ON")
    assert load(store, 1).requester == ASKER
    with pytest.raises(Transient, match="read-only: check who owns"):
        store.clicks.take("t", "UADA", "claim", load(store, 1).received_at)
    connection.execute("PRAGMA query_only = OFF")
    assert store.audit.verify().rows == 1


def test_a_damaged_database_is_not_started(tmp_path: Path) -> None:
    """Neither a foreign file nor a damaged one; both say what to do."""
    path = tmp_path / "db.sqlite3"
    path.write_bytes(b"this is a letter to my aunt, not a database" * 100)
    with pytest.raises(Misconfigured, match="restore a backup"):
        open_store(path, SECRET)
    path.unlink()
    store = open_store(path, SECRET)
    incoming(store, ASKER, "quicksilver " * 2000, 1)
    store.close()
    data = bytearray(path.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096 : page * 4096 + 2048] = b"\xff" * 2048
    path.write_bytes(data)
    with pytest.raises(Misconfigured, match="is damaged"):
        open_store(path, SECRET)


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    """DATA_DIR that is a file, or lies under one, is a fault of the configuration."""
    (tmp_path / "file").write_text("")
    with pytest.raises(Misconfigured, match="DATA_DIR"):
        open_store(tmp_path / "file" / "db.sqlite3", SECRET)


def test_backup_while_in_use_and_restore(store: Store, tmp_path: Path) -> None:
    """A copy made while a writer writes is whole, ours alone, and opens as the database did."""
    copy = tmp_path / "backup.sqlite3"
    seen: list[tuple[int, int]] = []
    store.backups.make(copy, lambda done, of: seen.append((done, of)))
    incoming(store, ASKER, "after the backup", 2)
    assert seen[-1][0] == seen[-1][1] > 0
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.glob("backup*")] == ["backup.sqlite3"]
    assert store.backups.known() == [copy]
    restored = open_store(copy, SECRET)
    assert load(restored, 1).requester == ASKER
    assert restored.cases.load(2) is None
    assert restored.audit.verify() == store.audit.verify().__class__(1)
    restored.close()
    with pytest.raises(FileExistsError):
        store.backups.make(copy, lambda _done, _of: None)


def test_a_waiting_letter_is_in_doubt_after_a_restore(store: Store, tmp_path: Path) -> None:
    """It may have left since the backup: the restored worker asks Sent or a person, never sends."""
    digest = load(store, 1).letters[0].digest
    order = c.Approve(actor="UADA", letter_id=1, digest=digest, send_after=NOW)
    store.cases.save(decide(load(store, 1), order, NOW))
    copy = tmp_path / "backup.sqlite3"
    store.backups.make(copy, lambda _done, _all: None)
    assert store.outbox.due(letters=True, now=NOW) is not None
    restored = open_store(copy, SECRET)
    assert restored.outbox.due(letters=True, now=NOW) is None
    owed = restored.outbox.found_sending(letters=True)
    assert [(one.case_id, one.stage) for one in owed] == [(1, AT_DATA)]
    doubt = decide(load(restored, 1), c.SettleDoubtful(actor="bot", letter_id=1), NOW)
    restored.cases.save(doubt, settle=Settlement(owed[0].id, "doubtful"))
    assert load(restored, 1).letters[0].state is LetterState.DOUBTFUL
    assert restored.audit.verify().fault == ""
    restored.close()


def test_a_backup_that_fails_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    """No half file lies there, and it is not remembered as a backup."""

    def fails(_done: int, _of: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        Backups(store.connections).make(tmp_path / "b.sqlite3", fails)
    assert list(tmp_path.glob("b.sqlite3*")) == []
    assert store.backups.known() == []


def test_a_sealed_database_has_sealed_backups(tmp_path: Path) -> None:
    """A backup shows no more than the database."""
    store = open_store(tmp_path / "db.sqlite3", SECRET, "k" * 40)
    incoming(store, ASKER, "quicksilver", 1)
    store.backups.make(tmp_path / "copy.sqlite3", lambda _done, _of: None)
    data = (tmp_path / "copy.sqlite3").read_bytes()
    assert not [secret for secret in SECRETS if secret in data]
    store.close()


def test_a_fault_of_the_program_is_not_hidden(store: Store) -> None:
    """Only faults of disk and file are told as such; a wrong statement stays what it is."""
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        store.connections.rows("SELECT * FROM nowhere")
