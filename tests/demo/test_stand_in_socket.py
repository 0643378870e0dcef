"""Socket Mode and interactivity: a real Bolt app behind the real aiohttp client."""

import http.client
import threading
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.slack import APP_TOKEN, Place, StandInThread, UserGroup
from tests.demo.sample_bot import CARD, FORM, PRIVACY, SampleBot, mrkdwn, plain
from tests.servers.standin import web_client

ADA, BEN, OLA = "U0ADA", "U0BEN", "U0OLA"


def post_card(client: WebClient) -> Place:
    """Post the sample card and return its place."""
    return Place(PRIVACY, client.chat_postMessage(channel=PRIVACY, text="Card", blocks=CARD)["ts"])


def test_click(slack: StandInThread, client: WebClient, sample: SampleBot) -> None:
    """A click reaches the app as block_actions; card, thread and an ephemeral answer change."""
    card = post_card(client)
    assert slack.click(ADA, card, "Approve").acked
    slack.until(lambda s: len(s.workspace.roots(PRIVACY, ADA)) == 2)
    (body,) = sample.seen["approve"]
    assert body["type"] == "block_actions"
    assert body["user"] == {"id": ADA, "username": "ada", "name": "ada", "team_id": "T0STANDIN"}
    assert body["container"] == {
        "type": "message",
        "message_ts": card.ts,
        "channel_id": PRIVACY,
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": PRIVACY, "name": "privategroup"}
    (action,) = body["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("approve", "row", "7:1")
    assert body["message"]["blocks"][1]["block_id"] == "state"
    assert body["state"]["values"]["row"]["assign"]["selected_user"] is None
    changed, told = slack.messages(PRIVACY, ADA)
    assert changed.text == "Approved"
    assert (told.text, told.only_for) == ("You approved it.", ADA)
    replies = client.conversations_replies(channel=PRIVACY, ts=card.ts)["messages"]
    assert [m["text"] for m in replies[1:]] == [f"<@{ADA}> approved."]


def test_choices(slack: StandInThread, client: WebClient, sample: SampleBot) -> None:
    """Select menus and overflow menus send what was chosen."""
    card = post_card(client)
    slack.choose(ADA, card, "assign", BEN)
    slack.choose(ADA, card, "more", "Hand over")
    assert sample.seen["assign"][0]["actions"][0]["selected_user"] == BEN
    assert sample.seen["assign"][0]["state"]["values"]["row"]["assign"]["selected_user"] == BEN
    chosen = sample.seen["more"][0]["actions"][0]["selected_option"]
    assert chosen == {"text": plain("Hand over"), "value": "Hand over"}


def test_modal_with_errors_then_success(
    slack: StandInThread, client: WebClient, sample: SampleBot
) -> None:
    """A click opens a modal; the app's field errors are shown, typed text stays, then it closes."""
    slack.click(ADA, post_card(client), "Edit")
    view = slack.modal(ADA)
    assert dict(slack.submit(ADA).errors) == {"text": "Please complete this required field."}
    assert "form" not in sample.seen, "Slack's own checks come before the app"
    refused = slack.submit(ADA, text="bad", kind="access", systems=["CRM", "Mail"])
    assert dict(refused.errors) == {"text": "Too short."}
    assert slack.modal(ADA).values["text"]["text"]["value"] == "bad"
    assert not slack.submit(ADA, text="good", day="2026-12-21").errors
    assert slack.stand_in.modals.top(ADA) is None
    first, second = sample.seen["form"]
    assert first["view"]["id"] == view.id
    assert first["view"]["private_metadata"] == "case-7"
    state = second["view"]["state"]["values"]
    assert state["text"]["text"] == {"type": "plain_text_input", "value": "good"}
    assert state["kind"]["kind"]["selected_option"]["value"] == "access"
    assert state["day"]["day"]["selected_date"] == "2026-12-21"
    assert [o["value"] for o in state["systems"]["systems"]["selected_options"]] == ["CRM", "Mail"]


def test_external_select(slack: StandInThread, client: WebClient, sample: SampleBot) -> None:
    """An external select asks the app for options, and what was chosen is in the submission."""
    slack.click(ADA, post_card(client), "Edit")
    view = slack.modal(ADA)
    place = Place(view=view.id)
    offered = slack.run(slack.stand_in.clients.suggest(ADA, place, "client", "Acme"))
    assert [o["text"]["text"] for o in offered] == ["Acme Ltd", "Other"]
    slack.submit(ADA, text="good", client="1")
    state = sample.seen["form"][0]["view"]["state"]["values"]
    assert state["client"]["client"]["selected_option"]["text"]["text"] == "Acme Ltd"


def test_stack_of_three(slack: StandInThread, client: WebClient, sample: SampleBot) -> None:
    """Modals stack three deep and no deeper; closing one shows the one below and tells the app."""
    slack.click(ADA, post_card(client), "Edit")
    root = slack.modal(ADA)
    for depth in (2, 3):
        slack.click(ADA, Place(view=slack.modal(ADA).id), "Deeper")
        slack.until(lambda s, depth=depth: len(s.modals.stacks[ADA]) == depth)
    top = slack.modal(ADA).to_json()
    assert (top["root_view_id"], top["title"]["text"]) == (root.id, "Deep")
    trigger = slack.call(slack.stand_in.triggers.make, ADA)
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        client.views_push(trigger_id=trigger, view=FORM)
    slack.close(ADA)
    slack.until(lambda _s: "closed" in sample.seen)
    assert not sample.seen["closed"][0]["is_cleared"]
    assert len(slack.stand_in.modals.stacks[ADA]) == 2
    slack.submit(ADA, text="clear")
    assert slack.stand_in.modals.top(ADA) is None


def test_response_update_and_view_update(
    slack: StandInThread, client: WebClient, sample: SampleBot
) -> None:
    """A submission may answer with another view, and views.update checks the hash."""
    slack.click(ADA, post_card(client), "Edit")
    old = slack.modal(ADA).to_json()
    slack.submit(ADA, text="again")
    view = slack.modal(ADA).to_json()
    assert (view["id"], view["title"]["text"]) == (old["id"], "Again")
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_update(view_id=view["id"], hash=old["hash"], view=FORM)
    client.views_update(view_id=view["id"], hash=view["hash"], view=FORM)
    assert slack.modal(ADA).content["title"]["text"] == "Edit"
    with pytest.raises(SlackApiError, match="not_found"):
        client.views_update(view_id="V404", view=FORM)
    assert sample.seen["form"]


def test_trigger_expires_and_serves_once(slack: StandInThread, client: WebClient) -> None:
    """A trigger id that is too old, or used, opens nothing."""
    trigger = slack.call(slack.stand_in.triggers.make, ADA)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.views_open(trigger_id=trigger, view={**FORM, "title": plain("x" * 30)})
    client.views_open(trigger_id=trigger, view=FORM)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        client.views_open(trigger_id=trigger, view=FORM)
    late = slack.call(slack.stand_in.triggers.make, ADA)
    slack.call(slack.stand_in.triggers.expire)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        client.views_open(trigger_id=late, view=FORM)


def test_command_shortcuts_and_home(
    slack: StandInThread, client: WebClient, sample: SampleBot
) -> None:
    """Slash command, global and message shortcut and Home reach the app and show its answers."""
    card = post_card(client)
    slack.slash(ADA, PRIVACY, "/sample hello  there ")
    command = sample.seen["command"][0]
    assert (command["command"], command["text"]) == ("/sample", "hello  there")
    assert command["channel_name"] == "privategroup"
    assert slack.messages(PRIVACY, ADA)[-1].text == "You typed hello  there"
    assert slack.messages(PRIVACY, BEN)[-1].text == "Card"
    slack.shortcut(ADA, "open_sample")
    assert slack.modal(ADA).content["callback_id"] == "form"
    slack.message_shortcut(ADA, PRIVACY, card.ts, "show_sample")
    slack.until(lambda s: s.workspace.roots(PRIVACY, ADA)[-1].text == "That is a sample.")
    assert sample.seen["message_shortcut"][0]["message"]["ts"] == card.ts
    assert "channel" not in sample.seen["shortcut"][0]
    slack.open_home(BEN)
    slack.until(lambda s: BEN in s.modals.homes)
    assert slack.stand_in.modals.homes[BEN].content["blocks"][0]["text"]["text"] == f"Home of {BEN}"
    assert "view" not in sample.seen["home"][0]
    slack.open_home(BEN)
    slack.until(lambda _s: len(sample.seen["home"]) == 2)
    assert sample.seen["home"][1]["view"]["type"] == "home"


def test_subscribed_events(slack: StandInThread, sample: SampleBot) -> None:
    """Messages, group changes and sharing are told to an app that subscribed, and to no other."""
    clients, workspace = slack.stand_in.clients, slack.stand_in.workspace
    events = ("message.groups", "subteam_members_changed", "channel_shared")

    def everything_happens() -> None:
        clients.say(ADA, workspace.channels[PRIVACY], "hello")
        clients.change_group(UserGroup("S0APPROVERS", "privacy-approvers", "Approvers", (BEN,)))
        clients.share_channel(PRIVACY)

    slack.call(everything_happens)
    assert slack.stand_in.sockets.deliveries == []
    slack.stand_in.desk.events = frozenset(events)
    slack.call(everything_happens)
    slack.until(lambda s: len(s.sockets.deliveries) == 3)
    told = {d.payload["event"]["type"]: d.payload for d in slack.stand_in.sockets.deliveries}
    assert set(told) == {"message", "subteam_members_changed", "channel_shared"}
    assert told["message"]["event"]["text"] == "hello"
    assert told["message"]["type"] == "event_callback"
    assert sample.seen == {}


def test_ephemeral_click(slack: StandInThread, client: WebClient, sample: SampleBot) -> None:
    """A click on an ephemeral message has no message in its payload; nobody else can click it."""
    sent = client.chat_postEphemeral(channel=PRIVACY, user=ADA, text="Card", blocks=CARD)
    place = Place(PRIVACY, sent["message_ts"])
    slack.choose(ADA, place, "assign", BEN)
    body = sample.seen["assign"][0]
    assert "message" not in body
    assert body["container"]["is_ephemeral"]
    with pytest.raises(Exception, match="message_not_found"):
        slack.choose(BEN, place, "assign", BEN)


def test_outsiders_cannot_click(slack: StandInThread, client: WebClient, sample: SampleBot) -> None:
    """Who is no member of a private channel sees nothing to click there."""
    card = post_card(client)
    with pytest.raises(Exception, match="channel_not_found"):
        slack.click(OLA, card, "Approve")
    assert "approve" not in sample.seen


def test_unhandled_click_is_told(
    slack: StandInThread, client: WebClient, sample: SampleBot
) -> None:
    """A click that no listener acknowledges is told to the person, and not delivered again."""
    slack.stand_in.sockets.ack_seconds = 0.3
    outcome = slack.click(ADA, post_card(client), "Slow")
    assert not outcome.acked
    assert "did not answer" in outcome.says
    (delivery,) = slack.stand_in.sockets.deliveries
    assert (delivery.acked, delivery.attempts) == (False, 1)
    assert sample.seen == {}


def test_event_is_tried_three_times(
    slack: StandInThread, client: WebClient, sample: SampleBot
) -> None:
    """An event that nobody acknowledges is tried three times."""
    slack.stand_in.sockets.ack_seconds = 0.2
    slack.call(slack.stand_in.clients.happens, {"type": "channel_shared", "channel": PRIVACY})
    delivery = slack.until(lambda s: s.sockets.deliveries and s.sockets.deliveries[-1])
    assert (delivery.acked, delivery.attempts) == (False, 3)


def test_refresh_loses_no_click(slack: StandInThread, client: WebClient, sample: SampleBot) -> None:
    """While connections are refreshed over and over, every click is handled once."""
    slack.stand_in.rates.burst = None
    slack.stand_in.sockets.ack_seconds = 30
    place = post_card(client)
    for round_ in range(5):
        slack.run(slack.stand_in.sockets.refresh())
        before = slack.stand_in.sockets.connected
        threads = [
            threading.Thread(target=slack.choose, args=(ADA, place, "assign", BEN))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        slack.until(lambda s, before=before: s.sockets.connected >= before)
        assert len(sample.seen["assign"]) == 8 * (round_ + 1)
    assert all(delivery.acked for delivery in slack.stand_in.sockets.deliveries)
    assert slack.stand_in.sockets.connected >= 3


def test_killed_connections_come_back(
    slack: StandInThread, client: WebClient, sample: SampleBot
) -> None:
    """After an outage with all connections cut the client is back, and clicks arrive."""
    slack.stand_in.faults.outage = True
    slack.call(slack.stand_in.sockets.kill)
    slack.until(lambda s: not s.sockets.usable)
    slack.stand_in.faults.outage = False
    slack.wait_connected(60)
    slack.choose(ADA, post_card(client), "assign", BEN)
    assert len(sample.seen["assign"]) == 1


def test_connections_want_the_app_token_and_a_ticket(slack: StandInThread) -> None:
    """apps.connections.open takes the app token alone; a made-up ticket connects nobody."""
    app = web_client(slack, APP_TOKEN)
    url = app.apps_connections_open(app_token=APP_TOKEN)["url"]
    assert url.startswith(f"ws://127.0.0.1:{slack.stand_in.port}/link/?ticket=")
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        app.apps_connections_open(app_token="xoxb-stand-in")
    with pytest.raises(SlackApiError, match="invalid_auth"):
        app.apps_connections_open(app_token="xapp-wrong")
    connection = http.client.HTTPConnection("127.0.0.1", slack.stand_in.port)
    connection.request("GET", "/link/?ticket=made-up")
    assert connection.getresponse().status == 401
    connection.close()


def test_blocks_keep_what_was_typed(
    slack: StandInThread, client: WebClient, sample: SampleBot
) -> None:
    """An update keeps what was typed where block and action ids stay, and drops it elsewhere."""
    slack.click(ADA, post_card(client), "Edit")
    view = slack.modal(ADA)
    form: dict[str, Any] = {"text": ["typed"], "day": ["2026-12-21"]}
    filled = slack.stand_in.clients.form(view.content["blocks"], form)
    slack.run(slack.stand_in.clients.act(ADA, Place(view=view.id), "deeper", filled))
    slack.until(lambda s: len(s.modals.stacks[ADA]) == 2)
    sent = sample.seen["deeper"][0]["view"]["state"]["values"]
    assert sent["text"]["text"]["value"] == "typed"
    blocks = [*FORM["blocks"][:3], {"type": "section", "text": mrkdwn("no day any more")}]
    client.views_update(view_id=view.id, view={**FORM, "blocks": blocks})
    assert view.values["text"]["text"]["value"] == "typed"
    assert "day" not in view.values
