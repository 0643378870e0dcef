"""A new client or organisation, written down where it is missed; pure, sends nothing."""

from collections.abc import Mapping
from typing import Any

from bot.core.parties import EntryKind
from bot.core.views import CaseView
from bot.edges.slack import words, words_windows
from bot.edges.slack.modals import field_input, modal, select
from bot.edges.slack.text import Block, context

_PREFIX = "cell_"
_MAY_BE_EMPTY = frozenset({"domains", "aliases", "contact_email", "contact_name", "website"})


def new_entry(view: CaseView) -> Block:
    """Return the inputs of an entry that this case's letters are written for at once."""
    text: Block = {"type": "plain_text_input", "max_length": 200}
    kinds = {kind.value: label for kind, label in words_windows.ENTRY_KINDS.items()}
    rows = [
        field_input(f"{_PREFIX}{name}", label, text, hint, optional=name in _MAY_BE_EMPTY)
        for name, (label, hint) in words_windows.ENTRY_CELLS.items()
    ]
    blocks = [
        field_input(
            f"{_PREFIX}kind", words_windows.ENTRY_KIND, select(kinds, EntryKind.CLIENT.value)
        ),
        *rows,
        field_input(
            f"{_PREFIX}language", words_windows.ENTRY_LANGUAGE, select(words.LANGUAGES, "en")
        ),
        context(words_windows.ENTRY_DOES),
    ]
    case = view.case
    return modal(
        "entry",
        words_windows.NEW_ENTRY,
        blocks,
        words_windows.ADD_AND_USE,
        case=case.id,
        version=case.version,
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
