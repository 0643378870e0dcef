"""A new client or organisation, written down where it is missed; pure, sends nothing."""

from collections.abc import Mapping
from typing import Any

from bot.core.parties import EntryKind
from bot.core.views import CaseView
from bot.edges.slack import words
from bot.edges.slack.modals import field_input, modal, select
from bot.edges.slack.text import Block, context

_PREFIX = "cell_"
_KINDS = {
    EntryKind.CLIENT.value: "A client, which collects data with our service",
    EntryKind.ORGANISATION.value: "An organisation, which administers accounts",
}
_CELLS = (
    ("name", "Name", "As people call it, with its legal form if it has one.", False),
    ("domains", "Domains", "example.com;example.org", True),
    ("aliases", "Other names", "Separated by semicolons.", True),
    ("contact_email", "Privacy contact or administrator", "Where a hand-over goes.", True),
    ("contact_name", "Name of the contact", "", True),
    ("website", "Website", "https://www.example.com", True),
)


def new_entry(view: CaseView) -> Block:
    """Return the inputs of an entry that this case's letters are written for at once."""
    text: Block = {"type": "plain_text_input", "max_length": 200}
    rows = [
        field_input(f"{_PREFIX}{name}", label, text, hint, optional=may)
        for name, label, hint, may in _CELLS
    ]
    blocks = [
        field_input(f"{_PREFIX}kind", "What it is", select(_KINDS, EntryKind.CLIENT.value)),
        *rows,
        field_input(f"{_PREFIX}language", "Language of its letters", select(words.LANGUAGES, "en")),
        context(
            "It is added to the directory and becomes the party of this case; types stay, and"
            " drafts are written anew. Nothing is sent."
        ),
    ]
    case = view.case
    return modal(
        "entry", "New in the directory", blocks, "Add and use", case=case.id, version=case.version
    )


def cells(found: Mapping[str, Any]) -> dict[str, str]:
    """Return what was written, by the names of the directory's columns."""
    return {
        block.removeprefix(_PREFIX): str(value or "")
        for block, value in found.items()
        if block.startswith(_PREFIX)
    }


def faults(wrong: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong, by input."""
    known = {f"{_PREFIX}{name}": why for name, why in wrong.items()}
    return {block: f"{why[:1].upper()}{why[1:]}" for block, why in known.items()}
