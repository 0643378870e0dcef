"""Text as the page shows it: Slack's markup, and nothing else."""

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.page.charts import chart_svg, chart_table
from bot.demo.page.text import Reader
from bot.demo.slack import User, UserGroup
from bot.demo.slack.model import Channel
from bot.demo.slack.workspace import Workspace
from tests.demo import gallery

READER = Reader(
    Workspace(
        [User("U1", "ada", "Ada Lovelace", tz_offset=3600)],
        [Channel("C1", "privacy")],
        [UserGroup("S1", "approvers", "Approvers")],
    ),
    "U1",
)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _it_ ~no~", "<strong>bold</strong> <em>it</em> <s>no</s>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("`a *b* &lt;c&gt;`", "<code>a *b* &lt;c&gt;</code>"),
        ("```x\ny```", "<pre>x\ny</pre>"),
        ("a\nb", "a<br>b"),
        ("&gt; quoted\nnot", "<blockquote>quoted</blockquote>not"),
        ("<@U1> <!here> <#C1>", None),
        ("a &amp; b &lt;i&gt;", "a &amp; b &lt;i&gt;"),
        ("<javascript:alert(1)|click>", "click"),
        ("<b>", "b"),
    ],
)
def test_mrkdwn(text: str, html: str | None) -> None:
    """Slack's marks become tags, its entities stay text, other schemes are no links."""
    shown = READER.mrkdwn(text)
    if html is None:
        assert "@Ada Lovelace" in shown
        assert "@here" in shown
        assert "#privacy" in shown
    else:
        assert str(shown) == html


def test_links_open_apart() -> None:
    """A web address is a link that tells the other side nothing."""
    shown = READER.mrkdwn("<https://x.example/?a=1&amp;b=2|here>")
    assert 'href="https://x.example/?a=1&amp;b=2"' in shown
    assert 'rel="noopener noreferrer nofollow"' in shown


def test_dates_in_the_readers_zone() -> None:
    """A date token shows the reader's local time; one out of range shows its fallback."""
    shown = READER.mrkdwn("<!date^1795000000^{date_short} at {time}|then>")
    assert ">Nov 18, 2026 at 12:06</time>" in shown
    assert str(READER.mrkdwn("<!date^99999999999999^{date}|then>")) == "then"


def test_emoji_are_named() -> None:
    """An emoji is drawn with its name for screen readers, by name or by character."""
    for text in (":warning: late", "⚠️ late"):
        assert 'role="img" aria-label="warning"' in READER.mrkdwn(text)
    assert str(READER.plain(":unheard_of:")) == ":unheard_of:"


ALLOWED = frozenset("a b blockquote br code em pre s span strong svg time use u".split())


class _Tags(HTMLParser):
    """Collects the tags and attributes of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, set[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value or "")


MARKS = ("<", ">", "*", "_", "`", "```", "|", "@U1", "#C1", "\n", ":x:", "&lt;", '"', "'", "&")
TRICKS = (
    "!date^1^{date}|",
    "<script>",
    "<img src=x onerror=a>",
    "https://x.example",
    "javascript:a",
)
PIECES = st.sampled_from([*MARKS, *TRICKS])


@given(st.lists(PIECES | st.text(max_size=6), max_size=12).map("".join))
def test_no_text_makes_markup_of_its_own(text: str) -> None:
    """Whatever the text, only the page's own tags and harmless attributes come out."""
    for shown in (READER.mrkdwn(text), READER.plain(text)):
        found = _Tags()
        found.feed(str(shown))
        assert found.tags <= ALLOWED
        assert not any(name.startswith("on") or name == "style" for name in found.attributes)
        for address in found.attributes.get("href", ()):
            assert address.startswith(("https://", "http://", "mailto:", "/static/icons.svg#"))


@given(st.text(max_size=40))
def test_rich_text_is_never_parsed(text: str) -> None:
    """A leaf of rich text is shown as it is, whatever marks it holds."""
    leaf = {"type": "text", "text": text}
    section: dict[str, Any] = {"type": "rich_text_section", "elements": [leaf]}
    found = _Tags()
    found.feed(str(READER.rich({"type": "rich_text", "elements": [section]})))
    assert found.tags <= {"p", "br", "span", "svg", "use"}


@pytest.mark.parametrize("block", [gallery.plot("bar"), gallery.plot("line"), gallery.PIE])
def test_charts_have_figures(block: dict[str, Any]) -> None:
    """Every chart is drawn, and its figures stand beside it as a table."""
    assert "<svg" in chart_svg(block)
    assert "NaN" not in chart_svg(block)
    head, *rows = chart_table(block)
    assert len(head) > 1
    assert all(len(row) == len(head) for row in rows)


@pytest.mark.parametrize("values", [(0, 0), (1, 3), (0.5, 99_999), (-4, 7)])
def test_charts_of_any_size(values: tuple[float, float]) -> None:
    """Zero, tiny, huge and negative values are drawn inside the picture."""
    labels = ("a", "b")
    series = [
        {
            "name": "S",
            "data": [{"label": x, "value": v} for x, v in zip(labels, values, strict=True)],
        }
    ]
    chart = {"type": "bar", "series": series, "axis_config": {"categories": list(labels)}}
    drawn = chart_svg({"type": "data_visualization", "title": "T", "chart": chart})
    assert 'height="-' not in drawn
    assert "nan" not in drawn
