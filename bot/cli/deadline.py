"""`deadline`: due dates with their arithmetic."""

import argparse
import json
from datetime import date

from bot.core.catalogue import BY_KEY
from bot.core.deadline_rules import TABLE, rule_for
from bot.core.deadlines import Deadline, Pauses, deadline
from bot.core.errors import Misconfigured
from bot.edges.calendar import EUROPE, working_days

EXAMPLE = "python -m bot deadline --received 2026-01-31 --regime eu --type access --place DE"

# Whose holidays count if nobody says: the regime's own country.
_PLACES = {"eu": EUROPE, "none": EUROPE, "uk": "GB", "ch": "CH", "br": "BR", "other": EUROPE}


_DAYS = ("received", "asked", "answered", "identity")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--received", required=True, help="day 0, e.g. 2026-01-31")
    parser.add_argument("--regime", required=True, help="eu, uk, ch, us-ca, us-va, br ...")
    parser.add_argument("--type", required=True, help="request type, e.g. access")
    parser.add_argument("--place", help="whose holidays count: CC or CC-SUB, e.g. DE-BY")
    parser.add_argument("--asked", help="when the requester was asked to clarify")
    parser.add_argument("--answered", help="when the clarification came")
    parser.add_argument("--identity", help="when proof of identity was complete")
    parser.add_argument(
        "--handed-to", choices=("client", "organisation"), default="", help="whose request it is"
    )
    parser.add_argument("--extended", action="store_true", help="the time was extended")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Print the dates."""
    days: dict[str, date | None] = {}
    faults = []
    for name in _DAYS:
        text = getattr(arguments, name)
        try:
            days[name] = date.fromisoformat(text) if text else None
        except ValueError:
            faults.append(f"--{name}: {text!r} is no date; write 2026-01-31")
    if arguments.regime not in TABLE:
        faults.append(
            f"--regime: {arguments.regime!r} has no rules; there are {', '.join(sorted(TABLE))}"
        )
    if arguments.type not in BY_KEY:
        faults.append(f"--type: {arguments.type!r} is none; there are {', '.join(BY_KEY)}")
    if (arguments.asked is None) != (arguments.answered is None):
        faults.append("--asked and --answered: give both or neither")
    asked, answered, received = days.get("asked"), days.get("answered"), days.get("received")
    if asked and answered and answered < asked:
        faults.append("--answered: is before --asked")
    if faults or received is None:
        raise Misconfigured(*faults)
    place = arguments.place or _PLACES.get(arguments.regime, "US")
    works = working_days(place)
    rule = rule_for(arguments.regime, arguments.type, handed_to=arguments.handed_to)
    if rule is None:
        raise Misconfigured(f"--type: {arguments.type} has no deadline")
    pauses = Pauses(asked, answered, days["identity"], arguments.extended)
    found = deadline(received, rule, works, pauses)
    print(json.dumps(_record(arguments.regime, found)) if arguments.json else _text(found))
    return 0


def _record(regime: str, found: Deadline) -> dict[str, str | None]:
    def text(day: date | None) -> str | None:
        return day.isoformat() if day else None

    return {
        "regime": regime,
        "rule": found.rule.name,
        "acknowledge": text(found.acknowledge),
        "target": text(found.target),
        "safe": text(found.safe),
        "statutory": text(found.statutory),
        "extension_notice_by": text(found.extension_notice_by),
        "arithmetic": found.arithmetic,
        "source": found.rule.source,
    }


def _text(found: Deadline) -> str:
    rows = [
        ("rule", found.rule.name),
        ("acknowledge", found.acknowledge),
        ("target (ours)", found.target),
        ("safe (strict)", found.safe),
        ("statutory", found.statutory),
        ("extension notice by", found.extension_notice_by),
        ("arithmetic", found.arithmetic),
        ("source", found.rule.source),
    ]
    return "\n".join(f"{label:<20} {value}" for label, value in rows if value)
