"""The daily list of noise and the mails in quarantine."""

from datetime import date, datetime

from bot.core.decision import Event, Fact
from bot.core.errors import IllegalMove
from bot.core.moves import Debt, Happened
from bot.core.views import NoiseItem, NoiseView, QuarantineView
from bot.edges.store import codec
from bot.edges.store.audit import AuditLog
from bot.edges.store.connections import Connections
from bot.edges.store.outbox import insert_debt
from bot.edges.store.sealed import Sealed


class Noise:
    """Implements the port `Noise`."""

    def __init__(self, connections: Connections, sealed: Sealed, audit: AuditLog) -> None:
        self._connections, self._sealed, self._audit = connections, sealed, audit

    def of_day(self, day: date) -> NoiseView:
        """Return the list of one day, oldest mail first."""
        rows = self._connections.rows(
            "SELECT n.message_id, n.type, n.state, m.internal_date, m.mail_sealed FROM noise n"
            " JOIN messages m ON m.id = n.message_id WHERE n.day = ? ORDER BY n.message_id",
            day.isoformat(),
        )
        items = []
        for row in rows:
            sealed = row["mail_sealed"]
            mail = codec.mail_from(self._sealed.open(sealed)) if sealed is not None else None
            items.append(
                NoiseItem(
                    message_id=row["message_id"],
                    type=row["type"],
                    sender=mail.sender.email if mail and mail.sender else "",
                    subject=mail.subject if mail else "",
                    received_at=datetime.fromisoformat(row["internal_date"]),
                    state=row["state"],
                )
            )
        return NoiseView(day, tuple(items))

    def confirm(self, day: date, actor: str, now: datetime) -> int:
        """Confirm every item still listed; return how many."""
        with self._connections.write() as connection:
            cursor = connection.execute(
                "UPDATE noise SET state = 'confirmed', decided_by = ?"
                " WHERE day = ? AND state = 'listed'",
                (actor, day.isoformat()),
            )
            if cursor.rowcount:
                facts: dict[str, Fact] = {"day": day.isoformat(), "count": cursor.rowcount}
                self._audit.append(
                    connection, Event(Happened.NOISE_CONFIRMED, now, actor, facts=facts)
                )
                insert_debt(connection, Debt.NOISE_LIST, day.isoformat(), not_before=now)
            return int(cursor.rowcount)

    def release(self, message_id: int, actor: str, now: datetime) -> None:
        """Send a mail back to be read as one that deserves a card. Raises IllegalMove."""
        with self._connections.write() as connection:
            cursor = connection.execute(
                "UPDATE noise SET state = 'released', decided_by = ?"
                " WHERE message_id = ? AND state NOT IN ('released', 'forgotten')",
                (actor, message_id),
            )
            if cursor.rowcount != 1:
                raise IllegalMove("it was released or forgotten already")
            connection.execute(
                "UPDATE messages SET state = 'stored', attempts = 0, disposition = 'released'"
                " WHERE id = ?",
                (message_id,),
            )
            row = connection.execute(
                "SELECT day FROM noise WHERE message_id = ?", (message_id,)
            ).fetchone()
            self._audit.append(
                connection,
                Event(Happened.NOISE_RELEASED, now, actor, facts={"message": message_id}),
            )
            insert_debt(connection, Debt.NOISE_LIST, row["day"], not_before=now)


class Quarantine:
    """Implements the port `Quarantine`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def show(self, message_id: int) -> QuarantineView | None:
        """Return one quarantined mail."""
        row = self._connections.row("SELECT * FROM messages WHERE id = ?", message_id)
        if row is None:
            return None
        received = datetime.fromisoformat(row["internal_date"])
        return QuarantineView(message_id, received, row["size"], row["reason"])

    def all(self) -> list[QuarantineView]:
        """Return every quarantined mail, oldest first."""
        rows = self._connections.rows(
            "SELECT id FROM messages WHERE state = 'quarantined' ORDER BY id"
        )
        views = [self.show(row["id"]) for row in rows]
        return [view for view in views if view is not None]

    def holds(self, message_id: int) -> bool:
        """Tell whether a mail is in quarantine."""
        row = self._connections.row(
            "SELECT 1 FROM messages WHERE id = ? AND state = 'quarantined'", message_id
        )
        return row is not None

    def end(self, message_id: int, state: str, now: datetime) -> None:
        """Let a mail be read again (`stored`), or keep its bytes and forget it (`discarded`)."""
        with self._connections.write() as connection:
            connection.execute(
                "UPDATE messages SET state = ?, attempts = 0 WHERE id = ?", (state, message_id)
            )
            insert_debt(connection, Debt.QUARANTINE_CARD, str(message_id), not_before=now)
