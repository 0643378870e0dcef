"""The linear model: what every word, pair, letter group, vector and phrase adds to each column.

A window is a set of clauses. Its score in a column is

    bias + sum over the four groups of (sum of the group's weights) / (length of the group)

so the sums of all clauses are made once, and any window is a sum of rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.lexicon import (
    PHRASE_WEIGHT,
    Floats,
    Ints,
    Lexicon,
    group_keys,
    hit_keys,
    pair_keys,
    word_key,
)
from classifiers.vectors import Vectors
from classifiers.windows import LETTERS, PHRASES, VECTORS, WORDS, Cut
from classifiers.words import fold

CACHED_WORDS = 16_384


@dataclass(frozen=True, slots=True)
class Weights:
    """Learned numbers: one int8 row a feature with a scale, one row a vector coordinate."""

    lexicon: Lexicon
    features: NDArray[np.int8]
    scales: Floats
    directions: Floats
    bias: Floats

    def of(self, numbers: Ints) -> Floats:
        """Return the weight rows of features by number, zeros for -1, times their rarity."""
        rows = self.features[numbers].astype(np.float32)
        rows *= (self.scales[numbers] * self.lexicon.rarity[numbers] * (numbers >= 0))[:, None]
        return rows


def quantised(features: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Return float rows as int8 rows and one scale each."""
    scales = (np.abs(features).max(axis=1) / 127).astype(np.float16).astype(np.float32)
    safe = np.where(scales > 0, scales, 1)
    rows = np.clip(np.rint(features / safe[:, None]), -127, 127).astype(np.int8)
    rows[scales == 0] = 0
    return rows, scales


@dataclass(frozen=True, slots=True)
class Sums:
    """What each clause of a batch adds: `parts` (clause, group, column), `norms` squared."""

    parts: Floats
    norms: Floats

    def score(self, groups: Ints, clauses: Ints, count: int, shares: Floats) -> Floats:
        """Return scores without bias of `count` windows; clause i goes to window groups[i].

        `shares` says how much of each clause is taken, 0 to 1.
        """
        parts = np.zeros((count, *self.parts.shape[1:]), dtype=np.float32)
        norms = np.zeros((count, self.norms.shape[1]), dtype=np.float32)
        np.add.at(parts, groups, self.parts[clauses] * shares[:, None, None])
        np.add.at(norms, groups, self.norms[clauses] * (shares * shares)[:, None])
        return scored(parts, norms)


def _add_runs(total: Floats, into: Ints, rows: Floats) -> None:
    """Add `rows` to the rows `into` of `total`; equal numbers in `into` stand together."""
    if len(into):
        starts = np.flatnonzero(np.r_[True, into[1:] != into[:-1]])
        total[into[starts]] += np.add.reduceat(rows, starts, axis=0)


def scored(parts: Floats, norms: Floats) -> Floats:
    """Return scores without bias from sums and squared lengths (..., group, column)."""
    lengths = np.sqrt(np.maximum(norms, 1e-6))[..., None]
    total: Floats = (parts / lengths).sum(axis=-2)
    return total


