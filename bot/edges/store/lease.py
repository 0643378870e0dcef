"""The lease of the one worker: a second one waits, and a late first one is fenced off.

Not a lock: a worker that was frozen past its lease may wake up beside its successor.
What must not happen twice (a letter's point of no return) asks `check` in its own commit.
"""

import os
import secrets
import socket
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.core.errors import Stale
from bot.edges.store.codec import instant
from bot.edges.store.connections import Connections

LASTS = timedelta(seconds=60)
RENEW = 15.0  # seconds between two renewals


class Lease:
    """Who may be the worker; `holder` names host, process and this life of it."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections, self._now = connections, now
        self.holder = f"{_here()}/{os.getpid()}/{secrets.token_hex(8)}"
        _LIVING.add(self.holder)

    def take(self) -> bool:
        """Take or renew the lease; False if another worker has it."""
        now = self._now()
        with self._connections.write() as connection:
            row = connection.execute("SELECT holder, until FROM lease WHERE id = 1").fetchone()
            free = row is None or row["until"] <= str(instant(now)) or _is_dead(row["holder"])
            if not free and row["holder"] != self.holder:
                return False
            connection.execute(
                "INSERT INTO lease VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE"
                " SET holder = excluded.holder, until = excluded.until",
                (self.holder, instant(now + LASTS)),
            )
        return True

    def renew(self) -> bool:
        """Keep the lease; False if somebody else took it, which cannot be undone."""
        with self._connections.write() as connection:
            cursor = connection.execute(
                "UPDATE lease SET until = ? WHERE id = 1 AND holder = ?",
                (instant(self._now() + LASTS), self.holder),
            )
            return cursor.rowcount == 1

    def release(self) -> None:
        """Give it back, so that the next worker need not wait."""
        with self._connections.write() as connection:
            connection.execute("DELETE FROM lease WHERE id = 1 AND holder = ?", (self.holder,))
        _LIVING.discard(self.holder)

    def check(self, connection: sqlite3.Connection) -> None:
        """Raise Stale, inside the running transaction, if another worker has taken over."""
        row = connection.execute("SELECT holder FROM lease WHERE id = 1").fetchone()
        if row is None or row["holder"] != self.holder:
            raise Stale("another worker has taken over")


def _here() -> str:
    """Return the name of this host, and where it says so of the space its process ids count in.

    Containers may share a host name and number their processes alike; a process id
    says who is alive only where it was given (pid_namespaces(7)).
    """
    try:
        space = f":{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        space = ""  # not Linux
    return socket.gethostname() + space


def _is_dead(holder: str) -> bool:
    """Tell whether the holder was a process of this host that is no more."""
    host, _, rest = holder.partition("/")
    pid = rest.partition("/")[0]
    if host != _here() or not pid.isdigit():
        return False
    if int(pid) == os.getpid():
        # An earlier life with our number, as in a container that was restarted, or another
        # worker of this very process, which counts as alive.
        return holder not in _LIVING
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


_LIVING: set[str] = set()
"""Holders of this process, to tell them from an earlier process with its number."""
