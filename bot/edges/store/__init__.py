"""The store: one SQLite file, opened by every part of the worker."""

from datetime import date
from pathlib import Path

from bot.core.errors import Misconfigured
from bot.edges.store.audit import AuditLog
from bot.edges.store.backup import Backups
from bot.edges.store.batches import Batches
from bot.edges.store.cases import Cases
from bot.edges.store.connections import Connections
from bot.edges.store.corrections import Corrections
from bot.edges.store.desk_book import DeskBook
from bot.edges.store.directory import Directory
from bot.edges.store.faults import explained
from bot.edges.store.finding import Finding
from bot.edges.store.floods import Floods
from bot.edges.store.forgetting import Forgetting
from bot.edges.store.lists import Noise, Quarantine
from bot.edges.store.outbox import Outbox
from bot.edges.store.person import Person
from bot.edges.store.post_room import PostRoom
from bot.edges.store.purges import Purges
from bot.edges.store.rekey import Vault
from bot.edges.store.schema_queue import migrations
from bot.edges.store.scrubbing import Scrubbing
from bot.edges.store.sealed import Keys, Sealed
from bot.edges.store.slack_state import Clicks, Homes, Posts
from bot.edges.store.statistics import Chronicle


class Store:
    """All tables of one database file, by subject; migrated when opened."""

    def __init__(self, connections: Connections, keys: Keys, sealed: Sealed) -> None:
        self.connections, self.keys, self.sealed = connections, keys, sealed
        migrations.apply(connections.db)
        self.audit = AuditLog(connections, keys)
        self.outbox = Outbox(connections)
        self.corrections = Corrections(connections, sealed)
        self.cases = Cases(connections, sealed, keys, self.audit, self.corrections)
        self.batches = Batches(connections, sealed, keys, self.audit)
        self.post_room = PostRoom(
            connections, sealed, keys, self.audit, self.cases, batches=self.batches
        )
        self.floods = Floods(connections, self.audit)
        self.directory = Directory(connections)
        self.noise = Noise(connections, sealed, self.audit)
        self.quarantine = Quarantine(connections)
        self.chronicle = Chronicle(connections, self.audit)
        self.person = Person(connections, sealed, keys, self.audit, self.cases)
        self.forgetting = Forgetting(connections, sealed, keys, self.audit, self.cases)
        self.purges = Purges(connections, keys)
        self.scrubbing = Scrubbing(connections)
        self.vault = Vault(connections, sealed, keys, self.scrubbing)
        self.backups = Backups(connections)
        self.desk_book = DeskBook(connections, sealed)
        self.posts = Posts(connections)
        self.clicks = Clicks(connections)
        self.homes = Homes(connections)
        self.finding = Finding(connections, sealed, keys)

    def first_today(self, job: str, today: date) -> bool:
        """Tell whether a daily job has not run on this day yet, and note that it does now."""
        with self.connections.write() as connection:
            cursor = connection.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE"
                " SET value = excluded.value WHERE value < excluded.value",
                (f"last {job}", today.isoformat()),
            )
            return cursor.rowcount == 1

    def close(self) -> None:
        """Close every thread's connection."""
        self.connections.close()


def open_store(
    path: Path, secret_key: str, encryption_key: str = "", old_keys: tuple[str, ...] = ()
) -> Store:
    """Open (and create) the database at `path`, readable by the owner alone.

    `old_keys` open what they sealed. Raises Misconfigured if the keys are not those of
    this database, or the file cannot be used.
    """
    _own(path)
    with explained(path):
        store = Store(Connections(path), Keys(secret_key), Sealed(encryption_key, old_keys))
    try:
        store.vault.check()
        while store.finding.know_domains():
            pass
    except BaseException:
        store.close()
        raise
    return store


def _own(path: Path) -> None:
    """Create the file, and let nobody else read it or what SQLite puts beside it."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        for beside in ("", "-wal", "-shm"):  # SQLite gives new ones the rights of the database
            each = path.with_name(path.name + beside)
            if each.exists() and each.stat().st_mode & 0o077:
                each.chmod(0o600)
    except OSError as fault:
        raise Misconfigured(
            f"DATA_DIR: {path.parent} cannot be used ({fault.strerror}); it must be a folder"
            " that this user may write to"
        ) from None
