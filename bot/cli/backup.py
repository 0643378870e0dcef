"""`backup`: copy the database to a new file while the worker runs."""

import argparse
import sys
from contextlib import closing
from pathlib import Path

from bot.cli.office import open_office
from bot.core.errors import Misconfigured

EXAMPLE = "python -m bot backup /backups/privacy-2026-11-23.sqlite3"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("path", metavar="PATH", type=Path, help="a file that is not there yet")


def run(arguments: argparse.Namespace) -> int:
    """Make the copy; a database that is sealed stays sealed in it."""
    path: Path = arguments.path
    if not path.parent.is_dir():
        raise Misconfigured(f"PATH: there is no folder {path.parent}")
    if path.exists():
        raise Misconfigured(f"PATH: {path} is there already; name a new file")
    with closing(open_office(servers=False)) as office:
        try:
            office.store.backups.make(path, _progress)
        except OSError as fault:
            print(f"\nerror: no backup was made: {fault.strerror}", file=sys.stderr)
            return 1
        print(f"\n{path} holds {path.stat().st_size:,} bytes, for its owner alone", file=sys.stderr)
        if not office.store.sealed.encrypts:
            print("it is not encrypted: ENCRYPTION_KEY is not set", file=sys.stderr)
        print(
            "to restore: stop the worker, remove the database with its -wal and -shm,"
            " put this copy in its place, start",
            file=sys.stderr,
        )
    return 0


def _progress(done: int, of: int) -> None:
    print(f"\r{done:,} of {of:,} pages", end="", file=sys.stderr, flush=True)
