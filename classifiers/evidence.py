"""The words that decided, for people to check; only words that the model has met are shown."""

from classifiers.linear import Scorer, run_starts
from classifiers.reading import Read
from classifiers.words import NUMBER, is_word

SHOWN = 3
NOTHING = "no word stands out"
LONGEST = 80


def why_type(read: Read, column: int, name: str, scorer: Scorer, *, deep: bool = True) -> str:
    """Return why the type `name` was read: a phrase of its own if there is one, else words.

    Words take time to find; `deep` says whether to look for them.
    """
    phrases = [
        hit
        for hit in (*read.cut.hits, *read.cut.relations)
        if hit.phrase.name == name or hit.phrase.name.startswith(f"{name}.")
    ]
    if phrases:
        longest = max(phrases, key=lambda hit: len(hit.phrase.elements))
        words = read.cut.tokens.plain[longest.start : longest.end]
        return f"phrase: {' '.join(w for w in words if w.strip())[:LONGEST]}"
    strongest = _strongest(read, column, scorer) if deep else []
    return f"words: {', '.join(strongest)}" if strongest else NOTHING


def why_kind(read: Read, name: str, column: int, scorer: Scorer) -> str:
    """Return why a party or sender was read: its phrase, else the words that speak for it."""
    return why_type(read, column, name, scorer)


def _strongest(read: Read, column: int, scorer: Scorer) -> list[str]:
    owner = read.cut.clause_of_word
    if not len(owner):
        return []
    starts = run_starts(owner)
    filled = owner[starts]
    at = int(read.clause_scores[filled, column].argmax())
    end = starts[at + 1] if at + 1 < len(starts) else len(owner)
    words = read.cut.words[starts[at] : end]
    unique = list(dict.fromkeys(word for word in words if is_word(word) and word != NUMBER))
    adds = scorer.known_adds(unique, column)
    return [word for add, word in sorted(adds, reverse=True)[:SHOWN] if add > 0]
