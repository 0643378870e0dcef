"""Where one person's address occurs in the database, and everything held about it as JSON."""

import base64
import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.core.case import Case
from bot.core.case_number import case_number
from bot.edges.store import codec, personal
from bot.edges.store.audit import AuditLog
from bot.edges.store.cases import Cases
from bot.edges.store.connections import Connections
from bot.edges.store.personal import Cell
from bot.edges.store.sealed import Keys, Sealed

_REQUESTER = "requester_sealed"
_UNREAD = ("stored", "reading")


@dataclass(frozen=True, slots=True)
class Found:
    """Where words occur: cases whose requester they name, other cases, and mails."""

    requester_of: tuple[int, ...]
    cases: tuple[int, ...]
    mails: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Traces:
    """Where an address occurs; `unread` are mails whose reading is still to come.

    Of a person without an e-mail address it is empty, and the cases are those named.

    `cases` are the person's own, `messages` the mails that go with them or that the
    person wrote; `mentions` are values of other people's cases and mails.
    """

    address: str
    cases: tuple[int, ...]
    messages: tuple[int, ...]
    unread: tuple[int, ...]
    mentions: tuple[Cell, ...]
    entries: tuple[int, ...]

    @property
    def touched(self) -> tuple[int, ...]:
        """Return other people's cases in which the address is mentioned."""
        found = {cell.case_id for cell in self.mentions if cell.case_id is not None}
        return tuple(sorted(found - set(self.cases)))

    @property
    def nothing(self) -> bool:
        """Tell whether the address occurs nowhere."""
        return not (self.cases or self.messages or self.unread or self.mentions or self.entries)


