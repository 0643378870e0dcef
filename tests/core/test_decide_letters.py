"""What letters do to lines: outcomes, later dates, tasks, identity and the fence against floods."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, Clock, LetterState, Line, Task
from bot.core.catalogue import Route
from bot.core.decide import decide
from bot.core.errors import IllegalMove
from bot.core.mail import Address
from bot.core.moves import Debt, Happened

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ASKER = Address("maren.holt@posteo.example", "Maren Holt")
CLIENT = Address("privacy@larkspur-outfitters.example")


def letter(**fields: object) -> CaseLetter:
    """Return a letter that is being sent."""
    base = CaseLetter(
        1, "delete/handover_client", "en", "client", CLIENT, "A request", "Please answer.",
        state=LetterState.SENDING, covers=("delete",), after_sent="handed_over",
        ends_as="redirected_client",
    )  # fmt: skip
    return replace(base, **fields)  # type: ignore[arg-type]


def case(*letters: CaseLetter, **fields: object) -> Case:
    """Return a case with a client's line and one of ours."""
    lines = (Line(1, "delete", Route.CLIENT), Line(2, "optout_marketing", Route.US))
    base = Case(7, 1, CaseState.OPEN, NOW, ASKER, lines, letters or (letter(),))
    return replace(base, **fields)  # type: ignore[arg-type]


def sent(on: Case, letter_id: int = 1) -> Case:
    """Return the case after a letter was taken by the server."""
    return decide(on, c.SettleSent(actor="bot", letter_id=letter_id), NOW).after


def close(on: Case, outcome: str) -> tuple[str, ...]:
    """Return the outcomes of the lines of a case that somebody closes."""
    after = decide(on, c.Close(actor="UADA", outcome=outcome), NOW).after
    return tuple(line.outcome for line in after.lines)


def test_a_line_that_was_handed_over_ends_so() -> None:
    """Whatever staff choose for the rest, the line says who has it now."""
    after = sent(case())
    assert after.state is CaseState.HANDED_OVER
    assert [line.outcome for line in after.lines] == ["", ""]
    assert close(after, "answered_question") == ("redirected_client", "answered_question")


@pytest.mark.parametrize("outcome", ["revoked", "duplicate", "not_a_request"])
def test_what_never_counted_was_not_handed_over(outcome: str) -> None:
    """A duplicate is a duplicate, also where its note went out."""
    assert close(sent(case()), outcome) == (outcome, outcome)


def test_a_hand_over_that_never_left_ends_nothing() -> None:
    """Only a letter that was sent can say how a line ends."""
    assert close(case(letter(state=LetterState.DRAFT)), "expired") == ("expired", "expired")


def test_a_closing_letter_leaves_the_other_lines_open() -> None:
    """The newsletter is settled, the deletion is not: the case stays where it was."""
    confirm = letter(
        key="optout_marketing/confirm", audience="requester", recipient=ASKER,
        covers=("optout_marketing",), after_sent="closed", outcome="fulfilled", ends_as="",
    )  # fmt: skip
    after = sent(case(confirm, state=CaseState.HANDED_OVER))
    assert after.state is CaseState.HANDED_OVER
    assert [line.outcome for line in after.lines] == ["", "fulfilled"]
    assert after.decided_at is None


def test_nothing_is_fulfilled_while_a_task_is_open() -> None:
    """Closing as fulfilled waits for the deeds; closing as a duplicate does not."""
    line = Line(1, "delete", Route.US, tasks=(Task(1, "CRM", "Sales operations"),))
    waiting = case(letter(state=LetterState.DRAFT), lines=(line,))
    with pytest.raises(IllegalMove, match="1 fulfilment tasks"):
        close(waiting, "fulfilled")
    assert close(waiting, "duplicate") == ("duplicate",)


def test_a_task_is_finished_once() -> None:
    """The second of two people is told that it is done."""
    line = Line(1, "delete", Route.US, tasks=(Task(1, "CRM", "Sales operations"),))
    order = c.FinishTasks(actor="UADA", results=((1, "done"),))
    after = decide(case(lines=(line,)), order, NOW).after
    assert after.lines[0].tasks[0].result == "done"
    with pytest.raises(IllegalMove, match="done already"):
        decide(after, order, NOW)


def test_an_extension_counts_when_it_was_told() -> None:
    """The line has the new date once the letter left, and says so in its arithmetic."""
    clock = Clock("GDPR", date(2026, 12, 10), date(2026, 12, 23), date(2026, 12, 23), None, "x")
    line = Line(1, "delete", Route.US, clock)
    told = letter(ends_as="", after_sent="open", given=(("new_due_on", "2027-02-23"),))
    after = sent(case(told, lines=(line,))).lines[0].clock
    assert after is not None
    assert (after.due, after.target) == (date(2027, 2, 23), None)
    assert after.arithmetic == "x; extended to Tue 23 Feb 2027"


def test_a_letter_over_the_cap_waits_and_is_shown() -> None:
    """It stays approved, leaves later, and card and thread say so; it is not owed twice."""
    later = NOW + timedelta(hours=3)
    order = c.Postpone(actor="bot", letter_id=1, send_after=later, why="address")
    found = decide(case(letter(state=LetterState.QUEUED, approved_by=("UADA",))), order, NOW)
    after = found.after.letter(1)
    assert after is not None
    assert (after.state, after.send_after) == (LetterState.QUEUED, later)
    assert after.approved_by == ("UADA",)
    assert [effect.kind for effect in found.owed] == [Debt.CARD, Debt.THREAD]


def test_identity_is_confirmed_or_an_attempt_is_counted() -> None:
    """What a reply proves is an event of its own, and the case remembers it."""
    proves = c.Join(actor="bot", message_id=2, verified=True, identity=c.IdentityReply.CONFIRMED)
    fails = c.Join(actor="bot", message_id=3, verified=False, identity=c.IdentityReply.REFUSED)
    twice = decide(decide(case(), fails, NOW).after, fails, NOW)
    assert (twice.after.identity_attempts, twice.after.mailbox_confirmed) == (2, False)
    assert [e.kind for e in twice.events] == [Happened.JOINED, Happened.IDENTITY_REFUSED]
    found = decide(twice.after, proves, NOW)
    assert found.after.mailbox_confirmed
    assert found.events[-1].kind is Happened.IDENTITY_CONFIRMED


def test_what_came_in_since_may_ask_for_a_second_person() -> None:
    """An approval that turns out to need two waits for the second, whatever the draft said."""
    draft = letter(state=LetterState.DRAFT)

    def approved(on: Case, actor: str) -> Case:
        order = c.Approve(
            actor=actor, letter_id=1, digest=draft.digest, send_after=NOW, needs_second=True
        )
        return decide(on, order, NOW).after

    first = approved(case(draft), "UADA")
    waiting = first.letter(1)
    assert waiting is not None
    assert (waiting.state, waiting.needs_second) == (LetterState.AWAITING_SECOND, True)
    second = approved(first, "UBEN").letter(1)
    assert second is not None
    assert second.state is LetterState.QUEUED
