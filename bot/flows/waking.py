"""Snoozed cases whose time has come -> awake again, once each, also after downtime."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.core import commands as c
from bot.core.case import BOT
from bot.core.decide import decide
from bot.core.errors import IllegalMove, Stale
from bot.flows.ports import Cases, Sleepers


@dataclass(frozen=True, slots=True, kw_only=True)
class Waking:
    """Wakes cases; what that says on card and thread is the outbox's."""

    sleepers: Sleepers
    cases: Cases
    now: Callable[[], datetime]

    def work(self) -> int:
        """Wake every case whose snooze is over; return how many.

        A case that somebody changes at this very moment wakes at the next look.
        """
        woken = 0
        for case in self.cases.load_many(self.sleepers.to_wake(self.now())):
            try:
                self.cases.save(decide(case, c.Wake(actor=BOT), self.now()))
            except (Stale, IllegalMove):
                continue
            woken += 1
        return woken
