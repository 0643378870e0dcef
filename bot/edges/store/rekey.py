"""Sealing everything with the present key: at the first start with a key, and at a rotation."""

from collections.abc import Callable

from bot.core.errors import Misconfigured
from bot.edges.store import personal
from bot.edges.store.connections import Connections
from bot.edges.store.personal import Cell
from bot.edges.store.scrubbing import Scrubbing, owe_scrub
from bot.edges.store.sealed import Keys, SealBroken, Sealed

_AT_ONCE = 200  # values in one commit: short enough that nobody waits, and it may stop anywhere
_SEALED_WITH, _SECRET = "sealed_with", "secret_check"


class Vault:
    """Knows with which keys the database was written, and brings it to the present one.

    Each value names its key, so a run that was stopped goes on where it stopped.
    """

    def __init__(
        self, connections: Connections, sealed: Sealed, keys: Keys, scrubbing: Scrubbing
    ) -> None:
        self._connections, self._sealed, self._keys = connections, sealed, keys
        self._scrubbing = scrubbing

    def check(self) -> None:
        """Raise Misconfigured if the keys at hand are not those of this database."""
        faults = []
        mine = self._keys.derived("check")[:16]
        if self._meta(_SECRET, mine) != mine:
            faults.append(
                "SECRET_KEY: is another one than this database began with; set the first one"
                " again (audit log, tokens and look-ups depend on it)"
            )
        kept = self._meta(_SEALED_WITH, self._sealed.key_id)
        if not self._sealed.knows(kept):
            faults.append(
                "ENCRYPTION_KEY: the database was sealed with another key; set that one again, or"
                " put it into ENCRYPTION_KEY_OLD"
            )
        if faults:
            raise Misconfigured(*faults)

    @property
    def behind(self) -> bool:
        """Tell whether values may lie there that are not sealed with the present key."""
        return self._meta(_SEALED_WITH, self._sealed.key_id) != self._sealed.key_id

    def rekey(self, progress: Callable[[int, int], None]) -> int:
        """Seal everything with the present key; return how many values that changed.

        `progress` gets how many are done, and of how many. Raises Misconfigured if a
        value was sealed with a key that is not at hand; then nothing is lost.
        """
        found = personal.cells(self._connections.db.conn)
        old = [cell for cell, value in found if not self._sealed.current(value)]
        for at in range(0, len(old), _AT_ONCE):
            with self._connections.write() as connection:
                owe_scrub(connection)  # the plain values must not stay in the slack of pages
                for cell in old[at : at + _AT_ONCE]:
                    value = personal.get(connection, cell)
                    if value is not None and not self._sealed.current(value):
                        personal.put(connection, cell, self._sealed.seal(self._open(cell, value)))
            progress(min(at + _AT_ONCE, len(old)), len(old))
        with self._connections.write() as connection:
            connection.execute(
                "UPDATE meta SET value = ? WHERE key = ?", (self._sealed.key_id, _SEALED_WITH)
            )
        if self._scrubbing.owed:
            self._scrubbing.scrub()
        return len(old)

    def _open(self, cell: Cell, value: bytes) -> bytes:
        try:
            return self._sealed.open(value)
        except SealBroken as fault:
            where = f"{cell.column.table}.{cell.column.name} of row {cell.row}"
            raise Misconfigured(
                f"ENCRYPTION_KEY: {where}: {fault}; put the earlier key into ENCRYPTION_KEY_OLD"
            ) from None

    def _meta(self, key: str, first: str) -> str:
        """Return what the database says; a database that says nothing yet learns `first`."""
        row = self._connections.row("SELECT value FROM meta WHERE key = ?", key)
        if row is not None:
            return str(row["value"])
        with self._connections.write() as connection:
            connection.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (key, first))
        return first
