"""Statistics: equal to what was done, from the log alone, and discreet about few."""

import math
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.california import california
from bot.core.case import CameBy, Case, CaseState, Line
from bot.core.catalogue import Route
from bot.core.commands import Close
from bot.core.decide import decide
from bot.core.decision import Event, opened
from bot.core.figures import OTHERS, SMALL, charts, named, rows, say_days, together
from bot.core.mail import Address
from bot.core.moves import Happened
from bot.core.periods import Period, week
from bot.core.statistics import Count, Share, Statistics, statistics
from tests.core.quarter import (
    ZONE,
    Entry,
    Simulator,
    at_end,
    outcome_at,
    state_at,
    types_at,
)

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def works(day: date) -> bool:
    """Tell working days without holidays."""
    return day.weekday() < 5


@pytest.fixture(scope="module")
def quarter() -> Simulator:
    """3,000 cases in thirteen weeks."""
    return Simulator(20261123, 3_000)


def recount(ledger: list[Entry], period: Period) -> dict[str, object]:
    """Count everything once more, from the simulator's ledger, in the plainest way."""
    start, end = period.start, period.end
    today = period.last + timedelta(days=1)
    cases = list(at_end(ledger, end))

    def inside(at: datetime | None) -> bool:
        return at is not None and start <= at < end

    def day(at: datetime) -> date:
        return at.astimezone(period.zone).date()

    ended = []  # entry, type, outcome, since
    waiting = []
    for entry in cases:
        for kind in types_at(entry, FUTURE):
            outcome, since = outcome_at(entry, kind, FUTURE)
            if outcome and inside(since):
                ended.append((entry, kind, outcome, since))
            if not outcome and state_at(entry, FUTURE)[0] == "open":
                waiting.append((entry, kind))
    came = [entry for entry in cases if inside(entry.received)]
    first = {
        e.id: min((at for at, to in e.letters if to == "requester"), default=None) for e in cases
    }
    handed = {
        e.id: min((at for at, to in e.letters if to == "client"), default=None) for e in cases
    }
    answered = [e for e in cases if inside(first[e.id])]
    closed = [
        e for e in cases if state_at(e, FUTURE)[0] == "closed" and inside(state_at(e, FUTURE)[1])
    ]
    handled = []
    for e in cases:
        deeds = [*[at for at, _ in e.letters], *e.corrected]
        deeds += [at for at, state in e.states if state == "closed"]
        if deeds and inside(min(deeds)):
            handled.append(e)
    fulfilled = [one for one in ended if one[2] in {"fulfilled", "partly_fulfilled"}]
    late = [(e, k) for e, k in waiting if e.due < today]
    soon = [(e, k) for e, k in waiting if 0 <= (e.due - today).days <= 6]

    def both(entries: list[Entry]) -> Count:
        return Count(len(entries), sum(len(types_at(e, FUTURE)) for e in entries))

    def pairs(found: list[tuple[Entry, str]]) -> Count:
        return Count(len({e.id for e, _ in found}), len(found))

    def next_working(at: datetime) -> date:
        found = day(at) + timedelta(days=1)
        while not works(found):
            found += timedelta(days=1)
        return found

    def spread(spans: list[float]) -> tuple[float, float, float]:
        spans.sort()
        return median(spans), spans[math.ceil(len(spans) * 0.9) - 1], mean(spans)

    passed = [e for e in cases if inside(handed[e.id])]
    asserted = Counter(k for e in handled for k in e.asserted)
    kept = Counter(k for e in handled for k in e.asserted if k in types_at(e, FUTURE))
    live = [e for e in cases if state_at(e, FUTURE)[0] == "open"]
    return {
        "received": both(came),
        "answered": both(answered),
        "fulfilled": Count(len({one[0].id for one in fulfilled}), len(fulfilled)),
        "closed": both(closed),
        "open": Count(len(live), len(waiting)),
        "overdue": pairs(late),
        "due_soon": pairs(soon),
        "by_type": Counter(k for e in came for k in types_at(e, FUTURE)),
        "by_party": Counter(e.party for e in came),
        "by_regime": Counter(e.regime for e in came),
        "outcomes": Counter(one[2] for one in ended),
        "within_due": Share(sum(day(o[3]) <= o[0].due for o in ended if o[3]), len(ended)),
        "corrected": Share(sum(bool(e.corrected) for e in handled), len(handled)),
        "precision": {k: Share(kept[k], n) for k, n in asserted.items()},
        "handovers": Share(
            sum(day(at) <= next_working(e.received) for e in passed if (at := handed[e.id])),
            len(passed),
        ),
        "agents": Share(sum(e.sender == "agent" for e in came), len(came)),
        "first_letter": spread(
            [(at - e.received) / timedelta(days=1) for e in answered if (at := first[e.id])]
        ),
        "closing": spread(
            [(state_at(e, FUTURE)[1] - e.received) / timedelta(days=1) for e in closed]
        ),
        "oldest": tuple(
            (e.id, (today - day(e.received)).days)
            for e in sorted(live, key=lambda e: (e.received, e.id))[:5]
        ),
    }


