"""What the clock makes the bot say: a reminder about a case, and the week in numbers."""

from dataclasses import dataclass, field
from datetime import date

from bot.core.case import Case
from bot.core.decision import Event
from bot.core.statistics import Statistics


@dataclass(frozen=True, slots=True)
class ReminderView:
    """One reminder as its channel sees it; `to_managers` when it escalates."""

    case: Case
    event: Event
    today: date
    to_managers: bool = False


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A case that another team answers, as that team is told of it; `team` as in `TEAMS`."""

    case: Case
    event: Event
    team: str


@dataclass(frozen=True, slots=True)
class DigestView:
    """The week in numbers; `anchor` proves the audit log up to then (`audit verify --anchor`)."""

    statistics: Statistics
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file to show: its name, title, alternative text and bytes."""

    name: str
    title: str
    alt: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DigestFilesView:
    """The same as a picture and a table, for the digest's thread."""

    statistics: Statistics
    files: tuple[File, ...]
    table: str
