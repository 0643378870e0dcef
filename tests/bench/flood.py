"""Mails of one hour, each in a wording of its own, and what of it a channel gets to see.

`python -m tests.bench.flood [MAILS]` does it with 5,000; the suite with a few hundred.
"""

# ruff: noqa: T201  (a bench prints)

import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.bootstrap.crowds import make_crowds
from bot.core.mail import Address
from bot.core.moves import Debt
from bot.core.views import FloodView
from bot.flows.crowds import CARDS_PER_HOUR
from tests.flows.batch_desk import Desk, open_desk
from tests.flows.world import NOW

WISHES = ("delete", "send me a copy of", "stop the newsletter about")


@dataclass(frozen=True, slots=True)
class Flooded:
    """What became of it: posts by kind as the chat would get them, the digest, seconds."""

    posts: Counter[Debt]
    digest: FloodView
    cases: int
    read: float
    shown: float


def flood(desk: Desk, mails: int, per_hour: int) -> Flooded:
    """Let so many people write in one hour, and do what is then owed to the chat."""
    for number in range(mails):
        sender = Address(f"person{number}@mail{number % 97}.example", "Anna Berg")
        text = f"Please {WISHES[number % 3]} what you have about me, number {number}."
        desk.request(number, senders=(sender,), subject=f"Mine {number}", text=text, visible=text)
    begun = time.perf_counter()
    desk.world.read()
    read = time.perf_counter()
    posts: Counter[Debt] = Counter()
    crowds = make_crowds(desk.store, desk.batches, per_hour)
    outbox = desk.store.outbox
    while owed := outbox.due(letters=False, now=NOW):  # all within the hour
        if crowds.instead(owed) is False:
            posts[owed.kind] += 1
        outbox.settle(owed.id, "done", NOW)
    while owed := outbox.due(letters=False, now=NOW.replace(minute=59)):
        posts[owed.kind] += 1
        outbox.settle(owed.id, "done", NOW)
    row = desk.store.connections.row("SELECT count(*) AS n FROM cases")
    assert row is not None
    day = desk.store.floods.view(NOW.date())
    return Flooded(posts, day, row["n"], read - begun, time.perf_counter() - read)


def main(mails: int) -> int:
    """Print what a channel gets of so many mails."""
    with tempfile.TemporaryDirectory(prefix="bench-flood-") as folder:
        desk = open_desk(Path(folder) / "db.sqlite3")
        found = flood(desk, mails, CARDS_PER_HOUR)
        desk.store.close()
    print(f"{mails:,} mails, {found.cases:,} cases, read in {found.read:.0f} s")
    print(f"posts: {dict(found.posts)}, worked out in {found.shown:.0f} s")
    print(f"the digest: {found.digest.waiting:,} wait, by type {found.digest.types}")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000))
