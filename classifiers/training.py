"""From examples to a model: whole mails first, then clause by clause, then calibration."""

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.choice import choice_inputs, learn_choice, phrases_found
from classifiers.columns import Columns
from classifiers.corpus import Example
from classifiers.decision import MailScores, gate_shares, learn, probability
from classifiers.fit import Solution, fit, mean
from classifiers.lexicon import Floats, Ints, Lexicon, build_lexicon
from classifiers.linear import Scorer, Weights, quantised
from classifiers.matcher import Matcher
from classifiers.reading import Model, hits_by_type, word_counts
from classifiers.rows import RowMaker, Rows, Window
from classifiers.vectors import Vectors
from classifiers.verdict import PARTIES, SENDERS
from classifiers.windows import Cut, cut_text, sentences

FOLDS = 4
PENALTY = 0.06
CLAUSE_WEIGHT = 0.5
"""How much a clause counts beside a whole mail."""
SILENT_WEIGHT = 0.1
"""How much a clause counts that seems to ask for nothing."""
NEUTRAL_WEIGHT = 1.0
RELATIONS = ("own_user", "org_administered", "client_data")
"""The parties that a single clause can tell ("my account with you", "my school", "your client")."""
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """The windows of all mails in one list of rows: whole mails first, then pieces of them."""

    rows: Rows
    windows: list[Window]
    mails: int

    def chosen(self, numbers: Ints) -> Rows:
        """Return the rows of some windows."""
        rows = self.rows
        return Rows(
            rows.direct.rows(numbers), rows.words.rows(numbers), rows.letters, rows.vectors[numbers]
        )


def folds_of(examples: Sequence[Example], families: Sequence[int]) -> Ints:
    """Return a fold for each mail; mails of one family share theirs."""
    names = [examples[family].where + examples[family].subject for family in families]
    digits = [int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) for name in names]
    return np.array([digit % FOLDS for digit in digits], dtype=np.int64)


def train(
    examples: Sequence[Example],
    neutral: Sequence[str],
    matcher: Matcher,
    vectors: Vectors,
    *,
    families: Sequence[int],
    progress: Progress,
) -> Model:
    """Return the model learned from `examples`; the same input gives the same numbers.

    `neutral` are sentences that ask for nothing; `families` says which examples are so alike
    that they must not stand on both sides of a calibration.
    """
    columns = Columns(tuple(sorted({name for e in examples for name in e.types})))
    progress(f"cutting {len(examples)} mails into clauses")
    cuts = [cut_text(e.subject, e.body, matcher) for e in examples]
    silent = [cut_text("", sentence, matcher) for sentence in neutral]
    maker = RowMaker([*cuts, *silent], vectors)
    lexicon = build_lexicon(maker.documents()[: len(cuts)])
    progress(f"{len(lexicon.keys)} features; first round, whole mails")
    targets = columns.targets(examples)
    parts, wanted, counts = _two_rounds(maker, lexicon, targets, columns, len(cuts))
    outside, start = _out_of_fold(parts, wanted, counts, folds_of(examples, families), progress)
    progress("last round, all mails")
    used = np.flatnonzero(counts.sum(axis=1) > 0)
    # The folds have seen all mails between them: from their mean it is not far.
    solution = fit(parts.chosen(used), wanted[used], counts[used], penalty=PENALTY, start=start)
    scorer = Scorer(_weights(lexicon, solution), vectors)
    return _decided(
        columns,
        scorer,
        cuts,
        whole=outside[: len(cuts)],
        best=_best_pieces(parts, outside),
        targets=targets,
    )


def _two_rounds(
    maker: RowMaker, lexicon: Lexicon, targets: Floats, columns: Columns, mails: int
) -> tuple[Parts, Floats, Floats]:
    """Return all windows with targets and weights, after a first round over whole mails."""
    cuts, silent = maker.cuts[:mails], maker.cuts[mails:]
    pieces = _pieces(cuts)
    still = [Window(mails + i, tuple(range(len(c.clauses)))) for i, c in enumerate(silent)]
    whole = [Window(i, tuple(range(len(c.clauses)))) for i, c in enumerate(cuts)]
    windows = [*whole, *pieces, *still]
    parts = Parts(maker.rows(windows, lexicon), windows, mails)
    scores = _first_round(parts, targets, columns, len(still)).scores(parts.rows)
    wanted, counts = _second_targets(parts, scores, targets, columns, len(still))
    windows = [*_gated(whole, parts, scores, columns.relevant), *pieces, *still]
    return Parts(maker.rows(windows, lexicon), windows, mails), wanted, counts


