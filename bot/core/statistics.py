"""Events -> numbers: what a period was like, counted from the audit log alone.

Reads no case, no mail and no clock, so the numbers survive the forgetting of people.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from heapq import nsmallest
from statistics import median
from typing import Any

from bot.core.case_log import Record, cases_at_each
from bot.core.deadlines import Works, add_working_days
from bot.core.decision import Event
from bot.core.moves import Happened
from bot.core.periods import Period

FULFILLED = frozenset({"fulfilled", "partly_fulfilled"})
_OLDEST = 5  # cases on the list of the oldest
_SOON = timedelta(days=7)
_FLOW = ("received", "answered", "fulfilled", "closed")
_BEFORE = 4  # periods that the change is measured against


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases, and how many request lines in them."""

    cases: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int = 0
    whole: int = 0

    @property
    def ratio(self) -> float | None:
        """Return the share from 0 to 1, or None of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Spread:
    """Lengths of time in days: median, mean and 90th percentile (nearest rank)."""

    count: int = 0
    median: float | None = None
    p90: float | None = None
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """What came and went in one period, in cases."""

    name: str
    received: int
    answered: int
    fulfilled: int
    closed: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """One period in numbers; breakdowns are exact here, `figures` hides small ones."""

    period: Period
    received: Count
    answered: Count
    fulfilled: Count
    closed: Count
    open: Count
    overdue: Count
    due_soon: Count
    by_type: dict[str, int]
    by_party: dict[str, int]
    by_regime: dict[str, int]
    outcomes: dict[str, int]
    first_letter: Spread
    closing: Spread
    within_due: Share
    corrected: Share
    precision: dict[str, Share]
    handovers: Share
    agents: Share
    oldest: tuple[tuple[int, int], ...]
    noise: int
    before: tuple[Flow, ...] = ()

    @property
    def flow(self) -> Flow:
        """Return what came and went."""
        counts = (self.received, self.answered, self.fulfilled, self.closed)
        return Flow(self.period.label, *(one.cases for one in counts))


def spread(spans: Iterable[timedelta]) -> Spread:
    """Return lengths of time as median, mean and 90th percentile."""
    days = sorted(span / timedelta(days=1) for span in spans)
    if not days:
        return Spread()
    rank = -(-len(days) * 9 // 10)
    return Spread(len(days), median(days), days[rank - 1], sum(days) / len(days))


def _of_sizes(sizes: Counter[int]) -> Count:
    """Return the count of cases by how many lines they have; of none is no case."""
    return Count(
        sum(cases for lines, cases in sizes.items() if lines),
        sum(lines * cases for lines, cases in sizes.items()),
    )


def reach(period: Period) -> datetime:
    """Return the first moment that the numbers of a period look at, those before it included.

    A case that was closed by then and of which nothing was heard since counts nowhere.
    """
    return period.earlier(_BEFORE).start


def periods_before(period: Period, began: datetime | None) -> tuple[Period, ...]:
    """Return what a period is compared with: not what ended before the log began."""
    earlier = (period.earlier(steps) for steps in range(_BEFORE, 0, -1))
    return tuple(one for one in earlier if began and one.end > began)


class Tally:
    """What a log comes to in one period, and in those before it, as bags of facts.

    What a case puts into the bags follows from its own events alone. So when the log has grown
    it is enough to take out what the cases with new events had put in, and to put in what all
    their events come to now. Times are in days of 24 hours; `works` tells the working days.
    """

    def __init__(self, period: Period, works: Works, before: Sequence[Period]) -> None:
        self.period, self.before, self._works = period, tuple(before), works
        spans = (*self.before, period)
        self._spans = [(one.start.astimezone(UTC), one.end.astimezone(UTC)) for one in spans]
        self._bags: defaultdict[tuple[int, str], Counter[Any]] = defaultdict(Counter)

    def add(self, events: Sequence[Event], times: int = 1) -> None:
        """Count all events of some cases, or of no case; with `times` -1 take them out again."""
        last = len(self.before)
        for number, records in enumerate(cases_at_each(events, [end for _, end in self._spans])):
            facts = self._facts if number == last else self._flow
            for record in records:
                for name, key in facts(number, record):
                    self._put(number, name, key, times)
        for event in events:
            if event.kind is Happened.NOISE_LISTED and self._holds(last, event.at):
                self._put(last, "noise", True, times)

    def _put(self, number: int, name: str, key: Hashable, times: int) -> None:
        bag = self._bags[number, name]
        bag[key] += times
        if not bag[key]:
            del bag[key]

    def _holds(self, number: int, moment: datetime | None) -> bool:
        start, end = self._spans[number]
        return moment is not None and start <= moment < end

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.period.zone).date()

    def _flow(self, number: int, record: Record) -> Iterator[tuple[str, Hashable]]:
        """Yield what came and went, with the number of lines."""
        lines = len(record.lines)
        if self._holds(number, record.received):
            yield "received", lines
        if self._holds(number, record.first_letter):
            yield "answered", lines
        if self._holds(number, record.closed):
            yield "closed", lines
        every = record.lines.values()
        if done := sum(
            line.outcome in FULFILLED and self._holds(number, line.ended_at) for line in every
        ):
            yield "fulfilled", done

    def _facts(self, number: int, record: Record) -> Iterator[tuple[str, Hashable]]:
        """Yield all that is told of a case in the period itself."""
        yield from self._flow(number, record)
        if not record.closed:
            waiting = record.waiting
            yield "open", len(waiting)
            yield "dues", tuple(sorted(line.due for line in waiting if line.due))
            yield "oldest", (record.received, record.id)
        if self._holds(number, record.received):
            yield "party", record.party
            yield "regime", record.regime
            yield "agents", record.sender == "agent"
            yield from (("type", key) for key in record.lines)
        if self._holds(number, record.handled):
            yield "corrected", record.corrected
            yield from (("asserted", key) for key in record.asserted)
            yield from (("kept", key) for key in record.asserted if key in record.lines)
        if record.first_letter and self._holds(number, record.first_letter):
            yield "first_letter", record.first_letter - record.received
        if record.closed and self._holds(number, record.closed):
            yield "closing", record.closed - record.received
        if record.handover and self._holds(number, record.handover):
            last = add_working_days(self._day(record.received), 1, self._works)
            yield "handovers", self._day(record.handover) <= last
        for line in record.lines.values():
            if line.ended_at and self._holds(number, line.ended_at):
                yield "outcome", line.outcome
                if line.due:
                    yield "within_due", self._day(line.ended_at) <= line.due

    def told(self, now_is: date | None = None) -> Statistics:
        """Return the period in numbers, as things stood when it ended.

        What is open, overdue or due within seven days is counted on the day after the period,
        or on `now_is` while the period is not over.
        """
        number = len(self.before)
        today = min(self.period.last + timedelta(days=1), now_is or date.max)
        kept = self._bags[number, "kept"]
        return Statistics(
            period=self.period,
            received=self._count(number, "received"),
            answered=self._count(number, "answered"),
            fulfilled=self._count(number, "fulfilled"),
            closed=self._count(number, "closed"),
            open=Count(self._bags[number, "open"].total(), self._count(number, "open").lines),
            overdue=self._due(lambda day: day < today),
            due_soon=self._due(lambda day: today <= day < today + _SOON),
            by_type=self._ranked("type"),
            by_party=self._ranked("party"),
            by_regime=self._ranked("regime"),
            outcomes=self._ranked("outcome"),
            first_letter=spread(self._bags[number, "first_letter"].elements()),
            closing=spread(self._bags[number, "closing"].elements()),
            within_due=self._share("within_due"),
            corrected=self._share("corrected"),
            precision={key: Share(kept[key], n) for key, n in self._ranked("asserted").items()},
            handovers=self._share("handovers"),
            agents=self._share("agents"),
            oldest=tuple(
                (case_id, (today - self._day(received)).days)
                for received, case_id in nsmallest(_OLDEST, self._bags[number, "oldest"])
            ),
            noise=self._bags[number, "noise"].total(),
            before=tuple(
                Flow(one.label, *(self._count(step, name).cases for name in _FLOW))
                for step, one in enumerate(self.before)
            ),
        )

    def _count(self, number: int, name: str) -> Count:
        return _of_sizes(self._bags[number, name])

    def _due(self, comes: Callable[[date], bool]) -> Count:
        sizes: Counter[int] = Counter()
        for days, cases in self._bags[len(self.before), "dues"].items():
            sizes[sum(comes(day) for day in days)] += cases
        return _of_sizes(sizes)

    def _ranked(self, name: str) -> dict[str, int]:
        """Return a breakdown, the most first; of equals the first in the alphabet."""
        bag = self._bags[len(self.before), name]
        return dict(sorted(bag.items(), key=lambda pair: (-pair[1], pair[0])))

    def _share(self, name: str) -> Share:
        bag = self._bags[len(self.before), name]
        return Share(bag[True], bag.total())


def statistics(
    events: Sequence[Event],
    period: Period,
    works: Works,
    now_is: date | None = None,
    began: datetime | None = None,
) -> Statistics:
    """Return a period in numbers, counted once from its log; see `Tally`.

    `events` are all, or at least those of every case that was open at `reach` or heard of
    since; of those `began` says when the log did.
    """
    began = began or (events[0].at if events else None)
    tally = Tally(period, works, periods_before(period, began))
    tally.add(events)
    return tally.told(now_is)
