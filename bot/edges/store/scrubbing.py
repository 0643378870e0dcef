"""Rewriting the file after something was forgotten; owed in the commit that forgets it.

Whatever stops the process in between, the debt is still there at the next start.
"""

import sqlite3

from bot.edges.store.connections import Connections
from bot.edges.store.faults import explained

_KEY = "scrub owed"


def owe_scrub(connection: sqlite3.Connection) -> None:
    """Owe the rewriting inside the running transaction."""
    connection.execute(
        "INSERT INTO meta VALUES (?, '1') ON CONFLICT (key) DO UPDATE"
        " SET value = CAST(value AS INTEGER) + 1",
        (_KEY,),
    )


class Scrubbing:
    """Rewrites the file without what was deleted."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @property
    def owed(self) -> bool:
        """Tell whether something was forgotten since the file was last rewritten."""
        return self._debt() != ""

    def _debt(self) -> str:
        row = self._connections.row("SELECT value FROM meta WHERE key = ?", _KEY)
        return str(row["value"]) if row else ""

    def scrub(self) -> bool:
        """Rewrite the file; False if a reader kept the old log alive, then it stays owed.

        `secure_delete` alone is not enough: measured, one database in eight kept a
        deleted value in the slack of a page that was rebuilt. VACUUM copies only what
        is there, and the truncated write-ahead log forgets the rest. Raises Transient
        where the disk is at fault.
        """
        debt = self._debt()
        with explained(self._connections.path):
            connection = self._connections.db.conn
            connection.execute("VACUUM")
            done = _checkpoint(connection)
        if done and debt:
            with self._connections.write() as connection:  # not what was owed meanwhile
                connection.execute("DELETE FROM meta WHERE key = ? AND value = ?", (_KEY, debt))
        return done


def _checkpoint(connection: sqlite3.Connection) -> bool:
    """Bring everything into the database file and empty the log; tell whether it worked."""
    for _ in range(3):  # each try waits for readers as long as `busy_timeout` says
        if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0:
            return True
    return False
