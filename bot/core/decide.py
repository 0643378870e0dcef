"""Decide what a command does to a case; touches nothing outside, only returns a Decision."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from bot.core import commands as c
from bot.core.case import BOT, Case, CaseLetter, CaseState, Clock, LetterState, Line
from bot.core.errors import IllegalMove, Stale
from bot.core.moves import LEADS_TO, OWED, Debt, Happened, is_legal

Fact = str | int | float | bool | None
FULFILLED = "fulfilled"
_NEVER_COUNTED = {"revoked", "duplicate", "not_a_request"}


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


def opened(case: Case, now: datetime) -> Decision:
    """Return the decision that brings a new case into the world, with its drafts."""
    facts = {**describe(case), "letters": ",".join(letter.key for letter in case.letters)}
    event = Event(Happened.OPENED, now, BOT, case.id, None, facts)
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


class _Story:
    """The case as it changes within one decision, and the events on the way."""

    def __init__(self, case: Case, command: c.Command, now: datetime) -> None:
        self.before = self.case = case
        self.actor, self.now = command.actor, now
        self.events: list[Event] = []

    def change(self, **fields: Any) -> None:
        self.case = replace(self.case, **fields)

    def change_letter(self, letter_id: int, **fields: Any) -> None:
        letters = tuple(
            replace(letter, **fields) if letter.id == letter_id else letter
            for letter in self.case.letters
        )
        self.change(letters=letters)

    def tell(self, kind: Happened, letter: CaseLetter | None = None, **facts: Fact) -> None:
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
        base = describe(self.case)
        events = tuple(replace(event, facts={**base, **event.facts}) for event in self.events)
        return Decision(self.before, self.case, events, settle_debts(events, self.case.letters))


def decide(case: Case, command: c.Command, now: datetime) -> Decision:
    """Return what `command` does to `case` at `now` (aware UTC).

    Raises IllegalMove if the case does not allow it now, Stale if the clicker saw
    another text than the one that is there.
    """
    letter = None
    if isinstance(command, c.LetterCommand):
        letter = case.letter(command.letter_id)
    if not is_legal(case, type(command), letter):
        raise IllegalMove(_refusal(case, letter))
    story = _Story(case, command, now)
    if isinstance(command, c.LetterCommand):
        assert letter is not None
        _LETTER_SCENES[type(command)](story, command, letter)
    else:
        _CASE_SCENES[type(command)](story, command)
    return story.decision()


def _refusal(case: Case, letter: CaseLetter | None) -> str:
    if letter is not None:
        return f"the letter is {letter.state.value.replace('_', ' ')}"
    return f"the case is {case.state.value.replace('_', ' ')}"


def _void_approvals(story: _Story, why: str) -> None:
    for letter in story.case.letters:
        if letter.state in {LetterState.AWAITING_SECOND, LetterState.QUEUED}:
            story.change_letter(letter.id, approved_by=(), send_after=None)
            story.tell(Happened.APPROVAL_VOIDED, letter, why=why)
        elif letter.state is LetterState.SENDING:
            story.change_letter(letter.id, send_after=None)  # if it comes back, it stays


def _claim(story: _Story, command: Any) -> None:
    if story.case.assignee == command.actor:
        raise IllegalMove("you already have it")
    story.change(assignee=command.actor)
    story.tell(Happened.CLAIMED)


def _assign(story: _Story, command: Any) -> None:
    story.change(assignee=command.assignee)
    story.tell(Happened.ASSIGNED, assignee=command.assignee)


def _reclassify(story: _Story, command: Any) -> None:
    was = describe(story.case)
    _void_approvals(story, "reclassified")
    story.change(
        lines=command.lines,
        party=command.party,
        entry_id=command.entry_id,
        entry_name=command.entry_name,
    )
    for letter in story.case.letters:
        if letter.state is LetterState.DRAFT:
            story.tell(Happened.LETTER_VOIDED, letter, why="reclassified")
    story.tell(Happened.RECLASSIFIED, was_types=was["types"], was_party=was["party"])
    for draft in command.drafts:
        _add_draft(story, draft)


def _add_draft(story: _Story, draft: CaseLetter) -> None:
    story.change(letters=(*story.case.letters, draft))
    story.tell(Happened.DRAFTED, draft)


def _put_draft(story: _Story, command: Any) -> None:
    for letter in story.case.letters:
        same = letter.recipient.email == command.draft.recipient.email
        if same and letter.state in {LetterState.DRAFT, LetterState.AWAITING_SECOND}:
            story.tell(Happened.LETTER_VOIDED, letter, why="another letter was chosen")
    _add_draft(story, command.draft)


def _close(story: _Story, command: Any) -> None:
    if any(letter.state is LetterState.SENDING for letter in story.case.letters):
        raise IllegalMove("a letter is being sent")
    _void_approvals(story, "closed")
    lines = tuple(
        line if line.outcome else replace(line, outcome=_outcome_of(story.case, line, command))
        for line in story.case.lines
    )
    undone = [t for line in lines if line.outcome == FULFILLED for t in line.open_tasks]
    if undone:
        raise IllegalMove(f"{len(undone)} fulfilment tasks are still open")
    story.change(lines=lines)
    _end(story)
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


def _end(story: _Story) -> None:
    story.change(
        state=CaseState.CLOSED,
        snoozed_until=None,
        decided_by=story.actor,
        decided_at=story.now,
    )


def _reopen(story: _Story, command: Any) -> None:
    lines = tuple(replace(line, outcome="") for line in story.case.lines)
    story.change(state=CaseState.OPEN, lines=lines, decided_by="", decided_at=None)
    story.tell(Happened.REOPENED)


def _join(story: _Story, command: Any) -> None:
    _void_approvals(story, "new_mail")
    if story.case.state is not CaseState.OPEN and command.needs_reply:
        lines = story.case.lines
        if story.case.state is CaseState.CLOSED:
            lines = tuple(replace(line, outcome="") for line in lines)
        story.change(state=CaseState.OPEN, lines=lines, decided_by="", decided_at=None)
    story.tell(Happened.JOINED, verified=command.verified, message=command.message_id)
    story.change(lines=tuple(_later(line, dict(command.clocks)) for line in story.case.lines))
    if command.identity is c.IdentityReply.CONFIRMED:
        story.change(mailbox_confirmed=True)
        story.tell(Happened.IDENTITY_CONFIRMED)
    elif command.identity is c.IdentityReply.REFUSED:
        story.change(identity_attempts=story.case.identity_attempts + 1)
        story.tell(Happened.IDENTITY_REFUSED, attempts=story.case.identity_attempts)


def _later(line: Line, clocks: Mapping[int, Clock]) -> Line:
    """Return a line with its new clock: what a requester answers never makes a date earlier."""
    new, old = clocks.get(line.id), line.clock
    if line.outcome or new is None or old is None or not (new.statutory and old.statutory):
        return line
    return replace(line, clock=new) if new.statutory > old.statutory else line


def _snooze(story: _Story, command: Any) -> None:
    story.change(snoozed_until=command.until)
    story.tell(Happened.SNOOZED, until=command.until.isoformat())


def _remind(story: _Story, command: Any) -> None:
    story.tell(Happened.REMINDED, stage=command.stage, day=command.day.isoformat())
    if command.escalate:
        story.tell(Happened.ESCALATED, stage=command.stage, day=command.day.isoformat())
    if command.draft is not None:
        _add_draft(story, command.draft)


def _finish_task(story: _Story, command: Any) -> None:
    if command.task_id not in {task.id for line in story.case.lines for task in line.open_tasks}:
        raise IllegalMove("this task is done already, or gone")
    lines = tuple(
        replace(
            line,
            tasks=tuple(
                replace(task, result=command.result) if task.id == command.task_id else task
                for task in line.tasks
            ),
        )
        for line in story.case.lines
    )
    story.change(lines=lines)
    story.tell(Happened.TASK_FINISHED, task=command.task_id, result=command.result)


def _edit(story: _Story, command: Any, letter: CaseLetter) -> None:
    if command.digest != letter.digest:
        raise Stale
    story.change_letter(
        letter.id,
        subject=command.subject,
        text=command.text,
        drafted_by=command.actor,
        approved_by=(),
        send_after=None,
    )
    story.tell(Happened.EDITED, letter)


def _approve(story: _Story, command: Any, letter: CaseLetter) -> None:
    if command.digest != letter.digest:
        raise Stale
    if letter.needs_tasks_done:
        covered = [line for line in story.case.lines if line.type in letter.covers]
        waiting = [task for line in covered for task in line.open_tasks]
        if waiting:
            raise IllegalMove(f"{len(waiting)} fulfilment tasks are still open")
    needs_second = letter.needs_second or command.needs_second
    seconding = needs_second and letter.approved_by
    if seconding and command.actor in {letter.drafted_by, *letter.approved_by}:
        raise IllegalMove("this letter needs a second person, who neither wrote nor approved it")
    approvers = (*letter.approved_by, command.actor)
    if needs_second and len(approvers) < 2:
        story.change_letter(letter.id, approved_by=approvers, needs_second=True)
        story.tell(Happened.FIRST_APPROVED, letter, digest=letter.digest)
        return
    story.change_letter(letter.id, approved_by=approvers, send_after=command.send_after)
    story.tell(Happened.APPROVED, letter, digest=letter.digest)


def _undo(story: _Story, command: Any, letter: CaseLetter) -> None:
    story.change_letter(letter.id, approved_by=(), send_after=None)
    story.tell(Happened.UNDONE, letter)


def _postpone(story: _Story, command: Any, letter: CaseLetter) -> None:
    story.change_letter(letter.id, send_after=command.send_after)
    story.tell(Happened.POSTPONED, letter, why=command.why)


def _start_sending(story: _Story, command: Any, letter: CaseLetter) -> None:
    if command.digest != letter.digest:
        raise Stale
    story.tell(Happened.SENDING, letter)


def _sent(story: _Story, command: Any, letter: CaseLetter) -> None:
    story.change_letter(letter.id, settled_at=story.now)
    lines = tuple(
        _settled(line, letter) if not line.outcome and line.type in letter.covers else line
        for line in story.case.lines
    )
    story.change(lines=lines)
    story.tell(Happened.SENT, letter, outcome=letter.outcome or None)
    if story.case.state is CaseState.CLOSED:
        return
    if all(line.outcome for line in lines):
        _end(story)
        story.tell(Happened.CLOSED, outcome=letter.outcome or None)
    elif letter.after_sent and letter.after_sent != CaseState.CLOSED:
        story.change(state=CaseState(letter.after_sent))


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


def _retry(story: _Story, command: Any, letter: CaseLetter) -> None:
    if letter.send_after is None:  # its approval became void while the server was tried
        story.change_letter(letter.id, approved_by=())
        story.tell(Happened.APPROVAL_VOIDED, letter, why="changed while it was being sent")
        return
    story.change_letter(letter.id, send_after=command.send_after)
    story.tell(Happened.RETRY, letter)


def _failed(story: _Story, command: Any, letter: CaseLetter) -> None:
    story.change_letter(letter.id, settled_at=story.now)
    story.tell(Happened.FAILED, letter)


def _doubtful(story: _Story, command: Any, letter: CaseLetter) -> None:
    story.change_letter(letter.id, settled_at=story.now)
    story.tell(Happened.DOUBTFUL, letter)


def _bounced(story: _Story, command: Any, letter: CaseLetter) -> None:
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


def _send_again(story: _Story, command: Any, letter: CaseLetter) -> None:
    story.change_letter(letter.id, approved_by=(), send_after=None, settled_at=None)
    story.tell(Happened.DRAFTED, letter)
    if story.case.state is CaseState.CLOSED:
        _reopen(story, command)


_CASE_SCENES: dict[type[c.Command], Callable[[_Story, Any], None]] = {
    c.Claim: _claim,
    c.Assign: _assign,
    c.Reclassify: _reclassify,
    c.PutDraft: _put_draft,
    c.Close: _close,
    c.Reopen: _reopen,
    c.Join: _join,
    c.Snooze: _snooze,
    c.FinishTask: _finish_task,
    c.Remind: _remind,
}

_LETTER_SCENES: dict[type[c.Command], Callable[[_Story, Any, CaseLetter], None]] = {
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
    c.SendAgain: _send_again,
    c.Bounce: _bounced,
}
