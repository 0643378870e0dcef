"""Which reminder a case is due on a day; pure, remembers nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from bot.core.case import Case, Line

OVERDUE, TODAY, EXTENSION, SECOND = "overdue", "today", "extension", "second approver"
_ESCALATES = frozenset({OVERDUE, SECOND})


@dataclass(frozen=True, slots=True)
class Reminder:
    """A stage of a date: `7 days`, `today`, `overdue`, or `extension` for the notice of one.

    `second approver` is a stage of the day on which somebody approved first.
    """

    stage: str
    day: date

    @property
    def escalates(self) -> bool:
        """Tell whether managers hear of it too."""
        return self.stage in _ESCALATES


def before(days: int) -> str:
    """Return the stage so many days before a date."""
    return f"{days} days" if days > 1 else "1 day"


def due_stage(due: date, received: date, today: date, days_before: Sequence[int]) -> str:
    """Return the most urgent stage that has come, or nothing.

    Earlier ones that downtime swallowed are not made up for. A day before which the mail had
    not come, or on which it came, needs no reminder.
    """
    if today > due:
        return OVERDUE
    if today == due:
        return TODAY if received < due else ""
    come = [
        days for days in days_before if received < due - timedelta(days=days) <= today and days > 0
    ]
    return before(min(come)) if come else ""


def reminders(
    case: Case, received: date, today: date, days_before: Sequence[int], *, snoozed: bool = False
) -> tuple[Reminder, ...]:
    """Return what a live case should be reminded of on `today`; days in the controller's zone.

    A snoozed case is left alone until its date comes.
    """
    found = []
    if case.due is not None:
        stage = due_stage(case.due, received, today, days_before)
        if stage and not (snoozed and stage not in {OVERDUE, TODAY}):
            found.append(Reminder(stage, case.due))
    notice = _notice_by(case)
    ahead = max(days_before, default=0)
    if notice and notice - timedelta(days=ahead) <= today <= notice:
        found.append(Reminder(EXTENSION, notice))
    return tuple(found)


def second_awaited_until(
    approved: datetime, zone: tzinfo, due_in: Callable[[date, int], date]
) -> datetime:
    """Return when a first approval has waited one business day for the second one.

    That is the same time of day on the next working day, in the controller's zone.
    """
    local = approved.astimezone(zone)
    return datetime.combine(due_in(local.date(), 1), local.time(), zone)


def extendable(case: Case) -> Line | None:
    """Return the open line whose extension has to be told first, or None."""
    dated = [
        (line.clock.extension_notice_by, line.id, line)
        for line in case.lines
        if line.clock and line.clock.extension_notice_by and not line.outcome
    ]
    return min(dated)[2] if dated else None


def _notice_by(case: Case) -> date | None:
    """Return the last day for the notice of an extension."""
    line = extendable(case)
    return line.clock.extension_notice_by if line and line.clock else None
