"""Address lists of From, To and their like, read tolerantly and in linear time (RFC 5322, 3.4)."""

import re
from typing import Final

from bot.core.mail import Address
from bot.edges.mail.headers import as_text, decode_words
from bot.edges.mail.wording import header_value

MOST_ADDRESSES: Final = 200
"""Addresses read of one list; the card shows far fewer."""

LONGEST: Final = 320
"""Characters of an address (RFC 3696 section 3, erratum 1690)."""

_PIECE: Final = re.compile(
    r"""(?P<quoted>"(?:[^"\\]|\\.)*+")|(?P<angle><[^>]*+>?)|(?P<mark>[,;:(])|(?P<run>[^",;:(<]++|")""",
    re.DOTALL,
)
_LIKE_ADDRESS: Final = re.compile(r"[^\s<>\"(),;:]{1,200}@[^\s<>\"(),;:@]{1,255}")
_MAILTO: Final = re.compile(r"^\s*mailto:", re.IGNORECASE)


def addresses(values: list[bytes]) -> tuple[Address, ...]:
    """Return the addresses of all the values, each once, in order."""
    found: dict[str, Address] = {}
    for value in values:
        for address in _listed(as_text(value)):
            known = found.get(address.email)
            if known is None or (not known.name and address.name):
                found[address.email] = address
            if len(found) >= MOST_ADDRESSES:
                return tuple(found.values())
    return tuple(found.values())


def _listed(text: str) -> list[Address]:
    """Return the addresses of one value; a wholly encoded value is decoded and read again."""
    found = _split(text)
    if not found and "=?" in text:
        found = _split(decode_words(text))
    return found


def _split(text: str) -> list[Address]:
    """Walk the value once, collecting words until a comma ends an address."""
    found: list[Address] = []
    words: list[str] = []
    notes: list[str] = []
    angle: str | None = None
    at = 0
    while at < len(text) and len(found) < MOST_ADDRESSES:
        match = _PIECE.match(text, at)
        if match is None:
            break
        at = match.end()
        kind, piece = match.lastgroup, match.group()
        if kind == "quoted":
            words.append(re.sub(r"\\(.)", r"\1", piece[1:-1]))
        elif kind == "angle":
            if angle is None or "@" not in angle:
                angle = piece.strip("<>")
        elif kind == "run":
            words.append(piece)
        elif piece == "(":
            note, at = _comment(text, at)
            notes.append(note)
        elif piece == ":" and angle is None and "@" not in "".join(words):
            words.clear()  # the name of a group
        elif piece == ":":
            words.append(piece)
        else:
            found.extend(_address(words, notes, angle))
            words, notes, angle = [], [], None
    found.extend(_address(words, notes, angle))
    return found


def _comment(text: str, at: int) -> tuple[str, int]:
    """Return a comment's words and where it ends; an open one ends at the next comma."""
    depth = 1
    for match in re.finditer(r"\\.|[()]", text[at:]):
        if match.group() == "(":
            depth += 1
        elif match.group() == ")":
            depth -= 1
        if depth == 0:
            return text[at : at + match.start()], at + match.end()
    comma = text.find(",", at)
    return "", comma if comma >= 0 else len(text)


def _address(words: list[str], notes: list[str], angle: str | None) -> list[Address]:
    """Return one address of what stood between two commas, or none."""
    bare = "".join(words).strip()
    if angle is None:
        match = _LIKE_ADDRESS.search(bare)
        if match:
            angle, bare = match.group(), bare[: match.start()] + bare[match.end() :]
        elif bare and not re.search(r"[\s\"]|=\?", bare):
            angle, bare = bare, ""
        else:
            return []
    email = _email(angle)
    if not email:
        return []
    name = header_value(decode_words(bare or " ".join(notes)), 200).strip("\"' ")
    return [Address(email, "" if name.lower() == email.lower() else name)]


def _email(text: str) -> str:
    """Return the address itself: no spaces, no source route, its domain in lower case."""
    text = _MAILTO.sub("", decode_words(text))
    email = header_value("".join(text.split()), LONGEST).replace(" ", "")
    if email.startswith("@") and ":" in email:
        email = email.rpartition(":")[2]
    local, at, domain = email.rpartition("@")
    if not at:
        return email.strip("\"'<>,;")
    return (
        f"{local.strip(chr(34) + chr(39)) or local}@{domain.strip('.').lower()}" if domain else ""
    )
