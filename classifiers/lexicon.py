"""Words, word pairs, letter groups and phrases as numbered features, found by their hash."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.matcher import Hit
from classifiers.spacy_core import hash_string

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]

SHORTEST_GROUP, LONGEST_GROUP = 2, 5
PHRASE_WEIGHT = 0.35
"""Value of a phrase feature; the other groups of a window have length one."""
_PAIR = np.uint64(0x9E3779B97F4A7C15)


def word_key(word: str) -> int:
    """Return the key of one folded word."""
    return int(hash_string("w " + word))


def pair_keys(left: Keys, right: Keys) -> Keys:
    """Return the keys of neighbouring words from the keys of each."""
    with np.errstate(over="ignore"):
        mixed = (left * _PAIR) ^ (right + (left >> np.uint64(29)))
        return mixed * _PAIR


def group_keys(word: str) -> Keys:
    """Return the keys of the letter groups of one folded word, its borders marked."""
    padded = f" {word} "
    groups = {
        padded[at : at + size]
        for size in range(SHORTEST_GROUP, LONGEST_GROUP + 1)
        for at in range(len(padded) - size + 1)
    }
    return np.array(sorted(hash_string("c" + group) for group in groups), dtype=np.uint64)


def hit_keys(hits: Iterable[Hit]) -> list[int]:
    """Return the keys of phrase hits: each phrase, and once the name that it speaks for."""
    keys: dict[str, None] = {}
    for hit in hits:
        keys["p" + hit.phrase.key] = None
        keys["n" + hit.phrase.name] = None
    return [int(hash_string(key)) for key in keys]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Known features: sorted keys, and how rare each is (inverse document frequency)."""

    keys: Keys
    rarity: Floats
    unseen: float

    def find(self, keys: Keys) -> Ints:
        """Return the number of each feature, -1 for those never seen in training."""
        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, -1).astype(np.int64)

    def rarity_of(self, numbers: Ints) -> Floats:
        """Return the rarity of features by number; the never seen are the rarest."""
        return np.where(numbers >= 0, self.rarity[numbers], np.float32(self.unseen)).astype(
            np.float32
        )


def build_lexicon(documents: Sequence[Keys], fewest: int = 2, most: int = 80_000) -> Lexicon:
    """Return the lexicon of features that occur in at least `fewest` documents."""
    unique = [np.unique(document) for document in documents]
    keys, counts = np.unique(np.concatenate(unique), return_counts=True)
    kept = np.flatnonzero(counts >= fewest)
    if len(kept) > most:
        kept = np.sort(kept[np.argsort(-counts[kept], kind="stable")[:most]])
    total = len(documents)
    rarity = np.log((1 + total) / (1 + counts[kept])) + 1
    unseen = float(np.log((1 + total) / 2) + 1)
    return Lexicon(keys[kept], rarity.astype(np.float16).astype(np.float32), unseen)
