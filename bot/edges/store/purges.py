"""Copies on the mail server that are due to be deleted, by what finds them there.

What finds a copy is a Message-ID or a letter's token. It is encrypted with a key of
its own even where ENCRYPTION_KEY is not set, because a Message-ID may name a person.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.core.mail import OWN_ACCOUNTS
from bot.edges.store import codec
from bot.edges.store.connections import Connections
from bot.edges.store.sealed import Keys, Sealed

PROCESSED, SENT = "processed", "sent"


@dataclass(frozen=True, slots=True)
class Purge:
    """One copy to delete: in which account and folder, found by which header value."""

    id: int
    account: str
    place: str
    find: str


class Purges:
    """Lists what is owed and takes note of what is done."""

    def __init__(self, connections: Connections, keys: Keys) -> None:
        self._connections = connections
        self._codec = Sealed(keys.derived("purge"))

    def waiting(self, account: str, limit: int = 500, after: int = 0) -> list[Purge]:
        """Return copies to delete in an account, oldest first; "" is where letters are filed."""
        rows = self._connections.rows(
            "SELECT * FROM purges WHERE account = ? AND id > ? ORDER BY id LIMIT ?",
            account,
            after,
            limit,
        )
        return [
            Purge(row["id"], row["account"], row["place"], self._codec.open_text(row["find"]))
            for row in rows
        ]

    def done(self, ids: Iterable[int]) -> None:
        """Note that these copies are gone."""
        with self._connections.write() as connection:
            connection.executemany("DELETE FROM purges WHERE id = ?", [(one,) for one in ids])

    def newest(self) -> int:
        """Return the number of the newest copy that waits to be deleted; 0 if none does."""
        row = self._connections.row("SELECT coalesce(max(id), 0) AS id FROM purges")
        return int(row["id"]) if row else 0

    def count(self) -> int:
        """Return how many copies wait to be deleted."""
        row = self._connections.row("SELECT count(*) AS n FROM purges")
        return int(row["n"]) if row else 0


def owe_mails(
    connection: sqlite3.Connection, sealed: Sealed, key: str, ids: Iterable[int], now: datetime
) -> int:
    """Owe the deletion of the server's copies of mails; one without Message-ID cannot be found."""
    count = 0
    for one in ids:
        row = connection.execute(
            "SELECT account, mail_sealed, raw_sealed FROM messages WHERE id = ?", (one,)
        ).fetchone()
        if row is None or row["mail_sealed"] is None or row["raw_sealed"] is None:
            continue  # forgotten, or its copy was owed when its bytes went
        if row["account"] in OWN_ACCOUNTS:
            continue  # what staff logged, or a file: no server has a copy
        mail = codec.mail_from(sealed.open(row["mail_sealed"]))
        if mail.message_id:
            _insert(connection, key, (row["account"], PROCESSED, mail.message_id), now)
            count += 1
    return count


def owe_letters(
    connection: sqlite3.Connection, key: str, cases: Iterable[int], now: datetime
) -> int:
    """Owe the deletion of the copies of these cases' letters in Sent."""
    count = 0
    for case_id in cases:
        for row in connection.execute(
            "SELECT token FROM letters WHERE case_id = ? AND rendered_sealed IS NOT NULL",
            (case_id,),
        ).fetchall():
            owe_letter(connection, key, row["token"], now)
            count += 1
    return count


def owe_letter(connection: sqlite3.Connection, key: str, token: str, now: datetime) -> None:
    """Owe the deletion of one letter's copy in Sent."""
    _insert(connection, key, ("", SENT, token), now)


def _insert(
    connection: sqlite3.Connection, key: str, copy: tuple[str, str, str], now: datetime
) -> None:
    account, place, find = copy
    connection.execute(
        "INSERT INTO purges (account, place, since, find) VALUES (?, ?, ?, ?)",
        (account, place, codec.instant(now), Sealed(key).seal_text(find)),
    )
