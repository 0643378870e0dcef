"""The check of a draft: a table of small rules over text that staff may have edited."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from replies.facts import Finding
from replies.rules import contents, decisions, demands, duties, parties, recipients
from replies.rules.draft import Draft

__all__ = ["RULES", "Draft", "check"]

# A rule yields one message for each fault; its id and severity are the row's.
Rule = Callable[[Draft], Iterable[str]]

RULES: tuple[tuple[str, str, Rule], ...] = (
    *contents.RULES,
    *decisions.RULES,
    *demands.RULES,
    *parties.RULES,
    *duties.RULES,
    *recipients.RULES,
)


def check(draft: Draft) -> tuple[Finding, ...]:
    """Run every rule; errors come first, in the order of the table.

    Only the first part of an endless text is read, so that nobody can make a
    check endless.
    """
    draft = replace(draft, subject=draft.subject[:1000], text=draft.text[: contents.LONGEST])
    found = [
        Finding(rule, "error" if severity == "error" else "warning", message)
        for rule, severity, find in RULES
        for message in find(draft)
    ]
    return tuple(sorted(found, key=lambda finding: finding.severity))
