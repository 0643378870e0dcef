"""Which regime a mail itself gives grounds for, by `jurisdictions.toml`; not legal advice.

A residence beats a law, a law beats an authority, that a place, that a phone prefix, that
a bare article number. GDPR cited by a writer in the United Kingdom is the UK GDPR.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from classifiers.verdict import Jurisdiction
from classifiers.words import fold

TABLE = Path(__file__).parent / "jurisdictions.toml"
GROUNDS = ("residence", "law", "authority", "place", "article")
READ = 20_000
BEGIN = 7
"""Letters, at most, by which words are compared before a pattern is tried."""
END = "."
"""Marks a word that goes no further."""
REMEMBERED = 4_096
"""Words of which is remembered which patterns may begin there."""

_PHONE = re.compile(r"(?<![\w+])(?:\+|00)(\d{1,3})[\s().-]*\d[\d\s().-]{5,}")
_NO_GROUND = re.compile(
    r"(?<!\S)\S+@\S+|https?://\S+|www\.\S+|privacy shield"  # a country domain is no ground
)
_WORD = re.compile(r"[^\W_]+")
_DECIDED_BY_PLACE = {"uk", "ch"}


@dataclass(frozen=True, slots=True)
class Ground:
    """One line of the table; a match begins at a word like one of `begins`, or as `open` does."""

    ground: str
    code: str
    pattern: re.Pattern[str]
    begins: frozenset[str]
    open: re.Pattern[str] | None

    def first(self, text: str, places: Sequence[int], loosely: bool) -> re.Match[str] | None:
        """Return the first match at one of `places`, or `loosely` one of an open alternative."""
        loose = self.open.search(text) if loosely and self.open else None
        for place in sorted([*places, loose.start()]) if loose else places:
            match = self.pattern.match(text, place)
            if match:
                return match
        return None


@cache
def _table() -> tuple[tuple[Ground, ...], Mapping[str, str]]:
    data = tomllib.loads(TABLE.read_text("utf-8"))
    names = {name: "(?:" + "|".join(words) + ")" for name, words in data["names"].items()}
    rows: list[Ground] = []
    for ground in GROUNDS:
        for row in data[ground]:
            either = "|".join(row["patterns"])
            for name, words in names.items():
                either = either.replace("{" + name + "}", words)
            begins = {part: frozenset(_begins(part)) for part in _alternatives(either)}
            loose = "|".join(part for part, letters in begins.items() if "" in letters)
            rows.append(
                Ground(
                    ground,
                    row["code"],
                    _pattern(either),
                    frozenset().union(*begins.values()) - {""},
                    _pattern(loose) if loose else None,
                )
            )
    phones = {prefix.removeprefix("+"): code for prefix, code in data["phones"].items()}
    return tuple(rows), phones


def _pattern(either: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{either})(?!\w)")


@cache
def _any_open() -> re.Pattern[str]:
    """Return what finds any open alternative; most mails have none."""
    return re.compile("|".join(row.open.pattern for row in _table()[0] if row.open))


@cache
def _beginnings() -> Mapping[str, tuple[int, ...]]:
    """Return the numbers of the rows by the letters that their matches begin with."""
    found: dict[str, list[int]] = {}
    for number, row in enumerate(_table()[0]):
        for letters in row.begins:
            found.setdefault(letters, []).append(number)
    return {letters: tuple(numbers) for letters, numbers in found.items()}


@lru_cache(maxsize=REMEMBERED)
def _rows_at(word: str) -> tuple[int, ...]:
    """Return the numbers of the rows of which a match may begin with `word`."""
    known = _beginnings()
    starts = (word + END, *(word[:length] for length in range(1, min(len(word), BEGIN) + 1)))
    return tuple({number: None for start in starts for number in known.get(start, ())})


def _alternatives(pattern: str) -> Iterator[str]:
    """Yield the alternatives of a pattern, those of a leading group each for itself."""
    depth, start = 0, 0
    for at, character in enumerate(pattern + "|"):
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            part = pattern[start:at]
            start = at + 1
            if part.startswith("(?:"):
                end = _closing(part)
                optional = part[end + 1 : end + 2] == "?"
                yield from _alternatives(part[3:end])
                if optional:
                    yield from _alternatives(part[end + 2 :])
            else:
                yield part


def _closing(pattern: str) -> int:
    depth = 0
    for at, character in enumerate(pattern):
        depth += (character == "(") - (character == ")")
        if not depth:
            return at
    raise ValueError(f"unbalanced group in {pattern!r}")


def _begins(pattern: str) -> Iterator[str]:
    """Yield the letters that a match may begin with; none where it is open."""
    if pattern[1:2] == "?" and pattern[0].isalpha():
        yield from (*_begins(pattern[0] + pattern[2:]), *_begins(pattern[2:]))
        return
    found = re.match(r"[^\W_]*", pattern)
    letters = found.group() if found else ""
    if pattern[len(letters) : len(letters) + 1] in {"?", "*", "{"}:
        letters = letters[:-1]
    after = pattern[len(letters) : len(letters) + 2]
    ends = not after or (after[0] in " -" and after[1:] not in {"?", "*", "{"})
    yield f"{letters}{END}" if ends and 0 < len(letters) <= BEGIN else letters[:BEGIN]


def grounds(plain: str) -> Iterator[tuple[Ground, re.Match[str] | None]]:
    """Yield each row of the table with its first match in a folded text."""
    places: dict[int, list[int]] = {}
    for word in _WORD.finditer(plain):
        for number in _rows_at(word[0]):
            places.setdefault(number, []).append(word.start())
    loosely = _any_open().search(plain) is not None
    for number, row in enumerate(_table()[0]):
        yield row, row.first(plain, places.get(number, ()), loosely)


def read_jurisdiction(text: str) -> Jurisdiction:
    """Return the jurisdiction that `text` gives grounds for, and the words that say so."""
    plain = _NO_GROUND.sub(" ", " ".join(fold(text[:READ]).split()))
    found: dict[str, list[tuple[int, Jurisdiction]]] = {}
    for row, match in grounds(plain):
        if match:
            why = f"{row.ground}: {match.group()}"
            found.setdefault(row.ground, []).append((match.start(), Jurisdiction(row.code, why)))
    prefix = _phone(plain, _table()[1])
    if prefix:
        found["phone"] = [(0, prefix)]
    for ground in ("residence", "law", "authority", "place", "phone", "article"):
        if ground in found:
            return _decided(ground, found)
    return Jurisdiction("none", "")


def _decided(ground: str, found: Mapping[str, list[tuple[int, Jurisdiction]]]) -> Jurisdiction:
    """Return the first ground named, but the special law before the general one."""
    candidates = sorted(found[ground], key=lambda row: row[0])
    first = candidates[0][1]
    if ground in {"law", "authority"} and first.code == "eu":
        # "GDPR" is also what people call the UK GDPR: see where they are.
        special = [row for _, row in candidates if row.code in _DECIDED_BY_PLACE]
        nearer = [
            row
            for other in ("authority", "place", "phone")
            for _, row in sorted(found.get(other, []), key=lambda row: row[0])
        ]
        if special:
            return special[0]
        if nearer and nearer[0].code in _DECIDED_BY_PLACE:
            return nearer[0]
    return first


def _phone(text: str, phones: Mapping[str, str]) -> Jurisdiction | None:
    if "+" not in text and "00" not in text:
        return None
    for match in _PHONE.finditer(text):
        digits = match.group(1)
        for length in (3, 2, 1):
            code = phones.get(digits[:length])
            if code:
                return Jurisdiction(code, f"phone: +{digits[:length]}")
    return None
