"""Transfer encodings undone (RFC 2045 section 6), as damaged as they arrive."""

import binascii
import re
from typing import Final

from bot.edges.mail.intact import MAGIC

_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")
_URL_SAFE: Final = bytes.maketrans(b"-_", b"+/")
_PADDED: Final = re.compile(rb"([A-Za-z0-9+/]*+)(=*+)")
_JUNK: Final = re.compile(rb"[^A-Za-z0-9+/=]+")
_CODED_LINE: Final = 40
"""Letters of a line without blanks from which it is no sentence."""

_SOFT_BREAK: Final = re.compile(rb"=[ \t]+\n")
_ESCAPE: Final = re.compile(rb"=(?:[89A-Fa-f][0-9A-Fa-f]|3[dD]|20\n|\n)")
_ESCAPES: Final = 3  # in a text, from which it is quoted-printable without saying so
_BLOCK: Final = re.compile(
    rb"\s*+[A-Za-z0-9+/]{40,}+={0,2}+(?:[ \t]*+\n[ \t]*+(?:[A-Za-z0-9+/]++={0,2}+)?)*+\s*+"
)
_LETTERS_ALONE: Final = re.compile(rb"(?:[A-Za-z0-9+/=]{1,2}\s+)+[A-Za-z0-9+/=]{1,2}")
_RUN: Final = re.compile(
    rb"^(?:[> \t]*+[A-Za-z0-9+/]{40,100}+={0,2}+[ \t]*+(?:\n|\Z))+"
    rb"(?:[> \t]*+[A-Za-z0-9+/]{1,99}+={0,2}+[ \t]*+(?:\n|\Z))?",
    re.M,
)
_UUENCODE: Final = frozenset({"x-uuencode", "uuencode", "x-uue", "x-uu"})
_NO_TEXT: Final = bytes({*range(9), *range(14, 27), 127})
_BY_CHANCE: Final = 48
"""Bytes from which one file in a hundred would hold no control characters."""

MOST_LAYERS: Final = 3


def unbase64(raw: bytes) -> bytes:
    """Return what base64 decodes to, forgiving padding, spaces and foreign characters.

    Pieces that were encoded and padded one by one are decoded one by one.
    """
    raw = raw.translate(_URL_SAFE)
    if b"=" not in raw.rstrip(b"=\r\n\t "):
        return _unpadded(_NOT_BASE64.sub(b"", raw))
    out: list[bytes] = []
    waiting = b""
    for letters, padding in _PADDED.findall(_JUNK.sub(b"", raw)):
        waiting += letters
        if padding and len(waiting) % 4 > 1:  # else the sign is junk
            out.append(_unpadded(waiting))
            waiting = b""
    out.append(_unpadded(waiting))
    return b"".join(out)


def _unpadded(packed: bytes) -> bytes:
    """Return base64 without padding decoded; a letter too many is dropped."""
    if len(packed) % 4 == 1:
        packed = packed[:-1]
    try:
        return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))
    except binascii.Error:
        return b""


def undone(body: bytes, encoding: str, *, text: bool) -> bytes:
    """Return a body with the encoding undone that its lower-case field names."""
    encoding = encoding.strip("\"' ;")
    if encoding.replace("-", "").startswith("base64"):
        return base64_text(body) if text else unbase64(body)
    if encoding.startswith("quoted"):
        return quoted_printable(body)
    return uudecoded(body) if encoding in _UUENCODE else body


