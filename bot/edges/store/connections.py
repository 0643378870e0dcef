"""One SQLite connection per thread, and the one way to write."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bot.edges.store.faults import explained

log = logging.getLogger(__name__)

_BUSY_MS = 20_000


class Connections:
    """Hands each thread its own connection; `write` is a transaction that waits its turn.

    `BEGIN IMMEDIATE` takes the write lock first: a transaction that reads first and
    then writes fails at once under WAL if another connection wrote meanwhile.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self.after_commit: list[Callable[[], None]] = []

    @property
    def db(self) -> Database:
        """Return this thread's database."""
        found: Database | None = getattr(self._local, "db", None)
        if found is None:
            found = self._local.db = self._connect()
        return found

    def _connect(self) -> Database:
        connection = sqlite3.connect(
            self.path, isolation_level=None, check_same_thread=False, timeout=_BUSY_MS / 1000
        )
        connection.row_factory = sqlite3.Row
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            f"busy_timeout={_BUSY_MS}",
            "foreign_keys=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        with self._lock:
            self._all.append(connection)
        return Database(connection, execute_plugins=False)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Run one transaction; then tell those who wait for commits.

        Inside another one of this thread it is a part of that: both happen, or neither does.
        Raises Transient or Misconfigured where disk or file are at fault; then nothing
        of it happened.
        """
        if self.db.conn.in_transaction:
            with self._within() as connection:
                yield connection
            return
        lines = self._local.lines = []
        with explained(self.path):
            connection = self.db.conn
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        for what, ids in lines:
            log.info("%s", what, extra=ids)
        for callback in self.after_commit:
            callback()

    @contextmanager
    def _within(self) -> Iterator[sqlite3.Connection]:
        """Run a part of the running transaction; if it fails, it alone is undone."""
        connection = self.db.conn
        connection.execute("SAVEPOINT part")
        try:
            yield connection
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK TO part")
                connection.execute("RELEASE part")
            raise
        connection.execute("RELEASE part")

    def tell(self, what: str, **ids: str | int | None) -> None:
        """Log a line once this thread's running transaction is committed; never if it is not.

        Only ids and kinds: what a line holds is read by whoever reads logs.
        """
        known = {key: value for key, value in ids.items() if value is not None}
        self._local.lines.append((what, known))

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        with explained(self.path):
            return self.db.conn.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        with explained(self.path):
            row: sqlite3.Row | None = self.db.conn.execute(sql, values).fetchone()
        return row

    def close(self) -> None:
        """Close the connections of all threads; they must have stopped using them."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
            self._local = threading.local()
