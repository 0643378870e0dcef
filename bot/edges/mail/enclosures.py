"""Parts that are neither text nor plain files: calendar, PGP, S/MIME."""

import re
from typing import Final

from bot.edges.mail.charset import decode
from bot.edges.mail.tree import Part
from bot.edges.mail.wording import body_text

_CALENDAR: Final = ("METHOD", "SUMMARY", "ORGANIZER", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION")
_PGP: Final = re.compile(r"^-----BEGIN PGP MESSAGE-----[ \t]*$", re.M)
_CLEARSIGNED: Final = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z-]+:[^\n]*\n)*\n?", re.M
)
_DATA: Final = bytes.fromhex("06092a864886f70d010701")
_ENTITY: Final = re.compile(rb"(?:Content-[A-Za-z-]{2,40}|MIME-Version):", re.IGNORECASE)
_SIGNED: Final = bytes.fromhex("06092a864886f70d010702")


def encryption(part: Part) -> str:
    """Return "pgp" or "smime" for a part whose text cannot be read, else nothing."""
    kind = part.content_type
    protocol = part.parameters.get("protocol", "").lower()
    if kind in {"application/pgp-encrypted"} or (
        kind == "multipart/encrypted" and "pkcs7" not in protocol
    ):
        return "pgp"
    if kind in {"application/pkcs7-mime", "application/x-pkcs7-mime"} or "pkcs7" in protocol:
        return "" if part.parameters.get("smime-type") == "certs-only" else "smime"
    name = part.filename.lower()
    if name.endswith(".p7m"):
        return "smime"
    return "pgp" if name.endswith((".pgp", ".gpg")) or name == "encrypted.asc" else ""


def may_be_signed(part: Part) -> bool:
    """Return whether an S/MIME part may be signed only, its text readable inside."""
    return part.parameters.get("smime-type", "signed-data").lower() == "signed-data"


def signed_content(der: bytes) -> bytes:
    """Return the entity inside an opaque S/MIME signature (RFC 5652, 5.2), or nothing."""
    der = der.replace(b"\xf7\n\x01\x07", b"\xf7\r\x01\x07")  # a CR that was taken for a line end
    if _SIGNED not in der[:100]:
        return b""
    at = der.find(_DATA)
    if at < 0:
        return b""
    at += len(_DATA)
    try:
        if der[at] != 0xA0:
            return b""
        start, end = _length(der, at + 1)
        found = _octets(der, start, min(end, len(der)), 0)
    except (IndexError, ValueError):
        found = b""
    if _ENTITY.match(found):
        return found
    # line ends were changed on the way, so that no length fits any more
    entity = _ENTITY.search(der, at, at + 200)
    return re.split(rb"[\x00-\x08]", der[entity.start() :], maxsplit=1)[0] if entity else found


def _length(der: bytes, at: int) -> tuple[int, int]:
    """Return where a value begins and ends; an indefinite one ends with the bytes."""
    first = der[at]
    if first == 0x80:
        return at + 1, len(der)
    if first < 0x80:
        return at + 1, at + 1 + first
    count = first & 0x7F
    if count > 4:
        raise ValueError("a length of more than four bytes")
    return at + 1 + count, at + 1 + count + int.from_bytes(der[at + 1 : at + 1 + count], "big")


def _octets(der: bytes, at: int, end: int, depth: int) -> bytes:
    """Return the octet strings between two offsets, constructed ones joined."""
    out = b""
    while at < end and depth < 4:
        tag = der[at]
        if tag not in {0x04, 0x24}:
            break
        start, stop = _length(der, at + 1)
        stop = min(stop, end)
        out += der[start:stop] if tag == 0x04 else _octets(der, start, stop, depth + 1)
        at = stop
    return out


def without_pgp(text: str) -> tuple[str, str]:
    """Return the text without a clear signature's frame, and "pgp" if the rest is encrypted."""
    if "-----BEGIN PGP" not in text:
        return text, ""
    if "-----BEGIN PGP SIGNED MESSAGE-----" in text:
        text = _CLEARSIGNED.sub("", text)
        head, _, tail = text.partition("\n-----BEGIN PGP SIGNATURE-----")
        after = tail.partition("-----END PGP SIGNATURE-----")[2]
        return re.sub(r"^- ", "", head, flags=re.M) + after.rstrip(), ""
    return text, "pgp" if _PGP.search(text) else ""


def calendar(raw: bytes, label: str) -> str:
    """Return what an invitation says, one field a line (RFC 5545).

    Its lines may be folded in the middle of a character, so they are unfolded first.
    """
    raw = raw.replace(b"\r\n", b"\n").replace(b"\n ", b"").replace(b"\n\t", b"")
    lines = decode(raw, label)[0].split("\n")
    found: list[str] = []
    for line in lines[:2_000]:
        name, colon, value = line.partition(":")
        field = name.partition(";")[0].upper()
        if colon and field in _CALENDAR and len(found) < 20:
            plain = value.replace("\\n", "\n").replace("\\N", "\n").replace("\\,", ",")
            found.append(f"{field.capitalize()}: {plain.replace(chr(92) + ';', ';')[:5_000]}")
    return body_text("\n".join(found))
