"""Modals: what opens behind a button, and how its answer is read; pure, sends nothing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.core.catalogue import BY_KEY, REQUEST_TYPES, PartyKind
from bot.core.parties import Entry
from bot.core.views import CaseView
from bot.edges.slack import words, words_letters, words_windows
from bot.edges.slack.text import (
    Block,
    button,
    context,
    plain,
    section,
)


def modal(key: str, title: str, blocks: Sequence[Block], submit: str = "", **keep: Any) -> Block:
    """Return a modal; `keep` comes back with its answer and holds ids only."""
    view: Block = {
        "type": "modal",
        "callback_id": f"do.{key}",
        "title": plain(title, 24),
        "close": plain(words_windows.CANCEL if submit else words_windows.CLOSE, 24),
        "private_metadata": json.dumps(keep),
        "blocks": list(blocks),
    }
    if submit:
        view["submit"] = plain(submit, 24)
    return view


def field_input(block_id: str, label: str, element: Block, hint: str = "", **more: Any) -> Block:
    """Return an input whose action has its block's id."""
    found: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": block_id, **element},
    }
    if hint:
        found["hint"] = plain(hint)
    return found | more


def option(value: str, label: str) -> Block:
    """Return one option of a menu or a box to tick."""
    return {"value": value, "text": plain(label, 75)}


def select(options: Mapping[str, str], chosen: str = "") -> Block:
    """Return a menu, with one option chosen if it is there."""
    element: Block = {
        "type": "static_select",
        "options": [option(key, label) for key, label in options.items()],
    }
    if chosen in options:
        element["initial_option"] = option(chosen, options[chosen])
    return element


def reclassify(view: CaseView) -> Block:
    """Return types, party and directory entry, to be corrected."""
    case = view.case
    labels = {row.key: row.title for row in REQUEST_TYPES}
    types: Block = {
        "type": "multi_static_select",
        "options": [option(key, label) for key, label in labels.items()],
        "initial_options": [option(key, labels[key]) for key in dict.fromkeys(case.types)],
    }
    parties = {kind.value: label for kind, label in words.PARTIES.items()}
    entry: Block = {"type": "external_select", "min_query_length": 2}
    if case.entry_id:
        entry["initial_option"] = option(str(case.entry_id), case.entry_name)
    return modal(
        "reclassify",
        words_windows.RECLASSIFY,
        [
            field_input("types", words_windows.TYPES, types),
            field_input(
                "main",
                words_windows.MAIN_TYPE,
                select(labels, case.types[0] if case.types else ""),
                words_windows.MAIN_TYPE_HINT,
            ),
            field_input("party", words_windows.PARTY, select(parties, case.party.value)),
            field_input(
                "entry",
                words_windows.ENTRY,
                {**entry, "action_id": "directory"},
                words_windows.ENTRY_HINT,
                optional=True,
            ),
            {
                "type": "actions",
                "elements": [button("case.entry", words_windows.NOT_IN_DIRECTORY, f"{case.id}:0:")],
            },
            field_input(
                "regime",
                words_windows.REGIME,
                select(words.JURISDICTIONS, case.regime),
                words_windows.REGIME_HINT,
            ),
            context(words_windows.RECLASSIFY_DOES),
        ],
        words_windows.SAVE,
        case=case.id,
        version=case.version,
        was=case.types,
    )


def close(view: CaseView) -> Block:
    """Return the reasons for closing without a letter."""
    blocks = [
        section(words_windows.CLOSE_DOES),
        field_input("outcome", words_windows.OUTCOME, select(words.OUTCOMES)),
    ]
    case = view.case
    return modal(
        "close",
        words_windows.CLOSE_CASE,
        blocks,
        words_windows.CLOSE_CASE,
        case=case.id,
        version=case.version,
    )


def letter(view: CaseView, choices: Sequence[tuple[str, str]]) -> Block:
    """Return the letters that fit, to be chosen from; each with its request if several wait."""
    if not choices:
        return notice(words_letters.CHOOSE_LETTER, words_letters.NO_LETTER)
    about = {key: BY_KEY[key.partition("/")[0]].title for key, _ in choices}
    several = len(set(about.values())) > 1
    options = {key: f"{title} ({about[key]})" if several else title for key, title in choices[:100]}
    languages = {words.USUAL: words_letters.USUAL_LANGUAGE, **words.LANGUAGES}
    blocks = [
        field_input("letter", words_windows.LETTER, select(options), words_letters.ONLY_FITTING),
        field_input("lang", words_letters.LANGUAGE, select(languages, words.USUAL)),
        context(words_windows.IN_PLACE_OF_DRAFT),
    ]
    return modal(
        "letter", words_letters.CHOOSE_LETTER, blocks, words_windows.DRAFT_IT, case=view.case.id
    )


def notice(title: str, text: str) -> Block:
    """Return a modal that only says something, in our own words."""
    return modal("notice", title, [section(text)])


def told(text: str) -> Block:
    """Return a modal that only answers somebody, under the bot's own name for itself."""
    return notice(words_windows.PRIVACY, text)


def entries(found: Iterable[Entry]) -> list[Block]:
    """Return directory entries as options."""
    return [option(str(entry.id), f"{entry.name} ({entry.kind.value})") for entry in found][:100]


def answers(view: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a submitted modal by block, and what it kept."""
    found: dict[str, Any] = json.loads(view["private_metadata"] or "{}")
    for block_id, actions in view["state"]["values"].items():
        found[block_id] = _value(next(iter(actions.values())))
    return found


def _value(state: Mapping[str, Any]) -> Any:
    if "selected_options" in state:
        return [option["value"] for option in state["selected_options"]]
    if state.get("selected_option"):
        return state["selected_option"]["value"]
    chosen = state.get("selected_user") or state.get("selected_date")
    return chosen or state.get("value") or ""


def chosen_types(found: Mapping[str, Any]) -> list[str]:
    """Return the chosen types, most important first.

    A client may return them in any order: the named one leads, then those that were there
    in the order that they had, then the new ones.
    """
    was = list(found.get("was") or ())
    types = list(dict.fromkeys(found["types"]))
    types.sort(key=lambda key: (key != found.get("main"), was.index(key) if key in was else 99))
    return types


def party(found: Mapping[str, Any]) -> PartyKind:
    """Return the chosen party."""
    return PartyKind(found["party"])