def _out_of_fold(
    parts: Parts, wanted: Floats, counts: Floats, folds: Ints, progress: Progress
) -> tuple[Floats, Solution]:
    """Return the scores of every window by a model that has not seen its mail, and the mean."""
    solutions: list[Solution] = []
    outside = np.zeros_like(wanted)
    fold_of_row = np.array(
        [folds[w.mail] if w.mail < parts.mails else -1 for w in parts.windows], dtype=np.int64
    )
    shared = _Folds(parts, wanted, counts, fold_of_row)
    for fold, solution in enumerate(_fits(shared, progress)):
        solutions.append(solution)
        held = np.flatnonzero(fold_of_row == fold)
        outside[held] = solution.scores(parts.chosen(held))
    return outside, mean(solutions)


@dataclass(frozen=True, slots=True)
class _Folds:
    """What every fold is fitted on: the windows, what they should say, and the fold of each."""

    parts: Parts
    wanted: Floats
    counts: Floats
    fold_of_row: Ints

    def fit(self, fold: int) -> Solution:
        """Return the solution without `fold`."""
        inside = np.flatnonzero((self.fold_of_row != fold) & (self.counts.sum(axis=1) > 0))
        rows = self.parts.chosen(inside)
        return fit(rows, self.wanted[inside], self.counts[inside], penalty=PENALTY)


_folds: list[_Folds] = []
"""What a child process fits on: inherited from its parent, because copying it takes long."""


def _fit_fold(fold: int) -> Solution:
    return _folds[0].fit(fold)


def _fits(shared: _Folds, progress: Progress) -> Iterator[Solution]:
    """Return the solution without each fold in turn; side by side where processes can fork."""
    if "fork" not in multiprocessing.get_all_start_methods():
        for fold in range(FOLDS):
            progress(f"calibration, part {fold + 1} of {FOLDS}")
            yield shared.fit(fold)
        return
    _folds[:] = [shared]
    try:
        with multiprocessing.get_context("fork").Pool(min(FOLDS, os.cpu_count() or 1)) as pool:
            for fold, solution in enumerate(pool.imap(_fit_fold, range(FOLDS))):
                progress(f"calibration, part {fold + 1} of {FOLDS}")
                yield solution
    finally:
        _folds.clear()


def _decided(
    columns: Columns,
    scorer: Scorer,
    cuts: Sequence[Cut],
    *,
    whole: Floats,
    best: Floats,
    targets: Floats,
) -> Model:
    """Return the model with its decisions learned from scores out of fold."""
    known = np.array([scorer.known_share(cut.words) for cut in cuts], dtype=np.float32)
    types = len(columns.types)
    truth = targets[:, :types]
    scores = MailScores(whole[:, :types], best[:, :types], hits_by_type(cuts, columns.types))
    decision = learn(scores, truth, truth, known, word_counts(cuts))
    likely = probability(decision.log_odds(scores))
    party, sender = (
        learn_choice(
            kinds,
            choice_inputs(whole[:, at], best[:, at], likely, phrases_found(cuts, name, kinds)),
            targets[:, at].argmax(axis=1),
        )
        for name, kinds, at in (
            ("party", PARTIES, columns.party),
            ("sender", SENDERS, columns.sender),
        )
    )
    return Model(columns, scorer, decision, party, sender)


def _pieces(cuts: Sequence[Cut]) -> list[Window]:
    found: list[Window] = []
    for number, mail in enumerate(cuts):
        filled = set(mail.clause_of_word.tolist())
        if len(filled) > 1:
            found += [Window(number, (at,)) for at in sorted(filled)]
            found += [Window(number, tuple(group)) for group in sentences(mail.clauses)]
    return found


def _first_round(parts: Parts, targets: Floats, columns: Columns, neutral: int) -> Solution:
    rows = np.r_[
        np.arange(parts.mails), np.arange(len(parts.windows) - neutral, len(parts.windows))
    ]
    wanted = np.concatenate([targets, np.zeros((neutral, targets.shape[1]), dtype=np.float32)])
    counts = np.ones_like(wanted)
    counts[parts.mails :, columns.relevant + 1 :] = 0
    return fit(parts.chosen(rows), wanted, counts, penalty=PENALTY, steps=30)


