"""The outbox: debts to the world, claimed by a guarded update and settled once."""

import sqlite3
from datetime import datetime

from bot.core.errors import Stale
from bot.core.moves import Debt
from bot.edges.store.codec import instant
from bot.edges.store.connections import Connections
from bot.edges.store.lease import Lease
from bot.flows.ports import Owed, Settlement

# A letter of a batch that is being taken back does not leave before each of them was asked.
_TAKEN_BACK = """EXISTS (
    SELECT 1 FROM cases WHERE cases.id = outbox.case_id AND cast(cases.batch AS TEXT) IN (
        SELECT key FROM outbox WHERE kind = 'batch_undo' AND state = 'waiting'
        UNION ALL SELECT key FROM outbox WHERE kind = 'batch_undo' AND state = 'sending'
    )
)"""
_KINDS = {True: f"kind = 'letter' AND NOT {_TAKEN_BACK}", False: "kind <> 'letter'"}


def insert_debt(
    connection: sqlite3.Connection,
    kind: Debt,
    key: str,
    *,
    not_before: datetime,
    case_id: int | None = None,
    letter_id: int | None = None,
    event_seq: int | None = None,
) -> None:
    """Owe something; a card that already waits to be shown is not owed twice."""
    connection.execute(
        "INSERT OR IGNORE INTO outbox (kind, key, case_id, letter_id, event_seq, not_before)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (kind.value, key, case_id, letter_id, event_seq, instant(not_before)),
    )


def _owed(row: sqlite3.Row) -> Owed:
    return Owed(
        row["id"],
        Debt(row["kind"]),
        row["key"],
        row["case_id"],
        row["letter_id"],
        row["event_seq"],
        row["stage"],
        row["attempts"],
    )


class Outbox:
    """Rows go waiting -> sending -> done, back to waiting, dead or doubtful."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self.lease: Lease | None = None

    def due(self, *, letters: bool, now: datetime) -> Owed | None:
        """Return the next row to do, letters or everything else.

        What takes letters back comes before cards, and threads come last.
        """
        row = self._connections.row(
            "SELECT * FROM outbox WHERE state = 'waiting' AND not_before <= ?"
            f" AND {_KINDS[letters]}"
            " ORDER BY kind <> 'batch_undo', kind = 'thread', not_before, id LIMIT 1",
            instant(now),
        )
        return _owed(row) if row else None

    def next_at(self, *, letters: bool) -> datetime | None:
        """Return when the next row becomes due, or None if nothing waits."""
        row = self._connections.row(
            "SELECT min(not_before) AS at FROM outbox WHERE state = 'waiting'"
            f" AND {_KINDS[letters]}"
        )
        return datetime.fromisoformat(row["at"]) if row and row["at"] else None

    def claim(self, row_id: int, now: datetime) -> None:
        """Take a row for this thread alone. Raises Stale if somebody else did."""
        with self._connections.write() as connection:
            self._check_lease(connection)
            claim_within(connection, row_id, now)

    def stage(self, row_id: int, stage: str, attempts: int) -> None:
        """Note durably how far an attempt has come, before it goes further.

        Raises Stale if another worker has taken over, or the row: it must not go further.
        """
        with self._connections.write() as connection:
            self._check_lease(connection)
            cursor = connection.execute(
                "UPDATE outbox SET stage = ? WHERE id = ? AND state = 'sending' AND attempts = ?",
                (stage, row_id, attempts),
            )
            if cursor.rowcount != 1:
                raise Stale

    def _check_lease(self, connection: sqlite3.Connection) -> None:
        if self.lease is not None:
            self.lease.check(connection)

    def found_sending(self, *, letters: bool) -> list[Owed]:
        """Return the rows that a stopped process left in `sending`."""
        rows = self._connections.rows(
            f"SELECT * FROM outbox WHERE state = 'sending' AND kind {'=' if letters else '<>'}"
            " 'letter' ORDER BY id"
        )
        return [_owed(row) for row in rows]

    def left_before(self, owed: Owed) -> bool:
        """Tell whether an earlier debt of the same letter left, or may have left."""
        row = self._connections.row(
            "SELECT 1 FROM outbox WHERE kind = 'letter' AND case_id = ? AND letter_id = ?"
            " AND id < ? AND state IN ('done', 'doubtful')",
            owed.case_id,
            owed.letter_id,
            owed.id,
        )
        return row is not None

    def settle(self, row_id: int, state: str, now: datetime, reason: str = "") -> None:
        """End a row: done, dead or doubtful, with the reason in a few words."""
        with self._connections.write() as connection:
            settle_within(connection, row_id, state, now, reason)

    def put_off(self, row_id: int, not_before: datetime) -> None:
        """Let a waiting row wait longer."""
        with self._connections.write() as connection:
            connection.execute(
                "UPDATE outbox SET not_before = ? WHERE id = ? AND state = 'waiting'",
                (instant(not_before), row_id),
            )

    def put_back(self, row_id: int, not_before: datetime, reason: str = "") -> None:
        """Let a row wait for another attempt.

        If the same debt waits again meanwhile, this row has nothing left to do.
        """
        with self._connections.write() as connection:
            cursor = connection.execute(
                "UPDATE OR IGNORE outbox SET state = 'waiting', stage = '', not_before = ?,"
                " reason = ? WHERE id = ? AND state = 'sending'",
                (instant(not_before), reason, row_id),
            )
            if cursor.rowcount == 0:
                # Its successor must look for the post that this attempt may have made.
                connection.execute(
                    "UPDATE outbox SET attempts = max(attempts, 1) WHERE state = 'waiting' AND"
                    " (kind, key) = (SELECT kind, key FROM outbox WHERE id = ?)",
                    (row_id,),
                )
                settle_within(connection, row_id, "void", not_before, "superseded")

    def troubled(self, *, letters: bool) -> list[str]:
        """Return why rows that were tried still wait, each reason once."""
        rows = self._connections.rows(
            "SELECT DISTINCT reason FROM outbox WHERE state IN ('waiting', 'dead') AND attempts > 0"
            f" AND reason <> '' AND kind {'=' if letters else '<>'} 'letter'"
        )
        return [row["reason"] for row in rows]

    def counts(self) -> dict[str, int]:
        """Return how many rows are in each state."""
        rows = self._connections.rows("SELECT state, count(*) AS n FROM outbox GROUP BY state")
        return {row["state"]: row["n"] for row in rows}


def claim_within(connection: sqlite3.Connection, row_id: int, now: datetime) -> None:
    """Claim inside the running transaction. Raises Stale."""
    cursor = connection.execute(
        "UPDATE outbox SET state = 'sending', stage = 'claimed', claimed_at = ?,"
        " attempts = attempts + 1 WHERE id = ? AND state = 'waiting'"
        f" AND (kind <> 'letter' OR NOT {_TAKEN_BACK})",
        (instant(now), row_id),
    )
    if cursor.rowcount != 1:
        raise Stale


def settle_within(
    connection: sqlite3.Connection, row_id: int, state: str, now: datetime, reason: str = ""
) -> None:
    """Settle inside the running transaction."""
    connection.execute(
        "UPDATE outbox SET state = ?, settled_at = ?, reason = ? WHERE id = ?",
        (state, instant(now), reason, row_id),
    )


def settle_with(connection: sqlite3.Connection, settlement: Settlement, now: datetime) -> None:
    """End a row, or let it wait again, inside the running transaction."""
    if settlement.state != "waiting":
        settle_within(connection, settlement.row_id, settlement.state, now, settlement.reason)
        return
    connection.execute(
        "UPDATE outbox SET state = 'waiting', stage = '', not_before = ?, reason = ? WHERE id = ?",
        (instant(settlement.not_before), settlement.reason, settlement.row_id),
    )
