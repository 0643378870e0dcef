"""Bytes of an unreliable charset label to text: the label first, then honest guesses."""

import codecs
import re
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise
from typing import Final

MOST_DETECTED: Final = 20_000
"""Bytes shown to the detector; more makes it slower, not wiser."""

REFUSED: Final = frozenset(
    "idna punycode undefined hex hex_codec zlib zlib_codec bz2 bz2_codec base64 base64_codec "
    "rot13 rot_13 quopri quopri_codec uu uu_codec unicode_escape raw_unicode_escape mbcs oem "
    "string_escape charmap palmos".split()
)
"""Codecs that are no charset: they raise odd errors or interpret escapes."""

_ESCAPES: Final = re.compile(rb"\x1b(?:\$[@AB]|\$\([A-D]|\$\)C|\([BIJ])")
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
    if raw.isascii() and codec in {"", "utf-8", "cp1252"} and b"\x1b" not in raw:
        return raw.decode("ascii"), True
    shown = _shown_by_bytes(raw, codec)
    if shown:
        return shown
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) and len(raw) % 2 == 0:
        codec = "utf-16"
    believed = codec if codec and not _is_lie(raw, codec) else ""
    for name, held in ((believed, True), ("utf-8-sig", not codec)):
        with suppress(UnicodeError, ValueError, LookupError):
            if name:
                return raw.decode(name), held
    if believed:  # a few broken bytes: the label still knows best
        text = raw.decode(believed, "replace")
        if text.count("�") * 20 < len(text):
            return text, False
    return _guessed(raw), False


def _shown_by_bytes(raw: bytes, codec: str) -> tuple[str, bool] | None:
    """Return the text where the bytes speak louder than any label."""
    if _ESCAPES.search(raw):
        for name in ("iso2022_jp_ext", "iso2022_kr"):
            with suppress(UnicodeError):
                return raw.decode(name), codec.startswith("iso2022") or not codec
    if codec.startswith(("utf-16", "utf-32")) and raw.isascii() and b"\0" not in raw:
        return raw.decode("ascii"), False
    if _is_single_byte(codec) and not raw.isascii():
        with suppress(UnicodeDecodeError):  # no text of one byte a letter is UTF-8 by chance
            return raw.decode("utf-8-sig"), False
    return None


@lru_cache(maxsize=256)
def _is_single_byte(codec: str) -> bool:
    """Return whether a codec has one byte a character."""
    try:
        return bool(codec) and len(bytes(range(256)).decode(codec, "replace")) == 256
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
    if mostly_utf8.count("�") * 50 < sum(1 for char in mostly_utf8 if char > "\x7f"):
        return mostly_utf8
    import cchardet  # noqa: PLC0415  (17 ms, and most mails never need it)

    found = cchardet.detect(raw[:MOST_DETECTED])
    codec = codec_of(found["encoding"] or "")
    if codec and (found["confidence"] or 0) > 0.5:
        try:
            return raw.decode(codec)
        except (UnicodeError, ValueError):
            pass
    return raw.decode("cp1252", "replace")
