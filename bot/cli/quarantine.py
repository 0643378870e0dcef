"""`quarantine`: mail that could not be read, with its bytes kept."""

import argparse
import sys
from contextlib import closing

from bot.cli.office import open_office
from bot.core.errors import Misconfigured

EXAMPLE = "python -m bot quarantine list"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("what", choices=("list", "show", "retry", "discard"))
    parser.add_argument("id", nargs="?", type=int, metavar="ID", help="the message's number")


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command."""
    if arguments.what != "list" and arguments.id is None:
        raise Misconfigured(f"quarantine {arguments.what}: say which, e.g. 17")
    with closing(open_office(servers=False)) as office:
        shelf = office.store.quarantine
        if arguments.what == "list":
            for view in shelf.all():
                print(
                    f"{view.message_id:>6}  {view.received_at:%Y-%m-%d %H:%M}  "
                    f"{view.size:>10} bytes  {view.reason}"
                )
            return 0
        if not shelf.holds(arguments.id):
            raise Misconfigured(f"message {arguments.id} is not in quarantine")
        if arguments.what == "show":
            sys.stdout.buffer.write(office.store.post_room.raw(arguments.id))
            return 0
        shelf.end(
            arguments.id, "stored" if arguments.what == "retry" else "discarded", office.now()
        )
        print(f"message {arguments.id}: {arguments.what}", file=sys.stderr)
        return 0
