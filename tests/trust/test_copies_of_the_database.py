"""The README's ways to copy a database, while a worker writes: each opens, holds and goes on."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.bootstrap import run_once
from bot.edges.store import open_store
from tests.edges.store.kept import ASKER, incoming
from tests.stories.rig import Rig, mail
from tests.trust.test_commands import bot

SECRET, KEY = "s" * 40, "k" * 40


def by_api(source: Path, target: Path) -> None:
    """As `sqlite3 FILE ".backup COPY"`: pages at a time, begun anew when somebody writes."""
    reading, writing = sqlite3.connect(source, timeout=60), sqlite3.connect(target)
    reading.backup(writing, pages=50)
    reading.close()
    writing.close()


def by_vacuum(source: Path, target: Path) -> None:
    """As `sqlite3 FILE "VACUUM INTO 'COPY'"`: one reading, compact."""
    reading = sqlite3.connect(source, timeout=60)
    reading.execute("VACUUM INTO ?", (str(target),))
    reading.close()


@pytest.mark.parametrize("copy", [by_api, by_vacuum], ids=["backup api", "vacuum into"])
def test_a_copy_taken_while_a_worker_writes(
    rig: Rig, tmp_path: Path, copy: Callable[[Path, Path], None]
) -> None:
    """Whole, its audit chain holds, and a worker that starts on it takes up the work."""
    source = rig.folder / "data" / "privacy.sqlite3"
    store = open_store(source, SECRET, KEY)
    written, over = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not over.is_set() and number < 2000:
            number += 1
            incoming(store, ASKER, f"quicksilver {number} " * 50, number)
            if number == 20:
                written.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert written.wait(60)
    target = tmp_path / "copied" / "privacy.sqlite3"
    target.parent.mkdir()
    copy(source, target)
    over.set()
    writer.join(60)
    store.close()
    taken = open_store(target, SECRET, KEY)
    cases = len(taken.cases.queue(limit=10_000))
    assert cases >= 20
    unread = taken.post_room.waiting()  # kept, and copied before it was read
    assert taken.audit.verify().fault == ""
    assert target.stat().st_mode & 0o777 == 0o600
    taken.close()
    rig.imap.deliver(mail("Please delete my account.", sender="Ed Nilsen <ed@posteo.example>"))
    office = rig.office(DATA_DIR=str(target.parent))
    assert run_once(office) == []
    assert len(office.store.cases.queue(limit=10_000)) == cases + unread + 1
    assert office.store.audit.verify().fault == ""
    office.close()
    verified = bot(rig, "audit", "verify", DATA_DIR=str(target.parent))
    assert verified.returncode == 0, verified.stderr
