"""Closes the cases that a withdrawal takes back, once its letter has left; sends nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.core import commands as c
from bot.core.case import BOT, CaseState, Channel, LetterState
from bot.core.decide import decide
from bot.core.errors import Stale, Transient
from bot.core.letter_scenes import withdrawn_by
from bot.flows.ports import Cases, Owed

REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """A debt of the outbox: done again after a stop, it finds the cases closed already."""

    cases: Cases
    now: Callable[[], datetime]

    def close(self, owed: Owed) -> None:
        """Close every case that the owing case takes back. Raises Transient to be tried again."""
        withdrawal = self.cases.load(owed.case_id or 0)
        if withdrawal is None:
            return
        for number in withdrawn_by(withdrawal):
            self._close(number, withdrawal.channel)

    def _close(self, number: int, channel: Channel) -> None:
        case = self.cases.load(number)
        if case is None or case.state is CaseState.CLOSED:
            return
        if case.channel is not channel:  # one of them moved: those who see the other one decide
            return
        if any(letter.state is LetterState.SENDING for letter in case.letters):
            raise Transient("a letter of the withdrawn case is being sent")
        try:
            self.cases.save(decide(case, c.Close(actor=BOT, outcome=REVOKED), self.now()))
        except Stale:
            raise Transient("the withdrawn case changed at the same moment") from None
