"""Text to normalised words; case, accents and digits no longer matter."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

REMEMBERED = 24_576
"""Words whose forms are remembered; never whole texts, which are somebody's mail."""
COMMON = 16_384
"""Words, the commonest, of which is remembered whether they are words."""
LONGEST_TEXT = 20_000
"""Characters of a mail that are read; a request stands in the first pages or nowhere."""

_MARKS = "".join(
    chr(code)
    for code in (*range(0x0300, 0x0370), *range(0x0591, 0x1100), 0x200C, 0x200D)
    if unicodedata.category(chr(code)) in {"Mn", "Mc", "Cf"}
)
"""Signs inside words: vowels of Indian scripts, Arabic and Hebrew points, invisible joiners."""
_UNSPACED = (
    "\u0e00-\u0eff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
)
"""Scripts that write no spaces between words: Thai, Lao, Khmer, Kana, Han."""
_IN_UNSPACED = re.compile(f"[{_UNSPACED}]")
_RUNS = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")

# Lengths are bounded (RFC 1035, RFC 5321), so that "a.a.a." without end takes no minutes.
_TOKEN = re.compile(
    r"[^\W\d_]++(?=[\s,;!?)]|\.\s)"  # a plain word, most of what there is: spares the rest
    r"|"
    r"[\w.+-]{1,64}+@[\w-]+\.[\w.-]*\w"  # an address
    r"|(?:https?://|www\.)\S+"
    r"|(?:[^\W_][\w-]{0,62}\.){1,8}(?:example|com|org|net|io|app|shop|store|info|eu|de|fr|es|it|nl|pt|pl|"
    r"co\.uk|uk|ch|at|be|com\.br|br|se|dk|no|fi|cz|ro|hu|gr|ie|us|ca)(?![\w-])"
    r"|[eE]-[mM]ail[^\W\d_]*"  # as common with the hyphen as without
    rf"|[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*"  # a word, ...
    r"(?:['’ʼ´`][^\W\d_]+)*"  # ... contractions in one piece
    r"|\d+"
    r"|\n"
    r"|[^\w\s]"
)
_ELISION = re.compile(
    r"^((?:[ldjcnsmt]|qu|jusqu|lorsqu|puisqu|un|all|dell|dall|nell|sull|quell|quest|dev|gl|c)')"
    r"([^\W\d_]{2,}.*)$"
)
_CONTRACTIONS = frozenset({"re", "ll", "ve"})
_LETTERS = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_ACCENTS = dict.fromkeys([*range(0x300, 0x34F), *range(0x350, 0x370)])
_MAY_COMBINE = re.compile("[\u0483-\u1fff\u20d0-\U0010ffff]")
"""All combining characters but those of _ACCENTS, and more."""
_APOSTROPHES = str.maketrans("’ʼ´`", "''''")
_INVISIBLE = dict.fromkeys((0x200C, 0x200D, 0x307))
"""Joiners, and the dot that lower case leaves of a Turkish capital I."""
EMAIL, URL, SITE, NUMBER = "<email>", "<url>", "<site>", "<number>"


def fold(text: str) -> str:
    """Return `text` in lower case without accents: Löschung -> loschung, suprimáis -> suprimais.

    Remembers nothing: what is folded may be a whole mail.
    """
    lower = text.lower()
    if lower.isascii():
        return lower
    plain = unicodedata.normalize("NFKD", lower.translate(_LETTERS)).translate(_ACCENTS)
    if not _MAY_COMBINE.search(plain):
        return plain
    # Kana and Indian letters keep their marks (classes 7 to 9), Korean its syllables.
    kept = "".join(c for c in plain if unicodedata.combining(c) <= 9)
    return unicodedata.normalize("NFC", kept)


WRAP = 55
"""Characters after which a line break may be the work of a mail program."""


ENDS_A_LINE = ".!?:;,。！？：；،؟।"


