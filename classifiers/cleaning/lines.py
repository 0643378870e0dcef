"""What one line of a mail is: quoted, an attribution, a marker, a label."""

import re
from typing import Final

from classifiers.cleaning.quote_phrases import (
    FORWARD_MARKERS,
    LABELS,
    LONG_LABELS,
    ORIGINAL_MARKERS,
    WROTE,
)

LONGEST_ATTRIBUTION: Final = 400
"""Characters of an attribution, all its lines together."""

_ROLE: Final[dict[str, str]] = {
    label: role for role, labels in LABELS.items() for label in labels.split()
} | LONG_LABELS
_LABEL: Final = re.compile(
    r"\s*[*_]{0,2}([^\W\d_][^:：*\n]{0,20}?)\s?[*_]{0,2}\s?[:：][*_]{0,2}\s*(.*)"
)
_QUOTE_MARKS: Final = re.compile(r"[ \t]*(?:[>＞][ \t]?)+")
_ADDRESS: Final = re.compile(r"[^\s<>()\[\]\"':;,]{1,100}@[\w.-]{2,200}")
_WROTE: Final = re.compile(
    r"(?<!\w)(?:" + "|".join(WROTE.values()) + r")(?!\w)|写道|寫道|のメール|書きました|작성|كتب",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d)|25\d\d"
)
_CLOCK: Final = re.compile(
    r"(?<!\d)\d{1,2}\s?[:.h時시]\s?\d\d(?!\d)|\d\s?(?:Uhr|AM|PM|a\.m|p\.m)\b", re.I
)
_ENDS: Final = re.compile(r"[:：]\s*[*_]{0,2}\s*$")
_DASHES: Final = re.compile(r"^[\s>*]*[-=_—–]{2,}|[-=_—–]{2,}[\s*]*$")
_TRIM: Final = re.compile(r"^[\s>*_=\-—–]+|[\s*_=\-—–:：]+$")
_LOTUS: Final = re.compile(
    r"^[\s>]*-{2,} ?(?:forwarded|weitergeleitet|transféré|inoltrato) (?:by|von|par|da) ", re.I
)
_FORWARD: Final = frozenset(FORWARD_MARKERS)
_ORIGINAL: Final = frozenset(ORIGINAL_MARKERS)


def is_quoted(line: str) -> bool:
    """Return whether the line begins with a quote mark."""
    return line.lstrip().startswith((">", "＞"))


def unquoted(line: str) -> str:
    """Return the line without any quote marks."""
    return _QUOTE_MARKS.sub("", line, count=1) if is_quoted(line) else line


def one_level_down(line: str) -> str:
    """Return the line without its outermost quote mark."""
    return re.sub(r"^[ \t]*[>＞] ?", "", line, count=1)


def label_of(line: str) -> tuple[str, str] | None:
    """Return role and value of a quoted header line such as `Von: Anna`, or None."""
    match = _LABEL.match(line)
    if match is None:
        return None
    role = _ROLE.get(" ".join(match[1].lower().split()))
    return (role, match[2].strip().strip("*").strip()) if role else None


def is_forward_marker(line: str) -> bool:
    """Return whether a mail program says here that a forwarded mail begins."""
    if len(line) > 200 or not line.strip():
        return False
    if _LOTUS.match(line):
        return True
    core = _TRIM.sub("", line).lower()
    if core not in _FORWARD:
        return False
    return bool(
        _DASHES.search(line) or _ENDS.search(line) or core.startswith(("begin", "anfang", "début"))
    )


def is_original_marker(line: str) -> bool:
    """Return whether a mail program says here that the answered mail begins."""
    if len(line) > 120 or not _DASHES.search(line):
        return False
    core = _TRIM.sub("", line).lower()
    return core in _ORIGINAL


def address_in(text: str) -> str:
    """Return the first address in a text, or an empty string."""
    match = _ADDRESS.search(text)
    return match.group().strip(".") if match else ""


def attribution(window: str) -> str:
    """Return how sure it is that the lines introduce a quote: "", "weak", "sure".

    Sure: a date with a clock and an address, or a verb with a date and one of both.
    Weak: a verb of writing and an address or a date; needs quote marks behind it.
    """
    text = " ".join(window.split())
    if len(text) > LONGEST_ATTRIBUTION or not _ENDS.search(text):
        return ""
    verb = _WROTE.search(text) is not None
    year = _YEAR.search(text) is not None or "年" in text or "년" in text
    clock = _CLOCK.search(text) is not None
    address = bool(address_in(text))
    if (year and clock and (address or verb)) or (verb and year and address):
        return "sure"
    if verb and (year or clock or address or len(text) < 80):
        return "weak"
    return ""


def ends_like_attribution(line: str) -> bool:
    """Return whether a line could be the last one of an attribution."""
    return bool(_ENDS.search(line))


def has_clock(text: str) -> bool:
    """Return whether a text names a time of day."""
    return _CLOCK.search(text) is not None


def has_year(text: str) -> bool:
    """Return whether a text names a date with its year."""
    return _YEAR.search(text) is not None or "年" in text or "년" in text
