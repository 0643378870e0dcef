"""One of every block and element that the limits allow, by surface, for drawing them all."""

from typing import Any

from tests.demo.sample_bot import CONFIRM, asks, button, mrkdwn, option, plain

Json = dict[str, Any]

TWO = [option("One"), option("Two")]
WEEKS = ("W45", "W46", "W47")
LEAVES: list[Json] = [
    {"type": "text", "text": "plain "},
    {"type": "text", "text": "bold", "style": {"bold": True}},
    {"type": "link", "url": "https://x.example/", "text": "a link"},
    {"type": "user", "user_id": "U0ADA"},
    {"type": "usergroup", "usergroup_id": "S0APPROVERS"},
    {"type": "channel", "channel_id": "C0PRIVACY"},
    {"type": "broadcast", "range": "here"},
    {"type": "emoji", "name": "warning"},
    {"type": "color", "value": "#336699"},
    {"type": "date", "timestamp": 1_795_000_000, "format": "{date_short} {time}", "fallback": "x"},
]
LISTED = {"type": "rich_text_section", "elements": LEAVES[:2]}
RICH: Json = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_section", "elements": LEAVES},
        {"type": "rich_text_quote", "elements": LEAVES[:1]},
        {"type": "rich_text_preformatted", "elements": LEAVES[:1]},
        {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [LISTED]},
        {"type": "rich_text_list", "style": "ordered", "offset": 2, "elements": [LISTED]},
    ],
}


def plot(kind: str) -> Json:
    """Return a chart with two series."""
    series = [
        {"name": name, "data": [{"label": week, "value": n} for n, week in enumerate(WEEKS, first)]}
        for name, first in (("Received", 4), ("Answered", 2))
    ]
    axes = {"categories": list(WEEKS), "x_label": "Week"}
    chart = {"type": kind, "series": series, "axis_config": axes}
    return {"type": "data_visualization", "title": f"A {kind}", "chart": chart}


PIE: Json = {
    "type": "data_visualization",
    "title": "A pie",
    "chart": {"type": "pie", "segments": [{"label": x, "value": 3} for x in ("delete", "access")]},
}
TABLE: Json = {
    "type": "table",
    "column_settings": [{"is_wrapped": True}, {"align": "right"}],
    "rows": [
        [{"type": "raw_text", "text": "Type"}, {"type": "raw_text", "text": "Cases"}],
        [{"type": "rich_text", "elements": [LISTED]}, {"type": "raw_text", "text": "14"}],
    ],
}
SELECTS: list[Json] = [
    {"type": "static_select", "action_id": "s1", "options": TWO, "placeholder": plain("Pick")},
    {
        "type": "static_select",
        "action_id": "s2",
        "option_groups": [{"label": plain("Group"), "options": TWO}],
    },
    {"type": "external_select", "action_id": "s3"},
    {"type": "users_select", "action_id": "s4", "initial_user": "U0ADA"},
    {"type": "conversations_select", "action_id": "s5"},
    {"type": "channels_select", "action_id": "s6"},
    {"type": "multi_static_select", "action_id": "s7", "options": TWO},
    {"type": "multi_users_select", "action_id": "s8"},
    {"type": "multi_conversations_select", "action_id": "s9"},
    {"type": "multi_channels_select", "action_id": "s10"},
    {"type": "multi_external_select", "action_id": "s11", "initial_options": TWO},
]
PICKERS: list[Json] = [
    {"type": "datepicker", "action_id": "p1", "initial_date": "2026-12-21"},
    {"type": "timepicker", "action_id": "p2", "initial_time": "09:30"},
    {"type": "datetimepicker", "action_id": "p3", "initial_date_time": 1_795_000_000},
    {"type": "checkboxes", "action_id": "p4", "options": TWO, "initial_options": TWO[:1]},
    {"type": "radio_buttons", "action_id": "p5", "options": TWO, "initial_option": TWO[1]},
]
TYPED: list[Json] = [
    {"type": "plain_text_input", "action_id": "t1", "initial_value": "kept"},
    {"type": "plain_text_input", "action_id": "t2", "multiline": True},
    {"type": "email_text_input", "action_id": "t3"},
    {"type": "url_text_input", "action_id": "t4"},
    {"type": "number_input", "action_id": "t5", "is_decimal_allowed": False},
    {"type": "rich_text_input", "action_id": "t6"},
]
BUTTONS: list[Json] = [
    button("Plain", "b1"),
    button("Primary", "b2", style="primary", confirm=CONFIRM),
    button("Danger", "b3", style="danger"),
    button("Link", "b4", url="https://x.example/"),
    {"type": "overflow", "action_id": "b5", "options": TWO, "confirm": CONFIRM},
]
PICTURE: Json = {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "A picture"}
CLASSIC: list[Json] = [
    {"type": "header", "text": plain("Header :bell:")},
    {"type": "section", "text": mrkdwn("*bold* _it_ ~no~ `code` <https://x.example|link>\n>quote")},
    {"type": "section", "fields": [mrkdwn("*Field*\n1"), plain("Field 2")]},
    {"type": "section", "text": mrkdwn("With a picture"), "accessory": PICTURE},
    {"type": "divider"},
    {"type": "context", "elements": [PICTURE, mrkdwn("<@U0ADA> in <#C0PRIVACY>"), plain("x")]},
    PICTURE | {"title": plain("Title")},
    RICH,
    {"type": "actions", "elements": BUTTONS},
    {"type": "actions", "elements": SELECTS},
    {"type": "actions", "elements": PICKERS},
]
MESSAGES: list[list[Json]] = [
    [*CLASSIC, TABLE, plot("bar"), PIE],
    [plot("line"), plot("area"), {"type": "markdown", "text": "Some *markdown*"}],
]
ALERTS: list[Json] = [
    {"type": "alert", "level": level, "text": mrkdwn(f"It is {level}.")}
    for level in ("default", "info", "warning", "error", "success")
]
MODAL: Json = {
    "type": "modal",
    "title": plain("Everything"),
    "submit": plain("Save"),
    "blocks": [
        *CLASSIC,
        *ALERTS,
        *(
            asks(f"Label {n}", element, f"in{n}", optional=True, hint=plain("A hint"))
            for n, element in enumerate([*TYPED, *SELECTS, *PICKERS])
        ),
    ],
}
HOME: Json = {"type": "home", "blocks": CLASSIC}
