"""A rehearsal in a real workspace: Slack checks every kind of post, and a test card comes and goes.

Opt-in, because people see the card for a moment. It tells of nobody and has no buttons.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.edges.slack import cards
from bot.edges.slack.golden import card, golden
from bot.edges.slack.text import Block, context

_TEXT = "A test by `doctor --slack-live`: this card is deleted at once."
_LONGEST = 60.0  # seconds of a pause that Slack asks for
_UNKNOWN = {"unknown_method", "method_not_supported_for_channel_type", "not_allowed_token_type"}


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What one step showed: whether it went well, and what to do if it did not."""

    ok: bool
    text: str
    advice: str = ""


def rehearse(client: WebClient, channel: str) -> Iterator[Rehearsed]:
    """Yield what each step showed; whatever was posted is deleted, also after a fault."""
    yield from _validated(client)
    yield from _posted(client, channel)


def _validated(client: WebClient) -> Iterator[Rehearsed]:
    """Have Slack check each golden post with `blocks.validate`."""
    good = 0
    for one in golden():
        try:
            _ask(client, one.blocks)
        except SlackApiError as fault:
            code = str(fault.response.get("error", ""))
            if code in _UNKNOWN:
                yield Rehearsed(ok=True, text="this workspace has no blocks.validate: not checked")
                return
            why = "; ".join(_messages(fault)) or code
            advice = "please report it: the bot's own checks let this through"
            yield Rehearsed(ok=False, text=f"Slack refuses {one.name}: {why}", advice=advice)
        else:
            good += 1
    yield Rehearsed(ok=True, text=f"Slack takes {good} golden posts")


def _ask(client: WebClient, blocks: list[Block]) -> None:
    """Have Slack check blocks; where it wants a pause, make one. Raises SlackApiError."""
    for patience in (True, False):
        try:
            client.api_call("blocks.validate", json={"blocks": blocks})
        except SlackApiError as fault:
            if not patience or fault.response.get("error") != "ratelimited":
                raise
            time.sleep(min(float(fault.response.headers.get("Retry-After", 1)), _LONGEST))
        else:
            return


def _messages(fault: SlackApiError) -> list[str]:
    found: Any = (fault.response.get("response_metadata") or {}).get("messages") or []
    return [str(one) for one in found][:3]


def _posted(client: WebClient, channel: str) -> Iterator[Rehearsed]:
    """Post a test card, update it and delete it."""
    posted = ""

    def post() -> None:
        nonlocal posted
        answer: Any = client.chat_postMessage(
            channel=channel, text=_TEXT, blocks=_blocks("posted"), unfurl_links=False
        )
        posted = str(answer["ts"])

    def update() -> None:
        client.chat_update(channel=channel, ts=posted, text=_TEXT, blocks=_blocks("updated"))

    yield _step("a test card was posted", post)
    if not posted:
        return
    try:
        yield _step("the test card was updated", update)
    finally:
        gone = _step("the test card was deleted", lambda: _delete(client, channel, posted))
    yield gone


def _delete(client: WebClient, channel: str, ts: str) -> None:
    client.chat_delete(channel=channel, ts=ts)


def _step(text: str, does: Callable[[], None]) -> Rehearsed:
    try:
        does()
    except SlackApiError as fault:
        code = fault.response.get("error", "")
        return Rehearsed(
            ok=False,
            text=f"not so: {text} (Slack answered {code})",
            advice="look at the channel; delete a test card that is left there by hand",
        )
    return Rehearsed(ok=True, text=text)


def _blocks(what: str) -> list[Block]:
    """Return the golden card without its buttons, under a line that says what it is."""
    shown = [block for block in cards.card(card()) if block["type"] != "actions"]
    return [context(f"{_TEXT} ({what})"), *shown]
