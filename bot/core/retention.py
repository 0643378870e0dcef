"""How long what is kept: a table of what, outcome and jurisdiction; decides, removes nothing.

Days count from the day on which the case was closed; for mail without a case, from receipt.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Kept(StrEnum):
    """What is kept for a time of its own."""

    RAW = "raw"  # the mail's bytes, drafts that were never sent, the mailbox's copy
    CASE = "case"  # addresses, the mail as read, letters, corrections, the card's facts
    LOOSE = "loose"  # mail without a case: the daily list, discarded quarantine


@dataclass(frozen=True, slots=True)
class Rule:
    """One row; an empty outcome or regime means any. `days` after closing."""

    kept: Kept
    days: int
    why: str
    outcome: str = ""
    regime: str = ""


_MONTHS_36, _MONTHS_24 = 1096, 731

TABLE: tuple[Rule, ...] = (
    Rule(Kept.RAW, 90, "ours: long enough for a question back (GDPR Art. 5(1)(e))"),
    Rule(Kept.CASE, _MONTHS_36, "ours: proof of an answer for three years (Art. 5(2))"),
    Rule(Kept.CASE, 365, "ours: nothing was decided", outcome="not_a_request"),
    Rule(Kept.CASE, 365, "ours: the other case tells it", outcome="duplicate"),
    Rule(Kept.LOOSE, 90, "ours: long enough to find a mail that was listed by mistake"),
)

FLOORS: tuple[Rule, ...] = (
    Rule(Kept.CASE, _MONTHS_24, "11 CCR 7101(a): records of requests", regime="us-ca"),
)
"""Rows that no other row may undercut."""


def days_of(kept: Kept, outcomes: Iterable[str] = (), regime: str = "") -> int:
    """Return for how many days something is kept: the longest that any line asks for."""
    found = [_most_special(kept, outcome, regime).days for outcome in outcomes or ("",)]
    found += [row.days for row in FLOORS if row.kept is kept and row.regime == regime]
    return max(found)


def _most_special(kept: Kept, outcome: str, regime: str) -> Rule:
    rows = [
        row
        for row in TABLE
        if row.kept is kept and row.outcome in {"", outcome} and row.regime in {"", regime}
    ]
    return max(rows, key=lambda row: (bool(row.regime), bool(row.outcome)))


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed case as far as its retention goes."""

    id: int
    decided_at: datetime
    regime: str
    outcomes: tuple[str, ...]
    held: bool
    has_raw: bool

    def last_day(self, kept: Kept) -> date:
        """Return the last day on which something of this case is kept."""
        days = days_of(kept, self.outcomes, self.regime)
        return self.decided_at.date() + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is due: cases to forget whole, cases whose raw mail goes, and what a hold keeps."""

    cases: tuple[int, ...]
    raw: tuple[int, ...]
    held: tuple[int, ...]

    @property
    def nothing(self) -> bool:
        """Tell whether nothing is due."""
        return not (self.cases or self.raw)


def plan(closed: Iterable[Closed], today: date) -> Plan:
    """Return what is due on `today`, a day in the controller's zone."""
    over = [case for case in closed if case.last_day(Kept.RAW) < today]
    whole = {case.id for case in over if case.last_day(Kept.CASE) < today}
    return Plan(
        tuple(case.id for case in over if case.id in whole and not case.held),
        tuple(case.id for case in over if case.id not in whole and case.has_raw and not case.held),
        tuple(case.id for case in over if case.held and (case.has_raw or case.id in whole)),
    )
