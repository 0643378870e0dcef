"""Intake side by side: bare fetch, parse and commit; the worker's whole intake; triage of files."""

import email
import gc
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import policy
from email.message import Message
from pathlib import Path

from imapclient import IMAPClient

from bot.bootstrap.office import Office
from bot.edges.mail.imap import ImapMailbox
from bot.loops import MailLoop, ReadLoop, Signal
from tests.bench import rooms
from tests.bench.mails import mails
from tests.servers.dovecot import OTHER, Dovecot

_OTHERS_SECRET = "secret2"
_BATCH = 50
_HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "References")


@dataclass(frozen=True, slots=True)
class Intake:
    """Messages a second: the median of the rounds, and the median ratio of pairs."""

    bare: float
    whole: float
    triage: float

    @property
    def share(self) -> float:
        """How much of the bare speed the whole intake reaches."""
        return self.whole / self.bare


def measure(imap: Dovecot, count: int, rounds: int) -> Intake:
    """Measure all three by turns, so that a busy moment hits each alike."""
    bare, whole, triage = [], [], []
    with _folder() as folder:
        for turn in range(rounds):
            raws = list(mails(count, seed=11 + turn))
            bare.append(count / _bare(imap, folder / f"b{turn}", raws))
            whole.append(count / _whole(imap, folder / f"w{turn}", raws))
            triage.append(count / _triage(folder / f"t{turn}", raws))
    return Intake(statistics.median(bare), statistics.median(whole), statistics.median(triage))


@contextmanager
def _folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="bench-data-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _bare(imap: Dovecot, database: Path, raws: list[bytes]) -> float:
    rooms.fill(imap, raws, OTHER)
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE mail (uid INTEGER PRIMARY KEY, raw BLOB, text TEXT)")
    begun = time.perf_counter()
    with IMAPClient("127.0.0.1", imap.port, ssl=False) as client:
        client.login(OTHER, _OTHERS_SECRET)
        client.select_folder("INBOX")
        uids = client.search("ALL")
        for at in range(0, len(uids), _BATCH):
            got = client.fetch(uids[at : at + _BATCH], ["BODY.PEEK[]"])
            rows = [
                (uid, data[b"BODY[]"], _text(email.message_from_bytes(data[b"BODY[]"])))
                for uid, data in got.items()
            ]
            with connection:
                connection.executemany("INSERT INTO mail VALUES (?, ?, ?)", rows)
        seconds = time.perf_counter() - begun
        client.delete_messages(uids)
        client.expunge()
    stored = connection.execute("SELECT count(*) FROM mail").fetchone()[0]
    connection.close()
    assert stored == len(raws), f"{stored} of {len(raws)} mails arrived"
    return seconds


def _text(tree: Message) -> str:
    """Return the headers that matter, decoded, and the text, as a simple helpdesk would."""
    found = [
        str(policy.default.header_factory(name, str(tree[name])))
        for name in _HEADERS
        if tree[name] is not None
    ]
    for part in tree.walk():
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                found.append(payload.decode(part.get_content_charset() or "utf-8", "replace"))
    return "\n".join(found)


def _whole(imap: Dovecot, folder: Path, raws: list[bytes]) -> float:
    with rooms.office(folder, imap) as office:
        rooms.fill(imap, mails(1, seed=3))
        until(office, 1)  # loads the model and starts the child: start-up is measured apart
        gc.freeze()  # as the worker does once it has started
        rooms.fill(imap, raws)
        return until(office, len(raws))


def until(office: Office, count: int) -> float:
    """Let the worker's own mail threads work until `count` more mails are read; the seconds."""
    signal = Signal()
    post_room = office.store.post_room
    if signal.ring not in office.store.connections.after_commit:
        office.store.connections.after_commit.append(signal.ring)
    account = office.account(office.boxes[0])
    loops = [
        ReadLoop(signal, office.intake),
        MailLoop("bench", signal, lambda: ImapMailbox(account), post_room, 600.0),
    ]
    database = sqlite3.connect(office.settings.data_dir / "privacy.sqlite3")
    done = _read(database) + count
    begun = time.perf_counter()
    for loop in loops:
        loop.start()
    while _read(database) < done:
        time.sleep(0.02)
    seconds = time.perf_counter() - begun
    database.close()
    signal.stop()
    for loop in loops:
        loop.wake()
        loop.join(30)
    return seconds


def _read(database: sqlite3.Connection) -> int:
    query = "SELECT count(*) FROM messages WHERE state NOT IN ('stored', 'reading')"
    return int(database.execute(query).fetchone()[0])


def _triage(folder: Path, raws: list[bytes]) -> float:
    folder.mkdir()
    for number, raw in enumerate(raws):
        (folder / f"{number:06}.eml").write_bytes(raw)
    command = [sys.executable, "-m", "bot", "triage", "--json", str(folder)]
    begun = time.perf_counter()
    out = subprocess.run(command, check=True, capture_output=True)
    seconds = time.perf_counter() - begun
    lines = out.stdout.count(b"\n")
    assert lines == len(raws), f"{lines} lines for {len(raws)} mails"
    return seconds
