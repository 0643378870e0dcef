"""Mails that are nearly the same, so that no copy of a test mail stands among the training."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

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


def families(texts: Sequence[str], alike: float = 0.3) -> list[int]:
    """Return for each text the number of the first text of its family of near copies."""
    parent = list(range(len(texts)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for one, other, _ in near_duplicates(texts, alike):
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return [root(number) for number in range(len(texts))]
