"""One light markup, two renderings: plain text of 72 columns, and HTML that says the same.

Blank lines part paragraphs, `- ` opens a list item, a backslash at the end of
a line keeps the break. That is all there is, and a value cannot say any of it:
`shield` moves its punctuation out of the way until the structure is known.
"""

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

WIDTH = 72  # columns of the plain text
# A long link breaks anywhere, so that nobody has to scroll sideways on a telephone.
_STYLE = "font-family: sans-serif; line-height: 1.5; max-width: 40em; overflow-wrap: anywhere;"
_MOST_BLOCKS = 512  # remembered renderings: most paragraphs are the same in every letter of a kind

# Private-use code points stand in for ASCII punctuation of values while markup is parsed.
_BASE = 0xE000
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_SHIELD = {ord(c): chr(_BASE + ord(c)) for c in _PUNCTUATION}
_UNSHIELD = {_BASE + ord(c): c for c in _PUNCTUATION}
_LINK_OPEN, _LINK_CLOSE = "\ue101", "\ue102"
_UNSHIELD_TEXT = {**_UNSHIELD, ord(_LINK_OPEN): None, ord(_LINK_CLOSE): None}

# Cc, Cf: controls, bidi overrides, zero-width; Cs: lone surrogates; Co: our own stand-ins.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # needed to write some languages' names

_LINK = re.compile(f"{_LINK_OPEN}([^{_LINK_CLOSE}]*){_LINK_CLOSE}")
_URL_IN_TEXT = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
_SAFE_URL = re.compile(r"https?://[^\s<>\"'\\^`{|}]+\Z")
_ITEM = re.compile(r"- ")
_MAILBOX_ALONE = re.compile(r"[^\s@<>]+@[^\s@<>]*\w")  # a line of its own, as in a signature


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the items of a list; `lines` are the hard lines or the items."""

    lines: tuple[str, ...]
    is_list: bool = False


def clean(value: str) -> str:
    """Return one printable line: no control, bidi or private-use character, blanks collapsed."""
    if value.isprintable():  # the usual case, quickly: nothing of the categories above, no breaks
        return " ".join(value.split())
    kept = "".join(
        c
        if c in _JOINERS or unicodedata.category(c) not in _UNPRINTABLE
        else (" " if c in "\n\r\t\v\f\x85\u2028\u2029" else "")
        for c in value
    )
    return " ".join(kept.split())


def shield(value: str) -> str:
    """Return a cleaned value that no markup parser can read anything into."""
    return clean(value).translate(_SHIELD)


def shield_link(url: str) -> str:
    """Return an http(s) address as a link; anything else stays mere text."""
    cleaned = clean(url)
    shielded = cleaned.translate(_SHIELD)
    if not _SAFE_URL.match(cleaned):
        return shielded
    return f"{_LINK_OPEN}{shielded}{_LINK_CLOSE}"


def parse(source: str) -> tuple[Block, ...]:
    """Read light markup; line breaks inside a paragraph are blanks unless a backslash ends it."""
    blocks: list[Block] = []
    for part in re.split(r"\n[ \t]*\n", source.strip("\n")):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        blocks += _blocks(lines)
    return tuple(blocks)


def _blocks(lines: list[str]) -> Iterable[Block]:
    """Part the lines of one chunk into a leading paragraph and the list that follows it."""
    first_item = next((i for i, line in enumerate(lines) if _ITEM.match(line)), len(lines))
    if lead := lines[:first_item]:
        yield Block(tuple(_hard_lines(lead)))
    if rest := lines[first_item:]:
        items: list[str] = []
        for line in rest:
            if _ITEM.match(line):
                items.append(line[2:].strip())
            else:
                items[-1] += f" {line}"
        yield Block(tuple(items), is_list=True)


def _hard_lines(lines: list[str]) -> Iterable[str]:
    current: list[str] = []
    for line in lines:
        current.append(line.removesuffix("\\").rstrip())
        if line.endswith("\\"):
            yield " ".join(current)
            current = []
    if current:
        yield " ".join(current)


def from_text(text: str) -> tuple[Block, ...]:
    """Read plain text as staff see and edit it, undoing the wrapping at 72 columns.

    A break counts as meant where the next word would still have fitted.
    """
    blocks: list[Block] = []
    for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip("\n")):
        lines = part.splitlines()
        joined = [
            clean(line) if _is_soft(line, after) else f"{clean(line)}\\"
            for line, after in zip(lines, [*lines[1:], ""], strict=False)
        ]
        blocks += _blocks([line for line in joined if line not in ("", "\\")])
    return tuple(
        Block(tuple(line.removesuffix("\\") for line in block.lines), block.is_list)
        for block in blocks
    )


def _is_soft(line: str, after: str) -> bool:
    following = after.strip()
    if not following or _ITEM.match(following) or _MAILBOX_ALONE.fullmatch(following):
        return False
    word = following.split(" ", 1)[0]  # a no-break space keeps its words together
    return len(line.rstrip()) + 1 + len(word) > WIDTH


def text_of_blocks(blocks: Iterable[Block]) -> str:
    """Return the plain text, wrapped at 72 columns; only a long URL may be longer."""
    return "\n\n".join(_text(block) for block in blocks) + "\n"


@lru_cache(_MOST_BLOCKS)
def _text(block: Block) -> str:
    out = []
    for line in block.lines:
        bare = line.translate({ord(_LINK_OPEN): None, ord(_LINK_CLOSE): None})
        lead = ("- ", "  ") if block.is_list else ("", "")
        wrapped = textwrap.fill(
            bare,
            WIDTH,
            initial_indent=lead[0],
            subsequent_indent=lead[1],
            break_long_words=False,
            break_on_hyphens=False,
        )
        out.append(wrapped.translate(_UNSHIELD))
    return "\n".join(out)


def html_of_blocks(blocks: Iterable[Block], lang: str, *, find_links: bool = False) -> str:
    """Return a small HTML document; `find_links` makes links of addresses in staff's own text."""
    body = "\n".join(_html(block, find_links=find_links) for block in blocks)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(lang)}">\n<head><meta charset="utf-8"></head>\n'
        f'<body style="{_STYLE}">\n'
        f"{body}\n</body>\n</html>\n"
    )


@lru_cache(_MOST_BLOCKS)
def _html(block: Block, *, find_links: bool) -> str:
    inline = [_inline(line, find_links=find_links) for line in block.lines]
    if block.is_list:
        return "<ul>\n" + "\n".join(f"<li>{line}</li>" for line in inline) + "\n</ul>"
    return "<p>" + "<br>\n".join(inline) + "</p>"


def _inline(line: str, *, find_links: bool) -> str:
    pattern = _URL_IN_TEXT if find_links else _LINK
    out, end = [], 0
    for match in pattern.finditer(line):
        out.append(escape(line[end : match.start()].translate(_UNSHIELD_TEXT)))
        url = (match.group(0) if find_links else match.group(1)).translate(_UNSHIELD_TEXT)
        out.append(f'<a href="{escape(url)}">{escape(url)}</a>')
        end = match.end()
    out.append(escape(line[end:].translate(_UNSHIELD_TEXT)))
    return "".join(out)


def unshield(line: str) -> str:
    """Return a shielded line as people read it."""
    return line.translate(_UNSHIELD_TEXT)


def html_of_text(text: str, lang: str) -> str:
    """Return the HTML of a letter that staff edited as plain text."""
    return html_of_blocks(from_text(text), lang, find_links=True)
