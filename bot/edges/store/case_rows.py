"""The rows that a case stands in: itself, guarded by its version, its lines and its letters."""

import sqlite3
from datetime import datetime

from bot.core.case import Case, LetterState
from bot.core.decision import Decision
from bot.core.errors import Stale
from bot.edges.store import codec
from bot.edges.store.finding import address_key, domain_key
from bot.edges.store.sealed import Keys, Sealed

_STANDING = {LetterState.QUEUED, LetterState.SENDING}


class CaseRows:
    """Writes what changed of a case, inside the transaction of whoever asks."""

    def __init__(self, sealed: Sealed, keys: Keys) -> None:
        self._sealed, self._keys = sealed, keys

    def save(self, connection: sqlite3.Connection, decision: Decision) -> None:
        """Write the case as it stands after a decision. Raises Stale if it changed since."""
        before, case = decision.before, decision.after
        if before is None:
            self._open(connection, case, decision.events[0].at)
        else:
            self._update(connection, before, case)
        _save_lines(connection, before, case)
        self._save_letters(connection, before, case)
        _save_notes(connection, self._sealed, before, case)

    def _open(self, connection: sqlite3.Connection, case: Case, now: datetime) -> None:
        values = self._values(case)
        opened = {"id": case.id, "version": 1, "opened_at": codec.instant(now)}
        try:
            _insert(connection, "cases", opened | values)
        except sqlite3.IntegrityError:
            raise Stale from None

    def _update(self, connection: sqlite3.Connection, before: Case, after: Case) -> None:
        values = self._values(after)
        columns = ", ".join(f"{name} = :{name}" for name in values)
        cursor = connection.execute(
            f"UPDATE cases SET version = version + 1, {columns}"
            " WHERE id = :id AND version = :version",
            values | {"id": before.id, "version": before.version},
        )
        if cursor.rowcount != 1:
            raise Stale

    def _values(self, case: Case) -> codec.Values:
        requester = case.requester
        keys = {
            "requester_key": address_key(self._keys, requester.email),
            "requester_domain_key": domain_key(self._keys, requester.domain),
            "person_key": address_key(self._keys, case.data_subject),
        }
        return codec.case_values(case, self._sealed, keys)

    def _save_letters(
        self, connection: sqlite3.Connection, before: Case | None, case: Case
    ) -> None:
        old = {letter.id: letter for letter in before.letters} if before else {}
        for letter in case.letters:
            was = old.get(letter.id)
            if was == letter:
                continue
            values = codec.letter_values(case.id, letter, self._sealed)
            email = letter.recipient.email
            values |= {
                "token": self._keys.letter_token(case.id, letter.id, email),
                "recipient_key": address_key(self._keys, email),
            }
            if was is None:
                _insert(connection, "letters", values)
                continue
            columns = ", ".join(f"{name} = :{name}" for name in values)
            connection.execute(
                f"UPDATE letters SET {columns} WHERE case_id = :case_id AND id = :id", values
            )
            if was.digest != letter.digest:
                connection.execute(
                    "UPDATE letters SET rendered_sealed = NULL WHERE case_id = ? AND id = ?",
                    (case.id, letter.id),
                )
            if was.state in _STANDING and letter.state not in _STANDING:
                connection.execute(
                    "UPDATE outbox SET state = 'void', settled_at = datetime('now') WHERE"
                    " kind = 'letter' AND case_id = ? AND letter_id = ? AND state = 'waiting'",
                    (case.id, letter.id),
                )


def _save_lines(connection: sqlite3.Connection, before: Case | None, case: Case) -> None:
    if before is not None and before.lines == case.lines:
        return
    if before is not None:
        connection.execute("DELETE FROM tasks WHERE case_id = ?", (case.id,))
        connection.execute("DELETE FROM lines WHERE case_id = ?", (case.id,))
    lines = case.lines
    _insert(connection, "lines", *(codec.line_values(case.id, line) for line in lines))
    tasks = [codec.task_values(case.id, line.id, task) for line in lines for task in line.tasks]
    _insert(connection, "tasks", *tasks)


def _insert(connection: sqlite3.Connection, table: str, *rows: codec.Values) -> None:
    """Insert rows of the same columns."""
    if rows:
        names = ", ".join(rows[0])
        marks = ", ".join(f":{name}" for name in rows[0])
        connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def _save_notes(
    connection: sqlite3.Connection, sealed: Sealed, before: Case | None, after: Case
) -> None:
    """Add the notes that are new; a note is never changed."""
    for note in after.notes[len(before.notes) if before else 0 :]:
        values = {
            "case_id": after.id,
            "id": note.id,
            "at": codec.instant(note.at),
            "author": note.author,
            "text_sealed": sealed.seal_text(note.text),
        }
        _insert(connection, "notes", values)
