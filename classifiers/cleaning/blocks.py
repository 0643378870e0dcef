"""Header blocks in running text (`From: ... Sent: ... Subject: ...`), as programs quote them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from classifiers.cleaning.lines import (
    address_in,
    ends_like_attribution,
    has_clock,
    has_year,
    label_of,
    unquoted,
)

LONGEST_BLOCK: Final = 40
"""Lines of a block, folded lists of recipients included."""


@dataclass(frozen=True, slots=True)
class Block:
    """A header block: values by role, the line behind it, and whether a program wrote it."""

    values: dict[str, str]
    end: int
    sure: bool


def block_at(lines: Sequence[str], start: int) -> Block | None:
    """Return the header block that begins at a line, or None.

    Three different labels are needed, one of them From; two ("From: 2020 to
    2023 I was a customer", "Sent: ...") are a person's own words.
    """
    first = label_of(unquoted(lines[start]))
    if first is None or first[0] in {"cc", "other"}:
        return None
    values: dict[str, str] = {}
    role = ""
    at = start
    blanks = 0
    while at < min(len(lines), start + LONGEST_BLOCK):
        line = unquoted(lines[at]).strip()
        found = label_of(line)
        if found:
            role = found[0]
            values.setdefault(role, found[1])
            blanks = 0
        elif not line:
            blanks += 1
            if blanks > 1 or len(values) >= 3 or not _label_next(lines, at + 1):
                break
        elif role in {"to", "cc", "subject", "from", "date"} and _folded(
            lines, at, values[role], role
        ):
            values[role] = f"{values[role]} {line}".strip()
        else:
            break
        at += 1
    if not _enough(values):
        return None
    return Block(values, at, _sure(values))


def _label_next(lines: Sequence[str], at: int) -> bool:
    """Return whether the next line is a label too."""
    return at < len(lines) and label_of(unquoted(lines[at])) is not None


def _folded(lines: Sequence[str], at: int, value: str, role: str) -> bool:
    """Return whether a line continues the value above it."""
    line = lines[at]
    if ends_like_attribution(line):
        return False
    if not value and role != "subject":
        return True
    if "@" in line and (value.endswith((",", ";", "<")) or "<" in line):
        return role in {"to", "cc", "from"}
    return value.endswith((";", ",")) and role in {"to", "cc"} and len(line) < 120


def _enough(values: dict[str, str]) -> bool:
    """Return whether the labels are a header block at all."""
    return "from" in values and len({"date", "to", "subject"} & values.keys()) >= 2


def _sure(values: dict[str, str]) -> bool:
    """Return whether a mail program rather than a person typed the block."""
    date = values.get("date", "")
    if has_year(date) and has_clock(date):
        return True
    return bool(address_in(values["from"])) and bool(date or address_in(values.get("to", "")))
