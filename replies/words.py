"""A language's words: dates, names of requests, reasons, citations; one file a language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"

# A language is a folder with words; English first, because the others fall back to it.
LANGUAGES = tuple(
    sorted(
        (path.parent.name for path in TEMPLATES.glob("*/words.toml")),
        key=lambda code: (code != "en", code),
    )
)


@dataclass(frozen=True, slots=True)
class TypeWords:
    """One request type in words: for subjects, for the person, for others about the person."""

    name: str
    you: str = ""
    they: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that is said in one language outside the letters themselves."""

    lang: str
    months: tuple[str, ...]
    day_pattern: str  # with {d}, {m}, {y}
    first_day: str  # how the first of a month is written
    frame: Mapping[str, str]
    types: Mapping[str, TypeWords]
    items: Mapping[str, str]  # profile lists: recipients, criteria, powers, safeguards
    reasons: Mapping[str, str]  # refusals
    extensions: Mapping[str, str]  # reasons for more time
    law: Mapping[str, str]  # how an article is cited
    tight_before: str  # punctuation that a no-break space precedes
    tight_after: str

    def day(self, when: date) -> str:
        """Return a calendar day as people write it in a letter."""
        number = self.first_day if when.day == 1 and self.first_day else str(when.day)
        return self.day_pattern.format(d=number, m=self.months[when.month - 1], y=when.year)


@cache
def words(lang: str) -> Words:
    """Read the words of one language; raises FileNotFoundError for one without letters."""
    raw: dict[str, Any] = tomllib.loads(
        (TEMPLATES / lang / "words.toml").read_text(encoding="utf-8")
    )
    typography = raw.get("typography", {})
    return Words(
        lang=lang,
        months=tuple(raw["date"]["months"]),
        day_pattern=raw["date"]["pattern"],
        first_day=raw["date"].get("first", ""),
        frame=raw["frame"],
        types={key: TypeWords(**row) for key, row in raw["types"].items()},
        items=raw["items"],
        reasons=raw["reasons"],
        extensions=raw["extensions"],
        law=raw["law"],
        tight_before=typography.get("tight_before", ""),
        tight_after=typography.get("tight_after", ""),
    )
