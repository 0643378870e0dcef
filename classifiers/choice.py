"""One reading among several kinds (party, sender): scores, phrases and types weighed together."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from classifiers.lbfgs import minimise
from classifiers.lexicon import Floats, Ints
from classifiers.windows import Cut

CLUES = (
    "party.own_user.account",
    "party.own_user.applied",
    "party.own_user.call",
    "party.own_user.customer",
    "party.own_user.event",
    "party.own_user.mailing",
    "party.own_user.shown",
    "party.own_user.site",
    "party.org_administered.admin",
    "party.org_administered.left",
    "party.org_administered.work",
    "party.client_data.forwards",
    "party.client_data.shop",
    "party.client_data.stranger",
    "party.unknown.bare",
    "party.unknown.letter",
)
"""Phrase files of the party's clues: what each says of a relation is learned, not set."""
JOINT = 16
"""Units between input and kinds: what a clue says depends on what else is there."""
PENALTY = 4e-3
STEPS = 200
SEED = 7
Weights = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A softmax over `kinds`, learned on mails that the model had not seen (out of fold).

    Inputs count directly (`weights`: input, kind) and through a few joint units (`joint`:
    input, unit; `outward`: unit, kind).
    """

    kinds: tuple[str, ...]
    weights: Weights
    joint: Weights
    outward: Weights

    def likely(self, inputs: Floats) -> Floats:
        """Return the probability of each kind (mail, kind)."""
        direct, joint, outward = (
            np.array(part, dtype=np.float32) for part in (self.weights, self.joint, self.outward)
        )
        return _softmax(inputs @ direct + np.tanh(inputs @ joint) @ outward)

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

    Further columns stand for `prefix`.business and the clues of `prefix`, the last for the
    number of words (log).
    """
    names = [f"{prefix}.{kind}" for kind in (*kinds, "business")]
    names += [name for name in CLUES if name.startswith(f"{prefix}.")]
    place = {name: at for at, name in enumerate(names)}
    found = np.zeros((len(cuts), len(names) + 1), dtype=np.float32)
    for row, mail in zip(found, cuts, strict=True):
        for hit in (*mail.hits, *mail.relations):
            if hit.phrase.name in place:
                row[place[hit.phrase.name]] = 1
        row[-1] = np.log1p(len(mail.words))
    return found


def learn_choice(kinds: Sequence[str], inputs: Floats, truth: Ints) -> Choice:
    """Return the choice that fits `truth` (number of the kind) best; the last input is 1."""
    centre = inputs.mean(axis=0)
    spread = inputs.std(axis=0) + np.float32(1e-3)
    centre[-1], spread[-1] = 0, 1
    scaled = ((inputs - centre) / spread).astype(np.float32)
    wanted = np.eye(len(kinds), dtype=np.float32)[truth]
    shapes = ((inputs.shape[1], len(kinds)), (inputs.shape[1], JOINT), (JOINT, len(kinds)))
    ends = np.cumsum([rows * columns for rows, columns in shapes])

    def parts(point: Floats) -> list[Floats]:
        return [
            flat.reshape(shape)
            for flat, shape in zip(np.split(point, ends[:-1]), shapes, strict=True)
        ]

    def objective(point: Floats) -> tuple[float, Floats]:
        direct, joint, outward = parts(point)
        units = np.tanh(scaled @ joint)
        likely = _softmax(scaled @ direct + units @ outward)
        loss = -float(np.log(np.maximum((likely * wanted).sum(axis=1), 1e-9)).mean())
        error = (likely - wanted) / np.float32(len(inputs))
        back = (error @ outward.T) * (1 - units * units)
        slopes = [(scaled.T @ error).ravel(), (scaled.T @ back).ravel(), (units.T @ error).ravel()]
        slope = np.concatenate(slopes) + np.float32(PENALTY) * point
        return loss + PENALTY / 2 * float(point @ point), slope.astype(np.float32)

    start = np.zeros(ends[-1], dtype=np.float32)
    # Units that begin alike would stay alike; the seed makes every training the same.
    noise = np.random.default_rng(SEED).standard_normal(ends[1] - ends[0]).astype(np.float32)
    start[ends[0] : ends[1]] = noise / np.float32(np.sqrt(inputs.shape[1]))
    direct, joint, outward = parts(minimise(objective, start, steps=STEPS, tolerance=1e-6))
    return Choice(
        tuple(kinds),
        _plain(_unscaled(direct, centre, spread)),
        _plain(_unscaled(joint, centre, spread)),
        _plain(outward),
    )


def _unscaled(weights: Floats, centre: Floats, spread: Floats) -> Floats:
    """Return weights of scaled inputs as weights of the inputs themselves."""
    plain = weights / spread[:, None]
    plain[-1] -= centre @ plain
    return plain


def _plain(rows: Floats) -> Weights:
    return tuple(tuple(float(f"{number:.5g}") for number in row) for row in rows.tolist())


def _softmax(odds: Floats) -> Floats:
    raised = np.exp(odds - odds.max(axis=1, keepdims=True))
    shares: Floats = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares
