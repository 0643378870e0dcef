"""Where cases are found: the queue with its filters, and searches; returns numbers, by index."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from bot.core.case import CaseState, Channel, Task
from bot.core.queue import Wanted
from bot.edges.store import codec
from bot.edges.store.connections import Connections
from bot.edges.store.sealed import Keys, SealBroken, Sealed

_FEW = 2_000  # cases of a type that are sorted; more are looked up in the queue's own order
_BACKFILL = 500  # cases of an older database that get their domain's key in one commit
_DUE = "coalesce(due, '9999')"

Sql = tuple[str, list[object]]


class Finding:
    """Implements the ports `Index` of the queue and of searches."""

    def __init__(self, connections: Connections, sealed: Sealed, keys: Keys) -> None:
        self._connections, self._sealed, self._keys = connections, sealed, keys

    # -- the queue --------------------------------------------------------------------------

    def page(self, wanted: Wanted, limit: int, offset: int = 0) -> list[int]:
        """Return case numbers: the earliest due date first, closed cases the newest first."""
        where, values = self._where(wanted)
        closed = wanted.state is CaseState.CLOSED
        order = "decided_at DESC, id DESC" if closed else f"{_DUE}, id"
        sql = f"SELECT id FROM cases WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
        return [row["id"] for row in self._rows((sql, [*values, limit, offset]))]

    def count(self, wanted: Wanted, most: int) -> int:
        """Return how many cases there are, at most `most`: nobody waits for a long count."""
        where, values = self._where(wanted)
        sql = f"SELECT count(*) AS n FROM (SELECT 1 FROM cases WHERE {where} LIMIT ?)"
        return int(self._rows((sql, [*values, most]))[0]["n"])

    def plan(self, wanted: Wanted) -> list[str]:
        """Return how SQLite finds a page, for those who prove that it is by index."""
        where, values = self._where(wanted)
        closed = wanted.state is CaseState.CLOSED
        order = "decided_at DESC, id DESC" if closed else f"{_DUE}, id"
        sql = f"EXPLAIN QUERY PLAN SELECT id FROM cases WHERE {where} ORDER BY {order} LIMIT 11"
        return [row["detail"] for row in self._rows((sql, values))]

    def _where(self, wanted: Wanted) -> Sql:
        closed = wanted.state is CaseState.CLOSED
        terms = ["state = 'closed'" if closed else "state <> 'closed'"]
        values: list[object] = []

        def term(sql: str, *given: object) -> None:
            terms.append(sql)
            values.extend(given)

        if wanted.owner is not None:
            term("assignee = ?", wanted.owner)
        if wanted.state is not None and not closed:
            term("state = ?", wanted.state.value)
        due = "due" if closed else _DUE
        if wanted.due_from:
            term(f"{due} >= ?", wanted.due_from.isoformat())
        if wanted.due_before:
            term(f"{due} < ?", wanted.due_before.isoformat())
        if wanted.type:
            term(self._of_type(wanted.type), wanted.type)
        term(f"channel IN ({_marks(wanted.channels)})", *(one.value for one in wanted.channels))
        return " AND ".join(terms), values

    def _of_type(self, key: str) -> str:
        """Return the term for a type: a rare one is looked up first, a common one last."""
        found = self._rows(
            ("SELECT count(*) AS n FROM (SELECT 1 FROM lines WHERE type = ? LIMIT ?)", [key, _FEW])
        )
        if found[0]["n"] < _FEW:
            return "id IN (SELECT case_id FROM lines WHERE type = ?)"
        # The unary plus keeps SQLite from sorting every case of a common type.
        return "EXISTS (SELECT 1 FROM lines WHERE case_id = +cases.id AND type = ?)"

    def counts(self, channels: Sequence[Channel], today: date) -> dict[str, int]:
        """Return how many live cases are in each state, and how many are overdue."""
        rows = self._rows(
            (
                f"SELECT state, count(*) AS n, sum({_DUE} < ?) AS late FROM cases"
                " INDEXED BY cases_state WHERE state <> 'closed'"
                f" AND channel IN ({_marks(channels)}) GROUP BY state",
                [today.isoformat(), *(one.value for one in channels)],
            )
        )
        found = {row["state"]: int(row["n"]) for row in rows}
        return found | {"overdue": sum(int(row["late"]) for row in rows)}

    def tasks_of(
        self, user: str, channels: Sequence[Channel], limit: int
    ) -> list[tuple[int, Task]]:
        """Return case number and task: what is open in a person's own live cases.

        All tasks of at most `limit` cases, those with the earliest date first.
        """
        rows = self._rows(self._tasks_of(user, channels, limit))
        return [(row["case_id"], codec.task_from(row)) for row in rows]

    @staticmethod
    def _tasks_of(user: str, channels: Sequence[Channel], limit: int) -> Sql:
        # CROSS JOIN keeps SQLite from going through the open tasks of everybody.
        sql = (
            "SELECT t.* FROM (SELECT t.case_id AS id, min(coalesce(t.due, '9999')) AS first"
            " FROM cases c INDEXED BY cases_owner CROSS JOIN tasks t ON t.case_id = c.id"
            " WHERE c.assignee = ? AND c.state <> 'closed'"
            f" AND t.result = '' AND c.channel IN ({_marks(channels)})"
            " GROUP BY t.case_id ORDER BY first, t.case_id LIMIT ?) mine"
            " CROSS JOIN tasks t ON mine.id = t.case_id WHERE t.result = ''"
            " ORDER BY mine.first, t.case_id, coalesce(t.due, '9999'), t.id"
        )
        return sql, [user, *(one.value for one in channels), limit]

    # -- searches ---------------------------------------------------------------------------

    def of_address(self, email: str, limit: int) -> list[int]:
        """Return the cases that an address asked in, wrote to or got a letter of, newest first."""
        key = self._keys.lookup(email)
        sql = (
            "SELECT id FROM (SELECT id FROM cases WHERE requester_key = ?1"
            " UNION SELECT case_id FROM letters WHERE recipient_key = ?1"
            " UNION SELECT c.case_id FROM messages m JOIN case_messages c ON c.message_id = m.id"
            " WHERE m.sender_key = ?1) ORDER BY id DESC LIMIT ?2"
        )
        return [row["id"] for row in self._rows((sql, [key, limit]))]

    def of_domain(self, domain: str, limit: int) -> list[int]:
        """Return the cases whose requester wrote from a domain, newest first."""
        sql = "SELECT id FROM cases WHERE requester_domain_key = ? ORDER BY id DESC LIMIT ?"
        return [row["id"] for row in self._rows((sql, [self._keys.lookup(f"@{domain}"), limit]))]

    def of_type(self, key: str, limit: int) -> list[int]:
        """Return the cases with a line of a type, newest first."""
        sql = "SELECT DISTINCT case_id FROM lines WHERE type = ? ORDER BY case_id DESC LIMIT ?"
        return [row["case_id"] for row in self._rows((sql, [key, limit]))]

    def of_entries(self, entries: Sequence[int], limit: int) -> list[int]:
        """Return the cases of directory entries, newest first."""
        if not entries:
            return []
        sql = f"SELECT id FROM cases WHERE entry_id IN ({_marks(entries)}) ORDER BY id DESC LIMIT ?"
        return [row["id"] for row in self._rows((sql, [*entries, limit]))]

    def know_domains(self) -> int:
        """Give the cases of an older database the key of their domain; return how many."""
        rows = self._rows(
            (
                "SELECT id, requester_sealed FROM cases WHERE requester_domain_key IS NULL"
                " AND requester_key <> '' AND requester_sealed IS NOT NULL LIMIT ?",
                [_BACKFILL],
            )
        )
        keys = [(self._domain_key(row["requester_sealed"]), row["id"]) for row in rows]
        if keys:
            with self._connections.write() as connection:
                connection.executemany(
                    "UPDATE cases SET requester_domain_key = ?"
                    " WHERE id = ? AND requester_key IS NOT NULL",
                    keys,
                )
        return len(keys)

    def _domain_key(self, sealed: bytes) -> str:
        try:
            return domain_key(self._keys, codec.address_from(sealed, self._sealed).domain)
        except SealBroken:
            return ""

    def _rows(self, sql: Sql) -> list[sqlite3.Row]:
        return self._connections.rows(sql[0], *sql[1])


def address_key(keys: Keys, email: str) -> str:
    """Return the keyed hash by which an address is found, empty for none."""
    return keys.lookup(email) if email else ""


def domain_key(keys: Keys, domain: str) -> str:
    """Return the keyed hash by which a requester's domain is found."""
    return keys.lookup(f"@{domain}") if domain else ""


def _marks(values: Iterable[object]) -> str:
    return ",".join("?" for _ in values)
