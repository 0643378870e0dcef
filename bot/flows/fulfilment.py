"""The deeds behind a letter: which tasks a request line has; opens and finishes none."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Protocol

from bot.core.case import Line, Task
from bot.core.catalogue import Route


class Rule(Protocol):
    """One system in which somebody must act, as the profile names it."""

    @property
    def system(self) -> str:
        """Return the name of the system."""

    @property
    def owner(self) -> str:
        """Return who acts in it."""

    @property
    def days(self) -> int:
        """Return the working days that they have."""


RulesFor = Callable[[str], Iterable[Rule]]
DueIn = Callable[[date, int], date]
"""A day and a count of working days -> the day on which they are over."""

# What a client's user asks may concern data that we hold for ourselves, too.
OWN_RECORDS = "Our own records, for what we hold as controller"
_CHECKS_IN_DAYS = 5
_OURS = {Route.US, Route.PERSON}


def with_tasks(
    lines: tuple[Line, ...],
    rules_for: RulesFor,
    due_in: DueIn | None,
    day0: date,
    old: tuple[Line, ...] = (),
) -> tuple[Line, ...]:
    """Return the lines with their tasks, numbered through the case; results of `old` stay."""
    results = {(line.type, t.system): t.result for line in old for t in line.tasks}
    number, made = 1, []
    for line in lines:
        tasks = []
        for system, owner, days in _wanted(line, rules_for):
            due = due_in(day0, days) if due_in else None
            tasks.append(Task(number, system, owner, due, results.get((line.type, system), "")))
            number += 1
        made.append(replace(line, tasks=tuple(tasks)))
    return tuple(made)


def _wanted(line: Line, rules_for: RulesFor) -> list[tuple[str, str, int]]:
    if line.route is Route.CLIENT:
        return [(OWN_RECORDS, "Privacy team", _CHECKS_IN_DAYS)]
    if line.route in _OURS:
        return [(rule.system, rule.owner, rule.days) for rule in rules_for(line.type)]
    return []
