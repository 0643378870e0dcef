"""Keys: a first key seals what was plain, a rotation may stop anywhere, a wrong key is told."""

import sqlite3
from pathlib import Path

import pytest

from bot.core.errors import Misconfigured
from bot.edges.store import Store, open_store, personal
from bot.edges.store.sealed import SealBroken
from tests.edges.store.kept import ASKER, SECRETS, file_bytes, incoming, load

SECRET, OLD, NEW = "s" * 40, "o" * 40, "n" * 40
CASES = 60


class Stopped(Exception):
    """The machine stopped."""


def open_with(path: Path, key: str = "", *old: str) -> Store:
    """Open the database with keys."""
    return open_store(path / "db.sqlite3", SECRET, key, old)


def fill(path: Path, key: str = "") -> None:
    """Make a database with cases."""
    store = open_with(path, key)
    for number in range(1, CASES + 1):
        incoming(store, ASKER, f"quicksilver {number}", number)
    store.close()


def all_current(store: Store) -> bool:
    """Tell whether every sealed value is sealed with the present key."""
    return all(
        store.sealed.current(value) for _, value in personal.cells(store.connections.db.conn)
    )


def test_the_first_key_seals_what_was_plain(tmp_path: Path) -> None:
    """After a start with a key, nothing that was plain is readable in the file."""
    fill(tmp_path)
    store = open_with(tmp_path, NEW)
    assert b"quicksilver" in file_bytes(store)
    assert store.vault.behind
    seen: list[tuple[int, int]] = []
    assert store.vault.rekey(lambda done, of: seen.append((done, of))) > CASES
    assert seen[-1][0] == seen[-1][1]
    assert not store.vault.behind
    data = file_bytes(store)
    assert not [secret for secret in SECRETS if secret in data]
    assert load(store, 1).requester == ASKER
    assert store.vault.rekey(lambda _done, _of: None) == 0
    store.close()


def test_a_rotation_that_stops_goes_on(tmp_path: Path) -> None:
    """Stopped in the middle everything is readable; the next run does the rest."""
    fill(tmp_path, OLD)
    store = open_with(tmp_path, NEW, OLD)

    def stop(_done: int, _of: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        store.vault.rekey(stop)
    assert store.vault.behind
    assert not all_current(store)
    assert {load(store, number).requester for number in range(1, CASES + 1)} == {ASKER}
    store.close()
    store = open_with(tmp_path, NEW, OLD)
    store.vault.rekey(lambda _done, _of: None)
    assert all_current(store)
    store.close()
    store = open_with(tmp_path, NEW)
    assert {load(store, number).requester for number in range(1, CASES + 1)} == {ASKER}
    with pytest.raises(SealBroken):
        store.sealed.open(store.sealed.seal(b"x")[:1] + b"\0" * 40)
    store.close()


def test_keys_of_another_database_are_refused(tmp_path: Path) -> None:
    """A lost or mixed-up key is a clear message at the start, and changes nothing."""
    fill(tmp_path, OLD)
    for key in ("", NEW):
        with pytest.raises(Misconfigured, match="ENCRYPTION_KEY_OLD"):
            open_with(tmp_path, key)
    with pytest.raises(Misconfigured, match="SECRET_KEY: is another one"):
        open_store(tmp_path / "db.sqlite3", "x" * 40, OLD)
    store = open_with(tmp_path, OLD)
    assert load(store, 1).requester == ASKER
    store.close()


def test_back_to_plain(tmp_path: Path) -> None:
    """Without a key, rekey opens everything again: nobody is locked in."""
    fill(tmp_path, OLD)
    store = open_with(tmp_path, "", OLD)
    store.vault.rekey(lambda _done, _of: None)
    store.close()
    store = open_with(tmp_path)
    assert load(store, CASES).requester == ASKER
    store.close()


def test_files_beside_are_the_owners_alone(tmp_path: Path) -> None:
    """Database, write-ahead log and shared memory: 0600, also where somebody opened them up."""
    fill(tmp_path)
    path = tmp_path / "db.sqlite3"
    path.chmod(0o644)
    careless = sqlite3.connect(path, isolation_level=None)  # leaves a readable log behind
    careless.execute("UPDATE meta SET value = value")
    store = open_with(tmp_path)
    incoming(store, ASKER, "again", CASES + 1)
    files = sorted(tmp_path.glob("db.sqlite3*"))
    assert [each.name for each in files] == ["db.sqlite3", "db.sqlite3-shm", "db.sqlite3-wal"]
    assert [each.stat().st_mode & 0o777 for each in files] == [0o600] * 3
    careless.close()
    store.close()
