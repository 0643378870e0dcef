"""Trees of parts as mailers, gateways and spam tools build them."""

import base64
from typing import Final

from tests.edges.mail.odd.case import HEAD, REQUEST, Odd, mail, multipart, text_part

PAGE: Final = f"<html><body><p>{REQUEST}</p></body></html>".encode()
HTML: Final = b"Content-Type: text/html; charset=utf-8\r\n\r\n" + PAGE
PLAIN: Final = text_part()
IMAGE: Final = (
    b"Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n"
    b"Content-ID: <i@x>\r\n\r\niVBORw0KGgo="
)
PDF: Final = (
    b'Content-Type: application/pdf; name="request.pdf"\r\nContent-Transfer-Encoding: base64\r\n'
    b"Content-Disposition: attachment; filename=request.pdf\r\n\r\nJVBERi0xLjQ="
)


def nested_mails(depth: int) -> bytes:
    """Return a mail in a mail in a mail."""
    inner = mail(b"", REQUEST)
    for number in range(depth):
        head = HEAD.replace(b"My data", b"Fwd %d" % number)
        inner = head + b"Content-Type: message/rfc822\r\n\r\n" + inner
    return inner


def nested_parts(depth: int) -> bytes:
    """Return multiparts in multiparts, closed properly."""
    inner = PLAIN
    for number in range(depth):
        inner = multipart(b"mixed", inner, boundary=b"b%d" % number)
    return HEAD + inner


def whole(*pieces: bytes) -> bytes:
    """Return our head and what follows."""
    return HEAD + b"".join(pieces)


