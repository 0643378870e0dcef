"""What each command about one letter does; a row of `LETTER_SCENES` each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, Line, LinkKind
from bot.core.decision import Story, end, reopen
from bot.core.earlier import WITHDRAWAL
from bot.core.errors import IllegalMove, Stale
from bot.core.moves import Happened


def _edit(story: Story, command: Any, letter: CaseLetter) -> None:
    if command.digest != letter.digest:
        raise Stale
    story.change_letter(
        letter.id,
        subject=command.subject,
        text=command.text,
        attach_original=(
            letter.attach_original if command.attach_original is None else command.attach_original
        ),
        drafted_by=command.actor,
        approved_by=(),
        send_after=None,
    )
    story.tell(Happened.EDITED, letter)


def _approve(story: Story, command: Any, letter: CaseLetter) -> None:
    if command.digest != letter.digest:
        raise Stale
    if waiting := story.case.open_tasks_before(letter):
        raise IllegalMove(f"{len(waiting)} fulfilment tasks are still open")
    needs_second = letter.needs_second or command.needs_second
    seconding = needs_second and letter.approved_by
    if seconding and command.actor in {letter.drafted_by, *letter.approved_by}:
        raise IllegalMove("this letter needs a second person, who neither wrote nor approved it")
    approvers = (*letter.approved_by, command.actor)
    said = {"digest": letter.digest, "ticked": ",".join(command.ticked) or None}
    if needs_second and len(approvers) < 2:
        story.change_letter(letter.id, approved_by=approvers, needs_second=True)
        story.tell(Happened.FIRST_APPROVED, letter, **said)
        return
    if letter.recipient.by_post:
        story.change_letter(letter.id, approved_by=approvers)
        story.tell(Happened.APPROVED_FOR_POST, letter, digest=letter.digest)
        return
    story.change_letter(letter.id, approved_by=approvers, send_after=command.send_after)
    story.tell(Happened.APPROVED, letter, **said)


def _undo(story: Story, command: Any, letter: CaseLetter) -> None:
    story.change_letter(letter.id, approved_by=(), send_after=None)
    story.tell(Happened.UNDONE, letter)


def _postpone(story: Story, command: Any, letter: CaseLetter) -> None:
    story.change_letter(letter.id, send_after=command.send_after)
    story.tell(Happened.POSTPONED, letter, why=command.why)


def _start_sending(story: Story, command: Any, letter: CaseLetter) -> None:
    if command.digest != letter.digest:
        raise Stale
    if letter.send_after and letter.send_after > story.now:
        raise IllegalMove("it can still be undone")
    story.tell(Happened.SENDING, letter)


def _sent(story: Story, command: Any, letter: CaseLetter) -> None:
    story.change_letter(letter.id, settled_at=story.now)
    lines = tuple(
        _settled(line, letter) if not line.outcome and line.type in letter.covers else line
        for line in story.case.lines
    )
    if WITHDRAWAL in letter.covers and letter.outcome:
        lines = tuple(replace(ln, outcome=ln.outcome or letter.outcome) for ln in lines)
    story.change(lines=lines)
    by = "post" if letter.recipient.by_post else None
    story.tell(Happened.SENT, letter, outcome=letter.outcome or None, by=by)
    if WITHDRAWAL in letter.covers and withdrawn_by(story.case):
        story.tell(Happened.WITHDRAWN, others=len(withdrawn_by(story.case)))
    if story.case.state is CaseState.CLOSED:
        return
    if all(line.outcome for line in lines):
        end(story)
        story.tell(Happened.CLOSED, outcome=letter.outcome or None)
    elif letter.after_sent and letter.after_sent != CaseState.CLOSED:
        story.change(state=CaseState(letter.after_sent))


def withdrawn_by(case: Case) -> tuple[int, ...]:
    """Return the cases that this one takes back."""
    return tuple(link.other for link in case.links if link.kind is LinkKind.WITHDRAWS)


def _posted(story: Story, command: Any, letter: CaseLetter) -> None:
    if command.digest != letter.digest:
        raise Stale
    _sent(story, command, letter)


def _settled(line: Line, letter: CaseLetter) -> Line:
    """Return what a sent letter makes of a line: its outcome, or the later date it was told."""
    later = dict(letter.given).get("new_due_on")
    if later and line.clock:
        day = date.fromisoformat(later)
        words = f"{line.clock.arithmetic}; extended to {day:%a} {day.day} {day:%b} {day.year}"
        clock = replace(
            line.clock,
            target=None,
            safe=day,
            statutory=day,
            extension_notice_by=None,
            arithmetic=words,
        )
        line = replace(line, clock=clock)
    return replace(line, outcome=letter.outcome) if letter.outcome else line


def _retry(story: Story, command: Any, letter: CaseLetter) -> None:
    if letter.send_after is None:  # its approval became void while the server was tried
        story.change_letter(letter.id, approved_by=())
        story.tell(Happened.APPROVAL_VOIDED, letter, why="changed while it was being sent")
        return
    story.change_letter(letter.id, send_after=command.send_after)
    story.tell(Happened.RETRY, letter, why=command.why)


def _failed(story: Story, command: Any, letter: CaseLetter) -> None:
    story.change_letter(letter.id, settled_at=story.now)
    story.tell(Happened.FAILED, letter, why=command.why)


def _doubtful(story: Story, command: Any, letter: CaseLetter) -> None:
    story.change_letter(letter.id, settled_at=story.now)
    story.tell(Happened.DOUBTFUL, letter, why=command.why)


def _bounced(story: Story, command: Any, letter: CaseLetter) -> None:
    """What the letter had settled is open again: nobody was told."""
    lines = tuple(
        replace(line, outcome="")
        if line.type in letter.covers and line.outcome == letter.outcome
        else line
        for line in story.case.lines
    )
    story.change(lines=lines, state=CaseState.OPEN, decided_by="", decided_at=None)
    story.change_letter(letter.id, settled_at=story.now)
    story.tell(Happened.BOUNCED, letter)


def _reported(story: Story, command: Any, letter: CaseLetter) -> None:
    story.tell(Happened.REPORTED, letter, why=command.action)


def _send_again(story: Story, command: Any, letter: CaseLetter) -> None:
    story.change_letter(letter.id, approved_by=(), send_after=None, settled_at=None)
    story.tell(Happened.DRAFTED, letter)
    if story.case.state is CaseState.CLOSED:
        reopen(story, command)


LETTER_SCENES: dict[type[c.Command], Callable[[Story, Any, CaseLetter], None]] = {
    c.Edit: _edit,
    c.Approve: _approve,
    c.Undo: _undo,
    c.StartSending: _start_sending,
    c.Postpone: _postpone,
    c.SettleSent: _sent,
    c.SettleRetry: _retry,
    c.SettleFailed: _failed,
    c.SettleDoubtful: _doubtful,
    c.MarkSent: _sent,
    c.MarkPosted: _posted,
    c.SendAgain: _send_again,
    c.Bounce: _bounced,
    c.NoteReport: _reported,
}
