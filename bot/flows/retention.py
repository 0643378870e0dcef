"""Forgetting on time: what is due goes from the database, then the server's copies go.

closed cases -> plan (core) -> database, one commit a portion -> file rewritten -> mailbox
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.core.errors import Misconfigured, Permanent, Transient
from bot.core.retention import Closed, Kept, Plan, days_of, plan

log = logging.getLogger(__name__)

_PORTION = 100  # cases forgotten in one commit
_COPIES = 200  # server copies deleted over one connection


class Register(Protocol):
    """What is kept, and its removal."""

    def closed(self) -> list[Closed]:
        """Return the closed cases that are not forgotten."""

    def loose(self, before: datetime) -> list[int]:
        """Return mails without a case that came before a moment."""

    def forget(self, cases: Sequence[int], raw: Sequence[int], loose: Sequence[int]) -> None:
        """Forget cases, the raw mail of others, and mails without a case: one commit."""

    @property
    def scrub_owed(self) -> bool:
        """Tell whether something was forgotten and the file not rewritten since."""

    def scrub(self) -> bool:
        """Rewrite the file without them; False if a reader is in the way. Raises Transient."""


class Copy(Protocol):
    """One copy on the server that is due to be deleted."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def place(self) -> str:
        """Which folder: processed or sent."""

    @property
    def find(self) -> str:
        """What finds it."""


class Purges(Protocol):
    """The server's copies that are due."""

    def waiting(self, account: str, limit: int = 500, after: int = 0) -> Sequence[Copy]:
        """Return some of them, for one account."""

    def done(self, ids: Iterable[int]) -> None:
        """Note that they are gone."""


class Shredder(Protocol):
    """Deletes copies in one mail account."""

    def delete(self, copies: Sequence[Copy]) -> list[int]:
        """Delete what is found; return whose absence is sure. Raises Transient, Permanent."""


@dataclass(frozen=True, slots=True)
class Due:
    """What a run would do, or did."""

    plan: Plan
    loose: tuple[int, ...]

    @property
    def nothing(self) -> bool:
        """Tell whether nothing is due."""
        return self.plan.nothing and not self.loose


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """The nightly run; `due` alone is the dry run."""

    register: Register
    purges: Purges
    shredders: Mapping[str, Shredder]
    now: Callable[[], datetime]
    today: Callable[[], date]

    def due(self) -> Due:
        """Return what is due now; changes nothing."""
        before = self.now() - timedelta(days=days_of(Kept.LOOSE))
        return Due(plan(self.register.closed(), self.today()), tuple(self.register.loose(before)))

    def run(self, *, always_scrub: bool = False) -> list[str]:
        """Forget what is due and delete the server's copies; return what went wrong, in words.

        The file is rewritten if something went, now or before a stop, or a person asks for it.
        """
        troubles = []
        due = self.due()
        for at in range(0, len(due.plan.cases), _PORTION):
            self.register.forget(due.plan.cases[at : at + _PORTION], (), ())
        for at in range(0, len(due.plan.raw), _PORTION):
            self.register.forget((), due.plan.raw[at : at + _PORTION], ())
        for at in range(0, len(due.loose), _PORTION):
            self.register.forget((), (), due.loose[at : at + _PORTION])
        if always_scrub or self.register.scrub_owed:
            troubles += self._scrub()
        log.info(
            "retention",
            extra={"cases": len(due.plan.cases), "raw": len(due.plan.raw), "loose": len(due.loose)},
        )
        return troubles + self.shred()

    def _scrub(self) -> list[str]:
        """Rewrite the file; what stands in the way is said, and it stays owed."""
        try:
            done = self.register.scrub()
        except Transient as fault:
            return [f"the file still holds old pages: {fault}"]
        return [] if done else ["the file still holds old pages: another process reads it"]

    def shred(self) -> list[str]:
        """Delete the server's copies that are due; one account's failure stops no other."""
        troubles = []
        for name, shredder in self.shredders.items():
            last = 0
            try:
                while copies := self.purges.waiting(name, _COPIES, last):
                    last = copies[-1].id
                    self.purges.done(shredder.delete(copies))
            except (Transient, Permanent, Misconfigured) as fault:
                troubles.append(f"copies in mailbox {name} stay for now: {fault}")
        return troubles
