"""How good a classifier is on labelled mails, counted so that two runs can be compared."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

from classifiers.corpus import Example
from classifiers.verdict import Text, Verdict

BINS = 10


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `all`."""

    right: int
    all: int

    @property
    def value(self) -> float:
        """Return the share, 0 when there is nothing to share."""
        return round(self.right / self.all, 4) if self.all else 0.0


@dataclass(frozen=True, slots=True)
class Labels:
    """Precision, recall and F1 of a set of labels; `mails` carry the label in truth."""

    precision: float
    recall: float
    f1: float
    mails: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """A first label taken for another, and the mails behind it."""

    truth: str
    said: str
    mails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """All figures of one set of mails. `top`: the first label is one of the mail's."""

    mails: int
    top: float
    exact_first: float
    micro: Labels
    macro_f1: float
    party: float
    party_f1: dict[str, float]
    sender: float
    jurisdiction: float
    language: float
    calibration_error: float
    bands: dict[str, dict[str, float]]
    types: dict[str, Labels]
    by_language: dict[str, dict[str, float]]
    confusions: tuple[Confusion, ...]

    def as_dict(self) -> dict[str, object]:
        """Return plain values for JSON."""
        return asdict(self)


def score(read: Callable[[Sequence[Text]], list[Verdict]], examples: Sequence[Example]) -> Scores:
    """Return the figures of a classifier's verdicts on `examples`."""
    return count(examples, read([example.text for example in examples]))


def count(examples: Sequence[Example], verdicts: Sequence[Verdict]) -> Scores:
    """Return the figures of `verdicts` on `examples`."""
    pairs = list(zip(examples, verdicts, strict=True))
    names = sorted({name for e in examples for name in e.types})
    types = {name: _labels(pairs, name) for name in names}
    return Scores(
        mails=len(pairs),
        top=_share(_top_right(e, v) for e, v in pairs),
        exact_first=_share(v.types[0].type == e.types[0] for e, v in pairs),
        micro=_labels(pairs, ""),
        macro_f1=_mean([labels.f1 for labels in types.values()]),
        party=_share(v.party.kind == e.party for e, v in pairs),
        party_f1={
            kind: _f1([(e.party == kind, v.party.kind == kind) for e, v in pairs])
            for kind in sorted({e.party for e in examples})
        },
        sender=_share(v.sender.kind == e.sender for e, v in pairs),
        jurisdiction=_share(v.jurisdiction.code == e.jurisdiction for e, v in pairs),
        language=_share(v.language.code == e.language for e, v in pairs),
        calibration_error=calibration_error(
            [(v.types[0].confidence, _top_right(e, v)) for e, v in pairs]
        ),
        bands=_bands(pairs),
        types=types,
        by_language=_by_language(pairs),
        confusions=_confusions(pairs),
    )


def calibration_error(outcomes: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error over ten bins of (confidence, right)."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in outcomes:
        bins.setdefault(min(BINS - 1, int(confidence * BINS)), []).append((confidence, right))
    gaps = (abs(sum(c for c, _ in rows) - sum(r for _, r in rows)) for rows in bins.values())
    return round(sum(gaps) / len(outcomes), 4) if outcomes else 0.0


def _top_right(example: Example, verdict: Verdict) -> bool:
    return verdict.types[0].type in (*example.types, *example.types_ok)


def _share(outcomes: Iterable[bool]) -> float:
    rows = list(outcomes)
    return Share(sum(rows), len(rows)).value


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


def _labels(pairs: Sequence[tuple[Example, Verdict]], name: str) -> Labels:
    """Return the figures of one type, or of all together when `name` is empty."""
    right = said = missed = 0
    for example, verdict in pairs:
        asserted = {label.type for label in verdict.types if name in ("", label.type)}
        true = {t for t in example.types if name in ("", t)}
        right += len(asserted & true)
        missed += len(true - asserted)
        said += len(asserted - set(example.types_ok) - true) + len(asserted & true)
    precision, recall = Share(right, said).value, Share(right, right + missed).value
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Labels(precision, recall, round(f1, 4), right + missed)


def _f1(outcomes: Sequence[tuple[bool, bool]]) -> float:
    both = sum(1 for truth, said in outcomes if truth and said)
    either = sum(truth + said for truth, said in outcomes)
    return round(2 * both / either, 4) if either else 0.0


def _bands(pairs: Sequence[tuple[Example, Verdict]]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for band in ("sure", "confirm", "unsure"):
        inside = [_top_right(e, v) for e, v in pairs if v.band == band]
        found[band] = {
            "coverage": Share(len(inside), len(pairs)).value,
            "precision": _share(inside),
        }
    return found


def _by_language(pairs: Sequence[tuple[Example, Verdict]]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for language in sorted({e.language for e, _ in pairs}):
        rows = [(e, v) for e, v in pairs if e.language == language]
        micro = _labels(rows, "")
        sure = _bands(rows)["sure"]
        found[language] = {
            "mails": len(rows),
            "top": _share(_top_right(e, v) for e, v in rows),
            "precision": micro.precision,
            "recall": micro.recall,
            "f1": micro.f1,
            "party": _share(v.party.kind == e.party for e, v in rows),
            "sure_coverage": sure["coverage"],
            "sure_precision": sure["precision"],
        }
    return found


def _confusions(pairs: Sequence[tuple[Example, Verdict]]) -> tuple[Confusion, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for example, verdict in pairs:
        if not _top_right(example, verdict):
            key = (example.types[0], verdict.types[0].type)
            found.setdefault(key, []).append(example.where)
    counts = Counter({key: len(mails) for key, mails in found.items()})
    return tuple(
        Confusion(truth, said, tuple(found[truth, said]))
        for (truth, said), _ in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    )
