"""Measures speed and size on real servers: `python -m tests.bench [--quick] [--json FILE]`.

Everything that is compared is measured in one run, by turns; the figures of
another machine, or of another day on this one, say little.
"""

# ruff: noqa: T201  (a bench prints)

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench import growth, intake, process, rooms

HELPDESK = 81.0
"""Messages a second of django-helpdesk's intake, which classifies nothing (design figures)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with its goal; `good` is None where there is no goal."""

    name: str
    value: float
    unit: str
    goal: str = ""
    good: bool | None = None


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def measure(*, quick: bool, say: Callable[[str], None]) -> list[Row]:
    """Run every bench; `quick` takes some three minutes and says less."""
    mails, rounds = (400, 2) if quick else (2_000, 3)
    sizes = process.Sizes(10, 500, 10.0) if quick else process.Sizes(40, 3_000, 60.0)
    with rooms.server() as imap:
        say(f"intake: {rounds} rounds of {mails} mails, three ways by turns")
        flow = intake.measure(imap, mails, rounds)
    with rooms.server() as imap, tempfile.TemporaryDirectory(prefix="bench-data-") as folder:
        say("the worker as a process")
        worker = process.measure(imap, Path(folder), sizes, say)
    counts, cases = ((500, 2_000), 10_000) if quick else ((1_000, 10_000, 50_000), 100_000)
    with rooms.server() as imap, tempfile.TemporaryDirectory(prefix="bench-data-") as folder:
        grown = growth.measure(imap, Path(folder), counts, cases, say)
    return [*_intake_rows(flow), *_worker_rows(worker), *_growth_rows(grown)]


def _growth_rows(grown: growth.Growth) -> list[Row]:
    most = max(grown.reading)
    return [
        *(
            Row(f"h  a message more, of {count:,}", cost, "ms")
            for count, cost in grown.reading.items()
        ),
        Row(f"   at {most:,}, times the first", grown.factor, "", "1.3", grown.factor <= 1.3),
        *(
            Row(f"   {name}, {grown.cases:,} cases", cost, "ms", "50", cost < 50)
            for name, cost in grown.queries.items()
        ),
        Row("   both weeks ahead of any click", grown.ahead_seconds, "s"),
        Row("   the week of a year ago", grown.older_seconds, "s"),
    ]


def _intake_rows(flow: intake.Intake) -> list[Row]:
    whole, share = flow.whole, flow.share
    times = whole / HELPDESK
    return [
        Row("a  fetch, parse and commit alone", flow.bare, "mails/s"),
        Row("b  the worker's whole intake", whole, "mails/s", "300", whole >= 300),
        Row("   its share of a", share, "", "1/3", share >= 1 / 3),
        Row("   times django-helpdesk's 81/s", times, "", "3", times >= 3),
        Row("c  triage from files, start included", flow.triage, "mails/s"),
    ]


def _worker_rows(worker: process.Figures) -> list[Row]:
    median, late = worker.latency_median, worker.latency_late
    return [
        Row("d  mail arrives -> card, median", median, "s", "1", median < 1),
        Row("   95th percentile", late, "s", "2", late < 2),
        Row("e  start to ready", worker.ready, "s", "3", worker.ready < 3),
        Row("f  memory at rest (PSS)", worker.idle_mb, "MB", "200", worker.idle_mb < 200),
        Row("   in a backlog", worker.backlog_mb, "MB", "300", worker.backlog_mb < 300),
        Row("   with a 40 MB mail", worker.big_mail_mb, "MB", "450", worker.big_mail_mb < 450),
        Row("g  CPU at rest", worker.idle_cpu * 100, "%", "1", worker.idle_cpu < 0.01),
    ]


def main() -> int:
    """Print the table; exit code 1 where a goal is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer mails: some three minutes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    options = parser.parse_args()
    rows = measure(quick=options.quick, say=_say)
    words = {True: "yes", False: "NO", None: ""}
    print(f"{'':44} {'':>12} {'goal':>8}  met")
    for row in rows:
        number = f"{row.value:,.2f} {row.unit}"
        print(f"{row.name:40} {number:>16} {row.goal:>8}  {words[row.good]}")
    if options.json:
        plain = {row.name.strip(): {"value": row.value, "unit": row.unit} for row in rows}
        options.json.write_text(json.dumps(plain, indent=1) + "\n")
    return int(any(row.good is False for row in rows))


if __name__ == "__main__":
    raise SystemExit(main())
