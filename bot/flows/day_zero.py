"""An earlier day 0: staff say that a request had reached the company before the mailbox got it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from bot.core import commands as c
from bot.core.assess import make_lines
from bot.core.case import Case, Line
from bot.core.deadlines import ClockFor
from bot.core.decide import decide
from bot.core.errors import IllegalMove, Stale
from bot.core.parties import Party
from bot.flows.casebook import Casebook
from bot.flows.ports import Cases, Directory

OLDEST = timedelta(days=366)
_NOON = time(12)  # the law counts days


@dataclass(frozen=True, slots=True, kw_only=True)
class DayZero:
    """Counts a case's dates anew from an earlier day; never from a later one (Art. 12(3) GDPR)."""

    cases: Cases
    directory: Directory
    casebook: Casebook
    clock_for: ClockFor
    zone: tzinfo
    now: Callable[[], datetime]

    def fault(self, case: Case, day: date) -> str:
        """Return why a day cannot be day 0, or an empty string."""
        was = case.received_at.astimezone(self.zone).date()
        if day >= was:
            return "Day 0 may only become earlier than it is."
        return "This is more than a year before: is the year right?" if was - day > OLDEST else ""

    def set(self, case_id: int, day: date, reason: str, actor: str, *, version: int | None) -> None:
        """Count from that day; drafts are written anew. Raises IllegalMove or Stale."""
        case = self.cases.load(case_id)
        if case is None:
            raise IllegalMove("there is no such case")
        if version is not None and version != case.version:
            raise Stale
        if why := self.fault(case, day):
            raise IllegalMove(why)
        day0 = datetime.combine(day, _NOON, self.zone)
        after = replace(case, received_at=day0, lines=self._lines(case, day0))
        number = case.next_letter_id
        drafts = self.casebook.drafter.first_drafts(self.casebook.dossier(after), number)
        order = c.SetDayZero(
            actor=actor, received_at=day0, lines=after.lines, reason=reason, drafts=drafts
        )
        self.cases.save(decide(case, order, self.now()))

    def _lines(self, case: Case, day0: datetime) -> tuple[Line, ...]:
        entry = self.directory.entry(case.entry_id) if case.entry_id else None
        party = Party(case.party, entry, 1.0, "as it was", named_in_mail=case.named_in_mail)
        text = "\n".join(mail.words for mail in self.casebook.mails(case.id)[:1])
        counted = make_lines(case.types, party, case.regime, self.clock_for, day0, text=text)
        return tuple(
            line if line.outcome else replace(line, clock=new.clock)
            for line, new in zip(case.lines, counted, strict=True)
        )
