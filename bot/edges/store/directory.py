"""The directory of clients and organisations, as rows, with an index that follows them."""

import json
import sqlite3
import threading
from collections.abc import Iterable

from bot.core.mail import InboundMail
from bot.core.parties import Entry, EntryKind, Hit
from bot.edges.store.connections import Connections
from bot.edges.store.directory_index import DirectoryIndex


class Directory:
    """Implements the port `Directory`; the index is rebuilt when the table changed."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._lock = threading.Lock()
        self._built: tuple[int, DirectoryIndex] | None = None

    def replace(self, entries: Iterable[Entry]) -> int:
        """Add entries or bring those of the same kind and name up to date; return how many."""
        count = 0
        with self._connections.write() as connection:
            for entry in entries:
                connection.execute(
                    "INSERT INTO directory (name, kind, domains, aliases, contact_name,"
                    " contact_email, website, language, sla_business_days, notes)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, name) DO UPDATE"
                    " SET domains = excluded.domains, aliases = excluded.aliases,"
                    " contact_name = excluded.contact_name,"
                    " contact_email = excluded.contact_email, website = excluded.website,"
                    " language = excluded.language,"
                    " sla_business_days = excluded.sla_business_days, notes = excluded.notes",
                    (
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
                    ),
                )
                count += 1
            connection.execute(
                "INSERT INTO meta VALUES ('directory', '1') ON CONFLICT (key) DO UPDATE"
                " SET value = CAST(value AS INTEGER) + 1"
            )
        return count

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
