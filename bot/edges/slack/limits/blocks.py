"""What Slack accepts as blocks, a row each; knows nothing of surfaces.

Source: docs.slack.dev/reference/block-kit (blocks).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.edges.slack.limits.checks import (
    Check,
    Fault,
    array,
    at_least_one,
    boolean,
    both,
    choice,
    number,
    record,
    string,
    tagged,
)
from bot.edges.slack.limits.elements import (
    BUTTON,
    IMAGE_ELEMENT,
    LINE_INPUT,
    NUMBER_INPUT,
    OVERFLOW,
    PICKERS,
    RICH_TEXT,
    SELECTS,
    TEXT_INPUT,
    TYPED,
    URL,
    plain,
    text,
)

# Tables and charts (messages only).

CELL = tagged(
    {
        "raw_text": record({"text": string(3000)}),
        "raw_number": record({"value": number(), "text": string(100)}),
        "rich_text": RICH_TEXT,
    }
)
COLUMN = record({}, {"align": choice("left", "center", "right"), "is_wrapped": boolean})
POINT = record({"label": string(20), "value": number()})
AXES = record({"categories": array(string(20), 20)}, {"x_label": string(50), "y_label": string(50)})
SERIES = array(record({"name": string(20), "data": array(POINT, 20)}), 6)


def points_match_categories(value: Any, at: str) -> Iterator[Fault]:
    """Accept series with unique names, each with exactly one point per category."""
    wanted = Counter(value.get("axis_config", {}).get("categories", ()))
    names = Counter(series.get("name") for series in value.get("series", ()))
    for name in (name for name, times in names.items() if times > 1):
        yield Fault(f"{at}/series", f"series name is not unique: {name}")
    for place, series in enumerate(value.get("series", ())):
        if Counter(point.get("label") for point in series.get("data", ())) != wanted:
            yield Fault(f"{at}/series/{place}/data", "labels must match the categories")


_plot = both(record({"series": SERIES, "axis_config": AXES}), points_match_categories)
CHART = tagged(
    {
        "pie": record({"segments": array(record({"label": string(20), "value": number(0)}), 6)}),
        "bar": _plot,
        "line": _plot,
        "area": _plot,
    }
)

# Blocks: which elements each may hold, and on which surfaces it may stand.

IN_ACTIONS = tagged({"button": BUTTON, "overflow": OVERFLOW, **SELECTS, **PICKERS})
IN_SECTION = tagged(
    {"button": BUTTON, "overflow": OVERFLOW, "image": IMAGE_ELEMENT, **SELECTS, **PICKERS}
)
IN_CONTEXT = tagged(
    {
        "image": IMAGE_ELEMENT,
        "plain_text": plain(3000),
        "mrkdwn": text(3000),
    }
)
IN_INPUT = tagged(
    {
        "plain_text_input": TEXT_INPUT,
        "email_text_input": LINE_INPUT,
        "url_text_input": LINE_INPUT,
        "number_input": NUMBER_INPUT,
        "rich_text_input": record({}, {**TYPED, "initial_value": RICH_TEXT}),
        **SELECTS,
        **PICKERS,
    }
)
_id = {"block_id": string(255)}
BLOCKS: Final[Mapping[str, Check]] = {
    "header": record({"text": plain(150)}, _id),
    "section": both(
        record(
            {},
            {
                **_id,
                "text": text(3000),
                "fields": array(text(2000), 10),
                "accessory": IN_SECTION,
                "expand": boolean,
            },
        ),
        at_least_one("text", "fields"),
    ),
    "context": record({"elements": array(IN_CONTEXT, 10)}, _id),
    "actions": record({"elements": array(IN_ACTIONS, 25)}, _id),
    "divider": record({}, _id),
    "image": record({"image_url": URL, "alt_text": string(2000)}, {**_id, "title": plain(2000)}),
    "rich_text": RICH_TEXT,
    "input": record(
        {"label": plain(2000), "element": IN_INPUT},
        {**_id, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "alert": record(
        {"text": text(3000)},
        {**_id, "level": choice("default", "info", "warning", "error", "success")},
    ),
    "markdown": record({"text": string(12_000)}, _id),
    "table": record(
        {"rows": array(array(CELL, 20), 100)}, {**_id, "column_settings": array(COLUMN, 20, 0)}
    ),
    "data_visualization": record({"title": string(50), "chart": CHART}, _id),
}
