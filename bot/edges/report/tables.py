"""Statistics as text: a table for a terminal, CSV, and JSON."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from bot.core.california import CaliforniaRow
from bot.core.figures import OTHERS, SMALL, rows, say_days, together
from bot.core.spreadsheet import guarded
from bot.core.statistics import Count, Share, Spread, Statistics

_WIDTH = 38  # characters of the column of titles


def text_table(found: Statistics, california: Sequence[CaliforniaRow] = ()) -> str:
    """Return every figure under its section."""
    lines = [f"Privacy requests, {found.period.name} ({found.period.first} to {found.period.last})"]
    section = ""
    for row in rows(found):
        if row.section != section:
            section = row.section
            lines += ["", section]
        lines.append(f"  {row.title:<{_WIDTH}} {row.text}")
    if california:
        lines += ["", "California, 11 CCR 7102(a)"]
        lines.append(f"  {'':<{_WIDTH}} received  complied  denied  median  mean")
        lines += [
            f"  {row.type:<{_WIDTH}} {row.received:>8}  {row.complied:>8}  {row.denied:>6}"
            f"  {say_days(row.median_days)}  {say_days(row.mean_days)}"
            for row in california
        ]
    return "\n".join(lines)


def csv_table(found: Statistics, california: Sequence[CaliforniaRow] = ()) -> str:
    """Return every figure as CSV (RFC 4180): period, section, title, value, text.

    Words that a spreadsheet would run as a formula begin with an apostrophe; values are numbers.
    """
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["period", "section", "title", "value", "text"])
    for row in rows(found):
        words = (guarded(row.section), guarded(row.title), _plain(row.value), guarded(row.text))
        table.writerow([found.period.name, *words])
    for one in california:
        for title, value in _california(one).items():
            if title != "type":
                table.writerow(
                    [found.period.name, "California, 11 CCR 7102(a)", f"{one.type}, {title}",
                     _plain(value), ""]
                )  # fmt: skip
    return out.getvalue()


def _plain(value: Any) -> str:
    return "" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)


def json_record(found: Statistics, california: Sequence[CaliforniaRow] = ()) -> str:
    """Return every figure as one JSON object; times are in days."""
    record: dict[str, Any] = {
        "period": found.period.name,
        "from": found.period.first.isoformat(),
        "to": found.period.last.isoformat(),
    }
    for name in ("received", "answered", "fulfilled", "closed", "open", "overdue", "due_soon"):
        record[name] = _count(getattr(found, name))
    for name in ("by_type", "by_party", "by_regime", "outcomes"):
        shown = together(getattr(found, name))
        record[name] = {"others" if key == OTHERS else key: n for key, n in shown.items()}
    for name in ("first_letter", "closing"):
        record[name] = _spread(getattr(found, name))
    for name in ("within_due", "corrected", "handovers", "agents"):
        record[name] = _share(getattr(found, name))
    record["precision"] = {
        key: _share(share) for key, share in found.precision.items() if share.whole >= SMALL
    }
    record["oldest"] = [{"case": number, "days": days} for number, days in found.oldest]
    record["noise"] = found.noise
    record["before"] = [
        {name: getattr(flow, name) for name in flow.__slots__} for flow in found.before
    ]
    if california:
        record["california"] = [_california(row) for row in california]
    return json.dumps(record, ensure_ascii=False)


def _count(count: Count) -> dict[str, int]:
    return {"cases": count.cases, "lines": count.lines}


def _share(share: Share) -> dict[str, float | None]:
    ratio = None if share.ratio is None else round(share.ratio, 4)
    return {"part": share.part, "whole": share.whole, "ratio": ratio}


def _spread(spread: Spread) -> dict[str, float | None]:
    def days(value: float | None) -> float | None:
        return None if value is None else round(value, 3)

    return {"count": spread.count, "median": days(spread.median), "p90": days(spread.p90)}


def _california(row: CaliforniaRow) -> dict[str, Any]:
    return {
        "type": row.type,
        "received": row.received,
        "complied": row.complied,
        "denied": row.denied,
        "median_days": None if row.median_days is None else round(row.median_days, 2),
        "mean_days": None if row.mean_days is None else round(row.mean_days, 2),
    }
