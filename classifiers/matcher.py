"""Phrases from `phrases/<lang>/<name>.txt`, found through an index on their first word.

One phrase a line, words in any case and with or without accents, `#` starts a comment:

    delete|erase .. account|data     alternatives; `..` leaves room for up to four words
    lösch* .. konto                  a stem with any ending
    right to be forgotten

The hits are those of spaCy's Matcher with the same patterns (a test compares them), at a
cost that does not grow with the number of phrases.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from classifiers.words import forget_words, tokens_of, unspaced

PHRASES = Path(__file__).parent / "phrases"
GAP = 4
"""Tokens that `..` may stand for, at most."""
WIDE_GAP = 12
"""The same before a word of a script without spaces, whose tokens are pairs of letters."""

REMEMBERED = 16_384
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
    forget_words()
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


@dataclass(frozen=True, slots=True)
class Places:
    """The numbers of the phrases that a word may begin, or follow as the second word."""

    alone: frozenset[int]
    begins: frozenset[int]
    next: frozenset[int]
    later: frozenset[int]


NONE: frozenset[int] = frozenset()
NOWHERE = Places(NONE, NONE, NONE, NONE)
"""Where most words stand, kept once."""


class Matcher:
    """Finds phrases in normalised tokens; holds an index and the places of words, bounded."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = tuple(phrases)
        long = {n: p.elements for n, p in enumerate(self.phrases) if len(p.elements) > 1}
        alone = {n: p.elements[0] for n, p in enumerate(self.phrases) if n not in long}
        self._alone = _Index(alone)
        self._begins = _Index({n: elements[0] for n, elements in long.items()})
        self._next = _Index({n: row[1] for n, row in long.items() if not row[1].gap})
        self._later = _Index({n: row[1] for n, row in long.items() if row[1].gap})
        self._places = lru_cache(maxsize=REMEMBERED)(self._look_up)

    def _look_up(self, word: str) -> Places:
        found = (
            self._alone.of(word), self._begins.of(word), self._next.of(word), self._later.of(word)
        )  # fmt: skip
        return Places(*found) if any(found) else NOWHERE

    def __call__(self, tokens: Sequence[str]) -> list[Hit]:
        """Return the first hit of every phrase, in the order of the text."""
        found: dict[int, Hit] = {}
        places = list(map(self._places, tokens))
        later = [place.later for place in places]
        last = len(tokens)
        stop = -1
        for start, place in enumerate(places):
            if place is NOWHERE:
                continue
            likely, rest = place.alone, place.begins
            if rest and start + 1 < last:
                if stop <= start:
                    stop = next((at for at in range(start + 1, last) if tokens[at] in STOPS), last)
                likely = likely | (rest & places[start + 1].next)
                reach = WIDE_GAP if tokens[start] >= FIRST_UNSPACED else GAP
                for distant in later[start + 1 : min(stop + 1, start + 2 + reach)]:
                    if distant and not rest.isdisjoint(distant):
                        likely = likely | (rest & distant)
            if not likely:
                continue
            for number in sorted(likely.difference(found)):
                phrase = self.phrases[number]
                end = _end(phrase.elements, tokens, start)
                if end:
                    found[number] = Hit(phrase, start, end)
        return list(found.values())


class _Index:
    """The numbers of elements by their words and stems."""

    def __init__(self, elements: Mapping[int, Element]) -> None:
        self._words: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        for number, element in elements.items():
            for word in element.words:
                self._words.setdefault(word, []).append(number)
            for stem in element.stems:
                self._stems.setdefault(stem, []).append(number)
        self._lengths = sorted({len(stem) for stem in self._stems})

    def of(self, word: str) -> frozenset[int]:
        """Return the numbers of the elements that `word` fits."""
        return frozenset(self._numbers(word)) or NONE

    def _numbers(self, word: str) -> Iterator[int]:
        yield from self._words.get(word, ())
        for length in self._lengths:
            if length > len(word):
                return
            yield from self._stems.get(word[:length], ())


def _end(elements: Sequence[Element], tokens: Sequence[str], start: int) -> int:
    """Return where a phrase beginning at `start` first ends, 0 when it does not hold there."""
    last = len(tokens)
    places = [start]
    for element in elements[1:]:
        if not element.gap and len(places) == 1:  # the commonest case, and the quickest
            places[0] += 1
            if places[0] == last or not element.fits(tokens[places[0]]):
                return 0
            continue
        following: set[int] = set()
        for place in places:
            for at in range(place + 1, min(last, place + 2 + element.gap)):
                if element.fits(tokens[at]):
                    following.add(at)
                if tokens[at] in STOPS:
                    break
        if not following:
            return 0
        places = list(following)
    return min(places) + 1
