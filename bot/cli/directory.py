"""`directory`: clients and organisations in, out and looked up."""

import argparse
import json
import sys
from contextlib import closing
from pathlib import Path

from bot.cli.office import open_office
from bot.core.parties import Entry, Hit
from bot.edges.store.directory import Directory
from bot.edges.store.directory_file import read_directory, write_directory

EXAMPLE = "python -m bot directory import clients.csv"
_DONE, _FAILED, _USAGE = 0, 1, 2
_NOT_CERTAIN = "a similar name; not certain"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    commands = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    imported = commands.add_parser(
        "import",
        help="add entries or bring them up to date",
        epilog="Example: python -m bot directory import clients.csv --skip-bad",
    )
    imported.add_argument("file", type=Path, metavar="FILE.csv")
    imported.add_argument("--skip-bad", action="store_true", help="leave faulty rows out")
    lookup = commands.add_parser(
        "lookup",
        help="whom a name, a domain, an address or a whole text points to",
        epilog='Example: python -m bot directory lookup "my order at Larkspur"',
    )
    lookup.add_argument("text", metavar="TEXT")
    lookup.add_argument("--json", action="store_true", help="one JSON object a line")
    commands.add_parser(
        "export",
        help="every entry as CSV",
        epilog="Example: python -m bot directory export > directory.csv",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command."""
    with closing(open_office(servers=False)) as office:
        directory = office.store.directory
        if arguments.what == "import":
            return _import(directory, arguments.file, skip_bad=arguments.skip_bad)
        if arguments.what == "lookup":
            return _lookup(directory, arguments.text, as_json=arguments.json)
        print(write_directory(directory.all()), end="")
        return _DONE


def _import(directory: Directory, path: Path, *, skip_bad: bool) -> int:
    entries, faults = read_directory(path, lambda rows: _say(f"{rows} rows read"))
    for fault in faults:
        _say(f"{path}, line {fault.line}: {fault.reason}")
    if faults and not skip_bad:
        _say(f"{len(faults)} faulty rows: nothing was imported; mend them or use --skip-bad")
        return _USAGE
    done = directory.replace(entries, lambda rows: _say(f"{rows} entries written"))
    for remark in directory.remarks(entries):
        _say(f"note: {remark}")
    _say(
        f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged,"
        f" {len(faults)} rows left out"
    )
    return _DONE


def _lookup(directory: Directory, text: str, *, as_json: bool) -> int:
    hits = directory.lookup(text)
    show = _as_json if as_json else _as_text
    for hit in hits:
        print(show(hit.entry, hit))
    similar = [] if hits else directory.search(text)
    for entry in similar:
        print(show(entry, None))
    if not hits and not similar:
        _say("nobody is found by this; python -m bot directory export shows every entry")
        return _FAILED
    return _DONE


def _as_text(entry: Entry, hit: Hit | None) -> str:
    contact = entry.contact_email or "no contact"
    why = f"{hit.how.value}: {hit.evidence}, {hit.role.value}" if hit else _NOT_CERTAIN
    return f"{entry.kind.value:<12} {entry.name}  {contact}  ({why})"


def _as_json(entry: Entry, hit: Hit | None) -> str:
    found = {
        "name": entry.name,
        "kind": entry.kind.value,
        "contact": entry.contact_email or None,
        "how": hit.how.value if hit else _NOT_CERTAIN,
        "evidence": hit.evidence if hit else None,
        "role": hit.role.value if hit else None,
        "confidence": hit.confidence if hit else 0.0,
    }
    return json.dumps(found, ensure_ascii=False)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
