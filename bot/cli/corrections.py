"""`corrections`: what staff corrected, redacted, as lines to train with."""

import argparse
import json
import sys
from contextlib import closing
from pathlib import Path

from bot.cli.files import private_file
from bot.cli.office import open_office

EXAMPLE = "python -m bot corrections export corrections.jsonl"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("what", choices=("export",))
    parser.add_argument("file", type=Path, metavar="FILE")


def run(arguments: argparse.Namespace) -> int:
    """Write the corrections; addresses, numbers and the writer's name are left out."""
    count = 0
    with (
        closing(open_office(servers=False)) as office,
        private_file(arguments.file, "FILE") as out,
    ):
        for one in office.store.corrections.redacted():
            line = {
                "subject": one.subject,
                "body": one.body,
                "types": one.types,
                "party": one.party,
                "sender": one.sender,
            }
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    print(f"{count} corrections written; read them before you share them", file=sys.stderr)
    return 0
