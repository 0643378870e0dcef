"""Emoji by the names that Slack gives them, drawn as icons so that they look alike everywhere."""

import re
from collections.abc import Mapping
from typing import Final

from markupsafe import Markup, escape

# name: (character, icon in static/icons.svg, tone in static/desk.css)
_ROWS: Final[Mapping[str, tuple[str, str, str]]] = {
    "alarm_clock": ("⏰", "clock", "red"),
    "arrow_right": ("➡", "arrow", "blue"),
    "arrows_counterclockwise": ("🔄", "refresh", "blue"),
    "ballot_box_with_check": ("☑", "check-box", "blue"),
    "bar_chart": ("📊", "chart", "blue"),
    "bell": ("🔔", "bell", "amber"),
    "bulb": ("💡", "bulb", "amber"),
    "bust_in_silhouette": ("👤", "person", "navy"),
    "busts_in_silhouette": ("👥", "people", "navy"),
    "calendar": ("📆", "calendar", "navy"),
    "chart_with_upwards_trend": ("📈", "chart", "green"),
    "child": ("🧒", "person", "amber"),
    "clipboard": ("📋", "clipboard", "navy"),
    "clock3": ("🕒", "clock", "navy"),
    "date": ("📅", "calendar", "navy"),
    "email": ("✉", "mail", "navy"),
    "envelope": ("✉", "mail", "navy"),
    "envelope_with_arrow": ("📩", "inbox", "navy"),
    "exclamation": ("❗", "exclamation", "red"),
    "eyes": ("👀", "eye", "navy"),
    "heavy_check_mark": ("✔", "check", "green"),
    "hourglass": ("⌛", "hourglass", "amber"),
    "hourglass_flowing_sand": ("⏳", "hourglass", "amber"),
    "house": ("🏠", "home", "navy"),
    "inbox_tray": ("📥", "inbox", "navy"),
    "incoming_envelope": ("📨", "mail", "navy"),
    "information_source": ("ℹ", "info", "blue"),
    "key": ("🔑", "key", "amber"),
    "large_blue_circle": ("🔵", "dot", "blue"),
    "large_green_circle": ("🟢", "dot", "green"),
    "large_orange_circle": ("🟠", "dot", "orange"),
    "large_yellow_circle": ("🟡", "dot", "amber"),
    "leftwards_arrow_with_hook": ("↩", "undo", "blue"),
    "link": ("🔗", "link", "blue"),
    "lock": ("🔒", "lock", "navy"),
    "mag": ("🔍", "search", "navy"),
    "mailbox": ("📫", "inbox", "navy"),
    "mailbox_with_mail": ("📬", "inbox", "navy"),
    "memo": ("📝", "pencil", "navy"),
    "no_entry": ("⛔", "ban", "red"),
    "no_entry_sign": ("🚫", "ban", "red"),
    "outbox_tray": ("📤", "outbox", "navy"),
    "page_facing_up": ("📄", "doc", "navy"),
    "paperclip": ("📎", "clip", "navy"),
    "pencil": ("📝", "pencil", "navy"),
    "pencil2": ("✏", "pencil", "navy"),
    "question": ("❓", "question", "red"),
    "red_circle": ("🔴", "dot", "red"),
    "rotating_light": ("🚨", "siren", "red"),
    "scales": ("⚖", "scales", "navy"),
    "shield": ("🛡", "shield", "navy"),
    "speech_balloon": ("💬", "chat", "navy"),
    "stopwatch": ("⏱", "clock", "navy"),
    "tada": ("🎉", "party", "amber"),
    "wastebasket": ("🗑", "trash", "navy"),
    "warning": ("⚠", "warn", "orange"),
    "white_check_mark": ("✅", "check-box", "green"),
    "white_circle": ("⚪", "ring", "navy"),
    "x": ("❌", "cross", "red"),
    "zap": ("⚡", "bolt", "amber"),
}
_BY_CHARACTER: Final = {row[0]: name for name, row in _ROWS.items()}
_FOUND: Final = re.compile(
    r":([a-z0-9_+'-]+):|([" + "".join(map(re.escape, _BY_CHARACTER)) + "])\ufe0f?"
)


def icon(name: str, tone: str = "") -> Markup:
    """Return an icon that says nothing to a screen reader."""
    return Markup(
        '<svg class="icon {}" viewBox="0 0 24 24" aria-hidden="true">'
        '<use href="/static/icons.svg#{}"></use></svg>'
    ).format(tone, name)


def emoji(name: str) -> Markup:
    """Return an emoji by its name; an unknown one stays as it was written."""
    if name not in _ROWS:
        return escape(f":{name}:")
    _character, drawing, tone = _ROWS[name]
    words = name.replace("_", " ")
    return Markup('<span class="emoji" role="img" aria-label="{}">{}</span>').format(
        words, icon(drawing, tone)
    )


def with_emoji(text: str) -> Markup:
    """Return text, escaped, with its emoji drawn."""
    parts, end = [], 0
    for found in _FOUND.finditer(text):
        parts += [
            escape(text[end : found.start()]),
            emoji(found[1] or _BY_CHARACTER[found[2]]),
        ]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
