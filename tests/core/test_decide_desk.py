"""What staff do with a whole case: snooze, wake, refer, note; decided without any wire."""

from datetime import timedelta

import pytest

from bot.core import commands as c
from bot.core.case import CaseState, Clock, LetterState, Line, Task
from bot.core.catalogue import PartyKind, Route
from bot.core.decide import decide
from bot.core.errors import IllegalMove
from bot.core.moves import Happened
from tests.core.test_decide import NOW, case, letter

UNDATED = (Line(1, "other", Route.PERSON),)
DATED = Line(2, "delete", Route.US, Clock("GDPR", statutory=NOW.date() + timedelta(days=30)))


def test_a_snoozed_case_wakes_once() -> None:
    """Snooze and Wake change no state of the case; a second Wake is refused."""
    until = NOW + timedelta(days=2)
    asleep = decide(case(), c.Snooze(actor="U0ADA", until=until), NOW).after
    assert (asleep.snoozed_until, asleep.state) == (until, CaseState.OPEN)
    woken = decide(asleep, c.Wake(actor="bot"), until)
    assert woken.after.snoozed_until is None
    assert [event.kind for event in woken.events] == [Happened.WOKEN]
    with pytest.raises(IllegalMove, match="not snoozed"):
        decide(woken.after, c.Wake(actor="bot"), until)


@pytest.mark.parametrize(("days", "why"), [(-1, "passed"), (60, "due before")])
def test_nobody_sleeps_past_a_due_date(days: int, why: str) -> None:
    """A snooze lies in the future and ends by the due date."""
    order = c.Snooze(actor="U0ADA", until=NOW + timedelta(days=days))
    with pytest.raises(IllegalMove, match=why):
        decide(case(lines=(DATED,)), order, NOW)


def test_a_further_mail_wakes_a_case() -> None:
    """Whoever snoozed it did not know of that mail."""
    asleep = case(snoozed_until=NOW + timedelta(days=2))
    assert decide(asleep, c.Join(actor="bot", message_id=2, verified=True), NOW).after == (
        decide(case(), c.Join(actor="bot", message_id=2, verified=True), NOW).after
    )


def test_what_no_law_dates_is_over_when_another_team_answers() -> None:
    """A referred letter of praise is closed; approvals that had not led to a letter are void."""
    queued = letter(state=LetterState.QUEUED, approved_by=("U0BEN",), send_after=NOW)
    told = decide(case(lines=UNDATED, letters=(queued,)), c.Refer(actor="U0ADA", team="press"), NOW)
    assert told.after.state is CaseState.CLOSED
    assert told.after.lines[0].outcome == "referred_press"
    assert told.after.letters[0].state is LetterState.DRAFT
    kinds = [event.kind for event in told.events]
    assert kinds == [Happened.REFERRED, Happened.APPROVAL_VOIDED, Happened.CLOSED]
    assert told.events[0].facts["to"] == "press"


def test_what_a_law_dates_stays_with_us() -> None:
    """Referring does not answer a request that a law dates: the case stays open, and its line."""
    told = decide(case(lines=(*UNDATED, DATED)), c.Refer(actor="U0ADA", team="hr"), NOW)
    assert told.after.state is CaseState.OPEN
    assert [line.outcome for line in told.after.lines] == ["referred_hr", ""]


def test_nothing_is_referred_while_a_letter_leaves() -> None:
    """Between "being sent" and "sent" nobody knows yet what the requester was told."""
    leaving = case(lines=UNDATED, letters=(letter(state=LetterState.SENDING),))
    with pytest.raises(IllegalMove, match="being sent"):
        decide(leaving, c.Refer(actor="U0ADA", team="hr"), NOW)


def test_a_note_is_kept_and_not_told() -> None:
    """The event says that there is a note and not what it says; closed cases take notes, too."""
    first = decide(case(state=CaseState.CLOSED), c.WriteNote(actor="U0ADA", text="Call Zeb"), NOW)
    second = decide(first.after, c.WriteNote(actor="U0BEN", text="Done"), NOW)
    assert [(n.id, n.author, n.text) for n in second.after.notes] == [
        (1, "U0ADA", "Call Zeb"),
        (2, "U0BEN", "Done"),
    ]
    assert "Zeb" not in str(first.events)
    assert second.events[0].facts["note"] == 2


def test_tasks_finish_together_or_not_at_all() -> None:
    """Several results are one decision; one that is done already spoils none of the others."""
    line = Line(1, "delete", Route.US, tasks=(Task(1, "CRM", "ops"), Task(2, "Mail", "ops")))
    both = c.FinishTasks(actor="U0ADA", results=((1, "done"), (2, "nothing_held")))
    told = decide(case(lines=(line,)), both, NOW)
    assert [task.result for task in told.after.lines[0].tasks] == ["done", "nothing_held"]
    assert [event.facts["task"] for event in told.events] == [1, 2]
    with pytest.raises(IllegalMove, match="done already"):
        decide(told.after, c.FinishTasks(actor="U0BEN", results=((2, "done"),)), NOW)


def test_spam_is_closed_and_corrects_the_reading() -> None:
    """One decision: no request, drafts withdrawn, closed, and what was read is in the log."""
    draft = letter(state=LetterState.DRAFT)
    told = decide(case(letters=(draft,)), c.MarkSpam(actor="U0ADA"), NOW)
    after = told.after
    assert (after.types, after.state, after.party) == (("spam",), CaseState.CLOSED, PartyKind.NONE)
    assert after.letters[0].state is LetterState.VOID
    corrected = next(event for event in told.events if event.kind is Happened.RECLASSIFIED)
    assert corrected.facts["was_types"] == "delete"
    again = decide(after, c.Reopen(actor="U0BEN"), NOW).after
    assert again.state is CaseState.OPEN


@pytest.mark.parametrize("state", [LetterState.SENDING, LetterState.SENT, LetterState.DOUBTFUL])
def test_who_was_answered_was_no_spam(state: LetterState) -> None:
    """Once a letter may have left, the case is closed like any other."""
    with pytest.raises(IllegalMove, match="close the case"):
        decide(case(letters=(letter(state=state),)), c.MarkSpam(actor="U0ADA"), NOW)
