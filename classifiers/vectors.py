"""Static word vectors, distilled from a multilingual sentence model; looked up by hash."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers.lexicon import Floats, Ints, Keys
from classifiers.spacy_core import hash_string

FOLDER = Path(__file__).parent / "vectors"


class Vectors:
    """One int8 row a word; common words have short vectors, so a sum weighs by rarity."""

    def __init__(self, keys: Keys, rows: NDArray[np.int8]) -> None:
        order = np.argsort(keys, kind="stable")
        self.keys = keys[order]
        self.rows = rows[order]

    @classmethod
    def read(cls, folder: Path = FOLDER) -> "Vectors":
        """Return the vectors in `folder` (keys.npy, vectors.npy)."""
        keys = np.load(folder / "keys.npy", allow_pickle=False)
        rows = np.load(folder / "vectors.npy", allow_pickle=False)
        return cls(keys, rows)

    @property
    def width(self) -> int:
        """Return the numbers in one vector."""
        return int(self.rows.shape[1])

    def find(self, words: Sequence[str]) -> Ints:
        """Return the row of each plain lower-case word, -1 for unknown ones."""
        keys = np.array([hash_string(word) for word in words], dtype=np.uint64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, -1).astype(np.int64)

    def __call__(self, words: Sequence[str]) -> Floats:
        """Return one vector a word, in units of the longest coordinate; zeros if unknown."""
        at = self.find(words)
        found = self.rows[at].astype(np.float32) / np.float32(127)
        found[at < 0] = 0
        return found
