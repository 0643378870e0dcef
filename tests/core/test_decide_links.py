"""Linked cases and channels: what belongs together is shown, what is private moves."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core import commands as c
from bot.core.case import Case, CaseState, Channel, Line, Link, LinkKind
from bot.core.catalogue import PartyKind, Route
from bot.core.decide import decide
from bot.core.errors import IllegalMove
from bot.core.mail import Address
from bot.core.moves import Happened

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CASE = Case(
    7, 1, CaseState.OPEN, NOW, Address("a@b.example"), (Line(1, "delete", Route.US),)
)  # fmt: skip


def test_a_link_is_made_once_and_taken_away() -> None:
    """A link says why; the same one twice is refused, another reason takes its place."""
    linked = decide(CASE, c.LinkCase(actor="UADA", other=3), NOW)
    assert linked.after.links == (Link(3, LinkKind.STAFF),)
    assert [event.kind for event in linked.events] == [Happened.LINKED]
    with pytest.raises(IllegalMove, match="already"):
        decide(linked.after, c.LinkCase(actor="UADA", other=3), NOW)
    duplicate = c.LinkCase(actor="UADA", other=3, kind=LinkKind.DUPLICATE)
    again = decide(linked.after, duplicate, NOW)
    assert again.after.links == (Link(3, LinkKind.DUPLICATE),)
    assert decide(again.after, c.UnlinkCase(actor="UADA", other=3), NOW).after.links == ()


@pytest.mark.parametrize(
    "order", [c.LinkCase(actor="UADA", other=7), c.UnlinkCase(actor="UADA", other=3)]
)
def test_links_that_make_no_sense_are_refused(order: c.Command) -> None:
    """No case is linked to itself, and only a link that is there can go."""
    with pytest.raises(IllegalMove):
        decide(CASE, order, NOW)


@pytest.mark.parametrize(
    ("before", "types", "after"),
    [
        (Channel.PRIVACY, ["legal_process"], Channel.LEGAL),
        (Channel.PRIVACY, ["delete", "security_report"], Channel.SECURITY),
        (Channel.PRIVACY, ["security_report", "legal_process"], Channel.LEGAL),
        (Channel.PRIVACY, ["access"], Channel.PRIVACY),
        (Channel.LEGAL, ["access"], Channel.LEGAL),  # a person restricted it: it stays there
    ],
)
def test_the_channel_follows_the_types(before: Channel, types: list[str], after: Channel) -> None:
    """A legal or security matter goes to its own channel as soon as somebody says it is one."""
    lines = tuple(Line(n, key, Route.US) for n, key in enumerate(types, 1))
    order = c.Reclassify(
        actor="UADA", lines=lines, party=PartyKind.UNKNOWN, entry_id=None, entry_name=""
    )
    assert decide(replace(CASE, channel=before), order, NOW).after.channel is after


def test_what_was_no_legal_matter_comes_back() -> None:
    """A case leaves the legal channel when its types say so."""
    lines = (Line(1, "access", Route.US),)
    legal = replace(CASE, channel=Channel.LEGAL, lines=(Line(1, "legal_process", Route.LEGAL),))
    order = c.Reclassify(
        actor="UADA", lines=lines, party=PartyKind.UNKNOWN, entry_id=None, entry_name=""
    )
    assert decide(legal, order, NOW).after.channel is Channel.PRIVACY
