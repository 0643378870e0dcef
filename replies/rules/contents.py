"""Rules about what a letter may not say or hold."""

import re
from collections.abc import Callable, Iterable

from replies.rules.draft import Draft

_PLACEHOLDER = re.compile(
    r"\{\{|\}\}|\{%|%\}|\bTODO\b|\bXXX+\b|_{3,}|\[\s*(?:\.{3}|…)?\s*\]|<[a-z _]{2,30}>", re.I
)


def no_placeholder(draft: Draft) -> Iterable[str]:
    """Find what somebody meant to fill in."""
    if match := _PLACEHOLDER.search(f"{draft.subject}\n{draft.text}"):
        yield f"Something is not filled in: {match[0]!r}."


RULES: tuple[tuple[str, str, Callable[[Draft], Iterable[str]]], ...] = (
    ("no_placeholder", "error", no_placeholder),
)
