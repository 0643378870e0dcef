"""Due dates that come near or pass -> reminders, once each, also after downtime."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol

from bot.core import commands as c
from bot.core.case import BOT, Case, CaseLetter, LetterState
from bot.core.decide import decide
from bot.core.errors import IllegalMove, Stale
from bot.core.reminding import (
    EXTENSION,
    SECOND,
    Reminder,
    extendable,
    reminders,
    second_awaited_until,
)
from bot.flows.casebook import Casebook
from bot.flows.ports import Cases

FROM = time(9)  # nobody is reminded at night


class Agenda(Protocol):
    """The dates of live cases, and what the log says of earlier reminders."""

    def due_by(self, day: date) -> list[tuple[int, int]]:
        """Return number and version of the live cases whose earliest due day has come by `day`."""

    def first_approved(self) -> list[tuple[int, datetime]]:
        """Return the number of each case whose letter awaits a second approver, and since when."""

    def reminded(self, case_ids: Iterable[int]) -> set[tuple[int, str, str]]:
        """Return case number, stage and day of every reminder that these cases had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """Looks at the dates and commits what must be said; posting is the outbox's."""

    agenda: Agenda
    cases: Cases
    zone: tzinfo
    days_before: tuple[int, ...]
    now: Callable[[], datetime]
    casebook: Casebook | None = None
    due_in: Callable[[date, int], date] | None = None  # counts working days
    looked: dict[int, tuple[date, int]] = field(default_factory=dict, repr=False)

    def work(self) -> int:
        """Commit every reminder that has come and was not given; return how many."""
        now = self.now()
        local = now.astimezone(self.zone)
        if local.time() < FROM:
            return 0
        horizon = local.date() + timedelta(days=max(self.days_before, default=0) + 1)
        return self._second_approvers(now) + sum(
            self._look(case_id, version, now) for case_id, version in self.agenda.due_by(horizon)
        )

    def _second_approvers(self, now: datetime) -> int:
        """Tell the managers of each letter that nobody seconded within one business day."""
        if self.due_in is None:
            return 0
        return sum(
            self._no_second(case_id, approved.astimezone(self.zone).date(), now)
            for case_id, approved in self.agenda.first_approved()
            if second_awaited_until(approved, self.zone, self.due_in) <= now
        )

    def _no_second(self, case_id: int, day: date, now: datetime) -> bool:
        """Commit one such alarm, unless the log has it already."""
        case = self.cases.load(case_id)
        given = self.agenda.reminded([case_id])
        if case is None or (case_id, SECOND, day.isoformat()) in given:
            return False
        order = c.Remind(actor=BOT, stage=SECOND, day=day, escalate=True)
        try:
            self.cases.save(decide(case, order, now))
        except (Stale, IllegalMove):
            return False  # somebody seconded it just now, or the next look tells
        return True

    def _look(self, case_id: int, version: int, now: datetime) -> int:
        """Look at a case once a day, and again when it changed; only that saves work."""
        seen = (now.astimezone(self.zone).date(), version)
        if self.looked.get(case_id) == seen:
            return 0
        given = self._case(case_id, now)
        self.looked[case_id] = (seen[0], version + given)
        return given

    def _case(self, case_id: int, now: datetime) -> int:
        """Remind of one case. Its version was read first: of two workers one is Stale."""
        given = 0
        for _ in range(5):
            case = self.cases.load(case_id)
            reminder = self._next(case, now) if case else None
            if case is None or reminder is None:
                break
            order = c.Remind(
                actor=BOT,
                stage=reminder.stage,
                day=reminder.day,
                escalate=reminder.escalates,
                draft=self._extension(case) if reminder.stage == EXTENSION else None,
            )
            try:
                self.cases.save(decide(case, order, now))
            except (Stale, IllegalMove):
                continue  # a colleague was faster: look again
            given += 1
        return given

    def _extension(self, case: Case) -> CaseLetter | None:
        """Return the notice of an extension as a draft, unless there is one.

        It lacks its reason, which only staff know: until they write it, the check of the
        draft forbids approval.
        """
        line = extendable(case)
        if line is None or self.casebook is None:
            return None
        key = f"{line.type}/extend"
        if any(
            letter.key == key and letter.state is not LetterState.VOID for letter in case.letters
        ):
            return None
        number = case.next_letter_id
        return self.casebook.drafter.draft(
            self.casebook.dossier(case), key, number, given={"reason": "other_extension"}
        )

    def _next(self, case: Case, now: datetime) -> Reminder | None:
        """Return the first reminder that was not given."""
        received = case.received_at.astimezone(self.zone).date()
        today = now.astimezone(self.zone).date()
        snoozed = case.snoozed_until is not None and case.snoozed_until > now
        given = self.agenda.reminded([case.id])
        for one in reminders(case, received, today, self.days_before, snoozed=snoozed):
            if (case.id, one.stage, one.day.isoformat()) not in given:
                return one
        return None
