"""Measures the right party end to end, with the real reader: `python -m tests.bench.party`."""

# ruff: noqa: T201  (a bench prints)

import argparse
import sys
from collections import Counter

import classifiers
from bot.core.assess import assess, text_to_read
from bot.edges.mail.mime import parse
from tests.flows.party_table import DAY, directory, rows

_OUTSIDE = {"client_data", "org_administered"}


def main() -> int:
    """Print what is right and each mail that is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="show every mail")
    show_all = parser.parse_args().all
    table, index, reader = rows(), directory(), classifiers.load()
    mails = [parse(row.raw) for row in table]
    verdicts = reader.read([text_to_read(mail) for mail in mails])
    score: Counter[str] = Counter()
    with_grounds = sum(row.party in _OUTSIDE for row in table)
    for row, mail, verdict in zip(table, mails, verdicts, strict=True):
        view = assess(mail, verdict, index.find(mail), lambda *_: None, DAY)
        name = view.party.entry.name if view.party.entry else ""
        right = {
            "party": view.party.kind.value == row.party,
            "name": name == row.name,
            "route": view.route.value == row.route,
            "type": view.keys[0] == row.type,
        }
        score.update(key for key, held in right.items() if held)
        score["grounds"] += row.party in _OUTSIDE and right["party"] and right["name"]
        score["named wrongly"] += bool(name) and name != row.name
        score["party read alone"] += verdict.party.kind == row.party
        if show_all or not (right["party"] and right["name"]):
            read = f"read {verdict.party.kind} {verdict.party.confidence:.2f}"
            found = f"{view.party.kind.value} {name or '-'} {view.route.value}"
            print(f"{row.number:3} {row.subject[:32]:32} want {row.party} {row.name or '-'}")
            print(f"    got {found} ({view.keys[0]}; {read}; {view.party.why})")
    print(f"{len(table)} mails", file=sys.stderr)
    for key in ("party", "name", "route", "type", "party read alone", "named wrongly"):
        print(f"{key:18} {score[key] / len(table):.1%}", file=sys.stderr)
    print(
        f"right party and name where the mail gives grounds {score['grounds'] / with_grounds:.1%}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
