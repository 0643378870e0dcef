"""Forgetting and key rotation, killed (SIGKILL) at every commit and run again: whole at the end."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.core import commands as c
from bot.core.decide import decide
from bot.core.moves import Happened
from bot.edges.store import Store, open_store, personal
from tests.edges.store.kept import ASKER, NOW, OTHER, SECRETS, file_bytes, incoming, load
from tests.servers.forks import Forks
from tests.trust.dying_upkeep import NEW, OLD, SECRET

CASES = 130  # more than are forgotten in one commit
COMMITS = 40  # more than any deed has; the test says if one ever has more


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with closed cases of one person and one of another."""
    folder = tmp_path_factory.mktemp("origin")
    store = open_store(folder / "db.sqlite3", SECRET, OLD)
    for number in range(1, CASES + 1):
        incoming(store, OTHER if number == 7 else ASKER, f"quicksilver {number}", number)
        order = c.Close(actor="UADA", outcome="fulfilled")
        store.cases.save(decide(load(store, number), order, NOW))
    store.close()
    return folder


@pytest.fixture(scope="module")
def upkeep() -> Iterator[Forks]:
    """Give what runs a deed until it ends or dies."""
    with Forks("tests.trust.dying_upkeep") as made:
        yield made


def whole_or_gone(store: Store) -> None:
    """Each case can be read as before, or nothing of it and of its mail is left: no halves."""
    connection = store.connections.db.conn
    alive: dict[int, int] = {}
    for cell, value in personal.cells(connection):
        filled = value != personal.EMPTY and store.sealed.open(value) not in {b"", b"null"}
        if cell.case_id is not None and filled and cell.column.table in {"cases", "letters"}:
            alive[cell.case_id] = alive.get(cell.case_id, 0) + 1
    gone = {
        row["id"] for row in connection.execute("SELECT id FROM cases WHERE forgotten_at NOTNULL")
    }
    assert not gone & alive.keys()
    told = {
        event.case_id
        for number in range(1, CASES + 1)
        for _, event in store.audit.of_case(number)
        if event.kind is Happened.FORGOTTEN
    }
    assert told == gone
    counts = {count for number, count in alive.items() if number not in gone}
    assert len(counts) <= 1, "a case lost a part of itself"
    assert len(gone) + len(alive) == CASES


def readable(store: Store) -> None:
    """Every value opens, with the one key or the other."""
    for _, value in personal.cells(store.connections.db.conn):
        store.sealed.open(value)
    assert load(store, 1).requester == ASKER


def all_new(store: Store) -> None:
    """Every value is sealed with the new key."""
    values = [value for _, value in personal.cells(store.connections.db.conn)]
    assert all(store.sealed.current(value) for value in values)
    assert not store.vault.behind


def all_gone(store: Store) -> None:
    """Every case is forgotten."""
    whole_or_gone(store)
    row = store.connections.row("SELECT count(*) AS n FROM cases WHERE forgotten_at IS NULL")
    assert row is not None
    assert row["n"] == 0


def only_the_other(store: Store) -> None:
    """The person's cases are forgotten, the other person's stays."""
    whole_or_gone(store)
    assert load(store, 7).requester == OTHER
    assert store.person.traces(ASKER.email).nothing


Check = Callable[[Store], None]


@pytest.mark.parametrize(
    ("deed", "between", "at_last"),
    [
        ("rekey", readable, all_new),
        ("retention", whole_or_gone, all_gone),
        ("person", whole_or_gone, only_the_other),
    ],
    ids=["rekey", "retention", "person"],
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_and_run_again(  # noqa: PLR0917  (one row is one deed)
    tmp_path: Path,
    origin: Path,
    upkeep: Forks,
    deed: str,
    between: Check,
    at_last: Check,
    when: str,
) -> None:
    """At whichever commit it dies: no half is left, the log holds, the next run ends it.

    At the end the file's bytes are rewritten too, although the run that forgot never came to it.
    """
    keys = (NEW, (OLD,)) if deed == "rekey" else (OLD, ())
    for at in range(1, COMMITS + 1):
        folder = tmp_path / f"{when}{at}"
        shutil.copytree(origin, folder)
        first = upkeep.run(str(folder), deed, when, str(at))
        if first.returncode == 0:
            assert int(first.stdout) < at
            break
        assert first.returncode == -9, first.stderr
        store = open_store(folder / "db.sqlite3", SECRET, *keys)
        between(store)
        assert store.audit.verify().fault == ""
        store.close()
        again = upkeep.run(str(folder), deed)
        assert again.returncode == 0, again.stderr
        store = open_store(folder / "db.sqlite3", SECRET, *keys)
        at_last(store)
        assert store.audit.verify().fault == ""
        assert not store.scrubbing.owed
        store.close()
        shutil.rmtree(folder)
    else:
        pytest.fail(f"{deed} has more than {COMMITS} commits: raise COMMITS")
    assert at > 2, "nothing was killed"


@pytest.mark.parametrize("deed", ["retention", "person"])
def test_old_pages_go_although_the_first_run_died(tmp_path: Path, upkeep: Forks, deed: str) -> None:
    """Killed right after the commit that forgets: the words are off the disk after the next run."""
    store = open_store(tmp_path / "db.sqlite3", SECRET, "")
    incoming(store, ASKER, "quicksilver " * 400, 1)
    store.cases.save(decide(load(store, 1), c.Close(actor="UADA", outcome="fulfilled"), NOW))
    store.close()
    plain = f"plain-{deed}"
    assert upkeep.run(str(tmp_path), plain, "after", "1").returncode == -9
    assert upkeep.run(str(tmp_path), plain).returncode == 0
    store = open_store(tmp_path / "db.sqlite3", SECRET, "")
    data = file_bytes(store)
    assert [secret for secret in SECRETS if secret in data] == []
    assert not store.scrubbing.owed
    store.close()
