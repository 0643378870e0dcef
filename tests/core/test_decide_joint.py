"""Moving, merging, splitting, confirming a forward: what each does to its case, and what not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import commands as c
from bot.core.case import Case, CaseState, Channel, Clock, LetterState, Line, Link, LinkKind, Task
from bot.core.catalogue import Route
from bot.core.decide import decide
from bot.core.errors import IllegalMove
from bot.core.mail import Address, Authenticated
from bot.core.moves import Happened
from tests.core.test_decide import NOW, case, letter

SOON = Clock("GDPR", statutory=NOW.date() + timedelta(days=10))
LATE = Clock("GDPR", statutory=NOW.date() + timedelta(days=30))


def two_lines(**fields: object) -> Case:
    """Return a case that asks for two things, with an approved letter."""
    lines = (Line(1, "delete", Route.US, LATE), Line(2, "access", Route.US, LATE))
    queued = letter(state=LetterState.QUEUED, approved_by=("U0BEN",), send_after=NOW)
    return case(queued, lines=lines, **fields)


def test_a_moved_case_keeps_its_approvals() -> None:
    """Who may look at a case is no reason to approve its letter again."""
    told = decide(two_lines(), c.Move(actor="U0ADA", channel=Channel.LEGAL), NOW)
    assert told.after.channel is Channel.LEGAL
    assert told.after.letters[0].state is LetterState.QUEUED
    assert [event.kind for event in told.events] == [Happened.MOVED]
    with pytest.raises(IllegalMove, match="already"):
        decide(told.after, c.Move(actor="U0ADA", channel=Channel.LEGAL), NOW)


def test_a_merged_case_is_over_and_points_to_the_other() -> None:
    """It ends as a duplicate, its approvals are void, and the link says why."""
    told = decide(two_lines(), c.Merge(actor="U0ADA", into=9), NOW)
    assert told.after.state is CaseState.CLOSED
    assert {line.outcome for line in told.after.lines} == {"duplicate"}
    assert told.after.letters[0].state is LetterState.DRAFT
    assert told.after.links == (Link(9, LinkKind.DUPLICATE),)
    with pytest.raises(IllegalMove, match="into itself"):
        decide(two_lines(), c.Merge(actor="U0ADA", into=7), NOW)


def test_the_other_case_loses_nothing_by_a_merge() -> None:
    """It asks what both asked, by the earlier date, and nobody has approved that yet."""
    mine = (Line(1, "delete", Route.US, LATE, (Task(1, "CRM", "ops"),)),)
    theirs = (
        Line(1, "delete", Route.US, SOON),
        Line(2, "access", Route.US, SOON, (Task(1, "Mail", "ops"),)),
        Line(3, "object", Route.US, SOON, outcome="fulfilled"),
    )
    told = decide(two_lines(), c.TakeOver(actor="U0ADA", other=9, lines=theirs), NOW)
    assert told.after.letters[0].approved_by == ()
    kept = decide(case(lines=mine), c.TakeOver(actor="U0ADA", other=9, lines=theirs), NOW).after
    assert [(line.id, line.type, line.clock) for line in kept.lines] == [
        (1, "delete", SOON),
        (2, "access", SOON),
    ]
    assert [task.id for line in kept.lines for task in line.tasks] == [1, 2]


def test_a_split_leaves_the_rest() -> None:
    """The lines that stay keep their numbers; every draft and approval is void."""
    told = decide(two_lines(), c.Split(actor="U0ADA", line_ids=(2,), into=9), NOW)
    assert [line.id for line in told.after.lines] == [1]
    assert told.after.letters[0].state is LetterState.VOID
    for lines, why in (((1, 2), "has to stay"), ((), "not in the case"), ((5,), "not in the case")):
        with pytest.raises(IllegalMove, match=why):
            decide(two_lines(), c.Split(actor="U0ADA", line_ids=lines, into=9), NOW)


def test_a_confirmed_forward_has_another_recipient_once() -> None:
    """No letter to the colleague stays, nothing proves the new address, no event names it."""
    asker = Address("zebulon@canary.example")
    order = c.ConfirmForward(
        actor="U0ADA", requester=asker, drafts=(letter(id=2, recipient=asker),)
    )
    told = decide(replace(two_lines(), authentication=Authenticated.PASS), order, NOW)
    assert (told.after.requester, told.after.from_forward) == (asker, True)
    assert told.after.authentication is Authenticated.NONE
    assert [one.state for one in told.after.letters] == [LetterState.VOID, LetterState.DRAFT]
    assert "canary" not in str(told.events)
    with pytest.raises(IllegalMove, match="already"):
        decide(told.after, order, NOW)


@pytest.mark.parametrize(
    "order",
    [
        c.Merge(actor="U0ADA", into=9),
        c.Split(actor="U0ADA", line_ids=(2,), into=9),
        c.ConfirmForward(actor="U0ADA", requester=Address("a@b.example")),
    ],
    ids=lambda order: type(order).__name__,
)
def test_nothing_changes_under_a_letter_that_is_leaving(order: c.Command) -> None:
    """While a letter is being sent, nobody knows what the requester was told."""
    leaving = replace(two_lines(), letters=(letter(state=LetterState.SENDING),))
    with pytest.raises(IllegalMove, match="being sent"):
        decide(leaving, order, NOW)


@pytest.mark.parametrize(
    ("was", "asks", "goes"),
    [
        (Channel.PRIVACY, "legal_process", Channel.LEGAL),
        (Channel.PRIVACY, "security_report", Channel.SECURITY),
        (Channel.PRIVACY, "access", Channel.PRIVACY),
        (Channel.LEGAL, "security_report", Channel.LEGAL),
        (Channel.LEGAL, "access", Channel.LEGAL),
    ],
)
def test_a_reply_takes_a_case_to_its_restricted_desk(
    was: Channel, asks: str, goes: Channel
) -> None:
    """What it asks beside may be for few eyes; no reply brings a hidden case back to many."""
    lines = (Line(9, asks, Route.US, LATE),)
    join = c.Join(actor="bot", message_id=2, verified=True, lines=lines)
    told = decide(two_lines(channel=was), join, NOW)
    assert told.after.channel is goes
    assert (Happened.MOVED in [event.kind for event in told.events]) is (was is not goes)
