"""The spaCy pipeline: tokenizer, components and architecture, registered by name.

    text -> Words -> clauses -> phrases -> requests

A Doc holds folded words; the places in the original text, the clauses, the phrases and the
reading travel in `doc.user_data`. `doc.cats` holds the probability of each request type.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, cast

from thinc.api import Model as ThincModel

from classifiers.clauses import split
from classifiers.decision import probability
from classifiers.matcher import Matcher, read_phrases
from classifiers.model_files import Origin, read_model, write_model
from classifiers.reading import Model, Read
from classifiers.spacy_core import (
    Doc,
    Language,
    Vocab,
    load_config,
    load_model_from_config,
    registry,
)
from classifiers.windows import Cut, cut
from classifiers.words import Tokens, tokens_of

CONFIG = Path(__file__).parent / "config.cfg"
BATCH = 16
"""Mails whose sums are made at once, at most."""


class Words:
    """Tokenizer into folded words; keeps nothing between texts."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return a Doc of folded words with its `tokens` in user_data."""
        tokens = tokens_of(text)
        doc = Doc(self.vocab, words=tokens.folded)
        doc.user_data["tokens"] = tokens
        return doc

    def to_disk(self, path: Path, **_: object) -> None:
        """Write nothing: the rules are code."""

    def from_disk(self, path: Path, **_: object) -> "Words":
        """Read nothing: the rules are code."""
        return self

    def to_bytes(self, **_: object) -> bytes:
        """Return nothing: the rules are code."""
        return b""

    def from_bytes(self, data: bytes, **_: object) -> "Words":
        """Read nothing: the rules are code."""
        return self


@registry.tokenizers("classifiers.Words.v1")  # type: ignore[untyped-decorator]
def make_words() -> Callable[[Language], Words]:
    """Return what makes the tokenizer of a pipeline."""
    return lambda nlp: Words(nlp.vocab)


@Language.factory("classifiers_clauses")
def make_clauses(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that cuts a mail into clauses."""

    def clauses(doc: Doc) -> Doc:
        doc.user_data["clauses"] = split(doc.user_data["tokens"].folded)
        return doc

    return clauses


@Language.factory("classifiers_phrases")
def make_phrases(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that finds the phrases of `phrases/`."""
    matcher = Matcher(read_phrases())

    def phrases(doc: Doc) -> Doc:
        doc.user_data["hits"] = matcher(doc.user_data["tokens"].folded)
        return doc

    return phrases


@registry.architectures("classifiers.HashedLinear.v1")  # type: ignore[untyped-decorator]
def hashed_linear() -> ThincModel[list[Doc], list[Read]]:
    """Return the linear model over words, pairs, letter groups, vectors and phrases.

    It is trained by `classifiers.training`, all columns at once, not by gradient steps.
    """

    def forward(
        model: ThincModel[list[Doc], list[Read]], docs: list[Doc], is_train: bool
    ) -> tuple[list[Read], Callable[[Any], list[Doc]]]:
        learned = cast("Model", model.attrs["learned"])
        return learned.read([cut_of(doc) for doc in docs]), lambda _: []

    return ThincModel("hashed_linear", forward)


class Requests:
    """Component that reads request types, party and sender of a batch at once."""

    def __init__(self, model: ThincModel[list[Doc], list[Read]]) -> None:
        self.model = model
        self.origin: Origin | None = None

    def load(self, learned: Model, origin: Origin) -> None:
        """Take over what has been learned."""
        self.model.attrs["learned"] = learned
        self.origin = origin

    def __call__(self, doc: Doc) -> Doc:
        """Read one mail."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """Read mails, a batch at a time; spaCy's own batches of a thousand take memory."""
        mails = iter(stream)
        while docs := list(islice(mails, min(batch_size, BATCH))):
            learned = cast("Model", self.model.attrs["learned"])
            for doc, read in zip(docs, self.model.predict(docs), strict=True):
                doc.user_data["read"] = read
                doc.cats = dict(
                    zip(learned.columns.types, map(float, probability(read.odds)), strict=True)
                )
                yield doc

    def to_disk(self, path: Path, **_: object) -> None:
        """Write the learned numbers."""
        if self.origin is None:
            raise ValueError("nothing has been learned yet; train first")
        write_model(self.model.attrs["learned"], self.origin, Path(path))

    def from_disk(self, path: Path, **_: object) -> "Requests":
        """Read the learned numbers; raises ModelError."""
        self.load(*read_model(Path(path)))
        return self


@Language.factory("classifiers_requests")
def make_requests(nlp: Language, name: str, model: ThincModel[list[Doc], list[Read]]) -> Requests:
    """Return the component that reads mails with `model`."""
    return Requests(model)


def cut_of(doc: Doc) -> Cut:
    """Return what the first components found in a mail."""
    tokens = cast("Tokens", doc.user_data["tokens"])
    return cut(tokens, doc.user_data["clauses"], doc.user_data["hits"])


def build() -> Language:
    """Return the pipeline of config.cfg, with nothing learned yet."""
    nlp = load_model_from_config(load_config(CONFIG), auto_fill=True)
    # Nothing here asks a word whether it looks like a number: working that out costs time.
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
    return nlp


def requests_of(nlp: Language) -> Requests:
    """Return the component that holds the learned model."""
    return cast("Requests", nlp.get_pipe("requests"))
