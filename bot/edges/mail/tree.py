"""The MIME tree of a mail as offsets into its bytes: nothing decoded, nothing recursive.

Not the standard library's parser: that raises on `text/plain; name*`, recurses
on nested parts, and loses the text of a multipart without a usable boundary.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from bot.edges.mail.headers import Headers, parameters, read_headers
from bot.edges.mail.intact import even_lines, is_mbox_line, narrow

MOST_PARTS: Final = 500
"""Parts of any kind; behind them only those are read that may hold words."""

MOST_SEEN: Final = 20_000
"""Parts that are looked at; one takes some 30 microseconds."""

DEEPEST: Final = 30

_TYPE: Final = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_NOT_BLANK: Final = re.compile(rb"\S")
_MIME_FIELD: Final = re.compile(
    rb"\n*((?:MIME-Version|Content-(?:Type|Transfer-Encoding|Language)):)", re.IGNORECASE
)
_LIKE_BOUNDARY: Final = re.compile(rb"^--(\S[^\n]{0,200}?)[ \t]*\n(?=Content-[A-Za-z-]+:)", re.M)


@dataclass(slots=True)
class Part:
    """One entity: its headers, and `raw[start:end]` as its body still encoded."""

    headers: Headers
    content_type: str
    parameters: dict[str, str]
    start: int
    end: int
    depth: int
    parent: str = ""
    disposition: str = ""
    filename: str = ""
    children: list["Part"] = field(default_factory=list)
    preamble: tuple[int, int] = (0, 0)
    epilogue: tuple[int, int] = (0, 0)
    passed: bool = False
    """Whether there were children that were passed over: its body is no text of its own."""

    @property
    def main_type(self) -> str:
        """Return the part before the slash."""
        return self.content_type.partition("/")[0]


@dataclass(slots=True)
class Tree:
    """A whole mail: `raw` has bare LF line ends; parts of attached mails are in it too."""

    raw: bytes
    root: Part
    problems: list[str]


def read_tree(raw: bytes) -> Tree:
    """Return the tree of a mail; never raises, whatever the bytes are."""
    raw = even_lines(narrow(raw))
    problems: list[str] = []
    start = _begin(raw)
    root = _part(raw, (start, len(raw)), 0, "", problems)
    waiting = [root]
    count = 1
    while waiting:
        part = waiting.pop()
        for child in _children(raw, part, problems):
            count += 1
            if count > MOST_SEEN or (count > MOST_PARTS and not _may_speak(raw, child)):
                part.passed = True
            else:
                part.children.append(child)
        waiting.extend(reversed(part.children))
        if count > MOST_SEEN:
            problems.append("more than 20,000 parts: the rest was not read")
            for unread in waiting:
                unread.passed = True
            return Tree(raw, root, problems)
    if count > MOST_PARTS:
        problems.append("more than 500 parts: behind them only words were looked for")
    return Tree(raw, root, problems)


def _may_speak(raw: bytes, part: Part) -> bool:
    """Return whether a part is text with anything in it, or holds other parts."""
    if part.main_type in {"multipart", "message"}:
        return True
    return part.main_type == "text" and bool(_NOT_BLANK.search(raw, part.start, part.end))


def _begin(raw: bytes) -> int:
    """Return where the headers begin: behind a BOM, blank lines and an mbox line."""
    at = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    while raw.startswith((b"\n", b" \n"), at):
        at = raw.index(b"\n", at) + 1
    while is_mbox_line(raw, at):
        at = raw.find(b"\n", at) + 1 or len(raw)
    return at


def _part(raw: bytes, span: tuple[int, int], depth: int, parent: str, problems: list[str]) -> Part:
    """Read one entity's headers; its children are found later."""
    start, end = span
    headers, body = read_headers(raw, start, end)
    if not depth and not headers.has("content-type"):
        headers, body = _fields_below(raw, headers, body, end, problems)
    problems.extend(each for each in headers.problems if each not in problems)
    content_type, given = parameters(headers.raw("content-type"))
    if not _TYPE.fullmatch(content_type):
        content_type = "message/rfc822" if parent == "multipart/digest" else "text/plain"
    if content_type.startswith("text/") and _is_multipart(raw, body, end, given, headers):
        problems.append("a multipart is declared as text")
        content_type = "multipart/mixed"
    disposition, also = parameters(headers.raw("content-disposition"))
    name = also.get("filename", "") or given.get("name", "")
    return Part(
        headers, content_type, given, body, max(body, end), depth, parent, disposition, name
    )


