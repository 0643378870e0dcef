"""What each command about a whole case does; a row of `CASE_SCENES` each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.core import commands as c
from bot.core.case import (
    Case,
    CaseLetter,
    CaseNote,
    CaseState,
    Channel,
    Clock,
    LetterState,
    Line,
    Link,
)
from bot.core.decision import Fact, Story, describe, reopen, void_approvals
from bot.core.errors import IllegalMove
from bot.core.moves import Happened


def _claim(story: Story, command: Any) -> None:
    if story.case.assignee == command.actor:
        raise IllegalMove("you already have it")
    story.change(assignee=command.actor)
    story.tell(Happened.CLAIMED)


def _assign(story: Story, command: Any) -> None:
    story.change(assignee=command.assignee)
    story.tell(Happened.ASSIGNED, assignee=command.assignee)


def _reclassify(story: Story, command: Any) -> None:
    was = describe(story.case)
    void_approvals(story, "reclassified")
    story.change(
        lines=command.lines,
        party=command.party,
        regime=command.regime or story.case.regime,
        entry_id=command.entry_id,
        entry_name=command.entry_name,
        channel=_channel(story.case, command.lines),
        named_in_mail=(
            story.case.named_in_mail if command.named_in_mail is None else command.named_in_mail
        ),
    )
    for letter in story.case.letters:
        if letter.state is LetterState.DRAFT:
            story.tell(Happened.LETTER_VOIDED, letter, why="reclassified")
    story.tell(Happened.RECLASSIFIED, was_types=was["types"], was_party=was["party"])
    for draft in command.drafts:
        _add_draft(story, draft)


def _set_day_zero(story: Story, command: Any) -> None:
    if command.received_at >= story.case.received_at:
        raise IllegalMove("day 0 may only become earlier")
    was = story.case.received_at
    void_approvals(story, "another day 0")
    story.change(received_at=command.received_at, lines=command.lines)
    for letter in story.case.letters:
        if letter.state is LetterState.DRAFT:
            story.tell(Happened.LETTER_VOIDED, letter, why="another day 0")
    story.tell(Happened.DAY_ZERO_SET, was=was.isoformat(), reason=command.reason)
    for draft in command.drafts:
        _add_draft(story, draft)


def _channel(case: Case, lines: tuple[Line, ...]) -> Channel:
    """Return where the case goes with its new types; a case that a person put elsewhere stays."""
    goes = Channel.of(line.type for line in lines)
    return case.channel if goes is Channel.of(case.types) else goes


def _add_draft(story: Story, draft: CaseLetter) -> None:
    story.change(letters=(*story.case.letters, draft))
    story.tell(Happened.DRAFTED, draft)


def _put_draft(story: Story, command: Any) -> None:
    new = command.draft

    def about_the_same(old: CaseLetter) -> bool:
        return bool(set(old.covers) & set(new.covers)) or old.sort == new.sort

    _replace_drafts(story, new, about_the_same)


def _replace_drafts(
    story: Story, new: CaseLetter, replaces: Callable[[CaseLetter], bool] = lambda _: True
) -> None:
    """Put a draft in place of those to the same recipient that it replaces."""
    for letter in story.case.letters:
        same = letter.recipient.email == new.recipient.email and replaces(letter)
        if same and letter.state in {LetterState.DRAFT, LetterState.AWAITING_SECOND}:
            story.tell(Happened.LETTER_VOIDED, letter, why="another letter was chosen")
    _add_draft(story, new)


def _join(story: Story, command: Any) -> None:
    void_approvals(story, "new_mail")
    story.change(snoozed_until=None)  # whoever snoozed it did not know of this mail
    if story.case.state is not CaseState.OPEN and command.needs_reply:
        lines = story.case.lines
        if story.case.state is CaseState.CLOSED:
            lines = tuple(replace(line, outcome="") for line in lines)
        story.change(state=CaseState.OPEN, lines=lines, decided_by="", decided_at=None)
    story.change(lines=(*story.case.lines, *command.lines))
    new = ",".join(line.type for line in command.lines)
    facts: dict[str, Fact] = {"verified": command.verified, "message": command.message_id}
    if new:
        facts["new_types"] = new
    story.tell(Happened.JOINED, None, **facts)
    _leave_if_restricted(story, command.lines)
    if command.draft is not None:
        _replace_drafts(story, command.draft)
    for draft in command.drafts:
        _add_draft(story, draft)
    story.change(lines=tuple(_later(line, dict(command.clocks)) for line in story.case.lines))
    if command.identity is c.IdentityReply.CONFIRMED:
        story.change(mailbox_confirmed=True)
        story.tell(Happened.IDENTITY_CONFIRMED)
    elif command.identity is c.IdentityReply.REFUSED:
        story.change(identity_attempts=story.case.identity_attempts + 1)
        story.tell(Happened.IDENTITY_REFUSED, attempts=story.case.identity_attempts)


def _leave_if_restricted(story: Story, new: tuple[Line, ...]) -> None:
    """Take a case out of everybody's sight if a mail made it restricted; never back into it."""
    goes = Channel.of(line.type for line in new)
    if story.case.channel is Channel.PRIVACY and goes is not Channel.PRIVACY:
        story.change(channel=goes)
        story.tell(Happened.MOVED, to=goes.value)


