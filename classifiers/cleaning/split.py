"""A mail's text split into what its writer says now, what is quoted, forwarded, and the tail.

Pure; linear in the text; loses nothing: every line lands in one of the parts.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from classifiers.cleaning.blocks import Block, block_at
from classifiers.cleaning.lines import (
    address_in,
    attribution,
    ends_like_attribution,
    is_forward_marker,
    is_original_marker,
    is_quoted,
    label_of,
    one_level_down,
    unquoted,
)
from classifiers.cleaning.quote_phrases import FORWARD_PREFIXES
from classifiers.cleaning.tails import split_tail, without_banner

MOST_TEXT: Final = 200_000
"""Characters that are looked into; what comes behind counts as quoted."""

DEEPEST_FORWARD: Final = 4

MOST_TRIES: Final = 2_000
"""Lines with a colon that are looked at closely; a hostile text has many more."""

_PREFIX: Final = re.compile(r"\s*(?:\[[^\]]{1,40}\]\s*)*([^\W\d_][\w-]{0,12})(?:\[\d+\])?\s?[:：]")
_UNDERLINE: Final = re.compile(r"[\s>]*[_-]{10,}\s*$")
_PLAIN: Final = re.compile(r"(?!\s*(?:[>＞_=*—–-]|begin|anfang|début))[^:：]*+$", re.IGNORECASE)
_LETTER: Final = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class ForwardedText:
    """The innermost forwarded mail: who wrote it, as its header block says, and its words."""

    sender_name: str
    sender_email: str
    subject: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The parts of one text."""

    visible: str
    quoted: str = ""
    signature: str = ""
    forwarded: ForwardedText | None = None


@dataclass(slots=True)
class _Sorted:
    """Lines by where they belong, while the text is read."""

    new: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    inner: list[str] | None = None
    block: Block | None = None
    introduced: bool = False


def is_forward_subject(subject: str) -> bool:
    """Return whether the first prefix of a subject says "forwarded", in any language."""
    match = _PREFIX.match(subject)
    return bool(match) and match[1].lower() in FORWARD_PREFIXES if match else False


def is_reply_subject(subject: str) -> bool:
    """Return whether a subject begins with a reply prefix."""
    match = _PREFIX.match(subject)
    return bool(
        match
        and re.fullmatch(
            r"re|aw|sv|antw|odp|ynt|vs|ad|r|ref|res|回复|答复|回覆|返信|отв?", match[1].lower()
        )
    )


def clean(text: str, subject: str = "") -> Cleaned:
    """Split a text; `subject` decides between answer and forward where the text cannot."""
    return _clean(text, subject, 0)


def _clean(text: str, subject: str, depth: int) -> Cleaned:
    """Split a text that sits `depth` forwards deep."""
    beyond = text[MOST_TEXT:]
    lines, banner = without_banner([line.rstrip() for line in text[:MOST_TEXT].split("\n")])
    found = _sort(lines, subject)
    if beyond:
        found.quoted.append(beyond)
    new, tail = split_tail(found.new)
    if not _readable(new) and not found.introduced and found.inner is None and not _readable(tail):
        new, found.quoted = [unquoted(line) for line in found.quoted], []
        new, tail = split_tail(new)
    forwarded = None
    if found.inner is not None:
        forwarded = _forwarded(found, depth)
        if forwarded is None:
            found.quoted.extend(found.inner)
    return Cleaned(_joined(new), _joined(found.quoted), _joined([*tail, *banner]), forwarded)


def _sort(lines: list[str], subject: str) -> _Sorted:
    """Walk the lines once and sort them; stops where a quote or forward takes the rest."""
    found = _Sorted()
    at = 0
    tries = MOST_TRIES
    while at < len(lines):
        line = lines[at]
        if _PLAIN.match(line) and "--" not in line:
            found.new.append(line)
            at += 1
            continue
        tries -= bool(tries) and ":" in line
        if not line:
            found.new.append(line)
            at += 1
        elif is_forward_marker(line):
            _take_forward(found, lines, at, at + 1)
            return found
        elif is_original_marker(line):
            return _take_rest(found, lines, at, at + 1, subject)
        elif tries and label_of(unquoted(line)) and _quoted_block(lines, at):
            _drop_underline(found)
            return _take_rest(found, lines, at, at, subject)
        elif tries and ends_like_attribution(line) and (kind := _attribution(found, line)):
            rest_quoted = _next_is_quoted(lines, at + 1)
            if rest_quoted or kind == "sure":
                found.introduced = True
                _pull_attribution(found, line)
                at += 1
                if not rest_quoted:
                    found.quoted.extend(lines[at:])
                    return found
                continue
            found.new.append(line)
            at += 1
        elif is_quoted(line):
            found.quoted.append(line)
            at += 1
        else:
            found.new.append(line)
            at += 1
    return found


def _quoted_block(lines: list[str], at: int) -> bool:
    """Return whether a header block was quoted by a program; a memo's typed head was not."""
    block = block_at(lines, at)
    return block is not None and block.sure


