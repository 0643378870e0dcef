"""Intake: every mail ends as exactly one visible thing, whatever happens on the way."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.core import commands as c
from bot.core.answers import token_of
from bot.core.case import CaseState, LetterState
from bot.core.decide import decide
from bot.core.errors import Stale
from bot.core.filing import Disposition, Filing
from bot.core.mail import (
    Address,
    Authenticated,
    Forwarded,
    InboundMail,
    Machine,
    Place,
    RawMail,
)
from bot.flows.intake import ATTEMPTS, Intake
from classifiers import Text, Verdict
from tests.fakes.reader import FakeReader
from tests.flows.world import ASKER, NOW, World, request, sent_token, world

__all__ = ["world"]


def test_a_request_becomes_a_case_with_a_draft_and_a_due_date(world: World) -> None:
    """The card has everything that a decision needs."""
    world.arrives(request(received=datetime(2026, 11, 20, 22, 30, tzinfo=UTC)))
    world.read()
    case = world.store.cases.load(1)
    assert case is not None
    assert case.types == ("delete",)
    assert case.requester == ASKER
    assert case.due == date(2026, 12, 20)  # day 0 is the 20th in Berlin, too
    assert case.letters[0].key == "delete/acknowledge"
    assert case.letters[0].state is LetterState.DRAFT


def test_two_wishes_are_two_lines(world: World) -> None:
    """Delete me and stop the newsletter: two lines, each with its clock."""
    world.arrives(request("Please delete my account and stop the newsletter."))
    world.read()
    case = world.store.cases.load(1)
    assert case is not None
    assert case.types == ("delete", "optout_marketing")
    assert all(line.clock for line in case.lines)


def test_every_mail_ends_as_one_visible_thing(world: World) -> None:
    """A batch of all kinds: cases, the daily list, quarantine; nothing is left over."""
    world.arrives(request())
    world.arrives(request("We sell SEO.", subject="Offer"))
    world.arrives(None)
    world.arrives(request("I am away.", machine=Machine.AUTO_REPLY, machine_why="Auto-Submitted"))
    world.arrives(request("Undelivered", machine=Machine.BOUNCE))
    world.arrives(InboundMail(subject="", visible=""))
    world.read()
    assert world.filed() == ["case", "noise", "quarantine", "noise", "noise", "case"]
    assert world.store.post_room.waiting() == 0


def test_an_unreadable_mail_is_tried_three_times_and_then_shown(world: World) -> None:
    """Attempts are counted; the good mails around it go on at once."""
    world.arrives(request())
    world.arrives(None)
    world.arrives(request("A copy of my data, please."))
    world.intake.work()
    assert world.filed() == ["case", "reading", "case"]
    for _ in range(ATTEMPTS - 1):
        world.intake.work()
    assert world.filed() == ["case", "quarantine", "case"]
    assert [view.message_id for view in world.store.quarantine.all()] == [2]


def test_a_mail_that_cannot_be_filed_is_shown_in_the_end(world: World) -> None:
    """A mail that reads well but fails afterwards does not come back for ever."""

    class Broken(FakeReader):
        def read(self, texts: Sequence[Text]) -> list[Verdict]:
            if any("poison" in text.body for text in texts):
                raise RuntimeError("a fault in our own code")
            return super().read(texts)

    world.intake = Intake(replace(world.parts, reader=Broken()))
    world.arrives(request("Please delete this poison."))
    world.arrives(request())
    for _ in range(10):
        with suppress(RuntimeError):
            world.intake.work()
    assert world.filed() == ["quarantine", "case"]


def test_a_reply_with_our_token_joins(world: World) -> None:
    """A reply from the letter's recipient joins its case; no second case is opened."""
    world.arrives(request())
    world.read()
    token = sent_token(world)
    world.arrives(request("Yes.", in_reply_to=(f"<dsr.{token}@example.test>",)))
    world.read()
    assert world.filed() == ["case", "joined"]
    assert len(world.store.cases.mails(1)) == 2


def test_a_reply_that_asks_for_more_adds_a_line(world: World) -> None:
    """A new wish in a reply gets its own line, clock and tasks; what was asked stays."""
    world.arrives(request("A copy of my data, please."))
    world.read()
    ids = (f"<dsr.{sent_token(world)}@example.test>",)
    world.arrives(request("Yes, it is me. And then delete everything.", in_reply_to=ids))
    world.read()
    case = world.store.cases.load(1)
    assert case is not None
    assert case.types == ("access", "delete")
    assert case.lines[1].clock is not None
    tasks = [task.id for line in case.lines for task in line.tasks]
    assert len(tasks) == len(set(tasks))
    assert case.lines[1].tasks
    drafts = [one.key for one in case.letters if one.state is LetterState.DRAFT]
    assert "delete/acknowledge" in drafts  # the new wish has a letter, those before keep theirs
    assert "access/verify_identity" in drafts
    [new] = [one for one in case.letters if one.key == "delete/acknowledge"]
    assert new.covers == ("delete",)
    assert "copy" not in new.text


def test_thanks_are_filed_and_open_nothing(world: World) -> None:
    """Thanks for a closed case stay on it, and it stays closed; a question opens it again."""
    world.arrives(request())
    world.read()
    case = world.store.cases.load(1)
    assert case is not None
    world.store.cases.save(decide(case, c.Close(actor="UADA", outcome="duplicate"), NOW))
    ids = (f"<dsr.{sent_token(world)}@example.test>",)
    world.arrives(request("Thank you very much!", in_reply_to=ids))
    world.read()
    assert world.filed() == ["case", "joined"]
    closed = world.store.cases.load(1)
    assert closed is not None
    assert closed.state is CaseState.CLOSED
    world.arrives(request("Thank you, but when exactly?", in_reply_to=ids))
    world.read()
    again = world.store.cases.load(1)
    assert again is not None
    assert again.state is CaseState.OPEN


@pytest.mark.parametrize(
    "change",
    [
        {"senders": (Address("eve@elsewhere.example"),)},
        {"authentication": Authenticated.FAIL},
    ],
)
def test_a_stranger_with_our_token_does_not_join(world: World, change: dict[str, object]) -> None:
    """Another sender, or one that failed authentication, opens a case that is possibly related."""
    world.arrives(request())
    world.read()
    ids = (f"<dsr.{sent_token(world)}@example.test>",)
    world.arrives(request("Yes, delete it.", in_reply_to=ids, **change))
    world.read()
    assert world.filed() == ["case", "case"]
    second = world.store.cases.load(2)
    assert second is not None
    assert 1 in [link.other for link in second.links]


CONTACT = Address("privacy@lumenia.example", "Privacy desk")


@pytest.mark.parametrize(
    ("contact", "answers", "shown", "filed"),
    [
        (CONTACT, CONTACT, Authenticated.UNKNOWN, "joined"),
        (CONTACT, Address("ana@lumenia.example"), Authenticated.PASS, "joined"),
        (CONTACT, Address("ana@lumenia.example"), Authenticated.UNKNOWN, "case"),
        (CONTACT, Address("ana@elsewhere.example"), Authenticated.PASS, "case"),
        (Address("desk@gmail.com"), Address("ana@gmail.com"), Authenticated.PASS, "case"),
    ],
)
def test_who_may_answer_a_hand_over(
    world: World, contact: Address, answers: Address, shown: Authenticated, filed: str
) -> None:
    """The contact itself, or a proved colleague of its domain; a mail provider is no domain."""
    world.arrives(request())
    world.read()
    case = world.store.cases.load(1)
    assert case is not None
    draft = replace(
        case.letters[0], id=2, key="delete/handover_client", audience="client", recipient=contact
    )
    world.store.cases.save(decide(case, c.PutDraft(actor="UADA", draft=draft), NOW))
    token = world.store.cases.token(1, 2)
    thread = (f"<dsr.{token}@example.test>",)
    world.arrives(
        request("We have it.", senders=(answers,), in_reply_to=thread, authentication=shown)
    )
    world.read()
    assert world.filed() == ["case", filed]


def test_two_replies_in_one_batch_both_join(world: World) -> None:
    """Decisions on the same case are chained within a batch."""
    world.arrives(request())
    world.read()
    ids = (f"<dsr.{sent_token(world)}@example.test>",)
    world.arrives(request("Yes.", in_reply_to=ids))
    world.arrives(request("And soon.", in_reply_to=ids))
    world.read()
    assert world.filed() == ["case", "joined", "joined"]


def test_an_out_of_office_answer_joins_nothing(world: World) -> None:
    """A machine's answer to our letter goes to the daily list."""
    world.arrives(request())
    world.read()
    ids = (f"<dsr.{sent_token(world)}@example.test>",)
    world.arrives(request("Away.", in_reply_to=ids, machine=Machine.AUTO_REPLY))
    world.read()
    assert world.filed() == ["case", "noise"]


def test_a_bare_forward_is_read_as_what_it_forwards(world: World) -> None:
    """An empty mail around a forwarded request is classified by the request."""
    inner = Forwarded(ASKER, "forget me", "", "Please delete my account.")
    world.arrives(request("FYI", forwarded=inner))
    world.read()
    case = world.store.cases.load(1)
    assert case is not None
    assert case.types == ("delete",)


def test_several_from_addresses_leave_nobody_to_answer(world: World) -> None:
    """A mail with two From addresses has a card but no letter: a person decides."""
    world.arrives(request(senders=(ASKER, Address("b@b.example"))))
    world.read()
    case = world.store.cases.load(1)
    assert case is not None
    assert case.letters == ()
    assert case.requester.email == ""


def test_old_mail_is_offered_no_letter(world: World) -> None:
    """Mail that is brought in from an archive opens cases without drafts."""
    raw = b"old"
    world.shelf.mails[raw] = request()
    place = Place("archive", "old", 1, 1)
    world.store.post_room.keep([RawMail(place, raw, NOW)], no_letters=True)
    world.read()
    case = world.store.cases.load(1)
    assert case is not None
    assert case.letters == ()


def test_what_a_stopped_worker_had_taken_is_read(world: World) -> None:
    """A mail that a stopped worker had taken is read by the next one."""
    world.arrives(request())
    assert len(world.store.post_room.take(9)) == 1  # by a worker that stops right here
    world.arrives(request("Another wish to delete."))
    world.read()
    assert sorted(world.filed()) == ["case", "case"]


def test_tokens_are_taken_from_our_ids_only() -> None:
    """Only the form of our own Message-IDs holds a token."""
    token = "0" * 32
    assert token_of(f"<dsr.{token}@example.test>") == token
    for other in ("<dsr.short@x>", f"<abc.{token}@x>", "", "<>", "dsr."):
        assert token_of(other) == ""


def test_two_workers_file_a_mail_once(world: World) -> None:
    """Of two workers that read the same mail, the one that took it last files it."""
    world.arrives(request())
    (first,) = world.store.post_room.take(9)
    (second,) = world.store.post_room.take(9)
    slow, fast = (
        Filing(one.id, request(), Disposition.REPORT, attempts=one.attempts)
        for one in (first, second)
    )
    with pytest.raises(Stale):
        world.store.post_room.file([slow], NOW)
    world.store.post_room.file([fast], NOW)
    with pytest.raises(Stale):
        world.store.post_room.file([fast], NOW)
    assert world.filed() == ["report"]
