"""Which columns hold personal data, read from the schema itself, and how they are emptied.

A new table is covered by its names alone: `*_sealed` columns, beside `case_id` or `message_id`.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.core.phones import phone_pattern
from bot.edges.store.sealed import Sealed

LOOKUPS = (
    "requester_key",
    "requester_domain_key",
    "person_key",
    "recipient_key",
    "sender_key",
    "mid_key",
)
"""Keyed hashes of addresses, domains and Message-IDs; they go with what they find."""

EMPTY = b"\x00"  # a sealed empty value, for a column that may not be NULL
_AT_ONCE = 500  # rows named in one statement


@dataclass(frozen=True, slots=True)
class Column:
    """One personal column; `owner` names the column that says whose it is, empty if none."""

    table: str
    name: str
    keys: tuple[str, ...]
    owner: str
    about: str  # case, message or nothing
    required: bool

    @property
    def sealed(self) -> bool:
        """Tell whether it passes the codec."""
        return self.name.endswith("_sealed")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: its column and the row's primary key."""

    column: Column
    row: tuple[object, ...]
    case_id: int | None
    message_id: int | None


def columns(connection: sqlite3.Connection) -> list[Column]:
    """Return every personal column of every table."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " ORDER BY name"
    ).fetchall()
    return [column for row in tables for column in _of_table(connection, row["name"])]


def _of_table(connection: sqlite3.Connection, table: str) -> Iterator[Column]:
    found = connection.execute(f"PRAGMA table_info({table})").fetchall()
    names = [row["name"] for row in found]
    keys = tuple(
        row["name"] for row in sorted(found, key=lambda row: int(row["pk"])) if row["pk"]
    ) or ("rowid",)
    owner, about = _owner(table, names)
    for row in found:
        if row["name"].endswith("_sealed") or row["name"] in LOOKUPS:
            yield Column(table, row["name"], keys, owner, about, bool(row["notnull"]))


def _owner(table: str, names: list[str]) -> tuple[str, str]:
    itself = {"cases": "case", "messages": "message"}
    if table in itself:
        return "id", itself[table]
    for about in ("case", "message"):
        if f"{about}_id" in names:
            return f"{about}_id", about
    return "", ""


def empty(connection: sqlite3.Connection, about: str, ids: Iterable[int]) -> None:
    """Empty every personal column of these cases, or of these messages."""
    wanted = list(ids)
    for column in columns(connection):
        if column.about != about:
            continue
        value = EMPTY if column.sealed and column.required else ("" if column.required else None)
        for at in range(0, len(wanted), _AT_ONCE):
            some = wanted[at : at + _AT_ONCE]
            connection.execute(
                f"UPDATE {column.table} SET {column.name} = ?"
                f" WHERE {column.owner} IN ({','.join('?' * len(some))})",
                (value, *some),
            )


def cells(connection: sqlite3.Connection) -> Iterator[tuple[Cell, bytes]]:
    """Yield every sealed value as it lies there, a row at a time."""
    for column in columns(connection):
        if not column.sealed:
            continue
        picked = ", ".join((*column.keys, column.owner or "NULL", column.name))
        for row in connection.execute(
            f"SELECT {picked} FROM {column.table} WHERE {column.name} IS NOT NULL"
        ):
            *key, owner, value = tuple(row)
            case_id = owner if column.about == "case" else None
            message_id = owner if column.about == "message" else None
            yield Cell(column, tuple(key), case_id, message_id), value


def get(connection: sqlite3.Connection, cell: Cell) -> bytes | None:
    """Read one value as it lies there now."""
    where = " AND ".join(f"{name} = ?" for name in cell.column.keys)
    row = connection.execute(
        f"SELECT {cell.column.name} AS v FROM {cell.column.table} WHERE {where}", cell.row
    ).fetchone()
    return bytes(row["v"]) if row is not None and row["v"] is not None else None


def put(connection: sqlite3.Connection, cell: Cell, value: bytes | None) -> None:
    """Write one value, already sealed."""
    where = " AND ".join(f"{name} = ?" for name in cell.column.keys)
    if value is None and cell.column.required:
        value = EMPTY
    connection.execute(
        f"UPDATE {cell.column.table} SET {cell.column.name} = ? WHERE {where}",
        (value, *cell.row),
    )


def pattern_of(address: str) -> re.Pattern[str]:
    """Return what finds an address in text, but not inside a longer address."""
    return re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-]|\.\w)", re.IGNORECASE)


def pattern_of_words(words: str, place: str = "") -> re.Pattern[str]:
    """Return what finds a name, a postal address or a phone number however it is written.

    `place` (CC[-SUB]) is where a number without a country belongs. Raises ValueError
    for fewer than three letters or digits: they would be everywhere.
    """
    if sum(ch.isalnum() for ch in words) < 3:
        raise ValueError("too short")
    if phone := phone_pattern(words, place):
        return phone
    parts = [re.escape(part) for part in re.split(r"[\s,;]+", words) if part]
    return re.compile(r"(?<!\w)" + r"[\s,;]+".join(parts) + r"(?!\w)", re.IGNORECASE)


def words_of(value: bytes, sealed: Sealed) -> str:
    """Return what people wrote in a sealed value: of JSON its strings, one a line."""
    text = text_of(value, sealed)
    try:
        return "\n".join(_strings(json.loads(text)))
    except ValueError:
        return text


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def text_of(value: bytes, sealed: Sealed) -> str:
    """Return a sealed value as text; bytes that are no UTF-8 stay findable by their ASCII."""
    return sealed.open(value).decode("utf-8", "replace")