def _second_targets(
    parts: Parts, scores: Floats, targets: Floats, columns: Columns, neutral: int
) -> tuple[Floats, Floats]:
    """Return targets and weights of every window: which clause carries which label of its mail."""
    types = len(columns.types)
    relations = [columns.party.start + PARTIES.index(kind) for kind in RELATIONS]
    wanted = np.zeros_like(scores)
    counts = np.zeros_like(scores)
    wanted[: parts.mails] = targets
    counts[: parts.mails] = 1
    likely = probability(scores[:, :types])
    relevant = probability(scores[:, columns.relevant])
    last = len(parts.windows) - neutral
    counts[last:, : columns.relevant + 1] = NEUTRAL_WEIGHT
    by_mail: dict[int, list[int]] = {}
    for row in range(parts.mails, last):
        by_mail.setdefault(parts.windows[row].mail, []).append(row)
    for mail, rows in by_mail.items():
        held = np.flatnonzero(targets[mail, :types])
        block = likely[rows][:, held]
        strongest = block.max(axis=0)
        carries = block >= np.maximum(0.5 * strongest, 0.1)
        carries[block.argmax(axis=0), np.arange(len(held))] = True
        carries &= (relevant[rows] >= 0.4)[:, None] | (block == strongest)
        at = np.array(rows)
        wanted[np.ix_(at, held)] = carries
        speaks = carries.any(axis=1)
        wanted[at, columns.relevant] = speaks
        counts[at, : columns.relevant + 1] = np.where(speaks, CLAUSE_WEIGHT, SILENT_WEIGHT)[:, None]
        party = PARTIES[int(targets[mail, columns.party].argmax())]
        told = np.ix_(at, relations)
        wanted[told], counts[told] = _relations(probability(scores[told]), party)
    return wanted, counts


def _relations(likely: Floats, party: str) -> tuple[Floats, Floats]:
    """Return targets and weights (piece, relation): which pieces of a mail tell `party`.

    `likely` are their probabilities. A mail of unknown relation has no such piece; one whose
    relation is known has at least one. Mails that are no person's request teach nothing here:
    their words are those of users too.
    """
    wanted = np.zeros_like(likely)
    if party not in RELATIONS:
        return wanted, np.full_like(likely, CLAUSE_WEIGHT if party == "unknown" else 0)
    counts = np.full_like(likely, CLAUSE_WEIGHT)
    at = RELATIONS.index(party)
    tells = likely[:, at] >= max(0.5 * float(likely[:, at].max()), 0.1)
    tells[likely[:, at].argmax()] = True
    wanted[:, at] = tells
    counts[:, at] = np.where(tells, CLAUSE_WEIGHT, SILENT_WEIGHT)
    return wanted, counts


def _gated(whole: Sequence[Window], parts: Parts, scores: Floats, relevant: int) -> list[Window]:
    """Return whole mails with the shares that the gate leaves of their clauses."""
    shares: dict[tuple[int, int], float] = {}
    for row in range(parts.mails, len(parts.windows)):
        window = parts.windows[row]
        if len(window.clauses) == 1:
            share = gate_shares(scores[row : row + 1, relevant])[0]
            shares[window.mail, window.clauses[0]] = float(share)
    return [
        Window(w.mail, w.clauses, tuple(shares.get((w.mail, c), 1.0) for c in w.clauses))
        for w in whole
    ]


def _best_pieces(parts: Parts, scores: Floats) -> Floats:
    """Return the highest score of each column over the clauses and sentences of each mail."""
    best = scores[: parts.mails].copy()
    pieces: dict[int, list[int]] = {}
    for row in range(parts.mails, len(parts.windows)):
        if parts.windows[row].mail < parts.mails:
            pieces.setdefault(parts.windows[row].mail, []).append(row)
    for mail, rows in pieces.items():
        best[mail] = scores[rows].max(axis=0)
    return best


def _weights(lexicon: Lexicon, solution: Solution) -> Weights:
    rows, scales = quantised(solution.features)
    return Weights(lexicon, rows, scales, solution.directions, solution.bias)
