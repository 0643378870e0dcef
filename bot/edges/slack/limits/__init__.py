"""Checks Block Kit blocks against Slack's limits, surface by surface; builds and sends nothing.

Knows the classic blocks, `alert`, `markdown`, `table` and `data_visualization`; any other block
that Slack has (video, file, card, data_table ...) is refused as unsupported.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

from bot.edges.slack.limits.blocks import BLOCKS
from bot.edges.slack.limits.checks import Check, Fault, boolean, record, string, tagged
from bot.edges.slack.limits.elements import plain

__all__ = [
    "MOST_BLOCKS",
    "MOST_CHARACTERS",
    "MOST_VIEW_BYTES",
    "SAFE_CHARACTERS",
    "Fault",
    "Surface",
    "characters",
    "check_blocks",
    "check_message",
    "check_view",
]

Surface: TypeAlias = Literal["message", "modal", "home"]
Json: TypeAlias = Mapping[str, Any]

MOST_CHARACTERS: Final = 13_200
"""Characters of one message in all; beyond it Slack answers `msg_blocks_too_long`."""
SAFE_CHARACTERS: Final = 9_000
"""What a builder should stay under, since the limit above is not documented."""
MOST_TEXT: Final = 40_000
"""Characters of a message's top-level text."""
MOST_VIEW_BYTES: Final = 250_000
MOST_TABLE_CHARACTERS: Final = 10_000
MOST_BLOCKS: Final[Mapping[Surface, int]] = {"message": 50, "modal": 100, "home": 100}
MOST_OF_A_KIND: Final[Mapping[str, int]] = {"table": 1, "data_visualization": 2}
ONLY_ON: Final[Mapping[str, frozenset[Surface]]] = {
    "alert": frozenset({"modal"}),
    "markdown": frozenset({"message"}),
    "table": frozenset({"message"}),
    "data_visualization": frozenset({"message"}),
}

_block = tagged(BLOCKS)


def _any(_value: Any, _at: str) -> Iterator[Fault]:
    """Accept anything; blocks are checked by themselves."""
    yield from ()


_METADATA: Final[Mapping[str, Check]] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
    "clear_on_close": boolean,
    "notify_on_close": boolean,
}
_VIEWS: Final[Mapping[str, Check]] = {
    "modal": record(
        {"title": plain(24), "blocks": _any},
        {**_METADATA, "submit": plain(24), "close": plain(24), "submit_disabled": boolean},
    ),
    "home": record({"blocks": _any}, _METADATA),
}


def check_message(blocks: Sequence[Json], text: str = "") -> list[Fault]:
    """Return what Slack would refuse in a message, worst first by place; empty if nothing."""
    faults = check_blocks(blocks, "message")
    if len(text) > MOST_TEXT:
        faults.append(Fault("/text", f"must be less than {MOST_TEXT + 1} characters"))
    if (size := characters(blocks)) > MOST_CHARACTERS:
        why = f"{size} characters in all, more than {MOST_CHARACTERS}"
        faults.append(Fault("/blocks", why, "msg_blocks_too_long"))
    return faults


def check_view(view: Json) -> list[Fault]:
    """Return what Slack would refuse in a modal or Home view; empty if nothing."""
    kind = view.get("type")
    if kind not in ("modal", "home"):
        return [Fault("/view/type", f"unsupported type: {kind}", "invalid_arguments")]
    faults = [
        Fault(fault.where, fault.why, "invalid_arguments") for fault in _VIEWS[kind](view, "/view")
    ]
    blocks = view.get("blocks", ())
    faults += check_blocks(blocks, kind, "/view/blocks")
    asks = any(isinstance(b, Mapping) and b.get("type") == "input" for b in blocks)
    if kind == "modal" and asks and "submit" not in view:
        faults.append(Fault("/view/submit", "required with input blocks", "invalid_arguments"))
    focused = sum(b.get("element", {}).get("focus_on_load", False) for b in _inputs(blocks))
    if focused > 1:
        faults.append(Fault("/view/blocks", "focus_on_load can be set for only one element"))
    size = len(json.dumps(view, ensure_ascii=False).encode())
    if size > MOST_VIEW_BYTES:
        why = f"{size} bytes, more than {MOST_VIEW_BYTES}"
        faults.append(Fault("/view", why, "view_too_large"))
    return faults


def check_blocks(blocks: Sequence[Json], surface: Surface, at: str = "/blocks") -> list[Fault]:
    """Return what Slack would refuse in these blocks on this surface; empty if nothing."""
    if not isinstance(blocks, list | tuple):
        return [Fault(at, "should be of type array", "invalid_blocks_format")]
    faults: list[Fault] = []
    if len(blocks) > MOST_BLOCKS[surface]:
        faults.append(Fault(at, f"no more than {MOST_BLOCKS[surface]} items allowed"))
    for place, block in enumerate(blocks):
        here = f"{at}/{place}"
        wrong = list(_block(block, here))
        faults += wrong or [*_misplaced(block, surface, here), *_repeated_actions(block, here)]
    if not faults:
        faults += [*_too_many(blocks, at), *_repeated_ids(blocks, at)]
    return faults


def characters(value: Any) -> int:
    """Count the characters of all strings that a reader or an app gets, keys and types not."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(characters(inner) for name, inner in value.items() if name != "type")
    if isinstance(value, list | tuple):
        return sum(map(characters, value))
    return 0


def _inputs(blocks: Sequence[Json]) -> list[Json]:
    return [b for b in blocks if isinstance(b, Mapping) and isinstance(b.get("element"), Mapping)]


def _misplaced(block: Json, surface: Surface, at: str) -> Iterator[Fault]:
    if surface not in ONLY_ON.get(block["type"], {surface}):
        yield Fault(at, f"unsupported type: {block['type']} (not on this surface: {surface})")
    if block["type"] == "table":
        size = characters(block["rows"])
        if size > MOST_TABLE_CHARACTERS:
            yield Fault(at, f"{size} characters in a table, more than {MOST_TABLE_CHARACTERS}")


def _repeated_actions(block: Json, at: str) -> Iterator[Fault]:
    ids = Counter(e["action_id"] for e in block.get("elements", ()) if "action_id" in e)
    for name in (name for name, times in ids.items() if times > 1):
        yield Fault(at, f"`action_id` {name} already exists")


def _too_many(blocks: Sequence[Json], at: str) -> Iterator[Fault]:
    kinds = Counter(block["type"] for block in blocks)
    for kind, most in MOST_OF_A_KIND.items():
        if kinds[kind] > most:
            yield Fault(at, f"no more than {most} {kind} allowed")


def _repeated_ids(blocks: Sequence[Json], at: str) -> Iterator[Fault]:
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    for name in (name for name, times in ids.items() if times > 1):
        yield Fault(at, f"`block_id` {name} already exists")
