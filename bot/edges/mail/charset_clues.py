"""What decoded text itself says of its charset: that no such letters stand in any language.

Each clue is one that no honest text gives by chance; none of them asks a detector.
"""

import codecs
import re
import unicodedata
from contextlib import suppress
from typing import Final

_LOOKED_AT: Final = 20_000
"""Characters of a text that are looked at."""

_SPARE_BLOCKS: Final = 0.02
"""Share of characters for private use (Unicode section 23.5) from which a CJK reading is wrong."""

_HZ: Final = re.compile(rb"~\{(?:[!-w][!-~]){2,2000}~\}")
_UTF7: Final = re.compile(rb"\+([A-Za-z0-9+/]{3,400})-?")
_WIDE: Final = 0.1
"""Share of control bytes from which bytes are no text of one byte a letter."""

_CONTROLS: Final = bytes({*range(9), *range(14, 27), *range(28, 32)})

# Signs of Windows-1252 inside words: letters of Central Europe under the label of the West.
_LATIN_2: Final = re.compile(
    r"(?:[a-zê]|(?<=\w))[±¶¼](?=[a-zêñóæ]|\b)|(?<!\w)£(?=[a-z])|(?<!\w)[¯¦¡](?=[a-zó]|$)"
)
_CP_1250: Final = re.compile(
    r"[a-zê][¹œŸ¿³](?=[a-zêæñó]|\b)|(?<!\w)£(?=[a-z])|(?<!\w)[¥¯](?=[a-zó])"
)
_SHARED: Final = re.compile(r"(?<=[a-zæêñó])[³¿](?=[a-zæêñó]|\b)")
_WESTERN: Final = frozenset(
    "àâäæçèéêëîïìíñòóôöœùúûüßáåøãõÀÂÄÇÈÉÊËÎÔÖŒÙÛÜÁÍÓÚÑÅØÃÕ–—‘’“”„…€«»°·§\xa0"
)
_TURKISH: Final = frozenset("ýþðÝÞÐ")
_NOT_TURKISH: Final = frozenset("áíúæéóåøãõìòùà")


def is_western(raw: bytes) -> bool:
    """Return whether a few bytes beyond ASCII are what Western Europe writes in Windows-1252."""
    high = sum(1 for byte in raw[:_LOOKED_AT] if byte > 127)
    if high * 3 > sum(
        1 for byte in raw[:_LOOKED_AT] if chr(byte).isascii() and chr(byte).isalpha()
    ):
        return False
    found = {char for char in raw[:_LOOKED_AT].decode("cp1252", "replace") if char > "\x7f"}
    return found <= _WESTERN


def is_implausible(text: str) -> bool:
    """Return whether a decoding hit code points that no writer uses, so that its label is wrong."""
    head = text[:_LOOKED_AT]
    if head.isascii():
        return False
    foreign = [char for char in head if char > "\x7f"]
    private = sum(1 for char in foreign if "\ue000" <= char <= "\uf8ff")
    return private > 1 and private > _SPARE_BLOCKS * len(foreign)


def as_meant(text: str, raw: bytes, codec: str) -> str:
    """Return text as its writer meant it, where a Western label hides another alphabet's letters.

    Windows-1254 differs from 1252 in six letters that only Icelandic has as well, and that
    never without others; Latin-2 and Windows-1250 put letters where 1252 has signs.
    """
    if codec == "cp1258":  # accents stand behind their letters there
        return unicodedata.normalize("NFC", text)
    if codec != "cp1252" or text.isascii():
        return text
    head = text[:_LOOKED_AT]
    letters = {char for char in head if char > "\x7f" and char.isalpha()}
    if sum(1 for char in head if char in _TURKISH) >= 3 and not letters & _NOT_TURKISH:
        return raw.decode("cp1254", "replace")
    signs = len(_SHARED.findall(head))
    latin, windows = len(_LATIN_2.findall(head)), len(_CP_1250.findall(head))
    if max(latin, windows) + signs >= 3 and max(latin, windows):
        return raw.decode("iso8859-2" if latin >= windows else "cp1250", "replace")
    return text


def in_seven_bits(raw: bytes, codec: str) -> str:
    """Return the text of HZ (RFC 1843) or UTF-7 (RFC 2152) that does not say so, or nothing."""
    if codec in {"hz", "utf-7"}:
        return ""
    if b"~{" in raw and _HZ.search(raw):
        with suppress(UnicodeError):
            return raw.decode("hz")
    runs = _UTF7.findall(raw[:_LOOKED_AT])
    if len(runs) < 3 or not all(map(_is_word, runs)):
        return ""
    with suppress(UnicodeError):
        return raw.decode("utf-7")
    return ""


def _is_word(run: bytes) -> bool:
    """Return whether a shifted run of UTF-7 holds letters beyond ASCII, as it does when meant."""
    try:
        found = codecs.decode(b"+" + run + b"-", "utf-7")
    except UnicodeError:
        return False
    return not run.isdigit() and all(
        char > "\x7f" and (char.isalpha() or char > "\u2000") for char in found
    )


def unlabelled_wide(raw: bytes) -> str:
    """Return the text of UTF-16 that nobody declared, told by its controls; or nothing."""
    head = raw[:4_000]
    if len(head) - len(head.translate(None, _CONTROLS)) < _WIDE * len(head):
        return ""
    for codec in ("utf-16-le", "utf-16-be"):
        with suppress(UnicodeError):
            text = (raw + b"\0" * (len(raw) % 2)).decode(codec).strip("\0")
            shown = sum(
                1 for char in text if char.isalnum() or " " <= char <= "~" or char in "\n\r\t"
            )
            blocks = {ord(char) >> 8 for char in text[:_LOOKED_AT] if char.isalpha()}
            if shown > 0.9 * len(text) and " " in text and len(blocks) <= 3:
                return text
    return ""
