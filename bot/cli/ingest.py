"""`ingest`: old mail from files into the same pipeline; may be stopped and started again."""

import argparse
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import islice

from bot.cli.office import open_office
from bot.core.errors import Misconfigured
from bot.core.mail import ARCHIVE, Place, RawMail
from bot.edges.mail.archive import ArchivedMail, read_archives

EXAMPLE = "python -m bot ingest old-mail.mbox --no-letters-before 2026-10-01"
_BATCH = 50
_WIDTH = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help=".eml, mbox, Maildir or -")
    parser.add_argument(
        "--no-letters-before",
        metavar="DATE",
        help="older mail opens cases without drafts, e.g. 2026-10-01",
    )


def run(arguments: argparse.Namespace) -> int:
    """Keep the mails and read them; what was kept before is recognised by its bytes."""
    since = _since(arguments.no_letters_before)
    total = sum(1 for _ in read_archives(arguments.paths)) if "-" not in arguments.paths else 0
    with closing(open_office()) as office:
        room, done = office.store.post_room, 0
        mails = read_archives(arguments.paths)
        while batch := list(islice(mails, _BATCH)):
            old = [one for one in batch if since and one.at < since]
            new = [one for one in batch if not (since and one.at < since)]
            room.keep(_raw(old), no_letters=True)
            room.keep(_raw(new))
            done += len(batch)
            _progress("kept", done, total)
            while office.intake.work():
                pass
        waiting = room.waiting()
    print(f"\n{done} mails read; cards appear as the worker posts them", file=sys.stderr)
    if waiting:
        print(f"{waiting} mails wait for the worker", file=sys.stderr)
    return 0


def _since(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    except ValueError:
        raise Misconfigured(f"--no-letters-before: {text!r} is no date; write 2026-10-01") from None


def _raw(mails: list[ArchivedMail]) -> Iterator[RawMail]:
    """Give archived mails a place: the file, and the mail's checksum as its UID."""
    for one in mails:
        source = one.source.partition("#")[0]
        yield RawMail(Place(ARCHIVE, source, 1, zlib.crc32(one.raw)), one.raw, one.at)


def _progress(what: str, done: int, total: int) -> None:
    """Draw a bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        return
    share = min(done / total, 1.0) if total else 0.0
    bar = "#" * int(share * _WIDTH)
    print(f"\r{what} {done:>7} [{bar:<{_WIDTH}}] {share:>4.0%}", end="", file=sys.stderr)
