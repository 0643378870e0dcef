"""Finds entries by name and alias: an index over joined words, with the words around a hit."""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from rapidfuzz import fuzz, process

from bot.core.parties import Entry, Role
from bot.core.party_words import folded
from bot.edges.store.directory_cases import heads, is_slavic, nominatives, same_name
from bot.edges.store.directory_style import SHORT, WORD, Known, Style, Word, words_of
from bot.edges.store.directory_words import COMMON

_LEGAL_FORMS = re.compile(
    r"[\s,]+(?:inc|incorporated|l\.?l\.?c|llp|ltd|limited|plc|corp|corporation|co|company|gmbh|"
    r"ggmbh|mbh|ag|kg|kgaa|ohg|gbr|ug(?: \(haftungsbeschrankt\))?|se|e\.? ?v|e\.? ?k|eg|"
    r"gmbh & co\.? kg|s\.?a\.?s?|sasu|s\.?a\.?r\.?l|eurl|s\.?r\.?l\.?s?|s\.?p\.?a|s\.?n\.?c"
    r"|b\.?v|n\.?v|"
    r"v\.?o\.?f|vzw|asbl|ab|as|a/s|asa|oyj?|aps|sp\. ?z ?o\. ?o|s\.?l\.?u?|s\.?c|lda|ltda|"
    r"pty(?: ltd)?|pte|kft|zrt|s\.?r\.?o|a\.?s|d\.?o\.?o)\.?$"
)
_UNSPACED = re.compile(  # Han, kana, Thai, Lao, Khmer
    "[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d]+"
)
_GAP = re.compile(r"[ \t\-'&+/.·‐‑–]{0,4}\n?[ \t]*|, ")
_LONGEST = 7  # words
_DISTINCT, _DISTINCT_WORDS = 11, 14  # characters of names that nobody writes by chance
_OFTEN = 3  # mentions of a name that are looked at; more say nothing new
_FUZZY_LEAST, _FUZZY_LENGTH, _FUZZY_MOST, _FUZZY_NEAR = 86.0, 6, 24, 300

# What languages add to a name: genitive, case endings, and compounds written as one word.
_ENDINGS = (
    "s", "es", "n", "en", "ns", "i", "y", "e", "o", "u", "em", "om", "owi", "ie", "ach", "ami",
    "in", "an", "ssa", "lla",
)  # fmt: skip
_VOWEL_ENDINGS = ("i", "y", "e", "o", "ie")
_COMPOUND = re.compile(
    r"^(.{5,}?)(?:konto|kundenkonto|kunde|kunden|kundin|app|shop|onlineshop|abo"
    r"|newsletter|"
    r"seite|webseite|website|account|login|profil|bestellung|gutschein|mitgliedschaft|daten|karte|"
    r"mitarbeiter|zugang|filiale|laden|datenschutz|winkel|klant|klanten|bestelling|abonnement)$"
)