def told(found: Statistics) -> dict[str, object]:
    """Return the statistics in the shape of the recount."""
    names = (
        "received", "answered", "fulfilled", "closed", "open", "overdue", "due_soon", "by_type",
        "by_party", "by_regime", "outcomes", "within_due", "corrected", "precision", "handovers",
        "agents", "oldest",
    )  # fmt: skip
    plain = {name: getattr(found, name) for name in names}
    for name in ("first_letter", "closing"):
        spread = getattr(found, name)
        plain[name] = (spread.median, spread.p90, spread.mean)
    return plain


@pytest.mark.parametrize("name", ["2026-W30", "2026-W35", "2026-W40"])
def test_a_week_equals_a_recount(quarter: Simulator, name: str) -> None:
    """Every number of a week is what a plain recount of the deeds finds."""
    period = week(name, ZONE)
    found = told(statistics(quarter.events(), period, works))
    counted = recount(quarter.ledger, period)
    for key, value in counted.items():
        assert (
            found[key] == pytest.approx(value)
            if key in {"first_letter", "closing"}
            else (found[key] == value)
        ), key


def test_the_quarter_equals_a_recount(quarter: Simulator) -> None:
    """So is every number of the whole quarter."""
    period = Period(date(2026, 7, 1), date(2026, 9, 30), ZONE)
    found = told(statistics(quarter.events(), period, works))
    counted = recount(quarter.ledger, period)
    assert found["received"] != Count()
    for key in set(counted) - {"first_letter", "closing"}:
        assert found[key] == counted[key], key


def test_weeks_add_up(quarter: Simulator) -> None:
    """What came in thirteen weeks is what came in the quarter: no case twice, none lost."""
    events = quarter.events()
    weeks = [statistics(events, week(f"2026-W{n}", ZONE), works) for n in range(28, 41)]
    assert sum(one.received.cases for one in weeks) == 3_000
    assert weeks[0].before == (), "weeks before the log began are no weeks of nothing"
    assert [flow.received for flow in weeks[-1].before] == [
        one.received.cases for one in weeks[-5:-1]
    ]


def test_california_counts_californians_only(quarter: Simulator) -> None:
    """The columns of 11 CCR 7102 hold the requests of us-ca, by kind."""
    period = Period(date(2026, 1, 1), date(2026, 12, 31), ZONE)
    found = {row.type: row for row in california(quarter.events(), period)}
    mine = [
        (e, kind) for e in quarter.ledger if e.regime == "us-ca" for kind in types_at(e, FUTURE)
    ]
    deletes = [(e, kind) for e, kind in mine if kind == "delete"]
    row = found["Requests to delete"]
    assert row.received == len(deletes) > 100
    ends = [outcome_at(e, kind, FUTURE) for e, kind in deletes]
    assert row.complied == sum(o in {"fulfilled", "partly_fulfilled"} for o, _ in ends)
    assert row.denied == sum(o == "denied" for o, _ in ends)
    spans = [
        (since - e.received) / timedelta(days=1)
        for (e, _), (outcome, since) in zip(deletes, ends, strict=True)
        if outcome and since
    ]
    assert row.median_days == pytest.approx(median(spans))
    assert row.mean_days == pytest.approx(mean(spans))


def test_an_empty_log_is_a_week_of_nothing() -> None:
    """Nothing happened: zeros and no shares, and no chart of nothing."""
    found = statistics([], week("2026-W47", ZONE), works)
    assert found.received == Count()
    assert found.within_due.ratio is None
    assert charts(found) == ()
    assert rows(found)


def test_midnight_is_counted_in_the_configured_zone() -> None:
    """Sunday 23:30 in Berlin belongs to the week that ends, 00:30 to the next."""
    case = Case(
        1, 1, CaseState.OPEN, datetime(2026, 11, 22, 22, 30, tzinfo=UTC), Address(""),
        (Line(1, "delete", Route.US),),
    )  # fmt: skip
    later = Case(
        2, 1, CaseState.OPEN, datetime(2026, 11, 22, 23, 30, tzinfo=UTC), Address(""),
        (Line(1, "delete", Route.US),),
    )  # fmt: skip
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    events = [*opened(case, now).events, *opened(later, now).events]
    assert statistics(events, week("2026-W47", ZONE), works).received.cases == 1
    assert statistics(events, week("2026-W48", ZONE), works).received.cases == 1


