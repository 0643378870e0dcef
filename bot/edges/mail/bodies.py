"""The text of a mail, found wherever there is any; attachments are listed, never opened."""

import binascii
import re
from dataclasses import dataclass, field
from typing import Final

from bot.core.mail import Attachment
from bot.edges.mail import enclosures
from bot.edges.mail.charset import decode
from bot.edges.mail.flowed import unwrapped, without_uuencoded
from bot.edges.mail.headers import unbase64
from bot.edges.mail.html_text import declared_charset, html_to_text, looks_like_html
from bot.edges.mail.tree import Part, Tree
from bot.edges.mail.wording import body_text, header_value

MOST_ENCODED: Final = 3_000_000
"""Bytes of one text part that are decoded."""

MOST_TEXT: Final = 1_000_000
"""Characters of text that are kept."""

MOST_ATTACHMENTS: Final = 200

_LETTER: Final = re.compile(r"\w")
_STUB: Final = re.compile(
    r"html|browser|view (?:this|it)|e-?mail client|anzeig|navigateur|navegador|visualizz", re.I
)
_HREF: Final = re.compile(r"""href\s*=\s*["']?\s*(https?://[^"'\s<>]{1,2000})""", re.I)
_MARKUP: Final = re.compile(r"</?[a-zA-Z][^<>]{0,60}>")
_LEFTOVER: Final = re.compile(r"^(?:--\S{5,}|content-[a-z-]+:.*|[ \t]+\w+=.*)$", re.M | re.I)
_PREAMBLE: Final = re.compile(
    r"multi-?part (?:message )?(?:in )?mime|mime[- ](?:format|aware|message|compliant)|mehrteilige",
    re.I,
)
_BASE64_LINES: Final = re.compile(rb"(?:[ \t]*[A-Za-z0-9+/=]*[ \t]*(?:\n|\Z))*+")
_PATH: Final = re.compile(r".*[/\\]")

MESSAGES: Final = frozenset({"message/rfc822", "message/global", "message/news"})
REPORTS: Final = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/global-disposition-notification",
        "message/feedback-report",
        "text/rfc822-headers",
        "message/global-headers",
    }
)


@dataclass(slots=True)
class Reading:
    """What was read so far of one mail."""

    pieces: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    links: dict[str, None] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    mails: list[Part] = field(default_factory=list)
    reports: list[Part] = field(default_factory=list)
    spare: list[Part] = field(default_factory=list)
    calendar: list[str] = field(default_factory=list)
    encrypted: str = ""
    problems: dict[str, None] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return all text pieces as one."""
        return "\n\n".join(piece for piece in self.pieces if piece.strip())

    def has_words(self) -> bool:
        """Return whether anything readable was found."""
        return any(_LETTER.search(piece) for piece in self.pieces)


def read_bodies(tree: Tree, part: Part | None = None) -> Reading:
    """Return the text and the list of attachments of a mail, or of a mail inside it."""
    reading = Reading()
    _read(tree.raw, part or tree.root, reading)
    if not reading.has_words():
        _look_further(tree.raw, part or tree.root, reading)
    if sum(map(len, reading.pieces)) > MOST_TEXT:
        reading.pieces = [reading.text[:MOST_TEXT]]
        reading.problems["text over a million characters was cut"] = None
    return reading


def content(raw: bytes, part: Part, most: int = MOST_ENCODED) -> bytes:
    """Return a part's body with its transfer encoding undone (RFC 2045 section 6)."""
    body = raw[part.start : min(part.end, part.start + most)]
    encoding = part.headers.token("content-transfer-encoding").strip("\"' ;")
    if encoding.startswith("base64"):
        return _base64_text(body) if part.main_type in {"text", "multipart"} else unbase64(body)
    if encoding.startswith("quoted"):
        return binascii.a2b_qp(body)
    if encoding in {"x-uuencode", "uuencode", "x-uue", "x-uu"}:
        return enclosures.uudecoded(body)
    return body


def _base64_text(body: bytes) -> bytes:
    """Return base64 decoded up to the first line that is none, which list servers append."""
    match = _BASE64_LINES.match(body)
    end = match.end() if match else 0
    if not body[:end].strip():
        return body  # declared, but not encoded
    return unbase64(body[:end]) + (b"\n" + body[end:] if body[end:].strip() else b"")


