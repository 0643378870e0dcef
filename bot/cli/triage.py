"""`triage`: a dry run over mail files, one line of JSON a mail."""

import argparse
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import classifiers
import replies
from bot.core.catalogue import PartyKind
from bot.core.errors import Misconfigured
from bot.edges.calendar import clock_maker
from bot.edges.mail.archive import read_archives
from bot.edges.mail.guard import GuardedParser
from bot.edges.store.directory_file import read_directory
from bot.edges.store.directory_index import DirectoryIndex
from bot.flows.drafting import Drafter
from bot.flows.triage import Incoming, Triage, Triaged
from bot.loops import now

EXAMPLE = "python -m bot triage inbox.mbox --json --directory clients.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help=".eml, mbox, Maildir or -")
    parser.add_argument("--json", action="store_true", help="one JSON object a mail")
    parser.add_argument(
        "--directory",
        action="append",
        default=[],
        type=Path,
        metavar="CSV",
        help="clients and organisations; may be given several times",
    )
    parser.add_argument("--place", default="EU", help="whose holidays count, e.g. DE or US-CA")
    parser.add_argument("--zone", default="UTC", help="the zone in which days are counted")


def run(arguments: argparse.Namespace) -> int:
    """Print what each mail would become."""
    mails = read_archives(arguments.paths)
    zone = ZoneInfo(arguments.zone)
    with closing(GuardedParser()) as parser:
        triage = Triage(
            parser=parser,
            reader=classifiers.load(),
            directory=_directory(arguments.directory),
            drafter=Drafter(replies.load(), zone),
            clock_for=clock_maker(arguments.place, zone),
            now=now,
        )
        incoming = (
            Incoming(one.source, one.raw, one.at, one.dated_by, one.problem) for one in mails
        )
        show = _as_json if arguments.json else _as_text
        for result in triage.run(incoming):
            print(show(result), flush=True)
    return 0


def _directory(paths: list[Path]) -> DirectoryIndex:
    """Return the entries of all files. Raises Misconfigured with every faulty row."""
    faults: list[str] = []
    entries = []
    for path in paths:
        found, wrong = read_directory(path)
        faults += [f"{path}, line {row.line}: {row.reason}" for row in wrong]
        entries += found
    if faults:
        raise Misconfigured(*faults)
    return DirectoryIndex(replace(one, id=number) for number, one in enumerate(entries, 1))


def record(result: Triaged) -> dict[str, Any]:
    """Return one result with the keys that other programs rely on."""
    mail, view, clock = result.mail, result.assessment, result.clock
    named = view.party.kind is not PartyKind.NONE and view.party.entry is not None
    entry = view.party.entry if named else None
    return {
        "source": result.source,
        "message_id": mail.message_id,
        "from": ", ".join(address.email for address in mail.senders),
        "subject": mail.subject,
        "types": [
            {"type": one.type, "confidence": round(one.confidence, 4), "why": one.why}
            for one in view.types
        ],
        "unsure": view.verdict.unsure,
        "party": {
            "kind": view.party.kind.value,
            "name": entry.name if entry else None,
            "contact": entry.contact_email if entry else None,
            "confidence": round(view.party.confidence, 4),
            "why": view.party.why,
        },
        "sender": view.sender.value,
        "language": view.verdict.language.code,
        "jurisdiction": {
            "code": view.verdict.jurisdiction.code,
            "why": view.verdict.jurisdiction.why,
        },
        "received": result.received.isoformat(),
        "due": {
            "target": _day(clock.target if clock else None),
            "statutory": _day(clock.statutory if clock else None),
            "extension_notice_by": _day(clock.extension_notice_by if clock else None),
            "arithmetic": clock.arithmetic if clock else "",
        },
        "route": view.route.value,
        "letters": [letter.key for letter in result.letters],
        "authentication": mail.authentication.value,
        "automatic": mail.machine is not None,
        "readable": mail.readable and bool(mail.text.strip()),
        "text": mail.visible or mail.text,
        "problems": list(result.problems),
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _as_json(result: Triaged) -> str:
    return json.dumps(record(result), ensure_ascii=False)


def _as_text(result: Triaged) -> str:
    found = record(result)
    types = ", ".join(f"{one['type']} {one['confidence']:.0%}" for one in found["types"])
    unsure = " (unsure)" if found["unsure"] else ""
    lines: Iterator[str] = iter(
        (
            f"{found['source']}: {types}{unsure}",
            f"  route {found['route']}, party {found['party']['kind']}"
            f" {found['party']['name'] or ''}".rstrip(),
            f"  due {found['due']['statutory'] or found['due']['target'] or 'never'},"
            f" letters {', '.join(found['letters']) or 'none'}",
        )
    )
    return "\n".join(lines)
