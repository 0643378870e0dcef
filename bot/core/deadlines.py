"""Counts due dates as the law counts them, and says in words how it counted."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.core.case import Clock
from bot.core.deadline_rules import ADMINISTRATOR, PROCESSOR, Rule, Span, rule_for

Works = Callable[[date], bool]
_TARGET_DAYS = 28
_MARGIN = 5  # working days that the internal target keeps before the strict date


class ClockFor(Protocol):
    """Counts for a place and a zone; `within` is what the contract gives, 0 for nothing."""

    def __call__(
        self, kind: str, regime: str, handed_to: str, day0: datetime, *, within: int = 0
    ) -> Clock | None:
        """Return the clock of a line of this type, handed to client, organisation or nobody."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """What happened since day 0 that some regimes count; days in the controller's zone."""

    asked: date | None = None
    answered: date | None = None
    identity: date | None = None
    extended: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """Every date of one request line, with the arithmetic in words."""

    rule: Rule
    acknowledge: date | None
    target: date | None
    safe: date | None
    statutory: date | None
    extension_notice_by: date | None
    arithmetic: str

    @property
    def clock(self) -> Clock:
        """Return what a request line keeps."""
        return Clock(
            self.rule.name,
            self.target,
            self.safe,
            self.statutory,
            self.extension_notice_by,
            self.arithmetic,
        )


def add_months(day: date, months: int) -> date:
    """Return the same date `months` later, else the last of that month (1182/71 Art. 3(2)(c))."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_working_days(day: date, count: int, works: Works) -> date:
    """Return the `count`-th working day after `day`, or before it if negative."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= works(day)
    return day


def roll(day: date, works: Works) -> date:
    """Return `day`, or the next working day (Reg. 1182/71 Art. 3(4))."""
    while not works(day):
        day += timedelta(days=1)
    return day


def add(day: date, span: Span, works: Works) -> date:
    """Return the last day of a span that begins after `day`."""
    if span.months:
        return add_months(day, span.months)
    if span.business_days:
        return add_working_days(day, span.business_days, works)
    return day + timedelta(days=span.days + -(-span.hours // 24))


def in_words(span: Span) -> str:
    """Return a span as people say it."""
    for count, unit in (
        (span.months, "calendar month"),
        (span.business_days, "business day"),
        (span.hours, "hour"),
    ):
        if count:
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return f"{span.days} calendar days"


def deadline(received: date, rule: Rule, works: Works, pauses: Pauses | None = None) -> Deadline:
    """Return the dates of a request that the mailbox got on `received` (day 0).

    `works` tells the working days of the configured place.
    """
    pauses = pauses or Pauses()
    if rule.internal:
        target = add(received, rule.answer, works)
        words = f"{_say(received)} + {in_words(rule.answer)} (ours) = {_say(target)}"
        return Deadline(rule, None, target, None, None, None, words)
    span = rule.extended if pauses.extended and rule.extended else rule.answer
    safe = add(received, rule.strict if rule.strict and span is rule.answer else span, works)
    first, _ = _statutory(received, rule, rule.answer, works, pauses)
    statutory, words = _statutory(received, rule, span, works, pauses)
    notice = None
    if rule.extended and not pauses.extended:
        notice = first - timedelta(days=rule.notice_days_before)
    target = _target(received, safe, rule, works, extended=pauses.extended)
    acknowledge = _acknowledge(received, rule, works)
    return Deadline(rule, acknowledge, target, safe, statutory, notice, words)


def _acknowledge(received: date, rule: Rule, works: Works) -> date | None:
    """Return the last day for the acknowledgement; one due on the same day never rolls."""
    if rule.acknowledge is None:
        return None
    day = add(received, rule.acknowledge, works)
    return roll(day, works) if rule.roll and day > received else day


def _statutory(
    received: date, rule: Rule, span: Span, works: Works, pauses: Pauses
) -> tuple[date, str]:
    """Return the date that the law gives, with pauses and roll, and how it was counted."""
    start, words = received, _say(received)
    if rule.restarts_at_identity and pauses.identity and pauses.identity > received:
        start = pauses.identity
        words += f", identity complete on {_say(start)}, where the time starts anew"
    day = add(start, span, works)
    words += f" + {in_words(span)} = {_say(day)}"
    if rule.pauses_for_clarification and pauses.asked and pauses.answered:
        count = (pauses.answered - pauses.asked).days + 1
        day += timedelta(days=max(count, 0))
        words += f" + {count} days of clarification = {_say(day)}"
    if rule.roll and not works(day):
        day = roll(day, works)
        words += f", no working day, so {_say(day)}"
    if rule.strict and span is rule.answer:
        strict = add(received, rule.strict, works)
        words += f"; read strictly, day 0 counts, so {_say(strict)} is safe"
    return day, words


def _target(received: date, safe: date, rule: Rule, works: Works, *, extended: bool) -> date:
    """Return the earlier of 28 days and five working days before the strict date."""
    if rule.target:
        return min(add(received, rule.target, works), safe)
    early = add_working_days(safe, -_MARGIN, works)
    if early <= received:  # a short time leaves no room for a margin
        return safe
    return early if extended else min(received + timedelta(days=_TARGET_DAYS), early)


def _say(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def clock_for(
    request_type: str,
    regime: str,
    handed_to: str,
    received: datetime,
    works: Works,
    *,
    within: int = 0,
) -> Clock | None:
    """Return the clock of one request line, or None for a type that has none.

    `received` is in the controller's zone; `within` are the business days that the contract
    gives for a hand-over, 0 where it says nothing.
    """
    rule = rule_for(regime, request_type, handed_to=handed_to)
    if rule is None:
        return None
    if within and rule in {PROCESSOR, ADMINISTRATOR}:
        name = f"{rule.name}, as the contract says"
        rule = replace(rule, name=name, answer=Span(business_days=within))
    clock = deadline(received.date(), rule, works).clock
    if rule.answer.hours:
        end = received + timedelta(hours=rule.answer.hours)
        zone = end.tzname() or ""  # "CET", but "-03" where the place has no name for its time
        zone = f"UTC{zone}" if zone[:1] in {"+", "-"} else zone
        clock = replace(clock, arithmetic=f"{clock.arithmetic}, by {end:%H:%M} {zone}")
    return clock


def recounted(
    request_type: str, regime: str, received: date, pauses: Pauses, works: Works
) -> Clock | None:
    """Return the clock of a line of ours after these pauses; None where the law counts none."""
    rule = rule_for(regime, request_type)
    if rule is None or rule.internal:
        return None
    restarts = rule.restarts_at_identity and pauses.identity
    waits = rule.pauses_for_clarification and pauses.asked and pauses.answered
    return deadline(received, rule, works, pauses).clock if restarts or waits else None


def extended_to(
    request_type: str, regime: str, handed_to: str, received: date, works: Works
) -> date | None:
    """Return the last day after an extension, without any roll; None where there is none."""
    rule = rule_for(regime, request_type, handed_to=handed_to)
    if rule is None or rule.extended is None:
        return None
    return deadline(received, rule, works, Pauses(extended=True)).safe
