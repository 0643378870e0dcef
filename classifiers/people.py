"""How many people a mail asks for, where it clearly names several (a bulk tool, a family)."""

import re

from classifiers.words import fold

MOST = 500

_NUMBERS = r"(\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)"
_ASKERS = r"(?:individuals?|consumers?|people|persons?|data subjects?|members?|clients?|users?)"
_STATED = (
    ("(", rf"(?<!\w)(?:requests?|{_ASKERS})\s*(?:listed|named|below|:)*\s*\((\d{{1,3}})\)"),
    *(
        (
            word,
            rf"{word}(?<!\w{word})\s+{_NUMBERS}\s+"
            rf"(?:{_ASKERS}|personen|personnes|personas|persone|pessoas|osob\w*)",
        )
        for word in ("following", "these", "listed")
    ),
    ("for ", rf"for (?<!\wfor )(?:all )?{_NUMBERS} (?:of our )?{_ASKERS}"),
)
"""How a mail states a number; each pattern with the characters without which it cannot hold."""
_PATTERNS = tuple((needed, re.compile(pattern)) for needed, pattern in _STATED)
_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "twenty": 20,
}  # fmt: skip
_ADDRESS = re.compile(r"[\w.+-]{1,64}+@[\w-]++(?:\.[\w-]++)+")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\(?\d{1,3}[.)]|\|)\s*\S")
FEWEST_LINES = 2


def count_people(body: str, sender: str) -> int:
    """Return how many people `body` asks for: 1, or more when it says so or lists them.

    A list counts when each line holds an address of its own and an agent or organisation
    wrote it; addresses in running text may belong to one person.
    """
    word = _stated(fold(body[:20_000]))
    if word:
        return max(1, min(MOST, _WORDS.get(word) or int(word)))
    if sender not in {"agent", "organisation"}:
        return 1
    listed = {
        found.group().lower()
        for line in body[:20_000].splitlines()
        if "@" in line
        and (found := _ADDRESS.search(line))
        and (_BULLET.match(line) or _tabular(line))
    }
    return max(1, min(MOST, len(listed))) if len(listed) >= FEWEST_LINES else 1


def _stated(text: str) -> str:
    """Return the first number of people that is stated, in digits or as a word; or nothing."""
    found = [pattern.search(text) for needed, pattern in _PATTERNS if needed in text]
    first = min((match for match in found if match), key=lambda match: match.start(), default=None)
    return first[1] if first else ""


def _tabular(line: str) -> bool:
    return any(mark in line for mark in ("\t", ";", "|")) or line.count(",") >= 1
