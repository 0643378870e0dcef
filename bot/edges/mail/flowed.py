"""Old ways of wrapping text: format=flowed (RFC 3676) and files written into the text."""

import re
from typing import Final

_QUOTE: Final = re.compile(r">*")
_UUENCODED: Final = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,200})\n", re.M)


def unwrapped(text: str, delsp: bool = False) -> str:
    """Return flowed text with its soft line breaks joined, quotes kept apart."""
    out: list[str] = []
    depth_before = -1
    open_line = False
    for line in text.split("\n"):
        match = _QUOTE.match(line)
        depth = match.end() if match else 0
        words = line[depth:].removeprefix(" ")
        soft = words.endswith(" ") and words != "-- "
        shown = words[:-1] if soft and delsp else words
        if open_line and depth == depth_before and words != "-- ":
            out[-1] += shown
        else:
            out.append(">" * depth + (" " if depth else "") + shown)
        open_line, depth_before = soft, depth
    return "\n".join(out)


def without_uuencoded(text: str) -> tuple[str, list[tuple[str, int]]]:
    """Return the text without files uuencoded into it, and their names and sizes in bytes."""
    names: list[tuple[str, int]] = []
    if "begin " not in text:
        return text, names
    at = 0
    kept: list[str] = []
    for match in _UUENCODED.finditer(text):
        if match.start() < at or len(names) >= 50:
            continue
        end = text.find("\nend", match.end())
        first = text[match.end() : match.end() + 1]
        if end < 0 or not first or len(text[match.end() : end].split("\n", 1)[0]) > 62:
            continue
        kept.append(text[at : match.start()])
        names.append((match[1].strip(), end - match.end()))
        at = end + 4
    kept.append(text[at:])
    return "".join(kept), names
