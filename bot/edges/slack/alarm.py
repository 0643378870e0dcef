"""One line to the managers' channel, past the outbox: the outbox itself may be what is stuck."""

from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core.errors import Transient


def alarm(client: WebClient, channel: str, text: str) -> None:
    """Post a line without personal data. Raises Transient if Slack does not take it."""
    try:
        client.chat_postMessage(channel=channel, text=text, unfurl_links=False)
    except (SlackApiError, OSError, HTTPException) as fault:
        raise Transient(f"no alarm could be posted ({type(fault).__name__})") from None
