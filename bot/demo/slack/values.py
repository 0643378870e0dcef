"""What people fill in: from a form's strings to the state values that Slack's payloads hold."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from bot.demo.slack.model import Json

Values = dict[str, dict[str, Json]]
Filled = Mapping[tuple[str, str], Sequence[str]]
"""What a form holds: by block id and action id, the strings that were filled in or chosen."""

TEXTS: Final = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})
ONE: Final = {
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "rich_text_input": ("rich_text_value", "initial_value"),
}
MANY: Final = {
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
}
BY_OPTION: Final = frozenset({"selected_option", "selected_options"})


def elements(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield every interactive element with its block."""
    for block in blocks:
        inner = block.get("elements", ()) if block["type"] == "actions" else ()
        for element in (block.get("accessory"), block.get("element"), *inner):
            if element and "action_id" in element:
                yield block, element


def find(blocks: Iterable[Json], action_id: str, block_id: str | None = None) -> tuple[Json, Json]:
    """Return a block and its element. Raises KeyError if there is none such."""
    for block, element in elements(blocks):
        if element["action_id"] == action_id and block_id in (None, block["block_id"]):
            return block, element
    raise KeyError(action_id)


def options(element: Json) -> list[Json]:
    """Return all options of an element, grouped or not."""
    groups = element.get("option_groups") or ()
    return [*element.get("options", ()), *(o for group in groups for o in group["options"])]


def value_of(element: Json, strings: Sequence[str], known: Iterable[Json] = ()) -> Json:
    """Return the state value of an element; `known` are options that the app suggested."""
    kind = element["type"]
    filled = [string.replace("\r\n", "\n") for string in strings if string != ""]
    if kind in TEXTS:
        return {"type": kind, "value": filled[0] if filled else None}
    field = (ONE | MANY)[kind][0]
    read = CONVERSIONS.get(field, str)
    chosen: list[Any] = [read(string) for string in filled]
    if field in BY_OPTION:
        by_value = {option["value"]: option for option in (*known, *offered(element))}
        chosen = [by_value[string] for string in filled]
    return {"type": kind, field: chosen if kind in MANY else next(iter(chosen), None)}


def offered(element: Json) -> list[Json]:
    """Return all options of an element, and those that it starts with."""
    initial = [element["initial_option"]] if "initial_option" in element else []
    return [*element.get("initial_options", ()), *initial, *options(element)]


def _seconds(local: str) -> int:
    when = datetime.fromisoformat(local)
    return int(when.replace(tzinfo=when.tzinfo or UTC).timestamp())


def _rich(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


CONVERSIONS: Final[Mapping[str, Callable[[str], Any]]] = {
    "selected_date_time": _seconds,
    "rich_text_value": _rich,
}


def initial_values(blocks: Iterable[Json]) -> Values:
    """Return the state that a view or message starts with."""
    values: Values = {}
    for block, element in elements(blocks):
        kind = element["type"]
        if kind in TEXTS:
            value: Json = {"type": kind, "value": element.get("initial_value")}
        elif kind in MANY:
            field, initial = MANY[kind]
            value = {"type": kind, field: element.get(initial, [])}
        elif kind in ONE and kind != "overflow":
            field, initial = ONE[kind]
            value = {"type": kind, field: element.get(initial)}
        else:
            continue
        values.setdefault(block["block_id"], {})[element["action_id"]] = value
    return values


def kept_values(old: Values, before: Iterable[Json], after: Iterable[Json]) -> Values:
    """Return the state after an update: kept where block id, action id and kind are the same."""
    values = initial_values(after)
    known = {(b["block_id"], e["action_id"]) for b, e in elements(before)}
    for block_id, row in values.items():
        for action_id, value in row.items():
            kept = old.get(block_id, {}).get(action_id)
            if (block_id, action_id) in known and kept and kept["type"] == value["type"]:
                row[action_id] = kept
    return values


def filled_in(blocks: Iterable[Json], old: Values, form: Filled, known: Iterable[Json]) -> Values:
    """Return the state once a form was filled in; what it does not hold stays as it was."""
    values = {block_id: dict(row) for block_id, row in old.items()}
    suggested = list(known)
    for block, element in elements(blocks):
        key = (block["block_id"], element["action_id"])
        row = values.get(key[0], {})
        if key in form and key[1] in row:
            row[key[1]] = value_of(element, form[key], suggested)
    return values


def is_empty(value: Json) -> bool:
    """Tell whether nothing was filled in."""
    return not any(inner for name, inner in value.items() if name != "type")


def complaints(blocks: Iterable[Json], values: Values) -> dict[str, str]:
    """Return, by block id, what Slack's own client says before it asks the app."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        value = values.get(block["block_id"], {}).get(element["action_id"], {"type": ""})
        complaint = _complaint(element, value, optional=block.get("optional", False))
        if complaint:
            found[block["block_id"]] = complaint
    return found


FORMATS: Final = {
    "email_text_input": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "Please enter a valid email address."),
    "url_text_input": (r"https?://\S+", "Please enter a valid URL."),
    "number_input": (r"-?\d+(\.\d+)?", "Please enter a number."),
}


def _complaint(element: Json, value: Json, *, optional: bool) -> str | None:
    if is_empty(value):
        return None if optional else "Please complete this required field."
    text = value.get("value")
    if not isinstance(text, str):
        return None
    if len(text) > element.get("max_length", 3000):
        return f"Please use no more than {element.get('max_length', 3000)} characters."
    if len(text) < element.get("min_length", 0):
        return f"Please use at least {element['min_length']} characters."
    pattern, complaint = FORMATS.get(element["type"], ("", ""))
    return complaint if pattern and not re.fullmatch(pattern, text) else None
