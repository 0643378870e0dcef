"""What the doctor asks of Slack: scopes, and whether a channel is fit for cards."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.edges.slack.manifest import manifest


def needed_scopes() -> set[str]:
    """Return the bot scopes of the manifest."""
    return set(manifest()["oauth_config"]["scopes"]["bot"])


def granted_scopes(client: WebClient) -> set[str]:
    """Return the scopes that Slack says the token has."""
    text = _header(client, "x-oauth-scopes")
    return {scope.strip() for scope in text.split(",") if scope.strip()}


def server_time(client: WebClient) -> datetime | None:
    """Return what time it is at Slack (RFC 9110 section 6.6.1), None if it does not say."""
    try:
        return parsedate_to_datetime(_header(client, "date"))
    except ValueError:
        return None


def _header(client: WebClient, name: str) -> str:
    headers = {key.lower(): value for key, value in client.auth_test().headers.items()}
    found = headers.get(name, "")
    return found if isinstance(found, str) else ",".join(found)


def channel_fault(client: WebClient, channel: str) -> tuple[str, str] | None:
    """Return why a channel is not fit for cards and what to do, or None."""
    try:
        found: dict[str, Any] = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as fault:
        code = fault.response["error"]
        return f"Slack answered {code}", "is it the channel's id, and is the bot invited?"
    if not found.get("is_private"):
        return "it is public", "make it private: cards tell of people's requests"
    if found.get("is_ext_shared") or found.get("is_pending_ext_shared"):
        return "it is shared with another company", "use a channel of your own"
    if not found.get("is_member"):
        return "the bot is not in it", "invite the bot: /invite @privacy-triage"
    return None
