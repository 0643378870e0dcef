"""Slack's data_visualization block as inline SVG; the figures also stand beside it in a table."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from markupsafe import Markup

from bot.demo.slack.model import Json

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 12, 44
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM


def _element(name: str, inner: str = "", **attributes: float | str) -> Markup:
    listed = Markup("").join(
        Markup(' {}="{}"').format(
            key.rstrip("_").replace("_", "-"),
            round(value, 2) if isinstance(value, float) else value,
        )
        for key, value in attributes.items()
    )
    return Markup("<{}{}>{}</{}>").format(Markup(name), listed, inner, Markup(name))  # noqa: S704


def chart_svg(block: Json) -> Markup:
    """Return the picture; its label gives the title, since the table gives the figures."""
    chart = block["chart"]
    inner = Markup("").join(KINDS[chart["type"]](chart))
    return _element(
        "svg",
        inner,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=f"{block['title']} ({chart['type']} chart)",
        class_="chart",
    )


def chart_table(block: Json) -> list[list[str]]:
    """Return the figures as rows, the first one being the head."""
    chart = block["chart"]
    if chart["type"] == "pie":
        return [["", "Value"], *([s["label"], f"{s['value']:g}"] for s in chart["segments"])]
    names = [series["name"] for series in chart["series"]]
    rows = []
    for category in chart["axis_config"]["categories"]:
        points = [_points(series)[category] for series in chart["series"]]
        rows.append([category, *(f"{value:g}" for value in points)])
    return [[chart["axis_config"].get("x_label", ""), *names], *rows]


def chart_legend(block: Json) -> list[str]:
    """Return the names in the order of their colours."""
    chart = block["chart"]
    if chart["type"] == "pie":
        return [segment["label"] for segment in chart["segments"]]
    return [series["name"] for series in chart["series"]]


def _points(series: Json) -> dict[str, float]:
    return {point["label"]: point["value"] for point in series["data"]}


def _scale(values: Iterable[float]) -> tuple[float, float]:
    """Return the top of the axis and its step: round numbers, at most five steps."""
    highest = max([*values, 1])
    magnitude = 10.0 ** math.floor(math.log10(highest))
    step = next(m * magnitude for m in (0.2, 0.5, 1, 2) if highest / (m * magnitude) <= 5)
    return math.ceil(highest / step) * step, step


def _axes(chart: Json) -> tuple[list[Markup], Callable[[float], float], Sequence[str]]:
    categories = chart["axis_config"]["categories"]
    top, step = _scale(v for series in chart["series"] for v in _points(series).values())

    def height(value: float) -> float:
        return TOP + PLOT_HEIGHT * (1 - max(value, 0) / top)

    drawn = []
    for number in range(round(top / step) + 1):
        y = height(number * step)
        drawn.append(_element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="grid"))
        label = f"{number * step:g}"
        drawn.append(_element("text", label, x=LEFT - 8, y=y + 4, text_anchor="end"))
    slot = PLOT_WIDTH / len(categories)
    every = math.ceil(len(categories) / 10)
    for place, category in enumerate(categories):
        if place % every == 0:
            x = LEFT + slot * (place + 0.5)
            drawn.append(_element("text", category, x=x, y=HEIGHT - 24, text_anchor="middle"))
    axis = chart["axis_config"]
    if axis.get("x_label"):
        middle = LEFT + PLOT_WIDTH / 2
        drawn.append(
            _element("text", axis["x_label"], x=middle, y=HEIGHT - 4, text_anchor="middle")
        )
    return drawn, height, categories


def _bars(chart: Json) -> list[Markup]:
    drawn, height, categories = _axes(chart)
    slot = PLOT_WIDTH / len(categories)
    width = min(slot * 0.76 / len(chart["series"]), 48)
    for number, series in enumerate(chart["series"]):
        points = _points(series)
        for place, category in enumerate(categories):
            middle = LEFT + slot * (place + 0.5)
            x = middle + width * (number - len(chart["series"]) / 2)
            y = height(points[category])
            title = _element("title", f"{category}, {series['name']}: {points[category]:g}")
            drawn.append(
                _element(
                    "rect",
                    title,
                    x=x + 1,
                    y=y,
                    width=width - 2,
                    height=max(TOP + PLOT_HEIGHT - y, 0.0),
                    rx=3,
                    class_=f"c{number}",
                )
            )
    return drawn


def _lines(chart: Json) -> list[Markup]:
    drawn, height, categories = _axes(chart)
    slot = PLOT_WIDTH / len(categories)
    for number, series in enumerate(chart["series"]):
        points = _points(series)
        spots = [
            (LEFT + slot * (place + 0.5), height(points[category]))
            for place, category in enumerate(categories)
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        if chart["type"] == "area":
            floor = TOP + PLOT_HEIGHT
            closed = f"{spots[0][0]:.1f},{floor} {path} {spots[-1][0]:.1f},{floor}"
            drawn.append(_element("polygon", points=closed, class_=f"fill c{number}"))
        drawn.append(_element("polyline", points=path, class_=f"line s{number}"))
        drawn += [_element("circle", cx=x, cy=y, r=3.5, class_=f"c{number}") for x, y in spots]
    return drawn


def _pie(chart: Json) -> list[Markup]:
    total = sum(segment["value"] for segment in chart["segments"]) or 1
    middle_x, middle_y, radius = WIDTH / 2, HEIGHT / 2, HEIGHT / 2 - 14
    drawn, turned = [], -math.pi / 2
    for number, segment in enumerate(chart["segments"]):
        share = segment["value"] / total
        title = _element("title", f"{segment['label']}: {segment['value']:g} ({share:.0%})")
        if share >= 0.9999:
            drawn.append(
                _element("circle", title, cx=middle_x, cy=middle_y, r=radius, class_=f"c{number}")
            )
            break
        end = turned + share * 2 * math.pi
        start_x, start_y = (
            middle_x + radius * math.cos(turned),
            middle_y + radius * math.sin(turned),
        )
        end_x, end_y = middle_x + radius * math.cos(end), middle_y + radius * math.sin(end)
        large = int(share > 0.5)
        path = (
            f"M{middle_x} {middle_y} L{start_x:.2f} {start_y:.2f} "
            f"A{radius} {radius} 0 {large} 1 {end_x:.2f} {end_y:.2f} Z"
        )
        drawn.append(_element("path", title, d=path, class_=f"slice c{number}"))
        turned = end
    return drawn


KINDS: Final[Mapping[str, Callable[[Json], list[Markup]]]] = {
    "bar": _bars,
    "line": _lines,
    "area": _lines,
    "pie": _pie,
}
