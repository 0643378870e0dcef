"""The charts as a PNG, drawn with Pillow, which is loaded only when a picture is made."""

import io
from typing import TYPE_CHECKING

from bot.core.figures import Chart, charts
from bot.core.notices import File
from bot.core.statistics import Statistics
from bot.edges.report.scale import COLOURS, INK, LINE, SOFT, ticks

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

    Font = FreeTypeFont | ImageFont

WIDTH, HEIGHT = 1400, 640  # pixels of one chart
_LEFT, _RIGHT, _BOTTOM = 300, 80, 80
_UNDER_TITLE, _UNDER_LEGEND = 70, 120
_TEXT, _TITLE = 24, 34


def picture(found: Statistics) -> File:
    """Return both charts, one above the other, with alternative text; no bytes without any."""
    listed = charts(found)
    name = found.period.name
    alt = " ".join(chart.alt for chart in listed)
    title = f"Privacy requests {name}"
    data = draw(listed, title) if listed else b""
    return File(f"privacy-{name}.png", title, alt, data)


def draw(listed: tuple[Chart, ...], title: str) -> bytes:
    """Return the charts as a PNG with horizontal bars, whose labels have room."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415  (5 MB that most runs never need)

    sheet = Image.new("RGB", (WIDTH, 80 + HEIGHT * len(listed)), "white")
    pen = ImageDraw.Draw(sheet)
    big, small = ImageFont.load_default(_TITLE), ImageFont.load_default(_TEXT)
    pen.text((40, 28), title, font=big, fill=INK)
    for place, chart in enumerate(listed):
        _chart(pen, chart, 80 + HEIGHT * place, small)
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()


def _chart(pen: "ImageDraw", chart: Chart, above: int, font: "Font") -> None:
    pen.text((40, above + 20), chart.title, font=font, fill=INK)
    if len(chart.series) > 1:
        _legend(pen, chart, above + 62, font)
    marks = ticks(value for _, values in chart.series for value in values)
    top = above + (_UNDER_LEGEND if len(chart.series) > 1 else _UNDER_TITLE)
    bottom = above + HEIGHT - _BOTTOM
    across = WIDTH - _LEFT - _RIGHT
    for mark in marks:
        x = _LEFT + across * mark / marks[-1]
        pen.line((x, top, x, bottom), fill=LINE, width=2)
        pen.text((x, bottom + 10), str(mark), font=font, fill=SOFT, anchor="ma")
    slot = (bottom - top) / len(chart.categories)
    thick = slot * 0.78 / len(chart.series)
    for row, label in enumerate(chart.categories):
        middle = top + slot * (row + 0.5)
        pen.text((_LEFT - 16, middle), label, font=font, fill=INK, anchor="rm")
        for number, (_, values) in enumerate(chart.series):
            y = middle + thick * (number - len(chart.series) / 2)
            end = _LEFT + across * values[row] / marks[-1]
            if values[row]:
                pen.rectangle((_LEFT, y + 1, end, y + thick - 1), fill=COLOURS[number])
            pen.text(
                (end + 8, y + thick / 2),
                str(values[row]),
                font=font,
                fill=SOFT,
                anchor="lm",
                stroke_width=4,
                stroke_fill="white",
            )


def _legend(pen: "ImageDraw", chart: Chart, y: int, font: "Font") -> None:
    x = float(_LEFT)
    for number, (name, _) in enumerate(chart.series):
        pen.rectangle((x, y, x + 24, y + 24), fill=COLOURS[number])
        pen.text((x + 34, y + 12), name, font=font, fill=INK, anchor="lm")
        x += 34 + font.getlength(name) + 40
