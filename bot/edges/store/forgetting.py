"""Forgetting: personal columns are emptied, audit log and statistics stay, the file is rewritten.

What lies in Slack and in the mailbox is owed, not done here: cards by the outbox,
the server's copies by the `purges` table, which a flow works off.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core import commands as c
from bot.core.case import Case, CaseState, LetterState
from bot.core.decide import decide
from bot.core.decision import Event, describe
from bot.core.errors import IllegalMove
from bot.core.moves import Debt, Happened
from bot.edges.store import codec, personal
from bot.edges.store.audit import AuditLog
from bot.edges.store.cases import Cases
from bot.edges.store.connections import Connections
from bot.edges.store.outbox import insert_debt
from bot.edges.store.person import Traces, mails_of_only
from bot.edges.store.personal import Cell
from bot.edges.store.purges import owe_letters, owe_mails
from bot.edges.store.scrubbing import Scrubbing, owe_scrub
from bot.edges.store.sealed import Keys, Sealed

GONE = "[forgotten]"
_BOUND = {
    LetterState.AWAITING_SECOND,
    LetterState.QUEUED,
    LetterState.TO_POST,
    LetterState.SENDING,
    LetterState.DOUBTFUL,
}
_WHOLE = {"raw_sealed", "rendered_sealed"}  # bytes in transfer encodings cannot be redacted


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went: counts, the cases that were still open, and the copies left on the server."""

    cases: int = 0
    mails: int = 0
    mentions: int = 0
    contacts: int = 0
    closed: tuple[int, ...] = ()
    copies: int = 0


