"""Windows of mails as training rows: features by number, scaled as the scorer scales them."""

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
        word_numbers = lexicon.find(self._keys)
        word_rarity = lexicon.rarity_of(word_numbers)
        letters: list[tuple[Ints, Floats]] = []
        letter_norms = np.zeros(len(self._keys), dtype=np.float32)
        for at, groups in enumerate(self._groups):
            numbers = lexicon.find(groups)
            rarity = lexicon.rarity_of(numbers)
            letter_norms[at] = rarity @ rarity
            letters.append((numbers[numbers >= 0], rarity[numbers >= 0]))
        pairs = [lexicon.find(keys) for keys in self._pairs]
        hits = [lexicon.find(keys.ravel()).reshape(-1, 2) for keys in self._hits]
        vector_norms = (self._vectors * self._vectors).sum(axis=1)
        direct: list[tuple[Ints, Floats]] = []
        words: list[tuple[Ints, Floats]] = []
        dense = np.zeros((len(windows), self._vectors.shape[1]), dtype=np.float32)
        for number, window in enumerate(windows):
            mail = self.cuts[window.mail]
            share = np.zeros(len(mail.clauses), dtype=np.float32)
            share[list(window.clauses)] = window.shares or 1.0
            owner = mail.clause_of_word
            taken = share[owner]
            at = self._at[window.mail][taken > 0]
            weight = taken[taken > 0]
            pair_share = share[owner[np.flatnonzero(mail.follows)]]
            pair = pairs[window.mail][pair_share > 0]
            pair_share = pair_share[pair_share > 0]
            pair_rarity = lexicon.rarity_of(pair)
            square = weight * weight
            length = np.sqrt(
                max(square @ word_rarity[at] ** 2 + pair_share**2 @ pair_rarity**2, 1e-6)
            )
            hit_share = share[mail.clause_of_hit]
            hit_value = PHRASE_WEIGHT / np.sqrt(max(float(hit_share @ hit_share), 1e-6))
            columns = np.concatenate(
                [word_numbers[at], pair, hits[window.mail][:, 0], hits[window.mail][:, 1]]
            )
            values = np.concatenate(
                [
                    weight * word_rarity[at] / length,
                    pair_share * pair_rarity / length,
                    hit_share * hit_value,
                    hit_share * hit_value,
                ]
            )
            kept = (columns >= 0) & (values > 0)
            direct.append((columns[kept], values[kept]))
            words.append((at, weight / np.sqrt(max(float(square @ letter_norms[at]), 1e-6))))
            vector_length = np.sqrt(max(float(square @ vector_norms[at]), 1e-6))
            dense[number] = weight @ self._vectors[at] / vector_length
        width = len(lexicon.keys)
        return Rows(
            sparse(direct, width),
            sparse(words, len(self._keys)),
            sparse(letters, width),
            dense,
        )
