"""Untrusted text made fit for Slack, and the small pieces that blocks are made of."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from bot.core.redact import clean
from bot.edges.slack import words_pages

Block = dict[str, Any]

_SUBJECT = 200  # characters of a subject above a quotation
_MAILBOX_ALONE = re.compile(r"[^\s@<>]+@[^\s@<>]*\w")
COLUMNS = 72  # of the plain text of letters


def escape(text: str) -> str:
    """Return text that mrkdwn shows as it is: no mention, no link, no markup of its own."""
    safe = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A zero-width joiner would do too, but readers copy what they see.
    return safe.translate(_QUIET)


# Slack has no escape for its own markers: look-alikes keep the words readable.
_QUIET = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "`": "'"})


def cut(text: str, most: int) -> str:
    """Return at most `most` characters, with an ellipsis where something is missing."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def plain(text: str, most: int = 150) -> Block:
    """Return a plain_text object, which Slack never parses."""
    return {"type": "plain_text", "text": cut(clean(text).strip() or " ", most), "emoji": False}


def mrkdwn(text: str) -> Block:
    """Return a mrkdwn object of our own words; untrusted parts must be escaped before."""
    return {"type": "mrkdwn", "text": cut(text, 3000), "verbatim": True}


def header(text: str) -> Block:
    """Return a header block."""
    return {"type": "header", "text": plain(text)}


def section(text: str) -> Block:
    """Return a section of our own words."""
    return {"type": "section", "text": mrkdwn(text)}


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Return label and value in two columns; values must be escaped before."""
    return {
        "type": "section",
        "fields": [mrkdwn(cut(f"*{label}*\n{value}", 2000)) for label, value in pairs],
    }


def context(*texts: str) -> Block:
    """Return small print of our own words."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def _rich(kind: str, text: str, most: int) -> Block:
    shown = cut(clean(text).strip() or words_pages.NO_BODY, most)
    element = {"type": kind, "elements": [{"type": "text", "text": shown}]}
    return {"type": "rich_text", "elements": [element]}


def quote(text: str, most: int = 1200, *, subject: str = "") -> Block:
    """Return untrusted text as a quotation; Slack parses nothing in a rich_text leaf."""
    block = _rich("rich_text_quote", text, most)
    if above := cut(" ".join(clean(subject).split()), _SUBJECT):
        bold = {"type": "text", "text": f"{above}\n", "style": {"bold": True}}
        block["elements"][0]["elements"].insert(0, bold)
    return block


def verbatim(text: str, most: int = 2900) -> Block:
    """Return text exactly as it is, spaces and lines kept."""
    return _rich("rich_text_preformatted", text, most)


def exact(text: str) -> Block:
    """Return text with nothing trimmed or replaced, line by line, to be copied."""
    element = {
        "type": "rich_text_preformatted",
        "elements": [{"type": "text", "text": text or " "}],
    }
    return {"type": "rich_text", "elements": [element]}


def letter_text(text: str, most: int = 2900) -> list[Block]:
    """Return every word of a letter, for those who have to approve it, as wide as their screen.

    Only the ends of wrapped lines become spaces, so that no telephone wraps them once more.
    """
    return [
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_quote",
                    "elements": [{"type": "text", "text": reflowed(part) or " "}],
                }
            ],
        }
        for part, _ in pieces(text, most)
    ]


def reflowed(text: str) -> str:
    """Return text that was wrapped for mail with its paragraphs on one line each."""
    paragraphs = (part.splitlines() for part in text.split("\n\n"))
    return "\n\n".join(_joined(lines) for lines in paragraphs)


def _joined(lines: list[str]) -> str:
    """Join lines, except those that begin a list item or are short on purpose.

    A break was meant where the next word would still have fitted, as in the letters' HTML; so
    was one before a mail address of its own, as the last line of a signature is.
    """
    found = lines[:1]
    for above, line in pairwise(lines):
        word = line.strip().split(" ", 1)[0]  # a no-break space keeps its words together
        wrapped = word and len(above.rstrip()) + 1 + len(word) > COLUMNS
        begins = line.lstrip().startswith(("- ", "* ")) or _MAILBOX_ALONE.fullmatch(line.strip())
        if wrapped and not begins:
            found[-1] = f"{found[-1].rstrip()} {line.strip()}"
        else:
            found.append(line)
    return "\n".join(found)


def pages(text: str, most: int = 2900) -> list[str]:
    """Split a long text at line ends into pieces of at most `most` characters."""
    found: list[str] = []
    while len(text) > most:
        at = text.rfind("\n", 0, most)
        at = at if at > most // 2 else most
        found.append(text[:at])
        text = text[at:].lstrip("\n")
    return [*found, text]


def pieces(text: str, most: int) -> list[tuple[str, str]]:
    """Split a text at line ends into parts of at most `most` characters, nothing lost.

    Each part comes with the line ends that follow it: joined in turn, all are the text again.
    """
    found: list[tuple[str, str]] = []
    while text:
        part = text if len(text.rstrip("\n")) <= most else text[:most]
        if part is not text and (at := part.rfind("\n", most // 2)) > 0:
            part = part[:at]
        text = text[len(part) :]
        bare, rest = part.rstrip("\n"), text.lstrip("\n")
        between = part[len(bare) :] + text[: len(text) - len(rest)]
        found.append((bare, between))
        text = rest
    return found or [("", "")]


def button(action: str, label: str, value: str, style: str = "", **more: Any) -> Block:
    """Return a button whose label names its consequence."""
    found: Block = {
        "type": "button",
        "action_id": action,
        "text": plain(label, 75),
        "value": value,
    }
    if style:
        found["style"] = style
    return found | more


def moment(at: datetime) -> str:
    """Return a moment in the reader's own zone, with UTC for those who see no markup."""
    return (
        f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|"
        f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC>"
    )


def day(when: date) -> str:
    """Return a calendar day, the same in every zone."""
    return f"{when.day} {when:%b %Y}"
