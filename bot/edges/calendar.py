"""Working days of a place, from the `holidays` package; nothing is fetched."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from bot.core import deadlines
from bot.core.case import Clock
from bot.core.errors import Misconfigured

EUROPE = "EU"
"""The closing days of TARGET (1 Jan, Good Friday, Easter Monday, 1 May, 25 and 26 Dec)."""

_WEEKEND = 5  # Monday is 0
_MOST_DAYS = 4096  # remembered: each due date asks about the same few weeks


@lru_cache(maxsize=64)
def _calendar(place: str) -> holidays.HolidayBase:
    if place == EUROPE:
        return holidays.financial_holidays("XECB")
    country, _, subdivision = place.partition("-")
    if country == "GB" and not subdivision:
        subdivision = "ENG"  # England and Wales, with Easter Monday
    try:
        return holidays.country_holidays(country, subdiv=subdivision or None)
    except NotImplementedError:
        raise Misconfigured(
            f"PLACE: no public holidays are known for {place!r}; write a country code like DE,"
            " with a part like DE-BY or US-CA"
        ) from None


def working_days(place: str) -> Callable[[date], bool]:
    """Return what tells a working day of `place` (CC or CC-SUB). Raises Misconfigured."""
    found = _calendar(place.upper())

    @lru_cache(_MOST_DAYS)
    def works(day: date) -> bool:
        return day.weekday() < _WEEKEND and day not in found

    return works


def extension_maker(place: str, zone: ZoneInfo) -> Callable[[str, str, datetime], date | None]:
    """Return what says until when a request of ours may be extended. Raises Misconfigured."""
    works = working_days(place)

    def extended_to(kind: str, regime: str, day0: datetime) -> date | None:
        return deadlines.extended_to(kind, regime, "", day0.astimezone(zone).date(), works)

    return extended_to


def recount_maker(
    place: str, zone: ZoneInfo
) -> Callable[[str, str, datetime, deadlines.Pauses], Clock | None]:
    """Return what counts a line of ours anew after pauses. Raises Misconfigured."""
    works = working_days(place)

    def recount(kind: str, regime: str, day0: datetime, pauses: deadlines.Pauses) -> Clock | None:
        received = day0.astimezone(zone).date()
        return deadlines.recounted(kind, regime, received, pauses, works)

    return recount


def due_maker(place: str) -> Callable[[date, int], date]:
    """Return what counts working days from a day on. Raises Misconfigured."""
    works = working_days(place)
    return lambda day, count: deadlines.add_working_days(day, count, works)


def clock_maker(place: str, zone: ZoneInfo) -> deadlines.ClockFor:
    """Return what counts due dates for a place and a zone. Raises Misconfigured."""
    works = working_days(place)

    def clock_for(
        kind: str, regime: str, handed_to: str, day0: datetime, *, within: int = 0
    ) -> Clock | None:
        local = day0.astimezone(zone)
        return deadlines.clock_for(kind, regime, handed_to, local, works, within=within)

    return clock_for


def party_due_maker(place: str, zone: ZoneInfo) -> Callable[[str, str, datetime], date | None]:
    """Return what says when the time limit of whoever decides ends. Raises Misconfigured.

    It is counted as ours would be, without pauses, from the day on which the request reached
    us. Where no law is known to apply there is none to tell.
    """
    clock_for = clock_maker(place, zone)

    def theirs(kind: str, regime: str, day0: datetime) -> date | None:
        clock = clock_for(kind, regime, "", day0) if regime != "none" else None
        return clock.due if clock and clock.statutory else None

    return theirs
