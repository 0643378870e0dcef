"""Training is repeatable, and reading does the arithmetic that training did."""

from pathlib import Path

import numpy as np

from classifiers.lbfgs import minimise
from classifiers.lexicon import Floats, build_lexicon
from classifiers.linear import CACHED_WORDS, Scorer, Weights, quantised
from classifiers.matcher import Matcher, read_phrases
from classifiers.model_files import Origin, read_model, write_model
from classifiers.rows import RowMaker, Window
from classifiers.sparse import sparse
from classifiers.vectors import Vectors
from classifiers.windows import cut_text
from tests.classifiers.conftest import train_small

TEXTS = (
    ("Delete me", "Please erase my account. Also, stop the newsletter at once!"),
    ("", "what do you know about me, and where did you get my address?"),
    ("Löschung", "Löschen Sie meine Daten. Mit freundlichen Grüßen"),
)


def test_training_twice_gives_the_same_bytes(small_model: Path, tmp_path: Path) -> None:
    """The same examples on the same machine make the same model, byte for byte."""
    write_model(train_small(), Origin("small", "0", ("en",)), tmp_path / "requests")
    for file in sorted((small_model / "requests").iterdir()):
        assert (tmp_path / "requests" / file.name).read_bytes() == file.read_bytes(), file.name


def test_a_model_survives_the_disk(small_model: Path, tmp_path: Path) -> None:
    """Reading a model and writing it again changes nothing."""
    write_model(*read_model(small_model / "requests"), tmp_path)
    for file in sorted((small_model / "requests").iterdir()):
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name


def test_reading_scores_as_training_did() -> None:
    """The scorer's sums of cached words equal the rows that weights were learned on."""
    matcher, vectors = Matcher(read_phrases()), Vectors.read()
    cuts = [cut_text(subject, body, matcher) for subject, body in TEXTS]
    maker = RowMaker(cuts, vectors)
    lexicon = build_lexicon(maker.documents(), fewest=1)
    rows = maker.rows(
        [Window(i, tuple(range(len(c.clauses)))) for i, c in enumerate(cuts)], lexicon
    )
    numbers = np.random.default_rng(7)
    features, scales = quantised(numbers.normal(size=(len(lexicon.keys), 5)).astype(np.float32))
    directions = numbers.normal(size=(vectors.width, 5)).astype(np.float32)
    exact = (features * scales[:, None]).astype(np.float32)
    wanted = (
        rows.direct.times(exact)
        + rows.words.times(rows.letters.times(exact))
        + rows.vectors @ directions
    )
    scorer = Scorer(
        Weights(lexicon, features, scales, directions, np.zeros(5, dtype=np.float32)), vectors
    )
    sums, begins = scorer.sums(cuts)
    owner = np.repeat(np.arange(len(cuts)), np.diff(begins))
    clauses = np.arange(len(owner))
    got = sums.score(owner, clauses, len(cuts), np.ones(len(owner), dtype=np.float32))
    assert np.allclose(got, wanted, atol=2e-3)


def test_a_full_word_store_forgets_and_goes_on(small_model: Path) -> None:
    """Ever new words neither fill the memory nor change the scores of known ones."""
    model, _ = read_model(small_model / "requests")
    matcher = Matcher(read_phrases())
    mail = cut_text("Delete", "please delete my account", matcher)
    before = model.read([mail])[0].odds
    for start in range(0, CACHED_WORDS + 4_000, 2_000):
        many = " ".join(
            f"w{'abcdefghij'[n % 10]}x{_letters(n)}" for n in range(start, start + 2_000)
        )
        model.read([cut_text("", many, matcher)])
    assert np.allclose(model.read([mail])[0].odds, before, atol=1e-4)


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def test_the_minimum_is_found() -> None:
    """The minimiser finds the bottom of a badly scaled bowl."""
    scale = np.array([1, 10, 100], dtype=np.float32)
    target = np.array([3, -2, 1], dtype=np.float32)

    def bowl(point: Floats) -> tuple[float, Floats]:
        gap = point - target
        return float((scale * gap * gap).sum()), 2 * scale * gap

    found = minimise(bowl, np.zeros(3, dtype=np.float32), steps=100, tolerance=1e-12)
    assert np.allclose(found, target, atol=1e-3)


def test_sparse_multiplies_like_dense() -> None:
    """Products with rows of any length, empty ones too, and their transposes are right."""
    dense = np.array([[0, 2, 0], [0, 0, 0], [1, 0, -3]], dtype=np.float32)
    rows = [(np.flatnonzero(row), row[np.flatnonzero(row)]) for row in dense]
    matrix = sparse(rows, 3)
    other = np.arange(6, dtype=np.float32).reshape(3, 2)
    assert np.allclose(matrix.times(other), dense @ other)
    assert np.allclose(matrix.transposed().times(other), dense.T @ other)
    assert np.allclose(matrix.rows(np.array([2, 0])).times(other), dense[[2, 0]] @ other)
