"""The audit log as statistics, reminders and the digest read and extend it."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from bot.core.case import BOT, LetterState
from bot.core.case_log import FACTS, SILENT
from bot.core.decision import Event, Fact, settle_debts
from bot.core.moves import Happened
from bot.edges.store.audit import AuditLog, event_from
from bot.edges.store.codec import instant
from bot.edges.store.connections import Connections
from bot.edges.store.outbox import insert_debt

Mark = tuple[int, str]
"""Number and hash of an event."""

_UP_TO_NOW = 2**62
_COLUMNS = "seq, at, kind, actor, case_id, letter_id, facts"
_OF_CASES = (
    f"SELECT {_COLUMNS} FROM events INDEXED BY events_case WHERE seq <= :last AND case_id IN"
)
_AUDIBLE = " AND kind NOT IN (SELECT value FROM json_each(:silent))"
_ALL = f"SELECT {_COLUMNS} FROM events WHERE seq <= :last{_AUDIBLE} ORDER BY seq"
_STILL_HEARD_OF = (
    f"{_OF_CASES} (SELECT id FROM cases WHERE state <> 'closed'"
    f" UNION SELECT case_id FROM events WHERE at >= :since){_AUDIBLE} ORDER BY case_id, seq",
    f"SELECT {_COLUMNS} FROM events INDEXED BY events_at WHERE seq <= :last AND case_id IS NULL"
    f" AND at >= :since{_AUDIBLE}",
)
_NEWLY_HEARD_OF = (
    f"{_OF_CASES} (SELECT case_id FROM events WHERE seq > :after AND seq <= :last{_AUDIBLE})"
    f"{_AUDIBLE} ORDER BY case_id, seq",
    f"SELECT {_COLUMNS} FROM events WHERE seq > :after AND seq <= :last AND case_id IS NULL"
    f"{_AUDIBLE}",
)
"""Events of cases, and of none. By the indexes of cases and of times, where SQLite by itself
reads the log from its start."""

_SILENT = json.dumps(sorted(SILENT))
_PORTION = 2_000  # events that are in memory at once


def _slim(event: Event) -> Event:
    facts = {
        key: sys.intern(value) if isinstance(value, str) else value
        for key, value in event.facts.items()
        if key in FACTS and value is not None
    }
    return replace(event, facts=facts)


class Chronicle:
    """Implements the ports `Chronicle` (numbers and digests) and `Agenda` (reminders)."""

    def __init__(self, connections: Connections, audit: AuditLog) -> None:
        self._connections, self._audit = connections, audit

    def events(self, since: datetime | None = None, up_to: int | None = None) -> list[Event]:
        """Return the events that numbers are made from, or those up to a sequence number.

        With `since` those of cases that were closed by then, and quiet ever since, are left
        out, and the others come case by case.
        """
        last = _UP_TO_NOW if up_to is None else up_to
        if since is not None:
            return [event for told in self.still_heard_of(since, last) for _, event in told]
        return [event for told in self._read([_ALL], last=last) for _, event in told]

    def still_heard_of(self, since: datetime, last: int) -> Iterator[list[tuple[int, Event]]]:
        """Yield the events up to `last` of cases that are open or were heard of since.

        The table of cases tells which are open. Events of one case stand together in order.
        """
        return self._read(_STILL_HEARD_OF, last=last, since=instant(since))

    def newly_heard_of(self, after: int, last: int) -> Iterator[list[tuple[int, Event]]]:
        """Yield all events up to `last` of the cases that were heard of after `after`.

        Of events that are of no case only those after it.
        """
        return self._read(_NEWLY_HEARD_OF, last=last, after=after)

    def _read(
        self, statements: Iterable[str], **values: int | str | None
    ) -> Iterator[list[tuple[int, Event]]]:
        """Yield events with their numbers, in portions that part no case.

        A log of years has to fit into a small worker; so equal words are kept once, too.
        """
        told: list[tuple[int, Event]] = []
        for statement in statements:
            for row in self._connections.db.conn.execute(statement, {"silent": _SILENT} | values):
                if len(told) >= _PORTION and row["case_id"] != told[-1][1].case_id:
                    yield told
                    told = []
                told.append((row["seq"], _slim(event_from(row))))
        yield told

    def head(self) -> Mark:
        """Return where the log ends."""
        row = self._connections.row(
            "SELECT seq, hash FROM events WHERE seq = (SELECT max(seq) FROM events)"
        )
        return (row["seq"], row["hash"]) if row else (0, "")

    def goes_on_from(self, mark: Mark) -> bool:
        """Tell whether this is the log that ended at `mark` once, and no backup in its place."""
        row = self._connections.row("SELECT hash FROM events WHERE seq = ?", mark[0])
        return row["hash"] == mark[1] if row else mark[0] == 0

    def began(self) -> datetime | None:
        """Return when the log began."""
        row = self._connections.row("SELECT min(at) AS at FROM events")
        return datetime.fromisoformat(row["at"]) if row and row["at"] else None

    def digest_at(self, week: str) -> int | None:
        """Return the sequence number of a week's digest, or None if there was none."""
        # The kind stands in the text: only so does SQLite see that the partial index serves.
        row = self._connections.row(
            f"SELECT min(seq) AS seq FROM events WHERE kind = '{Happened.DIGESTED.value}'"
            " AND json_extract(facts, '$.week') = ?",
            week,
        )
        return row["seq"] if row else None

    def digest(self, week: str, now: datetime) -> bool:
        """Write a week's digest into the log and owe it, in one commit; False if it was there.

        The transaction takes the write lock before it looks, so that of two workers one wins.
        """
        with self._connections.write() as connection:
            if self.digest_at(week) is not None:
                return False
            facts: dict[str, Fact] = {"week": week, "anchor": self._audit.anchor()}
            event = Event(Happened.DIGESTED, now, BOT, facts=facts)
            seq = self._audit.append(connection, event)
            for effect in settle_debts([event], ()):
                insert_debt(connection, effect.kind, week, not_before=now, event_seq=seq)
        return True

    def anchor_at(self, seq: int) -> str:
        """Return the audit log's anchor that a digest noted; empty for an old one."""
        event = self._audit.event(seq)
        return str(event.facts.get("anchor") or "") if event else ""

    def due_by(self, day: date) -> list[tuple[int, int]]:
        """Return number and version of the live cases whose earliest due day has come by `day`."""
        rows = self._connections.rows(
            "SELECT id, version FROM cases WHERE state <> 'closed' AND coalesce(due, '9999') <= ?"
            " ORDER BY coalesce(due, '9999'), id",
            day.isoformat(),
        )
        return [(row["id"], row["version"]) for row in rows]

    def first_approved(self) -> list[tuple[int, datetime]]:
        """Return the number of each case whose letter awaits a second approver, and since when."""
        rows = self._connections.rows(
            "SELECT letters.case_id, max(events.at) AS at FROM letters JOIN events"
            " ON events.case_id = letters.case_id AND events.letter_id = letters.id"
            f" WHERE letters.state = '{LetterState.AWAITING_SECOND.value}' AND events.kind = ?"
            " GROUP BY letters.case_id, letters.id ORDER BY letters.case_id, letters.id",
            Happened.FIRST_APPROVED.value,
        )
        return [(row["case_id"], datetime.fromisoformat(row["at"])) for row in rows]

    def reminded(self, case_ids: Iterable[int]) -> set[tuple[int, str, str]]:
        """Return case number, stage and day of every reminder that these cases had."""
        rows = self._connections.rows(
            "SELECT case_id, json_extract(facts, '$.stage') AS stage,"
            " json_extract(facts, '$.day') AS day FROM events"
            " WHERE kind = ? AND case_id IN (SELECT value FROM json_each(?))",
            Happened.REMINDED.value,
            json.dumps(list(case_ids)),
        )
        return {(row["case_id"], row["stage"], row["day"]) for row in rows}
