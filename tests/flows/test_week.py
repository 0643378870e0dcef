"""The week for managers: counted from what is new in the log, and always what the log says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.decision import Event
from bot.core.statistics import Statistics, statistics
from bot.edges.store import Store, open_store
from bot.flows.week import Weeks
from tests.core.quarter import ZONE, Simulator
from tests.edges.store.logged import write_log
from tests.flows.clockwork import ASKER, Clockwork, at, case

Told = list[tuple[int, Event]]


def works(day: date) -> bool:
    """Tell working days without holidays."""
    return day.weekday() < 5


@dataclass
class Log:
    """A log in memory that tells how much of it was read."""

    told: Sequence[Event] = ()
    read: list[int] = field(default_factory=list)

    def still_heard_of(self, since: datetime, last: int) -> Iterator[Told]:
        """Yield everything up to `last`, case by case."""
        yield from self._cases(list(enumerate(self.told[:last], 1)))

    def newly_heard_of(self, after: int, last: int) -> Iterator[Told]:
        """Yield the cases with events after `after`, and what is of no case after it."""
        every = list(enumerate(self.told[:last], 1))
        heard = {event.case_id for seq, event in every if seq > after}
        yield from self._cases(
            [
                (seq, event)
                for seq, event in every
                if event.case_id in heard and (seq > after or event.case_id is not None)
            ]
        )

    def _cases(self, every: Told) -> Iterator[Told]:
        self.read.append(len(every))

        def number(one: tuple[int, Event]) -> int:
            return one[1].case_id or 0

        for _, told in groupby(sorted(every, key=number), number):
            yield list(told)

    def began(self) -> datetime | None:
        """Return the earliest moment."""
        return min((event.at for event in self.told), default=None)

    def head(self) -> tuple[int, str]:
        """Return number and words of the last event."""
        return len(self.told), str(self.told[-1]) if self.told else ""

    def goes_on_from(self, mark: tuple[int, str]) -> bool:
        """Tell whether the event of that number is that one."""
        seq, words = mark
        return seq == 0 or (seq <= len(self.told) and str(self.told[seq - 1]) == words)


@dataclass
class Clock:
    """What time it is."""

    now: datetime = datetime(2026, 8, 12, 12, tzinfo=UTC)


def weeks(log: object, clock: Clock) -> Weeks:
    """Return the weeks of a worker that has just started."""
    return Weeks(chronicle=log, zone=ZONE, works=works, now=lambda: clock.now)  # type: ignore[arg-type]


def recount(counted: Weeks, found: Statistics, events: Sequence[Event]) -> Statistics:
    """Count the same period once more from the whole log."""
    today = counted.now().astimezone(ZONE).date()
    began = min((event.at for event in events), default=None)
    return statistics(events, found.period, works, today, began)


@pytest.fixture(scope="module")
def lived() -> Sequence[Event]:
    """The log of a hundred and twenty cases in thirteen weeks."""
    return Simulator(7, 120).events()


JUMPS = st.lists(st.tuples(st.integers(0, 700), st.integers(-60, 60)), max_size=4)
STEPS = st.lists(st.tuples(st.integers(0, 200), st.integers(-3, 12)), min_size=1, max_size=12)


@settings(max_examples=20, deadline=None)
@given(jumps=JUMPS, steps=STEPS)
def test_what_is_counted_bit_by_bit_is_what_is_counted_at_once(
    lived: Sequence[Event], jumps: list[tuple[int, int]], steps: list[tuple[int, int]]
) -> None:
    """However the log grows and the clock jumps, the week is what the whole log says."""
    events = list(lived)
    for place, days in jumps:  # from there on the clock is wrong by so many days
        events[place:] = [replace(e, at=e.at + timedelta(days=days)) for e in events[place:]]
    log, clock = Log(), Clock()
    counted = weeks(log, clock)
    grown = 150
    for more, days in steps:
        grown += more
        clock.now += timedelta(days=days)
        log.told = events[:grown]
        for found in (counted.glance().statistics, counted.of("")):
            assert found == recount(counted, found, log.told)


@settings(max_examples=15, deadline=None)
@given(cuts=st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=5))
def test_a_backup_put_back_is_counted_as_it_is(
    lived: Sequence[Event], cuts: list[tuple[int, int]]
) -> None:
    """A log that lost its end, and perhaps went on otherwise, is counted from its start."""
    log, clock = Log(lived[:250]), Clock()
    counted = weeks(log, clock)
    counted.glance()
    for end, other in cuts:
        log.told = [*lived[:end], *lived[350 : 350 + other]]
        found = counted.glance().statistics
        assert found == recount(counted, found, log.told)


def test_only_news_is_read(lived: Sequence[Event]) -> None:
    """Who asks again has nothing read again but the cases that something happened to."""
    log = Log(lived[:300])
    counted = weeks(log, Clock())
    assert not counted.ready()
    counted.work()
    assert counted.ready()
    assert log.read == [300, 300], "this week and the last one"
    log.read.clear()
    counted.glance()
    counted.of("")
    assert log.read == [0, 0]
    log.read.clear()
    log.told = lived[:301]
    counted.glance()
    assert log.read == [sum(e.case_id == lived[300].case_id for e in log.told)]


def test_other_weeks_are_counted_and_not_kept(lived: Sequence[Event]) -> None:
    """A week of long ago is what the log says; asking for many keeps none of them."""
    log = Log(lived)
    counted = weeks(log, Clock())
    for name in ("2026-W29", "2026-W31", "2026-W29"):
        found = counted.of(name)
        assert found == recount(counted, found, lived)
    assert not counted.ready()
    assert log.read == [len(lived)] * 3


@dataclass
class Torn(Log):
    """A log whose reading breaks off after the first case, once."""

    tears: bool = False

    def newly_heard_of(self, after: int, last: int) -> Iterator[Told]:
        """Yield one case and fail."""
        told = super().newly_heard_of(after, last)
        yield next(told)
        if self.tears:
            self.tears = False
            raise OSError("the disk is away")
        yield from told


def test_a_count_that_broke_off_is_made_anew(lived: Sequence[Event]) -> None:
    """What was counted in part is not built upon."""
    log = Torn(lived[:300])
    counted = weeks(log, Clock())
    counted.glance()
    log.told, log.tears = lived[:330], True
    with pytest.raises(OSError, match="disk"):
        counted.glance()
    assert not counted.ready()
    found = counted.glance().statistics
    assert found == recount(counted, found, log.told)


def test_a_new_week_begins_anew(lived: Sequence[Event]) -> None:
    """On Monday the running week is the next one, and what was it is the last."""
    log, clock = Log(lived), Clock()
    counted = weeks(log, clock)
    before = counted.glance().statistics.period
    clock.now += timedelta(weeks=1)
    assert not counted.ready()
    assert counted.glance().statistics.period.earlier(1) == before
    assert counted.of("").period == before


def everything(store: Store) -> list[Event]:
    """Return the whole log."""
    return store.chronicle.events()


def test_a_worker_counts_what_its_database_says(tmp_path: Path, lived: Sequence[Event]) -> None:
    """Over a real database that grows, by its indexes: each time what the whole log says."""
    store = open_store(tmp_path / "db.sqlite3", "s" * 40, "k" * 40)
    clock = Clock()
    counted = weeks(store.chronicle, clock)
    assert counted.glance().statistics.received.cases == 0
    for begin in range(0, len(lived), 60):
        part = lived[begin : begin + 60]
        write_log(store, part)
        clock.now = part[-1].at
        for found in (counted.glance().statistics, counted.of("")):
            assert found == recount(counted, found, everything(store))
    smaller = open_store(tmp_path / "backup.sqlite3", "s" * 40, "k" * 40)
    write_log(smaller, lived[:200])
    counted.chronicle = smaller.chronicle
    found = counted.glance().statistics
    assert found == recount(counted, found, everything(smaller))
    smaller.close()
    store.close()


def test_who_is_forgotten_still_counts(tmp_path: Path) -> None:
    """Forgetting a person changes no number, neither of a worker that runs nor of a new one."""
    worker = Clockwork(tmp_path / "db.sqlite3")
    worker.opens(case(), case(2))
    clock = Clock(at("2026-11-04"))
    counted = weeks(worker.store.chronicle, clock)
    before = counted.glance().statistics
    traces = worker.store.person.traces(ASKER.email)
    worker.store.forgetting.forget_person(traces, "operator", clock.now)
    after = counted.glance().statistics
    assert after == weeks(worker.store.chronicle, clock).glance().statistics
    assert after.received == before.received
    assert after == recount(counted, after, everything(worker.store))
    worker.store.close()
