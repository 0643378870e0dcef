"""The week in numbers, each Monday at nine, once per ISO week also after downtime."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol

from bot.core.deadlines import Works
from bot.core.decision import Event
from bot.core.notices import DigestView
from bot.core.periods import Period, week
from bot.core.statistics import reach, statistics

AT = time(9)
CATCH_UP = 4  # weeks that are made up for after downtime; more would only be noise


class Chronicle(Protocol):
    """The audit log, for numbers."""

    def events(self, since: datetime | None = None, up_to: int | None = None) -> list[Event]:
        """Return the events in order, without cases that were closed and quiet by `since`."""

    def began(self) -> datetime | None:
        """Return when the log began, or None while it is empty."""

    def digest_at(self, week: str) -> int | None:
        """Return the sequence number of a week's digest, or None if there was none."""

    def anchor_at(self, seq: int) -> str:
        """Return the audit log's anchor that a digest noted."""

    def digest(self, week: str, now: datetime) -> bool:
        """Write a week's digest into the log and owe it, in one commit; False if it was there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """Decides which weeks are owed a digest, and counts what it says."""

    chronicle: Chronicle
    zone: tzinfo
    works: Works
    now: Callable[[], datetime]

    def work(self) -> int:
        """Owe the digest of every week that is over and had none; return how many.

        What was told stands in the log, so neither a restart nor a clock that jumps tells a
        week twice.
        """
        now, began = self.now(), self.chronicle.began()
        if began is None:
            return 0
        owed = [name for name in self._over(now, began) if self.chronicle.digest_at(name) is None]
        return sum(self.chronicle.digest(name, now) for name in owed)

    def _over(self, now: datetime, began: datetime) -> Iterator[str]:
        """Yield the last weeks that were over at nine on their next Monday, the oldest first."""
        monday = last_monday(now, self.zone)
        for back in range(CATCH_UP, 0, -1):
            first = monday - timedelta(weeks=back)
            period = Period(first, first + timedelta(days=6), self.zone)
            if period.end > began:
                yield period.name

    def view(self, name: str) -> DigestView | None:
        """Return a week's digest as of its entry in the log, or None if there is none."""
        seq = self.chronicle.digest_at(name)
        if seq is None:
            return None
        period = week(name, self.zone)
        events, began = self.chronicle.events(reach(period), seq), self.chronicle.began()
        found = statistics(events, period, self.works, began=began)
        return DigestView(found, self.chronicle.anchor_at(seq))


def last_monday(now: datetime, zone: tzinfo) -> date:
    """Return the last Monday on which it has been nine o'clock in the zone."""
    local = now.astimezone(zone)
    monday = local.date() - timedelta(days=local.weekday())
    at = datetime.combine(monday, AT, zone)
    return monday if local >= at else monday - timedelta(weeks=1)
