"""Bounces and other reports: what became of a letter of ours (RFC 3464, 8098, 5965)."""

import re
from dataclasses import dataclass
from typing import Final

from bot.core.mail import LETTER_HEADER, LETTER_ID_PREFIX
from bot.edges.mail.bodies import MESSAGES
from bot.edges.mail.charset import decode
from bot.edges.mail.headers import Headers, as_text, message_ids, read_headers
from bot.edges.mail.intact import even_lines
from bot.edges.mail.texts import content
from bot.edges.mail.tree import Part, Tree
from bot.edges.mail.wording import header_value

MOST_RECIPIENTS: Final = 50
MOST_LOOKED_AT: Final = 200_000
"""Bytes of a report that are searched for the mail it returns."""

_TOKEN: Final = re.compile(
    rf"<?{re.escape(LETTER_ID_PREFIX)}([A-Za-z0-9_.=-]{{4,200}}?)@[^<>\s]{{1,200}}>?"
)
_LETTER: Final = re.compile(
    rf"^[ \t>]*{LETTER_HEADER}:[ \t]*([A-Za-z0-9_.=-]{{4,200}})[ \t]*$", re.M | re.I
)
_ORIGINAL_ID: Final = re.compile(r"^[ \t>]*Message-ID:\s{0,3}(<[^<>\s]{3,250}>)", re.M | re.I)
_BLAMED: Final = re.compile(r"^\s*<([^<>\s@]{1,100}@[\w.-]{3,200})>:?(?:\s|$)", re.M)
_ADDRESS: Final = re.compile(r"[^\s<>()\[\]\"';,:]{1,100}@[\w.-]{2,200}")
_FAILED: Final = re.compile(
    r"\b5\d\d[ -]|\b5\.\d\.\d|undeliver|fail|returned|permanent|unzustellbar|rejected", re.I
)
_DELAYED: Final = re.compile(
    r"delay|warning|still being retried|will be retried|verzögert|not been delivered yet", re.I
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says: the returned mail's ids and tokens, who failed, and how."""

    ids: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    action: str = ""


def tokens_in(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tokens of our letters among message ids, each once."""
    found = (match[1] for value in values for match in _TOKEN.finditer(value))
    return tuple(dict.fromkeys(found))


def letter_token(headers: Headers) -> str:
    """Return the token in our own header of a mail, or an empty string."""
    value = header_value(as_text(headers.raw(LETTER_HEADER.lower())), 200)
    return value if re.fullmatch(r"[A-Za-z0-9_.=-]{4,200}", value) else ""


def read_report(tree: Tree, parts: list[Part], text: str, *, bounce: bool) -> Report:
    """Return what the report parts say; without any, what the text of a bounce says."""
    ids: dict[str, None] = {}
    tokens: dict[str, None] = {}
    recipients: dict[str, None] = {}
    actions: list[str] = []
    for part in parts:
        if part.content_type in MESSAGES or "headers" in part.content_type:
            _returned(tree, part, ids, tokens)
        else:
            _statuses(tree, part, recipients, actions, ids)
    looked_at = text[:MOST_LOOKED_AT]
    if bounce:
        recipients.update(dict.fromkeys(_header_recipients(tree.root.headers)))
        if not recipients:
            recipients.update(dict.fromkeys(_BLAMED.findall(looked_at)))
        if not ids:
            ids.update(dict.fromkeys(_ORIGINAL_ID.findall(looked_at)))
        tokens.update(dict.fromkeys(_LETTER.findall(looked_at)))
    ids.update(dict.fromkeys(tree.root.headers.ids("in-reply-to")) if bounce and not ids else {})
    tokens.update(dict.fromkeys(tokens_in(tuple(ids))))
    return Report(
        tuple(ids)[:20],
        tuple(tokens)[:20],
        tuple(recipients)[:MOST_RECIPIENTS],
        _worst(actions)
        or (_guessed(tree.root.headers.text("subject"), looked_at) if bounce else ""),
    )


def _returned(tree: Tree, part: Part, ids: dict[str, None], tokens: dict[str, None]) -> None:
    """Note id and token of the mail that a report returns."""
    if part.children:
        headers = part.children[0].headers
    else:
        raw = even_lines(content(tree.raw, part, MOST_LOOKED_AT)).lstrip(b"\n")
        headers, _ = read_headers(raw, 0, len(raw))
    ids.update(dict.fromkeys(headers.ids("message-id")[:1]))
    ids.update(dict.fromkeys(headers.ids("x-microsoft-original-message-id")[:1]))
    token = letter_token(headers)
    if token:
        tokens[token] = None


def _statuses(
    tree: Tree, part: Part, recipients: dict[str, None], actions: list[str], ids: dict[str, None]
) -> None:
    """Read the groups of fields of a delivery status or disposition notification."""
    raw = even_lines(content(tree.raw, part, MOST_LOOKED_AT))
    for group in re.split(rb"\n[ \t]*\n", raw.strip(b"\n"))[:200]:
        headers, _ = read_headers(group + b"\n", 0, len(group) + 1)
        action = headers.token("action").split(" ")[0].strip(";,")
        who = headers.raw("original-recipient") or headers.raw("final-recipient")
        address = _ADDRESS.search(as_text(who))
        if action:
            actions.append(action)
        if address and (not action or action in {"failed", "delayed"}):
            recipients[header_value(address.group().rstrip("."), 320)] = None
        ids.update(dict.fromkeys(message_ids(headers.raw("original-message-id"))[:1]))


def _header_recipients(headers: Headers) -> list[str]:
    """Return addresses that X-Failed-Recipients names (Exim, Gmail)."""
    value = as_text(headers.raw("x-failed-recipients"))
    return [header_value(each, 320) for each in _ADDRESS.findall(value)]


def _worst(actions: list[str]) -> str:
    """Return the action that matters most; an unknown word counts last."""
    order = ("failed", "delayed", "relayed", "expanded", "delivered")
    return next((each for each in order if each in actions), "")


def _guessed(subject: str, text: str) -> str:
    """Return the action that a bounce without a status part means."""
    head = f"{subject}\n{text[:4000]}"
    if _DELAYED.search(subject):
        return "delayed"
    if _FAILED.search(head):
        return "failed"
    return "delayed" if _DELAYED.search(head) else ""


def returned_text(tree: Tree, parts: list[Part]) -> str:
    """Return the status part as text, for a report that says nothing else."""
    for part in parts:
        if part.content_type not in MESSAGES:
            return decode(content(tree.raw, part, MOST_LOOKED_AT))[0]
    return ""
