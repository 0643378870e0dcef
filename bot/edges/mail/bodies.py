"""The text of a mail, found wherever there is any; attachments are listed, never opened."""

import re
from typing import Final

from bot.edges.mail import enclosures
from bot.edges.mail.charset import decode
from bot.edges.mail.reading import Reading, list_part
from bot.edges.mail.texts import add_decoded, add_text, content, looks_like_text
from bot.edges.mail.tnef import is_tnef, tnef
from bot.edges.mail.tree import Part, Tree, read_tree
from bot.edges.mail.wording import body_text

MOST_TEXT: Final = 1_000_000
"""Characters of text that are kept."""

MOST_INNER: Final = 10
"""Entities inside signatures inside one another that are read."""

MOST_ATTACHED: Final = 50
"""Attached mails that are read."""

_LETTER: Final = re.compile(r"\w")
_STUB: Final = re.compile(
    r"html|browser|view (?:this|it)|e-?mail client|anzeig|navigateur|navegador|visualizz", re.I
)
_HREF: Final = re.compile(r"""href\s*=\s*["']?\s*(https?://[^"'\s<>]{1,2000})""", re.I)
_PREAMBLE: Final = re.compile(
    r"multi-?part (?:message )?(?:in )?mime|mime[- ](?:format|aware|message|compliant)|mehrteilige",
    re.I,
)

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


def _read(raw: bytes, part: Part, reading: Reading) -> None:
    """Read one part and what is inside it."""
    kind = part.content_type
    if part.main_type == "multipart":
        if kind == "multipart/encrypted":
            reading.encrypted = reading.encrypted or enclosures.encryption(part)
        if not part.children:
            add_text(raw, part, reading, loose=True)
        elif kind == "multipart/alternative":
            _read_alternative(raw, part, reading)
        else:
            for child in part.children:
                _read(raw, child, reading)
    elif kind in MESSAGES and part.parent == "multipart/report":
        reading.reports.append(part)
    elif kind in MESSAGES and part.children:
        reading.mails.append(part)
        list_part(part, reading, _subject_name(part))
    elif kind in REPORTS:
        reading.reports.append(part)
    elif _is_body(part, reading):
        add_text(raw, part, reading)
    elif kind == "text/calendar" or (kind == "application/ics" and not reading.calendar):
        reading.calendar.append(enclosures.calendar(decode(content(raw, part, 200_000))[0]))
        list_part(part, reading)
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
    list_part(part, reading)
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
    if is_tnef(part):
        text, names = tnef(content(raw, part, 8_000_000))
        reading.calendar.append(text)
        for name, size in names:
            list_part(part, reading, name, size, "application/octet-stream")
    elif part.main_type not in {"image", "audio", "video", "font", "model"}:
        reading.spare.append(part)


def _read_inner(inner: bytes, reading: Reading) -> None:
    """Read the entity inside an opaque signature."""
    if reading.inner >= MOST_INNER:
        reading.problems["parts nested in signatures over 10 deep: the rest was not read"] = None
        return
    reading.inner += 1
    tree = read_tree(inner)
    mails, reading.mails = reading.mails, []
    _read(tree.raw, tree.root, reading)
    waiting, reading.mails = reading.mails[::-1], mails  # theirs are offsets into other bytes
    for _ in range(MOST_ATTACHED):
        if not waiting:
            break
        found = Reading(inner=reading.inner)
        _read(tree.raw, waiting.pop().children[0], found)
        if not found.has_words():
            _look_further(tree.raw, tree.root, found)
        reading.pieces.extend(found.pieces)
        waiting.extend(found.mails[::-1])


def _read_alternative(raw: bytes, part: Part, reading: Reading) -> None:
    """Take the plain form of an alternative, or the page where the plain form says nothing."""
    forms: list[tuple[Part, Reading]] = []
    for child in part.children:
        if child.content_type == "text/html" and _good_plain(forms):
            _note_links(raw, child, reading)
            continue
        form = Reading(inner=reading.inner)
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


def _look_further(raw: bytes, root: Part, reading: Reading) -> None:
    """Find text in unlikely places: calendars, attached text, unnamed bytes, preambles."""
    reading.pieces.extend(text for text in reading.calendar if text)
    if reading.has_words():
        return
    for part in reading.spare:
        _read_spare(raw, part, reading)
        if reading.has_words():
            reading.problems["the only text is in an attached part"] = None
            return
    for start, end in (root.preamble, root.epilogue):
        outside = body_text(decode(raw[start:end][:100_000])[0]).strip()
        if _LETTER.search(outside) and not _PREAMBLE.search(outside[:400]):
            reading.pieces.append(outside)
            reading.problems["the only text is outside the parts"] = None


def _read_spare(raw: bytes, part: Part, reading: Reading) -> None:
    """Read a part that was only listed, if it is a mail or text and nothing else says a word."""
    body = content(raw, part, 1_000_000)
    attached = part.content_type in MESSAGES or part.filename.lower().endswith(".eml")
    if attached and part.main_type != "text":
        _read_inner(body, reading)
        return
    rich = part.content_type in {"text/rtf", "application/rtf", "text/richtext"}
    if part.main_type != "text" and not rich and (part.filename or not looks_like_text(body)):
        return
    text, _ = decode(body, part.parameters.get("charset", ""))
    page = part.content_type in {"text/html", "application/xhtml+xml"}
    add_decoded(text, part, reading, page=page, loose=False)


def _subject_name(part: Part) -> str:
    """Return a file name for an attached mail."""
    if part.filename:
        return part.filename
    subject = part.children[0].headers.text("subject")[:80] if part.children else ""
    return f"{subject or 'mail'}.eml"
