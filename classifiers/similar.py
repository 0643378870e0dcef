"""Mails that are nearly the same, so that no copy of a test mail stands among the training."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from classifiers.lexicon import Floats
from classifiers.vectors import Vectors
from classifiers.words import is_word, tokens_of

RUN = 3
"""Words in a row that are compared."""
COMMON = 60
"""Runs that more mails share than this are salutations and say nothing."""


Runs = frozenset[tuple[str, ...]]


def runs_of(text: str) -> Runs:
    """Return every run of three folded words of `text`; short texts are one run."""
    words = [token for token in tokens_of(text).folded if is_word(token)]
    if len(words) < RUN:
        return frozenset([tuple(words)])
    return frozenset(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def near_duplicates(texts: Sequence[str], alike: float) -> list[tuple[int, int, float]]:
    """Return pairs of texts whose shared runs are at least `alike` of all their runs (Jaccard)."""
    runs = [runs_of(text) for text in texts]
    holders: dict[tuple[str, ...], list[int]] = {}
    for number, found in enumerate(runs):
        for run in found:
            holders.setdefault(run, []).append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if 1 < len(numbers) <= COMMON:
            shared.update(combinations(numbers, 2))
    pairs: list[tuple[int, int, float]] = []
    for (one, other), count in shared.items():
        likeness = count / (len(runs[one]) + len(runs[other]) - count)
        if likeness >= alike:
            pairs.append((one, other, round(likeness, 3)))
    return sorted(pairs, key=lambda pair: (-pair[2], pair))


def meanings(texts: Sequence[str], vectors: Vectors) -> Floats:
    """Return the mean vector of the words of each text, of length one (zeros: no known word)."""
    rows = [vectors(tokens_of(text).plain).sum(axis=0) for text in texts]
    means = np.array(rows, dtype=np.float32).reshape(len(texts), vectors.width)
    lengths: Floats = np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-6)
    return (means / lengths).astype(np.float32)


def sisters(means: Floats, groups: Sequence[str], alike: float = 0.7) -> list[tuple[int, int]]:
    """Return pairs (leader, mail) of mails of one group that tell the same in other words.

    A mail joins the leader nearest to it whose mean vector has a cosine of at least `alike`
    with its own, whatever the language of the two; otherwise it becomes a leader itself.
    """
    leaders: dict[str, list[int]] = {}
    pairs: list[tuple[int, int]] = []
    for number, group in enumerate(groups):
        row = leaders.setdefault(group, [])
        near = means[row] @ means[number] if row else np.array([-1.0])
        if near.max() >= alike:
            pairs.append((row[int(near.argmax())], number))
        else:
            row.append(number)
    return pairs


def families(
    texts: Sequence[str], alike: float = 0.3, also: Sequence[tuple[int, int]] = ()
) -> list[int]:
    """Return for each text the number of the first text of its family of near copies.

    The pairs in `also` are of one family, too.
    """
    parent = list(range(len(texts)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    copies = ((one, other) for one, other, _ in near_duplicates(texts, alike))
    for one, other in (*copies, *also):
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return [root(number) for number in range(len(texts))]
