"""Debts to people beside a case -> what the desk shows: reminders, referrals, the digest."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date

from bot.core.case import CaseState, LetterState
from bot.core.moves import Debt
from bot.core.notices import DigestFilesView, DigestView, File, ReferralView, ReminderView
from bot.core.reminding import SECOND
from bot.core.statistics import Statistics
from bot.flows.desk_ports import Post
from bot.flows.ports import Audit, Cases, Owed


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """Reads what a debt is about; a reminder whose case is over has nothing left to show."""

    cases: Cases
    audit: Audit
    digest: Callable[[str], DigestView | None]
    files: Callable[[Statistics], tuple[File, ...]]
    table: Callable[[Statistics], str]
    today: Callable[[], date]
    teams: Container[str] = ()  # that have a channel of their own

    def __call__(self, owed: Owed) -> Post | None:
        """Return what to post for a debt, or None."""
        match owed.kind:
            case Debt.REMINDER | Debt.ESCALATION:
                return self._reminder(owed)
            case Debt.REFERRAL:
                return self._referral(owed)
            case Debt.DIGEST:
                return self.digest(owed.key)
            case Debt.DIGEST_FILES:
                found = self.digest(owed.key)
                if found is None:
                    return None
                numbers = found.statistics
                return DigestFilesView(numbers, self.files(numbers), self.table(numbers))
            case _:
                return None

    def _reminder(self, owed: Owed) -> ReminderView | None:
        case = self.cases.load(owed.case_id or 0)
        event = self.audit.event(owed.event_seq or 0)
        if case is None or event is None or case.state is CaseState.CLOSED:
            return None
        if event.facts.get("stage") == SECOND and not any(
            letter.state is LetterState.AWAITING_SECOND for letter in case.letters
        ):
            return None  # somebody was faster than the post
        return ReminderView(case, event, self.today(), owed.kind is Debt.ESCALATION)

    def _referral(self, owed: Owed) -> ReferralView | None:
        """Return the notice if the log says that one is posted, and there still is a channel."""
        case = self.cases.load(owed.case_id or 0)
        event = self.audit.event(owed.event_seq or 0)
        if case is None or event is None or not event.facts.get("told"):
            return None
        team = str(event.facts.get("to") or "")
        return ReferralView(case, event, team) if team in self.teams else None
