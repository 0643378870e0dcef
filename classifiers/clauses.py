"""A mail's tokens cut into clauses, each short enough to hold one request."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.words import is_word

ENDS = frozenset(".!?;:…。！？।؟؛•*\n")
"""Tokens after which a clause ends."""

JOINS = frozenset(
    """
    and also but or furthermore moreover additionally und sowie ausserdem ferner zudem aber
    et ainsi mais egalement enfin y ademas tambien pero asimismo e inoltre anche ma nonche
    en ook maar alsmede tevens bovendien alem tambem mas bem i oraz a takze ponadto ale rowniez
    """.split()
)
"""Words at which a long sentence may hold a second request."""

SHORTEST = 4
"""Words on either side of a cut inside a sentence."""
LONGEST = 40
"""Words after which a sentence without any punctuation is cut all the same."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens `start` to `end` (exclusive); clauses of one sentence share its number."""

    start: int
    end: int
    sentence: int


def split(tokens: Sequence[str]) -> list[Clause]:
    """Return the clauses of a mail whose first line is the subject (sentence 0, maybe empty)."""
    try:
        first = tokens.index("\n")
    except ValueError:
        first = len(tokens)
    found = [Clause(0, first, 0)]
    meaning = list(map(is_word, tokens))
    for sentence, (start, end) in enumerate(_sentences(tokens, meaning, first + 1), start=1):
        for part_start, part_end in _parts(tokens, meaning, start, end):
            found.append(Clause(part_start, part_end, sentence))
    return found


def _sentences(tokens: Sequence[str], meaning: Sequence[bool], begin: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = begin
    length = 0
    for at in range(begin, len(tokens)):
        if meaning[at]:
            length += 1
            if length < LONGEST:
                continue
        elif not _ends(tokens, at):
            continue
        if length:
            found.append((start, at + 1))
            start, length = at + 1, 0
    if length:
        found.append((start, len(tokens)))
    return found


def _ends(tokens: Sequence[str], at: int) -> bool:
    word = tokens[at]
    if word == ".":
        # "Art. 17", "No. 5", "e.g." and initials go on.
        before = tokens[at - 1] if at else ""
        after = tokens[at + 1] if at + 1 < len(tokens) else "\n"
        return len(before) > 3 or not (before.isdecimal() or after.isdecimal() or len(before) < 2)
    return word in ENDS


def _parts(
    tokens: Sequence[str], meaning: Sequence[bool], start: int, end: int
) -> list[tuple[int, int]]:
    cuts = [start]
    count = 0
    left = sum(meaning[start:end])
    for at in range(start, end):
        word = tokens[at]
        left -= meaning[at]
        if (word in JOINS or word == ",") and count >= SHORTEST:
            if left >= SHORTEST:
                cuts.append(at)
                count = 0
        elif meaning[at]:
            count += 1
    return list(zip(cuts, [*cuts[1:], end], strict=True))
