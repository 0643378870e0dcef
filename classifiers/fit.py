"""Many logistic regressions over the same rows, fitted together."""

from collections.abc import Sequence
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

    def flat(self) -> Floats:
        """Return all numbers in one row."""
        return np.concatenate([self.features.ravel(), self.directions.ravel(), self.bias])

    def scores(self, rows: Rows) -> Floats:
        """Return the scores of rows, bias included."""
        total: Floats = (
            rows.direct.times(self.features)
            + rows.words.times(rows.letters.times(self.features))
            + rows.vectors @ self.directions
            + self.bias
        )
        return total


STEPS = 100
TOLERANCE = 2e-5
"""Where fitting ends; ending much earlier costs about two points."""


def mean(solutions: Sequence[Solution]) -> Solution:
    """Return the mean of solutions, a good place to begin the next one."""
    return Solution(
        np.mean([s.features for s in solutions], axis=0),
        np.mean([s.directions for s in solutions], axis=0),
        np.mean([s.bias for s in solutions], axis=0),
    )


def fit(
    rows: Rows,
    targets: Floats,
    weights: Floats,
    *,
    penalty: float,
    steps: int = STEPS,
    start: Solution | None = None,
) -> Solution:
    """Return the solution of least weighted logistic loss plus `penalty` times squared weights.

    `targets` (row, column) are probabilities; `weights` (row, column) say how much each counts.
    The bias is not penalised. Begins at `start`, otherwise at zero.
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

    begin = np.zeros(ends[2], dtype=np.float32) if start is None else start.flat()
    return unpack(minimise(objective, begin, steps=steps, tolerance=TOLERANCE))
