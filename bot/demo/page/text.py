"""Slack's mrkdwn, rich text and dates as safe HTML; everything unknown is shown as it stands."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from html import unescape
from typing import Any, Final

from markupsafe import Markup, escape

from bot.demo.page.emoji import emoji, with_emoji
from bot.demo.slack.model import Json
from bot.demo.slack.workspace import Workspace

TOKEN: Final = re.compile(
    r"```(?P<pre>[\s\S]+?)```"
    r"|`(?P<code>[^`\n]+)`"
    r"|<(?P<ref>[^<>\n]+)>"
    r"|(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])"
    r"|:(?P<emoji>[a-z0-9_+'-]+(?:::skin-tone-[2-6])?):"
)
WRAPPED: Final = {"bold": "strong", "italic": "em", "strike": "s"}
STYLES: Final = {
    "bold": "strong",
    "italic": "em",
    "strike": "s",
    "underline": "u",
    "code": "code",
}
DATE: Final = re.compile(r"!date\^(\d+)\^([^^|]+)(?:\^([^|]+))?\|([\s\S]*)")
SAFE_LINK: Final = ("https://", "http://", "mailto:")


def _tag(name: str, inner: str, **attributes: str) -> Markup:
    listed = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
    )
    return Markup("<{}{}>{}</{}>").format(Markup(name), listed, inner, Markup(name))  # noqa: S704


@dataclass(frozen=True, slots=True)
class Reader:
    """Renders text for one reader: names from the workspace, times in the reader's zone."""

    workspace: Workspace
    user: str

    # Plain text and mrkdwn

    def plain(self, text: str) -> Markup:
        """Render plain text: line ends and emoji only."""
        return self._lines(with_emoji(text))

    def text(self, value: Json | None) -> Markup:
        """Render a text object."""
        if not value:
            return Markup("")
        if value["type"] == "mrkdwn":
            return self.mrkdwn(value["text"])
        return self.plain(value["text"])

    def words(self, value: Json | None) -> str:
        """Return a text object as words without markup, for labels and titles."""
        return self.text(value).striptags()

    def mrkdwn(self, text: str) -> Markup:
        """Render mrkdwn, quotes first, then what stands inside the lines."""
        parts: list[Markup] = []
        quoted: list[str] = []
        plain: list[str] = []

        def flush() -> None:
            if quoted:
                parts.append(_tag("blockquote", self._inline("\n".join(quoted))))
                quoted.clear()
            if plain:
                parts.append(self._inline("\n".join(plain)))
                plain.clear()

        for line in text.split("\n"):
            is_quote = line.startswith(("&gt;", ">"))
            if is_quote != bool(quoted):
                flush()
            (quoted if is_quote else plain).append(
                re.sub(r"^(&gt;|>) ?", "", line) if is_quote else line
            )
        flush()
        return Markup("").join(parts)

    def _inline(self, text: str) -> Markup:
        parts: list[Markup] = []
        end = 0
        for found in TOKEN.finditer(text):
            parts.append(self._raw(text[end : found.start()]))
            parts.append(self._token(found))
            end = found.end()
        parts.append(self._raw(text[end:]))
        return Markup("").join(parts)

    def _token(self, found: re.Match[str]) -> Markup:
        kind = found.lastgroup or ""
        inner = found[kind]
        if kind in WRAPPED:
            return _tag(WRAPPED[kind], self._inline(inner))
        if kind == "pre":
            return _tag("pre", escape(unescape(inner.strip("\n"))))
        if kind == "code":
            return _tag("code", escape(unescape(inner)))
        if kind == "emoji":
            return emoji(inner)
        return self._reference(inner)

    def _raw(self, text: str) -> Markup:
        # Slack's three entities are undone before our own escaping does all of it again.
        return self._lines(with_emoji(unescape(text)))

    @staticmethod
    def _lines(text: Markup) -> Markup:
        return Markup("<br>").join(text.split("\n"))

    def _reference(self, inner: str) -> Markup:
        if found := DATE.fullmatch(inner):
            return self.date(int(found[1]), found[2], unescape(found[4]))
        target, _, label = inner.partition("|")
        for start, show in self._references().items():
            if target.startswith(start):
                return show(target.removeprefix(start), label)
        return self.link(unescape(target), unescape(label))

    def _references(self) -> Mapping[str, Callable[[str, str], Markup]]:
        return {
            "!subteam^": lambda key, _label: self.group(key),
            "!": lambda key, _label: _tag("span", f"@{key}", class_="mention loud"),
            "@": lambda key, _label: self.person(key),
            "#": self.channel,
        }

    # References

    def person(self, key: str) -> Markup:
        """Render a mention of a user."""
        user = self.workspace.users.get(key)
        loud = "mention loud" if key == self.user else "mention"
        return _tag("span", f"@{user.real_name if user else key}", class_=loud)

    def group(self, key: str) -> Markup:
        """Render a mention of a user group."""
        group = self.workspace.groups.get(key)
        return _tag("span", f"@{group.handle if group else key}", class_="mention")

    def channel(self, key: str, label: str = "") -> Markup:
        """Render the name of a channel."""
        channel = self.workspace.channels.get(key)
        return _tag("span", f"#{label or (channel.name if channel else key)}", class_="mention")

    def link(self, address: str, label: str = "") -> Markup:
        """Render a link; only web and mail addresses can be followed."""
        if not address.startswith(SAFE_LINK):
            return escape(label or address)
        rel = "noopener noreferrer nofollow"
        return _tag("a", label or address, href=address, rel=rel, target="_blank")

    def date(self, seconds: int, form: str, fallback: str) -> Markup:
        """Render a moment in the reader's zone, in Slack's date format."""
        try:
            when = self.local(seconds)
        except (OverflowError, OSError, ValueError):
            return escape(fallback)
        shown = form
        for token, pattern in DATE_FORMATS:
            shown = shown.replace(token, when.strftime(pattern))
        return _tag("time", shown, datetime=when.isoformat())

    def local(self, seconds: float) -> datetime:
        """Return a moment in the reader's zone."""
        user = self.workspace.users[self.user]
        zone = timezone(timedelta(seconds=user.tz_offset))
        return datetime.fromtimestamp(seconds, UTC).astimezone(zone)

    # Rich text

    def rich(self, block: Json) -> Markup:
        """Render a rich_text block."""
        return Markup("").join(self._rich_part(part) for part in block["elements"])

    def _rich_part(self, part: Json) -> Markup:
        kind = part["type"]
        if kind == "rich_text_list":
            items = Markup("").join(
                _tag("li", self._leaves(item["elements"])) for item in part["elements"]
            )
            name = "ol" if part["style"] == "ordered" else "ul"
            more = {"start": str(part["offset"] + 1)} if part.get("offset") else {}
            return _tag(name, items, class_=f"indent-{int(part.get('indent', 0))}", **more)
        name = {"rich_text_quote": "blockquote", "rich_text_preformatted": "pre"}.get(kind, "p")
        return _tag(name, self._leaves(part["elements"]))

    def _leaves(self, leaves: list[Json]) -> Markup:
        return Markup("").join(map(self._leaf, leaves))

    def _leaf(self, leaf: Json) -> Markup:
        shown = LEAVES[leaf["type"]](self, leaf)
        for style, name in STYLES.items():
            if leaf.get("style", {}).get(style):
                shown = _tag(name, shown)
        return shown


