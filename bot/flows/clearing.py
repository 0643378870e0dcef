"""Cases that were closed some time ago -> cards without personal data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.flows.ports import ClosedCards


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """Owes the cards anew; the thread below them never held personal data."""

    cards: ClosedCards
    after: timedelta
    now: Callable[[], datetime]

    def work(self) -> int:
        """Clear every card whose time has come; return how many."""
        now = self.now()
        return self.cards.clear(now, now - self.after)
