"""A decision: the case before and after, what happened, what is owed; and the story of one."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.core import commands as c
from bot.core.case import BOT, CameBy, Case, CaseLetter, CaseState, LetterState
from bot.core.moves import LEADS_TO, OWED, Debt, Happened

Fact = str | int | float | bool | None


OTHER = "other"
"""The fact that is the number of another case."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened; `facts` hold no personal data and are what statistics count."""

    kind: Happened
    at: datetime
    actor: str
    case_id: int | None = None
    letter_id: int | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effect:
    """A debt to the world; `event` is the index of the event that caused it."""

    kind: Debt
    event: int
    letter_id: int | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The case before, the case after, what happened and what is owed: one commit."""

    before: Case | None
    after: Case
    events: tuple[Event, ...]
    owed: tuple[Effect, ...]


def describe(case: Case) -> dict[str, Fact]:
    """Return the facts that every event of a case carries for the statistics."""
    due = case.due
    return {
        "types": ",".join(case.types),
        "lines": _lines(case),
        "state": case.state.value,
        "party": case.party.value,
        "regime": case.regime,
        "sender": case.sender.value,
        "language": case.language,
        "band": case.band.value,
        "model": case.model,
        "due": due.isoformat() if due else None,
        "received": case.received_at.isoformat(),
    }


def _lines(case: Case) -> str:
    """Return type, route, due day and outcome of each request line as JSON."""
    rows = [
        [
            line.type,
            line.route.value,
            line.clock.due.isoformat() if line.clock and line.clock.due else "",
            line.outcome,
        ]
        for line in case.lines
    ]
    return json.dumps(rows, separators=(",", ":"))


def opened(case: Case, now: datetime, actor: str = BOT) -> Decision:
    """Return the decision that brings a new case into the world, with its drafts."""
    facts = describe(case)
    facts["letters"] = ",".join(letter.key for letter in case.letters)
    if case.came_by is not CameBy.MAIL:
        facts["came_by"] = case.came_by.value
    if case.batch:
        facts["batch"] = case.batch
    event = Event(Happened.OPENED, now, actor, case.id, None, facts)
    return Decision(None, case, (event,), settle_debts([event], ()))


def settle_debts(events: Iterable[Event], letters: Iterable[CaseLetter]) -> tuple[Effect, ...]:
    """Return what the events owe to the world, in order, by the table `OWED`."""
    ready = {letter.id: letter.send_after for letter in letters}
    effects = []
    for index, event in enumerate(events):
        for debt in OWED[event.kind]:
            letter_id = event.letter_id if debt is Debt.LETTER else None
            not_before = ready.get(letter_id) if letter_id is not None else None
            effects.append(Effect(debt, index, letter_id, not_before))
    return tuple(effects)


class Story:
    """The case as it changes within one decision, and the events on the way."""

    def __init__(self, case: Case, command: c.Command, now: datetime) -> None:
        self.before = self.case = case
        self.actor, self.now = command.actor, now
        self.events: list[Event] = []

    def change(self, **fields: Any) -> None:
        """Change the case."""
        self.case = replace(self.case, **fields)

    def change_letter(self, letter_id: int, **fields: Any) -> None:
        """Change one letter."""
        letters = tuple(
            replace(letter, **fields) if letter.id == letter_id else letter
            for letter in self.case.letters
        )
        self.change(letters=letters)

    def tell(self, kind: Happened, letter: CaseLetter | None = None, **facts: Fact) -> None:
        """Note what happened; what it leads to for its letter follows by the table."""
        if letter is not None:
            about = {"letter": letter.key, "letter_language": letter.lang}
            facts = {**about, "audience": letter.audience, **facts}
            if kind in LEADS_TO:
                self.change_letter(letter.id, state=LEADS_TO[kind])
        event = Event(
            kind, self.now, self.actor, self.case.id, letter.id if letter else None, facts
        )
        self.events.append(event)

    def decision(self) -> Decision:
        """Return the whole as one decision."""
        base = describe(self.case)
        events = tuple(replace(event, facts={**base, **event.facts}) for event in self.events)
        return Decision(self.before, self.case, events, settle_debts(events, self.case.letters))


_APPROVED = {LetterState.AWAITING_SECOND, LetterState.QUEUED, LetterState.TO_POST}


def void_approvals(story: Story, why: str) -> None:
    """Take back every approval that has not led to a sent letter."""
    for letter in story.case.letters:
        if letter.state in _APPROVED:
            story.change_letter(letter.id, approved_by=(), send_after=None)
            story.tell(Happened.APPROVAL_VOIDED, letter, why=why)
        elif letter.state is LetterState.SENDING:
            story.change_letter(letter.id, send_after=None)  # if it comes back, it stays


def end(story: Story) -> None:
    """Close the case: somebody or some letter has settled everything."""
    story.change(
        state=CaseState.CLOSED,
        snoozed_until=None,
        decided_by=story.actor,
        decided_at=story.now,
    )


def reopen(story: Story, command: Any) -> None:
    """Open every line again."""
    lines = tuple(replace(line, outcome="") for line in story.case.lines)
    story.change(state=CaseState.OPEN, lines=lines, decided_by="", decided_at=None)
    story.tell(Happened.REOPENED)
