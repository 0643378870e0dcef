"""HTML of a mail to plain text in one linear pass: visible words, hidden words, links.

Not a browser: no style sheets, nothing fetched. A tokeniser of its own, because
tree builders lose the text of deeply nested pages or take minutes over them.
"""

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from bot.edges.mail.html_source import Hiding, frames, hiding_rules, roughly

MOST_HTML: Final = 1_000_000
"""Characters of HTML that are read."""

MOST_LINKS: Final = 200

MOST_FRAMES: Final = 3
"""Pages written into frames inside one another that are read."""

_TOKEN: Final = re.compile(
    r"""(?P<text>[^<]++)
    |(?P<comment><!--)
    |<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:_-]*+)
      (?P<attrs>(?:[^"'>]++|"[^"]{0,9000}+"|'[^']{0,9000}+'){0,300}+)>
    |<(?P<close2>/?)(?P<name2>[a-zA-Z][a-zA-Z0-9:_-]*+)(?P<attrs2>[^>]{0,9000}+)>
    |(?P<lone><)""",
    re.VERBOSE,
)
_HIDING: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|opacity\s*:\s*0(?:\.0*)?\s*(?:[;\"'!]|$)"
    r"|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*[;\"'!].{0,200}overflow\s*:\s*hidden"
    r"|overflow\s*:\s*hidden.{0,200}(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:[;\"'!]|$)"
    r"|text-indent\s*:\s*-\d{3,}",
    re.IGNORECASE | re.DOTALL,
)
_NO_SIZE: Final = re.compile(
    r"font-size\s*:\s*(?:0(?:\.0*)?|0?\.\d+|1(?=px|pt))(?:px|pt|em|rem|%)?\s*(?:[;\"'!]|$)", re.I
)
_SIZE: Final = re.compile(r"font-size\s*:\s*(?:[2-9]|1[\d.]|[a-z])", re.I)
_COLOURS: Final = re.compile(
    r"(?<![-\w])(background(?:-color)?|color)\s*:\s*(#[0-9a-f]{3,6}|[a-z]+)", re.I
)
_HREF: Final = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.I)
_VALUES: Final = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_SIGNATURE: Final = re.compile(
    r"gmail_signature[\"'\s]|moz-signature|outlook-mobile-signature", re.I
)
_NO_QUOTE: Final = re.compile(
    r"border\s*:\s*(?:none|0)|margin\s*:\s*0(?:px)? 0(?:px)? 0(?:px)? 40px", re.I
)
_SPACE: Final = re.compile(r"[ \t\n\r\f\xa0]+")
_LETTER: Final = re.compile(r"\w")
_STARTS_TAG: Final = frozenset("!?/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

_SILENT: Final = frozenset("script style head title template xml svg object select".split())
_OF_HEAD: Final = frozenset("meta link title style script base noscript template xml".split())
_VOID: Final = frozenset("area base br col embed hr img input link meta param source wbr".split())
_APART: Final = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl pre blockquote table".split())
_LINE: Final = frozenset(
    "div tr li dt dd section article header footer main nav aside form fieldset address center "
    "body caption figure hr legend".split()
)
_CLOSES_ITSELF: Final = frozenset("p li td th tr dt dd option".split())


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a reader of the HTML would see, what was kept from sight, and where links lead."""

    text: str
    hidden: str = ""
    links: tuple[str, ...] = ()
    cut: bool = False


@dataclass(slots=True)
class _Open:
    """An element that is open; how it changes what is inside it."""

    name: str
    hidden: bool
    tiny: bool
    quoted: bool
    pre: bool
    silent: bool


@dataclass(slots=True)
class _Page:
    """Lines so far, the line in the making, and the open elements."""

    lines: list[str] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    links: dict[str, None] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    depth: int = 0
    unseen: Hiding = field(default_factory=Hiding)

    def words(self, text: str) -> None:
        """Add text where the open elements say."""
        top = self.stack[-1] if self.stack else None
        if top and top.silent:
            return
        text = html.unescape(text) if "&" in text else text
        if top and (top.hidden or top.tiny):
            if _LETTER.search(text):
                self.hidden.append(_SPACE.sub(" ", text).strip())
            return
        if top and top.pre:
            head, *rest = text.split("\n")
            self.buffer.append(head)
            for line in rest:
                self.end_line()
                self.buffer.append(line)
            return
        spacer = "\xa0" in text
        text = _SPACE.sub(" ", text)
        if not self.buffer or self.buffer[-1][-1:] in {" ", ""}:
            text = text.lstrip(" ")
        if text or (spacer and not self.buffer):  # a line that holds only &nbsp; is an empty line
            self.buffer.append(text)

    def end_line(self) -> None:
        """Finish the current line, even an empty one; never two empty ones in a row."""
        line = "".join(self.buffer).rstrip()
        self.buffer.clear()
        prefix = "> " * min(self.depth, 10)
        if line or not self.lines or self.lines[-1].strip("> "):
            self.lines.append((prefix + line).rstrip() if not line else prefix + line)

    def break_line(self, apart: bool = False) -> None:
        """Begin a new line, behind an empty one if `apart`."""
        if self.buffer:
            self.end_line()
        if apart and self.lines and self.lines[-1].strip("> "):
            self.end_line()

    def open(self, name: str, attrs: str) -> None:
        """Take a start tag."""
        if self.counts["head"] and name not in _OF_HEAD and self.stack[-1].name == "head":
            self.close("head")  # one that nobody closed ends where the page begins
        if name in _CLOSES_ITSELF and self.stack and self.stack[-1].name == name:
            self.close(name)
        self._layout(name, attrs)
        if name == "a" and len(self.links) < MOST_LINKS:
            self._link(attrs)
        if name in _VOID or attrs.endswith("/"):
            return
        outer = self.stack[-1] if self.stack else None
        quoted = name == "blockquote" and not _NO_QUOTE.search(attrs)
        hidden, tiny = _sight(attrs)
        hidden = hidden or self.unseen.hides(name, attrs)
        if outer and outer.tiny and not tiny and not _SIZE.search(attrs):
            tiny = True
        here = _Open(
            name,
            hidden or bool(outer and outer.hidden),
            tiny,
            quoted,
            name == "pre" or bool(outer and outer.pre),
            name in _SILENT or bool(outer and outer.silent),
        )
        self.stack.append(here)
        self.counts[name] += 1
        self.depth += quoted

    def _layout(self, name: str, attrs: str) -> None:
        """Break lines where a start tag does."""
        if self.stack and (self.stack[-1].silent or self.stack[-1].hidden):
            return
        if name == "br":
            self.end_line()
        elif name in _APART:
            self.break_line(apart="Mso" not in attrs)
        elif name in _LINE:
            self.break_line()
        elif name in {"td", "th"} and self.buffer and not self.buffer[-1].endswith(" "):
            self.buffer.append(" ")
        if name == "li":
            self.buffer.append("- ")
        if "ignature" in attrs and _SIGNATURE.search(attrs + " "):
            self.break_line()
            if not self.lines or self.lines[-1].strip("> ") != "--":
                self.lines.append("> " * min(self.depth, 10) + "-- ")

    def _link(self, attrs: str) -> None:
        """Note where an anchor leads, http and https only."""
        match = _HREF.search(attrs)
        if match:
            target = html.unescape(match[1] or match[2] or match[3] or "").strip()
            if target[:8].lower().startswith(("http://", "https://")):
                self.links[target[:2000]] = None

    def close(self, name: str) -> None:
        """Take an end tag; one that was never opened is ignored."""
        if not self.counts[name]:
            if name in {"p", "br"}:
                self.break_line(apart=name == "p")
            return
        silent = self.stack[-1].silent or self.stack[-1].hidden
        if not silent and (name in _APART or name in _LINE):
            self.break_line()
        while self.stack:
            gone = self.stack.pop()
            self.counts[gone.name] -= 1
            self.depth -= gone.quoted
            if gone.name == name:
                break
        if name in {"p", "blockquote", "ul", "ol", "table"} and not silent and self.lines:
            self._gap(name)

    def _gap(self, name: str) -> None:
        """Leave an empty line behind quotes and lists."""
        if name != "p" and self.lines[-1].strip("> "):
            self.end_line()


def _sight(attrs: str) -> tuple[bool, bool]:
    """Return whether a tag hides its content, and whether it shrinks it to nothing."""
    if not attrs:
        return False, False
    low = attrs.lower()
    hidden = "hidden" in low and "hidden" in _VALUES.sub("", low)
    if "style" not in low:
        return hidden, False
    hidden = hidden or bool(_HIDING.search(attrs))
    if not hidden and "background" in low:
        seen = {
            ("b" if key.lower()[0] == "b" else "c"): v.lower() for key, v in _COLOURS.findall(low)
        }
        hidden = len(seen) == 2 and len(set(seen.values())) == 1
    return hidden, bool(_NO_SIZE.search(attrs))


def html_to_text(source: str, depth: int = 0) -> Rendered:
    """Return the readable text of HTML; beyond a million characters only roughly.

    The page in a frame is read by itself, so that what it leaves open hides nothing behind it.
    """
    source = source.replace("\0", "")
    rest = source[MOST_HTML:]
    source = source[:MOST_HTML]
    page = _Page(unseen=hiding_rules(source))
    last_tag = source.rfind(">")
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            break
        at = match.end()
        kind = match.lastgroup
        if kind == "text":
            page.words(match["text"])
        elif kind in {"attrs", "attrs2"}:
            name = (match["name"] or match["name2"]).lower()
            if match["close"] or match["close2"]:
                page.close(name)
            else:
                page.open(name, match["attrs"] or match["attrs2"] or "")
        elif kind == "comment":
            end = source.find("-->", at)
            at = end + 3 if end >= 0 else _past_tag(source, at)
        elif last_tag > at and source[at] in _STARTS_TAG:
            at = _past_tag(source, at)  # a declaration, or a tag too long to look into
        else:
            page.words("<")
    page.break_line()
    text = "\n".join(page.lines).strip("\n")
    hidden = " ".join(page.hidden)
    framed = _framed(source, depth)
    text, hidden = f"{text}\n\n{framed.text}".strip("\n"), f"{hidden} {framed.hidden}".strip()
    page.links |= dict.fromkeys(framed.links)
    if rest:
        text = f"{text}\n{roughly(rest)}".strip("\n")
    if hidden and not _LETTER.search(text.replace(">", "")):
        text, hidden = hidden, ""
    if not _LETTER.search(text):
        text = roughly(source) or text
    return Rendered(text, hidden[:20_000], tuple(page.links), bool(rest))


def _framed(source: str, depth: int) -> Rendered:
    """Return what the pages in the frames of a page say."""
    pages = [html_to_text(one, depth + 1) for one in frames(source)] if depth < MOST_FRAMES else []
    return Rendered(
        "\n\n".join(page.text for page in pages),
        " ".join(page.hidden for page in pages),
        tuple(link for page in pages for link in page.links),
    )


def _past_tag(source: str, at: int) -> int:
    """Return where to go on behind the next `>`."""
    end = source.find(">", at)
    return end + 1 if end >= 0 else len(source)