class Person:
    """Finds and exports; removes nothing (see `forgetting`)."""

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

    def traces(self, address: str) -> Traces:
        """Return where an address occurs: every sealed value is opened and looked at."""
        key = self._keys.lookup(address)
        rows = self._connections.rows
        own = {row["id"] for row in rows("SELECT id FROM cases WHERE requester_key = ?", key)}
        pattern = personal.pattern_of(address)
        mentions = self._mentions(pattern)
        unread = {
            row["id"] for row in rows("SELECT id FROM messages WHERE state IN (?, ?)", *_UNREAD)
        }
        found_unread = {cell.message_id for cell in mentions if cell.message_id in unread}
        going = self._mails_of(own) | {
            row["id"]
            for row in rows(
                "SELECT id FROM messages WHERE sender_key = ? AND id NOT IN"
                " (SELECT message_id FROM case_messages)",
                key,
            )
        }
        going |= self._uncased(mentions) - found_unread
        rest = tuple(
            cell
            for cell in mentions
            if cell.case_id not in own
            and cell.message_id not in going
            and cell.message_id not in unread
        )
        return Traces(
            address=address,
            cases=tuple(sorted(own)),
            messages=tuple(sorted(going - unread)),
            unread=tuple(sorted(one for one in found_unread if one is not None)),
            mentions=rest,
            entries=tuple(self._entries(pattern)),
        )

    def traces_of_cases(self, ids: Iterable[int]) -> Traces:
        """Return cases of somebody without an e-mail address, with the mails that go with them."""
        own = {case.id for case in self._cases.load_many(ids)}
        return Traces("", tuple(sorted(own)), tuple(sorted(self._mails_of(own))), (), (), ())

    def find(self, words: str, place: str = "") -> Found:
        """Return where a name, a postal address or a phone number occurs. Raises ValueError.

        `place` (CC[-SUB]) is where a phone number without a country belongs. Every sealed
        value is opened and looked at; namesakes are found, too.
        """
        pattern = personal.pattern_of_words(words, place)
        asks: set[int] = set()
        cases: set[int] = set()
        mails: set[int] = set()
        for cell, value in personal.cells(self._connections.db.conn):
            if not pattern.search(personal.words_of(value, self._sealed)):
                continue
            if cell.case_id is not None:
                requester = cell.column.table == "cases" and cell.column.name == _REQUESTER
                (asks if requester else cases).add(cell.case_id)
            if cell.message_id is not None:
                mails.add(cell.message_id)
        return Found(tuple(sorted(asks)), tuple(sorted(cases - asks)), tuple(sorted(mails)))

    def _mentions(self, pattern: re.Pattern[str]) -> list[Cell]:
        return [
            cell
            for cell, value in personal.cells(self._connections.db.conn)
            if pattern.search(personal.text_of(value, self._sealed))
        ]

    def _mails_of(self, cases: set[int]) -> set[int]:
        """Return the mails that belong to these cases and to no other that is remembered."""
        return set(mails_of_only(self._connections.db.conn, cases))

    def _uncased(self, mentions: list[Cell]) -> set[int]:
        """Return mails outside any case (daily list, quarantine) that hold the address."""
        cased = {
            row["message_id"]
            for row in self._connections.rows("SELECT message_id FROM case_messages")
        }
        found = {cell.message_id for cell in mentions if cell.message_id is not None}
        return found - cased

    def _entries(self, pattern: re.Pattern[str]) -> list[int]:
        rows = self._connections.rows("SELECT id, contact_email, notes FROM directory")
        return [
            row["id"] for row in rows if pattern.search(f"{row['contact_email']}\n{row['notes']}")
        ]

    def export(self, traces: Traces, now: datetime) -> dict[str, Any]:
        """Return everything held about a person (GDPR Art. 15); other people's mails as numbers.

        What others wrote about the person may hold their data, so a person decides on it.
        """
        return {
            "address": traces.address or None,
            "exported_at": codec.instant(now),
            "cases": [self._case(case) for case in self._cases.load_many(traces.cases)],
            "mails": [self._mail(one) for one in (*traces.messages, *traces.unread)],
            "corrections": self._corrections(traces.cases),
            "directory": [self._entry(one) for one in traces.entries],
            "mentioned_in": {
                "cases": [case_number(one) for one in traces.touched],
                "mails": sorted(
                    {c.message_id for c in traces.mentions if c.message_id is not None}
                ),
            },
        }

    def _case(self, case: Case) -> dict[str, Any]:
        made: dict[str, Any] = json.loads(json.dumps(asdict(case), default=str))
        made["number"] = case.number
        made["history"] = [
            {"at": codec.instant(event.at), "kind": event.kind.value, "by": event.actor}
            for _, event in self._audit.of_case(case.id)
        ]
        made["cards"] = [
            {"channel": row["channel"], "ts": row["ts"]}
            for row in self._connections.rows(
                "SELECT channel, ts FROM posts WHERE kind = 'card' AND key = ?", str(case.id)
            )
        ]
        return made

    def _mail(self, message_id: int) -> dict[str, Any]:
        row = self._connections.row("SELECT * FROM messages WHERE id = ?", message_id)
        assert row is not None
        read = row["mail_sealed"]
        raw = row["raw_sealed"]
        return {
            "message": message_id,
            "mailbox": row["account"],
            "received": row["internal_date"],
            "became": row["disposition"] or row["state"],
            "read_as": json.loads(self._sealed.open(read)) if read is not None else None,
            "raw_base64": base64.b64encode(self._sealed.open(raw)).decode() if raw else None,
        }

    def _corrections(self, cases: tuple[int, ...]) -> list[dict[str, Any]]:
        rows = self._connections.rows(
            f"SELECT * FROM corrections WHERE case_id IN ({','.join('?' * len(cases))})", *cases
        )
        return [
            {
                "case": case_number(row["case_id"]),
                "at": row["at"],
                "types": row["types"],
                "text": self._sealed.open_text(row["text_sealed"]),
            }
            for row in rows
        ]

    def _entry(self, entry_id: int) -> dict[str, Any]:
        row = self._connections.row("SELECT * FROM directory WHERE id = ?", entry_id)
        assert row is not None
        return {name: row[name] for name in ("name", "kind", "contact_name", "contact_email")}


def mails_of_only(connection: sqlite3.Connection, cases: set[int]) -> list[int]:
    """Return the mails whose every case is one of these or already forgotten."""
    marks = ",".join("?" * len(cases))
    rows = connection.execute(
        f"SELECT DISTINCT message_id FROM case_messages WHERE case_id IN ({marks})"
        " AND message_id NOT IN (SELECT m.message_id FROM case_messages m JOIN cases c"
        f" ON c.id = m.case_id WHERE c.forgotten_at IS NULL AND c.id NOT IN ({marks}))",
        (*cases, *cases),
    ).fetchall()
    return [row["message_id"] for row in rows]
