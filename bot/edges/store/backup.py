"""Backups: online copies of the whole database, readable by the owner alone, and where they lie."""

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from bot.edges.store.connections import Connections
from bot.edges.store.faults import explained

_PAGES = 1000  # copied in one step, between which writers may write
_KEY = "backups"

# Whoever restores a backup cannot know whether a letter that was waiting then has left since.
# In the copy it counts as in flight: the next start looks for it in Sent, or asks a person.
_IN_FLIGHT = (
    "UPDATE letters SET state = 'sending' WHERE state = 'queued'",
    "UPDATE outbox SET state = 'sending', stage = 'data'"
    " WHERE kind = 'letter' AND state = 'waiting'",
    # What was approved of a batch may have left, too: in the copy, people decide it again.
    "UPDATE batch_previews SET undone_at = approved_at"
    " WHERE approved_at IS NOT NULL AND undone_at IS NULL",
    "UPDATE outbox SET state = 'void', reason = 'restored', settled_at = not_before"
    " WHERE kind = 'batch_letters' AND state IN ('waiting', 'sending')",
)


class Backups:
    """Makes backups and remembers their paths, so that forgetting can name them."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def make(self, path: Path, progress: Callable[[int, int], None]) -> None:
        """Copy the database to a new file while it is in use; `progress` gets done, all in pages.

        Raises OSError, Transient or Misconfigured; an unfinished copy is removed.
        """
        part = path.with_name(path.name + ".part")
        part.unlink(missing_ok=True)
        if path.exists():
            raise FileExistsError
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            with explained(part):
                self._copy(part, progress)
            part.rename(path)
        finally:
            part.unlink(missing_ok=True)
        self._note(path.absolute())

    def _copy(self, part: Path, progress: Callable[[int, int], None]) -> None:
        target = sqlite3.connect(part, isolation_level=None)
        try:
            self._connections.db.conn.backup(
                target,
                pages=_PAGES,
                progress=lambda _status, left, total: progress(total - left, total),
            )
            target.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
            for statement in _IN_FLIGHT:
                target.execute(statement)
            fault = target.execute("PRAGMA quick_check").fetchone()[0]
            if fault != "ok":
                raise sqlite3.DatabaseError("the copy is malformed")
        finally:
            target.close()
        with part.open("rb") as file:
            os.fsync(file.fileno())

    def _note(self, path: Path) -> None:
        paths = sorted({*map(str, self.known()), str(path)})
        with self._connections.write() as connection:
            connection.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value ="
                " excluded.value",
                (_KEY, json.dumps(paths)),
            )

    def known(self) -> list[Path]:
        """Return the backups that were made and, as far as this machine can see, still exist."""
        row = self._connections.row("SELECT value FROM meta WHERE key = ?", _KEY)
        paths = [Path(one) for one in json.loads(row["value"])] if row else []
        return [path for path in paths if path.exists()]
