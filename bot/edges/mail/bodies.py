"""The text of a mail, found wherever there is any; attachments are listed, never opened."""

import re
from typing import Final

from bot.edges.mail import enclosures
from bot.edges.mail.alternatives import read_alternative, told
from bot.edges.mail.charset import decode
from bot.edges.mail.reading import Reading, list_part
from bot.edges.mail.texts import add_decoded, add_text, content, is_binary, looks_like_text
from bot.edges.mail.tnef import is_tnef, tnef
from bot.edges.mail.tree import Part, Tree, read_tree
from bot.edges.mail.wording import body_text, squeezed

MOST_TEXT: Final = 1_000_000
"""Characters of text that are kept."""

MOST_INNER: Final = 10
"""Entities inside signatures inside one another that are read."""

MOST_ATTACHED: Final = 50
"""Attached mails that are read."""

_NOTE: Final = 400
"""Characters up to which a text may be a mere note beside an invitation."""

_LETTER: Final = re.compile(r"\w")
_PREAMBLE: Final = re.compile(
    r"multi-?part (?:message )?(?:in )?mime|mime[- ](?:format|aware|message|compliant)|mehrteilige",
    re.I,
)

_SENTENCE: Final = re.compile(
    rb"(?<![A-Za-z\x80-\xff])[A-Za-z\x80-\xff]{2,}+(?: [A-Za-z\x80-\xff]++){3}"
)
_TEXT_FILES: Final = (".txt", ".text", ".htm", ".html", ".rtf", ".md", ".log", ".asc")
_SELDOM: Final = frozenset({"image", "audio", "video", "font", "model"})
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
    elif len(reading.text) <= _NOTE:
        _add_invitation(reading)
    if sum(map(len, reading.pieces)) > MOST_TEXT:
        reading.pieces = [squeezed(reading.text)]
    if sum(map(len, reading.pieces)) > MOST_TEXT:
        reading.pieces = [reading.text[:MOST_TEXT]]
        reading.problems["text over a million characters was cut"] = None
    return reading


def _add_invitation(reading: Reading) -> None:
    """Read an invitation too where a mere note stands beside it, and its own words do not."""
    for text in reading.calendar[:5]:
        described = text.partition("Description: ")[2]
        if _LETTER.search(described) and not told(described, reading.text):
            reading.pieces.append(text)


def _read(raw: bytes, part: Part, reading: Reading) -> None:
    """Read one part and what is inside it."""
    kind = part.content_type
    if part.main_type == "multipart":
        if kind == "multipart/encrypted":
            reading.encrypted = reading.encrypted or enclosures.encryption(part)
        if not part.children:
            if not part.passed:
                add_text(raw, part, reading, loose=True)
        elif kind == "multipart/alternative":
            read_alternative(raw, part, reading, _read)
        else:
            for child in part.children:
                _read(raw, child, reading)
    elif kind in REPORTS or (kind in MESSAGES and part.parent == "multipart/report"):
        reading.reports.append(part)
    elif kind in MESSAGES and part.children:
        reading.mails.append(part)
        list_part(part, reading, _subject_name(part))
    elif _is_body(part, reading):
        add_text(raw, part, reading)
    elif kind == "text/calendar" or (kind == "application/ics" and not reading.calendar):
        label = part.parameters.get("charset", "")
        reading.calendar.append(enclosures.calendar(content(raw, part, 200_000), label))
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
    if part.passed:
        return
    if part.content_type in MESSAGES or part.filename.lower().endswith(".eml"):
        _read_inner(content(raw, part), reading, headed=True)
    elif is_tnef(part):
        text, names = tnef(content(raw, part, 8_000_000))
        reading.calendar.append(text)
        for name, size in names:
            list_part(part, reading, name, size, "application/octet-stream")
    else:
        reading.spare.append(part)


def _read_inner(inner: bytes, reading: Reading, *, headed: bool = False) -> None:
    """Read the entity inside an opaque signature, or an encoded mail with its heading."""
    if reading.inner >= MOST_INNER:
        reading.problems[
            "more than 10 encoded mails or signatures inside: the rest was not read"
        ] = None
        return
    reading.inner += 1
    tree = read_tree(inner)
    mails, reading.mails = reading.mails, []
    if headed and tree.root.headers.has("from"):
        reading.pieces.append(heading(tree.root))
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


def _look_further(raw: bytes, root: Part, reading: Reading) -> None:
    """Find text in unlikely places: calendars, attached text, unnamed bytes, preambles."""
    reading.pieces.extend(text for text in reading.calendar if text)
    if reading.has_words():
        return
    for part in reading.spare:
        if part.main_type not in _SELDOM:
            _read_spare(raw, part, reading)
        if reading.has_words():
            reading.problems["the only text is in an attached part"] = None
            return
    _read_outside(raw, root, reading)
    for part in reading.spare:
        body = content(raw, part, 100_000)
        if not reading.has_words() and _SENTENCE.search(body) and looks_like_text(body):
            _read_spare(raw, part, reading)
            reading.problems["the only text is in a part that is said to be none"] = None


def _read_outside(raw: bytes, root: Part, reading: Reading) -> None:
    """Read what stands before the first and behind the last part of a multipart."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        waiting.extend(part.children)
        for start, end in (part.preamble, part.epilogue):
            outside = body_text(decode(raw[start:end][:100_000])[0]).strip()
            if _LETTER.search(outside) and not _PREAMBLE.search(outside[:400]):
                reading.pieces.append(outside)
                reading.problems["the only text is outside the parts"] = None


def _read_spare(raw: bytes, part: Part, reading: Reading) -> None:
    """Read a part that was only listed, if it is a mail or text and nothing else says a word."""
    body = content(raw, part, 1_000_000)
    rich = part.content_type in {"text/rtf", "application/rtf", "text/richtext"}
    named = part.filename.lower().endswith(_TEXT_FILES) or body.startswith(b"{\\rtf")
    label = part.parameters.get("charset", "")
    if is_binary(body, label):
        return
    told = part.main_type == "text" or rich or named
    if not told and (part.filename or not looks_like_text(body)):
        return
    text, _ = decode(body, label)
    page = part.content_type in {"text/html", "application/xhtml+xml"}
    add_decoded(text, part, reading, page=page, loose=False)


def heading(part: Part) -> str:
    """Return the heading of a mail inside a mail, as a forward has it."""
    said = part.headers
    lines = [f"{name}: {said.text(name.lower())}" for name in ("From", "Date", "Subject")]
    return "\n".join(["---------- Forwarded message ----------", *lines])


def _subject_name(part: Part) -> str:
    """Return a file name for an attached mail."""
    if part.filename:
        return part.filename
    subject = part.children[0].headers.text("subject")[:80] if part.children else ""
    return f"{subject or 'mail'}.eml"
