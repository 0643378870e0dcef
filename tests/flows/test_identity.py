"""Who controls the mailbox: a returned token proves it, once, in time, a few times tried."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import replies
from bot.core import commands as c
from bot.core.case import Case
from bot.core.decide import decide
from bot.core.mail import Authenticated, InboundMail
from bot.edges.calendar import clock_maker
from bot.edges.store import open_store
from bot.flows.drafting import Dossier, Drafter, Reckoning
from bot.flows.intake import Intake
from bot.flows.sorting import IDENTITY_ATTEMPTS, Parts
from tests.fakes.reader import FakeReader
from tests.flows.world import ASKER, NOW, ZONE, Shelf, World

Returns = Callable[..., Case]


@pytest.fixture
def returns(tmp_path: Path) -> Iterator[Returns]:
    """Give what lets a reply come in `after` the question for identity, and returns the case."""
    store, shelf = open_store(tmp_path / "db.sqlite3", "s" * 40, "k" * 40), Shelf()
    drafter = Drafter(replies.load(), ZONE, Reckoning(token_of=store.keys.letter_token))
    moment = [NOW]
    parts = Parts(
        room=store.post_room,
        cases=store.cases,
        parser=shelf,
        reader=FakeReader(),
        directory=store.directory,
        drafter=drafter,
        clock_for=clock_maker("EU", ZONE),
        now=lambda: moment[0],
    )
    world = World(store, shelf, Intake(parts), parts)
    mail = InboundMail(
        message_id="<a@posteo.example>",
        senders=(ASKER,),
        visible="Please delete my account.",
        text="Please delete my account.",
        authentication=Authenticated.PASS,
    )
    world.arrives(mail)
    world.read()
    token = _ask(world, mail, drafter)

    def returns(after: timedelta = timedelta(days=1), text: str = "", **fields: object) -> Case:
        moment[0] = NOW + after
        said = text or f"Yes.\n\nP-0001 / {token}"
        reply = replace(mail, text=said, visible=said, **fields)  # type: ignore[arg-type]
        world.arrives(reply)
        world.read()
        found = store.cases.load(1)
        assert found is not None
        return found

    yield returns
    store.close()


def _ask(world: World, mail: InboundMail, drafter: Drafter) -> str:
    """Send the question for identity and return its token."""
    case = world.store.cases.load(1)
    assert case is not None
    draft = drafter.draft(Dossier(case, mail, None, NOW), "delete/verify_identity", 2)
    assert draft is not None
    orders: list[Callable[[Case], c.Command]] = [
        lambda case: c.PutDraft(actor="UADA", draft=draft),
        lambda case: c.Approve(actor="UADA", letter_id=2, digest=draft.digest, send_after=NOW),
        lambda case: c.StartSending(actor="bot", letter_id=2, digest=draft.digest),
        lambda case: c.SettleSent(actor="bot", letter_id=2),
    ]
    for order in orders:
        case = world.store.cases.load(1)
        assert case is not None
        world.store.cases.save(decide(case, order(case), NOW))
    token = world.store.cases.token(1, 2)
    assert token in draft.text  # the letter and the database know the same one
    return token


def test_the_reference_in_the_text_is_enough(returns: Returns) -> None:
    """A program that keeps no thread headers still proves the mailbox by the quoted reference."""
    assert returns().mailbox_confirmed


def test_a_token_proves_nothing_too_late(returns: Returns) -> None:
    """After the days of the profile the question must be asked again."""
    case = returns(after=timedelta(days=400))
    assert (case.mailbox_confirmed, case.identity_attempts) == (False, 1)


def test_unauthenticated_replies_are_counted_and_capped(returns: Returns) -> None:
    """After five replies that prove nothing the token proves nothing any more."""
    for _ in range(IDENTITY_ATTEMPTS):
        case = returns(authentication=Authenticated.NONE)
        assert not case.mailbox_confirmed
    assert case.identity_attempts == IDENTITY_ATTEMPTS
    assert not returns().mailbox_confirmed


def test_a_guessed_token_is_nothing(returns: Returns) -> None:
    """A token that is none of ours neither joins nor counts."""
    case = returns(text=f"Yes.\n\nP-0001 / {'0' * 32}")
    assert (case.mailbox_confirmed, case.identity_attempts) == (False, 0)


def test_what_is_proved_stays_proved(returns: Returns) -> None:
    """The token is used once; what comes later changes nothing."""
    assert returns().mailbox_confirmed
    later = returns(after=timedelta(days=2), authentication=Authenticated.NONE)
    assert (later.mailbox_confirmed, later.identity_attempts) == (True, 0)
