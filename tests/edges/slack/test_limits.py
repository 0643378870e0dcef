"""What Slack accepts and refuses, block by block and surface by surface."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models import blocks as sdk

from bot.edges.slack.limits import (
    MOST_CHARACTERS,
    SAFE_CHARACTERS,
    Fault,
    Surface,
    characters,
    check_blocks,
    check_message,
    check_view,
)

Json = dict[str, Any]


def plain(text: str) -> Json:
    """Return a plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """Return a mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str | None = None) -> Json:
    """Return an option."""
    return {"text": plain(text), "value": value or text}


def button(**more: Any) -> Json:
    """Return a button."""
    return {"type": "button", "action_id": "go", "text": plain("Go"), **more}


def actions(*elements: Json, **more: Any) -> Json:
    """Return an actions block."""
    return {"type": "actions", "elements": list(elements), **more}


def section(text: str = "Hello", **more: Any) -> Json:
    """Return a section."""
    return {"type": "section", "text": mrkdwn(text), **more}


def asks(element: Json, **more: Any) -> Json:
    """Return an input block."""
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def select(**more: Any) -> Json:
    """Return a static select with two options."""
    options = [option("One"), option("Two")]
    return {"type": "static_select", "action_id": "s", "options": options, **more}


def rich(*leaves: Json, kind: str = "rich_text_section") -> Json:
    """Return a rich_text block with one part."""
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(leaves)}]}


def table(rows: int = 2, columns: int = 2, text: str = "cell") -> Json:
    """Return a table of equal cells."""
    cells = [{"type": "raw_text", "text": text}] * columns
    return {"type": "table", "rows": [cells] * rows}


def chart(names: tuple[str, ...] = ("A",), labels: tuple[str, ...] = ("W1", "W2")) -> Json:
    """Return a bar chart."""
    series = [{"name": n, "data": [{"label": x, "value": 1} for x in labels]} for n in names]
    return {
        "type": "data_visualization",
        "title": "Requests",
        "chart": {"type": "bar", "series": series, "axis_config": {"categories": list(labels)}},
    }


def modal(*blocks: Json, **more: Any) -> Json:
    """Return a modal."""
    return {"type": "modal", "title": plain("Title"), "blocks": list(blocks), **more}


GOOD: list[tuple[Surface, Json]] = [
    ("message", {"type": "header", "text": plain("x" * 150)}),
    ("message", section("x" * 3000)),
    ("message", {"type": "section", "fields": [mrkdwn("x" * 2000)] * 5}),
    ("home", section(accessory=select(initial_option=option("One")))),
    ("message", actions(*(button(action_id=str(n)) for n in range(25)))),
    ("message", actions(button(value="v" * 2000, style="danger"), select(action_id="t"))),
    ("message", {"type": "context", "elements": [mrkdwn("x")] * 10}),
    ("home", {"type": "divider", "block_id": "x" * 255}),
    ("message", rich({"type": "text", "text": "<@U1> *a*", "style": {"bold": True}})),
    ("message", rich({"type": "date", "timestamp": 1, "format": "{date}", "fallback": "x"})),
    ("message", table(100, 20, "x")),
    ("message", chart(("A", "B", "C", "D", "E", "F"), tuple(f"W{n}" for n in range(20)))),
    ("modal", {"type": "alert", "level": "warning", "text": mrkdwn("Late")}),
    ("modal", asks({"type": "plain_text_input", "action_id": "t", "initial_value": "x" * 3000})),
    ("modal", asks({"type": "datepicker", "action_id": "d", "initial_date": "2026-12-21"})),
    ("modal", asks({"type": "external_select", "action_id": "e", "min_query_length": 2})),
    ("modal", asks({"type": "users_select", "action_id": "u", "initial_user": "U1"})),
    ("modal", asks({"type": "checkboxes", "action_id": "c", "options": [option("One")]})),
]

BAD: list[tuple[Surface, Json, str, str]] = [
    ("message", {"type": "header", "text": plain("x" * 151)}, "/text/text", "less than 151"),
    ("message", {"type": "header", "text": mrkdwn("x")}, "/text", "unsupported type: mrkdwn"),
    ("message", section("x" * 3001), "/text/text", "less than 3001"),
    ("message", section(""), "/text/text", "more than 0"),
    ("message", {"type": "section"}, "", "at least one of: text, fields"),
    ("message", {"type": "section", "fields": [mrkdwn("x")] * 11}, "/fields", "more than 10"),
    ("message", {"type": "section", "fields": [mrkdwn("x" * 2001)]}, "/fields/0/text", "2001"),
    ("message", actions(), "/elements", "at least 1"),
    ("message", actions(*[button()] * 26), "/elements", "more than 25"),
    ("message", actions(button(text=plain("x" * 76))), "/elements/0/text/text", "less than 76"),
    ("message", actions(button(value="x" * 2001)), "/elements/0/value", "less than 2001"),
    ("message", actions(button(style="green")), "/elements/0/style", "primary, danger"),
    ("message", actions(button(colour="red")), "/elements/0", "additional property: colour"),
    ("message", actions(button(), button()), "", "`action_id` go already exists"),
    (
        "message",
        actions(button(confirm={"title": plain("T"), "text": plain("x" * 301)})),
        "/elements/0/confirm/text/text",
        "less than 301",
    ),
    ("message", actions(select(options=[option("x" * 76, "v")])), "/text/text", "less than 76"),
    ("message", actions(select(options=[option("x", "v" * 151)])), "/value", "less than 151"),
    ("message", actions(select(options=[option("x")] * 101)), "/options", "more than 100"),
    (
        "message",
        actions(select(options=[{"text": mrkdwn("*x*"), "value": "x"}])),
        "/options/0/text",
        "unsupported type: mrkdwn",
    ),
    ("message", actions(select(initial_option=option("Three"))), "/elements/0", "not found"),
    (
        "message",
        actions(select(option_groups=[{"label": plain("G"), "options": [option("x")]}])),
        "/elements/0",
        "exactly one of",
    ),
    (
        "message",
        actions({"type": "overflow", "action_id": "o", "options": [option("x")] * 6}),
        "/options",
        "more than 5",
    ),
    (
        "message",
        actions({"type": "radio_buttons", "action_id": "r", "options": [option("x")] * 11}),
        "/options",
        "more than 10",
    ),
    ("message", actions({"type": "plain_text_input"}), "/elements/0", "unsupported type"),
    ("message", {"type": "context", "elements": [mrkdwn("x")] * 11}, "/elements", "more than 10"),
    ("message", {"type": "context", "elements": [button()]}, "/elements/0", "unsupported type"),
    ("message", rich({"type": "text", "text": ""}), "/elements/0/text", "more than 0"),
    ("message", rich({"type": "script", "text": "x"}), "/elements/0", "unsupported type: script"),
    ("message", table(101), "/rows", "more than 100"),
    ("message", table(1, 21), "/rows/0", "more than 20"),
    ("message", table(100, 20, "x" * 6), "", "characters in a table"),
    ("message", chart(tuple("ABCDEFG")), "/chart/series", "more than 6"),
    ("message", chart(labels=tuple(f"W{n}" for n in range(21))), "categories", "more than 20"),
    ("message", chart(labels=("x" * 21,)), "/chart/axis_config/categories/0", "less than 21"),
    ("message", chart(("A", "A")), "/chart/series", "not unique: A"),
    ("message", {"type": "image", "image_url": "ftp://x", "alt_text": "x"}, "/image_url", "https"),
    ("message", {"type": "alert", "text": mrkdwn("x")}, "", "not on this surface: message"),
    ("modal", table(), "", "not on this surface: modal"),
    ("home", chart(), "", "not on this surface: home"),
    ("modal", {"type": "alert", "text": mrkdwn("x"), "level": "bad"}, "/level", "one of"),
    ("modal", asks(button()), "/element", "unsupported type: button"),
    (
        "modal",
        asks({"type": "plain_text_input", "initial_value": "x" * 3001}),
        "/element/initial_value",
        "less than 3001",
    ),
    ("modal", {"type": "input", "element": {"type": "datepicker"}}, "", "required field: label"),
    ("message", {"type": "marquee"}, "", "unsupported type: marquee"),
    ("message", {"type": "divider", "block_id": "x" * 256}, "/block_id", "less than 256"),
]


@pytest.mark.parametrize(("surface", "block"), GOOD)
def test_accepts(surface: Surface, block: Json) -> None:
    """A block at its limits is accepted."""
    assert check_blocks([block], surface) == []


@pytest.mark.parametrize(("surface", "block", "where", "why"), BAD)
def test_refuses(surface: Surface, block: Json, where: str, why: str) -> None:
    """A block beyond a limit is refused, with the place and the reason."""
    faults = check_blocks([block], surface)
    assert any(fault.where.endswith(where) and why in fault.why for fault in faults), faults
    assert all(fault.where.startswith("/blocks/0") for fault in faults)


def test_a_fault_reads_like_slacks_own() -> None:
    """A fault prints as Slack writes it, pointer and all."""
    fault = check_blocks([section("x" * 3001)], "message")[0]
    expected = "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert str(fault) == expected


def test_fifty_blocks_in_a_message_and_a_hundred_in_a_view() -> None:
    """A message holds 50 blocks, a modal or Home 100."""
    divider = {"type": "divider"}
    assert check_message([divider] * 50) == []
    assert check_message([divider] * 51) != []
    assert check_view({"type": "home", "blocks": [divider] * 100}) == []
    assert check_view(modal(*[divider] * 101)) != []


def test_one_table_and_two_charts_a_message() -> None:
    """A second table or a third chart is refused."""
    assert check_message([table(), chart(), chart()]) == []
    assert check_message([table(), table()]) != []
    assert check_message([chart()] * 3) != []


def test_block_ids_are_unique() -> None:
    """Two blocks of a message with the same id are refused."""
    twin = section(block_id="a")
    assert [str(f) for f in check_message([twin, twin])] == [
        "[ERROR] `block_id` a already exists [json-pointer:/blocks]"
    ]


def test_all_of_a_message_counts() -> None:
    """A message whose blocks are all within limits is refused when they are too much together."""
    size = characters([section("x" * 2600)])
    blocks = [section("x" * 2600)] * (MOST_CHARACTERS // size)
    assert check_message(blocks) == []
    assert characters(blocks) > SAFE_CHARACTERS
    faults = check_message([*blocks, section("x" * 2600)])
    assert [fault.error for fault in faults] == ["msg_blocks_too_long"]


def test_top_level_text_is_limited() -> None:
    """The text that notifications show has at most 40,000 characters."""
    assert check_message([], "x" * 40_000) == []
    assert check_message([], "x" * 40_001)[0].where == "/text"


@pytest.mark.parametrize(
    ("view", "where"),
    [
        (modal(title=plain("x" * 25)), "/view/title/text"),
        (modal(asks({"type": "plain_text_input"})), "/view/submit"),
        (modal(private_metadata="x" * 3001), "/view/private_metadata"),
        (modal(callback_id="x" * 256), "/view/callback_id"),
        (modal(section("x" * 3001)), "/view/blocks/0/text/text"),
        ({"type": "home", "title": plain("x"), "blocks": []}, "/view"),
        ({"type": "modal", "blocks": []}, "/view"),
        ({"type": "window", "blocks": []}, "/view/type"),
    ],
)
def test_refuses_views(view: Json, where: str) -> None:
    """A view beyond a limit is refused, with the place."""
    assert where in [fault.where for fault in check_view(view)]


def test_view_of_250_kilobytes() -> None:
    """A view that is too large in all has its own error word."""
    block = section("ä" * 2900)
    assert check_view(modal(*[block] * 40)) == []
    assert check_view(modal(*[block] * 60))[-1].error == "view_too_large"


def test_focus_on_one_element_only() -> None:
    """Two elements that want the focus are refused."""
    field = asks({"type": "plain_text_input", "action_id": "a", "focus_on_load": True})
    assert check_view(modal(field, submit=plain("OK"))) == []
    assert check_view(modal(field, field, submit=plain("OK"))) != []


def test_what_the_sdk_builds_is_accepted() -> None:
    """Blocks made with the SDK's own classes pass, so the tables name its fields."""
    built = [
        sdk.HeaderBlock(text="Title"),
        sdk.SectionBlock(text="*x*", accessory=sdk.ButtonElement(text="Go", action_id="go")),
        sdk.ContextBlock(elements=[sdk.MarkdownTextObject(text="x")]),
        sdk.DividerBlock(),
        sdk.ActionsBlock(
            elements=[
                sdk.StaticSelectElement(
                    placeholder="Pick", action_id="s", options=[sdk.Option(label="A", value="a")]
                ),
                sdk.DatePickerElement(action_id="d", initial_date="2026-01-01"),
                sdk.OverflowMenuElement(
                    action_id="o", options=[sdk.Option(label=x, value=x) for x in "ab"]
                ),
                sdk.UserSelectElement(action_id="u", placeholder="Who"),
                sdk.CheckboxesElement(action_id="c", options=[sdk.Option(label="A", value="a")]),
            ]
        ),
        sdk.TableBlock(rows=[[{"type": "raw_text", "text": "x"}]]),
        sdk.ImageBlock(image_url="https://x.example/a.png", alt_text="x"),
    ]
    assert check_message([block.to_dict() for block in built]) == []
    assert check_view(modal(sdk.AlertBlock(text="x", level="info").to_dict())) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "text", "elements", "options", "rows", "chart", "element", "series"]
            ),
            inner | st.sampled_from(["section", "actions", "table", "plain_text", "bar"]),
            max_size=4,
        )
    ),
    max_leaves=24,
)


@given(st.lists(JSON, max_size=3))
def test_anything_is_judged(blocks: list[Any]) -> None:
    """Whatever JSON comes, the check answers with faults and never with an exception."""
    for surface in ("message", "modal", "home"):
        faults = check_blocks(json.loads(json.dumps(blocks)), surface)  # type: ignore[arg-type]
        assert all(isinstance(fault, Fault) for fault in faults)
    assert all(isinstance(fault, Fault) for fault in check_view(modal(*blocks)))
