"""Text in calendars, signatures, Outlook's own format; and what nobody can open here."""

import base64
import struct
import zlib
from functools import reduce
from typing import Final

from tests.edges.mail.odd.case import HEAD, REQUEST, Odd, mail, multipart, text_part


def tnef(*attributes: tuple[int, bytes]) -> bytes:
    """Return a winmail.dat of (attribute, data), MS-OXTNEF 2.1.3."""
    out = struct.pack("<IH", 0x223E9F78, 1)
    for number, data in attributes:
        out += struct.pack("<BII", 1, number, len(data)) + data
        out += struct.pack("<H", sum(data) & 0xFFFF)
    return out


VERSION: Final = (0x00089006, struct.pack("<I", 0x00010000))
CODEPAGE: Final = (0x00069007, struct.pack("<II", 1252, 0))


def mapi(*properties: tuple[int, bytes]) -> tuple[int, bytes]:
    """Return the attribute that holds MAPI properties (tag, one variable value)."""
    out = struct.pack("<I", len(properties))
    for tag, value in properties:
        out += struct.pack("<III", tag, 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return 0x00069003, out


def rtf_packed(rtf: bytes) -> bytes:
    """Return uncompressed RTF in its frame (MS-OXRTFCP 2.2.1.1, MELA)."""
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


def winmail(raw: bytes) -> bytes:
    """Return a part that holds a winmail.dat."""
    return (
        b"Content-Type: application/ms-tnef; name=winmail.dat\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(raw)
    )


def der(tag: int, *content: bytes) -> bytes:
    """Return one DER element (X.690)."""
    body = b"".join(content)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + body


DATA: Final = bytes.fromhex("06092a864886f70d010701")
SIGNED: Final = bytes.fromhex("06092a864886f70d010702")
ENVELOPED: Final = bytes.fromhex("06092a864886f70d010703")


def opaque(entity: bytes) -> bytes:
    """Return an opaque signature around an entity (RFC 8551, 3.5.2), its signers left out."""
    inner = der(0x30, DATA, der(0xA0, der(0x04, entity)))
    signed = der(0x30, der(0x02, b"\1"), der(0x31), inner, der(0x31))
    return der(0x30, SIGNED, der(0xA0, signed))


def endless(entity: bytes) -> bytes:
    """Return the same in BER of indefinite length, its text in pieces, as Outlook writes."""
    pieces = b"".join(der(0x04, entity[at : at + 20]) for at in range(0, len(entity), 20))
    text = b"\x24\x80" + pieces + b"\0\0"
    inner = b"\x30\x80" + DATA + b"\xa0\x80" + text + b"\0\0\0\0"
    return (
        b"\x30\x80" + SIGNED + b"\xa0\x80\x30\x80" + der(2, b"\1") + der(0x31) + inner + b"\0" * 8
    )


def p7m(raw: bytes, kind: bytes = b"application/pkcs7-mime; smime-type=signed-data") -> bytes:
    """Return a mail that is one S/MIME object."""
    return mail(
        b"Content-Type: " + kind + b"; name=smime.p7m\r\nContent-Transfer-Encoding: base64",
        base64.encodebytes(raw),
    )


ENTITY: Final = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + REQUEST.encode() + b"\r\n"
CALENDAR: Final = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:About my data\r\n"
    f"DESCRIPTION:{REQUEST[:20]}\r\n {REQUEST[20:]}\\nThanks\r\nEND:VEVENT\r\nEND:VCALENDAR"
)
ARMOUR: Final = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA0F9\r\n=abcd\r\n-----END PGP MESSAGE-----"
CLEAR: Final = (
    f"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n{REQUEST}\r\n- -- \r\nIlka\r\n"
    "-----BEGIN PGP SIGNATURE-----\r\n\r\niQEz\r\n-----END PGP SIGNATURE-----"
)
RTF: Final = b"{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\pard " + REQUEST.encode() + b"\\par}"
RTF_PAGE: Final = (
    b"{\\rtf1\\ansi\\fromhtml1 {\\fonttbl{\\f0 Arial;}}{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 "
    + REQUEST.encode()
    + b"\\htmlrtf }\\htmlrtf0 {\\*\\htmltag72 </p>}}"
)
PDF: Final = b"Content-Type: application/pdf; name=a.pdf\r\n\r\n%PDF-1.4 " + zlib.compress(
    b"x" * 99
)

