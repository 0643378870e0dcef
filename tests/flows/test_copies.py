"""The same message in two mailboxes is one thing; delivery reports lie with their letter."""

import pytest

from bot.core.decision import Event
from bot.core.mail import Machine
from bot.core.moves import Happened
from bot.edges.mail.mime import parse
from tests.flows.world import World, request, sent_token, world

__all__ = ["world"]

WRITTEN = (
    b"From: maren.holt@posteo.example\r\nTo: privacy@a.example\r\nCc: dpo@a.example\r\n"
    b"Subject: Request\r\nMessage-ID: <a@posteo.example>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000"
    b"\r\n\r\nPlease delete my account.\r\n"
)


def told(world: World) -> list[Event]:
    """Return what was told of the first case."""
    return [event for _, event in world.store.audit.of_case(1)]


@pytest.mark.parametrize("together", [True, False])
def test_a_message_to_two_mailboxes_is_one_case(world: World, together: bool) -> None:
    """Copies that differ in trace headers only: one case holds both, and nothing is lost."""
    world.arrives(parse(b"Received: from a by b\r\n" + WRITTEN))
    if not together:
        world.read()
    world.arrives(parse(b"Delivered-To: dpo@a.example\r\n" + WRITTEN.replace(b"\r\n", b"\n")))
    world.read()
    assert world.filed() == ["case", "copy"]
    assert world.store.cases.load(2) is None
    assert [event.kind for event in told(world)].count(Happened.COPIED) == 1
    linked = world.store.connections.rows("SELECT message_id FROM case_messages WHERE case_id = 1")
    assert {row["message_id"] for row in linked} == {1, 2}


@pytest.mark.parametrize("together", [True, False])
def test_the_same_message_id_with_other_words_is_another_message(
    world: World, together: bool
) -> None:
    """A program that gives all its mails one Message-ID loses none of them."""
    world.arrives(parse(WRITTEN))
    if not together:
        world.read()
    world.arrives(parse(WRITTEN.replace(b"delete my account", b"send me a copy of my data")))
    world.read()
    assert world.filed() == ["case", "case"]


def test_a_copy_voids_no_approval(world: World) -> None:
    """A copy is no new mail: the case's newest mail is still the one that was looked at."""
    world.arrives(parse(WRITTEN))
    world.read()
    world.arrives(parse(b"Received: from c by d\r\n" + WRITTEN))
    world.read()
    assert world.store.cases.newest_mail(1) == 1
    assert [number for number, _ in world.store.cases.mails(1)] == [1]


def test_a_delay_lies_with_its_letter_and_says_so(world: World) -> None:
    """A report that decides nothing is linked to case and letter, and told in its thread."""
    world.arrives(request())
    world.read()
    ids = (f"<dsr.{sent_token(world)}@example.test>",)
    for status in ("delayed", "mail for maren.holt@posteo.example"):
        world.arrives(request("x", machine=Machine.BOUNCE, bounced_ids=ids, delivery_status=status))
    world.read()
    assert world.filed() == ["case", "report", "report"]
    said = [event for event in told(world) if event.kind is Happened.REPORTED]
    assert [event.letter_id for event in said] == [1, 1]
    assert [event.facts["why"] for event in said] == ["delayed", "unknown"]  # never their words
    assert {number for number, _ in world.store.cases.mails(1)} == {1, 2, 3}
