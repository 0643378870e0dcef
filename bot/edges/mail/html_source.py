"""The source of a page before it is read: its charset, its bulk, what its style sheet hides.

Each in one linear pass over the source; none of it knows what the page means.
"""

import html
import re
from dataclasses import dataclass
from typing import Final

MOST_RULES: Final = 2_000
MOST_STYLE: Final = 200_000
"""Characters of style sheets that are looked into."""

_META: Final = re.compile(rb"<meta[^>]{0,300}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_DATA: Final = re.compile(rb"data:[\w/+.-]{1,80}(?:;[\w=.-]{1,80}){0,4},[A-Za-z0-9+/=%\s]{500,}+")
_BULK: Final = 500_000
"""Bytes of a page from which its pictures and style sheets are cut out before it is decoded."""

_STYLE: Final = re.compile(r"<style\b[^>]{0,500}>(.{0,100000}?)</style", re.I | re.S)
_CSS_COMMENT: Final = re.compile(r"/\*.{0,20000}?\*/", re.S)
_RULE: Final = re.compile(r"([^{}]{1,2000})\{([^{}]{0,5000})\}")
_AT_RULE: Final = re.compile(
    r"@[\w-]++[^{};]{0,500}+\{(?:[^{}]{0,5000}+\{[^{}]{0,5000}+\}){0,500}+[^{}]{0,5000}+\}?"
)
_NOT_SHOWN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d])",
    re.I,
)
_SELECTOR: Final = re.compile(r"([a-z][a-z0-9]*)?(?:([.#])([\w-]{1,80}))", re.I)
_CLASS: Final = re.compile(r"""class\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.I)
_ID: Final = re.compile(r"""\bid\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.I)
_TAG: Final = re.compile(r"<[a-zA-Z/!?][^<>]{0,20000}>")
_ALT: Final = re.compile(
    r"""<(?:img|input|area|button)\b[^<>]{0,5000}?\b(?:alt|value)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""",
    re.I,
)
_LINES: Final = re.compile(r"</?(?:p|div|br|tr|li|h[1-6]|table)\b[^<>]{0,5000}>", re.I)
_FRAME: Final = re.compile(
    r"""<iframe\b[^<>]{0,2000}?\bsrcdoc\s*=\s*(?:"([^"]*+)"|'([^']*+)')""", re.I
)
_SPACES: Final = re.compile(r"[ \t\xa0]+")
_EMPTY: Final = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Hiding:
    """What a style sheet hides: classes and ids, each with the one tag it is for, or none."""

    classes: frozenset[tuple[str, str]] = frozenset()
    ids: frozenset[tuple[str, str]] = frozenset()

    def hides(self, name: str, attrs: str) -> bool:
        """Return whether an element of this name and these attributes is hidden."""
        return _named(self.classes, _CLASS, name, attrs) or _named(self.ids, _ID, name, attrs)


def _named(
    hidden: frozenset[tuple[str, str]], pattern: re.Pattern[str], name: str, attrs: str
) -> bool:
    if not hidden or not attrs:
        return False
    found = pattern.search(attrs)
    words = (found[1] or found[2] or found[3] or "").split() if found else []
    return any(("", word) in hidden or (name, word) in hidden for word in words)


def hiding_rules(source: str) -> Hiding:
    """Return the classes and ids that a page's own style sheets hide on a wide screen.

    Simple selectors only; rules inside @media are for small screens and are left out.
    """
    if "<style" not in source and "<STYLE" not in source:
        return Hiding()
    found: dict[str, set[tuple[str, str]]] = {".": set(), "#": set()}
    sheets = "".join(_STYLE.findall(source))[:MOST_STYLE]
    if not _NOT_SHOWN.search(sheets):
        return Hiding()
    sheets = _AT_RULE.sub("", _CSS_COMMENT.sub("", sheets))
    for selectors, declarations in _RULE.findall(sheets)[:MOST_RULES]:
        if not _NOT_SHOWN.search(declarations):
            continue
        for selector in selectors.split(",")[:50]:
            match = _SELECTOR.fullmatch(selector.strip())
            if match:
                found[match[2]].add(((match[1] or "").lower(), match[3]))
    return Hiding(frozenset(found["."]), frozenset(found["#"]))


def frames(source: str) -> list[str]:
    """Return the pages that are written into frames of a page."""
    if "srcdoc" not in source.lower():
        return []
    return [html.unescape(one or other) for one, other in _FRAME.findall(source)[:50]]


def roughly(source: str) -> str:
    """Return the words of HTML with its tags cut out: for pages that no closer reading saves."""
    for name in ("style", "script"):
        source = _without(source, f"<{name}", f"</{name}")
    alts = " ".join(one or other for one, other in _ALT.findall(source)[:200])
    text = _TAG.sub(" ", _LINES.sub("\n", source))
    text = _EMPTY.sub("\n", _SPACES.sub(" ", html.unescape(text))).strip()
    return text if re.search(r"\w", text) else alts.strip()


def _without(source: str, begin: str, end: str) -> str:
    """Return text without what lies between two marks, where both are there."""
    low = source.lower()
    at = 0
    kept: list[str] = []
    while (start := low.find(begin, at)) >= 0 and (stop := low.find(end, start)) >= 0:
        kept.append(source[at:start])
        at = stop
    return "".join(kept) + source[at:]


def without_bulk(page: bytes) -> bytes:
    """Return a big page without the pictures and style sheets that were written into it."""
    if b"data:" in page:
        page = _DATA.sub(b"", page)
    if len(page) <= _BULK:
        return page
    text = page.decode("latin-1")
    for begin, end in (("<style", "</style"), ("<script", "</script"), ("<!--", "-->")):
        text = _without(text, begin, end)
    return text.encode("latin-1")


def declared_charset(raw: bytes) -> str:
    """Return the charset that a page's meta tag names, or an empty string."""
    match = _META.search(raw[:4096])
    return match[1].decode("ascii") if match else ""


def looks_like_html(text: str) -> bool:
    """Return whether text that claims to be plain is a page."""
    return bool(
        re.match(r"\s*(?:<!doctype\s+html|<html[\s>]|<body[\s>]|<head[\s>])", text[:500], re.I)
    )
