"""The search for cases as modals: what to look for, and what was found; pure."""

from datetime import date

from bot.edges.slack import modals, words_pages
from bot.edges.slack.home import row
from bot.edges.slack.text import Block, context, cut, escape, section
from bot.flows.finding import MOST, Found

ASKED = "page.search"  # the callback id of the question


def ask() -> Block:
    """Return the question."""
    element = {"type": "plain_text_input", "max_length": 200}
    blocks = [
        modals.field_input("text", words_pages.SEARCH_WHAT, element, words_pages.SEARCH_HINT),
        context(words_pages.SEARCH_NEVER),
    ]
    return modals.modal("search", words_pages.SEARCH_CASES, blocks, words_pages.SEARCH) | {
        "callback_id": ASKED
    }


def results(found: Found | None, today: date) -> Block:
    """Return the cases that were found, the newest first, or why there are none."""
    if found is None:
        return modals.notice(words_pages.SEARCH_CASES, words_pages.SEARCH_UNCLEAR)
    name = escape(cut(found.name, 200))
    if not found.cases:
        return modals.notice(
            words_pages.SEARCH_CASES, words_pages.SEARCH_NOTHING[found.by].format(name=name)
        )
    more = words_pages.SEARCH_MORE.format(count=MOST) if found.more else ""
    blocks = [
        section(f"*{words_pages.SEARCH_FOUND[found.by].format(name=name)}*"),
        *[row(case, today) for case in found.cases],
        context(f"{more}{words_pages.SEARCH_NEVER}"),
    ]
    return modals.modal("found", words_pages.SEARCH_CASES, blocks)