class Scorer:
    """Looks words up once and keeps what they add; the store of words is bounded."""

    def __init__(self, weights: Weights, vectors: Vectors) -> None:
        self.weights = weights
        self.vectors = vectors
        self._columns = weights.bias.shape[0]
        self._forget()

    def _forget(self) -> None:
        self._places: dict[str, int] = {}
        self._keys = np.zeros(CACHED_WORDS, dtype=np.uint64)
        self._parts = np.zeros((CACHED_WORDS, 3, self._columns), dtype=np.float32)
        self._norms = np.zeros((CACHED_WORDS, 3), dtype=np.float32)
        self._known = np.zeros(CACHED_WORDS, dtype=np.bool_)
        self._pieces: dict[int, Floats] = {}

    def sums(self, cuts: Sequence[Cut]) -> tuple[Sums, Ints]:
        """Return the sums of all clauses of a batch, and where each mail's clauses begin."""
        begins = np.cumsum([0] + [len(c.clauses) for c in cuts])
        total = int(begins[-1])
        parts = np.zeros((total, 4, self._columns), dtype=np.float32)
        norms = np.zeros((total, 4), dtype=np.float32)
        for mail, begin in zip(cuts, begins, strict=False):
            if len(mail.words):
                self._add_words(mail, int(begin), parts, norms)
            for hit, clause in zip(mail.hits, mail.clause_of_hit, strict=True):
                parts[begin + clause, PHRASES] += self._hit(hit_keys([hit]))
                norms[begin + clause, PHRASES] += 1
        return Sums(parts, norms), begins.astype(np.int64)

    def _add_words(self, mail: Cut, begin: int, parts: Floats, norms: Floats) -> None:
        at = self._learn(mail.words)
        owner = mail.clause_of_word
        # Words stand in the order of their clauses: add up runs instead of scattering.
        starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        into = begin + owner[starts]
        parts[into, :PHRASES] += np.add.reduceat(self._parts[at], starts, axis=0)
        norms[into, :PHRASES] += np.add.reduceat(self._norms[at], starts, axis=0)
        right = np.flatnonzero(mail.follows)
        if len(right):
            keys = self._keys[at]
            numbers = self.weights.lexicon.find(pair_keys(keys[right - 1], keys[right]))
            rarity = self.weights.lexicon.rarity_of(numbers)
            _add_runs(norms[:, WORDS], begin + owner[right], rarity * rarity)
            known = numbers >= 0
            _add_runs(parts[:, WORDS], begin + owner[right[known]], self.weights.of(numbers[known]))

    def _learn(self, words: Sequence[str]) -> Ints:
        places = self._places
        new = [word for word in dict.fromkeys(words) if word not in places]
        if len(places) + len(new) > CACHED_WORDS:
            self._forget()
            places = self._places
            new = list(dict.fromkeys(words))[:CACHED_WORDS]
        if new:
            self._store(new, len(places))
            for at, word in enumerate(new, start=len(places)):
                places[word] = at
        return np.array([places.get(word, 0) for word in words], dtype=np.int64)

    def _store(self, words: list[str], begin: int) -> None:
        lexicon = self.weights.lexicon
        vectors = self.vectors(words)
        end = begin + len(words)
        self._parts[begin:end, VECTORS] = vectors @ self.weights.directions
        self._norms[begin:end, VECTORS] = (vectors * vectors).sum(axis=1)
        for at, word in enumerate(words, start=begin):
            folded = fold(word)
            self._keys[at] = word_key(folded)
            for group, keys in ((WORDS, self._keys[at : at + 1]), (LETTERS, group_keys(folded))):
                numbers = lexicon.find(keys)
                if group == WORDS:
                    self._known[at] = numbers[0] >= 0
                rarity = lexicon.rarity_of(numbers)
                self._parts[at, group] = self.weights.of(numbers[numbers >= 0]).sum(axis=0)
                self._norms[at, group] = float(rarity @ rarity)

    def _hit(self, keys: Sequence[int]) -> Floats:
        found = self._pieces.get(keys[0])
        if found is None:
            numbers = self.weights.lexicon.find(np.array(keys, dtype=np.uint64))
            rows = self.weights.features[numbers].astype(np.float32)
            rows *= (self.weights.scales[numbers] * (numbers >= 0))[:, None]
            found = self._pieces[keys[0]] = PHRASE_WEIGHT * rows.sum(axis=0)
        return found

    def known_share(self, words: Sequence[str]) -> float:
        """Return the share of words that training met, 0 for none at all."""
        return float(self._known[self._learn(words)].mean()) if len(words) else 0.0

    def knows(self, words: Sequence[str]) -> list[bool]:
        """Return for each word whether training met it."""
        known: list[bool] = self._known[self._learn(words)].tolist()
        return known

    def word_parts(self, words: Sequence[str], column: int) -> Floats:
        """Return what each word adds to one column before scaling."""
        parts: Floats = self._parts[self._learn(words), :, column].sum(axis=1)
        return parts
