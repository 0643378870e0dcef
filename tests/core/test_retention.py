"""How long what is kept: the longest of a case's outcomes, never under a floor."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.retention import FLOORS, TABLE, Closed, Kept, days_of, plan

CLOSED = datetime(2026, 1, 10, 12, tzinfo=UTC)


def closed(number: int = 1, **more: object) -> Closed:
    """Return a case closed on 10 January 2026."""
    fields: dict[str, object] = {
        "regime": "eu", "outcomes": ("fulfilled",), "held": False, "has_raw": True,
    }  # fmt: skip
    return Closed(number, CLOSED, **{**fields, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kept", "outcomes", "regime", "days"),
    [
        (Kept.RAW, ("fulfilled",), "eu", 90),
        (Kept.CASE, ("fulfilled",), "eu", 1096),
        (Kept.CASE, ("not_a_request",), "eu", 365),
        (Kept.CASE, ("not_a_request",), "us-ca", 731),
        (Kept.CASE, ("not_a_request", "fulfilled"), "eu", 1096),
        (Kept.CASE, (), "", 1096),
        (Kept.LOOSE, (), "", 90),
    ],
)
def test_days(kept: Kept, outcomes: tuple[str, ...], regime: str, days: int) -> None:
    """Defaults, a shorter outcome, California's floor, and the longest of several lines."""
    assert days_of(kept, outcomes, regime) == days


@given(st.lists(st.sampled_from([row.outcome for row in TABLE]), max_size=4))
def test_no_outcome_undercuts_a_floor(outcomes: list[str]) -> None:
    """Whatever the lines ended with, a record of a Californian request lives 24 months."""
    for floor in FLOORS:
        assert days_of(floor.kept, outcomes, floor.regime) >= floor.days


def test_plan_by_day() -> None:
    """On the last day all is kept; the day after raw goes, and after the longest time the rest."""
    day = CLOSED.date()
    assert plan([closed()], day + timedelta(days=90)).nothing
    assert plan([closed()], day + timedelta(days=91)).raw == (1,)
    assert plan([closed(has_raw=False)], day + timedelta(days=91)).nothing
    assert plan([closed()], day + timedelta(days=1096)).cases == ()
    assert plan([closed()], day + timedelta(days=1097)).cases == (1,)
    assert plan([closed()], day + timedelta(days=1097)).raw == ()


def test_a_hold_keeps_everything() -> None:
    """A held case is named, not forgotten."""
    found = plan([closed(held=True), closed(2)], date(2036, 1, 1))
    assert found.cases == (2,)
    assert found.held == (1,)


def test_every_row_says_why() -> None:
    """Each rule has its reason or its source."""
    assert all(row.why and row.days > 0 for row in (*TABLE, *FLOORS))
