"""The log in a card's thread: one sentence for each thing that happened, without personal data."""

from bot.core.case import BOT
from bot.core.catalogue import BY_KEY, titles
from bot.core.decision import Event
from bot.edges.slack import words
from bot.edges.slack.text import escape


def sentence(event: Event) -> str:
    """Return what happened as a sentence of mrkdwn."""
    facts = {key: escape(str(value)) for key, value in event.facts.items() if value is not None}
    outcome = str(event.facts.get("outcome") or "")
    facts |= {
        "who": "The bot" if event.actor == BOT else f"<@{event.actor}>",
        "outcome": words.OUTCOMES.get(outcome, outcome.replace("_", " ")),
        "letter": facts.get("letter", "").partition("/")[2].replace("＿", " "),
        "result": words.TASK_RESULTS.get(str(event.facts.get("result") or ""), ""),
        "assignee": str(event.facts.get("assignee") or ""),
        "reminder": words.REMINDED.get(
            facts.get("stage", ""), f"The due date is in {facts.get('stage', '')}."
        ),
        "new": _asked_for(str(event.facts.get("new_types") or "")),
        "other": f"P-{int(event.facts.get('other') or 0):04d}",
        "link": words.LINKED.get(str(event.facts.get("link") or ""), ""),
        "why": facts.get("why", "").replace("＿", " "),
    }
    pattern = words.LOG.get(event.kind)
    if pattern is None:
        return event.kind.value.replace("_", " ").capitalize() + "."
    return pattern.format_map(_Blank(facts))


def _asked_for(types: str) -> str:
    """Return what a further mail asks for beside what was asked before."""
    known = [key for key in types.split(",") if key in BY_KEY]
    return f" It also asks for: {titles(known)}." if known else ""


class _Blank(dict[str, str]):
    """A fact that an old event lacks leaves a gap, not an error."""

    def __missing__(self, key: str) -> str:
        return ""
