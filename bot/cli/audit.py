"""`audit`: prove the log, print it as JSON lines, or print its anchor."""

import argparse
import sys
from contextlib import closing

from bot.cli.office import open_office

EXAMPLE = "python -m bot audit verify"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("what", choices=("verify", "export", "anchor"))
    parser.add_argument(
        "--anchor",
        metavar="COUNT:HASH",
        help="verify also against an anchor that was noted earlier, outside the database",
    )


def run(arguments: argparse.Namespace) -> int:
    """Verify or export."""
    with closing(open_office(servers=False)) as office:
        if arguments.what == "export":
            for line in office.store.audit.export():
                print(line)
            return 0
        if arguments.what == "anchor":
            print(office.store.audit.anchor())
            return 0
        log = office.store.audit
        found = log.check_anchor(arguments.anchor) if arguments.anchor else log.verify()
        if found.fault:
            print(f"the audit log does not hold: {found.fault}", file=sys.stderr)
            return 1
        print(f"the audit log holds: {found.rows} rows, none changed, none missing")
        return 0
