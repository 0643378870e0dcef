"""Outlook's winmail.dat: the text in it, and what is attached (MS-OXTNEF)."""

from typing import Final

from bot.edges.mail.html_text import html_to_text
from bot.edges.mail.rich_text import rtf_to_text
from bot.edges.mail.tree import Part
from bot.edges.mail.wording import body_text

MOST_TNEF: Final = 6_000_000
"""Bytes of a winmail.dat that are looked into."""

_WESTERN: Final = bytes.fromhex("01 0790 0600 08000000 e404000000000000 e800")
"""attOemCodepage 1252 (MS-OXTNEF 2.1.3.3.10), for files that name none; theirs comes later."""


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
        found = TNEF(raw[:6] + _WESTERN + raw[6:], do_checksum=False)
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
    return rtf_to_text(bytes(rtf).decode("cp1252", "replace")) if rtf else ""
