"""The log in a card's thread: one sentence for each thing that happened, without personal data."""

from datetime import datetime

from bot.core.case import BOT
from bot.core.case_number import case_number
from bot.core.catalogue import BY_KEY, titles
from bot.core.decision import OTHER, Event, Fact
from bot.core.moves import Happened
from bot.edges.slack import log_words, words
from bot.edges.slack.text import escape, moment


def sentence(event: Event, title: str = "") -> str:
    """Return what happened as a sentence of mrkdwn; `title` is that of the event's letter."""
    facts = {key: escape(str(value)) for key, value in event.facts.items() if value is not None}
    outcome = str(event.facts.get("outcome") or "")
    facts |= {
        "who": log_words.BOT if event.actor == BOT else f"<@{event.actor}>",
        "outcome": words.ENDED.get(outcome, escape(outcome.replace("_", " ").replace(":", ": "))),
        "letter": escape(title) or facts.get("letter", "").partition("/")[2].replace("＿", " "),
        "team": words.TEAMS.get(str(event.facts.get("to") or ""), ""),
        "told": _told(event),
        "corrected": log_words.CORRECTED[event.facts.get("types") == "spam"],
        "until": _until(str(event.facts.get("until") or "")),
        "result": words.TASK_RESULTS.get(str(event.facts.get("result") or ""), ""),
        "assignee": escape(str(event.facts.get("assignee") or "")),
        "reminder": log_words.REMINDED.get(
            facts.get("stage", ""), log_words.DUE_IN.format(stage=facts.get("stage", ""))
        ),
        "new": _asked_for(str(event.facts.get("new_types") or "")),
        "other": _number(event.facts.get(OTHER)),
        "why_out": log_words.TAKEN_OUT.get(str(event.facts.get("why") or ""), ""),
        "link": words.LINKED.get(str(event.facts.get("link") or ""), ""),
        "reason": words.DAY_ZERO.get(str(event.facts.get("reason") or ""), ""),
        "why": facts.get("why", "").replace("＿", " "),
    }
    pattern = log_words.LOG.get(event.kind)
    if pattern is None:
        return event.kind.value.replace("_", " ").capitalize() + "."
    return pattern.format_map(_Blank(facts))


def _number(other: Fact) -> str:
    """Return the number of the other case; none if it is hidden from whoever reads this."""
    return case_number(int(other)) if other else log_words.HIDDEN_CASE


def _told(event: Event) -> str:
    if event.kind is not Happened.REFERRED:
        return ""
    return log_words.TOLD[bool(event.facts.get("told"))]


def _until(text: str) -> str:
    return log_words.UNTIL.format(moment=moment(datetime.fromisoformat(text))) if text else ""


def _asked_for(types: str) -> str:
    """Return what a further mail asks for beside what was asked before."""
    known = [key for key in types.split(",") if key in BY_KEY]
    return log_words.ALSO.format(titles=titles(known)) if known else ""


class _Blank(dict[str, str]):
    """A fact that an old event lacks leaves a gap, not an error."""

    def __missing__(self, key: str) -> str:
        return ""
