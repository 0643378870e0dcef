"""Between approval and sending: what takes an approval back, and what leaves it alone."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from bot.bootstrap import Worker
from bot.core import commands as c
from bot.core.case import LetterState
from bot.core.catalogue import PartyKind
from bot.loops import now
from tests.stories.rig import ADA, BEN, Clock, Rig, mail, text_of
from tests.stories.test_letters import ASKS, approve, arrives, case_of, choose, sent

LONG = 600  # seconds of undo window, so that a story fits in


def answer(rig: Rig, words: str) -> None:
    """Write again in the thread of the first letter that went out."""
    first = message_from_bytes(rig.smtp.delivered[0].raw, policy=policy.default)
    rig.imap.deliver(mail(words, "Re: Request", In_Reply_To=str(first["Message-ID"])))


def second_letter_approved(rig: Rig, clock: Clock) -> Worker:
    """Send a first letter, approve a second one, and stop inside its undo window."""
    rig.undo = LONG
    worker = rig.start_at(clock)
    arrives(rig, ASKS)
    rig.card("P-0001")
    approve(rig, ADA)
    rig.waits(lambda: case_of(worker).letters[0].state is LetterState.QUEUED)
    clock.forward(worker, seconds=LONG + 1)
    sent(rig, 1)
    rig.waits(lambda: "✉" in text_of(rig.card("P-0001")))
    choose(rig, ADA, "delete/verify_identity")
    rig.waits(lambda: case_of(worker).letters[-1].state is LetterState.DRAFT)
    approve(rig, ADA)
    rig.waits(lambda: case_of(worker).letters[-1].state is LetterState.QUEUED)
    return worker


def nothing_left(rig: Rig, worker: Worker, clock: Clock) -> None:
    """Let the undo window pass; the debt is struck out and the server saw nothing."""
    clock.forward(worker, seconds=LONG + 1)
    rig.waits(lambda: worker.office.store.outbox.counts().get("void"))
    assert len(rig.smtp.delivered) == 1


def test_a_customer_writes_again_before_the_letter_leaves(rig: Rig) -> None:
    """The approval is void, nothing leaves, the card says so; approved anew it leaves once."""
    clock = Clock()
    worker = second_letter_approved(rig, clock)
    queued = case_of(worker).letters[-1].id
    answer(rig, "One more thing: please delete the account of my old address as well.")
    rig.waits(lambda: "The approval is void: another mail came in" in text_of(rig.card("P-0001")))
    letter = case_of(worker).letter(queued)
    assert letter is not None
    assert (letter.state, letter.approved_by) == (LetterState.DRAFT, ())
    nothing_left(rig, worker, clock)
    approve(rig, BEN)
    rig.waits(lambda: "Leaves" in text_of(rig.card("P-0001")))
    clock.forward(worker, seconds=LONG + 1)
    rig.waits(lambda: len(rig.smtp.delivered) == 2)


@pytest.mark.parametrize(
    ("types", "party"),
    [(["access"], PartyKind.OWN_USER), (["delete"], PartyKind.CLIENT_DATA)],
    ids=["types", "party"],
)
def test_reclassified_before_the_letter_leaves(
    rig: Rig, types: list[str], party: PartyKind
) -> None:
    """Other types, or another party, take the approval back too; the old text is withdrawn."""
    clock = Clock()
    worker = second_letter_approved(rig, clock)
    queued = case_of(worker).letters[-1].id
    worker.office.review.reclassify(1, types, party, None, BEN)
    letter = case_of(worker).letter(queued)
    assert letter is not None
    assert (letter.state, letter.approved_by) == (LetterState.VOID, ())
    nothing_left(rig, worker, clock)


LEAVE_ALONE: dict[str, Callable[[Worker], object]] = {
    "claim": lambda worker: worker.office.review.order(1, lambda _: c.Claim(actor=BEN)),
    "assign": lambda worker: worker.office.review.order(
        1, lambda _: c.Assign(actor=BEN, assignee="U0CLEO")
    ),
    "snooze": lambda worker: worker.office.review.order(
        1, lambda _: c.Snooze(actor=BEN, until=now() + timedelta(days=1))
    ),
}


def test_what_leaves_an_approval_alone(rig: Rig) -> None:
    """Claimed, assigned and snoozed, the letter leaves as approved."""
    clock = Clock()
    worker = second_letter_approved(rig, clock)
    for order in LEAVE_ALONE.values():
        order(worker)
        assert case_of(worker).letters[-1].state is LetterState.QUEUED
    clock.forward(worker, seconds=LONG + 1)
    rig.waits(lambda: len(rig.smtp.delivered) == 2)


def test_edited_between_two_approvals(rig: Rig) -> None:
    """An edit after the first of two approvals starts over, with two people for the new text."""
    worker = rig.start()
    arrives(rig, ASKS)
    choose(rig, ADA, "delete/decline")
    rig.slack.submit(ADA, reason="kept_by_law")
    rig.waits(lambda: "this letter refuses" in text_of(rig.card("P-0001")))
    approve(rig, ADA)
    rig.waits(lambda: "Waiting for a second approver" in text_of(rig.card("P-0001")))
    letter = case_of(worker).letters[-1]
    worker.office.review.order(
        1,
        lambda _: c.Edit(
            actor=ADA, letter_id=letter.id, digest=letter.digest,
            subject=letter.subject, text=letter.text + "\nPS: one line more.\n",
        ),
    )  # fmt: skip
    after = case_of(worker).letters[-1]
    assert (after.state, after.approved_by, after.drafted_by) == (LetterState.DRAFT, (), ADA)
    assert rig.smtp.delivered == []
