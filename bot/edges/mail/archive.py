"""Old mail in files: `.eml`, mbox and Maildir, one mail at a time, memory flat."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

from bot.core.errors import Misconfigured

_FROM = b"From "
_FOLDERS = ("new", "cur")


@dataclass(frozen=True, slots=True)
class ArchivedMail:
    """One mail of an archive; `at` is the file's or the mbox line's time, said in `dated_by`."""

    source: str
    raw: bytes = field(repr=False)
    at: datetime
    dated_by: str


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
        folders = [path / name for name in _FOLDERS if (path / name).is_dir()] or [path]
        for file in sorted(file for folder in folders for file in folder.iterdir()):
            if file.is_file():
                yield from _path(file)
        return
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    with path.open("rb") as stream:
        yield from _stream(stream, str(path), at, "the file's time")


def _stream(stream: BinaryIO, source: str, at: datetime, dated_by: str) -> Iterator[ArchivedMail]:
    """Yield one mail, or those of an mbox (a file whose first line begins with `From `)."""
    first = stream.readline()
    if not first.startswith(_FROM):
        yield ArchivedMail(source, first + stream.read(), at, dated_by)
        return
    number, lines, dated = 1, list[bytes](), _mbox_time(first, at)
    blank = False
    for line in stream:
        if blank and line.startswith(_FROM):
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
