"""The port `Register`: which closed cases are kept, and the removal of what is due."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.core.case import BOT, LetterState
from bot.core.retention import Closed
from bot.edges.store import codec
from bot.edges.store.connections import Connections
from bot.edges.store.forgetting import Forgetting
from bot.edges.store.purges import owe_mails
from bot.edges.store.scrubbing import owe_scrub
from bot.edges.store.sealed import Keys, Sealed

_SENT = (LetterState.SENT.value, LetterState.BOUNCED.value)
_RAW_OF_CASE = (
    " FROM case_messages c JOIN messages m ON m.id = c.message_id"
    " WHERE c.case_id = cases.id AND m.raw_sealed IS NOT NULL"
)


class RetentionRegister:
    """Implements the port; every removal is one commit."""

    def __init__(
        self,
        connections: Connections,
        sealed: Sealed,
        keys: Keys,
        forgetting: Forgetting,
        now: Callable[[], datetime],
    ) -> None:
        self._connections, self._sealed, self._keys = connections, sealed, keys
        self._forgetting, self._now = forgetting, now

    def closed(self) -> list[Closed]:
        """Return the closed cases that are not forgotten, oldest first."""
        rows = self._connections.rows(
            "SELECT id, decided_at, regime, held_by,"
            " (SELECT group_concat(outcome) FROM lines WHERE case_id = cases.id) AS outcomes,"
            f" EXISTS (SELECT 1 {_RAW_OF_CASE}) AS has_raw"
            " FROM cases WHERE state = 'closed' AND forgotten_at IS NULL"
            " AND decided_at IS NOT NULL ORDER BY id"
        )
        return [
            Closed(
                row["id"],
                datetime.fromisoformat(row["decided_at"]),
                row["regime"],
                tuple((row["outcomes"] or "").split(",")),
                bool(row["held_by"]),
                bool(row["has_raw"]),
            )
            for row in rows
        ]

    def loose(self, before: datetime) -> list[int]:
        """Return mails without a case, settled, received before a moment, not forgotten yet."""
        rows = self._connections.rows(
            "SELECT id FROM messages WHERE internal_date < ? AND state IN ('filed', 'discarded')"
            " AND id NOT IN (SELECT message_id FROM case_messages) ORDER BY id",
            codec.instant(before),
        )
        return [row["id"] for row in rows]

    def forget(self, cases: Sequence[int], raw: Sequence[int], loose: Sequence[int]) -> None:
        """Forget cases whole, the raw mail and the unsent drafts of others, and loose mails."""
        now, key = self._now(), self._keys.derived("purge")
        with self._connections.write() as connection:
            self._forgetting.forget_cases_within(connection, cases, BOT, now, why="retention")
            owe_scrub(connection)
            for case_id in raw:
                mails = [
                    row["id"]
                    for row in connection.execute(
                        "SELECT m.id FROM case_messages c JOIN messages m ON m.id = c.message_id"
                        " WHERE c.case_id = ? AND m.raw_sealed IS NOT NULL AND NOT EXISTS"
                        " (SELECT 1 FROM case_messages o JOIN cases x ON x.id = o.case_id"
                        " WHERE o.message_id = m.id AND x.id <> ?"
                        " AND (x.state <> 'closed' OR x.held_by <> ''))",
                        (case_id, case_id),
                    ).fetchall()
                ]
                owe_mails(connection, self._sealed, key, mails, now)
                for one in mails:
                    connection.execute("UPDATE messages SET raw_sealed = NULL WHERE id = ?", (one,))
                connection.execute(
                    "UPDATE letters SET subject_sealed = NULL, text_sealed = NULL,"
                    " rendered_sealed = NULL, recipient_sealed = NULL, recipient_key = NULL"
                    f" WHERE case_id = ? AND state NOT IN ({','.join('?' * len(_SENT))})",
                    (case_id, *_SENT),
                )
                connection.execute(
                    "UPDATE cases SET version = version + 1 WHERE id = ?", (case_id,)
                )
            owe_mails(connection, self._sealed, key, loose, now)
            self._forgetting.forget_mails_within(connection, loose, now)

    @property
    def scrub_owed(self) -> bool:
        """Tell whether something was forgotten and the file not rewritten since."""
        return self._forgetting.scrub_owed

    def scrub(self) -> bool:
        """Rewrite the file without them."""
        return self._forgetting.scrub()
