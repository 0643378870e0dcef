"""Characters that may leave the parser: valid UTF-8, no NUL, no controls, no direction tricks."""

import re
from typing import Final

MOST_HEADER: Final = 2_000
"""Characters kept of one decoded header value."""

_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_ODD_IN_HEADER: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+"
)
_ODD_IN_TEXT: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_LINE_ENDS: Final = re.compile("\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
_SPACES: Final = re.compile(r"\s+")
_WIDE_GAP: Final = re.compile(r"(?<![ \t\xa0])[ \t\xa0]{200,}+")
_LONG_GAP: Final = re.compile(r"(?<!\n)\n(?:[> \t\xa0]{0,20}+\n){20,}+")


def header_value(text: str, most: int = MOST_HEADER) -> str:
    """Return a header value on one line, without characters that hide or reorder text."""
    if len(text) > most:
        text = text[:most]
    if text.isascii() and text.isprintable():
        return text.strip() if "  " not in text else _SPACES.sub(" ", text).strip()
    text = _SURROGATES.sub("\ufffd", text)
    return _SPACES.sub(" ", _ODD_IN_HEADER.sub(" ", text)).strip()


def body_text(text: str) -> str:
    """Return a body with bare LF line ends, without NUL, controls and direction overrides."""
    if "\r" in text or not text.isascii() or "\x0b" in text or "\x0c" in text:
        text = _LINE_ENDS.sub("\n", text)
        text = _SURROGATES.sub("\ufffd", text)
    return _ODD_IN_TEXT.sub("", text)


def squeezed(text: str) -> str:
    """Return text without its widest and longest gaps, so that what is behind them is read."""
    return _LONG_GAP.sub("\n\n", _WIDE_GAP.sub(" ", text))
