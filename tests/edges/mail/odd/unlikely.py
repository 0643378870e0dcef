"""Mails that no program should write and some do: text behind bulk, in odd places, mislabelled."""

import base64
import quopri
import struct
from typing import Final

from tests.edges.mail.odd.case import HEAD, REQUEST, Odd, mail, multipart, text_part
from tests.edges.mail.odd.structures import HTML, IMAGE, PAGE, PLAIN, whole

GERMAN: Final = "Bitte löschen Sie sämtliche über mich gespeicherten Daten."
BINARY: Final = bytes(range(256)) * 40
EMPTY: Final = b"Content-Type: text/plain\r\n\r\n"


def coded(text: str | bytes) -> bytes:
    """Return base64 in lines."""
    return base64.encodebytes(text.encode() if isinstance(text, str) else text)


def said(content_type: str, body: str | bytes, encoding: str = "8bit") -> bytes:
    """Return a mail whose type and encoding are said, whatever its body is."""
    fields = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}".encode()
    return mail(fields, body)


def forms(plain: str, page: str) -> bytes:
    """Return an alternative of two forms that say different things."""
    return whole(
        multipart(b"alternative", text_part(plain), text_part(page, b"text/html; charset=utf-8"))
    )


def file_part(name: str, body: bytes) -> bytes:
    """Return an attached file of no special type."""
    head = f'Content-Type: application/octet-stream; name="{name}"\r\n'
    head += f'Content-Disposition: attachment; filename="{name}"\r\n'
    return (head + "Content-Transfer-Encoding: base64\r\n\r\n").encode() + coded(body)


def winmail(*properties: bytes) -> bytes:
    """Return a mail that is a winmail.dat with MAPI properties (MS-OXTNEF 2.1.3.4)."""
    block = struct.pack("<I", len(properties)) + b"".join(properties)
    level = b"\x01" + struct.pack("<HHI", 0x9003, 6, len(block)) + block
    tnef = b"\x78\x9f\x3e\x22\x01\x00" + level + struct.pack("<H", sum(block) & 0xFFFF)
    head = b'Content-Type: application/ms-tnef; name="winmail.dat"\r\n'
    return whole(
        multipart(b"mixed", head + b"Content-Transfer-Encoding: base64\r\n\r\n" + coded(tnef))
    )


def of_mapi(kind: int, name: int, value: bytes) -> bytes:
    """Return one MAPI property of variable length."""
    head = struct.pack("<HHII", kind, name, 1, len(value))
    return head + value + b"\0" * (-len(value) % 4)


