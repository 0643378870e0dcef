"""Bytes of an unreliable charset label to text: the label first, then honest guesses."""

import codecs
import re
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise
from typing import Final

from bot.edges.mail.charset_clues import (
    as_meant,
    in_seven_bits,
    is_implausible,
    is_western,
    unlabelled_wide,
)
from bot.edges.mail.japanese import of_jis, with_escapes

MOST_DETECTED: Final = 20_000
"""Bytes shown to the detector; more makes it slower, not wiser."""

REFUSED: Final = frozenset(
    "idna punycode undefined hex hex_codec zlib zlib_codec bz2 bz2_codec base64 base64_codec "
    "rot13 rot_13 quopri quopri_codec uu uu_codec unicode_escape raw_unicode_escape mbcs oem "
    "string_escape charmap palmos".split()
)
"""Codecs that are no charset: they raise odd errors or interpret escapes."""

_ESCAPES: Final = re.compile(rb"\x1b(?:\$[@AB]|\$\([A-D]|\$\)C|\([BIJ])")
_SEVEN_BITS: Final = re.compile(rb"[\x1b\0]|~\{|\+[A-Za-z0-9+/]{3}")
_CONTROLS: Final = re.compile(rb"[\x80-\x9f]")
_LATIN: Final = frozenset(
    {"cp1252", "iso8859-15", "iso8859-2", "cp1250", "iso8859-9", "cp1254", "iso8859-4", "cp850"}
)
_CYRILLIC: Final = frozenset({"koi8-r", "koi8-u", "cp1251"})

# WHATWG's reading of old labels: what the senders meant, not what the label says.
MEANT: Final[dict[str, str]] = {
    "ascii": "",
    "us-ascii": "",
    "ansi_x3.4-1968": "",
    "ansi_x3.110-1983": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-1-windows-3.1-latin-1": "cp1252",
    "ansi": "cp1252",
    "windows-1252http-equivcontent-type": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "x-big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "x-windows-949": "cp949",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-2-0-utf-7": "utf-7",
    "x-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-macintosh": "mac-roman",
    "mac": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ce": "mac-latin2",
    "x-user-defined": "",
    "x-unknown": "",
    "unknown": "",
    "unknown-8bit": "",
    "default": "",
    "default_charset": "",
    "_autodetect": "",
    "none": "",
    "binary": "",
    "8bit": "",
    "7bit": "",
    "koi8-r": "koi8-u",  # the same but for eight Ukrainian letters, where KOI8-R has frames
    "koi8r": "koi8-u",
    "koi": "koi8-u",
    "iso-10646-ucs-2": "utf-16",
    "ucs-2": "utf-16",
    "ucs2": "utf-16",
    "unicode": "utf-16",
    "csunicode": "utf-16",
}

# An ISO label on bytes that the ISO table leaves to controls: the Windows table was meant.
_WINDOWS: Final[dict[str, str]] = {
    "iso8859-2": "cp1250",
    "iso8859-4": "cp1257",
    "iso8859-5": "cp1251",
    "iso8859-6": "cp1256",
    "iso8859-7": "cp1253",
    "iso8859-8": "cp1255",
    "iso8859-13": "cp1257",
    "iso8859-15": "cp1252",
}


@lru_cache(maxsize=512)
def codec_of(label: str) -> str:
    """Return the codec a label stands for, or an empty string where it says nothing usable."""
    name = label.strip(" \t\r\n\"';").lower()
    name = MEANT.get(name, name)
    if not name or len(name) > 40 or not name.isascii() or "\0" in name:
        return ""
    if name.startswith(("cp-", "x-cp")):
        name = "cp" + name.lstrip("x-").removeprefix("cp").lstrip("-")
    if name.replace("-", "_") in REFUSED:
        return ""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return ""
    is_text: bool = getattr(found, "_is_text_encoding", True)
    if not is_text or found.name.replace("-", "_") in REFUSED:
        return ""
    return found.name


def decode(raw: bytes, label: str = "") -> tuple[str, bool]:
    """Return the text and whether the label (or plain UTF-8) held; never raises.

    Order: what the bytes themselves show, the declared charset, UTF-8 if strict, a
    detector, Windows-1252.
    """
    if not raw:
        return "", True
    codec = codec_of(label) if label else ""
    if codec.startswith("iso2022_jp"):
        raw = with_escapes(raw)
    if raw.isascii() and codec in {"", "utf-8", "cp1252"} and not _SEVEN_BITS.search(raw):
        return raw.decode("ascii"), True
    shown = _shown_by_bytes(raw, codec)
    if shown:
        return shown
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) and len(raw) % 2 == 0:
        codec = "utf-16"
    if codec in _WINDOWS and (_CONTROLS.search(raw) or "\ufffd" in raw.decode(codec, "replace")):
        codec = _WINDOWS[codec]
    if codec == "euc_jp" and "\ufffd" in raw.decode(codec, "replace"):
        codec = "euc_jis_2004"  # makers' signs stand there, and in no other codec
    believed = codec if codec and not _is_lie(raw, codec) else ""
    for name, held in ((believed, True), ("utf-8-sig", not codec)):
        with suppress(UnicodeError, ValueError, LookupError):
            text = raw.decode(name) if name else ""
            if text and not is_implausible(text):
                return as_meant(text, raw, name), held
    if believed:  # a few broken bytes: the label still knows best
        text = raw.decode(believed, "replace")
        if not _is_broken(text, 2 if believed == "utf-8" else 20) and not is_implausible(text):
            return text, False
    return _guessed(raw), False


