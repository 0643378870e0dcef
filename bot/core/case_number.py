"""The number of a case as people write it, P-0012: written, read, and found in a text."""

import re

_READ = re.compile(r"(?:P-?|#)?([0-9]{1,9})", re.IGNORECASE)
_IN_TEXT = re.compile(r"\bP-([0-9]{4,9})\b")


def case_number(case_id: int) -> str:
    """Return a case's number as people write it."""
    return f"P-{case_id:04d}"


def read_number(text: str) -> int | None:
    """Return which case `P-0012`, `p12`, `#12` or `12` is; None where the text is no number."""
    found = _READ.fullmatch(text.strip())
    return int(found[1]) if found else None


def numbers_in(text: str) -> list[int]:
    """Return the cases that a text names in full, as `P-0012`, in its order."""
    return [int(digits) for digits in _IN_TEXT.findall(text)]
