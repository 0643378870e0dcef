"""Posting by the real SDK: quietly, at Slack's pace, once, and found again."""

import time
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.core.case import Channel
from bot.core.decision import Event
from bot.core.errors import Gone, Transient
from bot.core.moves import Happened
from bot.core.notices import ReferralView
from bot.core.views import ThreadView
from bot.demo.slack import BOT_TOKEN, StandIn, StandInThread
from bot.demo.slack.web_api import Call
from bot.edges.slack.connect import make_client
from bot.edges.slack.desk import SlackDesk
from bot.edges.slack.golden.cases import NOW, STAFF, view
from bot.edges.slack.manifest import manifest

PRIVACY, SALES = "C0PRIVACY", "C0SALES"


@pytest.fixture
def slack() -> Iterator[StandInThread]:
    """The stand-in, reached over HTTP by the real SDK."""
    with StandInThread(StandIn(manifest(), burst=None)) as running:
        yield running


@pytest.fixture
def client(slack: StandInThread) -> WebClient:
    """The client that the worker uses."""
    return make_client(BOT_TOKEN, slack.base_url)


def desk_of(client: WebClient, pace: float = 0.0) -> SlackDesk:
    """Return a desk with one channel for cases and one of a team."""
    return SlackDesk(client, {Channel.PRIVACY: PRIVACY}, pace=pace, teams={"sales": SALES})


def calls(slack: StandInThread, method: str) -> list[Call]:
    """Return the calls of a method."""
    made = slack.call(lambda: list(slack.stand_in.web_api.calls))
    return [one for one in made if one.method == method]


def test_posts_are_quiet(slack: StandInThread, client: WebClient) -> None:
    """Each has words for screen readers, unfurls nothing, and no thread post is broadcast."""
    desk = desk_of(client)
    card = desk.post(view(), "card:7")
    told = ThreadView(view().case, Event(Happened.CLAIMED, NOW, STAFF, 7))
    desk.post(told, "thread:7:1", card)
    desk.update(card, view(assignee=STAFF))
    posted = [one.args for one in calls(slack, "chat.postMessage")]
    assert len(posted) == 2
    for one in posted:
        assert one["text"].strip()
        assert (one["unfurl_links"], one["unfurl_media"]) == (False, False)
        assert "reply_broadcast" not in one
        assert set(one["metadata"]["event_payload"]) == {"tag"}
    assert [one.args["text"] for one in calls(slack, "chat.update")] == [posted[0]["text"]]


def test_of_two_with_one_tag_the_first_is_kept(slack: StandInThread, client: WebClient) -> None:
    """A post that was made twice after all is found as one: the later is deleted."""
    desk = desk_of(client)
    first, second = desk.post(view(), "card:7"), desk.post(view(), "card:7")
    other = desk.post(view(), "card:8")
    found = desk.find(view(), "card:7")
    assert found is not None
    assert found.ts == first.ts
    assert [one.ts for one in slack.messages(PRIVACY)] == [first.ts, other.ts]
    assert [one.args["ts"] for one in calls(slack, "chat.delete")] == [second.ts]


def test_a_card_that_somebody_deleted_is_said_to_be_gone(client: WebClient) -> None:
    """Whoever draws it anew has to post it: an update cannot bring it back."""
    desk = desk_of(client)
    card = desk.post(view(), "card:7")
    client.chat_delete(channel=card.channel, ts=card.ts)
    with pytest.raises(Gone):
        desk.update(card, view(assignee=STAFF))
    assert desk.find(view(), "card:7") is None


def test_about_one_post_a_second_in_a_channel(client: WebClient) -> None:
    """The second post waits for its turn; another channel has a turn of its own."""
    desk = desk_of(client, pace=0.6)
    event = Event(Happened.REFERRED, NOW, STAFF, 7, None, {"to": "sales", "told": True})
    begun = time.monotonic()
    desk.post(view(), "card:7")
    desk.post(ReferralView(view().case, event, "sales"), "referral:7:1")
    elsewhere = time.monotonic() - begun
    desk.post(view(), "card:8")
    assert time.monotonic() - begun >= 0.6
    assert elsewhere < 30  # no turn was waited for, however busy the machine


def test_a_pause_that_slack_asks_for_is_kept(slack: StandInThread, client: WebClient) -> None:
    """Told to slow down, it says for how long, and nothing was posted."""
    slack.call(slack.stand_in.faults.ratelimit, "chat.postMessage", 7)
    with pytest.raises(Transient) as told:
        desk_of(client).post(view(), "card:7")
    assert told.value.retry_after == 7
    assert slack.messages(PRIVACY) == []


def test_the_manifest_asks_for_no_more_than_is_used() -> None:
    """Scopes and events as documented; the app is told of no message, so none can be answered."""
    shipped = manifest()
    assert set(shipped["oauth_config"]["scopes"]["bot"]) == {
        "chat:write", "commands", "users:read", "usergroups:read", "groups:read",
        "groups:history", "files:write",
    }  # fmt: skip
    settings = shipped["settings"]
    events = set(settings["event_subscriptions"]["bot_events"])
    assert events == {"app_home_opened", "subteam_members_changed", "channel_shared"}
    assert settings["socket_mode_enabled"]
    assert not settings["token_rotation_enabled"]
