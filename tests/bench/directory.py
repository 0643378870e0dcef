"""Measures the directory with 10,000 entries: `python -m tests.bench.directory`."""

# ruff: noqa: T201  (a bench prints)

import argparse
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable

from bot.core.mail import Address, InboundMail
from bot.core.parties import Entry, EntryKind
from bot.edges.store.directory_index import DirectoryIndex

_SYLLABLES = (
    "ka lo mi ter van bra sol qui den har wick nor fel tru ost ber lin gra mon pel zu rei thal"
    " dor vek sil ana cor pha xen ulm ist rod gam bel fri hol jun kre lus"
).split()
_LIMIT_MS = 5.0


def _name(dice: random.Random) -> str:
    return "".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4))).capitalize()


def entries(count: int, dice: random.Random) -> list[Entry]:
    """Return made-up entries, each with two domains and three names."""
    made = []
    for number in range(1, count + 1):
        first, second = _name(dice), _name(dice)
        host = f"{first}-{second}{number}".lower()
        made.append(
            Entry(
                f"{first} {second} GmbH",
                dice.choice(list(EntryKind)),
                (f"{host}.example", f"{host}.test"),
                (f"{first}{number}", f"{_name(dice)} {first}"),
                contact_email=f"privacy@{host}.example",
                website=f"https://www.{host}.example",
                id=number,
            )
        )
    return made


def mails(known: list[Entry], count: int, dice: random.Random) -> list[InboundMail]:
    """Return mails of some 150 words: half name an entry, a quarter link one."""
    filler = (
        "Hello, I would like to know which data about me you keep and where they came from."
        " I never gave you anything and Nobody in Particular could tell me more about it."
        " Please answer within the time that the law sets, and confirm the receipt of this mail. "
    )
    made = []
    for number in range(count):
        entry = dice.choice(known)
        text = filler * 3
        if number % 2:
            text += f"I bought at {entry.name.removesuffix(' GmbH')} last year."
        link = (f"{entry.website}/cart",) if number % 4 == 0 else ()
        sender = Address(f"p{number}@mailhaven.example", "Petra Muster")
        made.append(InboundMail(subject="My data", visible=text, senders=(sender,), links=link))
    return made


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def main() -> int:
    """Print build time, memory and lookup time; exit code 1 over the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--mails", type=int, default=200)
    given = parser.parse_args()
    dice = random.Random(5)
    known = entries(given.entries, dice)
    tracemalloc.start()
    index = DirectoryIndex(known)
    memory = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    built = _timed(lambda: DirectoryIndex(known))
    times = sorted(_timed(lambda m=mail: index.find(m)) for mail in mails(known, given.mails, dice))  # type: ignore[misc]
    median, late = statistics.median(times), times[int(len(times) * 0.95)]
    print(f"{given.entries} entries: built in {built:.0f} ms, {memory:.1f} MB")
    print(f"lookup of one mail: median {median:.2f} ms, 95 of 100 within {late:.2f} ms")
    print(f"search while typing: {_timed(lambda: index.search('karlomi')):.0f} ms")
    if median > _LIMIT_MS:
        print(f"over the limit of {_LIMIT_MS} ms", file=sys.stderr)
    return int(median > _LIMIT_MS)


if __name__ == "__main__":
    raise SystemExit(main())
