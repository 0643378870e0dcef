"""What the tests of the page share: addresses, people, a card, both widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from bot.demo.slack import StandInThread
from tests.demo.sample_bot import CARD, PRIVACY
from tests.servers.browser import PATIENCE, PHONE, WIDE

expect.set_options(timeout=PATIENCE)

Browse = Callable[..., Page]
ADA, BEN, OLA = "U0ADA", "U0BEN", "U0OLA"
both_widths = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


def at(slack: StandInThread, user: str = ADA, place: str = PRIVACY, query: str = "") -> str:
    """Return the address of a place as somebody sees it."""
    return f"{slack.page_url}desk/{user}/{place}{query}"


def post_card(client: WebClient) -> str:
    """Post the sample card and return its timestamp."""
    return str(client.chat_postMessage(channel=PRIVACY, text="Card", blocks=CARD)["ts"])
