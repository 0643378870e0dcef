"""The Slack connection: one Web API client without blind retries, and one Bolt app."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core.errors import Misconfigured, Transient

log = logging.getLogger(__name__)

_LISTENERS = 16  # Bolt's own default of 5 lets a slow view hold up other people's clicks
_TIMEOUT = 15  # seconds
_FATAL = {
    "invalid_auth": "SLACK_BOT_TOKEN is refused; copy it anew from the app's Install page",
    "account_inactive": "the bot was removed from the workspace; install the app again",
    "token_revoked": "SLACK_BOT_TOKEN was revoked; install the app again",
    "missing_scope": "the app lacks a scope; update it with `python -m bot manifest`",
    "not_authed": "SLACK_BOT_TOKEN is empty",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in its workspace."""

    team: str
    user: str


def make_client(token: str, base_url: str) -> WebClient:
    """Return a client that never repeats a call: a repeated post would be a second card."""
    client = WebClient(token=token, base_url=base_url, timeout=_TIMEOUT, retry_handlers=[])
    if base_url.startswith("http://127.0.0.1"):
        client.proxy = None
    return client


def make_app(client: WebClient) -> App:
    """Return the Bolt app; it asks Slack nothing yet, so it starts while Slack is down."""
    app = App(
        client=client,
        token_verification_enabled=False,
        raise_error_for_unhandled_request=False,
        listener_executor=ThreadPoolExecutor(_LISTENERS, thread_name_prefix="slack-listener"),
    )
    app.error(_failed)
    return app


def _failed(error: Exception) -> None:
    """Log what a listener raised; Bolt's own line would quote the exception and its payload."""
    log.error("a click could not be taken", exc_info=error)


def identify(client: WebClient) -> Identity:
    """Ask Slack who we are. Raises Misconfigured for a useless token, Transient otherwise."""
    try:
        answer = client.auth_test()
    except SlackApiError as fault:
        code = str(fault.response.get("error", ""))
        if code in _FATAL:
            raise Misconfigured(f"Slack: {_FATAL[code]} ({code})") from None
        raise Transient(f"Slack answered {code}") from None
    except OSError as fault:
        raise Transient(f"Slack cannot be reached ({type(fault).__name__})") from None
    return Identity(str(answer["team_id"]), str(answer["user_id"]))