def _attribution(found: _Sorted, line: str) -> str:
    """Return how sure an attribution ends here, looking up to three lines back."""
    window = unquoted(line)
    kind = attribution(window)
    for above in reversed(found.new[-3:]):
        if kind == "sure" or not above.strip():
            break
        window = f"{unquoted(above)} {window}"
        kind = attribution(window) or kind
    return kind


def _pull_attribution(found: _Sorted, line: str) -> None:
    """Move the lines of an attribution from the new words to the quote."""
    if attribution(unquoted(line)) == "sure":
        found.quoted.append(line)
        return
    window = unquoted(line)
    taken = [line]
    best = 1
    for above in reversed(found.new[-3:]):
        if not above.strip():
            break
        window = f"{unquoted(above)} {window}"
        taken.append(above)
        if attribution(window) == "sure":
            best = len(taken)
            break
    if best > 1:
        del found.new[len(found.new) - best + 1 :]
    found.quoted.extend(reversed(taken[:best]))


def _next_is_quoted(lines: list[str], at: int) -> bool:
    """Return whether the next line with words carries a quote mark."""
    for line in lines[at : at + 4]:
        if line.strip():
            return is_quoted(line)
    return False


def _drop_underline(found: _Sorted) -> None:
    """Move the ruler that some programs draw above a header block to the quote."""
    while found.new and (not found.new[-1].strip() or _UNDERLINE.match(found.new[-1])):
        line = found.new.pop()
        if line.strip():
            found.quoted.append(line)


def _take_rest(found: _Sorted, lines: list[str], marker: int, start: int, subject: str) -> _Sorted:
    """Give the rest to the quote, or to the forward where subject or emptiness say so."""
    forward = is_forward_subject(subject)
    if not forward and not _readable(found.new) and not is_reply_subject(subject):
        forward = _block_near(lines, start) is not None
    if forward:
        _take_forward(found, lines, marker, start)
    else:
        found.introduced = True
        found.quoted.extend(lines[marker:])
    return found


def _take_forward(found: _Sorted, lines: list[str], marker: int, start: int) -> None:
    """Give the rest to the forward, without the marks that quote it."""
    rest = lines[start:]
    words = [line for line in rest[:30] if line.strip()]
    if words and sum(is_quoted(line) for line in words) * 2 > len(words):
        rest = [one_level_down(line) for line in rest]
    found.introduced = True
    if marker < start:
        found.quoted.append(lines[marker])
    found.block = _block_near(rest, 0)
    found.inner = rest


def _block_near(lines: list[str], start: int) -> Block | None:
    """Return the header block at the first lines with words, or None."""
    for at in range(start, min(len(lines), start + 4)):
        if lines[at].strip():
            return block_at(lines, at) or _partial(lines, at)
    return None


def _partial(lines: list[str], at: int) -> Block | None:
    """Return what labels there are behind a forward marker, even if only From."""
    values: dict[str, str] = {}
    end = at
    while end < len(lines) and (found := label_of(unquoted(lines[end]))):
        values.setdefault(*found)
        end += 1
    return Block(values, end, True) if "from" in values else None


def _forwarded(found: _Sorted, depth: int) -> ForwardedText | None:
    """Return the innermost forwarded mail of the rest."""
    lines = found.inner or []
    values = found.block.values if found.block else {}
    if found.block:
        found.quoted.extend(lines[: found.block.end])
    body = "\n".join(lines[found.block.end if found.block else 0 :])
    inner = (
        _clean(body, values.get("subject", ""), depth + 1)
        if depth < DEEPEST_FORWARD
        else Cleaned(body.strip())
    )
    found.quoted.extend(inner.quoted.split("\n") if inner.quoted else [])
    if inner.forwarded and inner.forwarded.text:
        deep = inner.forwarded
        words = "\n\n".join(part for part in (inner.visible, inner.signature, deep.text) if part)
        return ForwardedText(deep.sender_name, deep.sender_email, deep.subject, deep.date, words)
    said = (inner.visible or inner.quoted, inner.signature)
    words = "\n\n".join(part for part in said if part)
    if not words and not values:
        return None
    name, email = _who(values.get("from", ""))
    return ForwardedText(name, email, values.get("subject", ""), values.get("date", ""), words)


def _who(value: str) -> tuple[str, str]:
    """Return name and address of a From line as programs print it."""
    email = address_in(value)
    name = re.sub(r"<[^>]*>|\[[^\]]*\]|\(mailto:[^)]*\)", " ", value)
    name = " ".join(name.replace(email, " ").split()).strip("\"'<>()[],; ") if email else value
    return ("" if name == email else name[:200]), email


def _readable(lines: list[str]) -> bool:
    """Return whether anything readable is in the lines."""
    return any(_LETTER.search(line) for line in lines)


def _joined(lines: list[str]) -> str:
    """Return the lines as text without empty ends."""
    return "\n".join(lines).strip("\n").strip()
