"""Many logistic regressions over the same rows, fitted together."""

from dataclasses import dataclass

import numpy as np

from classifiers.lbfgs import minimise
from classifiers.lexicon import Floats
from classifiers.rows import Rows


@dataclass(frozen=True, slots=True)
class Solution:
    """Float weights: (feature, column), (vector coordinate, column), (column)."""

    features: Floats
    directions: Floats
    bias: Floats

    def scores(self, rows: Rows) -> Floats:
        """Return the scores of rows, bias included."""
        total: Floats = (
            rows.direct.times(self.features)
            + rows.words.times(rows.letters.times(self.features))
            + rows.vectors @ self.directions
            + self.bias
        )
        return total


def fit(
    rows: Rows, targets: Floats, weights: Floats, *, penalty: float, steps: int = 60
) -> Solution:
    """Return the solution of least weighted logistic loss plus `penalty` times squared weights.

    `targets` (row, column) are probabilities; `weights` (row, column) say how much each counts.
    The bias is not penalised.
    """
    columns = targets.shape[1]
    features, coordinates = rows.direct.width, rows.vectors.shape[1]
    back_direct, back_words = rows.direct.transposed(), rows.words.transposed()
    back_letters = rows.letters.transposed()
    ends = np.cumsum([features * columns, coordinates * columns, columns])
    total = float(weights.sum())

    def unpack(point: Floats) -> Solution:
        return Solution(
            point[: ends[0]].reshape(features, columns),
            point[ends[0] : ends[1]].reshape(coordinates, columns),
            point[ends[1] :],
        )

    def objective(point: Floats) -> tuple[float, Floats]:
        now = unpack(point)
        scores = now.scores(rows)
        loss = np.logaddexp(0, scores) - targets * scores
        error: Floats = (weights * (1 / (1 + np.exp(-scores)) - targets)).astype(np.float32)
        value = float((weights * loss).sum(dtype=np.float64))
        value += penalty / 2 * float(np.vdot(point[: ends[1]], point[: ends[1]]))
        slope = np.concatenate(
            [
                (back_direct.times(error) + back_letters.times(back_words.times(error))).ravel(),
                (rows.vectors.T @ error).ravel(),
                error.sum(axis=0),
            ]
        )
        slope[: ends[1]] += penalty * point[: ends[1]]
        return value / total, (slope / total).astype(np.float32)

    return unpack(minimise(objective, np.zeros(ends[2], dtype=np.float32), steps=steps))
