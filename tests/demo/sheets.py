"""Golden posts and windows side by side, as the page of the stand-in draws them."""

import io
from collections.abc import Iterator
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from bot.demo.page import with_page
from bot.demo.slack import BOT_TOKEN, StandIn, StandInThread
from bot.demo.slack.people import ADA
from bot.edges.slack.connect import make_client
from bot.edges.slack.manifest import manifest
from tests.edges.slack import golden
from tests.servers.browser import PHONE, WIDE

SHEETS: dict[str, tuple[str, ...]] = {
    "letters": (
        "posts/card-awaiting-a-second-approver",
        "posts/card-leaving-soon",
        "posts/card-doubtful",
        "posts/card-closed",
    ),
    "beware": (
        "posts/card-unsure",
        "posts/card-found-fault-with",
        "posts/card-overdue",
        "posts/card-being-fulfilled",
    ),
    "many": (
        "posts/batch-leaving",
        "posts/flood",
        "posts/daily-list",
        "posts/reminder-extension",
    ),
    "windows": (
        "modals/reclassify",
        "modals/all-actions",
        "modals/what-the-letter-says",
        "modals/history",
    ),
}
_TALL = 2400  # pixels of the window, so that nothing is cut
_GAP = 16
_GROUND = "#d9d6cd"


def sheet(browser: Browser, name: str, size: tuple[int, int]) -> bytes:
    """Return one picture of all that a sheet names, in two columns."""
    content = {
        f"{one.path.parent.name}/{one.path.stem}": one.content for one in golden.renderings()
    }
    width = size[0] if size == WIDE else PHONE[0]
    context = browser.new_context(
        viewport={"width": width, "height": _TALL},
        reduced_motion="reduce",
        timezone_id="Europe/Berlin",
    )
    with StandInThread(with_page(StandIn(manifest(), burst=None))) as slack:
        page = context.new_page()
        pictures = [
            Image.open(io.BytesIO(one))
            for one in _drawn(slack, page, [(key, content[key]) for key in SHEETS[name]])
        ]
        context.close()
    return _columns(pictures)


def _drawn(slack: StandInThread, page: Page, shown: list[tuple[str, Any]]) -> Iterator[bytes]:
    client = make_client(BOT_TOKEN, slack.base_url)
    for key, content in shown:
        if key.startswith("modals/"):
            slack.call(slack.stand_in.modals.open, ADA, content)
            page.goto(f"{slack.page_url}desk/{ADA}/C0PRIVACY")
            found = page.get_by_role("dialog")
        else:
            client.chat_postMessage(
                channel="C0PRIVACY", text=content["text"], blocks=content["blocks"]
            )
            page.goto(f"{slack.page_url}desk/{ADA}/C0PRIVACY")
            found = page.get_by_role("main").get_by_role("article").last
        found.wait_for()
        page.wait_for_timeout(300)
        yield found.screenshot()


def _columns(pictures: list[Image.Image]) -> bytes:
    """Put pictures into two columns, the next one always into the shorter."""
    wide = max(one.width for one in pictures)
    heights, places = [_GAP, _GAP], []
    for one in pictures:
        column = heights.index(min(heights))
        places.append((_GAP + column * (wide + _GAP), heights[column]))
        heights[column] += one.height + _GAP
    whole = Image.new("RGB", (2 * wide + 3 * _GAP, max(heights)), _GROUND)
    for one, place in zip(pictures, places, strict=True):
        whole.paste(one, place)
    kept = io.BytesIO()
    whole.save(kept, "PNG")
    return kept.getvalue()
