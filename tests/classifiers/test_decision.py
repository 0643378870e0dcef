"""Confidence means what it says, and alarms ring early."""

import numpy as np
import pytest

from classifiers.decision import ALERTS, Decision, MailScores, learn, probability
from classifiers.scoring import calibration_error

TYPES = ("access", "child", "delete")


def decision() -> Decision:
    """Return a plain decision over three types."""
    return Decision((1.0, 0.0, 0.0), (0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0), 0.5, 0.9, 0.5)


def odds(*shares: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return the log odds of probabilities."""
    values = np.array(shares, dtype=np.float32)
    return np.log(values / (1 - values)).astype(np.float32)


@pytest.mark.parametrize(
    ("confidence", "band"), [(0.95, "sure"), (0.9, "sure"), (0.6, "confirm"), (0.49, "unsure")]
)
def test_bands(confidence: float, band: str) -> None:
    """Bands begin where the decision says."""
    assert decision().band(confidence) == band


def test_at_least_one_label_is_asserted() -> None:
    """The likeliest label is asserted however unlikely it is."""
    assert decision().asserted(odds(0.1, 0.05, 0.2), TYPES) == [2]


def test_alerts_are_asserted_early() -> None:
    """A child is mentioned beside another label long before that label would be."""
    assert ALERTS["child"] < 0.4 < decision().assert_from
    assert decision().asserted(odds(0.9, 0.4, 0.1), TYPES) == [0, 1]
    assert decision().asserted(odds(0.9, 0.1, 0.4), TYPES) == [0]


def test_a_label_that_asks_for_nothing_stands_alone() -> None:
    """Spam is never said beside a request, and no request beside spam."""
    types = ("delete", "other", "spam")
    assert decision().asserted(odds(0.9, 0.7, 0.8), types) == [0]
    assert decision().asserted(odds(0.7, 0.6, 0.9), types) == [2]


def test_learning_calibrates() -> None:
    """Scores that are far too timid become probabilities that come true."""
    random = np.random.default_rng(3)
    likely = random.uniform(0.02, 0.98, size=(4000, 3)).astype(np.float32)
    truth = (random.uniform(size=likely.shape) < likely).astype(np.float32)
    timid = 0.2 * np.log(likely / (1 - likely)) - 1
    scores = MailScores(timid.astype(np.float32), timid.astype(np.float32), np.zeros_like(likely))
    known, words = np.ones(len(truth), dtype=np.float32), np.full(len(truth), 30)
    learned = learn(scores, truth, truth, known, words)
    said = probability(learned.log_odds(scores)).ravel()
    assert calibration_error(list(zip(said.tolist(), truth.ravel() > 0, strict=True))) < 0.03
