"""Opening cases: several people are several cases, duplicates are linked, withdrawals close."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import commands as c
from bot.core.case import Case, CaseState, LetterState, Link, LinkKind
from bot.core.decide import decide
from bot.core.mail import Address, Authenticated
from bot.core.moves import Debt
from bot.core.people import TOO_MANY
from bot.flows.withdrawals import Withdrawals
from tests.flows.world import NOW, World, request, world

__all__ = ["world"]

OTHER = Address("eve@elsewhere.example", "Eve")
LIST = "Please delete us:\n- Anna Berg, anna@mail.example\n- Tom Berg, tom@mail.example"


def case(world: World, number: int) -> Case:
    """Return a case that is there."""
    found = world.store.cases.load(number)
    assert found is not None
    return found


def send(world: World, number: int, letter_id: int) -> None:
    """Approve a letter and let it be sent."""
    for order in (
        lambda it: c.Approve(actor="UADA", letter_id=letter_id, digest=it.digest, send_after=NOW),
        lambda it: c.StartSending(actor="bot", letter_id=letter_id, digest=it.digest),
        lambda it: c.SettleSent(actor="bot", letter_id=letter_id),
    ):
        now = case(world, number)
        world.store.cases.save(decide(now, order(now.letter(letter_id)), NOW))


def chores(world: World) -> None:
    """Do what is owed to our own cases."""
    closing = Withdrawals(world.store.cases, lambda: NOW)
    while owed := world.store.outbox.due(letters=False, now=NOW + timedelta(hours=1)):
        if owed.kind is Debt.CLOSE_WITHDRAWN:
            closing.close(owed)
        world.store.outbox.settle(owed.id, "done", NOW)


def test_one_mail_for_two_people_is_two_linked_cases(world: World) -> None:
    """Each person has a case, a clock and drafts; each card shows the other."""
    world.arrives(request(LIST))
    world.read()
    first, second = case(world, 1), case(world, 2)
    assert [one.person.email for one in (first, second)] == [
        "anna@mail.example",
        "tom@mail.example",
    ]
    assert first.links == (Link(2, LinkKind.SAME_MAIL),)
    assert second.links == (Link(1, LinkKind.SAME_MAIL),)
    assert first.due == second.due is not None
    assert "Anna Berg" in first.letters[0].text
    assert "Tom Berg" in second.letters[0].text
    assert [len(world.store.cases.mails(n)) for n in (1, 2)] == [1, 1]
    assert world.filed() == ["case"]


def test_a_mail_for_more_than_25_people_is_one_case_that_says_so(world: World) -> None:
    """A long list is for a person to look at: the card says how many it names."""
    rows = "".join(f"- Anna {chr(65 + n)}berg, anna{n}@mail.example\n" for n in range(26))
    world.arrives(request(f"Please delete us:\n{rows}"))
    world.read()
    assert world.store.cases.load(2) is None
    ((_, mail),) = world.store.cases.mails(1)
    assert TOO_MANY.format(count=26, most=25) in mail.problems


def test_several_wishes_of_one_person_are_one_case(world: World) -> None:
    """Two things asked by one person are two lines of one case."""
    world.arrives(request("Please delete my account and stop the newsletter."))
    world.read()
    assert case(world, 1).types == ("delete", "optout_marketing")
    assert world.store.cases.load(2) is None


@pytest.mark.parametrize("later", [True, False])
def test_a_duplicate_is_linked_and_never_dropped(world: World, later: bool) -> None:
    """In one batch or in two, the second case stands on its own, unproved sender or not."""
    world.arrives(request())
    if later:
        world.read()
    before = case(world, 1) if later else None
    world.arrives(request(authentication=Authenticated.NONE, message_id="<b@posteo.example>"))
    world.read()
    assert case(world, 2).links == (Link(1, LinkKind.DUPLICATE),)
    assert case(world, 2).letters[0].state is LetterState.DRAFT
    assert case(world, 1).links == (Link(2, LinkKind.DUPLICATE),)
    if before is not None:  # nothing of the first one moved
        assert replace(case(world, 1), links=()) == before


def test_a_withdrawal_closes_the_right_case_after_approval(world: World) -> None:
    """Nothing happens by the mail itself; the approved and sent letter closes what it means."""
    world.arrives(request("Please send me a copy.", senders=(OTHER,)))
    world.arrives(request())
    world.arrives(request("I have changed my mind.", message_id="<c@posteo.example>"))
    world.read()
    withdrawal = case(world, 3)
    assert withdrawal.links == (Link(2, LinkKind.WITHDRAWS),)
    chores(world)
    assert case(world, 2).state is CaseState.OPEN
    assert withdrawal.letters[0].key == "withdraw_request/confirm"
    send(world, 3, 1)
    chores(world)
    assert [case(world, n).state for n in (1, 2, 3)] == [
        CaseState.OPEN,
        CaseState.CLOSED,
        CaseState.CLOSED,
    ]
    assert [line.outcome for line in case(world, 2).lines] == ["revoked"]


def test_a_withdrawal_in_the_thread_closes_its_own_case(world: World) -> None:
    """A reply that takes the request back gets its letter, and that letter ends every line."""
    world.arrives(request())
    world.read()
    send(world, 1, 1)
    token = world.store.cases.token(1, 1)
    thread = (f"<dsr.{token}@example.test>",)
    world.arrives(request("I have changed my mind.", in_reply_to=thread))
    world.read()
    joined = case(world, 1)
    assert joined.types == ("delete", "withdraw_request")
    assert joined.state is CaseState.OPEN
    drafts = [one for one in joined.letters if one.state is LetterState.DRAFT]
    assert [one.key for one in drafts] == ["withdraw_request/confirm"]
    send(world, 1, drafts[0].id)
    assert case(world, 1).state is CaseState.CLOSED
    assert {line.outcome for line in case(world, 1).lines} == {"revoked"}
