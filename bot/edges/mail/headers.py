"""Header fields of one MIME entity, read tolerantly: never raises, costs linear time."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Final

from bot.edges.mail.charset import decode
from bot.edges.mail.transfer import unbase64
from bot.edges.mail.wording import header_value

LARGEST_BLOCK: Final = 256 * 1024
"""Bytes of one header block that are read."""

LARGEST_FIELD: Final = 16 * 1024
"""Bytes of one header field that are read."""

MOST_FIELDS: Final = 2_000
MOST_PARAMETERS: Final = 100
MOST_IDS: Final = 100

_FIELD: Final = re.compile(rb"([!-9;-~]++)[ \t]*+:((?:.*+)(?:\n[ \t].*+)*+)(?:\n|\Z)")
_FIELDS: Final = re.compile(rb"(?:[!-9;-~]++[ \t]*+:.*+(?:\n[ \t].*+)*+(?:\n|\Z))*+")
_NEEDED: Final = re.compile(
    rb"^(?:From|To|Subject|Date|Message-ID|In-Reply-To|References|Content-Type"
    rb"|Content-Transfer-Encoding)[ \t]*+:.*+(?:\n[ \t].*+)*+\n?",
    re.IGNORECASE | re.MULTILINE,
)
_BLANK: Final = re.compile(rb"\n[ \t]*\n")
_KNOWN: Final = re.compile(
    rb"(?:From|To|Cc|Subject|Date|Message-ID|Received|Return-Path|MIME-Version|Reply-To|Sender"
    rb"|Content-[!-9;-~]+|X-[!-9;-~]+|DKIM-Signature|Authentication-Results|References"
    rb"|In-Reply-To|Delivered-To)[ \t]*:",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?((?:[^?]|\?(?!=))*+)\?=")
_PARAMETER: Final = re.compile(r"""[;\s]\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*+"?|[^;]*)""")
_ID: Final = re.compile(r"<[^<>\s]{1,250}>")
_FOLD: Final = re.compile(rb"\n[ \t]*")


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields of one header block in order: lower-case name, unfolded raw value."""

    fields: tuple[tuple[str, bytes], ...] = ()
    problems: tuple[str, ...] = ()

    def raw(self, name: str) -> bytes:
        """Return the first value of a field as bytes, or nothing."""
        return next((value for field, value in self.fields if field == name), b"")

    def all_raw(self, name: str) -> list[bytes]:
        """Return every value of a field as bytes, top down."""
        return [value for field, value in self.fields if field == name]

    def has(self, name: str) -> bool:
        """Return whether the field is there at all, even empty."""
        return any(field == name for field, _ in self.fields)

    def text(self, name: str) -> str:
        """Return the first value decoded (RFC 2047), on one line, cleaned."""
        value = self.raw(name)
        return header_value(decode_words(value)) if value else ""

    def token(self, name: str) -> str:
        """Return the first value as lower-case text without decoding, for keywords."""
        value = self.raw(name)
        return header_value(as_text(value), 500).lower() if value else ""

    def ids(self, name: str) -> tuple[str, ...]:
        """Return the message ids of all such fields (RFC 5322 section 3.6.4), in brackets."""
        found: dict[str, None] = {}
        for value in self.all_raw(name):
            found.update(dict.fromkeys(message_ids(value)))
        return tuple(found)[:MOST_IDS]


def read_headers(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """Return the fields of the block at `start` and where the body begins.

    `raw` has bare LF line ends. A line that is no field ends the block, unless a
    well-known field follows it.
    """
    if raw.startswith(b"\n", start):
        return Headers(), start + 1
    blank = _BLANK.search(raw, max(start - 1, 0), end)
    stop = blank.start() + 1 if blank else end
    body = blank.end() if blank else end
    problems: list[str] = []
    whole = stop
    if stop - start > LARGEST_BLOCK:
        problems.append("header block over 256 kB: the rest was not read")
        stop = raw.rfind(b"\n", start, start + LARGEST_BLOCK) + 1 or start + LARGEST_BLOCK
    spans: list[tuple[int, int]] = []
    at = start
    while at < stop:
        match = _FIELDS.match(raw, at, stop)
        reached = match.end() if match else at
        if reached > at:
            spans.append((at, reached))
        if reached >= stop:
            break
        line_end = raw.find(b"\n", reached, stop) + 1 or stop
        if not _KNOWN.match(raw, line_end, stop):
            if not problems:
                body = reached
            break
        problems.append("a line among the headers is no header")
        at = line_end
    if whole > stop:  # what it takes to find sender and text is looked for all the same
        spans += [found.span() for found in islice(_NEEDED.finditer(raw, stop, whole), 50)]
    fields = tuple(_fields(raw, spans, problems))
    return Headers(fields, tuple(dict.fromkeys(problems))), body


def _fields(
    raw: bytes, spans: list[tuple[int, int]], problems: list[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield name and unfolded value of each field in the spans."""
    count = 0
    for start, stop in spans:
        for match in _FIELD.finditer(raw, start, stop):
            count += 1
            if count > MOST_FIELDS:
                problems.append("more than 2,000 header fields: the rest was not read")
                return
            value = match[2]
            if len(value) > LARGEST_FIELD:
                problems.append("a header over 16 kB was cut")
                value = value[:LARGEST_FIELD]
            if b"\n" in value:
                value = _FOLD.sub(b" ", value)
            yield match[1].decode("ascii").lower(), value.strip()


