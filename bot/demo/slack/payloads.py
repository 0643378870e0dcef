"""The payloads that Slack sends to an app, shaped as its reference says; sends nothing.

Source: docs.slack.dev/reference/interaction-payloads, /interactivity/implementing-slash-commands.
"""

import time
from dataclasses import dataclass
from typing import Any, Final

from bot.demo.slack.model import APP, BOT_USER, TEAM, Channel, Json, Message, User, View
from bot.demo.slack.values import BY_OPTION, MANY, ONE, TEXTS
from bot.demo.slack.workspace import short_id

TOKEN: Final = "legacy-verification-token"  # noqa: S105  # Slack sends one; nobody checks it
DOMAIN: Final = "desk"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something was done: a message in a channel, or a view."""

    channel: Channel | None = None
    message: Json | None = None
    shown: Message | None = None
    view: View | None = None


def _stamp() -> str:
    return f"{time.time():.6f}"


def _user(user: User) -> Json:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}


def _common(kind: str, user: User) -> Json:
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": DOMAIN},
        "user": _user(user),
        "api_app_id": APP,
        "token": TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel.name_in_payloads}


def _container(spot: Spot) -> Json:
    if spot.view is not None:
        return {"type": "view", "view_id": spot.view.id}
    assert spot.shown is not None
    found: Json = {
        "type": "message",
        "message_ts": spot.shown.ts,
        "channel_id": spot.shown.channel,
        "is_ephemeral": spot.shown.only_for is not None,
    }
    return {**found, "thread_ts": spot.shown.thread_ts} if spot.shown.thread_ts else found


def action(block: Json, element: Json, value: Json) -> Json:
    """Return one entry of `actions`; `value` is the element's state value, empty for a button."""
    kind = element["type"]
    found: Json = {"type": kind, "action_id": element["action_id"], "block_id": block["block_id"]}
    if kind == "button":
        kept = ("text", "value", "style", "url")
        found |= {name: element[name] for name in kept if name in element}
    elif kind in TEXTS:
        found["value"] = value["value"]
    else:
        field, initial = (ONE | MANY)[kind]
        found[field] = value[field]
        if initial in element:
            found[initial] = element[initial]
        if field in BY_OPTION and "placeholder" in element:
            found["placeholder"] = element["placeholder"]
    return {**found, "action_ts": _stamp()}


def block_actions(
    user: User, spot: Spot, done: Json, state: Json, *, trigger: str, response_url: str
) -> Json:
    """Return the payload of a click or a choice."""
    found = _common("block_actions", user) | {
        "container": _container(spot),
        "trigger_id": trigger,
        "actions": [done],
    }
    if spot.view is not None:
        return {**found, "view": spot.view.to_json()}
    assert spot.channel is not None
    found |= {
        "channel": _channel(spot.channel),
        "state": {"values": state},
        "response_url": response_url,
    }
    return {**found, "message": spot.message} if spot.message else found


def view_submission(user: User, view: View, trigger: str) -> Json:
    """Return the payload of a modal's submit button."""
    return _common("view_submission", user) | {
        "trigger_id": trigger,
        "view": view.to_json(),
        "response_urls": [],
    }


def view_closed(user: User, view: View, *, cleared: bool) -> Json:
    """Return the payload of a modal that was closed, if it asked to be told."""
    return _common("view_closed", user) | {"view": view.to_json(), "is_cleared": cleared}


def block_suggestion(user: User, spot: Spot, block_id: str, action_id: str, query: str) -> Json:
    """Return the payload that asks the app for the options of an external select."""
    found = _common("block_suggestion", user) | {
        "container": _container(spot),
        "action_id": action_id,
        "block_id": block_id,
        "value": query,
    }
    if spot.view is not None:
        return {**found, "view": spot.view.to_json()}
    assert spot.channel is not None
    return {**found, "channel": _channel(spot.channel), "message": spot.message}


def shortcut(user: User, callback_id: str, trigger: str) -> Json:
    """Return the payload of a global shortcut."""
    return _common("shortcut", user) | {
        "action_ts": _stamp(),
        "callback_id": callback_id,
        "trigger_id": trigger,
    }


def message_action(
    user: User, spot: Spot, callback_id: str, trigger: str, response_url: str
) -> Json:
    """Return the payload of a message shortcut."""
    assert spot.channel is not None
    assert spot.shown is not None
    return _common("message_action", user) | {
        "action_ts": _stamp(),
        "callback_id": callback_id,
        "trigger_id": trigger,
        "channel": _channel(spot.channel),
        "message_ts": spot.shown.ts,
        "message": spot.message,
        "response_url": response_url,
    }


def slash_command(
    user: User, channel: Channel, command: str, text: str, *, trigger: str, response_url: str
) -> Json:
    """Return the payload of a slash command; all of its values are strings."""
    return {
        "token": TOKEN,
        "team_id": user.team_id,
        "team_domain": DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.name_in_payloads,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


def event(what: dict[str, Any]) -> Json:
    """Return the payload of an event of the Events API."""
    return {
        "token": TOKEN,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": what,
        "type": "event_callback",
        "event_id": short_id("Ev"),
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": short_id("4-"),
    }


def app_home_opened(user: User, channel: str, home: View | None) -> Json:
    """Return the event of somebody opening the Home tab."""
    found: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": channel,
        "tab": "home",
        "event_ts": _stamp(),
    }
    return event({**found, "view": home.to_json()} if home else found)