def _read(raw: bytes, part: Part, reading: Reading) -> None:
    """Read one part and what is inside it."""
    kind = part.content_type
    if part.main_type == "multipart":
        if kind == "multipart/encrypted":
            reading.encrypted = reading.encrypted or enclosures.encryption(part)
        if not part.children:
            _add_text(raw, part, reading, loose=True)
        elif kind == "multipart/alternative":
            _read_alternative(raw, part, reading)
        else:
            for child in part.children:
                _read(raw, child, reading)
    elif kind in MESSAGES and part.parent == "multipart/report":
        reading.reports.append(part)
    elif kind in MESSAGES and part.children:
        reading.mails.append(part)
        _list(part, reading, _subject_name(part))
    elif kind in REPORTS:
        reading.reports.append(part)
    elif _is_body(part, reading):
        _add_text(raw, part, reading)
    elif kind == "text/calendar" or (kind == "application/ics" and not reading.calendar):
        reading.calendar.append(enclosures.calendar(decode(content(raw, part, 200_000))[0]))
        _list(part, reading)
    else:
        _enclosed(raw, part, reading)


def _is_body(part: Part, reading: Reading) -> bool:
    """Return whether a part is text to be read rather than a file to be listed."""
    if part.main_type != "text" or part.content_type in {"text/calendar", "text/x-amp-html"}:
        return False
    if part.disposition == "attachment" and part.depth:
        return False
    if part.content_type not in _READABLE and (part.filename or reading.has_words()):
        return False
    return not part.filename or not reading.has_words()


_READABLE: Final = frozenset(
    "text/plain text/html text/enriched text/richtext text/markdown text/x-markdown".split()
)


def _enclosed(raw: bytes, part: Part, reading: Reading) -> None:
    """List a part that is not read as text; look whether it is encrypted or TNEF."""
    _list(part, reading)
    if part.main_type == "text":
        reading.spare.append(part)
        return
    encrypted = enclosures.encryption(part)
    if encrypted == "smime" and enclosures.may_be_signed(part):
        inner = enclosures.signed_content(content(raw, part))
        if inner:
            _read_inner(inner, reading)
            return
    reading.encrypted = reading.encrypted or encrypted
    if enclosures.is_tnef(part):
        text, names = enclosures.tnef(content(raw, part, 8_000_000))
        reading.calendar.append(text)
        for name, size in names:
            _list(part, reading, name, size, "application/octet-stream")
    elif part.main_type not in {"image", "audio", "video", "font", "model"}:
        reading.spare.append(part)


def _read_inner(inner: bytes, reading: Reading) -> None:
    """Read the entity inside an opaque signature."""
    from bot.edges.mail.tree import read_tree  # noqa: PLC0415

    tree = read_tree(inner)
    _read(tree.raw, tree.root, reading)


def _read_alternative(raw: bytes, part: Part, reading: Reading) -> None:
    """Take the plain form of an alternative, or the page where the plain form says nothing."""
    forms: list[tuple[Part, Reading]] = []
    for child in part.children:
        if child.content_type == "text/html" and _good_plain(forms):
            _note_links(raw, child, reading)
            continue
        form = Reading()
        _read(raw, child, form)
        forms.append((child, form))
    best = _best(forms)
    for _, form in forms:
        if form is best:
            reading.pieces.extend(form.pieces)
            reading.hidden.extend(form.hidden)
        reading.links.update(form.links)
        reading.attachments.extend(form.attachments)
        reading.mails.extend(form.mails)
        reading.reports.extend(form.reports)
        reading.spare.extend(form.spare)
        reading.calendar.extend(form.calendar)
        reading.problems.update(form.problems)
        reading.encrypted = reading.encrypted or form.encrypted


def _good_plain(forms: list[tuple[Part, Reading]]) -> bool:
    """Return whether a plain form was read that is no mere pointer to the page."""
    return any(
        part.content_type == "text/plain" and form.has_words() and not _is_stub(form.text)
        for part, form in forms
    )


def _is_stub(text: str) -> bool:
    """Return whether a plain form may only say that there is a page."""
    return len(text) < 40 or (len(text) < 400 and bool(_STUB.search(text)))


def _best(forms: list[tuple[Part, Reading]]) -> Reading | None:
    """Return the form to read: the plain one unless another says much more."""
    worded = [(part, form) for part, form in forms if form.has_words()]
    if not worded:
        return None
    plain = next((form for part, form in worded if part.content_type == "text/plain"), None)
    longest = max((form for _, form in worded), key=lambda form: len(form.text))
    if plain is None:
        return longest
    if _is_stub(plain.text) and len(longest.text) > 2 * len(plain.text) + 40:
        return longest
    return plain


