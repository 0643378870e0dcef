"""Old ways of wrapping text: format=flowed (RFC 3676) and files written into the text."""

import re
from dataclasses import dataclass
from typing import Final

MOST_FILES: Final = 50

_QUOTE: Final = re.compile(r">*")
_UUENCODED: Final = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,200})\n", re.M)
_YENC: Final = re.compile(rb"^=ybegin [^\n]{0,200}?name=([^\n]{1,200})\n", re.M)


def unwrapped(text: str, delsp: bool = False) -> str:
    """Return flowed text with its soft line breaks joined, quotes kept apart."""
    out: list[str] = []
    depth_before = -1
    open_line = False
    for line in text.split("\n"):
        match = _QUOTE.match(line)
        depth = match.end() if match else 0
        words = line[depth:].removeprefix(" ")
        soft = words.endswith(" ") and words != "-- "
        shown = words[:-1] if soft and delsp else words
        if open_line and depth == depth_before and words != "-- ":
            out[-1] += shown
        else:
            out.append(">" * depth + (" " if depth else "") + shown)
        open_line, depth_before = soft, depth
    return "\n".join(out)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file that was written into a text; `size` in bytes as written, `body` its lines."""

    name: str
    size: int
    body: str = ""


def without_uuencoded(text: str) -> tuple[str, list[Embedded]]:
    """Return the text without files uuencoded into it, and these files."""
    files: list[Embedded] = []
    if "begin " not in text:
        return text, files
    at = 0
    kept: list[str] = []
    for match in _UUENCODED.finditer(text):
        if match.start() < at or len(files) >= MOST_FILES:
            continue
        end = text.find("\nend", match.end())
        first = text[match.end() : match.end() + 1]
        if end < 0 or not first or len(text[match.end() : end].split("\n", 1)[0]) > 62:
            continue
        kept.append(text[at : match.start()])
        files.append(Embedded(match[1].strip(), end - match.end(), text[match.end() : end]))
        at = end + 4
    kept.append(text[at:])
    return "".join(kept), files


def without_yenc(body: bytes) -> tuple[bytes, list[Embedded]]:
    """Return a body without files in yEnc, and these files, their content left out."""
    files: list[Embedded] = []
    if b"=ybegin " not in body:
        return body, files
    at = 0
    kept: list[bytes] = []
    for match in _YENC.finditer(body):
        if match.start() < at or len(files) >= MOST_FILES:
            continue
        end = body.find(b"\n=yend", match.end())
        if end < 0:
            break
        kept.append(body[at : match.start()])
        files.append(Embedded(match[1].decode("utf-8", "replace").strip(), end - match.end()))
        at = body.find(b"\n", end + 1) + 1 or len(body)
    kept.append(body[at:])
    return b"".join(kept), files