_AND = ("and", "und", "et", "y", "e", "en")
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or alias that stands in a text; `role` by the words around it."""

    phrase: str
    entries: tuple[Entry, ...]
    role: Role


def without_form(name: str) -> str:
    """Return a folded name without its legal form."""
    name = folded(name).strip()
    while shorter := _LEGAL_FORMS.sub("", name):
        if shorter == name:
            break
        name = shorter
    return name


def joined(name: str) -> str:
    """Return a name as it is compared: no accents, case, legal form, spaces or hyphens."""
    return "".join(WORD.findall(without_form(name)))


class NameIndex:
    """Names and aliases; small: one joined key a name, no n-grams kept."""

    def __init__(self) -> None:
        self._keys: dict[str, Known] = {}
        self._longest: dict[str, int] = {}
        self._like: dict[str, array[int]] = {}
        self._list: list[str] = []
        self._unspaced: dict[str, tuple[Entry, ...]] = {}
        self._inflected: dict[str, tuple[str, ...]] = {}

    def add(self, entry: Entry) -> None:
        """Index the name and the aliases of an entry."""
        names = (entry.name, *entry.aliases)
        spelled = [one.replace("&", f" {word} ") for one in names if "&" in one for word in _AND]
        names = (*names, *spelled)
        for name in dict.fromkeys((*names, *(one.translate(_TWO_LETTERS) for one in names))):
            words = WORD.findall(without_form(name))
            key = "".join(words)
            if len(key) > 1 and _UNSPACED.fullmatch(key):
                self._unspaced[key] = tuple({*self._unspaced.get(key, ()), entry})
            if len(key) < 2 or len(words) > _LONGEST:
                continue
            known = self._keys.get(key) or Known((), len(words), _distinct(name, key, len(words)))
            if entry not in known.entries:
                self._learn(key, words)
                self._keys[key] = Known((*known.entries, entry), known.words, known.distinct)

    def _learn(self, key: str, words: list[str]) -> None:
        if len(words) > 1 and key not in self._keys:
            common = heads(words)
            self._inflected[common] = (*self._inflected.get(common, ()), " ".join(words))
        head = words[0][:3]
        size = min(len(words) + 1, _LONGEST)
        for part in {head, key[:3]}:  # a text may write two words as one, or one as two
            self._longest[part] = max(self._longest.get(part, 0), size)
        if len(key) >= _FUZZY_LENGTH and key not in self._keys:
            for block in (key[:4], f"~{key[-4:]}"):
                self._like.setdefault(block, array("I")).append(len(self._list))
            self._list.append(key)

    def exact(self, name: str) -> tuple[Entry, ...]:
        """Return the entries of exactly this name, whatever its case or legal form."""
        known = self._keys.get(joined(name))
        return known.entries if known else ()

    def mentions(self, text: str, person: str = "") -> Iterator[Mention]:
        """Yield the names that stand in a text; `person` is the writer's own name."""
        words = words_of(text)
        style = Style(text, words, frozenset(WORD.findall(folded(person))))
        slavic = is_slavic([word.key for word in words])
        seen: Counter[str] = Counter()
        if self._unspaced and _UNSPACED.search(text):
            yield from self._in_one_piece(folded(text))
        at = 0
        while at < len(words):
            size, known, key = self._at(words, at, text, slavic=slavic)
            seen[key] += 1
            if known is not None and seen[key] <= _OFTEN:
                role = style.role(words[at], words[at + size - 1])
                if style.accepts(at, size, key, known, role):
                    phrase = text[words[at].start : words[at + size - 1].end]
                    yield Mention(" ".join(phrase.split()), known.entries, role)
            at += size if known else 1

    def _in_one_piece(self, text: str) -> Iterator[Mention]:
        """Yield the names that stand in writing without spaces between words."""
        for key, entries in self._unspaced.items():
            if key in text:
                yield Mention(key, entries, Role.SERVICE)

    def _at(
        self, words: list[Word], at: int, text: str, *, slavic: bool
    ) -> tuple[int, Known | None, str]:
        """Return the longest name that begins with a word, as it is written or inflected."""
        most = min(self._longest.get(words[at].key[:3], 0), len(words) - at)
        for size in range(most, 0, -1):
            span = words[at : at + size]
            if not all(_GAP.fullmatch(text, one.end, two.start) for one, two in pairwise(span)):
                continue
            for key in chain(_forms(span), self._in_cases(span) if slavic else ()):
                known = self._keys.get(key)
                if known and _fits(span, key, known):
                    return size, known, key
        return 1, None, ""

    def _in_cases(self, span: list[Word]) -> Iterator[str]:
        """Yield the joined names of which the words may be a case: Złotym Kłosie, Hradila."""
        if len(span) == 1:
            yield from nominatives(span[0].key, SHORT)
            return
        words = [word.key for word in span]
        for name in self._inflected.get(heads(words), ()):
            if same_name(name.split(), words):
                yield name.replace(" ", "")

    def similar(self, text: str, person: str = "") -> Iterator[Mention]:
        """Yield names that are only like one in the text: candidates, never certain."""
        words = words_of(text)
        style = Style(text, words, frozenset(WORD.findall(folded(person))))
        spans = [words[at : at + size] for at in range(len(words)) for size in (1, 2)]
        keys = {"".join(w.key for w in span): span for span in spans if span[0].capital}
        for key in [key for key in keys if len(key) >= _FUZZY_LENGTH][:_FUZZY_MOST]:
            near = (*self._like.get(key[:4], ()), *self._like.get(f"~{key[-4:]}", ()))
            names = [self._list[number] for number in near[:_FUZZY_NEAR]]
            best = process.extractOne(key, names, scorer=fuzz.ratio, score_cutoff=_FUZZY_LEAST)
            if best and best[0] != key:
                role = style.role(keys[key][0], keys[key][-1])
                yield Mention(key, self._keys[best[0]].entries, role)

    def like(self, text: str, limit: int) -> list[Entry]:
        """Return the entries whose name contains `text` or is like it, best first."""
        wanted = joined(text)
        if not wanted:
            return []
        inside = sorted((key for key in self._keys if wanted in key), key=len)
        near = process.extract(wanted, self._list, scorer=fuzz.WRatio, limit=limit, score_cutoff=75)
        keys = dict.fromkeys([*inside[:limit], *(name for name, _, _ in near)])
        return [entry for key in keys for entry in self._keys[key].entries]


def _distinct(name: str, key: str, words: int) -> bool:
    """Tell whether nobody writes this name by chance: long, or with capitals or digits inside."""
    inner = any(a.islower() and b.isupper() for a, b in pairwise(name))
    digit = any(ch.isdigit() for ch in key) and len(key) > SHORT
    least = _DISTINCT if words == 1 else _DISTINCT_WORDS
    return key not in COMMON and (len(key) >= least or inner or digit)


def _forms(span: list[Word]) -> Iterator[str]:
    """Yield the joined words, then what is left without endings and compound tails."""
    key = "".join(word.key for word in span)
    yield key
    if len(key) < SHORT + 1:
        return
    if len(span) > 1 and span[0].key[-1] in "nrms":
        yield span[0].key[:-1] + key[len(span[0].key) :]
    for ending in _ENDINGS:
        stem = key.removesuffix(ending)
        if len(stem) > SHORT and stem != key:
            yield stem
            if ending in _VOWEL_ENDINGS:
                yield f"{stem}a"
    if len(span) == 1 and (found := _COMPOUND.match(key)):
        head = found.group(1)
        yield from (head, head.removesuffix("s"), head.removesuffix("n"), head.removesuffix("en"))


def _fits(span: list[Word], key: str, known: Known) -> bool:
    """Tell whether words may stand for a name that is written otherwise."""
    as_is = "".join(word.key for word in span) == key
    if not as_is and not span[0].capital:
        return False
    return len(span) <= known.words or all(word.capital for word in span) or known.distinct


def unique(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries once each, in order."""
    return list(dict.fromkeys(entries))