ENCLOSURES: Final[dict[str, Odd]] = {
    "winmail.dat with a plain body": Odd(
        HEAD
        + multipart(
            b"mixed",
            text_part(" "),
            winmail(tnef(VERSION, CODEPAGE, (0x0002800C, REQUEST.encode() + b"\0"))),
        )
    ),
    "winmail.dat with a page": Odd(
        HEAD
        + multipart(
            b"mixed",
            winmail(tnef(VERSION, CODEPAGE, mapi((0x10130102, f"<p>{REQUEST}</p>".encode())))),
        ),
        never=("<p>",),
    ),
    "winmail.dat with RTF": Odd(
        HEAD
        + multipart(
            b"mixed", winmail(tnef(VERSION, CODEPAGE, mapi((0x10090102, rtf_packed(RTF)))))
        ),
        never=("fonttbl", "Arial"),
    ),
    "winmail.dat with a page in RTF": Odd(
        HEAD
        + multipart(
            b"mixed", winmail(tnef(VERSION, CODEPAGE, mapi((0x10090102, rtf_packed(RTF_PAGE)))))
        ),
        never=("fonttbl", "htmlrtf", "<p>"),
    ),
    "winmail.dat with a Unicode body": Odd(
        HEAD
        + multipart(
            b"mixed",
            winmail(
                tnef(VERSION, CODEPAGE, mapi((0x1000001F, (REQUEST + "\0").encode("utf-16-le"))))
            ),
        ),
    ),
    "winmail.dat as the whole mail": Odd(
        mail(
            b"Content-Type: application/ms-tnef; name=winmail.dat\r\n"
            b"Content-Transfer-Encoding: base64",
            base64.encodebytes(tnef(VERSION, CODEPAGE, (0x0002800C, REQUEST.encode() + b"\0"))),
        )
    ),
    "winmail.dat beside a text": Odd(
        HEAD + multipart(b"mixed", text_part(), winmail(tnef(VERSION, (0x0002800C, b"other\0")))),
    ),
    "winmail.dat cut off": Odd(
        HEAD
        + multipart(
            b"mixed", winmail(tnef(VERSION, CODEPAGE, (0x0002800C, REQUEST.encode() + b"\0"))[:-20])
        ),
        ("Please delete my account",),
    ),
    "winmail.dat that is none": Odd(
        HEAD + multipart(b"mixed", text_part(), winmail(b"nothing of the kind"))
    ),
    "winmail.dat called octet-stream": Odd(
        HEAD
        + multipart(
            b"mixed",
            winmail(tnef(VERSION, CODEPAGE, (0x0002800C, REQUEST.encode() + b"\0"))).replace(
                b"application/ms-tnef", b"application/octet-stream"
            ),
        ),
    ),
    "a calendar only": Odd(mail(b"Content-Type: text/calendar; method=REQUEST", CALENDAR)),
    "a calendar in an alternative": Odd(
        HEAD + multipart(b"alternative", text_part(CALENDAR, b"text/calendar; method=REQUEST"))
    ),
    "a calendar as application/ics": Odd(
        HEAD + multipart(b"mixed", text_part(CALENDAR, b"application/ics; name=i.ics"))
    ),
    "a calendar beside an empty text": Odd(
        HEAD + multipart(b"mixed", text_part(""), text_part(CALENDAR, b"text/calendar"))
    ),
    "a vCard only": Odd(
        mail(b"Content-Type: text/vcard", f"BEGIN:VCARD\r\nNOTE:{REQUEST}\r\nEND:VCARD")
    ),
    "an opaque signature": Odd(p7m(opaque(ENTITY))),
    "an opaque signature in BER": Odd(p7m(endless(ENTITY))),
    "an opaque signature around an alternative": Odd(
        p7m(opaque(multipart(b"alternative", text_part(), text_part("<p>x</p>", b"text/html"))))
    ),
    "an opaque signature without smime-type": Odd(p7m(opaque(ENTITY), b"application/x-pkcs7-mime")),
    "an opaque signature called octet-stream": Odd(
        p7m(opaque(ENTITY), b"application/octet-stream")
    ),
    "an opaque signature in an opaque signature": Odd(
        p7m(
            opaque(
                b"Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n"
                b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(opaque(ENTITY))
            )
        )
    ),
    "an opaque signature nested 60 deep": Odd(
        p7m(
            reduce(
                lambda inner, _: opaque(
                    b"Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n\r\n" + inner
                ),
                range(60),
                ENTITY,
            )
        ),
        (),
        problem="more than 10 encoded",
    ),
    "an opaque signature sent as binary": Odd(
        mail(
            b"Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"
            b"Content-Transfer-Encoding: binary",
            opaque(ENTITY),
        )
    ),
    "S/MIME encrypted": Odd(
        p7m(
            der(0x30, ENVELOPED, der(0xA0, b"\1" * 99)),
            b"application/pkcs7-mime; smime-type=enveloped-data",
        ),
        (),
        encrypted="smime",
        problem="encrypted",
    ),
    "S/MIME encrypted without smime-type": Odd(
        p7m(der(0x30, ENVELOPED, der(0xA0, b"\1" * 99)), b"application/x-pkcs7-mime"),
        (),
        encrypted="smime",
    ),
    "S/MIME of certificates only": Odd(
        p7m(
            der(0x30, SIGNED, der(0xA0, b"\1" * 99)),
            b"application/pkcs7-mime; smime-type=certs-only",
        ),
        (),
    ),
    "S/MIME compressed": Odd(
        p7m(
            der(0x30, b"\x06\x0b*\x86H\x86\xf7\r\1\t\x10\1\t"),
            b"application/pkcs7-mime; smime-type=compressed-data",
        ),
        (),
        encrypted="smime",
    ),
    "PGP/MIME": Odd(
        HEAD
        + multipart(
            b"encrypted; protocol=application/pgp-encrypted",
            b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1",
            text_part(ARMOUR, b"application/octet-stream; name=encrypted.asc"),
        ),
        (),
        encrypted="pgp",
        problem="encrypted",
    ),
    "PGP/MIME that Exchange made mixed": Odd(
        HEAD
        + multipart(
            b"mixed",
            text_part(""),
            b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1",
            text_part(ARMOUR, b"application/octet-stream; name=encrypted.asc"),
        ),
        (),
        encrypted="pgp",
    ),
    "PGP in the text": Odd(mail(b"", ARMOUR), (), encrypted="pgp"),
    "PGP in a page": Odd(
        mail(b"Content-Type: text/html", "<pre>" + ARMOUR.replace("\r\n", "<br>\r\n") + "</pre>"),
        (),
        encrypted="pgp",
    ),
    "PGP quoted under a text": Odd(
        mail(b"", REQUEST + "\r\n\r\n" + "\r\n".join("> " + x for x in ARMOUR.split("\r\n")))
    ),
    "PGP clear-signed": Odd(mail(b"", CLEAR), never=("iQEz",)),
    "PGP clear-signed, text around": Odd(
        mail(b"", "Hello.\r\n\r\n" + CLEAR + "\r\nP.S. It is urgent."),
        (REQUEST, "Hello.", "P.S. It is urgent."),
    ),
    "PGP keys only": Odd(
        mail(
            b"",
            REQUEST + "\r\n-----BEGIN PGP PUBLIC KEY BLOCK-----\r\nmQ",
        )
    ),
    "a PDF only": Odd(HEAD + multipart(b"mixed", PDF), (), problem="no text", attached=("a.pdf",)),
    "a PDF as the whole mail": Odd(
        mail(b"Content-Type: application/pdf; name=a.pdf", b"%PDF-1.4 " + bytes(range(256))),
        (),
        problem="no text",
        attached=("a.pdf",),
    ),
    "a picture only": Odd(
        mail(b"Content-Type: image/jpeg", b"\xff\xd8\xff" + bytes(range(256))),
        (),
        problem="no text",
    ),
    "a zip as octet-stream without a name": Odd(
        HEAD + multipart(b"mixed", b"Content-Type: application/octet-stream\r\n\r\nPK\3\4\0\0\1"),
        (),
        problem="no text",
    ),
    "an attachment named by RFC 2231 in pieces": Odd(
        HEAD
        + multipart(
            b"mixed",
            text_part(),
            b"Content-Type: application/pdf\r\nContent-Disposition: attachment;\r\n"
            b" filename*0*=utf-8''l%C3%B6;\r\n filename*1*=schen;\r\n filename*2=\".pdf\"\r\n\r\nx",
        ),
        attached=("löschen.pdf",),
    ),
    "an attachment named in encoded words": Odd(
        HEAD
        + multipart(
            b"mixed",
            text_part(),
            b'Content-Type: application/pdf; name="=?iso-8859-1?Q?l=F6schen.pdf?="\r\n\r\nx',
        ),
        attached=("löschen.pdf",),
    ),
    "an attachment named in raw Latin-1": Odd(
        HEAD
        + multipart(
            b"mixed", text_part(), b'Content-Type: application/pdf; name="l\xf6schen.pdf"\r\n\r\nx'
        ),
        attached=("löschen.pdf",),
    ),
    "an attachment named like a path": Odd(
        HEAD
        + multipart(
            b"mixed",
            text_part(),
            b'Content-Type: text/x-sh; name="../../etc/passwd"\r\n'
            b"Content-Disposition: attachment\r\n\r\nx",
        ),
        attached=("passwd",),
    ),
    "an attachment without any name": Odd(
        HEAD + multipart(b"mixed", text_part(), b"Content-Type: application/pdf\r\n\r\nx")
    ),
}
