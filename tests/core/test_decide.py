"""Commands on a case: what is legal, what it leads to, what it owes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, LetterState, Line, Task
from bot.core.catalogue import PartyKind, Route
from bot.core.decide import decide
from bot.core.decision import Decision, opened
from bot.core.errors import IllegalMove, Stale
from bot.core.mail import Address
from bot.core.moves import LEADS_TO, MOVES, OWED, Debt, Happened

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOW + timedelta(seconds=60)
ASKER = Address("maren.holt@posteo.example", "Maren Holt")


def letter(**fields: object) -> CaseLetter:
    """Return a draft that would fulfil a deletion."""
    draft = CaseLetter(
        1, "delete/confirm", "en", "requester", ASKER, "Done", "It is done.",
        covers=("delete",), outcome="fulfilled", after_sent="closed",
    )  # fmt: skip
    return replace(draft, **fields)  # type: ignore[arg-type]


def case(*letters: CaseLetter, **fields: object) -> Case:
    """Return an open case with one line."""
    base = Case(
        7, 1, CaseState.OPEN, NOW, ASKER, (Line(1, "delete", Route.US),), letters or (letter(),)
    )
    return replace(base, **fields)  # type: ignore[arg-type]


def approve(on: Case, actor: str = "UADA", letter_id: int = 1) -> Decision:
    """Approve the letter as it stands."""
    found = on.letter(letter_id)
    assert found is not None
    order = c.Approve(actor=actor, letter_id=letter_id, digest=found.digest, send_after=LATER)
    return decide(on, order, NOW)


def test_tables_know_every_row() -> None:
    """Every command has a row in MOVES, every event one in OWED."""
    orders = {
        kind
        for kind in vars(c).values()
        if isinstance(kind, type)
        and issubclass(kind, c.Command)
        and kind not in {c.Command, c.LetterCommand}
    }
    assert orders == set(MOVES)
    assert set(Happened) == set(OWED)
    assert set(LEADS_TO) <= set(Happened)


def test_approval_queues_the_letter_and_owes_it_after_the_undo_window() -> None:
    """An approved letter waits until the undo window is over."""
    found = approve(case())
    after = found.after.letter(1)
    assert after is not None
    assert after.state is LetterState.QUEUED
    owed = [effect for effect in found.owed if effect.kind is Debt.LETTER]
    assert [(effect.letter_id, effect.not_before) for effect in owed] == [(1, LATER)]


def test_approval_of_another_text_is_stale() -> None:
    """What is approved is exactly the text that was on screen."""
    order = c.Approve(actor="UADA", letter_id=1, digest="0" * 32, send_after=LATER)
    with pytest.raises(Stale):
        decide(case(), order, NOW)


def test_a_letter_is_approved_once() -> None:
    """The second of two clicks is refused."""
    with pytest.raises(IllegalMove, match="queued"):
        approve(approve(case()).after, "UBEN")


def test_second_approver_is_another_person() -> None:
    """Where a letter needs two, neither the first approver nor the drafter may be the second."""
    first = approve(case(letter(needs_second=True, drafted_by="UCLEO")))
    waiting = first.after.letter(1)
    assert waiting is not None
    assert waiting.state is LetterState.AWAITING_SECOND
    assert Debt.LETTER not in {effect.kind for effect in first.owed}
    for same in ("UADA", "UCLEO"):
        with pytest.raises(IllegalMove, match="second person"):
            approve(first.after, same)
    second = approve(first.after, "UBEN").after.letter(1)
    assert second is not None
    assert second.state is LetterState.QUEUED
    assert second.approved_by == ("UADA", "UBEN")


@pytest.mark.parametrize(
    "order",
    [
        c.Join(actor="bot", message_id=2, verified=True),
        c.Reclassify(actor="UADA", lines=(), party=PartyKind.UNKNOWN, entry_id=None, entry_name=""),
        c.Close(actor="UADA", outcome="not_a_request"),
    ],
)
def test_what_voids_an_approval(order: c.Command) -> None:
    """A new mail, other types or parties and closing void an approval that has not left."""
    found = decide(approve(case()).after, order, NOW)
    after = found.after.letter(1)
    assert after is not None
    assert after.state in {LetterState.DRAFT, LetterState.VOID}
    assert after.approved_by == ()
    assert Happened.APPROVAL_VOIDED in {event.kind for event in found.events}


@pytest.mark.parametrize(
    "order",
    [
        c.Claim(actor="UBEN"),
        c.Assign(actor="UADA", assignee="UBEN"),
        c.Snooze(actor="UADA", until=LATER),
    ],
)
def test_what_does_not_void_an_approval(order: c.Command) -> None:
    """Claiming, assigning and snoozing leave an approval alone."""
    after = decide(approve(case()).after, order, NOW).after.letter(1)
    assert after is not None
    assert after.state is LetterState.QUEUED


def test_an_edit_needs_a_new_approval() -> None:
    """An edit of a letter that waits for its second approver starts over."""
    waiting = approve(case(letter(needs_second=True))).after
    found = waiting.letter(1)
    assert found is not None
    order = c.Edit(
        actor="UBEN", letter_id=1, digest=found.digest, subject="Done", text="It is done now."
    )
    after = decide(waiting, order, NOW).after.letter(1)
    assert after is not None
    assert (after.state, after.approved_by, after.drafted_by) == (LetterState.DRAFT, (), "UBEN")
    assert after.digest != found.digest


def test_open_tasks_forbid_done() -> None:
    """No letter says that it is done while a fulfilment task is open."""
    line = Line(1, "delete", Route.US, tasks=(Task(1, "CRM", "sales-ops"),))
    blocked = case(letter(needs_tasks_done=True), lines=(line,))
    with pytest.raises(IllegalMove, match="tasks"):
        approve(blocked)
    done = decide(blocked, c.FinishTasks(actor="UADA", results=((1, "done"),)), NOW).after
    assert approve(done).after.letter(1).state is LetterState.QUEUED  # type: ignore[union-attr]


def sent(on: Case) -> Case:
    """Send an approved letter."""
    found = on.letter(1)
    assert found is not None
    start = c.StartSending(actor="bot", letter_id=1, digest=found.digest)
    sending = decide(on, start, LATER).after
    return decide(sending, c.SettleSent(actor="bot", letter_id=1), LATER).after


def test_case_closes_when_every_line_has_an_outcome() -> None:
    """A letter that settles the last line closes the case; with a line open it does not."""
    assert sent(approve(case()).after).state is CaseState.CLOSED
    two = case(lines=(Line(1, "delete", Route.US), Line(2, "access", Route.US)))
    after = sent(approve(replace(two, letters=(letter(after_sent="open"),))).after)
    assert after.state is CaseState.OPEN
    assert [line.outcome for line in after.lines] == ["fulfilled", ""]


def test_a_bounce_opens_again_what_the_letter_had_settled() -> None:
    """Nobody was told, so the line is open again."""
    after = decide(sent(approve(case()).after), c.Bounce(actor="bot", letter_id=1), NOW).after
    assert after.state is CaseState.OPEN
    assert after.lines[0].outcome == ""
    assert after.letter(1).state is LetterState.BOUNCED  # type: ignore[union-attr]


def test_nothing_closes_while_a_letter_leaves() -> None:
    """A case cannot be closed over a letter that is being sent."""
    on = approve(case()).after
    found = on.letter(1)
    assert found is not None
    start = c.StartSending(actor="bot", letter_id=1, digest=found.digest)
    sending = decide(on, start, LATER).after
    with pytest.raises(IllegalMove, match="being sent"):
        decide(sending, c.Close(actor="UADA", outcome="duplicate"), NOW)


def test_an_approval_that_became_void_while_sending_does_not_come_back() -> None:
    """If a mail joins while the server is tried and takes nothing, the letter is a draft again."""
    on = approve(case()).after
    found = on.letter(1)
    assert found is not None
    start = c.StartSending(actor="bot", letter_id=1, digest=found.digest)
    sending = decide(on, start, LATER).after
    joined = decide(sending, c.Join(actor="bot", message_id=2, verified=True), NOW).after
    retry = decide(joined, c.SettleRetry(actor="bot", letter_id=1, send_after=LATER), NOW)
    after = retry.after.letter(1)
    assert after is not None
    assert (after.state, after.approved_by) == (LetterState.DRAFT, ())
    plain = decide(sending, c.SettleRetry(actor="bot", letter_id=1, send_after=LATER), NOW).after
    assert plain.letter(1).state is LetterState.QUEUED  # type: ignore[union-attr]


def test_nothing_leaves_while_it_can_be_undone() -> None:
    """Whoever asks for it: a letter does not begin to leave inside its undo window."""
    on = approve(case()).after
    found = on.letter(1)
    assert found is not None
    start = c.StartSending(actor="bot", letter_id=1, digest=found.digest)
    with pytest.raises(IllegalMove, match="undone"):
        decide(on, start, NOW)
    assert decide(on, start, LATER).after.letter(1).state is LetterState.SENDING  # type: ignore[union-attr]


def test_undo_is_possible_until_it_leaves() -> None:
    """Undo takes an approval back, but not a letter that left."""
    after = decide(approve(case()).after, c.Undo(actor="UBEN", letter_id=1), NOW).after
    assert after.letter(1).state is LetterState.DRAFT  # type: ignore[union-attr]
    with pytest.raises(IllegalMove):
        decide(sent(approve(case()).after), c.Undo(actor="UBEN", letter_id=1), NOW)


def test_events_hold_no_personal_data() -> None:
    """No event names the requester, the subject or the text."""
    events = [*opened(case(), NOW).events, *approve(case()).events]
    for event in events:
        for value in event.facts.values():
            for secret in (ASKER.email, ASKER.name, "It is done.", "maren"):
                assert secret not in str(value)
