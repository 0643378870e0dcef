"""A mail cut into clauses as arrays of features; what training counts and reading looks up."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.clauses import Clause, split
from classifiers.lexicon import Ints
from classifiers.matcher import Hit, Matcher
from classifiers.words import Tokens, is_word, joined, tokens_of

WORDS, LETTERS, VECTORS, PHRASES = range(4)
"""The four groups of features; each is scaled to length one within a window."""
RELATIONS = frozenset({"party.own_user", "party.business"})
"""Phrases of single common words: told apart for the party, no features of the linear model."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One mail, cut: the words with the clause of each, and the phrases found.

    `follows` marks words whose left neighbour stands in the same sentence.
    """

    tokens: Tokens
    clauses: list[Clause]
    hits: list[Hit]
    relations: list[Hit]
    words: list[str]
    clause_of_word: Ints
    follows: NDArray[np.bool_]
    clause_of_hit: Ints


def tells_relation(name: str) -> bool:
    """Return whether phrases of the file `name` count for the party alone.

    These are RELATIONS and the clues, one step finer: `party.own_user.mailing`.
    """
    return name in RELATIONS or name.count(".") > 1


def cut(tokens: Tokens, clauses: list[Clause], hits: list[Hit]) -> Cut:
    """Return the mail as words and phrases, each with the number of its clause."""
    relations = [hit for hit in hits if tells_relation(hit.phrase.name)]
    hits = [hit for hit in hits if not tells_relation(hit.phrase.name)]
    words: list[str] = []
    owner: list[int] = []
    follows: list[bool] = []
    sentence = -1
    plain = tokens.plain
    counts = [is_word(token) or token in {"?", "!"} for token in tokens.folded]
    starts: list[int] = []
    for number, clause in enumerate(clauses):
        starts.append(clause.start)
        for at in range(clause.start, clause.end):
            if counts[at]:
                words.append(plain[at])
                owner.append(number)
                follows.append(clause.sentence == sentence)
                sentence = clause.sentence
    # Line ends between clauses belong to the clause before them.
    at_hit = [max(0, bisect_right(starts, hit.start) - 1) for hit in hits]
    return Cut(
        tokens,
        clauses,
        hits,
        relations,
        words,
        np.array(owner, dtype=np.int64),
        np.array(follows, dtype=np.bool_),
        np.array(at_hit, dtype=np.int64),
    )


def cut_text(subject: str, body: str, matcher: Matcher) -> Cut:
    """Return one mail cut, without spaCy around it (for training)."""
    tokens = tokens_of(joined(subject, body))
    return cut(tokens, split(tokens.folded), matcher(tokens.folded))


def sentences(clauses: Sequence[Clause]) -> list[list[int]]:
    """Return the numbers of the clauses of each sentence that has more than one."""
    found: dict[int, list[int]] = {}
    for number, clause in enumerate(clauses):
        found.setdefault(clause.sentence, []).append(number)
    return [numbers for numbers in found.values() if len(numbers) > 1]
