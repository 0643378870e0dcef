"""Finding cases: a page of the queue as one person filters it, or what a search comes to.

Shows nobody a case of a channel that they may not see, and never looks at the words of mails.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.core.case import Case, Channel, Task
from bot.core.case_number import case_number
from bot.core.catalogue import BY_KEY
from bot.core.parties import Entry
from bot.core.queue import PAGE, By, Query, Shown, Wanted, understand, wanted
from bot.flows.ports import Cases, Directory

MOST = 15  # cases that a search shows
COUNTED = 1_000  # beyond this many, a queue is "more than"
WITH_TASKS = 3  # one's own cases whose tasks are listed
_LOOKED_AT = 200  # numbers among which a search leaves out what its reader may not see
_AT_ONCE = 16  # of them that are loaded before it is seen whether they suffice
_NAMES = 5  # directory entries that a name may mean


class Index(Protocol):
    """Where cases are found; returns numbers, the newest first unless it says otherwise."""

    def page(self, wanted: Wanted, limit: int, offset: int = 0) -> list[int]:
        """Return case numbers in the order of the queue."""

    def count(self, wanted: Wanted, most: int) -> int:
        """Return how many cases there are, at most `most`."""

    def counts(self, channels: Sequence[Channel], today: date) -> dict[str, int]:
        """Return how many live cases are in each state, and how many are overdue."""

    def tasks_of(
        self, user: str, channels: Sequence[Channel], limit: int
    ) -> list[tuple[int, Task]]:
        """Return case number and task of what is open in a person's own cases."""

    def of_address(self, email: str, limit: int) -> list[int]:
        """Return the cases of a whole address."""

    def of_domain(self, domain: str, limit: int) -> list[int]:
        """Return the cases whose requester wrote from a domain."""

    def of_type(self, key: str, limit: int) -> list[int]:
        """Return the cases with a line of a type."""

    def of_entries(self, entries: Sequence[int], limit: int) -> list[int]:
        """Return the cases of directory entries."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue; `total` stops at COUNTED."""

    shown: Shown
    cases: tuple[Case, ...]
    total: int
    counts: dict[str, int]
    tasks: tuple[tuple[int, Task], ...]
    today: date

    @property
    def first(self) -> int:
        """Return the place of the first case in the whole queue, from 1."""
        return self.shown.page * PAGE + 1

    @property
    def more(self) -> bool:
        """Tell whether there is another page."""
        return self.first + len(self.cases) - 1 < self.total


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: `by` and `name` say what was looked for, without an address."""

    by: By
    name: str
    cases: tuple[Case, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """Loads what the index finds."""

    index: Index
    cases: Cases
    directory: Directory
    today: Callable[[], date]

    def page(self, shown: Shown, user: str, channels: Sequence[Channel]) -> QueuePage:
        """Return a page; where the queue has become shorter, its last one."""
        today = self.today()
        query = wanted(shown, user, channels, today)
        total = self.index.count(query, COUNTED + 1)
        last = max(total - 1, 0) // PAGE
        shown = shown if shown.page <= last else shown.changed()
        numbers = self.index.page(query, PAGE, shown.page * PAGE)
        tasks = self.index.tasks_of(user, channels, WITH_TASKS + 1)
        return QueuePage(
            shown=shown,
            cases=tuple(self.cases.load_many(numbers)),
            total=total,
            counts=self.index.counts(channels, today),
            tasks=tuple(tasks),
            today=today,
        )

    def search(self, text: str, channels: Sequence[Channel]) -> Found | None:
        """Return the cases that somebody looks for, None if the words say nothing."""
        query = understand(text)
        if query is None:
            return None
        numbers, name = self._numbers(query)
        seen: list[Case] = []
        for at in range(0, len(numbers), _AT_ONCE):
            loaded = self.cases.load_many(numbers[at : at + _AT_ONCE])
            seen += [case for case in loaded if case.channel in channels]
            if len(seen) > MOST:
                break
        return Found(query.by, name, tuple(seen[:MOST]), len(seen) > MOST)

    def _numbers(self, query: Query) -> tuple[list[int], str]:
        value, index = query.value, self.index
        match query.by:
            case By.NUMBER:
                return [int(value)], case_number(int(value))
            case By.ADDRESS:
                return index.of_address(value, _LOOKED_AT), ""
            case By.TYPE:
                return index.of_type(value, _LOOKED_AT), BY_KEY[value].title
            case By.DOMAIN:
                own = [one.id for one in self._named(value) if value in one.domains]
                both = {*index.of_domain(value, _LOOKED_AT), *index.of_entries(own, _LOOKED_AT)}
                return sorted(both, reverse=True)[:_LOOKED_AT], value
            case By.NAME:
                entries = self._named(value)
                names = ", ".join(entry.name for entry in entries)
                return index.of_entries([one.id for one in entries], _LOOKED_AT), names

    def _named(self, text: str) -> list[Entry]:
        return self.directory.search(text, _NAMES)
