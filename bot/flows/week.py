"""The week for managers who ask: the running one at a glance, or any one in full; posts nothing."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Protocol

from bot.core.deadlines import Works
from bot.core.decision import Event
from bot.core.periods import Period, week
from bot.core.statistics import Statistics, reach, statistics

KEPT = timedelta(minutes=5)  # a long log takes seconds to count


class Log(Protocol):
    """The audit log, for numbers."""

    def events(self, since: datetime | None = None, up_to: int | None = None) -> Sequence[Event]:
        """Return the events in order, without cases that were closed and quiet by `since`."""

    def began(self) -> datetime | None:
        """Return when the log began."""


@dataclass(frozen=True, slots=True)
class Glance:
    """The running week so far, and when it was counted."""

    statistics: Statistics
    counted_at: datetime


@dataclass(slots=True, kw_only=True)
class Weeks:
    """Counts weeks from the audit log; the running one is kept for a few minutes."""

    chronicle: Log
    zone: tzinfo
    works: Works
    now: Callable[[], datetime]
    _kept: Glance | None = field(default=None, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def kept(self) -> Glance | None:
        """Return what is known of the running week without counting."""
        return self._kept if self._kept and self._is_of(self._kept, self._today()) else None

    def glance(self) -> Glance:
        """Return the running week, counted anew if that was more than a few minutes ago."""
        with self._lock:  # of many who open Home at nine on Monday one counts
            now, kept = self.now(), self.kept()
            if kept is None or not timedelta() <= now - kept.counted_at < KEPT:
                today = self._today()
                monday = today - timedelta(days=today.weekday())
                period = Period(monday, monday + timedelta(days=6), self.zone)
                kept = self._kept = Glance(self._count(period), now)
            return kept

    def of(self, name: str) -> Statistics:
        """Return the week called like `2026-W47`; without a name, the last whole one.

        Raises ValueError, with what to write instead.
        """
        if name:
            period = week(name, self.zone)
        else:
            last = self._today() - timedelta(days=self._today().weekday() + 7)
            period = Period(last, last + timedelta(days=6), self.zone)
        if period.first > self._today():
            raise ValueError(f"{period.name} has not begun yet")
        return self._count(period)

    def _count(self, period: Period) -> Statistics:
        events, began = self.chronicle.events(reach(period)), self.chronicle.began()
        return statistics(events, period, self.works, self._today(), began)

    def _today(self) -> date:
        return self.now().astimezone(self.zone).date()

    @staticmethod
    def _is_of(kept: Glance, today: date) -> bool:
        period = kept.statistics.period
        return period.first <= today <= period.last
