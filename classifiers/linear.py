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
from classifiers.matcher import Hit
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
    """What each clause of a batch adds: `parts` (clause, group, column), `norms` squared.

    `known` is the share of each mail's words that training met.
    """

    parts: Floats
    norms: Floats
    known: Floats

    def score(self, groups: Ints, clauses: Ints, count: int, shares: Floats) -> Floats:
        """Return scores without bias of `count` windows; clause i goes to window groups[i].

        `shares` says how much of each clause is taken, 0 to 1. Equal groups stand together.
        """
        parts = np.zeros((count, *self.parts.shape[1:]), dtype=np.float32)
        norms = np.zeros((count, self.norms.shape[1]), dtype=np.float32)
        add_runs(parts, groups, self.parts[clauses] * shares[:, None, None])
        add_runs(norms, groups, self.norms[clauses] * (shares * shares)[:, None])
        return scored(parts, norms)


def run_starts(numbers: Ints) -> Ints:
    """Return where each run of equal numbers begins."""
    begins = np.ones(len(numbers), dtype=np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=begins[1:])
    return np.flatnonzero(begins)


def add_runs(total: Floats, into: Ints, rows: Floats) -> None:
    """Add `rows` to the rows `into` of `total`; equal numbers in `into` stand together.

    Does what `np.add.at` does, in a fraction of its time.
    """
    if len(into):
        starts = run_starts(into)
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
        self._pieces: dict[str, Floats] = {}

    def sums(self, cuts: Sequence[Cut]) -> tuple[Sums, Ints]:
        """Return the sums of all clauses of a batch, and where each mail's clauses begin."""
        begins = np.cumsum([0] + [len(c.clauses) for c in cuts])
        total = int(begins[-1])
        parts = np.zeros((total, 4, self._columns), dtype=np.float32)
        norms = np.zeros((total, 4), dtype=np.float32)
        known = np.zeros(len(cuts), dtype=np.float32)
        for number, (mail, begin) in enumerate(zip(cuts, begins.tolist(), strict=False)):
            if len(mail.words):
                at = self._learn(mail.words)
                known[number] = self._known[at].mean()
                self._add_words(mail, at, begin, parts, norms)
            if mail.hits:
                pieces = np.array([self._piece(hit) for hit in mail.hits])
                into = begin + mail.clause_of_hit
                add_runs(parts[:, PHRASES], into, pieces)
                add_runs(norms[:, PHRASES], into, np.ones(len(pieces), dtype=np.float32))
        return Sums(parts, norms, known), begins.astype(np.int64)

    def _add_words(self, mail: Cut, at: Ints, begin: int, parts: Floats, norms: Floats) -> None:
        # Words stand in the order of their clauses: add up runs instead of scattering.
        owner = begin + mail.clause_of_word
        starts = run_starts(owner)
        into = owner[starts]
        parts[into, :PHRASES] += np.add.reduceat(self._parts[at], starts, axis=0)
        norms[into, :PHRASES] += np.add.reduceat(self._norms[at], starts, axis=0)
        right = np.flatnonzero(mail.follows)
        if len(right):
            keys = self._keys[at]
            numbers = self.weights.lexicon.find(pair_keys(keys[right - 1], keys[right]))
            rarity = self.weights.lexicon.rarity_of(numbers)
            add_runs(norms[:, WORDS], owner[right], rarity * rarity)
            known = numbers >= 0
            add_runs(parts[:, WORDS], owner[right[known]], self.weights.of(numbers[known]))

    def _learn(self, words: Sequence[str]) -> Ints:
        """Return the place of each word in the store, after taking in the new ones."""
        at = list(map(self._places.get, words))
        if None in at:
            new = [word for word in dict.fromkeys(words) if word not in self._places]
            if len(self._places) + len(new) > CACHED_WORDS:
                self._forget()
                new = list(dict.fromkeys(words))[:CACHED_WORDS]
            self._store(new, len(self._places))
            self._places.update(zip(new, range(len(self._places), CACHED_WORDS), strict=False))
            at = [self._places.get(word, 0) for word in words]
        return np.array(at, dtype=np.int64)

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

    def _piece(self, hit: Hit) -> Floats:
        """Return what a phrase adds to each column."""
        found = self._pieces.get(hit.phrase.key)
        if found is None:
            keys = np.array(hit_keys([hit]), dtype=np.uint64)
            numbers = self.weights.lexicon.find(keys)
            rows = self.weights.features[numbers].astype(np.float32)
            rows *= (self.weights.scales[numbers] * (numbers >= 0))[:, None]
            found = self._pieces[hit.phrase.key] = PHRASE_WEIGHT * rows.sum(axis=0)
        return found

    def known_share(self, words: Sequence[str]) -> float:
        """Return the share of words that training met, 0 for none at all."""
        return float(self._known[self._learn(words)].mean()) if len(words) else 0.0

    def known_adds(self, words: Sequence[str], column: int) -> list[tuple[float, str]]:
        """Return what each word that training met adds to one column, before scaling."""
        at = self._learn(words)
        adds = self._parts[at, :, column].sum(axis=1).tolist()
        met = self._known[at].tolist()
        return [
            pair for pair, known in zip(zip(adds, words, strict=True), met, strict=True) if known
        ]
