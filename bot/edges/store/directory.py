"""The directory of clients and organisations, as rows, with an index that follows them."""

import dataclasses
import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bot.core.mail import InboundMail
from bot.core.parties import Entry, EntryKind, Hit
from bot.edges.store.connections import Connections
from bot.edges.store.directory_file import entry_from
from bot.edges.store.directory_index import DirectoryIndex

_STEP = 1000  # entries between two words of progress
_COLUMNS = (
    "name", "kind", "domains", "aliases", "contact_name", "contact_email", "website", "language",
    "sla_business_days", "notes",
)  # fmt: skip
_INSERT = (
    f"INSERT INTO directory ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
    " ON CONFLICT (kind, name) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[2:])
)
_UPDATE = f"UPDATE directory SET {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE id = ?"
_NEXT_VERSION = (
    "INSERT INTO meta VALUES ('directory', '1') ON CONFLICT (key) DO UPDATE"
    " SET value = CAST(value AS INTEGER) + 1"
)

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: how many entries were new, were changed, were known as they are."""

    added: int
    changed: int
    unchanged: int

    @property
    def total(self) -> int:
        """Return how many entries were given."""
        return self.added + self.changed + self.unchanged


class Directory:
    """Implements the port `Directory`; the index is rebuilt when the table changed."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._lock = threading.Lock()
        self._built: tuple[int, DirectoryIndex] | None = None

    def replace(self, entries: Iterable[Entry], progress: Progress = lambda rows: None) -> Imported:
        """Add entries or bring those of the same kind and name up to date, all or none.

        Case and spaces of a name do not make another entry. The same entries again change
        nothing; `progress` hears of every thousandth entry.
        """
        known = {(one.kind, one.name.casefold()): one for one in self.all()}
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        with self._connections.write() as connection:
            for number, entry in enumerate(entries, 1):
                if number % _STEP == 0:
                    progress(number)
                old = known.get((entry.kind, entry.name.casefold()))
                if old is not None and old == dataclasses.replace(entry, id=old.id):
                    counts["unchanged"] += 1
                elif old is not None:
                    connection.execute(_UPDATE, (*_values(entry), old.id))
                    counts["changed"] += 1
                else:
                    connection.execute(_INSERT, _values(entry))
                    counts["added"] += 1
            if counts["added"] or counts["changed"]:
                connection.execute(_NEXT_VERSION)
        return Imported(**counts)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Commit what is written inside as one; if it raises, nothing of it happened."""
        try:
            with self._connections.write():
                yield
        except BaseException:
            with self._lock:
                self._built = None  # it may know an entry that never came to be
            raise

    def add(self, cells: Mapping[str, str]) -> Entry | dict[str, str]:
        """Add an entry from the cells of a row, or return what is wrong with them, by cell.

        An entry of the same kind and name is no place for a slip: it is changed by an import.
        """
        entry, wrong = entry_from(cells)
        if entry is None:
            return wrong
        known = {(one.kind, one.name.casefold()) for one in self.all()}
        if (entry.kind, entry.name.casefold()) in known:
            return {"name": "This name is in the directory: choose it in the search."}
        self.replace([entry])
        return next(one for one in self.all() if (one.kind, one.name) == (entry.kind, entry.name))

    def all(self) -> list[Entry]:
        """Return every entry by name."""
        rows = self._connections.rows("SELECT * FROM directory ORDER BY kind, name")
        return [_entry(row) for row in rows]

    def entry(self, entry_id: int) -> Entry | None:
        """Return one entry, or None."""
        return self._index().entry(entry_id)

    def find(self, mail: InboundMail) -> list[Hit]:
        """Return the entries that a mail gives grounds for, the strongest evidence first."""
        return self._index().find(mail)

    def lookup(self, text: str) -> list[Hit]:
        """Return the hits of what a person typed: a name, a domain, an address, a sentence."""
        return self._index().lookup(text)

    def remarks(self, entries: Iterable[Entry]) -> list[str]:
        """Return which domains of entries will never identify anybody, and why."""
        index = self._index()
        return [remark for entry in entries for remark in index.remarks(entry)]

    def search(self, text: str, limit: int = 20) -> list[Entry]:
        """Return entries whose name, alias or domain is like `text`, best first."""
        return self._index().search(text, limit)

    def _index(self) -> DirectoryIndex:
        row = self._connections.row("SELECT value FROM meta WHERE key = 'directory'")
        version = int(row["value"]) if row else 0
        with self._lock:
            if self._built is None or self._built[0] != version:
                self._built = (version, DirectoryIndex(self.all()))
            return self._built[1]


def _values(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.name,
        entry.kind.value,
        json.dumps(entry.domains),
        json.dumps(entry.aliases),
        entry.contact_name,
        entry.contact_email,
        entry.website,
        entry.language,
        entry.sla_business_days,
        entry.notes,
    )


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        name=row["name"],
        kind=EntryKind(row["kind"]),
        domains=tuple(json.loads(row["domains"])),
        aliases=tuple(json.loads(row["aliases"])),
        contact_name=row["contact_name"],
        contact_email=row["contact_email"],
        website=row["website"],
        language=row["language"],
        sla_business_days=row["sla_business_days"],
        notes=row["notes"],
        id=row["id"],
    )