class Forgetting:
    """Removes personal data for good; see `Person.traces` for where it is."""

    def __init__(
        self,
        connections: Connections,
        sealed: Sealed,
        keys: Keys,
        audit: AuditLog,
        cases: Cases,
    ) -> None:
        self._connections, self._sealed, self._keys = connections, sealed, keys
        self._audit, self._cases = audit, cases
        self._scrubbing = Scrubbing(connections)

    def forget_person(self, traces: Traces, actor: str, now: datetime) -> Forgotten:
        """Forget everything that `traces` names; open cases are closed first.

        Raises IllegalMove, and changes nothing, if a case is held, a letter is on its
        way, or a mail of the person still waits to be read. Call `scrub` afterwards.
        """
        with self._connections.write() as connection:
            self._refuse(traces)
            closed = self._close(connection, traces.cases, actor, now)
            copies = self.forget_cases_within(
                connection, traces.cases, actor, now, why="person", messages=traces.messages
            )
            for cell in traces.mentions:
                self._redact(connection, cell, traces.address)
            self._touch(connection, traces, now)
            self._entries(connection, traces)
            owe_scrub(connection)
            facts = {"cases": len(traces.cases), "mails": len(traces.messages)}
            event = Event(Happened.PERSON_FORGOTTEN, now, actor, facts=facts)
            self._audit.append(connection, event)
        return Forgotten(
            len(traces.cases),
            len(traces.messages),
            len(traces.mentions),
            len(traces.entries),
            closed,
            copies,
        )

    def _refuse(self, traces: Traces) -> None:
        cases = self._cases.load_many((*traces.cases, *traces.touched))
        held = self.held()
        for case in cases:
            number = case.number
            if case.id in held:
                raise IllegalMove(f"{number} is under legal hold; `cases release` ends that")
            states = {letter.state for letter in case.letters}
            if LetterState.SENDING in states:
                raise IllegalMove(f"a letter of {number} is leaving; try again in a minute")
            if case.id not in traces.cases and states & _BOUND:
                raise IllegalMove(
                    f"{number} of somebody else names the address and has an approved letter;"
                    " try again once that is sent or undone"
                )
        if traces.unread:
            raise IllegalMove(
                f"{len(traces.unread)} mails of this address still wait to be read;"
                " let the worker read them first (`python -m bot run --once`)"
            )

    def held(self) -> set[int]:
        """Return the cases under legal hold."""
        rows = self._connections.rows("SELECT id FROM cases WHERE held_by <> ''")
        return {row["id"] for row in rows}

    def hold(self, case: Case, actor: str, now: datetime, *, held: bool) -> None:
        """Put a case under legal hold, or end that. Raises IllegalMove if it is so already."""
        with self._connections.write() as connection:
            cursor = connection.execute(
                "UPDATE cases SET held_by = ?, held_at = ? WHERE id = ? AND (held_by <> '') <> ?",
                (actor if held else "", codec.instant(now) if held else None, case.id, held),
            )
            if cursor.rowcount != 1:
                raise IllegalMove("it is held already" if held else "it is not held")
            kind = Happened.HELD if held else Happened.HOLD_RELEASED
            self._audit.append(connection, Event(kind, now, actor, case.id, facts=describe(case)))
            if not held and case.state is CaseState.CLOSED:
                self._cases.purge_documents_within(connection, case, now)

    def _close(
        self, connection: sqlite3.Connection, ids: Iterable[int], actor: str, now: datetime
    ) -> tuple[int, ...]:
        """Close open cases: nobody could answer a request whose words are gone."""
        live = [case for case in self._cases.load_many(ids) if case.state is not CaseState.CLOSED]
        for case in live:
            order = c.Close(actor=actor, outcome="revoked")
            self._cases.save_within(connection, decide(case, order, now))
        return tuple(case.id for case in live)

    def forget_cases_within(
        self,
        connection: sqlite3.Connection,
        ids: Iterable[int],
        actor: str,
        now: datetime,
        *,
        why: str,
        messages: Iterable[int] = (),
    ) -> int:
        """Forget cases, and mails with their last case; return how many server copies are owed."""
        cases = self._cases.load_many(ids)
        wanted = {case.id for case in cases}
        mails = set(messages) | set(mails_of_only(connection, wanted))
        find = self._keys.derived("purge")
        copies = owe_mails(connection, self._sealed, find, mails, now)
        copies += owe_letters(connection, find, wanted, now)
        self.forget_mails_within(connection, mails, now)
        personal.empty(connection, "case", wanted)
        for case in cases:
            connection.execute(
                "UPDATE cases SET version = version + 1, forgotten_at = ? WHERE id = ?",
                (codec.instant(now), case.id),
            )
            facts = {**describe(case), "why": why}
            event = Event(Happened.FORGOTTEN, now, actor, case.id, facts=facts)
            self._audit.append(connection, event)
            self._redraw(connection, Debt.CARD, str(case.id), now, case.id)
            self._redraw(connection, Debt.BATCH_CARD, str(case.batch), now)
        return copies

    def forget_mails_within(
        self, connection: sqlite3.Connection, ids: Iterable[int], now: datetime
    ) -> None:
        """Forget mails: their numbers stay, so that the server's copy is never read again."""
        mails = sorted(ids)
        personal.empty(connection, "message", mails)
        owe_scrub(connection)
        for one in mails:
            connection.execute("UPDATE messages SET state = 'forgotten' WHERE id = ?", (one,))
            for row in connection.execute(
                "UPDATE noise SET state = 'forgotten' WHERE message_id = ? RETURNING day", (one,)
            ).fetchall():
                self._redraw(connection, Debt.NOISE_LIST, row["day"], now)

    def _redraw(
        self,
        connection: sqlite3.Connection,
        kind: Debt,
        key: str,
        now: datetime,
        case_id: int | None = None,
    ) -> None:
        """Owe a card anew, now without what was forgotten; one never posted is not owed."""
        where = "SELECT 1 FROM posts WHERE kind = ? AND key = ?"
        if connection.execute(where, (kind.value, key)).fetchone() is not None:
            insert_debt(connection, kind, key, not_before=now, case_id=case_id)

    def _redact(self, connection: sqlite3.Connection, cell: Cell, address: str) -> None:
        """Take the address out of a value of somebody else's case or mail."""
        column = cell.column
        where = " AND ".join(f"{name} = ?" for name in column.keys)
        value = personal.get(connection, cell)
        if value is None:
            return
        if column.name in _WHOLE:
            personal.put(connection, cell, None)
            return
        text = personal.text_of(value, self._sealed)
        personal.put(connection, cell, self._sealed.seal_text(_without(text, address)))
        if column.name == "recipient_sealed":
            connection.execute(
                f"UPDATE {column.table} SET recipient_key = NULL, rendered_sealed = NULL"
                f" WHERE {where}",
                cell.row,
            )

    def _touch(self, connection: sqlite3.Connection, traces: Traces, now: datetime) -> None:
        """Redraw what mentioned the person, and forget their key as the sender of others' mail."""
        connection.execute(
            "UPDATE messages SET sender_key = NULL WHERE sender_key = ?",
            (self._keys.lookup(traces.address),),
        )
        mails = {cell.message_id for cell in traces.mentions if cell.message_id is not None}
        for one in mails:
            connection.execute("UPDATE messages SET raw_sealed = NULL WHERE id = ?", (one,))
        for case_id in traces.touched:
            connection.execute("UPDATE cases SET version = version + 1 WHERE id = ?", (case_id,))
            self._redraw(connection, Debt.CARD, str(case_id), now, case_id)

    def _entries(self, connection: sqlite3.Connection, traces: Traces) -> None:
        """Take a contact person out of the directory; the organisation stays."""
        pattern = personal.pattern_of(traces.address)
        for entry_id in traces.entries:
            row = connection.execute(
                "SELECT contact_email, notes FROM directory WHERE id = ?", (entry_id,)
            ).fetchone()
            if pattern.search(row["contact_email"]):
                connection.execute(
                    "UPDATE directory SET contact_name = '', contact_email = '' WHERE id = ?",
                    (entry_id,),
                )
            connection.execute(
                "UPDATE directory SET notes = ? WHERE id = ?",
                (pattern.sub(GONE, row["notes"]), entry_id),
            )
        if traces.entries:
            connection.execute(
                "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'directory'"
            )

    @property
    def scrub_owed(self) -> bool:
        """Tell whether something was forgotten and the file not rewritten since."""
        return self._scrubbing.owed

    def scrub(self) -> bool:
        """Rewrite the file without what was deleted; False if a reader is in the way."""
        return self._scrubbing.scrub()


def _without(text: str, address: str) -> str:
    """Return text or JSON without the address; beside it in JSON goes the name."""
    pattern = personal.pattern_of(address)
    try:
        value = json.loads(text)
    except ValueError:
        return pattern.sub(GONE, text)

    def clean(one: Any) -> Any:
        if isinstance(one, str):
            return pattern.sub(GONE, one)
        if isinstance(one, list):
            return [clean(each) for each in one]
        if isinstance(one, dict):
            if isinstance(one.get("email"), str) and pattern.search(one["email"]):
                return {**one, "email": GONE, "name": ""}
            return {key: clean(each) for key, each in one.items()}
        return one

    return json.dumps(clean(value), ensure_ascii=False)
