"""What Slack accepts inside its blocks: composition objects, elements and rich text, a row each.

Source: docs.slack.dev/reference/block-kit (block elements, composition objects).
"""

from collections.abc import Mapping
from typing import Final

from bot.edges.slack.limits.checks import (
    Check,
    array,
    boolean,
    both,
    choice,
    exactly_one,
    initial_is_an_option,
    number,
    record,
    string,
    tagged,
)

# Composition objects.


def plain(most: int) -> Check:
    """Accept a `plain_text` object of at most `most` characters."""
    row = record({"text": string(most)}, {"emoji": boolean})
    return tagged({"plain_text": row})


def text(most: int = 3000) -> Check:
    """Accept a `plain_text` or `mrkdwn` object of at most `most` characters."""
    rows = {
        "plain_text": record({"text": string(most)}, {"emoji": boolean}),
        "mrkdwn": record({"text": string(most)}, {"verbatim": boolean}),
    }
    return tagged(rows)


URL = string(3000, starts=("https://", "http://"))
DATE = string(10, 10)
BORDER = number(0, 1)
CONFIRM = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)
OPTION = record({"text": plain(75), "value": string(150)}, {"description": plain(75)})
LINKED_OPTION = record(
    {"text": plain(75), "value": string(150)}, {"description": plain(75), "url": URL}
)
MARKED_OPTION = record({"text": text(75), "value": string(150)}, {"description": text(75)})
GROUP = record({"label": plain(75), "options": array(OPTION, 100)})
FILTER = record(
    {},
    {
        "include": array(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
DISPATCH = record(
    {"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), 2)}
)

# Elements.

NAMED = {"action_id": string(255), "focus_on_load": boolean}
ASKING = {**NAMED, "confirm": CONFIRM}
PROMPTED = {**ASKING, "placeholder": plain(150)}
TYPED = {**NAMED, "placeholder": plain(150), "dispatch_action_config": DISPATCH}
MANY = {"max_selected_items": number(1)}
WHERE = {"default_to_current_conversation": boolean, "filter": FILTER}


def select(one: Mapping[str, Check], several: Mapping[str, Check]) -> tuple[Check, Check]:
    """Return the checks of a select menu and of its multi-select sister."""
    return record({}, {**PROMPTED, **one}), record({}, {**PROMPTED, **MANY, **several})


_options = {"options": array(OPTION, 100), "option_groups": array(GROUP, 100)}
_ids = array(string(255), 100, 0)
_static, _multi_static = select(
    {**_options, "initial_option": OPTION}, {**_options, "initial_options": array(OPTION, 100)}
)
_query = {"min_query_length": number(0)}
_external, _multi_external = select(
    {**_query, "initial_option": OPTION}, {**_query, "initial_options": array(OPTION, 100)}
)
_users, _multi_users = select({"initial_user": string(255)}, {"initial_users": _ids})
_channels, _multi_channels = select(
    {"initial_channel": string(255), "response_url_enabled": boolean}, {"initial_channels": _ids}
)
_conversations, _multi_conversations = select(
    {**WHERE, "initial_conversation": string(255), "response_url_enabled": boolean},
    {**WHERE, "initial_conversations": _ids},
)
_static_rules = both(exactly_one("options", "option_groups"), initial_is_an_option)

SELECTS: Final[Mapping[str, Check]] = {
    "static_select": both(_static, _static_rules),
    "multi_static_select": both(_multi_static, _static_rules),
    "external_select": _external,
    "multi_external_select": _multi_external,
    "users_select": _users,
    "multi_users_select": _multi_users,
    "channels_select": _channels,
    "multi_channels_select": _multi_channels,
    "conversations_select": _conversations,
    "multi_conversations_select": _multi_conversations,
}
PICKERS: Final[Mapping[str, Check]] = {
    "datepicker": record({}, {**PROMPTED, "initial_date": DATE}),
    "timepicker": record({}, {**PROMPTED, "initial_time": string(5, 5), "timezone": string(100)}),
    "datetimepicker": record({}, {**ASKING, "initial_date_time": number(0, 9_999_999_999)}),
    "checkboxes": both(
        record(
            {"options": array(MARKED_OPTION, 10)},
            {**ASKING, "initial_options": array(MARKED_OPTION, 10)},
        ),
        initial_is_an_option,
    ),
    "radio_buttons": both(
        record({"options": array(MARKED_OPTION, 10)}, {**ASKING, "initial_option": MARKED_OPTION}),
        initial_is_an_option,
    ),
}
BUTTON = record(
    {"text": plain(75)},
    {
        "action_id": string(255),
        "url": URL,
        "value": string(2000),
        "style": choice("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
OVERFLOW = record(
    {"options": array(LINKED_OPTION, 5)}, {"action_id": string(255), "confirm": CONFIRM}
)
IMAGE_ELEMENT = record({"image_url": URL, "alt_text": string(2000)})
TEXT_INPUT = record(
    {},
    {
        **TYPED,
        "initial_value": string(3000, 0),
        "multiline": boolean,
        "min_length": number(0, 3000),
        "max_length": number(1, 3000),
    },
)
NUMBER_INPUT = record(
    {"is_decimal_allowed": boolean},
    {**TYPED, **dict.fromkeys(("initial_value", "min_value", "max_value"), string(100))},
)
LINE_INPUT = record({}, {**TYPED, "initial_value": string(3000, 0)})

# Rich text, whose leaves Slack never parses as mrkdwn.

STYLE = record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))
_styled = {"style": STYLE}
LEAF = tagged(
    {
        "text": record({"text": string(12_000)}, _styled),
        "link": record({"url": string(3000)}, {**_styled, "text": string(3000), "unsafe": boolean}),
        "user": record({"user_id": string(255)}, _styled),
        "usergroup": record({"usergroup_id": string(255)}, _styled),
        "channel": record({"channel_id": string(255)}, _styled),
        "broadcast": record({"range": choice("here", "channel", "everyone")}),
        "emoji": record({"name": string(255)}, {"unicode": string(255), "style": STYLE}),
        "color": record({"value": string(7)}),
        "date": record(
            {"timestamp": number(0), "format": string(255)},
            {**_styled, "url": string(3000), "fallback": string(3000)},
        ),
    }
)
_leaves = {"elements": array(LEAF, 5000, 0)}
SECTION_OF_TEXT = tagged({"rich_text_section": record(_leaves)})
RICH_TEXT = record(
    {
        "elements": array(
            tagged(
                {
                    "rich_text_section": record(_leaves),
                    "rich_text_quote": record(_leaves, {"border": BORDER}),
                    "rich_text_preformatted": record(
                        _leaves, {"border": BORDER, "language": string(100)}
                    ),
                    "rich_text_list": record(
                        {
                            "style": choice("bullet", "ordered"),
                            "elements": array(SECTION_OF_TEXT, 1000),
                        },
                        {"indent": number(0, 8), "offset": number(0), "border": BORDER},
                    ),
                }
            ),
            1000,
        )
    },
    {"block_id": string(255)},
)
