"""`migrate`: bring the database up to date; the worker does it at every start, too."""

import argparse
import sys
from contextlib import closing

from bot.cli.office import open_office

EXAMPLE = "python -m bot migrate"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no options."""


def run(arguments: argparse.Namespace) -> int:
    """Open the database, which migrates it."""
    with closing(open_office(servers=False)) as office:
        print(f"{office.store.connections.path} is up to date", file=sys.stderr)
    return 0
