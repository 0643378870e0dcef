"""Tells whether a name in a text is meant: by capitals, by the words around it."""

import re
from dataclasses import dataclass

from bot.core.parties import Entry, Role
from bot.core.party_roles import role_of
from bot.core.party_words import folded
from bot.edges.store.directory_words import CALENDAR, COMMON

WORD = re.compile(r"[^\W_]+")
SHORT = 4  # characters; a shorter name must be written in capitals
_SENTENCE_END = re.compile(r"[.!?:;]\s*$|\n\s*\n|^\s*$")
_LIKE_NO_OTHER = 8  # characters of a name that is found where nobody writes capitals
_FEW = 5  # words below which nobody knows how the writer uses capitals
_TELLING = 0.4  # share of capitals within sentences below which one says something
_WINDOW = 90  # characters before and after a name that tell its role
_PERSON = re.compile(
    r"(?:\b(?:mr|mrs|ms|miss|dr|prof|professor|sir|herr|herrn|frau|monsieur|madame|mme|m"
    r"|senor|senora"
    r"|don|dona|signor|signora|sig|dhr|mevr|meneer|mevrouw|pan|pani|st|san|sankt|saint)\.?"
    r"|my name is \w+|ich heisse \w+|je m'appelle \w+|me llamo \w+|mi chiamo \w+|ik heet \w+"
    r"|i am called \w+|mein name ist \w+)\s*$"
)
_LIVES = re.compile(
    r"(?:\b(?:liv\w+|resid\w+|based|born|address|wohn\w*|leb\w+|habit\w+|viv\w+|abit\w+|woon\w*"
    r"|domicili\w+) (?:in|at|near|a|en|nach|is|te)|\b\d{4,5}) $"
)
_PLACE = re.compile(
    r"^ (?:street|road|avenue|lane|drive|square|county|strasse|weg|platz|allee|straat|laan|blvd"
    r"|mall|cent(?:er|re)|park|village|town|beach|airport"
    r"|university|college|hospital|clinic|bank|church|airport|station|dental|law|estate)\b"
)


