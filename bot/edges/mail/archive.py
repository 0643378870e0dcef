"""Old mail in files: `.eml`, mbox and Maildir, one mail at a time, memory flat."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

from bot.core.errors import Misconfigured
from bot.edges.mail.intact import is_mbox_line

_FROM = b"From "
_FIRST_LINE = 1_000  # bytes; a longer one is a mail whose lines end in CR alone
_SEPARATOR = re.compile(rb"From [^\n]*\d{1,2}:\d\d[^\n]*$")
_LOOSE = re.compile(rb"From ")  # what parts mails if the first such line holds no time
_NO_MAILS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class ArchivedMail:
    """One mail of an archive; `at` is the file's or the mbox line's time, said in `dated_by`.

    `problem` says why a file could not be read; it has no bytes then.
    """

    source: str
    raw: bytes = field(repr=False)
    at: datetime
    dated_by: str
    problem: str = ""


def read_archives(paths: Sequence[str]) -> Iterator[ArchivedMail]:
    """Yield the mails of files and folders in order; `-` is one mail or an mbox on stdin.

    Raises Misconfigured, before anything is read, naming every path that does not exist.
    """
    missing = [path for path in paths if path != "-" and not Path(path).exists()]
    if missing:
        raise Misconfigured(*(f"{path}: there is no such file or folder" for path in missing))
    for path in paths:
        if path == "-":
            yield from _stream(sys.stdin.buffer, "-", datetime.now(UTC), "the time of reading")
        else:
            yield from _path(Path(path))


def _path(path: Path) -> Iterator[ArchivedMail]:
    if path.is_dir():
        maildir = (path / "cur").is_dir() or (path / "new").is_dir()
        for inside in sorted(path.iterdir()):
            passed = inside.name in _NO_MAILS or (maildir and inside.name == "tmp")
            folder = inside.is_dir() and not inside.is_symlink()
            if not passed and (folder or (inside.is_file() and not maildir)):
                yield from _path(inside)
        return
    one = path.suffix.lower() == ".eml"
    try:
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        with path.open("rb") as stream:
            yield from _stream(stream, str(path), at, "the file's time", one=one)
    except OSError as error:
        problem = f"the file cannot be read: {error.strerror or type(error).__name__}"
        yield ArchivedMail(str(path), b"", datetime.now(UTC), "the time of reading", problem)


def _stream(
    stream: BinaryIO, source: str, at: datetime, dated_by: str, *, one: bool = False
) -> Iterator[ArchivedMail]:
    """Yield one mail, or those of an mbox (a file whose first line begins with `From `).

    An `.eml` is one mail, whatever its first line says.
    """
    first = stream.readline(_FIRST_LINE)
    if one or not (first.startswith(_FROM) and first.endswith(b"\n") and is_mbox_line(first)):
        yield ArchivedMail(source, first + stream.read(), at, dated_by)
        return
    number, lines, dated = 1, list[bytes](), _mbox_time(first, at)
    blank = False
    next_one = _SEPARATOR if _SEPARATOR.match(first.rstrip()) else _LOOSE
    for line in stream:
        if blank and line.startswith(_FROM) and next_one.match(line.rstrip()):
            yield _of_mbox(source, number, lines, dated)
            number, lines, dated, blank = number + 1, [], _mbox_time(line, at), False
            continue
        # mboxrd: ">From " in a body was "From " (any depth of quoting)
        lines.append(line[1:] if line.lstrip(b">").startswith(_FROM) and line[:1] == b">" else line)
        blank = not line.strip()
    yield _of_mbox(source, number, lines, dated)


def _of_mbox(source: str, number: int, lines: list[bytes], at: datetime) -> ArchivedMail:
    if lines and not lines[-1].strip():
        lines = lines[:-1]
    return ArchivedMail(f"{source}#{number}", b"".join(lines), at, "the mbox line's time")


def _mbox_time(line: bytes, otherwise: datetime) -> datetime:
    """Return the date of a `From ` line (asctime, read as UTC)."""
    words = line.decode("ascii", "replace").split()
    try:
        weekday, month, day, clock, year = words[-5:]
        return parsedate_to_datetime(f"{weekday}, {day} {month} {year} {clock} +0000")
    except (ValueError, IndexError, TypeError, OverflowError):
        return otherwise
