"""`audit`: prove the log, or print it as JSON lines."""

import argparse
import sys
from contextlib import closing

from bot.cli.office import open_office

EXAMPLE = "python -m bot audit verify"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("what", choices=("verify", "export"))


def run(arguments: argparse.Namespace) -> int:
    """Verify or export."""
    with closing(open_office()) as office:
        if arguments.what == "export":
            for line in office.store.audit.export():
                print(line)
            return 0
        found = office.store.audit.verify()
        if found.fault:
            print(f"the audit log does not hold: {found.fault}", file=sys.stderr)
            return 1
        print(f"the audit log holds: {found.rows} rows, none changed, none missing")
        return 0
