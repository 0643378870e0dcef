"""`stats`: a week, or any span of days, in numbers; the same that the digest tells."""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, timedelta, tzinfo
from pathlib import Path

from bot.bootstrap import Office
from bot.cli.office import open_office
from bot.core.california import CaliforniaRow, california
from bot.core.errors import Misconfigured
from bot.core.periods import Period, week
from bot.core.statistics import Statistics, reach, statistics
from bot.edges.report.page import html_page
from bot.edges.report.png import picture
from bot.edges.report.tables import csv_table, json_record, text_table

EXAMPLE = "python -m bot stats --week 2026-W47 --format html --out week.html"

_DAYS_OF_YEAR = 360  # from this length on a report has the columns of 11 CCR 7102


def _png(found: Statistics, _california: Sequence[CaliforniaRow]) -> bytes:
    drawn = picture(found).data
    if not drawn:
        raise Misconfigured("--format png: nothing happened in this time, so there is no chart")
    return drawn


def _text(
    make: Callable[[Statistics, Sequence[CaliforniaRow]], str], end: str = ""
) -> Callable[[Statistics, Sequence[CaliforniaRow]], bytes]:
    return lambda found, rows: (make(found, rows) + end).encode()


FORMATS: dict[str, Callable[[Statistics, Sequence[CaliforniaRow]], bytes]] = {
    "table": _text(text_table, "\n"),
    "json": _text(json_record, "\n"),
    "csv": _text(csv_table),
    "png": _png,
    "html": _text(html_page),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--week", help="an ISO week like 2026-W47; without it, the last whole one")
    parser.add_argument("--from", dest="first", help="first day, e.g. 2026-01-01")
    parser.add_argument("--to", dest="last", help="last day, e.g. 2026-12-31")
    parser.add_argument("--format", choices=tuple(FORMATS), default="table")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there, not to stdout")
    parser.add_argument(
        "--california",
        action="store_true",
        help="with the columns of 11 CCR 7102(a); a year has them anyway",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print or write the numbers."""
    with closing(open_office(servers=False)) as office:
        today = office.now().astimezone(office.zone).date()
        period = _period(arguments, today, office.zone)
        shown = _report(office, period, today, arguments)
    if arguments.out is None:
        sys.stdout.buffer.write(shown)
        sys.stdout.buffer.flush()
        return 0
    try:
        arguments.out.write_bytes(shown)
    except OSError as fault:
        raise Misconfigured(f"--out: cannot write {arguments.out} ({fault.strerror})") from None
    print(f"written: {arguments.out} ({len(shown)} bytes)", file=sys.stderr)
    return 0


def _report(office: Office, period: Period, today: date, arguments: argparse.Namespace) -> bytes:
    if arguments.format == "png" and arguments.out is None and sys.stdout.isatty():
        raise Misconfigured("--format png: say where to write the picture with --out FILE")
    chronicle = office.store.chronicle
    events, began = chronicle.events(reach(period)), chronicle.began()
    found = statistics(events, period, office.digests.works, today, began)
    a_year = (period.last - period.first).days >= _DAYS_OF_YEAR
    rows = california(events, period) if arguments.california or a_year else ()
    return FORMATS[arguments.format](found, rows)


def _period(arguments: argparse.Namespace, today: date, zone: tzinfo) -> Period:
    """Return the span that was asked for. Raises Misconfigured with every fault."""
    given = (arguments.first, arguments.last)
    if arguments.week and any(given):
        raise Misconfigured("--week: give either a week, or --from and --to")
    if any(given) and not all(given):
        raise Misconfigured("--from and --to: give both")
    if all(given):
        return _span(arguments.first, arguments.last, zone)
    if arguments.week:
        try:
            return week(arguments.week, zone)
        except ValueError as fault:
            raise Misconfigured(f"--week: {fault}") from None
    monday = today - timedelta(days=today.weekday() + 7)
    return Period(monday, monday + timedelta(days=6), zone)


def _span(first: str, last: str, zone: tzinfo) -> Period:
    days: list[date] = []
    faults: list[str] = []
    for name, text in (("--from", first), ("--to", last)):
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            faults.append(f"{name}: {text!r} is no date; write 2026-01-31")
    if len(days) == 2 and days[1] < days[0]:
        faults.append("--to: is before --from")
    if faults:
        raise Misconfigured(*faults)
    return Period(days[0], days[1], zone)
