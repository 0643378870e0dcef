"""The tour: its page names the pictures that are there, each small, and the README leads to it."""

import re
from pathlib import Path

from tests.demo.pictures import MOST, PICTURES, TOUR
from tests.demo.sheets import SHEETS

ROOT = Path(__file__).parent.parent.parent


def test_the_page_and_the_pictures_agree() -> None:
    """Every state is there wide and on a phone; nothing is named that is not, and none is big."""
    there = {path.name: path.stat().st_size for path in TOUR.glob("*.png")}
    assert set(there) == {
        f"{name}-{width}.png" for name in (*PICTURES, *SHEETS) for width in (1280, 390)
    }
    page = (TOUR / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"[\w-]+\.png", page)) == set(there)
    assert max(there.values()) < MOST
    assert "bot/demo/tour/README.md" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_picture_says_what_it_shows() -> None:
    """No picture without words for those who do not see it."""
    page = (TOUR / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^\]]*)\]|alt=\"([^\"]*)\"", page)
    assert len(shown) == len(re.findall(r"[\w-]+\.png", page))
    assert all("".join(words).strip() for words in shown)
