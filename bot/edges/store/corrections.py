"""Staff's corrections of the classifier: kept sealed, exported only redacted and on demand."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.case import Case
from bot.core.decision import Decision
from bot.core.moves import Happened
from bot.core.redact import redacted
from bot.edges.store import codec
from bot.edges.store.connections import Connections
from bot.edges.store.sealed import Sealed


@dataclass(frozen=True, slots=True)
class CorrectedMail:
    """One mail with the types and the party that staff gave it; `subject` and `body` as read."""

    subject: str
    body: str
    types: tuple[str, ...]
    party: str
    sender: str
    language: str


class Corrections:
    """Notes corrections inside the commit that makes them."""

    def __init__(self, connections: Connections, sealed: Sealed) -> None:
        self._connections, self._sealed = connections, sealed

    def note(self, connection: sqlite3.Connection, decision: Decision) -> None:
        """Keep what a reclassification teaches, with the words of the case's first mail."""
        before, after = decision.before, decision.after
        told = [event for event in decision.events if event.kind is Happened.RECLASSIFIED]
        if before is None or not told:
            return
        row = connection.execute(
            "SELECT m.mail_sealed FROM case_messages c JOIN messages m ON m.id = c.message_id"
            " WHERE c.case_id = ? AND m.mail_sealed IS NOT NULL ORDER BY m.id LIMIT 1",
            (after.id,),
        ).fetchone()
        if row is None:
            return
        connection.execute(
            "INSERT INTO corrections (case_id, at, actor, was_types, types, was_party, party,"
            " model, text_sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                after.id,
                codec.instant(told[0].at),
                told[0].actor,
                ",".join(before.types),
                ",".join(after.types),
                before.party.value,
                after.party.value,
                after.model,
                self._words(row["mail_sealed"], after),
            ),
        )

    def _words(self, mail_sealed: bytes, case: Case) -> bytes:
        mail = codec.mail_from(self._sealed.open(mail_sealed))
        words = [mail.subject, mail.words, case.sender.value, case.language, case.requester.name]
        return self._sealed.seal(json.dumps(words).encode())

    def count(self) -> int:
        """Return how many corrections there are."""
        row = self._connections.row("SELECT count(*) AS n FROM corrections")
        return int(row["n"]) if row else 0

    def all(self) -> Iterator[CorrectedMail]:
        """Yield every correction whose words are not forgotten, oldest first, unredacted."""
        for mail, _ in self._read():
            yield mail

    def redacted(self) -> Iterator[CorrectedMail]:
        """Yield the corrections without addresses, numbers and the writer's own name."""
        for mail, name in self._read():
            yield CorrectedMail(
                _without(name, mail.subject),
                _without(name, mail.body),
                mail.types,
                mail.party,
                mail.sender,
                mail.language,
            )

    def _read(self) -> Iterator[tuple[CorrectedMail, str]]:
        rows = self._connections.rows(
            "SELECT types, party, text_sealed FROM corrections"
            " WHERE text_sealed IS NOT NULL ORDER BY id"
        )
        for row in rows:
            subject, body, sender, language, name = json.loads(
                self._sealed.open(row["text_sealed"])
            )
            types = tuple(row["types"].split(","))
            yield CorrectedMail(subject, body, types, row["party"], sender, language), name


def _without(name: str, text: str) -> str:
    """Return text redacted, and without the parts of a name that are longer than two letters."""
    text = redacted(text)
    for part in name.split():
        if len(part) > 2:
            text = text.replace(part, "[name]")
    return text