def unwrap(text: str) -> str:
    """Return `text`, same length, with a space for each line break that ends no sentence."""
    lines = text.split("\n")
    out = [lines[0]]
    for line, following in pairwise(lines):
        begin = following.lstrip()[:1]
        goes_on = begin.isalpha() and (
            begin.islower() or (len(line) >= WRAP and line.rstrip()[-1:] not in ENDS_A_LINE)
        )
        out.append(" " if goes_on and line.strip() else "\n")
        out.append(following)
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text in tokens: folded (for phrases) and plain lower case (for vectors)."""

    folded: list[str]
    plain: list[str]


def tokens_of(text: str) -> Tokens:
    """Return the tokens of `text`; addresses, links and long numbers become one token each."""
    raws = _TOKEN.findall(text, 0, LONGEST_TEXT)
    pieces = _normal if text.isascii() or not _IN_UNSPACED.search(text) else _pieces
    pairs = list(chain.from_iterable(map(pieces, raws)))
    return Tokens([folded for folded, _ in pairs], [plain for _, plain in pairs])


def unspaced(text: str) -> bool:
    """Return whether `text` begins in a script that writes no spaces between words."""
    return bool(_IN_UNSPACED.match(text))


def _bigrams(run: str) -> list[str]:
    """Return a run of a script without spaces as overlapping pairs of letters."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def _pieces(raw: str) -> tuple[tuple[str, str], ...]:
    """Return the tokens of a run; a whole sentence without a space in it is not remembered."""
    if len(raw) > 1 and _IN_UNSPACED.search(raw):
        return _mixed(raw)
    return _normal(raw)


@lru_cache(maxsize=REMEMBERED)
def _normal(raw: str) -> tuple[tuple[str, str], ...]:
    if "@" in raw and len(raw) > 1:
        return ((EMAIL, EMAIL),)
    if raw[:4].lower() in {"http", "www."} and (":" in raw or "." in raw):
        return ((URL, URL),)
    if "." in raw and len(raw) > 1:
        return ((SITE, SITE),)
    if raw.isdecimal():
        return ((raw, raw),) if len(raw) <= 3 and raw.isascii() else ((NUMBER, NUMBER),)
    plain = raw.lower().translate(_APOSTROPHES).replace("e-mail", "email")
    if not plain.isascii():
        plain = plain.translate(_INVISIBLE)
        if not plain:  # a joiner alone, as between the halves of an emoji
            return ()
    plain = raw if plain == raw else plain
    parts = _ELISION.match(plain) if "'" in plain and len(plain) > 1 else None
    pieces = (parts[1], parts[2]) if parts and parts[2] not in _CONTRACTIONS else (plain,)
    return tuple(map(_pair, pieces))


def _mixed(raw: str) -> tuple[tuple[str, str], ...]:
    """Return what stands without a space between it: Han beside an address, a law's name."""
    pieces: list[tuple[str, str]] = []
    for run in _RUNS.findall(unicodedata.normalize("NFKC", raw)):
        if _IN_UNSPACED.match(run):
            pieces += map(_two_letters, _bigrams(run))
        else:
            pieces += chain.from_iterable(map(_normal, _TOKEN.findall(run)))
    return tuple(pieces)


def _pair(plain: str) -> tuple[str, str]:
    """Return a word folded and plain; the same object twice where they are alike."""
    folded = fold(plain) or plain
    return (plain, plain) if folded == plain else (folded, plain)


_two_letters = lru_cache(maxsize=REMEMBERED)(_pair)


@lru_cache(maxsize=COMMON)
def is_word(token: str) -> bool:
    """Return whether a token carries meaning: a word, number, address, not punctuation."""
    return token[0].isalnum() or (token[0] == "<" and len(token) > 1)


def forget_words() -> None:
    """Forget the words remembered so far: those of all phrase files are not those of the mail."""
    for kept in (_normal, _two_letters, is_word):
        kept.cache_clear()


def remembered_words() -> int:
    """Return of how many words the forms are remembered."""
    return _normal.cache_info().currsize + _two_letters.cache_info().currsize


def joined(subject: str, body: str) -> str:
    """Return the one string that is read: the subject on the first line, then the body."""
    text = " ".join(subject.split()) + "\n" + unwrap(body[:LONGEST_TEXT].replace("\r", ""))
    return unicodedata.normalize("NFC", text)
