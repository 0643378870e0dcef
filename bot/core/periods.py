"""Spans of calendar days in the controller's zone: an ISO week, a month, a year."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo


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
        """Return the ISO week (ISO 8601), or both days."""
        year, week, _ = self.first.isocalendar()
        if self.first.isoweekday() == 1 and self.last == self.first + timedelta(days=6):
            return f"{year}-W{week:02d}"
        return f"{self.first} to {self.last}"

    def earlier(self, steps: int) -> "Period":
        """Return the period of the same length so many steps before."""
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