def base64_text(body: bytes) -> bytes:
    """Return text that is said to be base64: coded lines decoded, words around them kept.

    Gateways put notices before the coded lines, list servers append footers to them.
    """
    runs: list[tuple[bool, list[bytes]]] = []
    for line in body.split(b"\n"):
        stripped = line.strip()
        after = bool(runs) and runs[-1][0]
        coded = _is_coded(stripped, after or not runs) if stripped else after
        if not runs or coded != after:
            runs.append((coded, []))
        runs[-1][1].append(stripped if coded else line)
    long = any(len(line) >= _CODED_LINE for coded, lines in runs if coded for line in lines)
    words = any(b"".join(lines).strip() for coded, lines in runs if not coded)
    if words and not long:
        inner = unbase64(body) if _LETTERS_ALONE.fullmatch(body.strip()) else b""
        if _is_text(inner):
            return inner
    if words and not long and not _is_text(unbase64(b"".join(runs[0][1]))):
        return body  # declared, but not encoded: a word alone on its line is no code
    return b"\n".join(
        unbase64(b"".join(lines)) if coded else b"\n".join(lines) for coded, lines in runs
    )


def _is_coded(line: bytes, expected: bool) -> bool:
    """Return whether a line is base64; a short one only where one is expected."""
    if b" " in line or b"\t" in line:
        return False
    foreign = len(_JUNK.sub(b"", line)) < len(line) * (0.9 if len(line) >= _CODED_LINE else 1)
    return not foreign and (expected or len(line) >= _CODED_LINE)


def quoted_printable(body: bytes) -> bytes:
    """Return quoted-printable decoded; blanks behind a soft break do not count (rule 3)."""
    return binascii.a2b_qp(_SOFT_BREAK.sub(b"=\n", body))


def undeclared(body: bytes) -> tuple[bytes, str]:
    """Return the text inside an encoding that nobody declared, and its name; else the body."""
    name = ""
    for _ in range(MOST_LAYERS):
        inner, found = _one_layer(body)
        if not found:
            break
        body, name = inner, name or found
    return body, name


def packed_inside(body: bytes) -> bytes:
    """Return the file that a text is as base64 without saying so (x-gzip64, a lost field)."""
    if len(body) < _CODED_LINE or not _BLOCK.fullmatch(body):
        return body
    inner = unbase64(body)
    return inner if inner.startswith(MAGIC) else body


def base64_inside(body: bytes) -> bytes:
    """Return a text with its runs of base64 lines decoded, where words come out."""

    def decoded(match: re.Match[bytes]) -> bytes:
        inner = unbase64(re.sub(rb"[> \t\n]+", b"", match[0]))
        return inner + b"\n" if _is_text(inner) else match[0]

    return _RUN.sub(decoded, body)


def _one_layer(body: bytes) -> tuple[bytes, str]:
    """Undo one layer, if what comes out is text."""
    if len(body) >= _CODED_LINE and _BLOCK.fullmatch(body):
        inner = unbase64(body)
        if _is_text(inner):
            return inner, "base64"
    if len(_ESCAPE.findall(body[:100_000])) >= _ESCAPES and not _is_odd(body):
        inner = quoted_printable(body)
        if inner.translate(None, _NO_TEXT) == inner:  # well-formed escapes are no chance
            return inner, "quoted-printable"
    return body, ""


def _is_odd(body: bytes) -> bool:
    """Return whether bytes beyond ASCII or escapes that are none speak against an encoding."""
    if not body.isascii():
        return True
    signs = body.count(b"=")
    escapes = len(re.findall(rb"=(?:[0-9A-Fa-f]{2}|\n|\Z)", body))
    return escapes < signs * 0.9


def _is_text(raw: bytes) -> bool:
    """Return whether bytes are text: no controls; in UTF-8, or so many that it is no chance."""
    if not raw or raw.translate(None, _NO_TEXT) != raw:
        return False
    try:
        raw[:-4].decode("utf-8")
    except UnicodeDecodeError:
        return len(raw) >= _BY_CHANCE
    return True


def uudecoded(raw: bytes) -> bytes:
    """Return uuencoded bytes decoded, line by line, as far as they make sense."""
    out: list[bytes] = []
    for line in raw.split(b"\n"):
        if line.startswith((b"begin ", b"end")) or not line.strip():
            continue
        try:
            out.append(binascii.a2b_uu(line[:64]))
        except binascii.Error:
            continue
    return b"".join(out)