INVITATION: Final = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDESCRIPTION:Bitte l"
    + "ö".encode()[:1]
    + b"\r\n "
    + "ö".encode()[1:]
    + "schen Sie sämtliche über mich gespeicherten Daten.\r\nEND:VEVENT\r\n".encode()
)
BULK: Final = {
    "10,000 pictures, then the text": Odd(
        whole(multipart(b"mixed", *[b"Content-Type: image/gif\r\n\r\nx"] * 10_000, PLAIN)),
        problem="500 parts",
    ),
    "9,000 attached mails without words, then the text": Odd(
        whole(
            multipart(
                b"mixed", *[b"Content-Type: message/rfc822\r\n\r\nX-A: b\r\n\r\n"] * 9_000, PLAIN
            )
        ),
        problem="500 parts",
    ),
    "700 empty alternatives, then the text": Odd(
        whole(
            multipart(
                b"mixed",
                *[
                    multipart(b"alternative", EMPTY, EMPTY, boundary=b"=_%d" % n)
                    for n in range(700)
                ],
                PLAIN,
            )
        ),
        problem="500 parts",
        never=("--=_",),
    ),
    "30,000 parts": Odd(
        whole(multipart(b"mixed", PLAIN, *[EMPTY] * 30_000)), problem="20,000 parts"
    ),
    "four megabytes of empty lines, then the text": Odd(
        mail(b"", b"\r\n" * 2_000_000 + REQUEST.encode())
    ),
    "two megabytes of quoted nothing, then the text": Odd(
        mail(b"", b"> \r\n" * 600_000 + REQUEST.encode())
    ),
    "four megabytes of blanks, then the text": Odd(mail(b"", b" " * 4_000_000 + REQUEST.encode())),
}
STEPS: Final = {  # what would make a careless pattern take a step for each pair of bytes
    "blanks just too few to be a gap": Odd(
        mail(b"", (b" " * 199 + b"a") * 50_000 + REQUEST.encode()), (), problem="over 3 MB was cut"
    ),
    "lines just too few to be a gap": Odd(
        mail(b"", (b"\r\n" * 19 + b"a") * 200_000 + REQUEST.encode()), ()
    ),
    "a picture that is one long word": Odd(said("image/png", b"A" * 5_000_000), ()),
    "dollars that lost their escapes": Odd(
        said("text/plain; charset=iso-2022-jp", REQUEST.encode() + b"$B" * 1_000_000)
    ),
    "shifts of HZ and UTF-7 without end": Odd(mail(b"", REQUEST.encode() + b"~{+abc" * 300_000)),
    "base64 letter by letter that is none": Odd(
        said("text/plain", REQUEST.encode() + b"\r\n" + b"a b " * 500_000 + b"!", "base64")
    ),
    "6,000 alternatives": Odd(
        whole(
            multipart(
                b"mixed",
                *[
                    multipart(b"alternative", text_part("a"), text_part("<p>b"), boundary=b"=_i")
                    for _ in range(6_000)
                ],
                PLAIN,
            )
        ),
        problem="500 parts",
    ),
}
MISLABELLED: Final = {
    "text/plain that is a PDF, and the text": Odd(
        whole(multipart(b"mixed", text_part(b"%PDF-1.4\n" + BINARY), PLAIN)),
        never=("PDF", "\x7f"),
        problem="said to be text is none",
    ),
    "text/plain of any bytes, and a page": Odd(
        whole(multipart(b"alternative", text_part(b"\x00\x01\x02\xff" * 900), HTML)),
        never=("ÿ",),
        problem="said to be text is none",
    ),
    "a sentence among any bytes": Odd(
        said("text/plain", BINARY + REQUEST.encode() + BINARY), problem="said to be text is none"
    ),
    "the text said to be a picture": Odd(said("image/png", REQUEST), problem="said to be none"),
    "two types in one field": Odd(said("text/plain;text/html; charset=utf-8", GERMAN), (GERMAN,)),
    "UTF-16 that says nothing": Odd(
        said("text/plain", coded(GERMAN.encode("utf-16-le")), "base64"), (GERMAN,)
    ),
    "UTF-16 without its mark": Odd(
        said("text/plain; charset=utf-16", coded(GERMAN.encode("utf-16-be")), "base64"), (GERMAN,)
    ),
    "UTF-8 with two broken bytes": Odd(
        said("text/plain; charset=utf-8", GERMAN.encode() + b"\xff\xfe"), (GERMAN,)
    ),
    "MIME fields behind an empty line, in base64": Odd(
        mail(
            b"",
            b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\n" + coded(GERMAN),
        ),
        (GERMAN,),
        problem="an empty line stands among the headers",
    ),
    "base64 of Latin-1 that says nothing": Odd(
        said("text/plain; charset=iso-8859-1", coded(GERMAN.encode("latin-1"))), (GERMAN,)
    ),
    "quoted-printable of KOI8-R that says nothing": Odd(
        said(
            "text/plain; charset=koi8-r",
            quopri.encodestring("Прошу удалить данные".encode("koi8-r")),
        ),
        ("Прошу удалить данные",),
    ),
    "base64 letter by letter": Odd(
        said(
            "text/plain; charset=utf-8",
            " ".join(base64.b64encode(GERMAN.encode()).decode()),
            "base64",
        ),
        (GERMAN,),
    ),
    "base64 that was quoted": Odd(
        said(
            "text/plain; charset=utf-8",
            b"".join(b"> " + line + b"\r\n" for line in coded(GERMAN * 3).splitlines()),
            "base64",
        ),
        (GERMAN,),
    ),
    "base64 in parts that have lost their boundary": Odd(
        HEAD
        + b"Content-Type: multipart/mixed\r\n\r\nContent-Type: text/plain\r\n"
        + b"Content-Transfer-Encoding: base64\r\n\r\n"
        + coded(GERMAN),
        (GERMAN,),
    ),
}
STUBS: Final = {
    "plain form: open another program": Odd(
        forms("Ihr E-Mail-Programm zeigt keine HTML-Nachrichten an.", PAGE.decode()),
        never=("Ihr E",),
    ),
    "plain form: another program, in French": Odd(
        forms("Votre logiciel de messagerie ne prend pas en charge ce format.", PAGE.decode()),
        never=("Votre",),
    ),
    "plain form: an address on the web": Odd(
        forms("https://example.test/view/" + "1234567890" * 5, PAGE.decode())
    ),
    "plain form: only the signature": Odd(
        forms(
            "-- \r\nIlka Brandt\r\nTel. 030 1234",
            f"<p>{REQUEST}</p>-- <br>Ilka Brandt<br>Tel. 030 1234",
        )
    ),
    "forms that say different things": Odd(
        forms("Sent with a builder of forms for shops, number one since 1999.", PAGE.decode()),
        (REQUEST, "number one since 1999"),
    ),
    "forms that say the same": Odd(
        forms(REQUEST, f"<p>{REQUEST}</p><p>x</p>"), never=(f"{REQUEST}\n\n{REQUEST}",)
    ),
}
PLACES: Final = {
    "behind the last part of an inner multipart": Odd(
        whole(
            multipart(
                b"mixed", multipart(b"alternative", EMPTY, boundary=b"=_i") + REQUEST.encode()
            )
        ),
        problem="outside the parts",
    ),
    "before a picture": Odd(
        whole(multipart(b"mixed", IMAGE)).replace(
            b"--=_b\r\n", REQUEST.encode() + b"\r\n--=_b\r\n", 1
        ),
        problem="outside the parts",
    ),
    "a text file and nothing else": Odd(
        whole(multipart(b"mixed", file_part("request.txt", REQUEST.encode()))),
        attached=("request.txt",),
    ),
    "a text file in UTF-16 and nothing else": Odd(
        whole(multipart(b"mixed", file_part("request.txt", GERMAN.encode("utf-16")))), (GERMAN,)
    ),
    "a saved page and nothing else": Odd(
        whole(multipart(b"mixed", file_part("request.html", PAGE))), never=("<p>",)
    ),
    "RTF under the name of a letter": Odd(
        whole(
            multipart(b"mixed", file_part("letter.doc", rb"{\rtf1\ansi " + REQUEST.encode() + b"}"))
        )
    ),
    "a picture under the name of a text": Odd(
        whole(multipart(b"mixed", file_part("request.txt", b"\x89PNG\r\n" + BINARY))), ()
    ),
    "a saved mail with a cover note": Odd(
        whole(multipart(b"mixed", text_part("See below."), file_part("a.eml", mail(b"", REQUEST)))),
        ("See below.", REQUEST, "From: Ilka Brandt"),
    ),
    "an attached mail in base64 with a cover note": Odd(
        whole(
            multipart(
                b"mixed",
                text_part("See below."),
                b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + coded(mail(b"", REQUEST)),
            )
        ),
        ("See below.", REQUEST),
        problem="against RFC 2046",
    ),
    "the value of a form's field": Odd(
        said("text/html", f'<form><input name="m" value="{REQUEST}"></form>')
    ),
    "an invitation folded inside a letter": Odd(
        whole(
            multipart(
                b"mixed",
                b"Content-Type: text/calendar; charset=utf-8\r\n"
                b"Content-Transfer-Encoding: base64\r\n\r\n" + coded(INVITATION),
            )
        ),
        (GERMAN,),
    ),
    "Outlook's file, text of one byte a letter, no code page": Odd(
        winmail(of_mapi(0x001E, 0x1000, REQUEST.encode() + b"\0"))
    ),
    "Outlook's file, text in Unicode": Odd(
        winmail(of_mapi(0x001F, 0x1000, GERMAN.encode("utf-16-le") + b"\0\0")), (GERMAN,)
    ),
    "Outlook's file, a page": Odd(winmail(of_mapi(0x0102, 0x1013, PAGE)), never=("<p>",)),
}
UNLIKELY: Final[dict[str, Odd]] = {**BULK, **STEPS, **MISLABELLED, **STUBS, **PLACES}
