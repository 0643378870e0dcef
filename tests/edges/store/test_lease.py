"""One worker at a time: the second waits, a dead one is followed at once, a late one is fenced."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import leasing, loops
from bot.core.errors import Stale
from bot.edges.store import Store, open_store
from bot.edges.store.lease import LASTS, Lease
from tests.servers.ports import wait_until


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A fresh database."""
    made = open_store(tmp_path / "db.sqlite3", "s" * 40)
    yield made
    made.close()


@pytest.fixture
def clock() -> Clock:
    """The time."""
    return Clock()


def test_the_second_waits_until_the_first_is_done(store: Store, clock: Clock) -> None:
    """Only one has the lease; given back, the next has it at once."""
    first, second = Lease(store.connections, clock), Lease(store.connections, clock)
    assert first.take()
    assert first.take()
    assert not second.take()
    assert not second.renew()
    first.release()
    assert second.take()
    assert not first.renew()


def test_a_silent_worker_loses_it(store: Store, clock: Clock) -> None:
    """A minute without renewal, and another may take over; the first one learns it."""
    first, second = Lease(store.connections, clock), Lease(store.connections, clock)
    assert first.take()
    clock.at += LASTS - timedelta(seconds=1)
    assert first.renew()
    clock.at += LASTS
    assert second.take()
    assert not first.renew()


def test_a_late_worker_cannot_send(store: Store, clock: Clock) -> None:
    """Before the point of no return of a letter the lease is asked, in the same commit."""
    first, second = Lease(store.connections, clock), Lease(store.connections, clock)
    store.outbox.lease = first
    assert first.take()
    with store.connections.write() as connection:
        connection.execute(
            "INSERT INTO outbox (id, kind, key, state, attempts, not_before)"
            " VALUES (1, 'letter', '1', 'sending', 1, '')"
        )
    store.outbox.stage(1, "data", 1)
    clock.at += LASTS
    assert second.take()
    with pytest.raises(Stale, match="another worker"):
        store.outbox.stage(1, "data", 1)


def test_a_dead_worker_is_followed_at_once(store: Store, clock: Clock) -> None:
    """A worker of this host that was killed does not make its successor wait."""
    code = (
        "import sys; from pathlib import Path; from datetime import *;"
        "from bot.edges.store import open_store; from bot.edges.store.lease import Lease;"
        "s = open_store(Path(sys.argv[1]), 's' * 40);"
        "assert Lease(s.connections, lambda: datetime(2026, 11, 23, 12, tzinfo=UTC)).take()"
    )
    path = str(store.connections.path)
    subprocess.run([sys.executable, "-c", code, path], check=True, timeout=60)
    assert Lease(store.connections, clock).take()


def test_waiting_ends_with_the_lease_or_the_stop(store: Store, clock: Clock) -> None:
    """`wait_for` returns when the lease is free, at a stop, or when its time is over."""
    first, second = Lease(store.connections, clock), Lease(store.connections, clock)
    assert first.take()
    stop = threading.Event()
    assert not leasing.wait_for(second, stop, 0)
    got: list[bool] = []
    waiter = threading.Thread(target=lambda: got.append(leasing.wait_for(second, stop)))
    waiter.start()
    first.release()
    assert wait_until(lambda: got == [True])
    waiter.join()
    stop.set()
    assert not leasing.wait_for(first, stop)


def test_a_worker_that_lost_it_stops(store: Store, clock: Clock) -> None:
    """The loop that renews stops the worker when another one took over."""
    first, second = Lease(store.connections, clock), Lease(store.connections, clock)
    assert first.take()
    clock.at += LASTS
    assert second.take()
    signal = loops.Signal()
    loop = leasing.LeaseLoop(signal, first)
    loop.start()
    assert wait_until(signal.stopping.is_set)
    assert loop.join(10)
