"""`retention`: what is due to be forgotten; with --apply it goes."""

import argparse
import sys
from contextlib import closing

from bot.cli.office import open_office
from bot.core.case_number import case_number
from bot.core.retention import FLOORS, TABLE
from bot.upkeep import retention

EXAMPLE = "python -m bot retention --apply"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--apply", action="store_true", help="do it; without this, only say it")
    parser.add_argument("--rules", action="store_true", help="only show how long what is kept")


def run(arguments: argparse.Namespace) -> int:
    """Show what is due, and do it if asked."""
    if arguments.rules:
        for row in (*TABLE, *FLOORS):
            which = " ".join(filter(None, (row.kept.value, row.outcome, row.regime)))
            least = "at least " if row in FLOORS else ""
            print(f"{which:<22} {least}{row.days} days  {row.why}")
        return 0
    with closing(open_office()) as office:
        scene = retention(office)
        due = scene.due()
        for what, ids in (
            ("forget whole", due.plan.cases),
            ("raw mail and unsent drafts go", due.plan.raw),
            ("kept by a legal hold", due.plan.held),
        ):
            for case_id in ids:
                print(f"{case_number(case_id)}  {what}")
        if due.loose:
            print(f"{len(due.loose)} mails without a case")
        waiting = office.store.purges.count()
        if waiting:
            print(f"{waiting} copies in the mailbox")
        if due.nothing and not waiting:
            print("nothing is due", file=sys.stderr)
        if not arguments.apply:
            return 0
        troubles = scene.run(always_scrub=True)
        for trouble in troubles:
            print(f"error: {trouble}", file=sys.stderr)
        return 1 if troubles else 0