DATE_FORMATS: Final = (
    ("{date_short_pretty}", "%b %-d, %Y"),
    ("{date_long_pretty}", "%A, %B %-d, %Y"),
    ("{date_pretty}", "%B %-d, %Y"),
    ("{date_short}", "%b %-d, %Y"),
    ("{date_long}", "%A, %B %-d, %Y"),
    ("{date_num}", "%Y-%m-%d"),
    ("{date_slash}", "%m/%d/%Y"),
    ("{date}", "%B %-d, %Y"),
    ("{time_secs}", "%H:%M:%S"),
    ("{time}", "%H:%M"),
    ("{day_divider_pretty}", "%A, %B %-d"),
    ("{ago}", "%b %-d, %H:%M"),
)
LEAVES: Final[Mapping[str, Callable[[Reader, Any], Markup]]] = {
    "text": lambda reader, leaf: reader._lines(with_emoji(leaf["text"])),
    "link": lambda reader, leaf: reader.link(leaf["url"], leaf.get("text", "")),
    "user": lambda reader, leaf: reader.person(leaf["user_id"]),
    "usergroup": lambda reader, leaf: reader.group(leaf["usergroup_id"]),
    "channel": lambda reader, leaf: reader.channel(leaf["channel_id"]),
    "broadcast": lambda _reader, leaf: _tag("span", f"@{leaf['range']}", class_="mention loud"),
    "emoji": lambda _reader, leaf: emoji(leaf["name"]),
    "color": lambda _reader, leaf: _tag("code", leaf["value"]),
    "date": lambda reader, leaf: reader.date(
        leaf["timestamp"], leaf["format"], leaf.get("fallback", "")
    ),
}
