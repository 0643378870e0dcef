"""What ends a case, or a part of it, without a letter; a row of `ENDING_SCENES` each."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.core import commands as c
from bot.core.case import Case, LetterState, Line
from bot.core.catalogue import PartyKind, Route
from bot.core.decision import Story, describe, end, void_approvals
from bot.core.errors import IllegalMove
from bot.core.moves import Happened

FULFILLED = "fulfilled"
TEAMS = ("hr", "press", "safety", "sales")
REFERRED = {team: f"referred_{team}" for team in TEAMS}
"""The outcome of lines that another team answers."""
NOT_A_REQUEST = "not_a_request"
_NEVER_COUNTED = {"revoked", "duplicate", NOT_A_REQUEST}
_SPAM = "spam"


def _close(story: Story, command: Any) -> None:
    if any(letter.state is LetterState.SENDING for letter in story.case.letters):
        raise IllegalMove("a letter is being sent")
    void_approvals(story, "closed")
    lines = tuple(
        line if line.outcome else replace(line, outcome=_outcome_of(story.case, line, command))
        for line in story.case.lines
    )
    undone = [t for line in lines if line.outcome == FULFILLED for t in line.open_tasks]
    if undone:
        raise IllegalMove(f"{len(undone)} fulfilment tasks are still open")
    story.change(lines=lines)
    end(story)
    story.tell(Happened.CLOSED, outcome=command.outcome)


def _outcome_of(case: Case, line: Line, command: c.Close) -> str:
    """Return how a line ends: as the letter that handed it over says, unless it never counted."""
    if command.outcome in _NEVER_COUNTED:
        return command.outcome
    handed = [
        letter.ends_as
        for letter in case.letters
        if letter.ends_as and letter.state is LetterState.SENT and line.type in letter.covers
    ]
    return handed[-1] if handed else command.outcome


def _refer(story: Story, command: Any) -> None:
    """What no law dates is over for us; what has a date by law stays, whoever helps with it."""
    if any(letter.state is LetterState.SENDING for letter in story.case.letters):
        raise IllegalMove("a letter is being sent")
    lines = tuple(
        line
        if line.outcome or dated_by_law(line)
        else replace(line, outcome=REFERRED[command.team])
        for line in story.case.lines
    )
    story.change(lines=lines)
    story.tell(Happened.REFERRED, to=command.team, told=command.told or None)
    if all(line.outcome for line in lines):
        void_approvals(story, "referred")
        end(story)
        story.tell(Happened.CLOSED, outcome=REFERRED[command.team])


def dated_by_law(line: Line) -> bool:
    """Tell whether a law says by when a line must be answered."""
    return line.clock is not None and line.clock.statutory is not None


def _mark_spam(story: Story, command: Any) -> None:
    """Nobody asks for anything: it is over, and what the classifier read was wrong."""
    case = story.case
    _nothing_left(case)
    was = describe(case)
    void_approvals(story, "closed")
    for letter in story.case.letters:
        if letter.state is LetterState.DRAFT:
            story.tell(Happened.LETTER_VOIDED, letter, why="spam")
    line = Line(1, _SPAM, Route.NOBODY, outcome=NOT_A_REQUEST)
    story.change(lines=(line,), party=PartyKind.NONE, entry_id=None, entry_name="")
    story.tell(Happened.RECLASSIFIED, was_types=was["types"], was_party=was["party"])
    end(story)
    story.tell(Happened.CLOSED, outcome=NOT_A_REQUEST)


def _nothing_left(case: Case) -> None:
    """Raise IllegalMove if somebody was answered already: then it was no spam."""
    gone = {LetterState.SENDING, LetterState.SENT, LetterState.DOUBTFUL, LetterState.BOUNCED}
    if any(letter.state in gone for letter in case.letters):
        raise IllegalMove("a letter was sent already; close the case instead")
    if any(line.outcome for line in case.lines):
        raise IllegalMove("a part of it has an outcome already; close the case instead")


ENDING_SCENES: dict[type[c.Command], Callable[[Story, Any], None]] = {
    c.Close: _close,
    c.MarkSpam: _mark_spam,
    c.Refer: _refer,
}
