"""One text part to words: transfer encoding, charset, page or plain, files written into it."""

import re
from typing import Final

from bot.edges.mail import enclosures
from bot.edges.mail.charset import decode
from bot.edges.mail.flowed import Embedded, unwrapped, without_uuencoded, without_yenc
from bot.edges.mail.html_source import declared_charset, looks_like_html, without_bulk
from bot.edges.mail.html_text import html_to_text
from bot.edges.mail.reading import Reading, list_part
from bot.edges.mail.rich_text import enriched_to_text, is_rtf, rtf_to_text
from bot.edges.mail.transfer import undeclared, undone, uudecoded
from bot.edges.mail.tree import Part
from bot.edges.mail.wording import body_text

MOST_ENCODED: Final = 3_000_000
"""Bytes of one text part that are decoded."""

MOST_PAGE: Final = 40_000_000
"""Bytes of a page that are decoded: pictures and style sheets are written into it."""

_LETTER: Final = re.compile(r"\w")
_LEFTOVER: Final = re.compile(r"^(?:--\S{5,}|content-[a-z-]+:.*|[ \t]+\w+=.*)$", re.M | re.I)


def content(raw: bytes, part: Part, most: int = MOST_ENCODED) -> bytes:
    """Return a part's body with its transfer encoding undone."""
    body = raw[part.start : min(part.end, part.start + most)]
    encoding = part.headers.token("content-transfer-encoding")
    return undone(body, encoding, text=part.main_type in {"text", "multipart"})


def add_text(raw: bytes, part: Part, reading: Reading, *, loose: bool = False) -> None:
    """Decode a text part and add its words; `loose`: a multipart read as one text."""
    page = part.content_type == "text/html"
    most = MOST_PAGE if page else MOST_ENCODED
    body = content(raw, part, most)
    if part.end - part.start > most:
        reading.problems[f"a text part over {most // 1_000_000} MB was cut"] = None
    body, encoding = undeclared(body) if len(body) < MOST_ENCODED else (body, "")
    if encoding:
        reading.problems[f"the text is {encoding} without saying so"] = None
    body, files = without_yenc(body)
    _list_embedded(part, reading, files)
    page = page or looks_like_html(body[:500].decode("latin-1"))
    if page:
        body = without_bulk(body)
    label = part.parameters.get("charset", "").split(" ")[0]
    if page and not label:
        label = declared_charset(body)
    text, held = decode(body, label)
    if not held:
        reading.problems["the text is not in the charset it declares"] = None
    add_decoded(text, part, reading, page=page, loose=loose)


def add_decoded(text: str, part: Part, reading: Reading, *, page: bool, loose: bool) -> None:
    """Add decoded text: a page is rendered, plain text unwrapped, leftovers of MIME dropped."""
    if loose:
        text = _LEFTOVER.sub("", text)
        page = bool(re.search(r"<(?:html|body|div|p|br)\b[^>]*>", text[:20_000], re.I))
    if page or looks_like_html(text):
        text = _rendered(text, reading)
    elif is_rtf(text):
        text = rtf_to_text(text)
    else:
        text = _unwrapped(body_text(text), part, reading)
    text, encrypted = enclosures.without_pgp(text)
    reading.encrypted = reading.encrypted or encrypted
    reading.pieces.append(text)


def _rendered(page: str, reading: Reading) -> str:
    """Return the words of a page; note its links and what it hides."""
    rendered = html_to_text(page)
    reading.links.update(dict.fromkeys(rendered.links))
    if rendered.hidden:
        reading.hidden.append(body_text(rendered.hidden))
    if rendered.cut:
        reading.problems["HTML over a million characters was cut or read roughly"] = None
    return body_text(rendered.text)


def _unwrapped(text: str, part: Part, reading: Reading) -> str:
    """Return plain text without soft line ends and without files written into it."""
    if part.content_type in {"text/enriched", "text/richtext"}:
        text = enriched_to_text(text)
    if part.parameters.get("format", "").lower() == "flowed":
        text = unwrapped(text, part.parameters.get("delsp", "").lower() == "yes")
    text, files = without_uuencoded(text)
    _list_embedded(part, reading, files)
    if files and not _LETTER.search(text):  # the whole text is one such file
        raw = uudecoded(files[0].body.encode("utf-8", "replace"))
        text = body_text(decode(raw)[0]) if looks_like_text(raw) else text
    return text


def _list_embedded(part: Part, reading: Reading, files: list[Embedded]) -> None:
    """Put files that were written into a text on the list."""
    for one in files:
        list_part(part, reading, one.name, one.size, "application/octet-stream")


def looks_like_text(body: bytes) -> bool:
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