def _later(line: Line, clocks: Mapping[int, Clock]) -> Line:
    """Return a line with its new clock: what a requester answers never makes a date earlier."""
    new, old = clocks.get(line.id), line.clock
    if line.outcome or new is None or old is None or not (new.statutory and old.statutory):
        return line
    return replace(line, clock=new) if new.statutory > old.statutory else line


def _snooze(story: Story, command: Any) -> None:
    if command.until <= story.now:
        raise IllegalMove("that moment has passed")
    due = story.case.due
    if due is not None and command.until.date() > due:
        raise IllegalMove("the case is due before that")
    story.change(snoozed_until=command.until)
    story.tell(Happened.SNOOZED, until=command.until.isoformat())


def _link(story: Story, command: Any) -> None:
    new = Link(command.other, command.kind)
    if command.other == story.case.id:
        raise IllegalMove("a case cannot be linked to itself")
    if new in story.case.links:
        raise IllegalMove("these two are linked already")
    kept = tuple(link for link in story.case.links if link.other != command.other)
    story.change(links=(*kept, new))
    story.tell(Happened.LINKED, other=command.other, link=command.kind.value)


def _take_out(story: Story, command: Any) -> None:
    if not story.case.batch:
        raise IllegalMove("it is not in a batch")
    story.change(batch=0)
    story.tell(Happened.TAKEN_OUT, why=command.why, batch=story.before.batch)


def _unlink(story: Story, command: Any) -> None:
    kept = tuple(link for link in story.case.links if link.other != command.other)
    if kept == story.case.links:
        raise IllegalMove("these two are not linked")
    story.change(links=kept)
    story.tell(Happened.UNLINKED, other=command.other)


def _wake(story: Story, command: Any) -> None:
    if story.case.snoozed_until is None:
        raise IllegalMove("the case is not snoozed")
    story.change(snoozed_until=None)
    story.tell(Happened.WOKEN)


def _write_note(story: Story, command: Any) -> None:
    number = max((note.id for note in story.case.notes), default=0) + 1
    note = CaseNote(number, story.now, command.actor, command.text)
    story.change(notes=(*story.case.notes, note))
    story.tell(Happened.NOTED, note=number)


def _remind(story: Story, command: Any) -> None:
    story.tell(Happened.REMINDED, stage=command.stage, day=command.day.isoformat())
    if command.escalate:
        story.tell(Happened.ESCALATED, stage=command.stage, day=command.day.isoformat())
    if command.draft is not None:
        _add_draft(story, command.draft)


def _finish_tasks(story: Story, command: Any) -> None:
    results = dict(command.results)
    if set(results) - {task.id for line in story.case.lines for task in line.open_tasks}:
        raise IllegalMove("a task is done already, or gone")
    lines = tuple(
        replace(
            line,
            tasks=tuple(
                replace(task, result=results[task.id]) if task.id in results else task
                for task in line.tasks
            ),
        )
        for line in story.case.lines
    )
    story.change(lines=lines)
    for task_id, result in results.items():
        story.tell(Happened.TASK_FINISHED, task=task_id, result=result)


CASE_SCENES: dict[type[c.Command], Callable[[Story, Any], None]] = {
    c.Claim: _claim,
    c.Assign: _assign,
    c.Reclassify: _reclassify,
    c.PutDraft: _put_draft,
    c.Reopen: reopen,
    c.Join: _join,
    c.SetDayZero: _set_day_zero,
    c.Snooze: _snooze,
    c.LinkCase: _link,
    c.UnlinkCase: _unlink,
    c.TakeOut: _take_out,
    c.Wake: _wake,
    c.WriteNote: _write_note,
    c.FinishTasks: _finish_tasks,
    c.Remind: _remind,
}
