"""From scores to labels: how sure each is, which are asserted, and in which band a mail falls."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from classifiers.lbfgs import minimise
from classifiers.lexicon import Floats, Ints
from classifiers.verdict import Band

ALERTS = {"legal_process": 0.3, "security_report": 0.3, "child": 0.3, "complaint": 0.35}
"""Types of which a person should hear early: asserted beside others from this probability."""

CONTRARY = {"withdraw_request": 0.65}
"""Types that take back what is asked beside them: asserted second only from this probability."""

ALONE = frozenset({"spam", "auto_reply", "bounce", "other"})
"""Types that say that a mail asks for nothing: never beside another label."""


@dataclass(frozen=True, slots=True)
class MailScores:
    """Scores of one mail or, with one more axis in front, of many.

    `whole` is the relevant text together, `best` the best clause or sentence, `hits` 1 where
    a phrase of that type was found.
    """

    whole: Floats
    best: Floats
    hits: Floats

    def stacked(self) -> Floats:
        """Return the three side by side (..., type, 3)."""
        return np.stack([self.whole, self.best, self.hits], axis=-1)


@dataclass(frozen=True, slots=True)
class Decision:
    """Learned on mails that the model had not seen (out of fold).

    A label's log odds are `blend` times its scores plus its `offset`; the log odds that the
    first label is right are `trust` times (the highest log odds in order, share of known
    words, length).
    """

    blend: tuple[float, ...]
    offsets: tuple[float, ...]
    trust: tuple[float, ...]
    assert_from: float
    sure_from: float
    confirm_from: float

    def log_odds(self, scores: MailScores) -> Floats:
        """Return calibrated log odds of each type."""
        blended = scores.stacked() @ np.array(self.blend, dtype=np.float32)
        return (blended + np.array(self.offsets, dtype=np.float32)).astype(np.float32)

    def confidence(self, odds: Floats, known: Floats, words: Ints) -> Floats:
        """Return the probability that the likeliest type of each mail is right.

        `known` is the share of words that training met, `words` the number of all.
        """
        weights = np.array(self.trust, dtype=np.float32)
        return probability(_signs(odds, known, words) @ weights)

    def band(self, confidence: float) -> Band:
        """Return how far a first label of this confidence is to be believed."""
        if confidence >= self.sure_from:
            return "sure"
        return "confirm" if confidence >= self.confirm_from else "unsure"

    def asserted(self, odds: Floats, types: Sequence[str]) -> list[int]:
        """Return the numbers of the types to assert, likeliest first, at least one.

        A type of ALONE is asserted alone, or not at all where another is likelier.
        """
        likely = probability(odds).tolist()
        order: list[int] = np.argsort(-odds, kind="stable").tolist()
        if types[order[0]] in ALONE:
            return order[:1]
        rest = (
            at
            for at in order[1:]
            if types[at] not in ALONE and likely[at] >= _least(types[at], self.assert_from)
        )
        return [order[0], *rest]

    def as_dict(self) -> dict[str, object]:
        """Return plain numbers for JSON."""
        return asdict(self)


def _least(type_name: str, usual: float) -> float:
    """Return the probability from which a type is asserted beside another."""
    return CONTRARY.get(type_name) or min(usual, ALERTS.get(type_name, 1.0))


SURE = 0.92
"""Share of first labels that are right in the sure band, by models that learned from three
quarters of the examples; the full model does better on plainer mail."""
AS_GOOD = 0.001
"""Differences of F1 that mean nothing."""
RIVALS = 4
"""Types, the likeliest, whose odds say how far to believe the first."""
LEAST_SHARE = 0.15
"""What is left of a clause that the gate closes on."""


def gate_shares(relevant: Floats) -> Floats:
    """Return the share of each clause that is taken, from its scores in `relevant`."""
    return np.clip(2 * probability(relevant), LEAST_SHARE, 1).astype(np.float32)


def probability(odds: Floats) -> Floats:
    """Return the probability that log odds stand for."""
    return (1 / (1 + np.exp(-np.clip(odds, -30, 30)))).astype(np.float32)


def _signs(odds: Floats, known: Floats, words: Ints) -> Floats:
    highest = np.sort(odds, axis=1)[:, : -RIVALS - 1 : -1]
    rest = np.stack([known, np.log1p(words), np.ones(len(odds))], axis=1)
    return np.concatenate([highest, rest], axis=1).astype(np.float32)


def _logistic(inputs: Floats, targets: Floats, penalty: float) -> Floats:
    """Return the weights of one logistic regression."""

    def objective(point: Floats) -> tuple[float, Floats]:
        odds = inputs @ point
        loss = float((np.logaddexp(0, odds) - targets * odds).mean())
        error = (1 / (1 + np.exp(-odds)) - targets) / len(targets)
        return loss + penalty / 2 * float(point @ point), inputs.T @ error + penalty * point

    start = np.zeros(inputs.shape[1], dtype=np.float32)
    return minimise(objective, start, steps=300, tolerance=1e-8)


def learn(
    scores: MailScores, truth: Floats, allowed: Floats, known: Floats, words: Ints
) -> Decision:
    """Return the decision learned from out-of-fold scores.

    `truth` (mail, type) is 1 for labels that hold, `allowed` also for those that are not wrong;
    `known` and `words` are those of `Decision.confidence`.
    """
    stacked = scores.stacked()
    mails, types, parts = stacked.shape
    inputs = np.zeros((mails, types, parts + types), dtype=np.float32)
    inputs[:, :, :parts] = stacked
    inputs[:, np.arange(types), parts + np.arange(types)] = 1
    weights = _logistic(inputs.reshape(-1, parts + types), truth.ravel(), 1e-4)
    odds = (stacked @ weights[:parts] + weights[parts:]).astype(np.float32)
    top: Ints = odds.argmax(axis=1)
    right = allowed[np.arange(mails), top]
    signs = _signs(odds, known, words)
    trust = _logistic(signs, right, 1e-4)
    confidence = probability(signs @ trust)
    return Decision(
        blend=tuple(map(float, weights[:parts])),
        offsets=tuple(map(float, weights[parts:])),
        trust=tuple(map(float, trust)),
        assert_from=_best_threshold(probability(odds), truth),
        sure_from=_precise_from(confidence, right, SURE),
        confirm_from=0.5,
    )


def _best_threshold(likely: Floats, truth: Floats) -> float:
    """Return the highest threshold at which micro F1 is as good as it gets.

    The curve is flat on top; a label too many costs staff more than one too few.
    """

    def f1(threshold: float) -> float:
        said = likely >= threshold
        said[np.arange(len(said)), likely.argmax(axis=1)] = True
        return float(2 * (said * truth).sum() / (said.sum() + truth.sum()))

    steps = {step / 50: f1(step / 50) for step in range(10, 31)}
    least = max(steps.values()) - AS_GOOD
    return max(threshold for threshold, reached in steps.items() if reached >= least)


def _precise_from(confidence: Floats, right: Floats, precision: float) -> float:
    """Return the least confidence from which first labels are right in this share."""
    order = np.argsort(-confidence, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(share >= precision)
    return float(confidence[order[good[-1]]]) if len(good) else 0.99
