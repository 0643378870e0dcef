"""The audit log: append-only rows, each bound to the one before by a keyed hash."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.core.decision import Event
from bot.core.moves import Happened
from bot.edges.store.codec import instant
from bot.edges.store.connections import Connections
from bot.edges.store.sealed import Keys

_COLUMNS = ("seq", "at", "kind", "actor", "case_id", "letter_id", "facts")


def _canonical(row: sqlite3.Row | dict[str, object]) -> str:
    return json.dumps([row[column] for column in _COLUMNS], ensure_ascii=True)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of the chain found; `fault` is empty when every row holds."""

    rows: int
    fault: str = ""


class AuditLog:
    """Appends events inside somebody else's transaction, and proves the whole chain."""

    def __init__(self, connections: Connections, keys: Keys) -> None:
        self._connections, self._keys = connections, keys

    def append(self, connection: sqlite3.Connection, event: Event) -> int:
        """Append one event in the running transaction; return its sequence number."""
        head = connection.execute("SELECT count, hash FROM chain_head").fetchone()
        seq = int(head["count"]) + 1
        row: dict[str, object] = {
            "seq": seq,
            "at": instant(event.at),
            "kind": event.kind.value,
            "actor": event.actor,
            "case_id": event.case_id,
            "letter_id": event.letter_id,
            "facts": json.dumps(dict(event.facts), ensure_ascii=True, sort_keys=True),
        }
        row["hash"] = self._keys.chain(head["hash"], _canonical(row))
        connection.execute(
            "INSERT INTO events (seq, at, kind, actor, case_id, letter_id, facts, hash) VALUES"
            " (:seq, :at, :kind, :actor, :case_id, :letter_id, :facts, :hash)",
            row,
        )
        connection.execute("UPDATE chain_head SET count = ?, hash = ?", (seq, row["hash"]))
        self._connections.tell(
            event.kind.value,
            seq=seq,
            case=event.case_id,
            letter=event.letter_id,
            by=event.actor,
        )
        return seq

    def note(self, event: Event) -> None:
        """Append one event in a commit of its own."""
        with self._connections.write() as connection:
            self.append(connection, event)

    def verify(self) -> Verified:
        """Recompute the chain; name the first row that was changed, is missing or too many."""
        previous, seq = "", 0
        head = self._connections.row("SELECT count, hash FROM chain_head")
        for row in self._connections.db.conn.execute("SELECT * FROM events ORDER BY seq"):
            if row["seq"] != seq + 1:
                return Verified(seq, f"row {seq + 1} is missing")
            seq = row["seq"]
            if self._keys.chain(previous, _canonical(row)) != row["hash"]:
                return Verified(seq, f"row {seq} was changed, or SECRET_KEY is another one")
            previous = row["hash"]
        if head is None or (head["count"], head["hash"]) != (seq, previous):
            return Verified(seq, f"the head does not match: rows after {seq} were cut or added")
        return Verified(seq)

    def anchor(self) -> str:
        """Return count and last hash, `12:ab..`: kept outside, it proves the log up to there."""
        head = self._connections.row("SELECT count, hash FROM chain_head")
        return f"{head['count']}:{head['hash']}" if head else "0:"

    def check_anchor(self, anchor: str) -> Verified:
        """Prove the log, and that it still says what it said when `anchor` was noted."""
        count, colon, kept = anchor.strip().partition(":")
        if not colon or not count.isdigit():
            return Verified(0, "this is no anchor; it looks like 12:ab34...")
        found = self.verify()
        if found.fault or count == "0":
            return found
        row = self._connections.row("SELECT hash FROM events WHERE seq = ?", int(count))
        if row is None:
            return Verified(found.rows, f"rows after {found.rows} were cut since the anchor")
        if row["hash"] != kept:
            return Verified(found.rows, f"row {count} is not the one of the anchor")
        return found

    def export(self) -> Iterator[str]:
        """Yield every event as one line of JSON."""
        for row in self._connections.db.conn.execute("SELECT * FROM events ORDER BY seq"):
            record = {column: row[column] for column in (*_COLUMNS, "hash")}
            record["facts"] = json.loads(row["facts"])
            yield json.dumps(record, ensure_ascii=False)

    def of_case(self, case_id: int) -> list[tuple[int, Event]]:
        """Return a case's events with their sequence numbers, oldest first."""
        rows = self._connections.rows(
            "SELECT * FROM events WHERE case_id = ? ORDER BY seq", case_id
        )
        return [(row["seq"], event_from(row)) for row in rows]

    def event(self, seq: int) -> Event | None:
        """Return one event."""
        row = self._connections.row("SELECT * FROM events WHERE seq = ?", seq)
        return event_from(row) if row else None


def event_from(row: sqlite3.Row) -> Event:
    """Return an event from its row."""
    return Event(
        Happened(row["kind"]),
        datetime.fromisoformat(row["at"]),
        row["actor"],
        row["case_id"],
        row["letter_id"],
        json.loads(row["facts"]),
    )
