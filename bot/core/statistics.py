"""Events -> numbers: what a period was like, counted from the audit log alone.

Reads no case, no mail and no clock, so the numbers survive the forgetting of people.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median

from bot.core.case_log import Record, cases_at, cases_at_each
from bot.core.deadlines import Works, add_working_days
from bot.core.decision import Event
from bot.core.moves import Happened
from bot.core.periods import Period

FULFILLED = frozenset({"fulfilled", "partly_fulfilled"})
_OLDEST = 5  # cases on the list of the oldest
_SOON = timedelta(days=7)
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
class CaliforniaRow:
    """The columns of 11 CCR 7102(a) for one kind of request."""

    type: str
    received: int
    complied: int
    denied: int
    median_days: float | None
    mean_days: float | None


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


def _count(records: Iterable[Record], lines: Callable[[Record], int]) -> Count:
    per_case = [lines(record) for record in records]
    return Count(sum(n > 0 for n in per_case), sum(per_case))


def _spread(spans: Iterable[timedelta]) -> Spread:
    days = sorted(span / timedelta(days=1) for span in spans)
    if not days:
        return Spread()
    rank = -(-len(days) * 9 // 10)
    return Spread(len(days), median(days), days[rank - 1], sum(days) / len(days))


def _share(flags: Iterable[bool]) -> Share:
    listed = list(flags)
    return Share(sum(listed), len(listed))


def _precision(records: Iterable[Record]) -> dict[str, Share]:
    """Return of each type how often it stayed where the classifier had asserted it."""
    asserted: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for record in records:
        asserted.update(record.asserted)
        kept.update(key for key in record.asserted if key in record.lines)
    return {key: Share(kept[key], n) for key, n in asserted.most_common()}


def _flow(records: Sequence[Record], period: Period) -> tuple[Count, Count, Count, Count]:
    """Return received, answered, fulfilled and closed."""

    def every(record: Record) -> int:
        return len(record.lines)

    return (
        _count((r for r in records if period.holds(r.received)), every),
        _count((r for r in records if period.holds(r.first_letter)), every),
        _count(
            records,
            lambda r: sum(
                line.outcome in FULFILLED and period.holds(line.ended_at)
                for line in r.lines.values()
            ),
        ),
        _count((r for r in records if period.holds(r.closed)), every),
    )


def reach(period: Period) -> datetime:
    """Return the first moment that the numbers of a period look at, those before it included.

    A case that was closed by then and of which nothing was heard since counts nowhere.
    """
    return period.earlier(_BEFORE).start


def statistics(
    events: Sequence[Event],
    period: Period,
    works: Works,
    now_is: date | None = None,
    began: datetime | None = None,
) -> Statistics:
    """Return a period in numbers, as things stood when it ended.

    `events` are all, or at least those of every case that was open at `reach` or heard of
    since; of those `began` says when the log did. `works` tells the working days, for
    hand-overs. Times are in days of 24 hours. What is open, overdue or due within seven days
    is counted on the day after the period, or on `now_is` while the period is not over.
    """
    earlier = _earlier(events, period, began)
    stood = cases_at_each(events, [*(one.end for one in earlier), period.end])
    before = tuple(
        Flow(one.label, *(count.cases for count in _flow(records, one)))
        for one, records in zip(earlier, stood, strict=False)
    )
    records = next(stood)
    came = [r for r in records if period.holds(r.received)]
    handled = [r for r in records if period.holds(r.handled)]
    ended = [line for r in records for line in r.lines.values() if period.holds(line.ended_at)]
    today = min(period.last + timedelta(days=1), now_is or date.max)
    live = [r for r in records if not r.closed]
    handed = [(r, r.handover) for r in records if r.handover and period.holds(r.handover)]

    def local(moment: datetime) -> date:
        return moment.astimezone(period.zone).date()

    received, answered, fulfilled, closed = _flow(records, period)
    return Statistics(
        period=period,
        received=received,
        answered=answered,
        fulfilled=fulfilled,
        closed=closed,
        open=Count(len(live), sum(len(r.waiting) for r in live)),
        overdue=_count(
            live, lambda r: sum(line.due is not None and line.due < today for line in r.waiting)
        ),
        due_soon=_count(
            live,
            lambda r: sum(
                line.due is not None and today <= line.due < today + _SOON for line in r.waiting
            ),
        ),
        by_type=dict(Counter(key for r in came for key in r.lines).most_common()),
        by_party=dict(Counter(r.party for r in came).most_common()),
        by_regime=dict(Counter(r.regime for r in came).most_common()),
        outcomes=dict(Counter(line.outcome for line in ended).most_common()),
        first_letter=_spread(
            r.first_letter - r.received
            for r in records
            if r.first_letter and period.holds(r.first_letter)
        ),
        closing=_spread(
            r.closed - r.received for r in records if r.closed and period.holds(r.closed)
        ),
        within_due=_share(
            local(line.ended_at) <= line.due for line in ended if line.ended_at and line.due
        ),
        corrected=_share(r.corrected for r in handled),
        precision=_precision(handled),
        handovers=_share(
            local(at) <= add_working_days(local(r.received), 1, works) for r, at in handed
        ),
        agents=_share(r.sender == "agent" for r in came),
        oldest=tuple(
            (r.id, (today - local(r.received)).days)
            for r in sorted(live, key=lambda r: (r.received, r.id))[:_OLDEST]
        ),
        noise=sum(e.kind is Happened.NOISE_LISTED and period.holds(e.at) for e in events),
        before=before,
    )


def _earlier(events: Sequence[Event], period: Period, began: datetime | None) -> list[Period]:
    """Return the periods before, those left out that ended before the log began."""
    began = began or (events[0].at if events else datetime.max.replace(tzinfo=UTC))
    earlier = (period.earlier(steps) for steps in range(_BEFORE, 0, -1))
    return [one for one in earlier if one.end > began]


CALIFORNIA = {
    "Requests to know": ("access", "transfer"),
    "Requests to delete": ("delete",),
    "Requests to correct": ("correct",),
    "Requests to opt out or limit": ("optout_sale",),
}
"""Kind of request in 11 CCR 7102(a)(1) -> our request types."""


def california(events: Sequence[Event], period: Period) -> tuple[CaliforniaRow, ...]:
    """Return the columns of 11 CCR 7102(a) for requests of Californians received in a period."""
    records = [
        r
        for r in cases_at(events, datetime.max.replace(tzinfo=UTC))
        if r.regime == "us-ca" and period.holds(r.received)
    ]
    rows = []
    for title, types in CALIFORNIA.items():
        pairs = [(r, line) for r in records for key, line in r.lines.items() if key in types]
        spread = _spread(line.ended_at - r.received for r, line in pairs if line.ended_at)
        rows.append(
            CaliforniaRow(
                title,
                len(pairs),
                sum(line.outcome in FULFILLED for _, line in pairs),
                sum(line.outcome.startswith("denied") for _, line in pairs),
                spread.median,
                spread.mean,
            )
        )
    return tuple(rows)
