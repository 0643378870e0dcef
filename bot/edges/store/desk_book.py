"""What only the desk asks of the store: who wakes up, where the original mail lies."""

from datetime import datetime

from bot.core.moves import Debt
from bot.core.views import Original
from bot.edges.store import codec
from bot.edges.store.connections import Connections
from bot.edges.store.outbox import insert_debt
from bot.edges.store.sealed import Sealed


class DeskBook:
    """Implements the ports `Originals`, `Sleepers` and `ClosedCards`."""

    def __init__(self, connections: Connections, sealed: Sealed) -> None:
        self._connections, self._sealed = connections, sealed

    def to_wake(self, now: datetime) -> list[int]:
        """Return the numbers of the live cases whose snooze is over."""
        rows = self._connections.rows(
            "SELECT id FROM cases WHERE snoozed_until <= ? AND state <> 'closed' ORDER BY id",
            codec.instant(now),
        )
        return [row["id"] for row in rows]

    def clear(self, now: datetime, closed_before: datetime) -> int:
        """Owe anew the cards of cases closed before then, now without personal data; count them."""
        with self._connections.write() as connection:
            rows = connection.execute(
                "UPDATE cases SET cleared = 1 WHERE state = 'closed' AND cleared = 0"
                " AND decided_at <= ? RETURNING id",
                (codec.instant(closed_before),),
            ).fetchall()
            for row in rows:
                number = row["id"]
                insert_debt(connection, Debt.CARD, str(number), not_before=now, case_id=number)
        return len(rows)

    def originals(self, case_id: int) -> list[Original]:
        """Return where the mails of a case lie in their mailboxes, oldest first."""
        rows = self._connections.rows(
            "SELECT m.id, m.account, m.size, m.internal_date, m.mail_sealed, p.folder, p.uid,"
            " coalesce(p.filed, 0) AS filed FROM case_messages c JOIN messages m"
            " ON m.id = c.message_id LEFT JOIN places p ON p.message_id = m.id"
            " WHERE c.case_id = ? ORDER BY m.id, p.uid",
            case_id,
        )
        found = []
        for row in rows:
            kept = row["mail_sealed"]
            mail = codec.mail_from(self._sealed.open(kept)) if kept is not None else None
            found.append(
                Original(
                    message=row["id"],
                    account=row["account"],
                    folder=row["folder"] or "",
                    filed=bool(row["filed"]),
                    received_at=datetime.fromisoformat(row["internal_date"]),
                    size=row["size"],
                    message_id=mail.message_id if mail else "",
                    attachments=tuple(a.name or a.content_type for a in mail.attachments)
                    if mail
                    else (),
                )
            )
        return found
