"""Killers of mail parsers, each between two good mails, through the whole worker."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bot.edges.store import Store
from tests.edges.mail.killers import KILLERS
from tests.edges.mail.odd.case import multipart
from tests.stories.rig import Rig, mail

pytestmark = pytest.mark.dovecot

ROOT = Path(__file__).parents[2]
MEMORY_MB = 512
IDLE_MB = 150.0  # of a worker before its first mail


class Memory:
    """By how much the memory of this process grew while it was watched, in MB."""

    def __init__(self) -> None:
        self._first = self._now()
        self.grew = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Memory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            self.grew = max(self.grew, self._now() - self._first)

    @staticmethod
    def _now() -> float:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGESIZE") / 2**20


def children() -> set[str]:
    """Return the processes that this one started and that still live."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        found |= set((task / "children").read_text().split())
    return found


def test_no_killer_stops_the_mails_around_it(dovecot_rig: Rig) -> None:
    """Every good mail has its card, every killer a card or a place on a list; memory is flat."""
    rig = dovecot_rig
    before = children()
    good = [f"Please delete my account, number {number:02d}." for number in range(len(KILLERS) + 1)]

    def asks(number: int) -> bytes:
        return mail(good[number], sender=f"Maren Holt <maren.{number}@posteo.example>")

    rig.imap.deliver(asks(0))
    for number, make in enumerate(KILLERS.values(), 1):
        rig.imap.deliver(make())
        rig.imap.deliver(asks(number))
    with Memory() as memory:
        worker = rig.start()
        store = worker.office.store
        rig.waits(lambda: len(all_filed(store)) == 2 * len(KILLERS) + 1, 120.0)
        rig.waits(lambda: not store.post_room.waiting(), 60.0)
        rig.waits(lambda: not missing(store))
    became = all_filed(store)
    assert became[0::2] == ["case"] * len(good)
    assert became[1::2] == ["case"] * len(KILLERS)
    assert rig.cards()
    rig.stop()
    assert IDLE_MB + memory.grew < MEMORY_MB  # other tests may have left something, too
    assert children() <= before


MEASURE = """
import os, subprocess, sys
worker = subprocess.Popen(sys.argv[1:], stdout=2)
_, status, used = os.wait4(worker.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_maxrss)
"""
"""Says how a command ended, and its own peak or its parse child's, the greater. A small process
starts it: Linux counts the memory of whoever starts a process as that process's own."""


def test_a_mail_of_40_mb_goes_through_like_any_other(dovecot_rig: Rig) -> None:
    """It comes whole, in chunks; its words are read, and no process grows beyond its limit."""
    rig = dovecot_rig
    line = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\r\n"
    picture = b'Content-Type: image/tiff; name="a.tif"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    head = mail("", "My photos", MIME_Version="1.0").partition(b"Content-Type:")[0]
    words = b"Content-Type: text/plain\r\n\r\nPlease delete my account and these pictures.\r\n"
    big = head + multipart(b"mixed", words, picture + line * (40 * 2**20 // len(line)))
    rig.imap.deliver(big)
    rig.imap.deliver(mail("Please delete my account.", sender="Ed <ed.nilsen@posteo.example>"))
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **rig.environment()}
    command = [sys.executable, "-m", "bot", "run", "--once"]
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, *command],
        cwd=rig.folder, env=environment, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    code, peak = map(int, measured.stdout.split())
    assert code == 0
    assert peak / 1024 < MEMORY_MB
    office = rig.office()
    whole = office.store.post_room.raw(1) == big  # no 40 MB in a failing test's words
    assert whole
    office.close()
    rig.card("P-0001")
    rig.card("P-0002")


def all_filed(store: Store) -> list[str]:
    """Return what became of each mail that is settled, in the order of arrival."""
    rows = store.connections.rows(
        "SELECT disposition FROM messages WHERE state IN ('filed', 'quarantined') ORDER BY id"
    )
    return [row["disposition"] for row in rows]


def missing(store: Store) -> list[int]:
    """Return the cases that have neither a card nor a place on the list of a flood."""
    rows = store.connections.rows(
        "SELECT id FROM cases WHERE id NOT IN (SELECT case_id FROM held_back)"
        " AND CAST(id AS TEXT) NOT IN (SELECT key FROM posts WHERE kind = 'card')"
    )
    return [row["id"] for row in rows]
