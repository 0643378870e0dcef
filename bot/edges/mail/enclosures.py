"""Parts that are neither text nor plain files: calendar, TNEF, PGP, S/MIME, uuencode."""

import binascii
import re
from typing import Final

from bot.edges.mail.html_text import html_to_text
from bot.edges.mail.tree import Part
from bot.edges.mail.wording import body_text

MOST_TNEF: Final = 6_000_000
"""Bytes of a winmail.dat that are looked into."""

_CALENDAR: Final = ("METHOD", "SUMMARY", "ORGANIZER", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION")
_PGP: Final = re.compile(r"^-----BEGIN PGP MESSAGE-----[ \t]*$", re.M)
_CLEARSIGNED: Final = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z-]+:[^\n]*\n)*\n?", re.M
)
_DATA: Final = bytes.fromhex("06092a864886f70d010701")
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
    if _SIGNED not in der[:100]:
        return b""
    at = der.find(_DATA)
    if at < 0:
        return b""
    at += len(_DATA)
    try:
        if der[at] != 0xA0:
            return b""
        at, end = _length(der, at + 1)
        return _octets(der, at, min(end, len(der)), 0)
    except (IndexError, ValueError):
        return b""


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
        head, _, _ = text.partition("\n-----BEGIN PGP SIGNATURE-----")
        return re.sub(r"^- ", "", head, flags=re.M), ""
    return text, "pgp" if _PGP.search(text) else ""


def calendar(text: str) -> str:
    """Return what an invitation says, one field a line (RFC 5545)."""
    lines = text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "").split("\n")
    found: list[str] = []
    for line in lines[:2_000]:
        name, colon, value = line.partition(":")
        field = name.partition(";")[0].upper()
        if colon and field in _CALENDAR and len(found) < 20:
            plain = value.replace("\\n", "\n").replace("\\N", "\n").replace("\\,", ",")
            found.append(f"{field.capitalize()}: {plain.replace(chr(92) + ';', ';')[:5_000]}")
    return body_text("\n".join(found))


def is_tnef(part: Part) -> bool:
    """Return whether a part is Outlook's winmail.dat."""
    return part.content_type in {"application/ms-tnef", "application/vnd.ms-tnef"} or (
        part.filename.lower() == "winmail.dat"
    )


def tnef(raw: bytes) -> tuple[str, list[tuple[str, int]]]:
    """Return text and attachment names with sizes of a winmail.dat; empty where unreadable."""
    if len(raw) > MOST_TNEF or not raw.startswith(b"\x78\x9f\x3e\x22"):
        return "", []
    from tnefparse import TNEF  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415

    try:
        found = TNEF(raw, do_checksum=False)
        names = [
            (str(each.long_filename() or each.name), len(each.data)) for each in found.attachments
        ]
        return _tnef_text(found), names[:100]
    except Exception:  # noqa: BLE001  (a foreign parser on hostile bytes: any error may come)
        return _tnef_plain(raw), []


def _tnef_plain(raw: bytes) -> str:
    """Return the plain body alone, from a file that the library cannot read (MS-OXTNEF 2.1.3)."""
    at = 6
    while at + 11 <= len(raw):
        length = int.from_bytes(raw[at + 5 : at + 9], "little")
        if raw[at + 1 : at + 3] == b"\x0c\x80":  # attBody
            body = raw[at + 9 : at + 9 + length].rstrip(b"\0")
            return body_text(body.decode("cp1252", "replace"))
        at += 11 + length
    return ""


def _tnef_text(found: object) -> str:
    """Return the body of a parsed winmail.dat, plain before HTML before RTF."""
    body = getattr(found, "body", None)
    if body:
        text = body.decode("cp1252", "replace") if isinstance(body, bytes) else str(body)
        return body_text(text)
    page = getattr(found, "htmlbody", None)
    if page:
        source = page.decode("utf-8", "replace") if isinstance(page, bytes) else str(page)
        return body_text(html_to_text(source).text)
    rtf = getattr(found, "rtfbody", None)
    return body_text(_rtf_text(bytes(rtf))) if rtf else ""


def _rtf_text(rtf: bytes) -> str:
    """Return the words of RTF, or of the HTML that Exchange wraps in it."""
    text = rtf.decode("cp1252", "replace")[:1_000_000]
    text = re.sub(
        r"\\'([0-9a-fA-F]{2})", lambda m: bytes([int(m[1], 16)]).decode("cp1252", "replace"), text
    )
    if "\\fromhtml" in text:
        page = "".join(
            re.findall(r"\{\\\*\\htmltag\d*\s?([^{}]*)\}|\\htmlrtf\b.*?\\htmlrtf0|", text)
        )
        plain = re.sub(r"\{\\\*\\htmltag\d*[^{}]*\}", " ", text)
        return _rtf_words(plain) or html_to_text(page).text
    return _rtf_words(text)


def _rtf_words(text: str) -> str:
    """Return RTF without its control words and tables."""
    text = re.sub(
        r"\{\\(?:fonttbl|colortbl|stylesheet|info|\*)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "", text
    )
    text = re.sub(r"\\(?:par|line)\b ?", "\n", text)
    text = re.sub(r"\\[a-zA-Z]+-?\d* ?|[{}]", "", text)
    return text.strip()


def uudecoded(raw: bytes) -> bytes:
    """Return uuencoded bytes decoded, line by line, as far as they make sense."""
    out: list[bytes] = []
    for line in raw.split(b"\n"):
        if line.startswith((b"begin ", b"end")) or not line.strip():
            continue
        try:
            out.append(binascii.a2b_uu(line[:64]))
        except binascii.Error:
            continue
    return b"".join(out)
