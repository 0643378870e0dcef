"""Text with formatting other than HTML: RTF of Outlook and word processors, and RFC 1896."""

import re
from typing import Final

from bot.edges.mail.html_text import html_to_text
from bot.edges.mail.wording import body_text

MOST_RTF: Final = 1_000_000
"""Characters of RTF that are read."""

_TOKEN: Final = re.compile(
    r"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6})(?: |\\'[0-9a-fA-F]{2}|\?)?"
    r"|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)"
)
_BREAKS: Final = {"par": "\n", "line": "\n", "tab": "\t", "cell": " ", "row": "\n", "page": "\n"}
_SIGNS: Final = {
    "lquote": "'", "rquote": "'", "ldblquote": '"', "rdblquote": '"', "bullet": "-",
    "endash": "\u2013", "emdash": "\u2014",
}  # fmt: skip
_SILENT: Final = frozenset(
    "fonttbl colortbl stylesheet info pict object themedata datastore header footer generator "
    "listtable listoverridetable rsidtbl latentstyles xmlnstbl htmltag mhtmltag".split()
)
_MARKUP: Final = re.compile(r"</?[a-zA-Z][^<>]{0,60}>")
_PARAM: Final = re.compile(r"<param>[^<>]{0,500}</param>", re.I)


def is_rtf(text: str) -> bool:
    """Return whether text is RTF, whatever its type says."""
    return text.lstrip().startswith("{\\rtf")


def rtf_to_text(source: str) -> str:
    """Return the words of RTF, also of the kind that Exchange makes from HTML (MS-OXRTFEX)."""
    source = source[:MOST_RTF]
    text = _words(source)
    if not text.strip() and "\\fromhtml" in source:
        text = html_to_text("".join(re.findall(r"\{\\\*\\htmltag\d*\s?([^{}]*)\}", source))).text
    return body_text(text).strip()


def _words(source: str) -> str:
    """Return what is shown, in one pass: groups that hold tables or say nothing are left out."""
    out: list[str] = []
    silent: list[bool] = [False]
    skipped = False  # between \htmlrtf and \htmlrtf0
    group_begins = False
    for match in _TOKEN.finditer(source):
        code, point, word, number, sign, brace, plain = match.groups()
        if brace == "{":
            silent.append(silent[-1])
        elif brace == "}":
            if len(silent) > 1:
                silent.pop()
        elif (sign == "*" and group_begins) or word in _SILENT:
            silent[-1] = True
        elif word == "htmlrtf":
            skipped = number != "0"
        elif not silent[-1] and not skipped:
            out.append(_shown(code, point, word, sign, plain))
        group_begins = brace == "{"
    return "".join(out)


def _shown(
    code: str | None, point: str | None, word: str | None, sign: str | None, plain: str | None
) -> str:
    """Return the characters that one token shows."""
    if code:
        return bytes([int(code, 16)]).decode("cp1252", "replace")
    if point:
        return chr(int(point) % 65_536)
    if word:
        return _BREAKS.get(word, "") or _SIGNS.get(word, "")
    if sign:
        return {"~": "\xa0", "_": "-", "\n": "\n"}.get(sign, sign if sign in "\\{}" else "")
    return plain or ""


def enriched_to_text(text: str) -> str:
    """Return text/enriched or text/richtext without its formatting (RFC 1896, RFC 1341)."""
    text = text.replace("<<", "\0").replace("<nl>", "\n")
    return _MARKUP.sub("", _PARAM.sub("", text)).replace("\0", "<")
