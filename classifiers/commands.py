"""What `train` and `evaluate` do, step by step."""

import argparse
import hashlib
import json
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from classifiers.classifier import TextClassifier
from classifiers.clutter import cluttered
from classifiers.corpus import (
    EVALUATION,
    BadExamplesError,
    Example,
    digest,
    example_from,
    read_evaluation,
    read_examples,
    read_neutral,
)
from classifiers.matcher import Matcher, read_phrases
from classifiers.model_files import MODEL, ModelError, Origin, write_model
from classifiers.picture import confusion_svg
from classifiers.scoring import Scores, count
from classifiers.similar import families, meanings, sisters
from classifiers.training import train as fit_model
from classifiers.vectors import Vectors

METRICS = Path(__file__).parent / "metrics.json"
DONE, NOT_RIGHT, USAGE = 0, 1, 2
LARGEST_FALL = 0.002
"""How far a figure may fall when corrections are folded in: noise, not damage."""

Say = Callable[[str], None]


def train(corrections: Path | None, out: Path | None, say: Say) -> int:
    """Learn from the examples, and from staff's corrections at weight one; write the model.

    With corrections the new model replaces the one in its place only when it is at least as
    good on the evaluation mails; otherwise 1 is returned and the old one stays.
    """
    sha = digest()
    examples = read_examples()
    extra = read_corrections(corrections, {e.types[0] for e in examples}) if corrections else []
    folder = out or MODEL
    fresh = folder.with_name(folder.name + ".new")
    if corrections:
        sha = hashlib.sha256(sha.encode() + corrections.read_bytes()).hexdigest()
    mails = [*examples, *extra]
    say(f"{len(examples)} examples, {len(extra)} corrections")
    vectors = Vectors.read()
    texts = [f"{e.subject}\n{e.body}" for e in mails]
    alike = sisters(meanings(texts, vectors), [e.types[0] for e in mails])
    model = fit_model(
        mails,
        read_neutral(),
        Matcher(read_phrases()),
        vectors,
        families=families(texts, also=alike),
        progress=say,
    )
    origin = Origin(sha[:12], sha, tuple(sorted({e.language for e in examples})))
    shutil.rmtree(fresh, ignore_errors=True)
    write_model(model, origin, fresh / "requests")
    if extra and not _at_least_as_good(fresh, folder if folder.exists() else MODEL, say):
        shutil.rmtree(fresh)
        say("the old model stays")
        return NOT_RIGHT
    replace(fresh, folder)
    say(f"model {origin.name} written")
    return DONE


def replace(fresh: Path, folder: Path) -> None:
    """Put a new model in its place; the one before is kept beside it as <name>.previous."""
    previous = folder.with_name(folder.name + ".previous")
    shutil.rmtree(previous, ignore_errors=True)
    if folder.exists():
        folder.rename(previous)
    fresh.rename(folder)
    if folder == MODEL:
        shutil.rmtree(previous, ignore_errors=True)  # the repository remembers that one


def read_corrections(file: Path, known: Collection[str]) -> list[Example]:
    """Return corrected mails from JSON lines with types that are `known`.

    Raises BadExamplesError naming every faulty line.
    """
    found: list[Example] = []
    faults: list[str] = []
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadExamplesError(f"cannot read {file}: {error}") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            example = example_from(json.loads(line), "en", f"{file.name}:{number}")
            unknown = sorted(set(example.types) - set(known))
            if unknown:
                raise ValueError(f"unknown request types: {', '.join(unknown)}")
            found.append(example)
        except (ValueError, TypeError) as error:
            faults.append(f"{file.name}:{number}: {error}")
    if faults:
        raise BadExamplesError("\n".join(faults))
    return found


def _at_least_as_good(fresh: Path, folder: Path, say: Say) -> bool:
    mails = _evaluation_mails(None)
    if not mails:
        say("no evaluation mails to compare on")
        return False
    new = _figures(fresh, mails)
    try:
        old = _figures(folder, mails)
    except ModelError:
        return True  # nothing to compare with
    say(f"top label {old.top} -> {new.top}, F1 {old.micro.f1} -> {new.micro.f1}")
    return new.top >= old.top - LARGEST_FALL and new.micro.f1 >= old.micro.f1 - LARGEST_FALL


