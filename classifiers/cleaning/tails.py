"""What follows the message proper: closing, signature, telephone's line, legal footer, banner."""

import re
from typing import Final

from classifiers.cleaning.tail_phrases import BANNERS, CLOSINGS, FOOTER_WORDS, FOOTERS, SENT_FROM

MOST_SIGNATURE_LINES: Final = 12
"""Non-empty lines that may follow a closing."""

MOST_DELIMITED_LINES: Final = 30
"""Non-empty lines that may follow the `-- ` delimiter (RFC 3676 section 4.3)."""

LONGEST_FOOTER: Final = 5_000
"""Characters of one paragraph of a legal footer."""

PHONE_LINES: Final = 12
"""Last lines among which a telephone's line is looked for."""

_CLOSING: Final = frozenset(one for row in CLOSINGS for one in row.split("|"))
_CLOSING_ENDS: Final = re.compile(r"[,.!;:，。！]+|\s[–—-]+|$")
_SENT_FROM: Final = re.compile(r"\s*\W{0,3}(?:" + "|".join(SENT_FROM) + r")\s*$", re.IGNORECASE)
_FOOTERS: Final = [re.compile(each, re.IGNORECASE | re.DOTALL) for each in FOOTERS]
_WORDS: Final = [re.compile(each, re.IGNORECASE) for each in FOOTER_WORDS]
_BANNERS: Final = [re.compile(each, re.IGNORECASE | re.DOTALL) for each in BANNERS]
_DELIMITER: Final = re.compile(r"\s*(?:--|—|–)\s*$")
_SEPARATOR: Final = re.compile(r"\s*[-_=*]{3,}\s*$")
_POSTSCRIPT: Final = re.compile(r"\s*(?:P\.?\s?S\b|N\.?B\b|PPS\b)", re.IGNORECASE)
_LETTER: Final = re.compile(r"\w")


def without_banner(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines without a mail gateway's warning above them, and that warning."""
    start = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    end = next((i for i in range(start, len(lines)) if not lines[i].strip()), len(lines))
    paragraph = "\n".join(lines[start:end])[:600]
    if end == len(lines) or not any(each.search(paragraph) for each in _BANNERS):
        return lines, []
    if len(paragraph) >= 600 or end - start > 6:
        return lines, []
    return lines[end:], lines[start:end]


def split_tail(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the message proper and its tail; the message never ends up empty."""
    body, tail = _without_footers(_stripped(lines))
    at = _signature_start(body)
    if at is not None:
        body, tail = body[:at], body[at:] + tail
    last = max(0, len(body) - PHONE_LINES)
    phone = [line for line in body[last:] if _SENT_FROM.match(line)]
    if phone:
        kept = body[:last] + [line for line in body[last:] if line not in phone]
        if _has_words(kept):
            body, tail = kept, phone + tail
    return _stripped(body), _stripped(tail)


def _stripped(lines: list[str]) -> list[str]:
    """Return the lines without empty ones at either end."""
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]


def _has_words(lines: list[str]) -> bool:
    """Return whether anything readable is in the lines."""
    return any(_LETTER.search(line) for line in lines)


def _without_footers(lines: list[str]) -> tuple[list[str], list[str]]:
    """Take legal footers off the end, paragraph by paragraph."""
    body = lines
    while body:
        start = len(body)
        while start > 0 and body[start - 1].strip():
            start -= 1
        paragraph = "\n".join(body[start:])
        if not is_footer(paragraph) or not _has_words(body[:start]):
            break
        body = _stripped(body[:start])
        if body and _SEPARATOR.match(body[-1]) and _has_words(body[:-1]):
            body = _stripped(body[:-1])
    return body, lines[len(body) :]


def is_footer(paragraph: str) -> bool:
    """Return whether a paragraph is a legal or technical footer."""
    if len(paragraph) > LONGEST_FOOTER:
        return False
    if any(each.search(paragraph[:1000]) for each in _FOOTERS):
        return True
    if len(paragraph) < 120:
        return False
    return sum(1 for each in _WORDS if each.search(paragraph[:3000])) >= 4


def _signature_start(lines: list[str]) -> int | None:
    """Return the line at which the signature begins, or None."""
    first = next((at for at, line in enumerate(lines) if _LETTER.search(line)), len(lines))
    after = 0
    for at in range(len(lines) - 1, first, -1):
        if _DELIMITER.match(lines[at]):
            return _closing_above(lines, at)
        after += bool(lines[at].strip())
        if after > MOST_DELIMITED_LINES:
            break
    return _closing_start(lines)


def _closing_above(lines: list[str], at: int) -> int:
    """Return where a closing right above the delimiter begins, else the delimiter."""
    above = _closing_start(lines[:at])
    return at if above is None else above


def _closing_start(lines: list[str]) -> int | None:
    """Return the line of the closing if only a name and its like follow it."""
    after = 0
    for at in range(len(lines) - 1, 0, -1):
        line = lines[at]
        if not line.strip():
            continue
        if _is_closing(line) and _has_words(lines[:at]):
            return at
        after += 1
        if after > MOST_SIGNATURE_LINES or len(line) > 100 or _POSTSCRIPT.match(line):
            return None
        if len(line) > 60 and re.search(r"[.!?]\s*$", line):
            return None
    return None


def _is_closing(line: str) -> bool:
    """Return whether a line is "Kind regards," or its like, perhaps with the name behind it."""
    if len(line) > 90:
        return False
    end = _CLOSING_ENDS.search(line)
    if end is None or " ".join(line[: end.start()].lower().split()) not in _CLOSING:
        return False
    behind = line[end.end() :].strip()
    return len(behind) <= 40 and not re.search(r"[.!?]$", behind)