def as_text(value: bytes) -> str:
    """Return raw header bytes as text without decoding encoded words."""
    return value.decode("ascii") if value.isascii() else decode(value)[0]


def decode_words(value: bytes | str) -> str:
    """Return the value with its encoded words decoded (RFC 2047, RFC 2231 section 5)."""
    text = as_text(value) if isinstance(value, bytes) else value
    if "=?" not in text or "?=" not in text:
        return text
    out: list[str] = []
    pending = b""
    label = ""
    last = 0
    for match in _WORD.finditer(text):
        gap = text[last : match.start()]
        charset = match[1].partition("*")[0].lower()
        if pending and (charset != label or gap.strip()):
            out.append(decode(pending, label)[0])
            pending = b""
        if gap.strip() or not last:
            out.append(gap)
        label = charset
        pending += _word_bytes(match[2], match[3])
        last = match.end()
    if pending:
        out.append(decode(pending, label)[0])
    out.append(text[last:])
    return "".join(out)


def _word_bytes(encoding: str, payload: str) -> bytes:
    """Return the bytes of one encoded word, B or Q."""
    raw = payload.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
    return unbase64(raw)


def parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """Return the lower-case main value and its parameters (RFC 2045, 2231, 2047)."""
    text = as_text(value)
    main = re.split(r"[;\s]", text.strip(), maxsplit=1)[0].strip("\"'").lower()
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(text)):
        if count >= MOST_PARAMETERS:
            break
        name, content = match[1].lower(), _unquoted(match[2])
        base, star, section = name.partition("*")
        if not star:
            plain.setdefault(base, decode_words(content))
            continue
        number = section.rstrip("*")
        order = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0
        pieces.setdefault(base, []).append((order, section.endswith("*") or not section, content))
    for base, found in pieces.items():
        plain[base] = _joined(found)
    return main, {name: header_value(content, 500) for name, content in plain.items()}


def _unquoted(content: str) -> str:
    """Return a parameter value without its quotes and escapes."""
    if content.startswith('"'):
        return re.sub(r"\\(.)", r"\1", content[1:].removesuffix('"'))
    return content.strip().strip("'")


def _joined(pieces: list[tuple[int, bool, str]]) -> str:
    """Return the text of RFC 2231 continuations; `%xx` only where a piece is marked."""
    label = ""
    raw = b""
    for position, (_, marked, content) in enumerate(sorted(pieces, key=lambda piece: piece[0])):
        text = content
        if position == 0 and marked and text.count("'") >= 2:
            label, _, text = text.split("'", 2)
        encoded = text.encode("utf-8", "replace")
        raw += _percent(encoded) if marked else encoded
    return decode(raw, label)[0]


def _percent(raw: bytes) -> bytes:
    """Return the bytes with `%xx` resolved and anything else left alone."""
    return re.sub(rb"%([0-9a-fA-F]{2})", lambda match: bytes([int(match[1], 16)]), raw)


def message_ids(value: bytes | str) -> list[str]:
    """Return the `<...>` ids of a value; a bare word with @ counts as one too."""
    text = as_text(value) if isinstance(value, bytes) else value
    found = [header_value(each) for each in _ID.findall(text)]
    if found:
        return [each for each in found if " " not in each]
    bare = header_value(text.strip().strip("<>"), 250)
    return [f"<{bare}>"] if bare and " " not in bare and "<" not in bare else []


def date_of(value: bytes) -> datetime | None:
    """Return an RFC 5322 date as aware UTC, or None where it says nothing sensible."""
    text = as_text(value)[:200].strip()
    if not text:
        return None
    try:
        found = parsedate_to_datetime(text)
        if found.tzinfo is None:
            found = found.replace(tzinfo=UTC)
        found = found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None
    return found if 1980 <= found.year <= 2200 else None
