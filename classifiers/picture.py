"""The confusion matrix of first labels as an SVG picture; no drawing library needed."""

from collections import Counter
from collections.abc import Sequence
from xml.sax.saxutils import escape

from classifiers.corpus import Example
from classifiers.verdict import Verdict

CELL, MARGIN, TOP = 26, 150, 150


def confusion_svg(examples: Sequence[Example], verdicts: Sequence[Verdict]) -> str:
    """Return the picture: one row a true first type, one column a first type said."""
    pairs = Counter(
        (example.types[0], verdict.types[0].type)
        for example, verdict in zip(examples, verdicts, strict=True)
    )
    names = sorted({name for pair in pairs for name in pair})
    size = CELL * len(names)
    totals = Counter[str]()
    for (truth, _), number in pairs.items():
        totals[truth] += number
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{MARGIN + size + 20}" '
        f'height="{TOP + size + 40}" font-family="sans-serif" font-size="11">',
        "<title>Confusion of the first label</title>",
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{MARGIN}" y="{TOP + size + 28}">'
        "rows: true first type; columns: first type said; shade: share of the row</text>",
    ]
    for at, name in enumerate(names):
        middle = CELL * at + CELL / 2 + 4
        parts.append(
            f'<text x="{MARGIN - 6}" y="{TOP + middle}" text-anchor="end">{escape(name)}</text>'
        )
        parts.append(
            f'<text transform="translate({MARGIN + middle},{TOP - 6}) rotate(-60)">'
            f"{escape(name)}</text>"
        )
    for row, truth in enumerate(names):
        for column, said in enumerate(names):
            number = pairs[truth, said]
            parts += _cell(row, column, number, number / max(1, totals[truth]))
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _cell(row: int, column: int, number: int, share: float) -> list[str]:
    x, y = MARGIN + CELL * column, TOP + CELL * row
    colour = "31,119,80" if row == column else "200,60,40"
    cell = (
        f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" stroke="#ddd" '
        f'fill="rgba({colour},{share:.2f})"/>'
    )
    if not number:
        return [cell]
    ink = "white" if share > 0.6 else "black"
    middle = f'x="{x + CELL / 2}" y="{y + CELL / 2 + 4}"'
    return [cell, f'<text {middle} text-anchor="middle" fill="{ink}">{number}</text>']
