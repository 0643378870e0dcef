"""Cases: loaded whole, and saved in one commit with what happened and what is owed."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.core.case import Case, CaseLetter, Channel
from bot.core.decision import Decision
from bot.core.earlier import Earlier
from bot.core.mail import InboundMail
from bot.core.moves import OWED, Debt
from bot.edges.store import codec
from bot.edges.store.audit import AuditLog
from bot.edges.store.batches import owe_batch_cards
from bot.edges.store.case_links import save_links
from bot.edges.store.case_rows import CaseRows
from bot.edges.store.connections import Connections
from bot.edges.store.corrections import Corrections
from bot.edges.store.documents import closes, purge_documents
from bot.edges.store.finding import address_key
from bot.edges.store.outbox import claim_within, insert_debt, settle_with
from bot.edges.store.sealed import Keys, Sealed
from bot.flows.ports import Settlement


class Cases:
    """Loads and saves cases."""

    def __init__(
        self,
        connections: Connections,
        sealed: Sealed,
        keys: Keys,
        audit: AuditLog,
        corrections: Corrections,
    ) -> None:
        self._connections, self._sealed, self._keys = connections, sealed, keys
        self._audit, self._corrections = audit, corrections
        self._rows = CaseRows(sealed, keys)

    def next_id(self) -> int:
        """Return the number that the next case will have, unless somebody is faster."""
        row = self._connections.row("SELECT coalesce(max(id), 0) + 1 AS id FROM cases")
        return int(row["id"]) if row else 1

    def load(self, case_id: int) -> Case | None:
        """Return a case, or None."""
        return next(iter(self.load_many([case_id])), None)

    def load_many(self, case_ids: Iterable[int]) -> list[Case]:
        """Return cases in the order asked, those that do not exist left out."""
        ids = list(case_ids)
        if not ids:
            return []
        marks = ",".join("?" * len(ids))

        def grouped(table: str, order: str) -> dict[int, list[sqlite3.Row]]:
            rows = self._connections.rows(
                f"SELECT * FROM {table} WHERE case_id IN ({marks}) ORDER BY case_id, {order}",
                *ids,
            )
            groups: dict[int, list[sqlite3.Row]] = {}
            for row in rows:
                groups.setdefault(row["case_id"], []).append(row)
            return groups

        rows = {
            row["id"]: row
            for row in self._connections.rows(f"SELECT * FROM cases WHERE id IN ({marks})", *ids)
        }
        lines, tasks = grouped("lines", "id"), grouped("tasks", "id")
        letters, links = grouped("letters", "id"), grouped("case_links", "other_id")
        notes = grouped("notes", "id")
        return [
            codec.case_from(
                rows[i],
                codec.lines_from(lines.get(i, ()), tasks.get(i, ())),
                tuple(codec.letter_from(row, self._sealed) for row in letters.get(i, ())),
                links.get(i, ()),
                self._sealed,
                notes=tuple(codec.note_from(row, self._sealed) for row in notes.get(i, ())),
            )
            for i in ids
            if i in rows
        ]

    def save(
        self,
        decision: Decision,
        *,
        claim: int | None = None,
        settle: Settlement | None = None,
        rendered: bytes | None = None,
    ) -> None:
        """Commit one decision, with what it does to an outbox row and a letter's bytes.

        Raises Stale if the case or the row changed since it was loaded.
        """
        now = decision.events[0].at
        with self._connections.write() as connection:
            self.save_within(connection, decision)
            if claim is not None:
                claim_within(connection, claim, now)
            if settle is not None:
                settle_with(connection, settle, now)
            if rendered is not None:
                connection.execute(
                    "UPDATE letters SET rendered_sealed = ? WHERE case_id = ? AND id = ?",
                    (
                        self._sealed.seal(rendered),
                        decision.after.id,
                        decision.events[0].letter_id,
                    ),
                )

    def save_joint(
        self, decisions: Sequence[Decision], mails: Iterable[tuple[int, int]] = ()
    ) -> None:
        """Commit decisions on several cases at once, all or nothing; `mails` go from, to a case.

        The mails of the first case of a pair are then those of the second, too. Raises Stale.
        """
        with self._connections.write() as connection:
            for decision in decisions:
                self.save_within(connection, decision)
            connection.executemany(
                "INSERT OR IGNORE INTO case_messages SELECT ?2, message_id, role, verified"
                " FROM case_messages WHERE case_id = ?1",
                list(mails),
            )

    def save_within(self, connection: sqlite3.Connection, decision: Decision) -> None:
        """Save a decision inside the running transaction. Raises Stale."""
        case = decision.after
        self._rows.save(connection, decision)
        save_links(connection, decision)
        owe_batch_cards(connection, decision)
        self._corrections.note(connection, decision)
        seqs = [self._audit.append(connection, event) for event in decision.events]
        for effect in decision.owed:
            insert_debt(
                connection,
                effect.kind,
                _debt_key(effect.kind, case.id, seqs[effect.event]),
                not_before=effect.not_before or decision.events[effect.event].at,
                case_id=case.id,
                letter_id=effect.letter_id,
                event_seq=seqs[effect.event],
            )
        if closes(decision):
            self.purge_documents_within(connection, case, decision.events[0].at)

    def purge_documents_within(
        self, connection: sqlite3.Connection, case: Case, now: datetime
    ) -> None:
        """Forget identity documents that nobody asked for, and tell the case's thread."""
        find = self._keys.derived("purge")
        event = purge_documents(connection, self._sealed, find, case, now)
        if event is None:
            return
        seq = self._audit.append(connection, event)
        for kind in OWED[event.kind]:
            key = _debt_key(kind, case.id, seq)
            insert_debt(
                connection,
                kind,
                key,
                not_before=event.at,
                case_id=case.id,
                event_seq=seq,
            )

    def token(self, case_id: int, letter_id: int) -> str:
        """Return a letter's token."""
        row = self._connections.row(
            "SELECT token FROM letters WHERE case_id = ? AND id = ?", case_id, letter_id
        )
        assert row is not None
        return str(row["token"])

    def rendered(self, case_id: int, letter_id: int) -> bytes | None:
        """Return the kept bytes of a letter."""
        row = self._connections.row(
            "SELECT rendered_sealed AS r FROM letters WHERE case_id = ? AND id = ?",
            case_id,
            letter_id,
        )
        return self._sealed.open(row["r"]) if row and row["r"] is not None else None

    def by_token(self, tokens: Iterable[str]) -> tuple[int, CaseLetter] | None:
        """Return the case number and letter of the first token that is one of ours."""
        for token in tokens:
            row = self._connections.row("SELECT * FROM letters WHERE token = ?", token)
            if row is not None:
                return row["case_id"], codec.letter_from(row, self._sealed)
        return None

    def left_at(self, nth: int, since: datetime, email: str = "") -> datetime | None:
        """Return when the n-th newest letter (to one address) left, None if fewer did since."""
        key = address_key(self._keys, email)
        row = self._connections.row(
            "SELECT settled_at FROM letters WHERE settled_at > ?"
            " AND state IN ('sent', 'bounced', 'doubtful') AND (? = '' OR recipient_key = ?)"
            " ORDER BY settled_at DESC LIMIT 1 OFFSET ?",
            codec.instant(since),
            *(key, key, nth - 1),
        )
        return datetime.fromisoformat(row["settled_at"]) if row else None

    def earlier(self, requester: str, subject: str) -> list[Earlier]:
        """Return cases about the same person, then others of the same sender, newest first.

        At most 20; an empty `requester` asks for the person's only.
        """
        who, asks = address_key(self._keys, subject), address_key(self._keys, requester)
        rows = self._connections.rows(
            "SELECT id, state, received_at, channel, person_key = ? AS same,"
            " (SELECT group_concat(type) FROM lines WHERE case_id = cases.id) AS types FROM cases"
            " WHERE (person_key = ? AND ? <> '') OR (requester_key = ? AND ? <> '')"
            " ORDER BY same DESC, id DESC LIMIT 20",
            *(who, who, who, asks, asks),
        )
        return [
            Earlier(
                row["id"],
                tuple((row["types"] or "").split(",")),
                row["state"] != "closed",
                datetime.fromisoformat(row["received_at"]),
                bool(row["same"]),
                Channel(row["channel"]),
            )
            for row in rows
        ]

    def hidden(self, numbers: Iterable[int], channel: Channel) -> frozenset[int]:
        """Return those of some cases that lie in a restricted channel other than this one."""
        marks = json.dumps(list(numbers))
        rows = self._connections.rows(
            "SELECT id FROM cases WHERE id IN (SELECT value FROM json_each(?))"
            " AND channel NOT IN (?, ?)",
            *(marks, channel.value, Channel.PRIVACY.value),
        )
        return frozenset(row["id"] for row in rows)

    def newest_mail(self, case_id: int) -> int:
        """Return a number that grows with every mail a case gets, older ones of a merge too."""
        row = self._connections.row(
            "SELECT sum(message_id) AS id FROM case_messages WHERE case_id = ?"
            " AND role NOT IN ('report', 'copy')",
            case_id,
        )
        return int(row["id"] or 0) if row else 0

    def mails(self, case_id: int) -> list[tuple[int, InboundMail]]:
        """Return the mails of a case that are not forgotten, oldest first."""
        rows = self._connections.rows(
            "SELECT m.id, m.mail_sealed FROM case_messages c JOIN messages m"
            " ON m.id = c.message_id WHERE c.case_id = ? AND m.mail_sealed IS NOT NULL"
            " AND c.role <> 'copy'"
            " ORDER BY m.id",
            case_id,
        )
        return [(row["id"], codec.mail_from(self._sealed.open(row["mail_sealed"]))) for row in rows]

    def queue(self, *, closed: bool = False, limit: int = 50) -> list[int]:
        """Return case numbers, the earliest due date first."""
        states = "('closed')" if closed else "('open', 'waiting_requester', 'handed_over')"
        rows = self._connections.rows(
            f"SELECT id FROM cases WHERE state IN {states} ORDER BY due IS NULL, due, id LIMIT ?",
            limit,
        )
        return [row["id"] for row in rows]


def _debt_key(kind: Debt, case_id: int, seq: int) -> str:
    return f"{case_id}" if kind is Debt.CARD else f"{case_id}:{seq}"