def test_events_of_an_older_version_count() -> None:
    """A log that was begun before lines were facts still gives types and dates."""
    facts = {
        "types": "delete,access", "party": "own_user", "regime": "eu", "sender": "person",
        "due": "2026-11-20", "received": "2026-11-17T10:00:00+00:00",
    }  # fmt: skip
    at = datetime(2026, 11, 17, 11, tzinfo=UTC)
    found = statistics(
        [Event(Happened.OPENED, at, "bot", 1, None, facts)], week("2026-W47", ZONE), works
    )
    assert found.received == Count(1, 2)
    assert found.overdue == Count(1, 2)


@given(st.dictionaries(st.sampled_from("abcdefghij"), st.integers(1, 9), max_size=10))
def test_small_counts_hide_among_others(counts: dict[str, int]) -> None:
    """No count below three is shown alone, nothing can be subtracted, and the sum is kept."""
    shown = together(counts)
    assert sum(shown.values()) == sum(counts.values())
    assert all(n >= SMALL for key, n in shown.items() if key != OTHERS)
    hidden = set(counts) - set(shown)
    assert len(hidden) != 1 or set(counts) == hidden
    assert OTHERS not in shown or shown[OTHERS] >= SMALL or len(shown) == 1


def test_every_figure_has_words(quarter: Simulator) -> None:
    """Each row has a title and a text; a chart's alternative text tells its last numbers."""
    found = statistics(quarter.events(), week("2026-W35", ZONE), works)
    assert all(row.section and row.title and row.text for row in rows(found))
    flow, types = charts(found)
    assert f"{found.received.cases} received" in flow.alt
    assert len(types.categories) <= 9
    assert set(named(found.by_regime, "regime")) <= {
        "EU and EEA", "United Kingdom", "California", "Switzerland", "Not known",
    }  # fmt: skip
    assert say_days(0.5) == "12 h"


@pytest.mark.parametrize("name", ["2026-W54", "W47", "2026", "2026-W"])
def test_a_week_that_is_none(name: str) -> None:
    """A name that is no ISO week is refused."""
    with pytest.raises(ValueError, match="no ISO week"):
        week(name, ZONE)


@pytest.mark.parametrize(
    ("first", "last", "name", "before"),
    [
        ("2026-11-16", "2026-11-22", "2026-W47", "2026-W46"),
        ("2026-12-28", "2027-01-03", "2026-W53", "2026-W52"),
        ("2026-01-01", "2026-12-31", "2026", "2025"),
        ("2026-03-01", "2026-03-31", "2026-03", "2026-02"),
        ("2026-04-01", "2026-06-30", "2026-04-01 to 2026-06-30", "2026-01-01 to 2026-03-31"),
        ("2026-03-10", "2026-03-19", "2026-03-10 to 2026-03-19", "2026-02-28 to 2026-03-09"),
    ],
)
def test_a_period_is_called_as_people_call_it(
    first: str, last: str, name: str, before: str
) -> None:
    """Weeks, months and years have names; the period before a month is the month before."""
    period = Period(date.fromisoformat(first), date.fromisoformat(last), ZONE)
    assert period.name == name
    assert period.earlier(1).name == before
    assert period.earlier(1).end == period.start
    assert len(period.label) <= 20


@pytest.mark.parametrize(
    ("came_by", "rated"), [(CameBy.MAIL, {"delete": Share(1, 1)}), (CameBy.POST, {})]
)
def test_what_staff_logged_says_nothing_of_the_classifier(
    came_by: CameBy, rated: dict[str, Share]
) -> None:
    """A request by post was read by nobody but staff: it is received, but rates no reading."""
    period = week("2026-W35", ZONE)
    at = period.start + timedelta(hours=9)
    line = Line(1, "delete", Route.US)
    case = Case(1, 1, CaseState.OPEN, at, Address("a@b.example"), (line,), came_by=came_by)
    close = decide(case, Close(actor="U1", outcome="fulfilled"), at + timedelta(hours=1))
    found = statistics([*opened(case, at, "U1").events, *close.events], period, works)
    assert found.received == Count(1, 1)
    assert found.closed == Count(1, 1)
    assert found.precision == rated
