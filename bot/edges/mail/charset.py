"""Bytes of an unreliable charset label to text: the label first, then honest guesses."""

import codecs
from functools import lru_cache
from typing import Final

MOST_DETECTED: Final = 20_000
"""Bytes shown to the detector; more makes it slower, not wiser."""

REFUSED: Final = frozenset(
    "idna punycode undefined hex hex_codec zlib zlib_codec bz2 bz2_codec base64 base64_codec "
    "rot13 rot_13 quopri quopri_codec uu uu_codec unicode_escape raw_unicode_escape mbcs oem "
    "string_escape charmap palmos".split()
)
"""Codecs that are no charset: they raise odd errors or interpret escapes."""

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

    Order: the declared charset, UTF-8 if strict, a detector, Windows-1252.
    """
    if not raw:
        return "", True
    codec = codec_of(label) if label else ""
    if raw.isascii() and codec in {"", "utf-8", "cp1252"} and b"\x1b" not in raw:
        return raw.decode("ascii"), True
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) and len(raw) % 2 == 0:
        codec = "utf-16"
    if codec:
        try:
            return raw.decode(codec), True
        except (UnicodeError, ValueError, LookupError):
            pass
    try:
        return raw.decode("utf-8-sig"), not codec
    except UnicodeDecodeError:
        pass
    if codec:  # mostly right, a few broken bytes: the label still knows best
        text = raw.decode(codec, "replace")
        if text.count("�") * 20 < len(text):
            return text, False
    return _guessed(raw), False


def _guessed(raw: bytes) -> str:
    """Return the text as the detector reads it, else as Windows-1252."""
    if b"\x1b$" in raw or b"\x1b(" in raw:
        try:
            return raw.decode("iso2022_jp_ext")
        except UnicodeDecodeError:
            pass
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
