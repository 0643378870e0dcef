"""An approved letter to the bytes that are sent: same input, same bytes; no header injection.

Written by hand rather than by the standard generator, which encodes long
message ids, changes "From " lines, and invents boundaries.
"""

import base64
import hashlib
import quopri
import re
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from typing import Final

import idna

from bot.core.errors import Permanent
from bot.core.mail import INSTANCE_HEADER, LETTER_HEADER, Address, OutgoingLetter
from bot.edges.mail.wording import header_value

KEPT_REFERENCES: Final = 10
"""Last ids of References that are kept, besides the first (RFC 5537 section 3.4.4)."""

_ID: Final = re.compile(r"<[!-;=?-~]{1,250}>")
_LOCAL: Final = re.compile(r"[^\s<>()\[\]\\,;:\"@\x00-\x20\x7f]{1,64}")
_ATOMS: Final = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_.=-]{1,200}")


def compose(letter: OutgoingLetter, date: datetime) -> bytes:
    """Return the letter as RFC 5322 bytes with CRLF. Raises Permanent for an unusable address."""
    if not _ID.fullmatch(letter.message_id):
        raise Permanent("the letter's Message-ID is not of the form <left@right>")
    lines = [
        ("Date", format_datetime(date)),
        ("From", _mailbox(letter.sender)),
        ("To", _mailbox(letter.recipient)),
        ("Subject", _words("Subject", letter.subject)),
        ("Message-ID", letter.message_id),
    ]
    answered = letter.in_reply_to if _ID.fullmatch(letter.in_reply_to) else ""
    if answered:
        lines.append(("In-Reply-To", answered))
    references = _references(letter, answered)
    if references:
        lines.append(("References", "\r\n ".join(references)))
    if letter.instance:
        lines.append((INSTANCE_HEADER, header_value(letter.instance, 200)))
    if _TOKEN.fullmatch(letter.letter_token):
        lines.append((LETTER_HEADER, letter.letter_token))
    if letter.auto_submitted:  # RFC 3834 section 5; never for what a person approved
        lines.append(("Auto-Submitted", "auto-replied"))
        lines.append(("X-Auto-Response-Suppress", "All"))
    lines.append(("MIME-Version", "1.0"))
    head = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return head.encode("utf-8") + _with_original(letter, _body(letter))


def _with_original(letter: OutgoingLetter, body: bytes) -> bytes:
    """Return the body and the mail that is handed over, as a file that no server may change.

    message/rfc822 may not be encoded (RFC 2046 section 5.2.1), and what came in may hold any
    byte; so it travels as octets in base64, to be opened as an .eml file.
    """
    if not letter.original:
        return body
    seed = letter.message_id.encode() + letter.original
    mark = f"=_{hashlib.sha256(seed).hexdigest()[:40]}".encode()
    cut = b"--" + mark
    file = (
        b'Content-Type: application/octet-stream; name="request.eml"\r\n'
        b'Content-Disposition: attachment; filename="request.eml"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(letter.original).replace(b"\n", b"\r\n")
    )
    head = b'Content-Type: multipart/mixed; boundary="' + mark + b'"\r\n\r\n'
    return head + b"\r\n".join([cut, body, cut, file, cut + b"--", b""])


def _body(letter: OutgoingLetter) -> bytes:
    """Return content headers and body: plain, or plain and HTML as alternatives."""
    plain = _part("text/plain", letter.text)
    if not letter.html:
        return plain
    seed = "\0".join((letter.message_id, letter.text, letter.html)).encode()
    mark = f"=_{hashlib.sha256(seed).hexdigest()[:40]}".encode()
    page = _part("text/html", letter.html)
    head = b'Content-Type: multipart/alternative; boundary="' + mark + b'"\r\n\r\n'
    cut = b"--" + mark
    return head + b"\r\n".join([cut, plain, cut, page, cut + b"--", b""])


def _part(content_type: str, text: str) -> bytes:
    """Return one text part, quoted-printable, so that no server needs 8BITMIME."""
    even = "\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    even = even.rstrip("\n") + "\n"
    encoded = quopri.encodestring(even.encode("utf-8", "replace")).replace(b"\n", b"\r\n")
    head = f"Content-Type: {content_type}; charset=utf-8\r\n"
    return head.encode() + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + encoded


def _words(name: str, text: str) -> str:
    """Return header text, encoded where it is not ASCII, folded (RFC 2047)."""
    clean = header_value(text, 1_000)
    if clean.isascii() and "=?" not in clean and len(clean) + len(name) < 900:
        return clean
    return Header(clean, "utf-8", maxlinelen=74, header_name=name).encode(linesep="\r\n")


def _mailbox(address: Address) -> str:
    """Return `Name <address>` with the domain in ASCII."""
    email = ascii_domain(address.email)
    name = header_value(address.name, 150).replace("\\", "").replace('"', "'")
    if not name:
        return f"<{email}>"
    if not name.isascii() or "=?" in name:
        return f"{Header(name, 'utf-8', maxlinelen=1_000).encode()} <{email}>"
    return f"{name} <{email}>" if _ATOMS.fullmatch(name) else f'"{name}" <{email}>'


def ascii_domain(email: str) -> str:
    """Return an address with its domain in ASCII (RFC 5891). Raises Permanent if it is none."""
    local, at, domain = email.rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or ".." in local or local.startswith("."):
        raise Permanent("the address cannot be written into a header")
    try:
        encoded = idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        if not re.fullmatch(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*", domain):
            raise Permanent("the address has no usable domain") from error
        encoded = domain.lower()
    return f"{local}@{encoded}"


def _references(letter: OutgoingLetter, answered: str) -> list[str]:
    """Return the ids to refer to: valid ones, the first and the last ten, the answered last."""
    valid = [each for each in letter.references if _ID.fullmatch(each)]
    if answered:
        valid = [each for each in valid if each != answered] + [answered]
    valid = list(dict.fromkeys(valid))
    return valid if len(valid) <= KEPT_REFERENCES else [valid[0], *valid[-KEPT_REFERENCES:]]
