"""New cards beyond what a channel can take: cases that wait without one, counted for a digest."""

from datetime import date, datetime, timedelta

from bot.core.decision import Event, Fact
from bot.core.moves import OWED, Debt, Happened
from bot.core.views import FloodView
from bot.edges.store.audit import AuditLog
from bot.edges.store.codec import instant
from bot.edges.store.connections import Connections
from bot.edges.store.outbox import insert_debt

_HOUR = timedelta(hours=1)
_PAUSE = timedelta(seconds=5)  # in which many held cards change one digest once


class Floods:
    """Implements the port `Floods`."""

    def __init__(self, connections: Connections, audit: AuditLog) -> None:
        self._connections, self._audit = connections, audit

    def admit(self, case_id: int, day: date, now: datetime, per_hour: int) -> bool:
        """Tell whether a case may have a card now; if not, note that it waits for one."""
        with self._connections.write() as connection:
            connection.execute("DELETE FROM new_cards WHERE at < ?", (instant(now - _HOUR),))
            row = connection.execute("SELECT count(*) AS n FROM new_cards").fetchone()
            held = connection.execute(
                "SELECT shown FROM held_back WHERE case_id = ?", (case_id,)
            ).fetchone()
            if row["n"] < per_hour or (held and held["shown"]):
                connection.execute("INSERT INTO new_cards VALUES (?)", (instant(now),))
                connection.execute("UPDATE held_back SET shown = 1 WHERE case_id = ?", (case_id,))
                return True
            first = connection.execute(
                "SELECT 1 FROM held_back WHERE day = ?", (day.isoformat(),)
            ).fetchone()
            connection.execute(
                "INSERT OR IGNORE INTO held_back (case_id, day) VALUES (?, ?)",
                (case_id, day.isoformat()),
            )
            if first is None:
                facts: dict[str, Fact] = {"day": day.isoformat(), "per_hour": per_hour}
                self._audit.append(connection, Event(Happened.FLOODED, now, "bot", facts=facts))
            insert_debt(connection, Debt.FLOOD_CARD, day.isoformat(), not_before=now + _PAUSE)
            return False

    def holds(self, case_id: int) -> bool:
        """Tell whether a case waits for its card."""
        row = self._connections.row(
            "SELECT 1 FROM held_back WHERE case_id = ? AND shown = 0", case_id
        )
        return row is not None

    def view(self, day: date) -> FloodView:
        """Return how many cases of a day wait for a card, and what they ask for."""
        rows = self._connections.rows(
            "SELECT l.type, count(*) AS n FROM held_back h JOIN lines l ON l.case_id = h.case_id"
            " AND l.id = 1 WHERE h.day = ? AND h.shown = 0 GROUP BY l.type ORDER BY n DESC",
            day.isoformat(),
        )
        shown = self._connections.row(
            "SELECT count(*) AS n FROM held_back WHERE day = ? AND shown = 1", day.isoformat()
        )
        due = self._connections.row(
            "SELECT min(c.due) AS due FROM held_back h JOIN cases c ON c.id = h.case_id"
            " WHERE h.day = ? AND h.shown = 0",
            day.isoformat(),
        )
        types = tuple((row["type"], int(row["n"])) for row in rows)
        return FloodView(
            day,
            sum(count for _, count in types),
            int(shown["n"]) if shown else 0,
            types,
            date.fromisoformat(due["due"]) if due and due["due"] else None,
        )

    def bring(self, day: date, count: int, actor: str, now: datetime) -> int:
        """Let the cases that are due first have their cards; return how many."""
        with self._connections.write() as connection:
            rows = connection.execute(
                "SELECT h.case_id FROM held_back h JOIN cases c ON c.id = h.case_id"
                " WHERE h.day = ? AND h.shown = 0 AND c.state <> 'closed'"
                " ORDER BY c.due IS NULL, c.due, c.id LIMIT ?",
                (day.isoformat(), count),
            ).fetchall()
            for row in rows:
                number = row["case_id"]
                connection.execute("UPDATE held_back SET shown = 1 WHERE case_id = ?", (number,))
                insert_debt(connection, Debt.CARD, str(number), not_before=now, case_id=number)
            if rows:
                facts: dict[str, Fact] = {"day": day.isoformat(), "count": len(rows)}
                event = Event(Happened.FLOOD_SHOWN, now, actor, facts=facts)
                self._audit.append(connection, event)
                for debt in OWED[event.kind]:
                    insert_debt(connection, debt, day.isoformat(), not_before=now)
            return len(rows)
