"""Rules about refusals and extensions: reason, ground, complaint, court, dates."""

from collections.abc import Callable, Iterable

from replies.rules.draft import Draft

RULES: tuple[tuple[str, str, Callable[[Draft], Iterable[str]]], ...] = ()