def _figures(folder: Path | None, mails: list[Example]) -> Scores:
    verdicts = TextClassifier.load(folder).read([mail.text for mail in mails])
    return count(mails, verdicts)


def _evaluation_mails(folder: Path | None) -> list[Example]:
    return read_evaluation(folder or EVALUATION, known={e.types[0] for e in read_examples()})


def evaluate(options: argparse.Namespace, say: Say, put: Say) -> int:
    """Measure a model; print a table or JSON, draw the picture, record the figures."""
    mails = _evaluation_mails(options.set)
    if not mails:
        say(f"no mails in {options.set or EVALUATION}: one file a language, <lang>.jsonl")
        return USAGE
    classifier = TextClassifier.load(options.model)
    verdicts = classifier.read([mail.text for mail in mails])
    scores = count(mails, verdicts)
    if options.cluttered:
        around = cluttered(mails)
        worse = count(around, classifier.read([mail.text for mail in around]))
        for line in comparison(scores, worse):
            put(line)
        return DONE
    if options.picture:
        if options.picture.suffix != ".svg":
            say(f"{options.picture}: the picture is SVG, name it so")
            return USAGE
        options.picture.write_text(confusion_svg(mails, verdicts), "utf-8")
        say(f"picture written to {options.picture}")
    if options.record:
        METRICS.write_text(json.dumps(recorded(scores, classifier.name), indent=1) + "\n", "utf-8")
        say(f"figures written to {METRICS.name}")
    if options.json:
        put(json.dumps({"model": classifier.name, **scores.as_dict()}, ensure_ascii=False))
        return DONE
    for line in table(scores):
        put(line)
    return DONE


def recorded(scores: Scores, model: str) -> dict[str, object]:
    """Return the figures that a test compares: numbers only, no mails."""
    plain = scores.as_dict()
    plain.pop("confusions")
    return {"model": model, **plain}


def comparison(plain: Scores, around: Scores) -> list[str]:
    """Return what chatter, footers and quotes cost, in all and by language."""
    return [
        "           mails  plain  cluttered   loss",
        _lost("all", plain.mails, plain.top, around.top),
        *(
            _lost(code, int(row["mails"]), row["top"], around.by_language[code]["top"])
            for code, row in plain.by_language.items()
        ),
    ]


def _lost(name: str, mails: int, plain: float, around: float) -> str:
    return f"{name:9} {mails:6} {plain:6.3f} {around:10.3f} {plain - around:6.3f}"


def table(scores: Scores) -> list[str]:
    """Return the figures as lines for a terminal."""
    return [
        f"mails {scores.mails}   top label {scores.top:.3f}   micro F1 {scores.micro.f1:.3f}   "
        f"macro F1 {scores.macro_f1:.3f}",
        f"party {scores.party:.3f}   sender {scores.sender:.3f}   "
        f"jurisdiction {scores.jurisdiction:.3f}   language {scores.language:.3f}   "
        f"calibration error {scores.calibration_error:.3f}",
        "",
        "band      coverage  precision",
        *(
            f"{band:9} {row['coverage']:8.3f} {row['precision']:10.3f}"
            for band, row in scores.bands.items()
        ),
        "",
        "language  mails    top      P      R     F1  party   sure   at P",
        *(
            f"{code:9} {row['mails']:5.0f} {row['top']:6.3f} {row['precision']:6.3f} "
            f"{row['recall']:6.3f} {row['f1']:6.3f} {row['party']:6.3f} "
            f"{row['sure_coverage']:6.3f} {row['sure_precision']:6.3f}"
            for code, row in scores.by_language.items()
        ),
        "",
        "type               mails      P      R     F1",
        *(
            f"{name:18} {row.mails:5} {row.precision:6.3f} {row.recall:6.3f} {row.f1:6.3f}"
            for name, row in scores.types.items()
        ),
        "",
        "confusions (truth -> said: mails)",
        *(f"{row.truth} -> {row.said}: {', '.join(row.mails)}" for row in scores.confusions),
        "",
        "party F1: " + ", ".join(f"{kind} {f1:.3f}" for kind, f1 in scores.party_f1.items()),
    ]