def _is_broken(text: str, share: int) -> bool:
    """Return whether more than one in `share` of the characters beyond ASCII was not decoded."""
    foreign = sum(1 for char in text if char > "\x7f")
    return text.count("�") * share > foreign


def _shown_by_bytes(raw: bytes, codec: str) -> tuple[str, bool] | None:
    """Return the text where the bytes speak louder than any label."""
    if _ESCAPES.search(raw) and (escaped := _of_escapes(raw)):
        return escaped, codec.startswith("iso2022") or not codec
    if codec.startswith(("utf-16", "utf-32")):
        return _of_wide_label(raw, codec)
    wide = unlabelled_wide(raw)
    if wide:
        return wide, False
    if raw.isascii():
        hidden = raw.decode("ascii") if _is_foreign(codec) else in_seven_bits(raw, codec)
        return (hidden, False) if hidden else None
    if _is_single_byte(codec):
        with suppress(UnicodeDecodeError):  # no text of one byte a letter is UTF-8 by chance
            return raw.decode("utf-8-sig"), False
    return None


def _of_escapes(raw: bytes) -> str:
    """Return the text of ISO-2022, Japanese or Korean, or nothing."""
    for name in ("iso2022_jp_ext", "iso2022_kr"):
        with suppress(UnicodeError):
            return raw.decode(name)
    return of_jis(raw)


def _of_wide_label(raw: bytes, codec: str) -> tuple[str, bool] | None:
    """Return text that is said to be UTF-16 or UTF-32, if it is not; byte order as it reads."""
    if b"\0" not in raw:
        with suppress(UnicodeDecodeError):
            return raw.decode("utf-8-sig"), False
    if codec == "utf-16" and raw[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        orders = [raw.decode(name, "replace") for name in ("utf-16-be", "utf-16-le")]
        return max(orders, key=lambda text: sum(1 for char in text if " " <= char <= "~")), True
    return None


@lru_cache(maxsize=256)
def _is_foreign(codec: str) -> bool:
    """Return whether a codec of one byte a letter has other letters where ASCII has its own."""
    return _is_single_byte(codec) and b"Aa".decode(codec, "replace") != "Aa"


@lru_cache(maxsize=256)
def _is_single_byte(codec: str) -> bool:
    """Return whether a codec has one byte a character, also beyond ASCII, where UTF-8 has none."""
    try:
        text = bytes(range(256)).decode(codec, "replace") if codec else ""
        return len(text) == 256 and text.count("\ufffd") < 128
    except (UnicodeError, ValueError, LookupError):
        return False


def _is_lie(raw: bytes, codec: str) -> bool:
    """Return whether a label of the Latin alphabet, the default of many programs, is wrong.

    Latin text is mostly ASCII; text that is mostly not is in another alphabet.
    """
    if codec not in _LATIN:
        return codec in _CYRILLIC and _is_shouted(raw.decode(codec, "replace"))
    head = raw[:MOST_DETECTED]
    high = sum(1 for byte in head if byte > 127)
    letters = sum(1 for byte in head if byte < 128 and chr(byte).isalpha())
    return high >= 8 and high > letters


def _is_shouted(text: str) -> bool:
    """Return whether Cyrillic is mostly upper case inside words: another codec's lower case."""
    inside = [b for a, b in pairwise(text[:MOST_DETECTED]) if a.isalpha() and "Ѐ" <= b <= "ӿ"]
    first = [b for a, b in pairwise(" " + text[:MOST_DETECTED]) if not a.isalpha() and b.isalpha()]
    upper = sum(1 for char in inside if char.isupper())
    lower = sum(1 for char in first if char.islower())
    return len(inside) >= 8 and upper > 0.8 * len(inside) and lower >= 1


def _guessed(raw: bytes) -> str:
    """Return the text as the detector reads it, else as Windows-1252."""
    mostly_utf8 = raw.decode("utf-8", "replace")
    if not _is_broken(mostly_utf8, 4):
        return mostly_utf8
    if is_western(raw):
        return as_meant(raw.decode("cp1252", "replace"), raw, "cp1252")
    import cchardet  # noqa: PLC0415  (17 ms, and most mails never need it)

    found = cchardet.detect(raw[:MOST_DETECTED])
    codec = codec_of(found["encoding"] or "")
    if codec and (found["confidence"] or 0) > 0.5:
        with suppress(UnicodeError, ValueError):
            return as_meant(raw.decode(codec), raw, codec)
    return raw.decode("cp1252", "replace")
