"""`letters`: which there are, how one reads, and whether all keep the rules."""

import argparse
import sys
from pathlib import Path

import replies
from bot.core.errors import Misconfigured

EXAMPLE = "python -m bot letters render delete/acknowledge --lang de"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    commands = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    commands.add_parser("list", help="every letter with what follows once it is sent")
    render = commands.add_parser("render", help="one letter with sample facts")
    render.add_argument("key", metavar="TYPE/LETTER")
    render.add_argument("--lang", default="en", choices=replies.LANGUAGES)
    render.add_argument(
        "--html", metavar="FILE", type=Path, help="write the HTML alternative there, to look at"
    )
    commands.add_parser("check", help="run every rule over every letter and language")


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command."""
    from replies import samples  # noqa: PLC0415  (sample facts are for this command only)

    letters = replies.load()
    if arguments.what == "list":
        for kind in letters.catalogue():
            after = kind.after_sent or "unchanged"
            print(f"{kind.key:<44} {kind.audience:<13} then {after:<18} {kind.title}")
        return 0
    if arguments.what == "render":
        try:
            letter = samples.rendered(letters, arguments.key, arguments.lang)
        except (replies.NoSuchLetter, replies.CannotRender) as fault:
            raise Misconfigured(str(fault)) from None
        print(f"Subject: {letter.subject}\n\n{letter.text}")
        if arguments.html:
            _write(arguments.html, letter.html)
        return 0
    found = samples.check_all(letters)
    for line in found:
        print(line)
    print(f"{len(found)} findings", file=sys.stderr)
    return 1 if found else 0


def _write(path: Path, page: str) -> None:
    """Write a file of this command's user. Raises Misconfigured with what to do."""
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as fault:
        raise Misconfigured(f"--html: cannot write {path} ({fault.strerror})") from None
    print(f"The HTML alternative is in {path}", file=sys.stderr)
