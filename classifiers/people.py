"""How many people a mail asks for, where it clearly names several (a bulk tool, a family)."""

import re

from classifiers.words import fold

MOST = 500

_NUMBERS = r"(\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)"
_ASKERS = r"(?:individuals?|consumers?|people|persons?|data subjects?|members?|clients?|users?)"
_STATED = re.compile(
    rf"\b(?:requests?|{_ASKERS})\s*(?:listed|named|below|:)*\s*\((\d{{1,3}})\)"
    rf"|\b(?:following|these|listed)\s+{_NUMBERS}\s+"
    rf"(?:{_ASKERS}|personen|personnes|personas|persone|pessoas|osob\w*)"
    rf"|\bfor (?:all )?{_NUMBERS} (?:of our )?{_ASKERS}"
)
_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "twenty": 20,
}  # fmt: skip
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\(?\d{1,3}[.)]|\|)\s*\S")
FEWEST_LINES = 2


def count_people(body: str, sender: str) -> int:
    """Return how many people `body` asks for: 1, or more when it says so or lists them.

    A list counts when each line holds an address of its own and an agent or organisation
    wrote it; addresses in running text may belong to one person.
    """
    stated = _STATED.search(fold(body[:20_000]))
    if stated:
        word = next(group for group in stated.groups() if group)
        return max(1, min(MOST, _WORDS.get(word) or int(word)))
    if sender not in {"agent", "organisation"}:
        return 1
    listed = {
        found.group().lower()
        for line in body[:20_000].splitlines()
        if (found := _ADDRESS.search(line)) and (_BULLET.match(line) or _tabular(line))
    }
    return max(1, min(MOST, len(listed))) if len(listed) >= FEWEST_LINES else 1


def _tabular(line: str) -> bool:
    return any(mark in line for mark in ("\t", ";", "|")) or line.count(",") >= 1
