"""`rekey`: seal everything with the present ENCRYPTION_KEY."""

import argparse
import sys
from contextlib import closing

from bot.cli.office import open_office

EXAMPLE = "ENCRYPTION_KEY=new ENCRYPTION_KEY_OLD=old python -m bot rekey"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no options."""


def run(arguments: argparse.Namespace) -> int:
    """Seal what is not sealed with the present key; it may be stopped and goes on."""
    with closing(open_office(servers=False)) as office:

        def progress(done: int, of: int) -> None:
            print(f"\r{done:,} of {of:,} values", end="", file=sys.stderr, flush=True)

        changed = office.store.vault.rekey(progress)
        if changed:
            print(file=sys.stderr)
        if office.store.sealed.encrypts:
            print("everything is sealed with ENCRYPTION_KEY; ENCRYPTION_KEY_OLD may go",
                  file=sys.stderr)  # fmt: skip
        else:
            print("everything is stored plain: ENCRYPTION_KEY is not set", file=sys.stderr)
    return 0
