"""One text part to words: transfer encoding, charset, page or plain, files written into it."""

import re
from typing import Final

from bot.edges.mail import enclosures
from bot.edges.mail.charset import codec_of, decode
from bot.edges.mail.charset_clues import unlabelled_wide as decodes_wide
from bot.edges.mail.flowed import Embedded, unwrapped, without_uuencoded, without_yenc
from bot.edges.mail.forms import form_text
from bot.edges.mail.html_source import declared_charset, looks_like_html, without_bulk
from bot.edges.mail.html_text import html_to_text
from bot.edges.mail.intact import MAGIC
from bot.edges.mail.reading import Reading, list_part
from bot.edges.mail.rich_text import enriched_to_text, is_rtf, rtf_to_text
from bot.edges.mail.transfer import base64_inside, packed_inside, undeclared, undone, uudecoded
from bot.edges.mail.tree import Part
from bot.edges.mail.wording import body_text

MOST_ENCODED: Final = 3_000_000
"""Bytes of one text part that are read; gaps that only fill it do not count."""

MOST_PAGE: Final = 40_000_000
"""Bytes of a part that are decoded: pictures, style sheets and gaps may be written into it."""

_LETTER: Final = re.compile(r"\w")
_GAPS: Final = re.compile(rb"(?<![ \t])[ \t]{200,}+|(?<!\n)\n(?:[> \t]{0,20}+\n){20,}+")
_SENTENCE: Final = re.compile(
    rb"(?:[\t\n -~]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}"
    rb"|[\xf0-\xf4][\x80-\xbf]{3}){30,}+"
)
_CONTROLS: Final = bytes({*range(1, 9), *range(16, 27), *range(28, 32), 127})
_LEFTOVER: Final = re.compile(r"^(?:--\S{5,}|content-[a-z-]+:.*|[ \t]+\w+=.*)$", re.M | re.I)


def content(raw: bytes, part: Part, most: int = MOST_ENCODED) -> bytes:
    """Return a part's body with its transfer encoding undone."""
    body = raw[part.start : min(part.end, part.start + most)]
    encoding = part.headers.token("content-transfer-encoding")
    return undone(body, encoding, text=part.main_type in {"text", "multipart"})


def add_text(raw: bytes, part: Part, reading: Reading, *, loose: bool = False) -> None:
    """Decode a text part and add its words; `loose`: a multipart read as one text."""
    page = part.content_type == "text/html"
    body = content(raw, part, MOST_PAGE)
    if not page and len(body) > MOST_ENCODED:
        body = _GAPS.sub(rb"\n", body)
    most = MOST_PAGE if page else MOST_ENCODED
    if part.end - part.start > MOST_PAGE or len(body) > most:
        reading.problems[f"a text part over {most // 1_000_000} MB was cut"] = None
        body = body[:most]
    if loose or b"ncoding: base64" in body or _is_base64(part):
        body = base64_inside(body)
    body, encoding = undeclared(body) if len(body) < MOST_ENCODED else (body, "")
    if encoding:
        reading.problems[f"the text is {encoding} without saying so"] = None
    body, files = without_yenc(body)
    _list_embedded(part, reading, files)
    body = packed_inside(body)
    label = part.parameters.get("charset", "").split(" ")[0]
    if is_binary(body, label):
        reading.problems["a part that is said to be text is none"] = None
        list_part(part, reading, content_type="application/octet-stream")
        reading.pieces.extend(salvaged(body))
        return
    page = page or looks_like_html(body[:500].decode("latin-1"))
    if page:
        body = without_bulk(body)
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
    elif form := form_text(text, part.content_type):
        text = body_text(form)
        reading.problems["the mail is the data of a web form: its fields are shown as lines"] = None
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


def _is_base64(part: Part) -> bool:
    return part.headers.token("content-transfer-encoding").startswith("base64")


def is_binary(body: bytes, label: str = "") -> bool:
    """Return whether a body that is said to be text is a file of another kind."""
    head = body[:4096]
    if head.startswith(MAGIC):
        return True
    letters = head.replace(b"\0", b"")
    controls = len(letters) - len(letters.translate(None, _CONTROLS))
    if controls < 8 or controls <= 0.04 * len(letters):
        return False
    return not codec_of(label).startswith(("utf-16", "utf-32")) and not decodes_wide(head)


def salvaged(body: bytes) -> list[str]:
    """Return the sentences in UTF-8 that stand among the bytes of a damaged text."""
    if body.startswith(MAGIC):
        return []
    runs = (body_text(run.decode("utf-8", "replace")) for run in _SENTENCE.findall(body[:100_000]))
    return [run for run in runs if sum(map(str.isalpha, run)) > 0.7 * len(run)][:50]


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
