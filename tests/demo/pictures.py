"""Takes the pictures of the tour anew: `python -m tests.demo.pictures` (needs Chromium).

The demo runs, a person clicks, and each state is kept wide and on a phone, small enough for a
repository.
"""

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.demo import show
from bot.demo.slack.people import ADA, CLEO
from tests.demo.sheets import SHEETS, sheet
from tests.servers.browser import ARGUMENTS, PHONE, WIDE, find_chromium

TOUR = Path(show.__file__).parent / "tour"
MOST = 150_000  # bytes of one picture
_PATIENCE = 60_000  # milliseconds

Look = Callable[[Page, str], None]


def _card(page: Page, url: str) -> None:
    """The card of a request about a client's data, with its letters to both sides."""
    page.goto(f"{url}desk/{ADA}/C0PRIVACY")
    card = page.get_by_role("main").get_by_role("article").filter(has_text="Kaffeekiste").last
    card.scroll_into_view_if_needed()
    expect(card.get_by_role("button", name="Approve & send", exact=True).first).to_be_visible()
    card.evaluate("card => card.scrollIntoView({block: 'start'})")


def _approve(page: Page, url: str) -> None:
    """The letter as it will leave, before somebody approves it."""
    page.goto(f"{url}desk/{ADA}/C0PRIVACY")
    cards = page.get_by_role("main").get_by_role("article").filter(has_text="Annika")
    button = cards.get_by_role("button", name="Approve & send", exact=True)
    if not button.count():
        cards = page.get_by_role("main").get_by_role("article").filter(has_text="Deletion")
        button = cards.get_by_role("button", name="Approve & send", exact=True)
    button.last.click()
    expect(page.get_by_role("dialog", name="Approve & send")).to_be_visible()


def _thread(page: Page, url: str) -> None:
    """The log of a case in its thread, after a letter left."""
    _approve(page, url)
    dialog = page.get_by_role("dialog", name="Approve & send")
    for box in dialog.get_by_role("checkbox").all():
        box.check()
    number = "".join(dialog.inner_text().partition("[P-")[2].partition("]")[:1])
    dialog.get_by_role("button", name="Send").click()
    card = page.get_by_role("main").get_by_role("article").filter(has_text=f"P-{number}")
    card.get_by_role("link", name="repl").first.click()
    page.mouse.move(0, 0)
    side = page.get_by_role("complementary", name="Thread")
    expect(side.get_by_text("approved").first).to_be_visible(timeout=_PATIENCE)
    expect(side.get_by_text("was sent").first).to_be_visible(timeout=_PATIENCE)


def _home(page: Page, url: str) -> None:
    """The queue of an approver."""
    page.goto(f"{url}desk/{ADA}/home")
    expect(page.get_by_text("the earliest due date first")).to_be_visible()


def _week(page: Page, url: str) -> None:
    """The week so far, above the queue, for a manager."""
    page.goto(f"{url}desk/{CLEO}/home")
    expect(page.get_by_text("Counted from the audit log")).to_be_visible()
    expect(page.get_by_text("Within the due date")).to_be_visible()


def _digest(page: Page, url: str) -> None:
    """The digest of last week, with Slack's own charts."""
    page.goto(f"{url}desk/{CLEO}/C0MANAGERS")
    heading = page.get_by_role("main").get_by_text("Privacy requests ·").first
    expect(heading).to_be_visible(timeout=_PATIENCE)
    heading.evaluate("one => one.scrollIntoView({block: 'start'})")


PICTURES: dict[str, Look] = {
    "card": _card,
    "approve": _approve,
    "home": _home,
    "week": _week,
    "digest": _digest,
    "thread": _thread,
}


HEIGHTS = {"card": 1480, "home": 1080}
"""Pixels, where a state is taller than a window."""


def small(picture: bytes) -> bytes:
    """Return a picture with a palette: text on plain ground loses nothing by it."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    kept = io.BytesIO()
    image.quantize(128, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def take(browser: Browser, url: str, name: str, size: tuple[int, int]) -> Path:
    """Take one picture and return where it lies."""
    context = browser.new_context(
        viewport={"width": size[0], "height": HEIGHTS.get(name, size[1])},
        reduced_motion="reduce",
        timezone_id="Europe/Berlin",
    )
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    PICTURES[name](page, url)
    page.wait_for_timeout(500)
    path = TOUR / f"{name}-{size[0]}.png"
    path.write_bytes(small(page.screenshot()))
    for dialog in page.get_by_role("dialog").all():  # a modal stays open for its person
        dialog.get_by_role("button", name="Cancel").click()
    context.close()
    assert path.stat().st_size < MOST, path
    return path


def main() -> None:
    """Run the demo until its mail is read, and take every picture."""
    TOUR.mkdir(exist_ok=True)
    wanted = sys.argv[1:] or [*PICTURES, *SHEETS]
    _sheets([name for name in wanted if name in SHEETS])
    if wanted := [name for name in wanted if name in PICTURES]:
        _demo(wanted)


def _sheets(wanted: list[str]) -> None:
    """Take the pictures of many states at once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        for name in wanted:
            for size in (WIDE, PHONE):
                path = TOUR / f"{name}-{size[0]}.png"
                path.write_bytes(small(sheet(browser, name, size)))
                assert path.stat().st_size < MOST, path
                sys.stdout.write(f"{path}\n")
        browser.close()


def _demo(wanted: list[str]) -> None:
    """Take the pictures of the demo, once its mail is read."""
    with show.Demo(undo_seconds=1) as demo, sync_playwright() as playwright:
        demo.feed()
        assert demo.worker is not None
        _settled(demo.worker.office)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        for name in wanted:
            for size in (WIDE, PHONE):
                sys.stdout.write(f"{take(browser, demo.url, name, size)}\n")
        browser.close()


def _settled(office: object) -> None:
    """Wait until the samples are read and their cards are posted."""
    store = office.store  # type: ignore[attr-defined]
    seen = -1
    for _ in range(120):
        time.sleep(1)
        now = store.cases.next_id()
        waits = store.post_room.waiting() or store.outbox.next_at(letters=False)
        if now == seen and not waits:
            return
        seen = now
    raise SystemExit("the demo never came to rest")


if __name__ == "__main__":
    main()