def _fields_below(
    raw: bytes, headers: Headers, body: int, end: int, problems: list[str]
) -> tuple[Headers, int]:
    """Return the headers with the MIME fields that an empty line parted from them."""
    found = _MIME_FIELD.match(raw, body, end)
    if not found:
        return headers, body
    more, after = read_headers(raw, found.start(1), end)
    problems.append("an empty line stands among the headers")
    return Headers(headers.fields + more.fields, headers.problems + more.problems), after


def _is_multipart(raw: bytes, body: int, end: int, given: dict[str, str], headers: Headers) -> bool:
    """Return whether text begins with the delimiter of parts: its label is wrong or lost."""
    start = body
    while raw.startswith(b"\n", start) and start < end:
        start += 1
    if not raw.startswith(b"--", start):
        return False
    boundary = given.get("boundary", "").encode("utf-8", "replace")
    if boundary:
        return raw.startswith(b"--" + boundary, start)
    return not headers.has("content-type") and _LIKE_BOUNDARY.match(raw, start, end) is not None


def _children(raw: bytes, part: Part, problems: list[str]) -> list[Part]:
    """Return the entities directly inside a part."""
    holds_mail = part.content_type in {"message/rfc822", "message/global", "message/news"}
    if part.main_type != "multipart" and not holds_mail:
        return []
    if part.depth >= DEEPEST:
        problems.append("nested deeper than 30 parts: the rest was not read")
        return []
    if holds_mail:
        return _attached(raw, part, problems)
    spans = _split(raw, part, problems)
    kind = part.content_type
    return [_part(raw, span, part.depth + 1, kind, problems) for span in spans]


def _attached(raw: bytes, part: Part, problems: list[str]) -> list[Part]:
    """Return the mail inside a message part, unless it is encoded (which RFC 2046 forbids)."""
    encoding = part.headers.token("content-transfer-encoding")
    if encoding in {"base64", "quoted-printable"}:
        head = raw[part.start : part.start + 200]
        escaped = re.search(rb"=[0-9A-F]{2}|=\n", raw[part.start : part.end])
        if not re.match(rb"\s*(?:[!-9;-~]+:|From )", head) or (encoding[0] == "q" and escaped):
            problems.append("an attached mail is encoded, against RFC 2046")
            return []
    start = part.start
    while raw.startswith(b"\n", start) and start < part.end:
        start += 1
    return [_part(raw, (start, part.end), part.depth + 1, part.content_type, problems)]


def _split(raw: bytes, part: Part, problems: list[str]) -> list[tuple[int, int]]:
    """Return where the parts of a multipart begin and end; empty when no boundary is usable."""
    boundary = part.parameters.get("boundary", "").encode("utf-8", "replace")
    spans = _between(raw, part, boundary) if boundary else []
    if spans:
        return spans
    guess = _LIKE_BOUNDARY.search(raw, part.start, part.end)
    if guess:
        problems.append("a multipart's boundary was missing or wrong and was guessed")
        spans = _between(raw, part, guess[1].removesuffix(b"--"))
    if not spans:
        problems.append("a multipart has no usable boundary: read as one text")
    return spans


def _between(raw: bytes, part: Part, boundary: bytes) -> list[tuple[int, int]]:
    """Return the spans between the delimiter lines of one boundary (RFC 2046, 5.1.1)."""
    delimiter = re.compile(rb"^--" + re.escape(boundary.strip()) + rb"(--)?[ \t]*(?:\n|\Z)", re.M)
    spans: list[tuple[int, int]] = []
    begin = -1
    for match in delimiter.finditer(raw, part.start, part.end):
        if begin >= 0:
            spans.append((begin, max(begin, match.start() - 1)))
        else:
            part.preamble = (part.start, match.start())
        begin = -1 if match[1] else match.end()
        if match[1]:
            part.epilogue = (match.end(), part.end)
        if match[1] or len(spans) > MOST_SEEN:
            break
    if begin >= 0 and begin < part.end:
        spans.append((begin, part.end))
    return spans