def _note_links(raw: bytes, part: Part, reading: Reading) -> None:
    """Note where the links of a page lead that is not read otherwise."""
    source = content(raw, part, 1_000_000).decode("utf-8", "replace")
    for target in _HREF.findall(source)[:200]:
        reading.links[target.replace("&amp;", "&")] = None


def _add_text(raw: bytes, part: Part, reading: Reading, *, loose: bool = False) -> None:
    """Decode a text part and add its words; `loose`: a multipart read as one text."""
    body = content(raw, part)
    if part.end - part.start > MOST_ENCODED:
        reading.problems["a text part over 3 MB was cut"] = None
    label = part.parameters.get("charset", "").split(" ")[0]
    page = part.content_type == "text/html"
    if page and not label:
        label = declared_charset(body)
    text, held = decode(body, label)
    if not held:
        reading.problems["the text is not in the charset it declares"] = None
    _add_decoded(text, part, reading, page=page, loose=loose)


def _add_decoded(text: str, part: Part, reading: Reading, *, page: bool, loose: bool) -> None:
    """Add decoded text: a page is rendered, plain text unwrapped, leftovers of MIME dropped."""
    if loose:
        text = _LEFTOVER.sub("", text)
        page = bool(re.search(r"<(?:html|body|div|p|br)\b[^>]*>", text[:20_000], re.I))
    if page or looks_like_html(text):
        rendered = html_to_text(text)
        reading.pieces.append(body_text(rendered.text))
        reading.links.update(dict.fromkeys(rendered.links))
        if rendered.hidden:
            reading.hidden.append(body_text(rendered.hidden))
        if rendered.cut:
            reading.problems["HTML over a million characters was cut"] = None
        return
    text = body_text(text)
    if part.content_type in {"text/enriched", "text/richtext"}:
        text = _MARKUP.sub("", text.replace("<nl>", "\n")).replace("<<", "<")
    if part.parameters.get("format", "").lower() == "flowed":
        text = unwrapped(text, part.parameters.get("delsp", "").lower() == "yes")
    text, names = without_uuencoded(text)
    for name, size in names:
        _list(part, reading, name, size, "application/octet-stream")
    text, encrypted = enclosures.without_pgp(text)
    reading.encrypted = reading.encrypted or encrypted
    reading.pieces.append(text)


def _look_further(raw: bytes, root: Part, reading: Reading) -> None:
    """Find text in unlikely places: calendars, attached text, unnamed bytes, preambles."""
    reading.pieces.extend(text for text in reading.calendar if text)
    if reading.has_words():
        return
    for part in reading.spare:
        body = content(raw, part, 1_000_000)
        if part.main_type != "text" and (part.filename or not _looks_like_text(body)):
            continue
        text, _ = decode(body, part.parameters.get("charset", ""))
        _add_decoded(text, part, reading, page=part.content_type == "text/html", loose=False)
        if reading.has_words():
            reading.problems["the only text is in an attached part"] = None
            return
    start, end = root.preamble
    preamble = body_text(decode(raw[start:end][:100_000])[0]).strip()
    if _LETTER.search(preamble) and not _PREAMBLE.search(preamble[:400]):
        reading.pieces.append(preamble)
        reading.problems["the only text is outside the parts"] = None


def _looks_like_text(body: bytes) -> bool:
    """Return whether bytes of an unknown type are text."""
    head = body[:4000]
    odd = sum(1 for byte in head if byte < 9 or 13 < byte < 32)
    if not head or b"\0" in head or odd:
        return False
    try:
        head[:-4].decode("utf-8")
    except UnicodeDecodeError:
        return sum(1 for byte in head if byte > 127) * 3 < len(head)
    return True


def _subject_name(part: Part) -> str:
    """Return a file name for an attached mail."""
    if part.filename:
        return part.filename
    subject = part.children[0].headers.text("subject")[:80] if part.children else ""
    return f"{subject or 'mail'}.eml"


def _list(
    part: Part, reading: Reading, name: str = "", size: int = -1, content_type: str = ""
) -> None:
    """Put a part on the list of attachments."""
    if len(reading.attachments) >= MOST_ATTACHMENTS:
        reading.problems["more than 200 attachments: the rest is not listed"] = None
        return
    shown = header_value(name or part.filename, 150)
    shown = _PATH.sub("", shown).lstrip(".") if not name.endswith(".eml") else shown
    kind = content_type or header_value(part.content_type, 100)
    reading.attachments.append(
        Attachment(shown, kind, size if size >= 0 else part.end - part.start)
    )
