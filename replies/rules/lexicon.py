"""What the rules listen for in one language, compiled once; one file a language."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from replies.words import LANGUAGES, TEMPLATES

_LINK = re.compile(r"https?://\S+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_CLAUSE_END = re.compile(r"[,;:–—]")
_REACH = 300  # characters before a thing in which a negation can speak of it
_BULLET = re.compile(r"\n[ \t]*[-*•][ \t]+|\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns of one language; each is searched without regard to case."""

    negation: re.Pattern[str]
    condition: re.Pattern[str]
    turn: re.Pattern[str]
    because: re.Pattern[str]
    complaint: re.Pattern[str]
    authority: re.Pattern[str]
    court: re.Pattern[str]
    ground: re.Pattern[str]
    again: re.Pattern[str]
    document: re.Pattern[str]
    signature: re.Pattern[str]
    password: re.Pattern[str]
    identity: re.Pattern[str]
    form: re.Pattern[str]
    account: re.Pattern[str]
    over: re.Pattern[str]
    stopwords: frozenset[str]


@cache
def lexicon(lang: str) -> Lexicon:
    """Read what to listen for in a language; English for one without letters."""
    known = lang if lang in LANGUAGES else "en"
    raw = tomllib.loads((TEMPLATES / known / "checks.toml").read_text(encoding="utf-8"))
    patterns = {
        key: re.compile(rf"(?<!\w)(?:{'|'.join(entries)})(?!\w)", re.IGNORECASE)
        for key, entries in raw.items()
        if key != "stopwords"
    }
    return Lexicon(**patterns, stopwords=frozenset(word.casefold() for word in raw["stopwords"]))


def flat(text: str) -> str:
    """Return the text on one line, links left out, so that wrapping hides nothing."""
    return " ".join(_LINK.sub(" ", text).split())


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences and list items of a text, each on one line, links left out."""
    parts = (flat(part) for part in _BULLET.split(text))
    return tuple(s for part in parts for s in _SENTENCE_END.split(part) if s)


def asked_for(text: str, nouns: re.Pattern[str], said: Lexicon) -> str:
    """Return the first thing that a sentence asks for; "" where it is only forbidden.

    "Please do not send a copy of your passport" asks for nothing; "if you do not
    send a copy of your passport, we cannot ..." and "send it, or we cannot ..." do.
    """
    for sentence in sentences(text):
        for match in nouns.finditer(sentence):
            before = sentence[max(0, match.start() - _REACH) : match.start()]
            after = _CLAUSE_END.split(sentence[match.end() :], maxsplit=1)[0]
            if not _forbids(before, said) and not (
                said.negation.search(after) and not said.condition.search(before)
            ):
                return match[0]
    return ""


def _forbids(before: str, said: Lexicon) -> bool:
    """Say whether what stands before a thing forbids it, unconditionally and without a turn."""
    negations = list(said.negation.finditer(before))
    if not negations or said.condition.search(before):
        return False
    return not said.turn.search(before, negations[-1].end())
