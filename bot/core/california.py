"""The columns of 11 CCR 7102(a), what Californians asked for, counted from the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.case_log import cases_at
from bot.core.decision import Event
from bot.core.periods import Period
from bot.core.statistics import FULFILLED, spread


@dataclass(frozen=True, slots=True)
class CaliforniaRow:
    """The columns of 11 CCR 7102(a) for one kind of request."""

    type: str
    received: int
    complied: int
    denied: int
    median_days: float | None
    mean_days: float | None


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
        days = spread(line.ended_at - r.received for r, line in pairs if line.ended_at)
        rows.append(
            CaliforniaRow(
                title,
                len(pairs),
                sum(line.outcome in FULFILLED for _, line in pairs),
                sum(line.outcome.startswith("denied") for _, line in pairs),
                days.median,
                days.mean,
            )
        )
    return tuple(rows)
