"""Measures the right party end to end, with the real reader: `python -m tests.bench.party`."""

# ruff: noqa: T201  (a bench prints)

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import classifiers
from bot.core.assess import Assessment, assess, text_to_read
from bot.edges.mail.mime import parse
from tests.flows import party_table
from tests.flows.party_table import DAY, Row

_OUTSIDE = {"client_data", "org_administered"}
_SETS = {
    "the table of the tests": party_table.FOLDER,
    "a second set with another directory": Path(__file__).parent,
    "a third set of odd mails": Path(__file__).parent / "odd",
    "a fourth set, fresh after the third": Path(__file__).parent / "fresh",
    "a fifth set, fresh after the fourth": Path(__file__).parent / "unseen",
    "a sixth set, the first look after the last change": Path(__file__).parent / "sixth",
    "a seventh set, ten languages": Path(__file__).parent / "seventh",
    "an eighth set, fresh after the seventh": Path(__file__).parent / "eighth",
}


def _named(view: Assessment) -> str:
    return view.party.entry.name if view.party.entry else ""


def _score(table: Sequence[Row], views: Sequence[Assessment]) -> Counter[str]:
    score: Counter[str] = Counter()
    for row, view in zip(table, views, strict=True):
        name = _named(view)
        party = view.party.kind.value == row.party
        grounds = row.party in _OUTSIDE
        score["party"] += party
        score["party and name"] += party and name == row.name
        score["named wrongly"] += bool(name) and name != row.name
        score["party as read alone"] += view.verdict.party.kind == row.party
        score["with grounds"] += grounds
        score["party and name where the mail gives grounds"] += (
            grounds and party and name == row.name
        )
    return score


def main() -> int:
    """Print what is right and each mail that is not."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    reader = classifiers.load()
    for title, folder in _SETS.items():
        table, index = party_table.rows(folder), party_table.directory(folder)
        mails = [parse(row.raw) for row in table]
        verdicts = reader.read([text_to_read(mail) for mail in mails])
        views = [
            assess(mail, verdict, index.find(mail), lambda *_, **__: None, DAY)
            for mail, verdict in zip(mails, verdicts, strict=True)
        ]
        print(f"{title}: {len(table)} mails")
        for row, view in zip(table, views, strict=True):
            party, name = view.party.kind.value, _named(view)
            if (party, name) != (row.party, row.name):
                read = f"{view.verdict.party.kind} {view.verdict.party.confidence:.2f}"
                print(f"  {row.subject[:40]}: want {row.party} {row.name or '-'}")
                print(
                    f"    got {party} {name or '-'} ({view.keys[0]}, read {read}): {view.party.why}"
                )
        score = _score(table, views)
        for key in ("party", "party and name", "named wrongly", "party as read alone"):
            print(f"{score[key] / len(table):7.1%} {key}")
        key = "party and name where the mail gives grounds"
        print(f"{score[key] / score['with grounds']:7.1%} {key}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
