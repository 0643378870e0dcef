"""`person`: the bot's answer to requests about the data that it holds itself."""

import argparse
import json
import re
import sys
from contextlib import closing

from bot.bootstrap import Office
from bot.cli.office import open_office
from bot.core.case_number import case_number, read_number
from bot.core.decision import Event
from bot.core.errors import IllegalMove, Misconfigured, Transient
from bot.core.moves import Happened
from bot.core.phones import phone_pattern
from bot.edges.store.person import Traces

EXAMPLE = "python -m bot person export maren.holt@posteo.example > export.json"
OPERATOR = "operator"  # the actor of what is done at the command line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    commands = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    export = commands.add_parser("export", help="everything held about a person, as JSON")
    forget = commands.add_parser("forget", help="remove all of it, the audit log apart")
    forget.add_argument("--dry-run", action="store_true", help="only say what would go")
    for child in (export, forget):
        child.add_argument(
            "who",
            metavar="WHO",
            nargs="+",
            help="an e-mail address; of somebody without one, case numbers, as P-0012",
        )
        child.epilog = f"Example: {EXAMPLE}"
    find = commands.add_parser("find", help="in which cases and mails words occur, as JSON")
    find.add_argument("words", metavar="WORDS", help="a name, a postal address or a phone number")
    find.epilog = 'Example: python -m bot person find "12 Harbour Lane"'


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command."""
    if arguments.what == "find":
        return _find(arguments.words)
    address, numbers = _who(arguments.who)
    with closing(open_office()) as office:
        person = office.store.person
        traces = person.traces_of_cases(numbers) if numbers else person.traces(address)
        if missing := [one for one in numbers if one not in traces.cases]:
            raise Misconfigured(*(f"WHO: there is no case {case_number(one)}" for one in missing))
        if numbers:
            _warn_of_more(office, traces)
        if arguments.what == "export":
            return _export(office, traces)
        if traces.nothing:
            _say("nothing is held about this address")
            return 0
        if arguments.dry_run:
            _say(_counts(traces))
            return 0
        return _forget(office, traces)


def _who(words: list[str]) -> tuple[str, list[int]]:
    """Return the address or the case numbers that were asked for. Raises Misconfigured."""
    if phone_pattern(" ".join(words)):
        raise Misconfigured(
            'WHO: is a phone number; `python -m bot person find "+49 171 5550123"` names the cases'
            " in which a number stands, in whatever form; then give their numbers, as P-0012"
        )
    numbers = {read_number(word) for word in words}
    if None not in numbers:
        return "", sorted(number for number in numbers if number is not None)
    address = words[0].strip().strip("<>").lower()
    if len(words) > 1 or not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", address):
        raise Misconfigured(
            "WHO: is no e-mail address; write name@example.com, or the numbers of cases, as P-0012"
            " (`python -m bot person find WORDS` finds them by name, postal address or phone)"
        )
    return address, []


def _find(words: str) -> int:
    with closing(open_office(servers=False)) as office:
        try:
            found = office.store.person.find(words, office.settings.place)
        except ValueError:
            raise Misconfigured("WORDS: give at least three letters or digits") from None
        cases = {
            "requester_of": [case_number(one) for one in found.requester_of],
            "mentioned_in": {
                "cases": [case_number(one) for one in found.cases],
                "mails": list(found.mails),
            },
        }
        print(json.dumps(cases))
        _say("namesakes are found, too: look at each case before you export or forget it")
    return 0


def _warn_of_more(office: Office, traces: Traces) -> None:
    """Say what by case numbers alone is not found: an address, and the name elsewhere."""
    for case in office.store.cases.load_many(traces.cases):
        who, number = case.requester, case.number
        if who.email:
            _say(f"{number} came from an e-mail address; by that address all of it is found")
        try:
            found = office.store.person.find(who.name)
        except ValueError:  # no name, or one too short to look for
            continue
        others = sorted({*found.requester_of, *found.cases} - {*traces.cases})
        if others:
            listed = ", ".join(case_number(one) for one in others)
            _say(f"the name of the requester of {number} also stands in {listed}: the same person?")


def _export(office: Office, traces: Traces) -> int:
    found = office.store.person.export(traces, office.now())
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
        _say(f"{case_number(number)} was still open; it is closed now, because its words are gone")
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
