"""Forged clicks: other numbers, texts and cases, and garbage; nothing moves by them."""

import json
from typing import Any

import pytest
from slack_bolt import BoltRequest

from bot.core.catalogue import PartyKind
from bot.demo.slack.model import TEAM
from bot.edges.slack import words_said
from tests.stories.rig import ADA, BEN
from tests.stories.test_authorisation import (
    AT_ONCE,
    BODIES,
    CANARY,
    EVERY,
    Person,
    World,
    everything,
    world,
)

__all__ = ["world"]
OUTSIDE = Person(ADA, staff=True)
"""An approver who is in no restricted channel."""

VALUES = (
    "", ":", "x", "0", "-1", "999:1", "1:99:x", "1:1:" + "0" * 32, "1;drop table cases", "1e3",
    "9" * 30, "1:1:\u202e", "٣", "all:", "all:999",
)  # fmt: skip
KEPT = (
    "", "{}", "[]", "nonsense", '{"case": null}', '{"case": "1; drop table cases"}',
    '{"case": 999, "letter": 1, "digest": "x"}', '{"case": 1, "letter": 99, "digest": "x"}',
    '{"case": 1, "letter": 1, "digest": "00000000000000000000000000000000"}',
    '{"case": 1, "letter": 1, "version": 99, "digest": ""}',
    '{"case": 1, "letters": [[1, "00000000000000000000000000000000"]]}',
    '{"batch": 1, "preview": 1, "page": 0, "pages": 1}', '{"case": [1]}', "9" * 3000,
)  # fmt: skip


@pytest.fixture
def legal(world: World) -> World:
    """The one case lies in the legal channel now."""
    world.office.review.reclassify(1, ["legal_process"], PartyKind.NONE, None, BEN)
    case = world.office.store.cases.load(1)
    assert case is not None
    assert case.channel.value == "legal"
    return world


def test_a_restricted_case_is_closed_to_approvers_from_elsewhere(legal: World) -> None:
    """Every click and modal with its number, by an approver outside: told why, no more."""
    before = legal.state()
    daily = {"noise.confirm", "noise.release"}  # theirs, too: a list without cases
    for kind, what in everything():
        if what in daily or kind in {"home", "event"}:
            continue
        shown = dispatch(legal, BODIES[kind](legal, what))
        assert legal.state() == before, f"{kind} {what} changed something"
        told = [word for word in CANARY[:-1] if word in shown.lower()]
        if kind == "view" and what.startswith("do."):
            assert words_said.NOT_IN_CHANNEL in shown, f"nobody was told why {what} did nothing"
        echo = kind == "options" or "search" in what
        assert echo or not told, f"{kind} {what} told {told}: {shown}"


def dispatch(world: World, body: dict[str, Any]) -> str:
    """Send a payload whatever becomes of it; return everything that was shown."""
    world.clicks += 1
    world.client.shown.clear()
    full = {
        **body,
        "team": {"id": TEAM},
        "user": {"id": OUTSIDE.user, "team_id": TEAM},
        "trigger_id": f"{world.clicks}.forged",
    }
    answer = world.app.dispatch(BoltRequest(body=full, mode="socket_mode"))
    return "\n".join([*world.client.shown, str(answer.body)])


def test_buttons_with_made_up_values(legal: World) -> None:
    """Other numbers, other digests, garbage: nothing changes, nothing of the case is told."""
    before = legal.state()
    keys = [f"case.{key}" for key in (*AT_ONCE, *(row.key for row in EVERY), "more")]
    for key in (*keys, "page.turn", "batch.read", "batch.undo", "flood.bring", "noise.release"):
        for value in VALUES:
            body = BODIES["button"](legal, key)
            body["actions"][0] |= {"value": value, "selected_option": {"value": value}}
            shown = dispatch(legal, body)
            assert legal.state() == before, (key, value)
            assert not [one for one in CANARY[:-1] if one in shown.lower()], (key, value)


def test_modals_with_made_up_metadata(legal: World) -> None:
    """What a modal kept is not believed: wrong case, text, version or shape change nothing."""
    before = legal.state()
    for kind, what in everything():
        if kind != "view":
            continue
        for kept in KEPT:
            body = BODIES["view"](legal, what)
            body["view"]["private_metadata"] = kept
            shown = dispatch(legal, body)
            assert legal.state() == before, (what, kept)
            if "search" not in what:
                assert not [one for one in CANARY[:-1] if one in shown.lower()], (what, kept)


def test_an_approval_of_another_text_is_none(world: World) -> None:
    """With another letter's digest, another number, or none: no letter is approved."""
    before = world.state()
    for digest in ("", "0" * 32, world.digest[:-1], world.digest.upper() + " "):
        body = BODIES["view"](world, "do.approve")
        body["view"]["private_metadata"] = json.dumps(
            {"case": 1, "letter": 1, "digest": digest, "seen": 1}
        )
        dispatch(world, body)
        assert world.state() == before, digest


def test_another_workspace_in_any_place(world: World) -> None:
    """The team of the payload decides, wherever else our own team's id stands."""
    before = world.state()
    for body in (BODIES["button"](world, "case.claim"), BODIES["view"](world, "do.approve")):
        full = {
            **body,
            "team": {"id": "T0ELSEWHERE"},
            "team_id": TEAM,
            "user": {"id": ADA, "team_id": TEAM},
            "trigger_id": "1.elsewhere",
        }
        world.client.shown.clear()
        answer = world.app.dispatch(BoltRequest(body=full, mode="socket_mode"))
        said = "\n".join([*world.client.shown, str(answer.body)])
        assert world.state() == before
        assert words_said.NOT_ALLOWED in said
