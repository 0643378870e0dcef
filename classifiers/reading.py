"""Scores of whole batches of mails by a trained model; the same arithmetic in training and use."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.choice import Choice, choice_inputs, phrases_found
from classifiers.columns import Columns
from classifiers.decision import Decision, MailScores, gate_shares, probability
from classifiers.lexicon import Floats, Ints
from classifiers.linear import Scorer, Sums, run_starts
from classifiers.windows import WORDS, Cut


@dataclass(frozen=True, slots=True)
class Read:
    """What the model makes of one mail: calibrated odds of all types, and where they come from.

    `clause_scores` (clause, column) are the scores of single clauses, for the evidence.
    """

    cut: Cut
    odds: Floats
    confidence: float
    party: Floats
    sender: Floats
    known: float
    clause_scores: Floats


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model with its decision: all that is learned."""

    columns: Columns
    scorer: Scorer
    decision: Decision
    party: Choice
    sender: Choice

    def read(self, cuts: Sequence[Cut]) -> list[Read]:
        """Return the reading of each mail."""
        if not cuts:
            return []
        sums, begins = self.scorer.sums(cuts)
        clauses = len(sums.norms)
        numbers = np.arange(clauses)
        ones = np.ones(clauses, dtype=np.float32)
        bias = self.scorer.weights.bias
        single = sums.score(numbers, numbers, clauses, ones) + bias
        owner = np.repeat(np.arange(len(cuts)), np.diff(begins))
        shares = gate_shares(single[:, self.columns.relevant])
        whole = sums.score(owner, numbers, len(cuts), shares) + bias
        types = len(self.columns.types)
        best = self._best(cuts, sums, begins, single)
        scores = MailScores(
            whole[:, :types], best[:, :types], hits_by_type(cuts, self.columns.types)
        )
        odds = self.decision.log_odds(scores)
        confidence = self.decision.confidence(odds, sums.known, word_counts(cuts))
        likely = probability(odds)
        party = self.party.likely(
            choice_inputs(
                whole[:, self.columns.party],
                best[:, self.columns.party],
                likely,
                phrases_found(cuts, "party", self.party.kinds),
            )
        )
        sender = self.sender.likely(
            choice_inputs(
                whole[:, self.columns.sender],
                best[:, self.columns.sender],
                likely,
                phrases_found(cuts, "sender", self.sender.kinds),
            )
        )
        return [
            Read(
                cut,
                odds[at],
                float(confidence[at]),
                party[at],
                sender[at],
                float(sums.known[at]),
                single[begins[at] : begins[at + 1]],
            )
            for at, cut in enumerate(cuts)
        ]

    def _best(self, cuts: Sequence[Cut], sums: Sums, begins: Ints, single: Floats) -> Floats:
        """Return the highest score of each column over the clauses and sentences of each mail."""
        bias = self.scorer.weights.bias
        best = np.full((len(cuts), len(bias)), -np.inf, dtype=np.float32)
        filled = np.flatnonzero(sums.norms[:, WORDS] > 0)
        owner = np.repeat(np.arange(len(cuts)), np.diff(begins))
        _max_runs(best, owner[filled], single[filled])
        groups: list[int] = []
        members: list[int] = []
        mails: list[int] = []
        for mail, cut in enumerate(cuts):
            last = -1
            for number, clause in enumerate(cut.clauses):
                if clause.sentence != last:
                    mails.append(mail)
                    last = clause.sentence
                groups.append(len(mails) - 1)
                members.append(int(begins[mail]) + number)
        several = np.bincount(groups, minlength=len(mails)) > 1
        chosen = several[groups]
        if chosen.any():
            at = np.flatnonzero(several)
            place = np.zeros(len(mails), dtype=np.int64)
            place[at] = np.arange(len(at))
            together = sums.score(
                place[np.array(groups)[chosen]],
                np.array(members)[chosen],
                len(at),
                np.ones(int(chosen.sum()), dtype=np.float32),
            )
            _max_runs(best, np.array(mails)[at], together + bias)
        empty = ~np.isfinite(best[:, 0])
        best[empty] = bias
        return best


def _max_runs(best: Floats, into: Ints, rows: Floats) -> None:
    """Raise the rows `into` of `best` to `rows`; equal numbers in `into` stand together."""
    if len(into):
        starts = run_starts(into)
        highest = np.maximum.reduceat(rows, starts, axis=0)
        best[into[starts]] = np.maximum(best[into[starts]], highest)


def word_counts(cuts: Sequence[Cut]) -> Ints:
    """Return the number of words of each mail."""
    return np.array([len(cut.words) for cut in cuts], dtype=np.int64)


def hits_by_type(cuts: Sequence[Cut], types: Sequence[str]) -> Floats:
    """Return 1 where a phrase of that type was found (mail, type)."""
    place = {name: at for at, name in enumerate(types)}
    found = np.zeros((len(cuts), len(types)), dtype=np.float32)
    for row, mail in zip(found, cuts, strict=True):
        for hit in mail.hits:
            if hit.phrase.name in place:
                row[place[hit.phrase.name]] = 1
    return found
