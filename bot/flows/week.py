"""The week for managers who ask: the running one at a glance, or any one in full; posts nothing."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Protocol

from bot.core.deadlines import Works
from bot.core.decision import Event
from bot.core.periods import Period, week
from bot.core.statistics import Statistics, Tally, periods_before, reach

_NOTHING = (0, "")  # the mark of an empty log


class Log(Protocol):
    """The audit log, for numbers."""

    def still_heard_of(self, since: datetime, last: int) -> Iterator[Sequence[tuple[int, Event]]]:
        """Yield the events up to `last` of cases that are open or were heard of since."""

    def newly_heard_of(self, after: int, last: int) -> Iterator[Sequence[tuple[int, Event]]]:
        """Yield all events up to `last` of the cases that were heard of after `after`."""

    def began(self) -> datetime | None:
        """Return when the log began."""

    def head(self) -> tuple[int, str]:
        """Return where the log ends."""

    def goes_on_from(self, mark: tuple[int, str]) -> bool:
        """Tell whether this is the log that ended at `mark` once."""


@dataclass(frozen=True, slots=True)
class Glance:
    """The running week so far, and when it was counted."""

    statistics: Statistics
    counted_at: datetime


@dataclass(slots=True, kw_only=True)
class Weeks:
    """Counts weeks from the audit log.

    The running week and the last one are counted from its start once; from then on only what
    the log has more is read. Sums are all that is kept of it.
    """

    chronicle: Log
    zone: tzinfo
    works: Works
    now: Callable[[], datetime]
    _kept: dict[Period, tuple[Tally, tuple[int, str]]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def work(self) -> int:
        """Count ahead of those who will ask; return how many weeks."""
        ahead = [self._whole(back) for back in (0, 1)]
        for period in ahead:
            self._count(period)
        return len(ahead)

    def ready(self) -> bool:
        """Tell whether the running week is known but for the news: a long log takes seconds."""
        return self._whole(0) in self._kept

    def glance(self) -> Glance:
        """Return the running week."""
        return Glance(self._count(self._whole(0)), self.now())

    def of(self, name: str) -> Statistics:
        """Return the week called like `2026-W47`; without a name, the last whole one.

        Raises ValueError, with what to write instead.
        """
        period = week(name, self.zone) if name else self._whole(1)
        if period.first > self._today():
            raise ValueError(f"{period.name} has not begun yet")
        return self._count(period)

    def _whole(self, back: int) -> Period:
        """Return the running week, or one so many before."""
        today = self._today()
        monday = today - timedelta(days=today.weekday(), weeks=back)
        return Period(monday, monday + timedelta(days=6), self.zone)

    def _count(self, period: Period) -> Statistics:
        with self._lock:  # of many who open Home at nine on Monday one counts
            before = periods_before(period, self.chronicle.began())
            tally, mark = self._kept.get(period, (None, _NOTHING))
            if tally is None or tally.before != before or not self.chronicle.goes_on_from(mark):
                tally, mark = Tally(period, self.works, before), _NOTHING
            head = self.chronicle.head()
            try:
                self._take(tally, mark[0], head[0])
            except BaseException:
                self._kept.pop(period, None)  # counted in part: the next count begins anew
                raise
            self._kept[period] = tally, head
            asked_for = {self._whole(0), self._whole(1)}
            self._kept = {one: kept for one, kept in self._kept.items() if one in asked_for}
            return tally.told(self._today())

    def _take(self, tally: Tally, after: int, last: int) -> None:
        """Count the events up to `last` where those up to `after` are counted."""
        log = self.chronicle
        portions = (
            log.newly_heard_of(after, last)
            if after
            else log.still_heard_of(reach(tally.period), last)
        )
        for told in portions:
            tally.add([event for seq, event in told if seq <= after], -1)
            tally.add([event for _, event in told])

    def _today(self) -> date:
        return self.now().astimezone(self.zone).date()
