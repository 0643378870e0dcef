"""`cases`: the queue in a terminal."""

import argparse
import json
import sys
from contextlib import closing
from pathlib import Path

from bot.bootstrap import Office
from bot.cli.files import private_file
from bot.cli.office import open_office
from bot.core.case import Case, LetterState
from bot.core.case_number import case_number, read_number
from bot.core.catalogue import BY_KEY
from bot.core.errors import IllegalMove, Misconfigured
from bot.core.redact import masked
from bot.edges.report.letter import letter_page
from bot.edges.store import Store

EXAMPLE = "python -m bot cases list --overdue"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    commands = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    listed = commands.add_parser("list", help="open cases, the earliest due date first")
    listed.add_argument("--overdue", action="store_true", help="only those past their date")
    listed.add_argument("--type", help="only those with a line of this type")
    listed.add_argument("--json", action="store_true", help="one JSON object a case")
    shown = commands.add_parser("show", help="one case with its history")
    printed = commands.add_parser("print", help="an approved letter on paper, as a page to print")
    printed.add_argument("--out", type=Path, metavar="FILE", help="write there, not to stdout")
    held = commands.add_parser("hold", help="legal hold: nothing of the case is forgotten")
    freed = commands.add_parser("release", help="end a legal hold")
    for child in (shown, printed, held, freed):
        child.add_argument("id", metavar="ID", help="the number, 12 or P-0012")


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command."""
    with closing(open_office(servers=False)) as office:
        today = office.now().astimezone(office.zone).date()
        if arguments.what == "show":
            return _show(office.store.cases.load(_number(arguments.id)), office.store)
        if arguments.what == "print":
            return _print(office, _number(arguments.id), arguments.out)
        if arguments.what in {"hold", "release"}:
            return _hold(office, _number(arguments.id), held=arguments.what == "hold")
        if arguments.type and arguments.type not in BY_KEY:
            raise Misconfigured(
                f"--type: {arguments.type!r} is no request type; there are {', '.join(BY_KEY)}"
            )
        ids = office.store.cases.queue(limit=100_000)
        if not ids:
            print("no open cases", file=sys.stderr)
        for start in range(0, len(ids), 500):
            for case in office.store.cases.load_many(ids[start : start + 500]):
                late = case.due is not None and case.due < today
                if (arguments.overdue and not late) or (
                    arguments.type and arguments.type not in case.types
                ):
                    continue
                print(json.dumps(_record(case, late)) if arguments.json else _line(case, late))
        return 0


def _number(text: str) -> int:
    number = read_number(text)
    if number is None:
        raise Misconfigured(f"{text!r} is no case number; write 12 or P-0012")
    return number


def _record(case: Case, late: bool) -> dict[str, object]:
    return {
        "case": case.number,
        "state": case.state.value,
        "types": list(case.types),
        "party": case.party.value,
        "due": case.due.isoformat() if case.due else None,
        "overdue": late,
        "assignee": case.assignee or None,
    }


def _line(case: Case, late: bool) -> str:
    due = f"{case.due}{' OVERDUE' if late else ''}" if case.due else "no deadline"
    return f"{case.number}  {due:<18}  {case.state.value:<18}  {', '.join(case.types)}"


def _hold(office: Office, case_id: int, *, held: bool) -> int:
    case = office.store.cases.load(case_id)
    if case is None:
        raise Misconfigured("there is no such case")
    try:
        office.store.forgetting.hold(case, "operator", office.now(), held=held)
    except IllegalMove as fault:
        print(f"error: {case.number}: {fault}", file=sys.stderr)
        return 1
    print(f"{case.number}: {'held' if held else 'released'}", file=sys.stderr)
    return 0


def _print(office: Office, case_id: int, out: Path | None) -> int:
    """Write the letter that waits to be posted; what nobody approved is not printed."""
    case = office.store.cases.load(case_id)
    if case is None:
        raise Misconfigured("there is no such case")
    ready = [one for one in case.letters if one.state is LetterState.TO_POST]
    if not ready:
        print(
            f"error: {case_number(case_id)}: no letter waits to be posted; approve it first",
            file=sys.stderr,
        )
        return 1
    page = letter_page(ready[0], office.drafter.letterhead, office.today())
    if out is None:
        print(page, end="")
        return 0
    with private_file(out, "--out") as file:
        file.write(page)
    print(f"written: {out}; post it, then say so on the card", file=sys.stderr)
    return 0


def _show(case: Case | None, store: Store) -> int:
    if case is None:
        raise Misconfigured("there is no such case")
    print(_line(case, late=False))
    print(f"from {masked(case.requester.email)}, party {case.party.value} {case.entry_name}")
    for letter in case.letters:
        print(f"letter {letter.id}: {letter.key} in {letter.lang}, {letter.state.value}")
    for _, event in store.audit.of_case(case.id):
        print(f"{event.at:%Y-%m-%d %H:%M} {event.kind.value} by {event.actor}")
    return 0
