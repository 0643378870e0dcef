"""Letters on paper: approved like any other, posted once, and never sent by e-mail."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, LetterState, Line
from bot.core.catalogue import Route
from bot.core.decide import decide
from bot.core.errors import IllegalMove, Stale
from bot.core.mail import Address
from bot.core.moves import Debt, Happened

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOME = Address("", "Maren Holt", "Deichstraße 4\n20459 Hamburg")


def letter(**fields: object) -> CaseLetter:
    """Return a draft to a postal address that settles its line."""
    draft = CaseLetter(
        1, "delete/complete", "en", "requester", HOME, "Your request", "It is done.",
        covers=("delete",), outcome="fulfilled", after_sent="closed",
    )  # fmt: skip
    return replace(draft, **fields)  # type: ignore[arg-type]


def case(one: CaseLetter | None = None) -> Case:
    """Return a case with that letter."""
    line = Line(1, "delete", Route.US)
    return Case(1, 1, CaseState.OPEN, NOW, HOME, (line,), (one or letter(),))


def approve(at: Case, actor: str = "U0ADA") -> Case:
    """Approve the letter."""
    one = at.letters[0]
    order = c.Approve(
        actor=actor, letter_id=1, digest=one.digest, send_after=NOW + timedelta(seconds=60)
    )
    decision = decide(at, order, NOW)
    assert Debt.LETTER not in {effect.kind for effect in decision.owed}
    return decision.after


def posted(at: Case, digest: str = "") -> c.MarkPosted:
    """Return the order that says the letter was posted."""
    return c.MarkPosted(actor="U0BEN", letter_id=1, digest=digest or at.letters[0].digest)


def test_approved_it_waits_for_a_person_and_owes_no_mail() -> None:
    """The approval of a letter on paper leaves nothing for SMTP to do."""
    assert approve(case()).letters[0].state is LetterState.TO_POST


def test_posted_it_settles_its_lines_once() -> None:
    """Posting ends the case like sending does, and cannot be said twice."""
    ready = approve(case())
    decision = decide(ready, posted(ready), NOW)
    assert decision.after.state is CaseState.CLOSED
    assert decision.after.lines[0].outcome == "fulfilled"
    told = next(event for event in decision.events if event.kind is Happened.SENT)
    assert told.facts["by"] == "post"
    assert "Deich" not in str([event.facts for event in decision.events])
    with pytest.raises(IllegalMove):
        decide(decision.after, posted(decision.after), NOW)


def test_nothing_is_posted_without_approval() -> None:
    """A draft cannot be marked as posted, nor one that waits for a second approver."""
    with pytest.raises(IllegalMove):
        decide(case(), posted(case()), NOW)
    half = approve(case(letter(needs_second=True)))
    assert half.letters[0].state is LetterState.AWAITING_SECOND
    with pytest.raises(IllegalMove):
        decide(half, posted(half), NOW)
    with pytest.raises(IllegalMove):
        approve(half)
    assert approve(half, "U0BEN").letters[0].state is LetterState.TO_POST


def test_another_text_than_the_printed_one_is_refused() -> None:
    """Undone, edited and approved again, the old print is not what counts as posted."""
    ready = approve(case())
    old = ready.letters[0].digest
    undone = decide(ready, c.Undo(actor="U0ADA", letter_id=1), NOW).after
    order = c.Edit(actor="U0ADA", letter_id=1, digest=old, subject="Your request", text="Not yet.")
    again = approve(decide(undone, order, NOW).after)
    with pytest.raises(Stale):
        decide(again, posted(again, old), NOW)
    assert decide(again, posted(again), NOW).after.letters[0].state is LetterState.SENT


def test_an_approval_is_bound_to_the_envelope() -> None:
    """Another postal address or name is another letter."""
    moved = letter(recipient=replace(HOME, postal="Am Wall 1\n28195 Bremen"))
    named = letter(recipient=replace(HOME, name="Ida Holt"))
    assert len({one.digest for one in (letter(), moved, named)}) == 3


def test_a_new_mail_voids_what_was_not_posted_yet() -> None:
    """Printed or not: what came in meanwhile is read first."""
    ready = approve(case())
    joined = decide(ready, c.Join(actor="bot", message_id=2, verified=True), NOW)
    assert joined.after.letters[0].state is LetterState.DRAFT
    assert joined.after.letters[0].approved_by == ()
