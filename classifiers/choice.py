"""One reading among several kinds (party, sender): scores, phrases and types weighed together."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from classifiers.lbfgs import minimise
from classifiers.lexicon import Floats, Ints
from classifiers.windows import Cut


@dataclass(frozen=True, slots=True)
class Choice:
    """A softmax over `kinds`, learned on mails that the model had not seen (out of fold)."""

    kinds: tuple[str, ...]
    weights: tuple[tuple[float, ...], ...]

    def likely(self, inputs: Floats) -> Floats:
        """Return the probability of each kind (mail, kind)."""
        return _softmax(inputs @ np.array(self.weights, dtype=np.float32))

    def as_dict(self) -> dict[str, object]:
        """Return plain numbers for JSON."""
        return asdict(self)


def choice_inputs(whole: Floats, best: Floats, likely_types: Floats, found: Floats) -> Floats:
    """Return what a choice weighs, side by side, and a constant.

    `whole` and `best` are the scores of its kinds, for the whole mail and the best clause;
    `likely_types` the probabilities of the types, `found` the phrases.
    """
    constant = np.ones((len(whole), 1), dtype=np.float32)
    return np.concatenate([whole, best, likely_types, found, constant], axis=1).astype(np.float32)


def phrases_found(cuts: Sequence[Cut], prefix: str, kinds: Sequence[str]) -> Floats:
    """Return 1 where a phrase named `prefix`.<kind> was found (mail, kind), and the length.

    One more column stands for `prefix`.business, the last for the number of words (log).
    """
    place = {f"{prefix}.{kind}": at for at, kind in enumerate((*kinds, "business"))}
    found = np.zeros((len(cuts), len(kinds) + 2), dtype=np.float32)
    for row, mail in zip(found, cuts, strict=True):
        for hit in (*mail.hits, *mail.relations):
            if hit.phrase.name in place:
                row[place[hit.phrase.name]] = 1
        row[-1] = np.log1p(len(mail.words))
    return found


def learn_choice(
    kinds: Sequence[str], inputs: Floats, truth: Ints, penalty: float = 2e-4
) -> Choice:
    """Return the softmax that fits `truth` (number of the kind) best."""
    shape = (inputs.shape[1], len(kinds))
    wanted = np.eye(len(kinds), dtype=np.float32)[truth]

    def objective(point: Floats) -> tuple[float, Floats]:
        weights = point.reshape(shape)
        likely = _softmax(inputs @ weights)
        loss = -float(np.log(np.maximum((likely * wanted).sum(axis=1), 1e-9)).mean())
        slope = inputs.T @ (likely - wanted) / len(inputs) + penalty * weights
        return loss + penalty / 2 * float(point @ point), slope.ravel().astype(np.float32)

    start = np.zeros(shape[0] * shape[1], dtype=np.float32)
    found = minimise(objective, start, steps=300, tolerance=1e-7).reshape(shape)
    return Choice(tuple(kinds), tuple(tuple(map(float, row)) for row in found))


def _softmax(odds: Floats) -> Floats:
    raised = np.exp(odds - odds.max(axis=1, keepdims=True))
    shares: Floats = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares
