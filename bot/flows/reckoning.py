"""The dates that a letter and its case depend on, as the law counts them; writes no letter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.case import Case, CaseLetter, Clock
from bot.core.catalogue import Route
from bot.core.deadlines import Pauses
from bot.flows.fulfilment import DueIn

Recount = Callable[[str, str, datetime, Pauses], Clock | None]
"""Type, regime, day 0 and what happened since -> the clock, None where that changes nothing."""

DayOf = Callable[[str, str, datetime], date | None]
"""Type, regime and day 0 -> a day, None where the law has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """What a draft takes from elsewhere: reply tokens and dates.

    `extended_to` is until when an answer may be put off, `theirs` by when whoever is
    responsible must answer.
    """

    token_of: Callable[[int, int, str], str] = lambda case, letter, email: ""
    due_in: DueIn | None = None
    recount: Recount = lambda kind, regime, day0, pauses: None
    extended_to: DayOf = lambda kind, regime, day0: None
    theirs: DayOf = lambda kind, regime, day0: None

    def recounted(self, case: Case, pauses: Pauses) -> tuple[tuple[int, Clock], ...]:
        """Return the clocks of our lines that a pause changes, by line."""
        clocks = (
            (line.id, self.recount(line.type, case.regime, case.received_at, pauses))
            for line in case.lines
            if line.route is Route.US
        )
        return tuple((number, clock) for number, clock in clocks if clock is not None)

    def extension(self, case: Case, type_: str) -> date | None:
        """Return until when a line of this type may be extended, if that is any later."""
        day = self.extended_to(type_, case.regime, case.received_at)
        due = [line.clock.due for line in case.lines if line.type == type_ and line.clock]
        later = day is not None and all(one is None or day > one for one in due)
        return day if later else None

    def their_due(self, case: Case, types: Iterable[str]) -> date | None:
        """Return the day by which others must answer the first of these requests."""
        days = (self.theirs(type_, case.regime, case.received_at) for type_ in types)
        return min((day for day in days if day), default=None)


def pauses_by(
    case: Case, letter: CaseLetter, answered: datetime, day_of: Callable[[datetime], date]
) -> Pauses | None:
    """Return the pause that the answer to a question of ours ends; None where there is none."""
    if not letter.key.endswith("/clarify") or not letter.settled_at or case.mailbox_confirmed:
        return None
    return Pauses(asked=day_of(letter.settled_at), answered=day_of(answered))
