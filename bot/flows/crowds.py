"""Many cases at once: which have no card of their own, and the card that stands for them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.case import Case, Channel
from bot.core.moves import Debt
from bot.core.views import AbsorbedView, BatchView, FloodView
from bot.flows.desk_ports import Posts
from bot.flows.ports import Cases, Floods, Owed

CARDS_PER_HOUR = 120
"""New cards that a channel takes in an hour: two a minute is more than people decide."""


_REMINDERS = (Debt.REMINDER, Debt.ESCALATION)


class Hiding(Protocol):
    """Batches, as far as they stand for the cards of their cases."""

    def view(self, batch_id: int) -> BatchView | None:
        """Return a batch as its card shows it."""

    def hides(self, case: Case) -> bool:
        """Tell whether a case is shown on its batch's card."""

    def speaks(self, case: Case) -> bool:
        """Tell whether a case's reminders are its batch's."""

    def today(self) -> date:
        """Return the calendar day."""

    def now(self) -> datetime:
        """Return the moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowds:
    """Asked before every post about one case; decides nothing about the case itself."""

    cases: Cases
    posts: Posts
    floods: Floods
    batches: Hiding
    per_hour: int

    def instead(self, owed: Owed) -> AbsorbedView | bool:
        """Return False if a post is to be made, True if not, or what its card shows instead."""
        if owed.kind not in {Debt.CARD, Debt.THREAD, *_REMINDERS}:
            return False
        case = self.cases.load(owed.case_id or int(owed.key.partition(":")[0]))
        if case is None:
            return False
        if self.batches.hides(case):
            if owed.kind in _REMINDERS:
                return not self.batches.speaks(case)
            has_card = self.posts.get(Debt.CARD, str(case.id)) is not None
            shows = owed.kind is Debt.CARD and has_card
            return AbsorbedView(case.id, case.batch) if shows else True
        return self._held_back(owed, case)

    def _held_back(self, owed: Owed, case: Case) -> bool:
        """Tell whether a case has to wait for its card; legal and security never wait."""
        free = case.channel is not Channel.PRIVACY or owed.kind in _REMINDERS
        if free or self.posts.get(Debt.CARD, str(case.id)) is not None:
            return False
        if owed.kind is Debt.THREAD:
            return self.floods.holds(case.id)
        return not self.floods.admit(
            case.id, self.batches.today(), self.batches.now(), self.per_hour
        )

    def post_of(self, owed: Owed) -> BatchView | FloodView | None:
        """Return what a debt of a crowd shows."""
        if owed.kind is Debt.BATCH_CARD:
            return self.batches.view(int(owed.key))
        return self.floods.view(date.fromisoformat(owed.key))
