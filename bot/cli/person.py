"""`person`: the bot's answer to requests about the data that it holds itself."""

import argparse
import json
import re
import sys
from contextlib import closing

from bot.bootstrap import Office
from bot.cli.office import open_office
from bot.core.decision import Event
from bot.core.errors import IllegalMove, Misconfigured, Transient
from bot.core.moves import Happened
from bot.edges.store.person import Traces

EXAMPLE = "python -m bot person export maren.holt@posteo.example > export.json"
OPERATOR = "operator"  # the actor of what is done at the command line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    commands = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    export = commands.add_parser("export", help="everything held about an address, as JSON")
    forget = commands.add_parser("forget", help="remove all of it, the audit log apart")
    forget.add_argument("--dry-run", action="store_true", help="only say what would go")
    for child in (export, forget):
        child.add_argument("address", metavar="ADDRESS", help="an e-mail address")
        child.epilog = f"Example: {EXAMPLE}"


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command."""
    address = arguments.address.strip().strip("<>").lower()
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", address):
        raise Misconfigured("ADDRESS: is no e-mail address; write name@example.com")
    with closing(open_office()) as office:
        if arguments.what == "export":
            return _export(office, address)
        traces = office.store.person.traces(address)
        if traces.nothing:
            _say("nothing is held about this address")
            return 0
        if arguments.dry_run:
            _say(_counts(traces))
            return 0
        return _forget(office, traces)


def _export(office: Office, address: str) -> int:
    found = office.store.person.export(address, office.now())
    event = Event(Happened.PERSON_EXPORTED, office.now(), OPERATOR)
    office.store.audit.note(event)
    json.dump(found, sys.stdout, ensure_ascii=False, indent=2)
    print()
    _say(
        f"{len(found['cases'])} cases, {len(found['mails'])} mails. Mails of other people that"
        " mention the address are listed by number: look whether they may be handed out."
    )
    return 0


def _counts(traces: Traces) -> str:
    others = len(traces.touched)
    return (
        f"{len(traces.cases)} cases, {len(traces.messages)} mails, {len(traces.entries)} directory"
        f" contacts; the address also stands in {len(traces.mentions)} places of {others} cases"
        " of other people"
    )


def _forget(office: Office, traces: Traces) -> int:
    store = office.store
    try:
        gone = store.forgetting.forget_person(traces, OPERATOR, office.now())
    except IllegalMove as fault:
        _say(f"error: nothing was forgotten: {fault}")
        return 1
    clean, why = _scrubbed(office)
    for number in gone.closed:
        _say(f"P-{number:04d} was still open; it is closed now, because its words are gone")
    _say(f"forgotten: {_counts(traces)}. The audit log and the statistics stay.")
    waiting = store.purges.count()
    if waiting:
        _say(
            f"{waiting} copies in the mailbox (Processed, Sent) wait to be deleted:"
            " `python -m bot retention --apply`, or the next nightly run"
        )
    backups = store.backups.known()
    for path in backups:
        _say(f"this backup still holds what it held: {path}")
    if not backups:
        _say("no backup was made with this bot; copies made otherwise still hold what they held")
    if not clean:
        _say(
            f"error: {why}, so its old pages are still on disk; mend that, then run"
            " `python -m bot retention --apply`"
        )
        return 1
    return 0


def _scrubbed(office: Office) -> tuple[bool, str]:
    """Rewrite the file; return whether that worked, and what stood in the way."""
    try:
        return office.store.scrubbing.scrub(), "another process reads the database"
    except Transient as fault:
        return False, str(fault)


def _say(line: str) -> None:
    print(line, file=sys.stderr)
