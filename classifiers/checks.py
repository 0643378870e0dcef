"""Faults of the examples that a machine can find; a person decides what to do about each."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.columns import Columns
from classifiers.corpus import Example, read_evaluation, read_examples
from classifiers.fit import fit
from classifiers.lexicon import build_lexicon
from classifiers.matcher import Matcher, read_phrases
from classifiers.rows import RowMaker, Window
from classifiers.similar import families, near_duplicates
from classifiers.training import FOLDS, PENALTY, Parts, folds_of
from classifiers.vectors import Vectors
from classifiers.windows import cut_text

ALIKE = 0.75
"""Share of three-word runs from which two examples are called copies of each other."""
LEAKED = 0.5
"""The same between an example and an evaluation mail, where less is already too much."""
FEWEST = {"en": 150, **dict.fromkeys(("de", "es", "fr", "it", "nl", "pl", "pt"), 35)}
FEWEST_ELSEWHERE = 2
"""Examples that each type should have in each language: many in the eight that most mail comes
in, a few in the others, which learn from these by vectors and phrases."""
DOUBTED = 0.01
"""Probability below which a label is doubted by a model that has not seen the mail."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: its kind, the place (file:line), and what is odd."""

    kind: str
    where: str
    what: str


def findings(say: Say) -> list[Finding]:
    """Return everything found in the examples, thin cells first; raises BadExamplesError."""
    examples = read_examples()
    say(f"{len(examples)} examples")
    found = [*thin_cells(examples), *copies(examples)]
    known = {example.types[0] for example in examples}
    found += leaks(examples, read_evaluation(known=known))
    say("training without each part in turn to find doubtful labels")
    return [*found, *doubtful_labels(examples)]


def thin_cells(examples: Sequence[Example]) -> Iterator[Finding]:
    """Find types with few examples in a language that has any."""
    counts = Counter((example.language, example.types[0]) for example in examples)
    for language in sorted({language for language, _ in counts}):
        wanted = FEWEST.get(language, FEWEST_ELSEWHERE)
        for name in sorted({name for _, name in counts}):
            have = counts[language, name]
            if have < wanted:
                yield Finding("thin cell", f"{language}/{name}.jsonl", f"{have} of {wanted}")


def copies(examples: Sequence[Example]) -> Iterator[Finding]:
    """Find examples that are nearly the same."""
    for one, other, likeness in near_duplicates(_texts(examples), ALIKE):
        yield Finding(
            "near-duplicate", examples[other].where, f"{likeness:.2f} like {examples[one].where}"
        )


def leaks(examples: Sequence[Example], apart: Sequence[Example]) -> Iterator[Finding]:
    """Find evaluation mails that stand, nearly the same, among the examples."""
    both = [*examples, *apart]
    for one, other, likeness in near_duplicates(_texts(both), LEAKED):
        if one < len(examples) <= other:
            yield Finding("leak", both[one].where, f"{likeness:.2f} like {both[other].where}")


def doubtful_labels(examples: Sequence[Example]) -> Iterator[Finding]:
    """Find first labels that a model trained on the other examples finds very unlikely."""
    columns = Columns(tuple(sorted({name for e in examples for name in e.types})))
    matcher = Matcher(read_phrases())
    cuts = [cut_text(e.subject, e.body, matcher) for e in examples]
    maker = RowMaker(cuts, Vectors.read())
    lexicon = build_lexicon(maker.documents())
    windows = [Window(at, tuple(range(len(cut.clauses)))) for at, cut in enumerate(cuts)]
    parts = Parts(maker.rows(windows, lexicon), windows, len(cuts))
    targets = columns.targets(examples)
    folds = folds_of(examples, families(_texts(examples)))
    types = len(columns.types)
    for fold in range(FOLDS):
        inside, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        wanted = targets[inside]
        solution = fit(
            parts.chosen(inside), wanted, np.ones_like(wanted), penalty=PENALTY, steps=30
        )
        odds = solution.scores(parts.chosen(held))[:, :types]
        shares = np.exp(odds - odds.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        for row, mail in zip(shares, held.tolist(), strict=True):
            example = examples[mail]
            held_share = sum(row[columns.types.index(name)] for name in example.types)
            if held_share < DOUBTED:
                likelier = columns.types[int(row.argmax())]
                yield Finding(
                    "doubtful label",
                    example.where,
                    f"{example.types[0]} {held_share:.2f}, likelier {likelier} {row.max():.2f}",
                )


def _texts(examples: Sequence[Example]) -> list[str]:
    return [f"{example.subject}\n{example.body}" for example in examples]
