"""Phrases from `phrases/<lang>/<name>.txt`, found through an index on their first word.

One phrase a line, words in any case and with or without accents, `#` starts a comment:

    delete|erase .. account|data     alternatives; `..` leaves room for up to four words
    lösch* .. konto                  a stem with any ending
    right to be forgotten

The hits are those of spaCy's Matcher with the same patterns (a test compares them), at a
cost that does not grow with the number of phrases.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from classifiers.words import tokens_of, unspaced

PHRASES = Path(__file__).parent / "phrases"
GAP = 4
"""Tokens that `..` may stand for, at most."""
WIDE_GAP = 12
"""The same before a word of a script without spaces, whose tokens are pairs of letters."""

REMEMBERED = 20_000
"""Words whose phrases are remembered."""

FIRST_UNSPACED = "\u0e00"
"""Where the scripts without spaces begin; what begins behind it may be followed from afar."""

STOPS = frozenset(".!?。\n")
"""Tokens that `..` never passes."""


class BadPhraseError(Exception):
    """A phrase file that cannot be used; the text says file, line and fault."""


@dataclass(frozen=True, slots=True)
class Element:
    """One word of a phrase: whole words or stems, after up to `gap` other words."""

    words: frozenset[str]
    stems: tuple[str, ...]
    gap: int

    def fits(self, word: str) -> bool:
        """Return whether `word` may stand here."""
        return word in self.words or word.startswith(self.stems)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of a phrase file; `name` is the file's, `key` unique and stable."""

    name: str
    key: str
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found at tokens `start` to `end` (exclusive, the shortest reading)."""

    phrase: Phrase
    start: int
    end: int


def read_phrases(folder: Path = PHRASES) -> list[Phrase]:
    """Return the phrases of every file under `folder`; raises BadPhraseError listing faults."""
    found: list[Phrase] = []
    faults: list[str] = []
    for file in sorted(folder.glob("*/*.txt")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            text = line.partition("#")[0].strip()
            if not text:
                continue
            key = f"{file.parent.name}/{file.stem}/{' '.join(text.split())}"
            try:
                found.append(Phrase(file.stem, key, _elements(text)))
            except ValueError as error:
                faults.append(f"{file.parent.name}/{file.name}:{number}: {error}")
    if faults:
        raise BadPhraseError("\n".join(faults))
    return found


def _elements(text: str) -> tuple[Element, ...]:
    elements: list[Element] = []
    gap = 0
    for part in text.split():
        if part == "..":
            gap = GAP
            continue
        for row in _alternatives(part):
            room = WIDE_GAP if gap and unspaced(part) else gap
            elements.append(Element(row[0], row[1], room))
            gap = 0
    if not elements:
        raise ValueError("a phrase needs at least one word")
    if gap:
        raise ValueError("a phrase cannot end with '..'")
    return tuple(elements)


def _alternatives(part: str) -> list[tuple[frozenset[str], tuple[str, ...]]]:
    """Return one column of words and stems, or several for one word of several tokens."""
    options = part.split("|")
    if len(options) == 1 and not part.endswith("*"):
        return [(frozenset({token}), ()) for token in tokens_of(part).folded]
    words: set[str] = set()
    stems: set[str] = set()
    for option in options:
        tokens = tokens_of(option.removesuffix("*")).folded
        if len(tokens) != 1:
            raise ValueError(f"{option!r} is not one word")
        (stems if option.endswith("*") else words).add(tokens[0])
    return [(frozenset(words), tuple(sorted(stems)))]


class Matcher:
    """Finds phrases in normalised tokens; holds an index, no state between calls."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = tuple(phrases)
        self._single = frozenset(n for n, p in enumerate(self.phrases) if len(p.elements) == 1)
        self._first = _Index([phrase.elements[0] for phrase in self.phrases], self._single)
        self._second = _Index(
            [(p.elements[1] if len(p.elements) > 1 else None) for p in self.phrases], frozenset()
        )

    def __call__(self, tokens: Sequence[str]) -> list[Hit]:
        """Return the first hit of every phrase, in the order of the text."""
        found: dict[int, Hit] = {}
        second = [rest for _, rest in map(self._second.remembered, tokens)]
        last = len(tokens)
        for start, (single, rest) in enumerate(map(self._first.remembered, tokens)):
            likely = set(single)
            if rest:
                reach = WIDE_GAP if tokens[start] >= FIRST_UNSPACED else GAP
                for at in range(start + 1, min(last, start + 2 + reach)):
                    if second[at]:
                        likely |= rest & second[at]
                    if tokens[at] in STOPS:
                        break
            if not likely:
                continue
            for number in sorted(likely.difference(found)):
                phrase = self.phrases[number]
                end = _end(phrase.elements, tokens, start)
                if end:
                    found[number] = Hit(phrase, start, end)
        return list(found.values())


class _Index:
    """Numbers of the elements that a word fits, those in `apart` first; remembers words."""

    def __init__(self, elements: Sequence[Element | None], apart: frozenset[int]) -> None:
        self._apart = apart
        self._words: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        for number, element in enumerate(elements):
            if element is not None:
                for word in element.words:
                    self._words.setdefault(word, []).append(number)
                for stem in element.stems:
                    self._stems.setdefault(stem, []).append(number)
        self._lengths = sorted({len(stem) for stem in self._stems})
        self.remembered = lru_cache(maxsize=REMEMBERED)(self._look_up)

    def _look_up(self, word: str) -> tuple[frozenset[int], frozenset[int]]:
        numbers = frozenset(self._numbers(word))
        return numbers & self._apart, numbers - self._apart

    def _numbers(self, word: str) -> Iterator[int]:
        yield from self._words.get(word, ())
        for length in self._lengths:
            if length > len(word):
                return
            yield from self._stems.get(word[:length], ())


def _end(elements: Sequence[Element], tokens: Sequence[str], start: int) -> int:
    """Return where a phrase beginning at `start` first ends, 0 when it does not hold there."""
    places = {start}
    for element in elements[1:]:
        following: set[int] = set()
        for place in places:
            for at in range(place + 1, min(len(tokens), place + 2 + element.gap)):
                if element.fits(tokens[at]):
                    following.add(at)
                if tokens[at] in STOPS:
                    break
        if not following:
            return 0
        places = following
    return min(places) + 1
