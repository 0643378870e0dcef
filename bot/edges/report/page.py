"""The statistics as one HTML file with its charts inside: opens anywhere, good to print."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from bot.core.california import CaliforniaRow
from bot.core.figures import SMALL, Chart, charts, rows, say_days
from bot.core.statistics import Statistics
from bot.edges.report.scale import COLOURS, ticks

_WIDTH, _SLOT, _LEFT, _RIGHT = 720, 44, 160, 48

_STYLE = """
:root { color-scheme: light; --ink: #1b2530; --soft: #566373; --line: #dcd8cf; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px; max-width: 1040px; color: var(--ink);
  background: #fff; font: 15px/1.45 system-ui, "Segoe UI", Roboto, sans-serif; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 0 0 10px; }
p { margin: 0 0 20px; color: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(118px, 1fr)); gap: 12px;
  margin: 0 0 28px; padding: 0; list-style: none; }
.tiles li { border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; }
.tiles b { display: block; font-size: 28px; line-height: 1.2; }
.tiles span { color: var(--soft); font-size: 13px; }
.late { border-color: #b3261e !important; } .late b { color: #b3261e; }
.two { columns: 2 380px; column-gap: 32px; margin-bottom: 12px; }
section { break-inside: avoid; margin: 0 0 26px; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 4px 0; border-bottom: 1px solid var(--line);
  font-weight: 400; vertical-align: top; }
td { text-align: right; padding-left: 16px; white-space: nowrap; }
thead th { color: var(--soft); font-size: 13px; }
thead th + th { text-align: right; padding-left: 16px; }
svg { width: 100%; height: auto; font: 13px system-ui, "Segoe UI", Roboto, sans-serif; }
svg text { fill: var(--soft); paint-order: stroke; stroke: #fff; stroke-width: 4px; }
svg .label { fill: var(--ink); }
@media print {
  body { padding: 0; font-size: 9.5pt; } .tiles li { padding: 8px 10px; } svg { width: 86%; }
  .two { columns: 2 240px; } section { margin-bottom: 16px; } .tiles b { font-size: 20px; }
}
@page { margin: 16mm; }
"""


def html_page(found: Statistics, california: Sequence[CaliforniaRow] = ()) -> str:
    """Return the page; it loads nothing from anywhere."""
    name = escape(found.period.name)
    body = [
        f"<h1>Privacy requests, {name}</h1>",
        f"<p>{found.period.first} to {found.period.last}, counted from the audit log.</p>",
        _tiles(found),
        *(_figure(chart) for chart in charts(found)),
        f'<div class="two">{"".join(_sections(found))}</div>',
        _california(california) if california else "",
        f"<p>Counts below {SMALL} are shown together with others. Times are counted from the"
        " arrival of the mail, in days of 24 hours. Open, overdue and due are as of the day"
        " after the period.</p>",
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Privacy requests, {name}</title><style>{_STYLE}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def _tiles(found: Statistics) -> str:
    shown = [
        ("Received", found.received.cases),
        ("Answered", found.answered.cases),
        ("Fulfilled", found.fulfilled.cases),
        ("Closed", found.closed.cases),
        ("Open", found.open.cases),
        ("Due in seven days", found.due_soon.cases),
        ("Overdue", found.overdue.cases),
    ]
    listed = "".join(
        f"<li{' class=late' if title == 'Overdue' and n else ''}><b>{n}</b>"
        f"<span>{title}</span></li>"
        for title, n in shown
    )
    return f'<ul class="tiles">{listed}</ul>'


def _sections(found: Statistics) -> list[str]:
    made = []
    for section, group in groupby(rows(found), key=lambda row: row.section):
        cells = "".join(
            f'<tr><th scope="row">{escape(row.title)}</th><td>{escape(row.text)}</td></tr>'
            for row in group
        )
        made.append(f"<section><h2>{escape(section)}</h2><table>{cells}</table></section>")
    return made


def _california(listed: Sequence[CaliforniaRow]) -> str:
    head = ("Kind of request", "Received", "Complied", "Denied", "Median", "Mean")
    cells = "".join(
        f'<tr><th scope="row">{escape(row.type)}</th><td>{row.received}</td>'
        f"<td>{row.complied}</td><td>{row.denied}</td><td>{say_days(row.median_days)}</td>"
        f"<td>{say_days(row.mean_days)}</td></tr>"
        for row in listed
    )
    heads = "".join(f'<th scope="col">{title}</th>' for title in head)
    return (
        "<section><h2>Californians' requests (11 CCR 7102(a))</h2><table><thead>"
        f"<tr>{heads}</tr></thead><tbody>{cells}</tbody></table></section>"
    )


def _figure(chart: Chart) -> str:
    """Return one chart as inline SVG with horizontal bars; its label tells it in words."""
    per_bar = 16
    slot = max(_SLOT if len(chart.series) == 1 else 0, per_bar * len(chart.series) + 14)
    slot = slot if len(chart.series) > 1 else 30
    bottom = slot * len(chart.categories)
    marks = ticks(value for _, values in chart.series for value in values)
    across = _WIDTH - _LEFT - _RIGHT
    parts = []
    for mark in marks:
        x = _LEFT + across * mark / marks[-1]
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{bottom}" stroke="#dcd8cf"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{mark}</text>')
    for row, label in enumerate(chart.categories):
        middle = slot * (row + 0.5)
        parts.append(
            f'<text class="label" x="{_LEFT - 10}" y="{middle + 4:.1f}" text-anchor="end">'
            f"{escape(label)}</text>"
        )
        for number, (_, values) in enumerate(chart.series):
            y = middle + per_bar * (number - len(chart.series) / 2)
            wide = across * values[row] / marks[-1]
            parts.append(
                f'<rect x="{_LEFT}" y="{y + 1:.1f}" width="{wide:.1f}" height="{per_bar - 2}"'
                f' fill="{COLOURS[number]}"/>'
                f'<text x="{_LEFT + wide + 6:.1f}" y="{y + 12:.1f}">{values[row]}</text>'
            )
    legend, down = _legend(chart)
    return (
        f"<section><h2>{escape(chart.title)}</h2>"
        f'<svg viewBox="0 {-down} {_WIDTH} {bottom + 26 + down}" role="img"'
        f' aria-label="{escape(chart.alt)}">{legend}{"".join(parts)}</svg></section>'
    )


def _legend(chart: Chart) -> tuple[str, int]:
    """Return the names beside their colours, and the room that they take."""
    if len(chart.series) == 1:
        return "", 0
    parts = [
        f'<rect x="{_LEFT + 110 * n}" y="-28" width="14" height="14" fill="{COLOURS[n]}"/>'
        f'<text class="label" x="{_LEFT + 110 * n + 20}" y="-16">{escape(name)}</text>'
        for n, (name, _) in enumerate(chart.series)
    ]
    return "".join(parts), 34
