"""What commands do that concern where a case lies, whose it is, or another case beside it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bot.core import commands as c
from bot.core.case import Case, CaseLetter, LetterState, Line, Link, LinkKind
from bot.core.decision import Story, end, void_approvals
from bot.core.errors import IllegalMove
from bot.core.mail import Authenticated
from bot.core.moves import Happened

DUPLICATE = "duplicate"
_DRAFTS = {LetterState.DRAFT, LetterState.AWAITING_SECOND}


def _nothing_leaves(case: Case) -> None:
    if any(letter.state is LetterState.SENDING for letter in case.letters):
        raise IllegalMove("a letter is being sent")


def _move(story: Story, command: Any) -> None:
    if command.channel is story.case.channel:
        raise IllegalMove("the case is in that channel already")
    story.change(channel=command.channel)
    story.tell(Happened.MOVED, to=command.channel.value)


def _merge(story: Story, command: Any) -> None:
    """The other case goes on with what this one asks: this one is over, and was one too many."""
    _nothing_leaves(story.case)
    if command.into == story.case.id:
        raise IllegalMove("a case cannot be merged into itself")
    void_approvals(story, "merged")
    lines = tuple(replace(line, outcome=line.outcome or DUPLICATE) for line in story.case.lines)
    kept = tuple(link for link in story.case.links if link.other != command.into)
    story.change(lines=lines, links=(*kept, Link(command.into, LinkKind.DUPLICATE)))
    end(story)
    story.tell(Happened.MERGED, other=command.into)
    story.tell(Happened.CLOSED, outcome=DUPLICATE)


def _take_over(story: Story, command: Any) -> None:
    """Nothing that the merged case asks is lost, and no date becomes later by merging."""
    void_approvals(story, "merged")
    lines = [_sooner(line, command.lines) for line in story.case.lines]
    have = {line.type for line in lines if not line.outcome}
    line_id = max(line.id for line in lines)
    task_id = max((task.id for line in lines for task in line.tasks), default=0)
    for line in command.lines:
        if line.outcome or line.type in have:
            continue
        line_id += 1
        tasks = []
        for task in line.tasks:
            task_id += 1
            tasks.append(replace(task, id=task_id))
        lines.append(replace(line, id=line_id, tasks=tuple(tasks)))
    story.change(lines=tuple(lines), snoozed_until=None)
    story.tell(Happened.TOOK_OVER, other=command.other)


def _sooner(line: Line, others: tuple[Line, ...]) -> Line:
    """Return a line with the earliest of the clocks for what it asks."""
    clocks = [
        other.clock
        for other in (line, *others)
        if other.type == line.type and not other.outcome and other.clock and other.clock.due
    ]
    if line.outcome or not clocks:
        return line
    return replace(line, clock=min(clocks, key=lambda clock: clock.due or date.max))


def _split(story: Story, command: Any) -> None:
    """Some lines become a case of their own; letters are written anew for what is left."""
    _nothing_leaves(story.case)
    gone = set(command.line_ids)
    kept = tuple(line for line in story.case.lines if line.id not in gone)
    if not gone or len(kept) + len(gone) != len(story.case.lines):
        raise IllegalMove("these lines are not in the case any more")
    if not kept:
        raise IllegalMove("one line has to stay")
    void_approvals(story, "split")
    _void_drafts(story, "split")
    story.change(lines=kept)
    story.tell(Happened.SPLIT, other=command.into)
    _add(story, command.drafts)


def _confirm_forward(story: Story, command: Any) -> None:
    """Who asked is the one whose mail was forwarded; nothing has proved that address."""
    if story.case.from_forward:
        raise IllegalMove("the recipient of this case was confirmed already")
    _nothing_leaves(story.case)
    void_approvals(story, "another recipient")
    _void_drafts(story, "another recipient")
    story.change(
        requester=command.requester,
        from_forward=True,
        authentication=Authenticated.NONE,
        mailbox_confirmed=False,
    )
    story.tell(Happened.FORWARD_CONFIRMED)
    _add(story, command.drafts)


def _void_drafts(story: Story, why: str) -> None:
    for letter in story.case.letters:
        if letter.state in _DRAFTS:
            story.tell(Happened.LETTER_VOIDED, letter, why=why)


def _add(story: Story, drafts: tuple[CaseLetter, ...]) -> None:
    for draft in drafts:
        story.change(letters=(*story.case.letters, draft))
        story.tell(Happened.DRAFTED, draft)


JOINT_SCENES: dict[type[c.Command], Callable[[Story, Any], None]] = {
    c.Move: _move,
    c.Merge: _merge,
    c.TakeOver: _take_over,
    c.Split: _split,
    c.ConfirmForward: _confirm_forward,
}
