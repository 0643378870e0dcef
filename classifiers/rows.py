"""Windows of mails as training rows: features by number, scaled as the scorer scales them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.lexicon import (
    PHRASE_WEIGHT,
    Floats,
    Ints,
    Keys,
    Lexicon,
    group_keys,
    hit_keys,
    pair_keys,
    word_key,
)
from classifiers.sparse import Sparse, sparse
from classifiers.vectors import Vectors
from classifiers.windows import Cut
from classifiers.words import fold


@dataclass(frozen=True, slots=True)
class Window:
    """Some clauses of one mail, each with the share of it that is taken (0 to 1)."""

    mail: int
    clauses: tuple[int, ...]
    shares: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """All windows: `direct` features, `letters` through words, `vectors` dense."""

    direct: Sparse
    words: Sparse
    letters: Sparse
    vectors: Floats


class RowMaker:
    """Numbers the words of all mails once and turns windows into rows."""

    def __init__(self, cuts: Sequence[Cut], vectors: Vectors) -> None:
        self.cuts = cuts
        vocabulary = sorted({word for mail in cuts for word in mail.words})
        self._place = {word: at for at, word in enumerate(vocabulary)}
        folded = [fold(word) for word in vocabulary]
        self._keys: Keys = np.array([word_key(word) for word in folded], dtype=np.uint64)
        self._groups = [group_keys(word) for word in folded]
        self._vectors = vectors(vocabulary)
        self._at = [np.array([self._place[w] for w in m.words], dtype=np.int64) for m in cuts]
        self._pairs = [self._pair_keys(m, at) for m, at in zip(cuts, self._at, strict=True)]
        self._hits = [
            np.array([hit_keys([hit]) for hit in mail.hits], dtype=np.uint64).reshape(-1, 2)
            for mail in cuts
        ]

    def _pair_keys(self, mail: Cut, at: Ints) -> Keys:
        keys = self._keys[at]
        right = np.flatnonzero(mail.follows)
        return pair_keys(keys[right - 1], keys[right])

    def documents(self) -> list[Keys]:
        """Return the keys of every feature of each mail, for counting."""
        return [
            np.concatenate(
                [
                    self._keys[at],
                    self._pairs[number],
                    self._hits[number].ravel(),
                    *(self._groups[word] for word in np.unique(at)),
                ]
            ).astype(np.uint64)
            for number, at in enumerate(self._at)
        ]

    def rows(self, windows: Sequence[Window], lexicon: Lexicon) -> Rows:
        """Return the training rows of `windows` in the numbering of `lexicon`."""
        numbers = lexicon.find(self._keys)
        letters, letter_norms = self._letters(lexicon)
        known = _Known(
            numbers,
            lexicon.rarity_of(numbers),
            letter_norms,
            (self._vectors * self._vectors).sum(axis=1),
            [lexicon.find(keys) for keys in self._pairs],
            [lexicon.find(keys.ravel()).reshape(-1, 2) for keys in self._hits],
        )
        direct: list[tuple[Ints, Floats]] = []
        words: list[tuple[Ints, Floats]] = []
        dense = np.zeros((len(windows), self._vectors.shape[1]), dtype=np.float32)
        for row, window in enumerate(windows):
            mail = self.cuts[window.mail]
            share = np.zeros(len(mail.clauses), dtype=np.float32)
            share[list(window.clauses)] = window.shares or 1.0
            taken = share[mail.clause_of_word]
            at, weight = self._at[window.mail][taken > 0], taken[taken > 0]
            direct.append(self._direct(window.mail, share, lexicon, known))
            square = weight * weight
            words.append((at, weight / _length(float(square @ known.letter_norms[at]))))
            dense[row] = (
                weight @ self._vectors[at] / _length(float(square @ known.vector_norms[at]))
            )
        width = len(lexicon.keys)
        return Rows(sparse(direct, width), sparse(words, len(self._keys)), letters, dense)

    def _letters(self, lexicon: Lexicon) -> tuple[Sparse, Floats]:
        """Return the letter groups of every word, and their squared lengths."""
        norms = np.zeros(len(self._keys), dtype=np.float32)
        found: list[tuple[Ints, Floats]] = []
        for place, groups in enumerate(self._groups):
            numbers = lexicon.find(groups)
            rarity = lexicon.rarity_of(numbers)
            norms[place] = rarity @ rarity
            found.append((numbers[numbers >= 0], rarity[numbers >= 0]))
        return sparse(found, len(lexicon.keys)), norms

    def _direct(
        self, number: int, share: Floats, lexicon: Lexicon, known: "_Known"
    ) -> tuple[Ints, Floats]:
        """Return words, pairs and phrases of one window by number, scaled."""
        mail = self.cuts[number]
        taken = share[mail.clause_of_word]
        at, weight = self._at[number][taken > 0], taken[taken > 0]
        on_right = share[mail.clause_of_word[np.flatnonzero(mail.follows)]]
        pair, pair_weight = known.pairs[number][on_right > 0], on_right[on_right > 0]
        word_values = weight * known.rarity[at]
        pair_values = pair_weight * lexicon.rarity_of(pair)
        length = _length(float(word_values @ word_values + pair_values @ pair_values))
        hit_share = share[mail.clause_of_hit]
        hit_values = hit_share * (PHRASE_WEIGHT / _length(float(hit_share @ hit_share)))
        hits = known.hits[number]
        columns = np.concatenate([known.words[at], pair, hits[:, 0], hits[:, 1]])
        values = np.concatenate(
            [word_values / length, pair_values / length, hit_values, hit_values]
        ).astype(np.float32)
        kept = (columns >= 0) & (values > 0)
        return columns[kept], values[kept]


@dataclass(frozen=True, slots=True)
class _Known:
    """Numbers, rarities and squared lengths of words; numbers of pairs and phrases a mail."""

    words: Ints
    rarity: Floats
    letter_norms: Floats
    vector_norms: Floats
    pairs: list[Ints]
    hits: list[Ints]


def _length(square: float) -> float:
    """Return the length of a group whose squared length is `square`, never zero."""
    return math.sqrt(max(float(square), 1e-6))