MIXED: Final = whole(multipart(b"mixed", PLAIN, PDF))
STRUCTURES: Final[dict[str, Odd]] = {
    "20 mails nested": Odd(nested_mails(20)),
    "25 multiparts nested": Odd(nested_parts(25)),
    "40 multiparts nested": Odd(nested_parts(40), problem="nested deeper"),
    "60 mails nested": Odd(nested_mails(60), problem="nested deeper"),
    "related in alternative in mixed": Odd(
        whole(
            multipart(
                b"mixed",
                multipart(
                    b"alternative",
                    PLAIN,
                    multipart(b"related", HTML, IMAGE, boundary=b"=_r"),
                    boundary=b"=_a",
                ),
                PDF,
            )
        ),
        attached=("request.pdf",),
    ),
    "alternative in related in mixed, page only": Odd(
        whole(
            multipart(
                b"mixed",
                multipart(
                    b"related",
                    multipart(b"alternative", HTML, boundary=b"=_a"),
                    IMAGE,
                    boundary=b"=_r",
                ),
                boundary=b"=_m",
            )
        )
    ),
    "the end of parts is missing": Odd(MIXED.replace(b"--=_b--", b"")),
    "the boundary is quoted wrongly": Odd(MIXED.replace(b'boundary="=_b"', b"boundary='=_b'")),
    "the boundary has blanks in it": Odd(
        MIXED.replace(b'"=_b"', b'"=_ b c"').replace(b"--=_b", b"--=_ b c")
    ),
    "the boundary ends in a blank": Odd(MIXED.replace(b'"=_b"', b'"=_b "')),
    "the boundary is unquoted with an equals sign": Odd(MIXED.replace(b'"=_b"', b"=_b")),
    "the boundary is empty": Odd(MIXED.replace(b'"=_b"', b'""')),
    "the boundary is folded": Odd(MIXED.replace(b"; boundary", b";\r\n\tboundary")),
    "the boundary is 200 characters": Odd(
        MIXED.replace(b'"=_b"', b'"' + b"x" * 200 + b'"').replace(b"--=_b", b"--" + b"x" * 200)
    ),
    "the boundary differs in case": Odd(MIXED.replace(b'"=_b"', b'"=_B"')),
    "the boundary line has dashes in front": Odd(
        MIXED.replace(b'"=_b"', b'"----=_b"').replace(b"--=_b", b"------=_b")
    ),
    "the boundary lines lost their dashes": Odd(MIXED.replace(b"\r\n--=_b", b"\r\n=_b")),
    "the boundary lines are quoted": Odd(MIXED.replace(b"\r\n--=_b", b"\r\n> --=_b")),
    "the boundary is in another Content-Type": Odd(
        MIXED.replace(
            b"Content-Type: multipart", b"Content-Type: text/plain\r\nContent-Type: multipart", 1
        )
    ),
    "inner boundary begins like the outer one": Odd(
        whole(
            multipart(
                b"mixed",
                multipart(b"alternative", PLAIN, HTML, boundary=b"=_bb"),
                PDF,
                boundary=b"=_b",
            )
        )
    ),
    "inner and outer share a boundary": Odd(
        whole(multipart(b"mixed", multipart(b"alternative", PLAIN, HTML), PDF))
    ),
    "inner part never ends": Odd(
        whole(
            multipart(
                b"mixed",
                multipart(b"alternative", PLAIN, boundary=b"=_a").replace(b"--=_a--", b""),
                PDF,
            )
        )
    ),
    "the parts have no headers": Odd(whole(multipart(b"mixed", b"\r\n" + REQUEST.encode(), PDF))),
    "the parts have no empty line": Odd(whole(multipart(b"mixed", REQUEST.encode(), PDF))),
    "a part has a header and no empty line": Odd(
        whole(multipart(b"mixed", b"Content-Type: text/plain\r\n" + REQUEST.encode(), PDF))
    ),
    "the first part is empty": Odd(whole(multipart(b"mixed", b"", PLAIN))),
    "all parts are empty but the last": Odd(
        whole(multipart(b"mixed", *[text_part("")] * 30, PLAIN))
    ),
    "the text is in the preamble": Odd(
        whole(
            multipart(b"mixed", PDF).replace(
                b"\r\n\r\n--=_b", b"\r\n\r\n" + REQUEST.encode() + b"\r\n--=_b", 1
            )
        )
    ),
    "the text is in the epilogue": Odd(whole(multipart(b"mixed", PDF), REQUEST.encode() + b"\r\n")),
    "multipart with the type of a part only": Odd(
        whole(b"Content-Type: multipart; boundary=b\r\n\r\n--b\r\n", PLAIN, b"\r\n--b--\r\n")
    ),
    "multipart/alternative in upper case": Odd(
        MIXED.replace(b"multipart/mixed", b"MULTIPART/MIXED")
    ),
    "multipart/x-unknown": Odd(MIXED.replace(b"multipart/mixed", b"multipart/x-mixed-replace")),
    "multipart/parallel": Odd(MIXED.replace(b"multipart/mixed", b"multipart/parallel")),
    "multipart/appledouble": Odd(
        whole(
            multipart(
                b"mixed",
                PLAIN,
                multipart(
                    b"appledouble",
                    b"Content-Type: application/applefile\r\n\r\n\0\x05\x16\7",
                    IMAGE,
                    boundary=b"=_d",
                ),
            )
        )
    ),
    "multipart/form-data": Odd(
        whole(
            multipart(
                b"form-data",
                b'Content-Disposition: form-data; name="message"\r\n\r\n' + REQUEST.encode(),
            )
        )
    ),
    "multipart/voice-message with text": Odd(
        whole(multipart(b"voice-message", PLAIN, b"Content-Type: audio/32KADPCM\r\n\r\n\1\2"))
    ),
    "multipart/signed by PGP": Odd(
        whole(
            multipart(
                b"signed; protocol=application/pgp-signature",
                PLAIN,
                b"Content-Type: application/pgp-signature\r\n\r\n-----BEGIN PGP SIGNATURE-----",
            )
        )
    ),
    "an alternative whose plain form is a blank": Odd(
        whole(multipart(b"alternative", text_part(" \r\n \xa0 "), HTML))
    ),
    "an alternative whose plain form says: view in a browser": Odd(
        whole(
            multipart(
                b"alternative",
                text_part("Your e-mail client cannot show HTML. View it in a browser."),
                b"Content-Type: text/html\r\n\r\n<p>" + (REQUEST * 4).encode() + b"</p>",
            )
        )
    ),
    "an alternative whose page is empty": Odd(
        whole(multipart(b"alternative", PLAIN, text_part("<html></html>", b"text/html")))
    ),
    "an alternative in the wrong order": Odd(whole(multipart(b"alternative", HTML, PLAIN))),
    "an alternative of RTF only": Odd(
        whole(
            multipart(
                b"alternative",
                b"Content-Type: text/rtf\r\n\r\n{\\rtf1\\ansi {\\fonttbl{\\f0 Arial;}}\\f0 "
                + REQUEST.encode()
                + b"\\par}",
            )
        ),
        never=("fonttbl", "Arial"),
    ),
    "the body is RTF": Odd(
        mail(
            b"Content-Type: application/rtf",
            b"{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times;}}\\pard " + REQUEST.encode() + b"\\par }",
        ),
        never=("fonttbl", "rtf1"),
    ),
    "the body is RTF declared as plain": Odd(
        mail(
            b"Content-Type: text/plain",
            b"{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times;}}\\pard " + REQUEST.encode() + b"\\par }",
        ),
        never=("fonttbl", "rtf1"),
    ),
    "text/enriched": Odd(
        mail(
            b"Content-Type: text/enriched",
            b"<bold>Hello</bold> <<you>\r\n\r\n<param>red</param>" + REQUEST.encode(),
        ),
        (REQUEST, "<you>"),
        ("<bold>",),
    ),
    "text/richtext": Odd(
        mail(b"Content-Type: text/richtext", b"<bold>Hello</bold><nl>" + REQUEST.encode())
    ),
    "text/x-anything": Odd(mail(b"Content-Type: text/x-anything", REQUEST)),
    "text/xml": Odd(mail(b"Content-Type: text/xml", f"<request>{REQUEST}</request>")),
    "text/csv as the body": Odd(mail(b"Content-Type: text/csv", f"what,{REQUEST}")),
    "application/xhtml+xml as the body": Odd(mail(b"Content-Type: application/xhtml+xml", PAGE)),
    "application/json as the body": Odd(
        mail(b"Content-Type: application/json", f'{{"text": "{REQUEST}"}}')
    ),
    "application/octet-stream as the body": Odd(
        mail(b"Content-Type: application/octet-stream", REQUEST)
    ),
    "application/text as the body": Odd(mail(b"Content-Type: application/text", REQUEST)),
    "text without a subtype": Odd(mail(b"Content-Type: text", REQUEST)),
    "plain without text": Odd(mail(b"Content-Type: plain; charset=utf-8", REQUEST)),
    "an empty Content-Type": Odd(mail(b"Content-Type:", REQUEST)),
    "Content-Type with a colon in place of a semicolon": Odd(
        mail(b"Content-Type: text/plain: charset=utf-8", REQUEST)
    ),
    "a page declared as plain": Odd(mail(b"Content-Type: text/plain", PAGE), never=("<p>",)),
    "plain text declared as a page": Odd(mail(b"Content-Type: text/html", REQUEST)),
    "the text is an attachment": Odd(
        whole(
            multipart(
                b"mixed",
                b"Content-Type: text/plain; name=request.txt\r\n"
                b"Content-Disposition: attachment; filename=request.txt\r\n\r\n" + REQUEST.encode(),
            )
        ),
        problem="attached",
        attached=("request.txt",),
    ),
    "the whole mail is an attachment": Odd(
        mail(
            b"Content-Type: text/plain; name=request.txt\r\nContent-Disposition: attachment",
            REQUEST,
        )
    ),
    "the text is a page as an attachment": Odd(
        whole(
            multipart(
                b"mixed",
                b'Content-Type: text/html; name="a.html"\r\nContent-Disposition: attachment\r\n\r\n'
                + PAGE,
            )
        ),
        problem="attached",
    ),
    "the text comes behind the attachments": Odd(whole(multipart(b"mixed", PDF, IMAGE, PLAIN))),
    "text in three parts": Odd(
        whole(multipart(b"mixed", text_part("First."), text_part(), text_part("Last."))),
        ("First.", REQUEST, "Last."),
    ),
    "text, picture, text as Apple Mail writes": Odd(
        whole(multipart(b"mixed", text_part("First."), IMAGE, PLAIN)), ("First.", REQUEST)
    ),
    "message/external-body": Odd(
        whole(
            multipart(
                b"mixed",
                PLAIN,
                b"Content-Type: message/external-body; access-type=URL; URL=http://x.test\r\n\r\n"
                b"Content-Type: image/png\r\n\r\n",
            )
        )
    ),
    "message/partial, second half": Odd(
        mail(b'Content-Type: message/partial; number=2; total=2; id="x"', REQUEST)
    ),
    "message/rfc822 in base64": Odd(
        mail(
            b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64",
            base64.encodebytes(mail(b"", REQUEST)),
        )
    ),
    "message/rfc822 in quoted-printable": Odd(
        mail(
            b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable",
            mail(b"", REQUEST).replace(b"account", b"acc=6F=\r\nunt"),
        )
    ),
    "message/delivery-status alone": Odd(
        mail(b"Content-Type: message/delivery-status", "Action: failed\r\nStatus: 5.1.1"),
        ("5.1.1",),
        machine="bounce",
    ),
    "message/unknown": Odd(mail(b"Content-Type: message/x-strange", REQUEST)),
    "an attached .eml as octet-stream": Odd(
        whole(
            multipart(
                b"mixed",
                b"Content-Type: application/octet-stream; name=request.eml\r\n"
                b"Content-Disposition: attachment; filename=request.eml\r\n\r\n"
                + mail(b"", REQUEST),
            )
        ),
        attached=("request.eml",),
    ),
    "10,000 parts": Odd(
        whole(multipart(b"mixed", PLAIN, *[b"Content-Type: image/gif\r\n\r\nx"] * 10_000)),
        problem="500 parts",
    ),
    "10,000 empty parts, then the text": Odd(
        whole(multipart(b"mixed", *[b"\r\n"] * 10_000, PLAIN)), problem="500 parts"
    ),
    "300 attachments": Odd(whole(multipart(b"mixed", PLAIN, *[PDF] * 300)), problem="200"),
    "Content-Type in the body by mistake": Odd(
        mail(b"", b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + REQUEST.encode())
    ),
    "head and MIME fields parted by an empty line": Odd(
        HEAD + b"\r\n" + multipart(b"alternative", PLAIN, HTML)
    ),
    "parts numbered by a spam tool, closed early": Odd(
        whole(multipart(b"alternative", PLAIN, HTML)).replace(
            b"\r\n\r\n--=_b\r\n", b"\r\n\r\n--=_b--\r\n--=_b\r\n", 1
        )
    ),
    "a spam tool's template left open": Odd(
        mail(
            b"Content-Type: multipart/alternative; boundary={%BOUNDARY%}", f"{{%GREET%}} {REQUEST}"
        )
    ),
}
