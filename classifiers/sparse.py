"""Sparse times dense for training, in numpy and thinc only; results do not depend on threads."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from thinc.api import NumpyOps

from classifiers.lexicon import Floats, Ints

_OPS = NumpyOps()
_CHUNK = 30_000


@dataclass(frozen=True, slots=True)
class Sparse:
    """Rows of (column, value) pairs; `lengths` says how many pairs each row has."""

    lengths: NDArray[np.int32]
    columns: Ints
    values: Floats
    width: int

    def times(self, dense: Floats) -> Floats:
        """Return this matrix times `dense` (width x k)."""
        out = np.zeros((len(self.lengths), dense.shape[1]), dtype=np.float32)
        ends = np.cumsum(self.lengths)
        row = 0
        while row < len(self.lengths):
            begin = int(ends[row] - self.lengths[row])
            last = max(row + 1, int(np.searchsorted(ends, begin + _CHUNK, "right")))
            end = int(ends[last - 1])
            gathered = dense[self.columns[begin:end]]
            gathered *= self.values[begin:end, None]
            out[row:last] = _OPS.reduce_sum(gathered, self.lengths[row:last])
            row = last
        return out

    def transposed(self) -> "Sparse":
        """Return the same numbers with rows and columns exchanged."""
        order = np.argsort(self.columns, kind="stable")
        rows = np.repeat(np.arange(len(self.lengths)), self.lengths)
        lengths = np.bincount(self.columns, minlength=self.width).astype(np.int32)
        return Sparse(lengths, rows[order], self.values[order], len(self.lengths))

    def rows(self, chosen: Ints) -> "Sparse":
        """Return the matrix of the chosen rows."""
        begins = np.cumsum(self.lengths) - self.lengths
        lengths = self.lengths[chosen]
        offsets = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        at = np.repeat(begins[chosen], lengths) + offsets
        return Sparse(lengths, self.columns[at], self.values[at], self.width)


def sparse(rows: list[tuple[Ints, Floats]], width: int) -> Sparse:
    """Return rows of (columns, values) as one matrix."""
    no_columns, no_values = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    return Sparse(
        np.array([len(columns) for columns, _ in rows], dtype=np.int32),
        np.concatenate([columns for columns, _ in rows] or [no_columns]).astype(np.int64),
        np.concatenate([values for _, values in rows] or [no_values]).astype(np.float32),
        width,
    )
