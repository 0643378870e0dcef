"""Spans of calendar days in the controller's zone: an ISO week, a month, a year."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from bot.core.deadlines import add_months


@dataclass(frozen=True, slots=True)
class Period:
    """Calendar days from `first` to `last`, both inclusive, in the controller's zone."""

    first: date
    last: date
    zone: tzinfo

    @property
    def start(self) -> datetime:
        """Return the first moment."""
        return datetime.combine(self.first, time(), self.zone)

    @property
    def end(self) -> datetime:
        """Return the first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), self.zone)

    @property
    def name(self) -> str:
        """Return the ISO week (ISO 8601), the month, the year, or both days."""
        year, week, _ = self.first.isocalendar()
        if name := {1: f"{self.first:%Y-%m}", 12: f"{self.first:%Y}"}.get(self._months):
            return name
        if self.first.isoweekday() == 1 and self.last == self.first + timedelta(days=6):
            return f"{year}-W{week:02d}"
        return f"{self.first} to {self.last}"

    @property
    def label(self) -> str:
        """Return a name of at most 20 characters."""
        return self.name if len(self.name) <= 20 else f"from {self.first}"

    @property
    def _months(self) -> int:
        """Return how many whole calendar months these are, or 0; a year counts from January."""
        after = self.last + timedelta(days=1)
        if self.first.day > 1 or after.day > 1:
            return 0
        months = (after.year - self.first.year) * 12 + after.month - self.first.month
        return months if months != 12 or self.first.month == 1 else 0

    def earlier(self, steps: int) -> "Period":
        """Return the period of the same length, or as many months, so many steps before."""
        if self._months:
            first = add_months(self.first, -steps * self._months)
            after = add_months(first, self._months)
            return Period(first, after - timedelta(days=1), self.zone)
        back = (self.last - self.first + timedelta(days=1)) * steps
        return Period(self.first - back, self.last - back, self.zone)

    def holds(self, moment: datetime | None) -> bool:
        """Tell whether a moment lies in it."""
        return moment is not None and self.start <= moment < self.end


def week(name: str, zone: tzinfo) -> Period:
    """Return the ISO week that is called like `2026-W47`. Raises ValueError."""
    year, _, number = name.upper().partition("-W")
    try:
        first = date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        raise ValueError(f"{name!r} is no ISO week; write 2026-W47") from None
    return Period(first, first + timedelta(days=6), zone)
