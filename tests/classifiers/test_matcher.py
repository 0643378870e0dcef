"""The indexed matcher finds what spaCy's own Matcher finds."""

from pathlib import Path

import pytest
import spacy
from spacy.matcher import Matcher as SpacyMatcher
from spacy.tokens import Doc

from classifiers.corpus import read_examples
from classifiers.matcher import STOPS, BadPhraseError, Matcher, Phrase, read_phrases
from classifiers.words import joined, tokens_of


def spacy_matcher(phrases: list[Phrase]) -> SpacyMatcher:
    """Return spaCy's matcher with the same phrases as token patterns."""
    matcher = SpacyMatcher(spacy.blank("xx").vocab)
    for phrase in phrases:
        pattern: list[dict[str, object]] = []
        for element in phrase.elements:
            if element.gap:
                pattern.append({"ORTH": {"NOT_IN": sorted(STOPS)}, "OP": f"{{0,{element.gap}}}"})
            stems = "|".join(f"{stem}.*" for stem in element.stems)
            words = "|".join(sorted(element.words)).replace(".", r"\.").replace("?", r"\?")
            either = "|".join(part for part in (words, stems) if part)
            pattern.append({"ORTH": {"REGEX": rf"^(?:{either})$"}})
        matcher.add(phrase.key, [pattern])
    return matcher


def test_the_same_hits_as_spacy() -> None:
    """On real examples of several languages both matchers find exactly the same phrases."""
    phrases = read_phrases()[::4]
    theirs, ours = spacy_matcher(phrases), Matcher(phrases)
    by_language: dict[str, int] = {}
    found = 0
    for example in read_examples()[::7]:
        if by_language.setdefault(example.language, 0) >= 4:
            continue
        by_language[example.language] += 1
        words = tokens_of(joined(example.subject, example.body)).folded
        if not words:
            continue
        doc = Doc(theirs.vocab, words=words)
        wanted = {theirs.vocab.strings[key] for key, _, _ in theirs(doc)}
        got = {hit.phrase.key for hit in ours(words)}
        assert got == wanted, example.where
        found += len(got)
    assert found > 50


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("please DELETE all of my Account", True),
        ("delete. My account is fine", False),
        ("delete this and that and all those of the account", False),
        ("Kontolöschung", True),
    ],
)
def test_gaps_stems_and_stops(text: str, held: bool, tmp_path: Path) -> None:
    """A gap spans at most four words and no full stop; stems ignore case and accents."""
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "delete.txt").write_text("delete .. account  # why\n\nkontolösch*\n", "utf-8")
    hits = Matcher(read_phrases(tmp_path))(tokens_of(text).folded)
    assert bool(hits) is held


def test_a_bad_phrase_is_named(tmp_path: Path) -> None:
    """Every faulty line is listed with its file and number."""
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "delete.txt").write_text("delete ..\nfine\na|b-c\n", "utf-8")
    with pytest.raises(BadPhraseError) as error:
        read_phrases(tmp_path)
    assert "en/delete.txt:1" in str(error.value)
    assert "en/delete.txt:3" in str(error.value)
