"""From the text of a mail to a verdict; a leaf that knows neither the bot nor the replies.

    Text (subject, visible body) -> load().read(texts) -> Verdict

Importing this package loads neither spaCy nor numpy; `load` does.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from classifiers.verdict import (
    JURISDICTIONS,
    PARTIES,
    SENDERS,
    Band,
    Correction,
    Jurisdiction,
    Label,
    Language,
    Reading,
    Text,
    Verdict,
)

__all__ = [
    "JURISDICTIONS",
    "PARTIES",
    "SENDERS",
    "Band",
    "Classifier",
    "Correction",
    "Jurisdiction",
    "Label",
    "Language",
    "Reading",
    "Text",
    "Verdict",
    "load",
    "request_types",
]


class Classifier(Protocol):
    """What reads mails: the loaded model, or a friendly fake in a test."""

    @property
    def name(self) -> str:
        """Return the model's name, which every verdict repeats as `model`."""

    def read(self, texts: Sequence[Text]) -> list[Verdict]:
        """Return one verdict a text, in the same order; never raises for odd text."""

    def remember(self, corrections: Sequence[Correction]) -> None:
        """Give near copies of these mails the labels that staff chose, from now on."""


def load(path: Path | None = None) -> Classifier:
    """Return the classifier in folder `path`, by default the model shipped with this package.

    Raises `classifiers.model_files.ModelError` with what to do when there is no usable model.
    """
    from classifiers.classifier import TextClassifier  # noqa: PLC0415  (spaCy takes half a second)

    return TextClassifier.load(path)


def request_types() -> tuple[str, ...]:
    """Return the request types that examples exist for, sorted; they are the file names."""
    folder = Path(__file__).parent / "examples"
    return tuple(sorted({file.stem for file in folder.glob("*/*.jsonl")}))
