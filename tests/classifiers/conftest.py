"""A small model trained once for the tests, and the shipped one where there is one."""

from pathlib import Path

import pytest

from classifiers import Classifier, load
from classifiers.corpus import Example, read_examples
from classifiers.matcher import Matcher, read_phrases
from classifiers.model_files import MODEL, Origin, write_model
from classifiers.reading import Model
from classifiers.training import train
from classifiers.vectors import Vectors

SMALL_TYPES = ("access", "delete", "optout_marketing", "spam")
NEUTRAL = ("Kind regards, Anna", "The weather is lovely.", "Mit freundlichen Grüßen")


def small_examples() -> list[Example]:
    """Return the first thirty English examples of a few types, reduced to those types."""
    kept: list[Example] = []
    for name in SMALL_TYPES:
        rows = [
            e
            for e in read_examples()
            if e.language == "en" and e.types[0] == name and set(e.types) <= set(SMALL_TYPES)
        ]
        kept += rows[:30]
    return kept


def train_small() -> Model:
    """Return a model of a few types; takes a second or two."""
    examples = small_examples()
    return train(
        examples,
        NEUTRAL,
        Matcher(read_phrases()),
        Vectors.read(),
        families=range(len(examples)),
        progress=lambda _: None,
    )


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small model."""
    folder = tmp_path_factory.mktemp("model")
    write_model(train_small(), Origin("small", "0", ("en",)), folder / "requests")
    return folder


@pytest.fixture(scope="session")
def small(small_model: Path) -> Classifier:
    """Return the small model, loaded."""
    return load(small_model)


@pytest.fixture(scope="session")
def shipped() -> Classifier:
    """Return the shipped model."""
    if not (MODEL / "requests" / "model.json").exists():
        pytest.fail("no model: run python -m classifiers train")
    return load()
