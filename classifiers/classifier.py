"""The classifier that the package offers: texts in, verdicts out, through the spaCy pipeline."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from classifiers import evidence
from classifiers.decision import probability
from classifiers.jurisdiction import read_jurisdiction
from classifiers.language import identify
from classifiers.memory import Memory
from classifiers.model_files import MODEL
from classifiers.people import count_people
from classifiers.pipeline import build, requests_of
from classifiers.reading import Model, Read, word_counts
from classifiers.spacy_core import Language as Pipeline
from classifiers.verdict import Band, Correction, Label, Language, Reading, Text, Verdict
from classifiers.words import joined

SUGGESTED = 3
CORRECTED_CONFIDENCE = 0.97
CORRECTED = "nearly the same as a mail that staff corrected"
IN_A_THREAD = {"identity_reply": 1.0, "withdraw_request": 0.7}
"""What it adds to the log odds of a type that the mail answers a thread of ours."""
ONLY_TO_BE_ERASED = {"access": -1.0}
"""The same where "the data that you hold about me" are named only as those to be erased."""
HEADER_CONFIDENCE = 0.99
"""What headers prove is believed like this."""
TRUSTED_LANGUAGE = 0.5
"""From this confidence on an untrained language is believed, and the verdict is unsure."""
DOUBTED_LANGUAGE = 0.3
"""Below this confidence a trained language is not believed, and the verdict is unsure."""
FEWEST_WORDS = 2
NOBODY = frozenset({"spam", "auto_reply", "bounce", "dpa_vendor", "other"})
"""Types that are never a person's request about data."""
SOMEBODY = frozenset(
    {
        "access", "appeal", "child", "complaint", "cookies_tracking", "correct", "delete",
        "identity_reply", "object", "optout_marketing", "optout_sale", "restrict",
        "testimonial", "transfer", "withdraw_consent", "withdraw_request",
    }
)  # fmt: skip
"""Types that are always a person's: when they are sure, the party is one of the others."""


class TextClassifier:
    """A loaded pipeline; one thread at a time."""

    def __init__(self, nlp: Pipeline) -> None:
        self._nlp = nlp
        requests = requests_of(nlp)
        if requests.origin is None:
            raise ValueError("nothing has been learned yet; train first")
        self._origin = requests.origin
        self._model: Model = requests.model.attrs["learned"]
        self._memory = Memory()

    @classmethod
    def load(cls, path: Path | None = None) -> "TextClassifier":
        """Return the model in folder `path` or the shipped one; raises ModelError."""
        nlp = build()
        requests_of(nlp).from_disk((path or MODEL) / "requests")
        return cls(nlp)

    @property
    def name(self) -> str:
        """Return the model's name."""
        return self._origin.name

    def remember(self, corrections: Sequence[Correction]) -> None:
        """Give near copies of these mails the labels that staff chose; replaces the ones before.

        Unknown types are refused with ValueError.
        """
        known = set(self._model.columns.types)
        unknown = {name for correction in corrections for name in correction.types} - known
        if unknown:
            raise ValueError(f"unknown request types in corrections: {', '.join(sorted(unknown))}")
        self._memory = Memory(corrections)

    def read(self, texts: Sequence[Text]) -> list[Verdict]:
        """Return one verdict a text, in the same order."""
        with self._nlp.memory_zone():
            docs = self._nlp.pipe(joined(text.subject, text.body) for text in texts)
            return [
                self._verdict(text, doc.user_data["read"])
                for text, doc in zip(texts, docs, strict=True)
            ]

    def _verdict(self, text: Text, read: Read) -> Verdict:
        language = identify(f"{text.subject}\n{text.body}", self._origin.languages)
        types, band, suggestions = self._types(text, read, language)
        party, sender = self._party(types[0], read), self._sender(types[0].type, read)
        return Verdict(
            types=types,
            band=band,
            party=party,
            sender=sender,
            jurisdiction=read_jurisdiction(f"{text.subject}\n{text.body}"),
            language=language,
            people=count_people(text.body, sender.kind),
            model=self.name,
            suggestions=suggestions,
        )

    def _types(
        self, text: Text, read: Read, language: Language
    ) -> tuple[tuple[Label, ...], Band, tuple[Label, ...]]:
        if text.machine:
            proved = Label(text.machine, HEADER_CONFIDENCE, "the mail's headers")
            return (proved,), "sure", (proved,)
        corrected = self._memory.recall(text)
        if corrected:
            labels = tuple(Label(name, CORRECTED_CONFIDENCE, CORRECTED) for name in corrected)
            return labels, "sure", labels
        decision, names = self._model.decision, self._model.columns.types
        odds, first = read.odds, read.confidence
        adds = [
            *([IN_A_THREAD] if text.is_reply else []),
            *([ONLY_TO_BE_ERASED] if _only_to_be_erased(read) else []),
        ]
        if adds:
            odds = odds + np.array(
                [sum(add.get(name, 0) for add in adds) for name in names], dtype=np.float32
            )
            known, words = np.array([read.known]), word_counts([read.cut])
            first = float(decision.confidence(odds[None], known, words)[0])
        likely = probability(odds)
        asserted = decision.asserted(odds, names)
        order = sorted(range(len(names)), key=lambda at: -odds[at])[:SUGGESTED]
        found = {
            at: Label(
                names[at],
                round(first if at == asserted[0] else float(likely[at]), 3),
                evidence.why_type(read, at, names[at], self._model.scorer, deep=at in asserted),
            )
            for at in dict.fromkeys([*asserted, *order])
        }
        suggestions = tuple(found[at] for at in order)
        band = decision.band(first)
        if self._foreign(language) or len(read.cut.words) < FEWEST_WORDS:
            band = "unsure"
        return tuple(found[at] for at in asserted), band, suggestions

    def _foreign(self, language: Language) -> bool:
        if language.code in self._origin.languages:
            return language.confidence < DOUBTED_LANGUAGE
        return language.confidence >= TRUSTED_LANGUAGE

    def _party(self, first: Label, read: Read) -> Reading:
        if first.type in NOBODY:
            return Reading("none", 0.95, f"type {first.type}")
        kinds = self._model.party.kinds
        likely = read.party
        if first.type in SOMEBODY and first.confidence >= self._model.decision.confirm_from:
            likely = np.where([kind == "none" for kind in kinds], 0, likely)
        likely = likely / max(float(likely.sum()), 1e-9)
        at = int(likely.argmax())
        column = self._model.columns.party.start + at
        why = evidence.why_kind(read, f"party.{kinds[at]}", column, self._model.scorer)
        return Reading(kinds[at], round(float(likely[at]), 3), why)

    def _sender(self, first: str, read: Read) -> Reading:
        if first in {"auto_reply", "bounce"}:
            return Reading("machine", 0.95, f"type {first}")
        kinds = self._model.sender.kinds
        at = int(read.sender.argmax())
        column = self._model.columns.sender.start + at
        why = evidence.why_kind(read, f"sender.{kinds[at]}", column, self._model.scorer)
        return Reading(kinds[at], round(float(read.sender[at]), 3), why)


def _only_to_be_erased(read: Read) -> bool:
    found = {hit.phrase.name for hit in read.cut.hits}
    return "erase_held" in found and "access" not in found
