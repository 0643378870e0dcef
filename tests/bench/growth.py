"""How a database that grows slows things down: reading a message, Home, searches, reminders.

What a query costs is measured in a worker that runs: it has counted the week ahead, as its clock
does after each start, and fifty mails have come since anybody asked. Counting it ahead, and any
older week, which no button opens, are told apart: they have no goal.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.bootstrap import Office
from bot.core.case import Channel
from bot.core.mail import Place, RawMail
from bot.core.queue import Shown
from tests.bench import rooms
from tests.bench.mails import mails
from tests.bench.years import multiply
from tests.servers.dovecot import Dovecot

_STEP = 500  # messages of one measurement
_BATCH = 50
_TIMES = 7  # that a query is measured
_PATTERN = 1_000  # messages whose cases are copied
_LARGEST = 6_000  # bytes; the size of a mail costs the same at any count


@dataclass(slots=True)
class Growth:
    """Milliseconds a message at each count of messages; milliseconds a query at `cases` cases."""

    reading: dict[int, float] = field(default_factory=dict)
    cases: int = 0
    queries: dict[str, float] = field(default_factory=dict)
    ahead_seconds: float = 0.0
    older_seconds: float = 0.0

    @property
    def factor(self) -> float:
        """How much dearer a message is at the largest count than at the smallest."""
        return self.reading[max(self.reading)] / self.reading[min(self.reading)]


def measure(
    imap: Dovecot, folder: Path, counts: tuple[int, ...], cases: int, say: Callable[[str], None]
) -> Growth:
    """Let one database grow to each of `counts` messages, then to `cases` cases."""
    growth = Growth()
    with rooms.office(folder, imap) as office:
        stock = _stock(max(counts) + _STEP)
        done = 0
        for count in sorted(counts):
            say(f"a database of {count:,} messages")
            while done < count:
                done += _read(office, stock, _STEP)[0]
            read, seconds = _read(office, stock, _STEP)
            done += read
            growth.reading[count] = seconds * 1000 / read
    years = folder / "years"
    years.mkdir()
    say(f"a database of {cases:,} cases")
    with rooms.office(years, imap) as office:
        stock = _stock(_PATTERN + 10 * _TIMES * _BATCH)
        _read(office, stock, _PATTERN)
        growth.cases = multiply(years / "privacy.sqlite3", cases)
        growth.ahead_seconds = _seconds(office.weeks.work)
        growth.older_seconds = _seconds(lambda: office.weeks.of(_name_of_a_year_ago(office)))
        growth.queries = {
            name: _median(query, lambda: _read(office, stock, _BATCH))
            for name, query in _queries(office)
        }
    return growth


def _stock(count: int) -> Iterator[RawMail]:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    small = (raw for raw in mails(count * 3, seed=21) if len(raw) < _LARGEST)
    for number, raw in enumerate(small, start=1):
        yield RawMail(Place("privacy", "INBOX", 1, number), raw, at)


def _read(office: Office, stock: Iterator[RawMail], count: int) -> tuple[int, float]:
    """Keep and read so many mails, as the worker does; return how many and the seconds."""
    begun = time.perf_counter()
    for _ in range(count // _BATCH):
        office.store.post_room.keep([next(stock) for _ in range(_BATCH)])
    done = 0
    while read := office.intake.work():
        done += read
    return done, time.perf_counter() - begun


def _queries(office: Office) -> Iterator[tuple[str, Callable[[], object]]]:
    finder, seen = office.finder, list(Channel)
    today = office.now().astimezone(office.zone).date()
    yield "Home, first page", lambda: finder.page(Shown(), "U0ADA", seen)
    yield "Home, page 50", lambda: finder.page(Shown(page=50), "U0ADA", seen)
    for words in ("P-0500", "person7@mailhaven.example", "mailhaven.example", "delete"):
        yield f"search {words}", lambda words=words: finder.search(words, seen)
    yield "the week on Home", office.weeks.glance
    yield "last week in full", lambda: office.weeks.of("")
    yield "reminders of a week", lambda: office.store.chronicle.due_by(today + timedelta(days=7))


def _name_of_a_year_ago(office: Office) -> str:
    year, week, _ = (office.now() - timedelta(weeks=52)).isocalendar()
    return f"{year}-W{week:02d}"


def _seconds(query: Callable[[], object]) -> float:
    begun = time.perf_counter()
    query()
    return time.perf_counter() - begun


def _median(query: Callable[[], object], between: Callable[[], object]) -> float:
    """Return the milliseconds of a query that is made anew after something happened."""
    times = []
    for _ in range(_TIMES):
        between()
        times.append(_seconds(query) * 1000)
    return statistics.median(times)
