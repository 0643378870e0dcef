"""Kept mail that is taken to be read: how much at once, and who comes alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.mail import Place, RawMail
from bot.edges.store import Store, open_store

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
MB = 1024 * 1024


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A fresh database."""
    made = open_store(tmp_path / "db.sqlite3", "s" * 40)
    yield made
    made.close()


def keep(store: Store, *sizes: int) -> None:
    """Keep mails of these sizes; each has bytes of its own."""
    mails = [
        RawMail(Place("privacy", "INBOX", 1, uid), b"%d" % uid + bytes(size), AT)
        for uid, size in enumerate(sizes, start=1)
    ]
    store.post_room.keep(mails)


def test_heavy_mails_come_few_at_once(store: Store) -> None:
    """A backlog of big mails never lies in memory as a whole; each comes, in order."""
    keep(store, 7 * MB, 7 * MB, 7 * MB, 20 * MB, 100)
    assert [one.id for one in store.post_room.take(200)] == [1, 2]


def test_a_mail_heavier_than_all_comes_alone(store: Store) -> None:
    """Weight puts no mail off for ever."""
    keep(store, 20 * MB, 100)
    assert [one.id for one in store.post_room.take(200)] == [1]


def test_what_was_tried_comes_last_and_alone(store: Store) -> None:
    """Fresh mail goes first; what did not end comes again by itself, its attempt counted."""
    keep(store, 100, 100)
    assert [one.attempts for one in store.post_room.take(2)] == [1, 1]
    store.post_room.keep([RawMail(Place("privacy", "INBOX", 1, 9), b"fresh", AT)])
    assert [one.id for one in store.post_room.take(9)] == [3]
    assert [(one.id, one.attempts) for one in store.post_room.take(9)] == [(1, 2)]


def test_who_asks_for_fresh_mail_gets_none_that_was_tried(store: Store) -> None:
    """What may have ended a process is never taken beside others, nor its attempt counted."""
    keep(store, 100)
    assert [one.id for one in store.post_room.take(9)] == [1]
    assert store.post_room.take(9, fresh=True) == []
    assert [(one.id, one.attempts) for one in store.post_room.take(9)] == [(1, 2)]


def test_the_next_of_a_backlog_are_found_without_a_walk_through_it(store: Store) -> None:
    """The mails that wait are read from their index, in order; nothing is sorted."""
    keep(store, *[100] * 3)
    said: list[str] = []
    connection = store.connections.db.conn
    connection.set_trace_callback(said.append)
    store.post_room.take(2)
    connection.set_trace_callback(None)
    asked = [sql for sql in said if sql.startswith("SELECT id, size") and "attempts = 0" in sql]
    assert asked
    for sql in asked:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
        assert ["messages_open" in row["detail"] for row in plan] == [True]
