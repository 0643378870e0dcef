"""The rehearsal: Slack checks every golden post, and the test card leaves no trace."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.demo.slack import BOT_TOKEN, StandIn, StandInThread
from bot.edges.slack.connect import make_client
from bot.edges.slack.golden import golden
from bot.edges.slack.limits import check_message
from bot.edges.slack.live import Rehearsed, rehearse
from bot.edges.slack.manifest import manifest

PRIVACY = "C0PRIVACY"


@pytest.fixture
def slack() -> Iterator[StandInThread]:
    """The stand-in, reached over HTTP by the real SDK."""
    with StandInThread(StandIn(manifest(), burst=None)) as running:
        yield running


@pytest.fixture
def client(slack: StandInThread) -> WebClient:
    """The client that the worker uses."""
    return make_client(BOT_TOKEN, slack.base_url)


def methods(slack: StandInThread) -> list[str]:
    """Return the methods that were called."""
    return [call.method for call in slack.call(lambda: list(slack.stand_in.web_api.calls))]


def test_golden_posts_pass_our_own_checks() -> None:
    """What Slack is asked to check keeps our limits, too; every kind is there."""
    names = [one.name for one in golden()]
    assert len(names) == len(set(names)) > 50
    for one in golden():
        assert check_message(one.blocks, one.text) == [], one.name


def test_a_rehearsal_leaves_nothing_behind(slack: StandInThread, client: WebClient) -> None:
    """Every golden post is validated; the card is posted, updated and deleted."""
    found = list(rehearse(client, PRIVACY))
    assert all(one.ok for one in found), found
    assert found[0].text == f"Slack takes {len(list(golden()))} golden posts"
    assert slack.messages(PRIVACY) == []
    called = methods(slack)
    assert called.count("blocks.validate") == len(list(golden()))
    assert called[-3:] == ["chat.postMessage", "chat.update", "chat.delete"]


def test_slack_may_ask_for_a_pause(slack: StandInThread, client: WebClient) -> None:
    """Told to wait a second, it waits, and every post is checked all the same."""
    slack.call(slack.stand_in.faults.ratelimit, "blocks.validate", 1)
    found = next(iter(rehearse(client, PRIVACY)))
    assert found.text == f"Slack takes {len(list(golden()))} golden posts"


def test_a_post_that_slack_refuses_is_named(slack: StandInThread, client: WebClient) -> None:
    """The name of the post and the word of Slack are told, and the others are checked."""
    slack.call(slack.stand_in.faults.refuse, "blocks.validate", "invalid_blocks")
    refused, rest = list(rehearse(client, PRIVACY))[:2]
    assert not refused.ok
    assert refused.text == "Slack refuses card new: invalid_blocks"
    assert rest.text == f"Slack takes {len(list(golden())) - 1} golden posts"


def test_a_workspace_without_the_check(slack: StandInThread, client: WebClient) -> None:
    """Where Slack does not know the method, that is said, and the card is tried anyway."""
    slack.call(slack.stand_in.faults.refuse, "blocks.validate", "unknown_method")
    found = list(rehearse(client, PRIVACY))
    assert all(one.ok for one in found)
    assert "not checked" in found[0].text


def test_a_card_whose_update_failed_is_deleted(slack: StandInThread, client: WebClient) -> None:
    """A fault half-way is told, and the card goes all the same."""
    slack.call(slack.stand_in.faults.add, "error", "chat.update", error="internal_error")
    found = list(rehearse(client, PRIVACY))
    assert [one.ok for one in found[1:]] == [True, False, True]
    assert slack.messages(PRIVACY) == []


def test_a_channel_that_is_not_there(client: WebClient) -> None:
    """Nothing was posted, so nothing is deleted; the answer of Slack is named."""
    last = list(rehearse(client, "C0NOWHERE"))[-1]
    assert last == Rehearsed(
        ok=False,
        text="not so: a test card was posted (Slack answered channel_not_found)",
        advice="look at the channel; delete a test card that is left there by hand",
    )
