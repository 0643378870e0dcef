"""The search for cases as modals: what to look for, and what was found; pure."""

from datetime import date

from bot.core.queue import By
from bot.edges.slack import modals
from bot.edges.slack.home import row
from bot.edges.slack.text import Block, context, cut, escape, section
from bot.flows.finding import MOST, Found

ASKED = "page.search"  # the callback id of the question
HINT = "A case number, a whole address, a domain, a type or a directory name."
UNCLEAR = (
    "Please write a case number (P-0012), a whole address, a domain (posteo.example), a type"
    " (deletion) or a name of the directory."
)
_NEVER = "The words of mails are never searched. Only cases that you may see are listed."

_NOTHING = {
    By.NUMBER: "There is no case {name}, or it is in a restricted channel that you are not in.",
    By.ADDRESS: "No case has this address. Is it whole, and typed without a mistake?",
    By.DOMAIN: "No case came from {name}, and no client or organisation there has one.",
    By.TYPE: "No case asks for this: {name}.",
    By.NAME: "No case belongs to a client or organisation of that name.",
}
_FOUND = {
    By.NUMBER: "Case {name}",
    By.ADDRESS: "Cases of this address",
    By.DOMAIN: "Cases of {name}",
    By.TYPE: "Cases that ask for this: {name}",
    By.NAME: "Cases of {name}",
}


def ask() -> Block:
    """Return the question."""
    element = {"type": "plain_text_input", "max_length": 200}
    blocks = [modals.field_input("text", "What to look for", element, HINT), context(_NEVER)]
    return modals.modal("search", "Search cases", blocks, "Search") | {"callback_id": ASKED}


def results(found: Found | None, today: date) -> Block:
    """Return the cases that were found, the newest first, or why there are none."""
    if found is None:
        return modals.notice("Search cases", UNCLEAR)
    name = escape(cut(found.name, 200))
    if not found.cases:
        return modals.notice("Search cases", _NOTHING[found.by].format(name=name))
    more = f"The newest {MOST}; there are more. " if found.more else ""
    blocks = [
        section(f"*{_FOUND[found.by].format(name=name)}*"),
        *[row(case, today) for case in found.cases],
        context(f"{more}{_NEVER}"),
    ]
    return modals.modal("found", "Search cases", blocks)
