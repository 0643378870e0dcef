"""Case endings of Slavic languages: the forms that a name takes in a Polish or Czech sentence."""

from collections.abc import Iterator, Sequence

# Words that stand in nearly every Polish, Czech, Slovak or Croatian mail and in few others.
_SLAVIC = frozenset(
    "w z v nie sie jest jestem jestescie prosze moje moich mnie przez oraz dla juz tylko danych"
    " panstwa dzien dobry dziekuje jsem jsme jste prosim udaju udaje udaji ktere ktera ktery"
    " nebo jako abyste aby chci byl byla jestli dekuji osobnich alebo ziadam podatke molim".split()
)
_HEAD = 3  # letters that no ending changes
_CHANGED = 2  # letters of the nominative that an ending may replace
_TAILS = frozenset(
    "a e i o u y m j ch mi mu go ho ie ia iu ja ji ju em im ym ej om ow um ou ego emu eho"
    " ich ych imi ymi ach ami ech owi ovi owie ove iem ka ce ki ku ke ko kou kiem ek"
    " ga dze ha ta cie ze zie ad edu edzie edem".split()
) | {""}
_ENDINGS = ("a", "ou", "ovi", "owie", "ech", "ego", "eho", "ej", "ym", "im", "ych")


def is_slavic(words: Sequence[str]) -> bool:
    """Tell whether folded words are those of a language with these endings."""
    return len(_SLAVIC.intersection(words)) > 1


def heads(words: Sequence[str]) -> str:
    """Return what all the forms of several folded words have in common."""
    return " ".join(word[:_HEAD] for word in words)


def same_name(name: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether folded words are a name's words, each in some case."""
    return len(name) == len(words) and all(map(_same_word, name, words))


def _same_word(name: str, word: str) -> bool:
    if name == word:
        return True
    shared = next(
        (at for at, (a, b) in enumerate(zip(name, word, strict=False)) if a != b),
        min(len(name), len(word)),
    )
    if shared < max(_HEAD, len(name) - _CHANGED):
        return False
    return name[shared:] in _TAILS and word[shared:] in _TAILS


def nominatives(word: str, least: int) -> Iterator[str]:
    """Yield what one folded word may be without its ending; stems are longer than `least`."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > least:
            yield from (stem, f"{stem}a", f"{stem}o")
    stem = word.removesuffix("ce")
    if stem != word and len(stem) >= least:
        yield f"{stem}ka"
