"""Batches of one template: which are open, who is in them, what was previewed and approved."""

import json
import sqlite3
from datetime import datetime

from bot.core.batch import LEAST, Batch, Item
from bot.core.decision import Decision, Event, Fact
from bot.core.errors import IllegalMove
from bot.core.moves import OWED, Debt, Happened
from bot.core.views import AgentProfile
from bot.edges.store import codec
from bot.edges.store.audit import AuditLog
from bot.edges.store.connections import Connections
from bot.edges.store.outbox import insert_debt
from bot.edges.store.sealed import Keys, Sealed
from bot.flows.ports import Preview

_TO_APPROVE = """
SELECT 1 FROM batch_previews AS p
WHERE p.id = ? AND p.approved_at IS NOT NULL AND p.undone_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM events AS e
    WHERE e.case_id = ? AND e.letter_id = ? AND e.seq > coalesce(p.approved_seq, 0)
    AND e.kind IN ('approved', 'first_approved', 'approved_for_post')
)
"""


class Batches:
    """Implements the port `Batches`."""

    def __init__(
        self, connections: Connections, sealed: Sealed, keys: Keys, audit: AuditLog
    ) -> None:
        self._connections, self._sealed, self._keys = connections, sealed, keys
        self._audit = audit

    def next_id(self) -> int:
        """Return the number that the next batch will have."""
        row = self._connections.row("SELECT coalesce(max(id), 0) + 1 AS id FROM batches")
        return int(row["id"]) if row else 1

    def near(self, agent: str, since: datetime) -> list[Batch]:
        """Return an agent's batches that had a mail since, newest first, at most fifty."""
        rows = self._connections.rows(
            "SELECT * FROM batches WHERE agent_key = ? AND last_at >= ?"
            " ORDER BY last_at DESC, id DESC LIMIT 50",
            self._key(agent),
            codec.instant(since),
        )
        return [self._batch(row) for row in rows]

    def get(self, batch_id: int) -> Batch | None:
        """Return a batch, or None."""
        row = self._connections.row("SELECT * FROM batches WHERE id = ?", batch_id)
        return self._batch(row) if row else None

    def cases_of(self, batch_id: int) -> list[int]:
        """Return the numbers of the cases that are in a batch now."""
        rows = self._connections.rows("SELECT id FROM cases WHERE batch = ? ORDER BY id", batch_id)
        return [row["id"] for row in rows]

    def save_within(self, connection: sqlite3.Connection, batch: Batch, newest: int) -> None:
        """Write a batch that a mail began or made grow, inside the running transaction.

        Its text is forgotten with its `newest` case.
        """
        connection.execute(
            "INSERT INTO batches (id, agent_key, types, opened_at, last_at, size, case_id,"
            " agent_sealed, sketch_sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET last_at = excluded.last_at, size = excluded.size,"
            " case_id = excluded.case_id",
            (
                batch.id,
                self._key(batch.agent),
                ",".join(batch.types),
                codec.instant(batch.opened_at),
                codec.instant(batch.last_at),
                batch.size,
                newest,
                self._sealed.seal_text(batch.agent),
                self._sealed.seal_text(json.dumps(batch.sketch)),
            ),
        )

    def _key(self, agent: str) -> str:
        return self._keys.lookup(f"agent {agent}")

    def _batch(self, row: sqlite3.Row) -> Batch:
        return Batch(
            row["id"],
            self._sealed.open_text(row["agent_sealed"]),
            tuple(row["types"].split(",")),
            tuple(json.loads(self._sealed.open_text(row["sketch_sealed"]) or "[]")),
            datetime.fromisoformat(row["opened_at"]),
            datetime.fromisoformat(row["last_at"]),
            row["size"],
        )

    # -- what somebody read, and approved --------------------------------------------------

    def keep_preview(self, batch_id: int, actor: str, items: list[Item], now: datetime) -> int:
        """Keep what somebody is shown; return its number."""
        rows = [[one.case_id, one.letter_id, one.digest, one.seen, one.warnings] for one in items]
        with self._connections.write() as connection:
            cursor = connection.execute(
                "INSERT INTO batch_previews (batch, actor, at, items) VALUES (?, ?, ?, ?)",
                (batch_id, actor, codec.instant(now), json.dumps(rows)),
            )
            assert cursor.lastrowid is not None
            return cursor.lastrowid

    def preview(self, preview_id: int) -> Preview | None:
        """Return what somebody was shown, or None."""
        row = self._connections.row("SELECT * FROM batch_previews WHERE id = ?", preview_id)
        if row is None:
            return None
        kept = json.loads(row["items"])
        items = tuple(Item(a, b, c, d, tuple(ticks)) for a, b, c, d, ticks in kept)
        return Preview(row["batch"], row["actor"], items, bool(row["approved_at"]))

    def approve(self, preview_id: int, actor: str, now: datetime) -> None:
        """Note that somebody approved what was previewed. Raises IllegalMove the second time."""
        with self._connections.write() as connection:
            cursor = connection.execute(
                "UPDATE batch_previews SET approved_at = ?"
                " WHERE id = ? AND actor = ? AND approved_at IS NULL",
                (codec.instant(now), preview_id, actor),
            )
            if cursor.rowcount != 1:
                raise IllegalMove("it was approved already, or shown to somebody else")
            row = connection.execute(
                "SELECT batch, json_array_length(items) AS n FROM batch_previews WHERE id = ?",
                (preview_id,),
            ).fetchone()
            facts: dict[str, Fact] = {"batch": row["batch"], "count": row["n"]}
            keys = {Debt.BATCH_LETTERS: preview_id, Debt.BATCH_CARD: row["batch"]}
            event = Event(Happened.BATCH_APPROVED, now, actor, facts=facts)
            seq = self._tell(connection, event, keys)
            connection.execute(
                "UPDATE batch_previews SET approved_seq = ? WHERE id = ?", (seq, preview_id)
            )

    def still_approved(self, preview_id: int, item: Item) -> bool:
        """Tell whether the approval of a preview stands for this letter, and is not used yet.

        It is used by the approval of the letter itself, in one commit with the event asked for.
        """
        row = self._connections.row(_TO_APPROVE, preview_id, item.case_id, item.letter_id)
        return row is not None

    def undo(self, batch_id: int, actor: str, now: datetime) -> None:
        """Note that nothing of a batch shall leave that has not left yet.

        What was approved of it but not carried out is void with the same commit. Raises
        IllegalMove if there is no such batch.
        """
        if self.get(batch_id) is None:
            raise IllegalMove("there is no such batch")
        event = Event(Happened.BATCH_UNDONE, now, actor, facts={"batch": batch_id})
        with self._connections.write() as connection:
            connection.execute(
                "UPDATE batch_previews SET undone_at = ?"
                " WHERE batch = ? AND approved_at IS NOT NULL AND undone_at IS NULL",
                (codec.instant(now), batch_id),
            )
            keys = {Debt.BATCH_UNDO: batch_id, Debt.BATCH_CARD: batch_id}
            self._tell(connection, event, keys)

    def _tell(self, connection: sqlite3.Connection, event: Event, keys: dict[Debt, int]) -> int:
        seq = self._audit.append(connection, event)
        for debt in OWED[event.kind]:
            insert_debt(connection, debt, str(keys[debt]), not_before=event.at)
        return seq

    # -- agents ---------------------------------------------------------------------------

    def profile(self, agent: str) -> AgentProfile:
        """Return what is remembered of an agent; an empty profile if nothing is."""
        row = self._connections.row("SELECT * FROM agents WHERE agent_key = ?", self._key(agent))
        if row is None:
            return AgentProfile()
        noted_at = datetime.fromisoformat(row["noted_at"])
        return AgentProfile(row["authority"], row["note"], row["noted_by"], noted_at)

    def note_agent(self, batch_id: int, profile: AgentProfile) -> None:
        """Remember how the agent of a batch proves its authority. Raises IllegalMove."""
        batch, now = self.get(batch_id), profile.noted_at
        if batch is None or now is None:
            raise IllegalMove("there is no such batch")
        facts: dict[str, Fact] = {"batch": batch_id, "authority": profile.authority}
        event = Event(Happened.AGENT_NOTED, now, profile.noted_by, facts=facts)
        with self._connections.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO agents VALUES (?, ?, ?, ?, ?)",
                (
                    self._key(batch.agent),
                    profile.authority,
                    profile.noted_by,
                    codec.instant(now),
                    profile.note,
                ),
            )
            self._tell(connection, event, {Debt.BATCH_CARD: batch_id})


def owe_batch_cards(connection: sqlite3.Connection, decision: Decision) -> None:
    """Owe the card of every batch that a decision touches.

    With the case that makes it a batch, the cards of those before it have to go.
    """
    now, case = decision.events[0].at, decision.after
    for batch in {case.batch, decision.before.batch if decision.before else 0} - {0}:
        insert_debt(connection, Debt.BATCH_CARD, str(batch), not_before=now)
    if decision.before is not None or not case.batch:
        return
    found = "SELECT id FROM cases WHERE batch = ? LIMIT ?"
    rows = connection.execute(found, (case.batch, LEAST + 1)).fetchall()
    for row in rows if len(rows) == LEAST else ():
        insert_debt(connection, Debt.CARD, str(row["id"]), not_before=now, case_id=row["id"])
