"""Bytes as they come to bytes that can be read as a mail: line ends, UTF-16, what is no mail."""

import re
from typing import Final

LOOKED_AT: Final = 16_384
"""Bytes by which it is judged whether something is text."""

MOST_CONTROLS: Final = 0.01
"""Share of control characters that text may hold; random bytes hold a tenth."""

_CONTROLS: Final = bytes({*range(7), *range(14, 27), *range(28, 32), 127})
_FIELD: Final = re.compile(
    rb"^(?:From|To|Cc|Subject|Date|Message-ID|Received|Return-Path|MIME-Version|Reply-To|Sender"
    rb"|Content-Type|Delivered-To|X-[!-9;-~]{2,60})[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
MAGIC: Final = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG\r",
    b"GIF8",
    b"\xff\xd8\xff",
    b"Rar!",
    b"\x1f\x8b",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"7z\xbc\xaf",
    b"OggS",
)
_MBOX: Final = re.compile(rb">?From (?![ \t]*:)")
_MARKS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def even_lines(raw: bytes) -> bytes:
    """Return the bytes with bare LF line ends, whatever mixture they had."""
    if b"\r" not in raw:
        return raw
    raw = raw.replace(b"\r\n", b"\n")
    if b"\r" in raw:
        raw = re.sub(rb"\r+\n", b"\n", raw).replace(b"\r", b"\n")
    return raw


def narrow(raw: bytes) -> bytes:
    """Return a mail that a program saved in UTF-16 as UTF-8, any other as it is."""
    codec = _MARKS.get(raw[:2], "")
    head = raw[:200]
    if not codec and len(head) >= 20 and b"\0" in head[:2]:
        zeros = [sum(1 for byte in head[at::2] if not byte) for at in (0, 1)]
        if max(zeros) * 2 >= len(head) * 0.9 and not min(zeros):
            codec = "utf-16-be" if zeros[0] else "utf-16-le"
    if not codec:
        return raw
    text = raw.decode(codec, "replace").lstrip("\ufeff")
    return raw if text.count("\ufffd") * 20 > len(text) else text.encode("utf-8", "replace")


def is_mbox_line(raw: bytes, at: int = 0) -> bool:
    """Return whether a line is an mbox's `From ` line, and no field `From :`."""
    return _MBOX.match(raw, at) is not None


def is_mail(raw: bytes) -> bool:
    """Return whether bytes may be a mail: a known header field in them, or mostly text.

    What is neither, a picture or a damaged disk block, would only be shown as garbage.
    """
    head = raw[:LOOKED_AT]
    if not head.strip(b"\0 \t\r\n"):
        return False
    printed = head.replace(b"\0", b"") if head.count(b"\0") * 3 > len(head) else head
    controls = len(printed) - len(printed.translate(None, _CONTROLS))
    if controls <= len(printed) * MOST_CONTROLS and not head.startswith(MAGIC):
        return True
    field = _FIELD.search(raw[:65_536])
    return field is not None and not _binary(raw[: field.start()])


def _binary(before: bytes) -> bool:
    """Return whether what stands before the first field is no text either."""
    controls = len(before) - len(before.translate(None, _CONTROLS))
    return before.startswith(MAGIC) or controls > 8 + len(before) * MOST_CONTROLS