_RELATION = re.compile(
    r"\b(?:accounts?|customer|client|member|order(?:ed|s)?|bought|purchas\w+|shopp?(?:ed"
    r"|ing)?|signed up"
    r"|registered|subscri\w+|apps?|site|website|store|newsletter|employ\w+|work(?:ed|ing)?"
    r"|kund(?:e|in|en)|konto|bestell\w*|gekauft|angemeldet|registriert|abo|onlineshop|laden|firma"
    r"|compte|client\w*|command\w+|achet\w+|boutique|appli\w*|inscrit\w*|societe"
    r"|cuenta|pedido|compr\w+|tienda|registr\w+|suscri\w+|empresa"
    r"|ordin\w+|acquist\w+|negozio|iscritt\w+|sito|azienda|klant|bestel\w*|gekocht|winkel"
    r"|konto|sklep\w*|loja|conta)(?: \w+){0,4}"
    r" (?:at|with|from|of|by|called|named|bei|von|namens|chez|aupres de|en|de|da|di|presso"
    r"|bij|van|w|na)"
    r"(?: the| der| dem| la| le)? [\"'«„(]?$"
)
_RELATED = re.compile(
    r"^[ -](?:apps?|subscription|membership|account|newsletter|konto|kundenkonto|loyalty|gift card"
    r"|shop|onlineshop|store|gmbh"
    r"|ag|inc|llc"
    r"|ltd|bv|sarl|sas|srl|spa|sl)\b"
)
_GERMAN = re.compile(
    r"\b(?:ich|der|die|das|und|bei|nicht|mein\w*|bitte|sie|ihr\w*|wir|von)\b", re.I
)
_ARTICLE = re.compile(
    r"\b(?:a|an|the|this|that|your|our|any|no|der|die|das|ein|eine|einen|le|la|les|un|une|el"
    r"|los|una|o|os|um|uma"
    r"|il|lo|uno|de|het|een) $"
)
_DATE = re.compile(
    r"\b(?:by|until|till|on|before|after|since|next|last|this|every|in|bis|am|ab|seit|vor|nach"
    r"|avant|d'ici|depuis|en|hasta|antes|desde|el|entro|per|dal|voor|tot|sinds|op|ate|em|do) $"
)
_ACRONYMS = frozenset(
    "api app ceo cfo cto dpa dpo dpf dsb dse dsr eea eu faq gdpr dsgvo rgpd lgpd hr id ids imap"
    " ip it its iso llc ltd inc nda nhs njo ok pdf pin pii poc rfc rodo sar sca sdk seo sla sms"
    " sms spa tel tld uk un url us usa vat vpn www xml csv asap fyi btw ps aka etc gmbh ccpa cpra"
    " ico cnil bfdi ftc ag kg sa nv bv tv dvd gps nhs mrs ms mr dr am pm gmt utc mon tue wed thu"
    " fri sat sun jan feb mar apr may jun jul aug sep oct nov dec re fw fwd".split()
)
_TRADE = re.compile(
    r"gmbh|ag|inc|ltd|llc|bv|sarl|team|app|account|shop|store|website|site|newsletter|webshop"
    r"|online"
    r"|company|firma|kund(?:e|en|in|enkonto)|privacy|support|customer|service|hello|dear|hi|hallo|liebe\w*|bonjour"
    r"|hola|ciao"
    r"|boutique|tienda|negozio|winkel|konto|club|group|and|or|the|at|from|by|with|on|my|card|portal"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: folded, with its place and whether it begins with a capital."""

    key: str
    start: int
    end: int
    capital: bool
    upper: bool


@dataclass(frozen=True, slots=True)
class Known:
    """The entries of one joined name, how many words it has, whether it is like no other word."""

    entries: tuple[Entry, ...]
    words: int
    distinct: bool


def words_of(text: str) -> list[Word]:
    """Return the words of a text with their places, as they are written."""
    return [
        Word(folded(m.group()), m.start(), m.end(), m.group()[0].isupper(), m.group().isupper())
        for m in WORD.finditer(text)
    ]


class Style:
    """How a text uses capitals, which says what a capital letter is worth in it."""

    def __init__(self, text: str, words: list[Word], person: frozenset[str]) -> None:
        self._text, self._words, self._person = text, words, person
        inside = [w for w in words if len(w.key) > 1 and not self._begins(w)]
        share = sum(word.capital for word in inside) / len(inside) if inside else 0.0
        self._lower = share == 0 and not any(word.capital for word in words)
        self._shouts = sum(word.upper for word in inside) > _TELLING * len(inside)
        self._telling = share < _TELLING  # German nouns, headings and shouting say little
        if len(_GERMAN.findall(text)) > 1:
            self._telling = False
        self._signed_from = _sign_off(text)

    def _begins(self, word: Word) -> bool:
        return bool(_SENTENCE_END.search(self._text[max(0, word.start - 4) : word.start]))

    def role(self, first: Word, last: Word) -> Role:
        """Return what a mention is to the writer."""
        if first.start >= self._signed_from:
            return Role.SIGNATURE
        before = folded(self._text[max(0, first.start - _WINDOW) : first.start])
        return role_of(before, folded(self._text[last.end : last.end + _WINDOW]))

    def accepts(self, at: int, size: int, key: str, known: Known, role: Role) -> bool:
        """Tell whether a name is meant by its words, and not a person, a place or a noun."""
        first, last = self._words[at], self._words[at + size - 1]
        before = folded(self._text[max(0, first.start - _WINDOW) : first.start])
        after = folded(self._text[last.end : last.end + _WINDOW])
        # "swiftly app" is as telling when the alias ends with "app"
        tails = (after, f" {last.key}") if size > 1 else (after,)
        strong = any(_RELATED.search(tail) for tail in tails)
        strong = strong or bool(_RELATION.search(before.replace("\n", " ")))
        if known.words == 1 and (
            self._a_place(known, after)
            or (not strong and self._somebody_else(at, size, known, before, after))
        ):
            return False
        # "a quick loan" is no QuickLoan, but "de gemeente Oosterwaard" is that municipality
        proper = last.capital and self._telling and known.words == size
        if size > 1 and not (first.capital or strong or proper) and _ARTICLE.search(before):
            return False
        capital = first.capital and (last.capital or not self._begins(first))
        if key in CALENDAR and _DATE.search(before):
            return False
        if len(key) < SHORT:
            known_letters = len(key) == SHORT - 1 and key not in _ACRONYMS
            mentioned = known_letters and self._telling
            return first.upper and not self._shouts and (role is not Role.PLAIN or mentioned)
        if known.words == 1 and key in COMMON:
            clear = capital and self._telling and not self._begins(first) and key not in CALENDAR
            related = capital and role is not Role.PLAIN and key not in CALENDAR
            return strong or related or (clear and not _ARTICLE.search(before))
        # A heading in lower case is too short to tell how its writer writes.
        written_so = self._lower and len(key) >= _LIKE_NO_OTHER and len(self._words) >= _FEW
        return capital or known.distinct or strong or role is Role.SIGNATURE or written_so

    def _a_place(self, known: Known, after: str) -> bool:
        """Tell whether the word behind makes it a street, a town or another institution."""
        place = _PLACE.match(after)
        return place is not None and place.group().strip() not in _own_words(known)

    def _somebody_else(self, at: int, size: int, known: Known, before: str, after: str) -> bool:
        """Tell whether the words around make it a person, a place or another company."""
        word = self._words[at]
        if word.key in self._person or _PERSON.search(before) or _LIVES.search(before):
            return True
        own = _own_words(known)
        if not self._telling or not word.capital:
            return False
        near = [(at - 1, before), (at + size, after)]
        return any(self._proper(number, own, around) for number, around in near)

    def _proper(self, number: int, own: set[str], around: str) -> bool:
        """Tell whether a neighbour is a capitalised word that makes a longer, other name."""
        if not 0 <= number < len(self._words):
            return False
        word = self._words[number]
        touches = around.startswith(f" {word.key}") or around.endswith(f"{word.key} ")
        name = word.capital and not word.upper and len(word.key) > 1 and not self._begins(word)
        return touches and name and word.key not in own and not _TRADE.fullmatch(word.key)


def _own_words(known: Known) -> set[str]:
    return {part for entry in known.entries for part in WORD.findall(folded(entry.name))}


def _sign_off(text: str) -> int:
    """Return where the lines begin that look like a name and a firm under a mail."""
    head, gap, tail = text.rstrip().rpartition("\n\n")
    lines = [line.split() for line in tail.splitlines() if line.strip()]
    if not gap or not head.strip() or not 0 < len(lines) <= 5:
        return len(text)
    short = all(len(line) <= 6 and line[-1][-1] not in ".!?" for line in lines)
    named = all(word[0].isupper() or not word[0].isalpha() for line in lines for word in line)
    return len(head) if short and named else len(text)
