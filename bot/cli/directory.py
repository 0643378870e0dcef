"""`directory`: clients and organisations in, out and looked up."""

import argparse
import sys
from contextlib import closing
from pathlib import Path

from bot.cli.office import open_office
from bot.core.mail import InboundMail
from bot.core.parties import Entry
from bot.edges.store.directory_file import read_directory, write_directory

EXAMPLE = "python -m bot directory import clients.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    commands = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    imported = commands.add_parser("import", help="add entries or bring them up to date")
    imported.add_argument("file", type=Path, metavar="FILE.csv")
    imported.add_argument("--skip-bad", action="store_true", help="leave faulty rows out")
    lookup = commands.add_parser("lookup", help="whom a text, a domain or a name points to")
    lookup.add_argument("text", metavar="TEXT")
    commands.add_parser("export", help="every entry as CSV")


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command."""
    with closing(open_office()) as office:
        directory = office.store.directory
        if arguments.what == "export":
            print(write_directory(directory.all()), end="")
            return 0
        if arguments.what == "lookup":
            hits = directory.find(InboundMail(visible=arguments.text, links=(arguments.text,)))
            for hit in hits:
                print(f"{_line(hit.entry)}  ({hit.how.value}: {hit.evidence})")
            for entry in [] if hits else directory.search(arguments.text):
                print(f"{_line(entry)}  (a similar name; not certain)")
            return 0
        entries, faults = read_directory(arguments.file)
        for fault in faults:
            print(f"{arguments.file}, line {fault.line}: {fault.reason}", file=sys.stderr)
        if faults and not arguments.skip_bad:
            print("nothing was imported; mend the rows or use --skip-bad", file=sys.stderr)
            return 2
        count = directory.replace(entries)
        print(f"{count} entries imported, {len(faults)} rows left out", file=sys.stderr)
        return 0


def _line(entry: Entry) -> str:
    contact = entry.contact_email or "no contact"
    return f"{entry.kind.value:<12} {entry.name}  {contact}"
