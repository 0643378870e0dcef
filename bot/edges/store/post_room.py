"""Raw mail, durable before anything else happens to it, and what became of it."""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.core.decision import Decision
from bot.core.errors import Stale
from bot.core.filing import Disposition, Filing, KeptMail, Twin
from bot.core.mail import InboundMail, Place, RawMail
from bot.core.moves import Debt
from bot.edges.store import codec
from bot.edges.store.audit import AuditLog
from bot.edges.store.batches import Batches
from bot.edges.store.cases import Cases
from bot.edges.store.connections import Connections
from bot.edges.store.outbox import insert_debt
from bot.edges.store.sealed import Keys, Sealed

_ENDS = {Disposition.QUARANTINE: "quarantined"}

_OPEN = "SELECT id, size FROM messages WHERE state IN ('stored', 'reading')"

HEAVY = 16 * 1024 * 1024
"""Bytes of mail that are read together; one larger mail comes alone."""


class PostRoom:
    """Implements the port `PostRoom` and hands mail on to be read."""

    def __init__(
        self,
        connections: Connections,
        sealed: Sealed,
        keys: Keys,
        audit: AuditLog,
        cases: Cases,
        *,
        batches: Batches,
    ) -> None:
        self._connections, self._sealed, self._keys = connections, sealed, keys
        self._audit, self._cases, self._batches = audit, cases, batches

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> set[int]:
        """Return the UIDs of this folder life that are kept."""
        rows = self._connections.rows(
            "SELECT uid FROM places WHERE account = ? AND folder = ? AND uidvalidity = ?",
            account,
            folder,
            uidvalidity,
        )
        return {row["uid"] for row in rows}

    def last_uid(self, account: str, folder: str, uidvalidity: int) -> int:
        """Return the UID up to which all of this folder life is kept; 0 if none."""
        row = self._connections.row(
            "SELECT reached FROM folders WHERE account = ? AND folder = ? AND uidvalidity = ?",
            account,
            folder,
            uidvalidity,
        )
        return int(row["reached"]) if row else 0

    def reached(self, account: str, folder: str, uidvalidity: int, uid: int) -> None:
        """Note that every mail up to `uid` is kept."""
        with self._connections.write() as connection:
            connection.execute(
                "INSERT INTO folders VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
                " SET reached = max(reached, excluded.reached)",
                (account, folder, uidvalidity, uid),
            )

    def keep(self, mails: Iterable[RawMail], *, no_letters: bool = False) -> None:
        """Keep mails in one commit; identical bytes are one message in two places."""
        stored_at = codec.instant(datetime.now().astimezone())
        with self._connections.write() as connection:
            for mail in mails:
                message_id = self._keep(connection, mail, stored_at, no_letters)
                connection.execute(
                    "INSERT OR IGNORE INTO places (account, folder, uidvalidity, uid, message_id)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (
                        mail.place.account,
                        mail.place.folder,
                        mail.place.uidvalidity,
                        mail.place.uid,
                        message_id,
                    ),
                )

    def _keep(
        self,
        connection: sqlite3.Connection,
        mail: RawMail,
        stored_at: str | None,
        no_letters: bool,
    ) -> int:
        digest = hashlib.sha256(mail.raw).hexdigest()
        found = connection.execute("SELECT id FROM messages WHERE sha256 = ?", (digest,)).fetchone()
        if found is not None:
            return int(found["id"])
        cursor = connection.execute(
            "INSERT INTO messages (sha256, size, internal_date, stored_at, account, raw_sealed,"
            " reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                digest,
                len(mail.raw),
                codec.instant(mail.internal_date),
                stored_at,
                mail.place.account,
                self._sealed.seal(mail.raw),
                "no_letters" if no_letters else "",
            ),
        )
        assert cursor.lastrowid is not None
        self._connections.tell("kept", mail=cursor.lastrowid, mailbox=mail.place.account)
        return cursor.lastrowid

    def log(self, raw: RawMail, mail: InboundMail, decision: Decision) -> int:
        """Keep what staff wrote down and the case that it opens, in one commit.

        Returns the case's number; the same bytes again open no second one. Raises Stale.
        """
        now = decision.events[0].at
        with self._connections.write() as connection:
            message_id = self._keep(connection, raw, codec.instant(now), no_letters=False)
            known = connection.execute(
                "SELECT case_id FROM case_messages WHERE message_id = ?", (message_id,)
            ).fetchone()
            if known is not None:
                return int(known["case_id"])
            connection.execute(
                "UPDATE messages SET state = 'reading', attempts = 1 WHERE id = ?", (message_id,)
            )
            self._file(connection, Filing(message_id, mail, Disposition.CASE, (decision,)), now)
        return decision.after.id

    def moved(self, places: Iterable[Place]) -> None:
        """Note that the server's copies were filed away."""
        with self._connections.write() as connection:
            connection.executemany(
                "UPDATE places SET filed = 1 WHERE account = ? AND folder = ?"
                " AND uidvalidity = ? AND uid = ?",
                [(p.account, p.folder, p.uidvalidity, p.uid) for p in places],
            )

    def waiting(self) -> int:
        """Return how many mails wait to be read."""
        row = self._connections.row(
            "SELECT count(*) AS n FROM messages WHERE state IN ('stored', 'reading')"
        )
        return int(row["n"]) if row else 0

    def take(self, limit: int, *, fresh: bool = False) -> list[KeptMail]:
        """Return at most `limit` mails to read, the attempt counted before it is made.

        A mail whose last attempt did not end comes alone, so that it can spoil no other, and
        not at all to whom wants `fresh` ones; beyond some megabytes fewer come at once.
        """
        if not self._next(1, fresh=fresh):
            return []  # a commit for nothing would wake everybody who waits for one
        with self._connections.write() as connection:
            chosen = self._next(limit, fresh=fresh)
            connection.executemany(
                "UPDATE messages SET state = 'reading', attempts = attempts + 1 WHERE id = ?",
                [(number,) for number in chosen],
            )
            marks = ", ".join("?" * len(chosen))
            rows = connection.execute(
                "SELECT id, account, internal_date, raw_sealed, attempts, reason, disposition"
                f" FROM messages WHERE id IN ({marks}) ORDER BY id",
                chosen,
            ).fetchall()
        return [
            KeptMail(
                row["id"],
                row["account"],
                self._sealed.open(row["raw_sealed"]),
                datetime.fromisoformat(row["internal_date"]),
                row["attempts"],
                row["reason"] == "no_letters",
                row["disposition"] == "released",
            )
            for row in rows
        ]

    def _next(self, limit: int, *, fresh: bool) -> list[int]:
        """Return which mails are read next, together: those never tried, by weight, or one."""
        chosen: list[int] = []
        weight = 0
        for row in self._connections.rows(f"{_OPEN} AND attempts = 0 ORDER BY id LIMIT ?", limit):
            weight += row["size"]
            if chosen and weight > HEAVY:
                break
            chosen.append(row["id"])
        if chosen or fresh:
            return chosen
        tried = self._connections.rows(f"{_OPEN} ORDER BY attempts, id LIMIT 1")
        return [row["id"] for row in tried]

    def raw(self, message_id: int) -> bytes:
        """Return the bytes of a mail; empty if they are forgotten."""
        row = self._connections.row("SELECT raw_sealed AS r FROM messages WHERE id = ?", message_id)
        return self._sealed.open(row["r"]) if row and row["r"] is not None else b""

    def twin(self, mail: InboundMail) -> Twin | None:
        """Return the filed message of a case with this Message-ID and this content."""
        rows = self._connections.rows(
            "SELECT id, mail_sealed FROM messages WHERE mid_key = ? AND state = 'filed'"
            " AND disposition IN ('case', 'joined') AND mail_sealed IS NOT NULL"
            " ORDER BY id LIMIT 20",
            self._keys.lookup(mail.message_id),
        )
        for row in rows:
            if codec.mail_from(self._sealed.open(row["mail_sealed"])).content_key == (
                mail.content_key
            ):
                cases = self._connections.rows(
                    "SELECT case_id FROM case_messages WHERE message_id = ?", row["id"]
                )
                return Twin(row["id"], tuple(one["case_id"] for one in cases)) if cases else None
        return None

    def file(self, filings: Sequence[Filing], now: datetime) -> None:
        """Commit what became of a batch of mails, all or nothing. Raises Stale."""
        with self._connections.write() as connection:
            for filing in filings:
                self._file(connection, filing, now)

    def _file(self, connection: sqlite3.Connection, filing: Filing, now: datetime) -> None:
        mail = filing.mail
        sender = mail.sender.email if mail and mail.sender else ""
        cursor = connection.execute(
            "UPDATE messages SET state = ?, disposition = ?, reason = ?, mail_sealed = ?,"
            " sender_key = ?, mid_key = ? WHERE id = ? AND state = 'reading' AND attempts = ?",
            (
                _ENDS.get(filing.disposition, "filed"),
                filing.disposition.value,
                filing.reason,
                self._sealed.seal(codec.mail_bytes(mail)) if mail else None,
                self._keys.lookup(sender) if sender else None,
                self._keys.lookup(mail.message_id) if mail and mail.message_id else None,
                filing.message_id,
                filing.attempts,
            ),
        )
        if cursor.rowcount != 1:
            raise Stale  # another worker read it meanwhile
        became = filing.disposition.value
        for case_id in sorted({decision.after.id for decision in filing.decisions}) or (None,):
            self._connections.tell("filed", mail=filing.message_id, became=became, case=case_id)
        for batch in filing.batches:
            newest = max(one.after.id for one in filing.decisions if one.after.batch == batch.id)
            self._batches.save_within(connection, batch, newest)
        for decision in filing.decisions:
            self._cases.save_within(connection, decision)
            connection.execute(
                "INSERT OR IGNORE INTO case_messages VALUES (?, ?, ?, ?)",
                (
                    decision.after.id,
                    filing.message_id,
                    filing.disposition.value,
                    int(filing.verified),
                ),
            )
        if filing.copy_of:
            connection.execute(
                "INSERT OR IGNORE INTO case_messages SELECT case_id, ?, ?, verified"
                " FROM case_messages WHERE message_id = ?",
                (filing.message_id, filing.disposition.value, filing.copy_of),
            )
        for event in filing.events:
            self._audit.append(connection, event)
        if filing.disposition is Disposition.NOISE and filing.noise_day:
            day = filing.noise_day.isoformat()
            connection.execute(
                "INSERT OR REPLACE INTO noise (message_id, day, type) VALUES (?, ?, ?)",
                (filing.message_id, day, filing.noise_type),
            )
            insert_debt(connection, Debt.NOISE_LIST, day, not_before=now)
        if filing.disposition is Disposition.QUARANTINE:
            key = str(filing.message_id)
            insert_debt(connection, Debt.QUARANTINE_CARD, key, not_before=now)
