"""Line ends, the head and its edges, header fields as old and broken programs write them."""

import random
from typing import Final

from tests.edges.mail.odd.case import HEAD, REQUEST, Odd, mail

DICE: Final = random.Random(7)


def _mixed_ends(raw: bytes) -> bytes:
    return b"".join(line + DICE.choice([b"\r\n", b"\n", b"\r"]) for line in raw.split(b"\r\n"))


PLAIN: Final = mail(b"", REQUEST + "\r\n\r\nIlka Brandt")
LONG_LINE: Final = ("All work and no play. " * 50_000) + REQUEST

LINES: Final[dict[str, Odd]] = {
    "CR only": Odd(PLAIN.replace(b"\r\n", b"\r")),
    "LF only": Odd(PLAIN.replace(b"\r\n", b"\n")),
    "every line end differs": Odd(_mixed_ends(mail(b"X-A: b", b"a\r\nb\r\n" + REQUEST.encode()))),
    "LF in the head, CR in the body": Odd(
        HEAD.replace(b"\r\n", b"\n") + b"\n" + b"Hello\r" + REQUEST.encode() + b"\rBye"
    ),
    "CRLF in the head, LF CR in the body": Odd(mail(b"", b"Hello\n\r" + REQUEST.encode())),
    "CR CR LF everywhere": Odd(PLAIN.replace(b"\r\n", b"\r\r\n")),
    "Unicode line separators": Odd(mail(b"", f"Hello\u2028{REQUEST}\u2029Bye")),
    "next line characters": Odd(mail(b"", f"Hello\x85{REQUEST}\x85Bye")),
    "form feeds": Odd(mail(b"", f"Hello\f{REQUEST}\fBye")),
    "backspaces": Odd(mail(b"", f"Hel\blo\r\n{REQUEST}")),
    "a bell and escapes of a terminal": Odd(mail(b"", f"\x1b[1m{REQUEST}\x1b[0m\a"), (REQUEST,)),
    "NUL between all letters": Odd(
        mail(b"", b"".join(bytes([c, 0]) for c in REQUEST.encode())), (REQUEST,)
    ),
    "NULs at the end of a block": Odd(PLAIN + b"\0" * 3000),
    "NULs in the head": Odd(PLAIN.replace(b"Subject: My", b"Subject: M\0y")),
    "control-Z at the end": Odd(PLAIN + b"\x1a"),
    "a byte order mark": Odd(b"\xef\xbb\xbf" + PLAIN),
    "the whole mail in UTF-16": Odd(PLAIN.decode().encode("utf-16")),
    "the whole mail in UTF-16 without a mark": Odd(PLAIN.decode().encode("utf-16-le")),
    "no empty line, text after the head": Odd(HEAD + REQUEST.encode()),
    "no empty line, text of two lines": Odd(
        HEAD + b"Dear team,\r\n" + REQUEST.encode() + b"\r\nIlka"
    ),
    "no empty line, text that looks like a field": Odd(
        HEAD + b"Hello,\r\nNote: I was a customer.\r\n" + REQUEST.encode()
    ),
    "a line of blanks between head and body": Odd(HEAD + b" \t \r\n" + REQUEST.encode()),
    "three empty lines first": Odd(b"\r\n\r\n\r\n" + PLAIN),
    "the head only": Odd(HEAD, ()),
    "the head only, without its last line end": Odd(HEAD[:-2], ()),
    "the body only": Odd(
        REQUEST.encode() + b"\r\n\r\nIlka Brandt\r\n", sender="", problem="no From"
    ),
    "the body only, many paragraphs": Odd(
        b"Dear team,\r\n\r\n" + REQUEST.encode() + b"\r\n\r\nIlka\r\n", sender=""
    ),
    "the body only, in HTML": Odd(
        f"<html><body><p>{REQUEST}</p></body></html>".encode(), sender=""
    ),
    "zero bytes": Odd(b"", (), readable=False, sender=""),
    "one line end": Odd(b"\r\n", (), readable=False, sender=""),
    "blanks only": Odd(b"  \r\n \t \r\n\r\n", (), readable=False, sender=""),
    "NULs only": Odd(b"\0" * 4096, (), readable=False, sender=""),
    "random bytes": Odd(DICE.randbytes(20_000), (), readable=False, sender=""),
    "random bytes with a colon": Odd(
        b"\x89PNG\r\n\x1a\n" + DICE.randbytes(900) + b"a: b\r\n\r\n" + DICE.randbytes(5000),
        (),
        readable=False,
        sender="",
    ),
    "a zip file": Odd(
        b"PK\x03\x04" + DICE.randbytes(3_000) + b"name.txt" + DICE.randbytes(3000),
        (),
        readable=False,
        sender="",
    ),
    "a PDF file": Odd(
        b"%PDF-1.4\n1 0 obj\n<< /Length: 3 >>\nstream\n" + DICE.randbytes(8_000) + b"\nendstream",
        (),
        readable=False,
        sender="",
    ),
    "an mbox line first": Odd(b"From ilka@posteo.example Mon Nov 23 09:00:00 2026\r\n" + PLAIN),
    "a quoted mbox line first": Odd(
        b">From ilka@posteo.example Mon Nov 23 09:00:00 2026\r\n" + PLAIN
    ),
    "an mbox line in the middle of the head": Odd(
        HEAD + b">From ilka Mon Nov 23 09:00:00 2026\r\nX-A: b\r\n\r\n" + REQUEST.encode()
    ),
    "From quoted in the text": Odd(
        mail(b"", b">From what I know you hold data. " + REQUEST.encode())
    ),
    "MMDF marks": Odd(
        b"\x01\x01\x01\x01\n" + PLAIN.replace(b"\r\n", b"\n") + b"\x01\x01\x01\x01\n"
    ),
    "Babyl head": Odd(b"1,,\nX-Coding-System: nil\n*** EOOH ***\n" + PLAIN.replace(b"\r\n", b"\n")),
    "a POP3 status line first": Odd(b"+OK 1423 octets\r\n" + PLAIN),
    "an SMTP dialogue first": Odd(b"354 Go ahead\r\n" + PLAIN),
    "dots doubled by SMTP": Odd(mail(b"", "..\r\n" + REQUEST + "\r\n..end")),
    "a line of a million characters": Odd(mail(b"", LONG_LINE[-900_000:])),
    "a line of a million letters without a blank": Odd(
        mail(b"", b"x" * 900_000 + b"\r\n" + REQUEST.encode())
    ),
    "a head of 100 kB": Odd(mail(b"\r\n".join(b"X-%d: " % n + b"v" * 500 for n in range(200)))),
    "one field of 100 kB": Odd(mail(b"X-Long: " + b"v" * 100_000), problem="16 kB"),
    "one field of 300 kB": Odd(mail(b"X-Long: " + b"v" * 300_000), problem="256 kB"),
    "a field folded 5,000 times": Odd(mail(b"X-Long: a" + b"\r\n b" * 5_000)),
    "From behind 300 kB of fields": Odd(
        b"X-Long: " + b"v " * 150_000 + b"\r\n" + PLAIN, problem="256 kB"
    ),
    "8-bit From in Latin-1": Odd(PLAIN.replace(b"Ilka Brandt <", b"J\xf6rg M\xfcller <", 1)),
    "8-bit From in UTF-8": Odd(PLAIN.replace(b"Ilka Brandt <", "Jörg Müller <".encode(), 1)),
    "8-bit Subject in KOI8-R": Odd(PLAIN.replace(b"My data", "Мои данные".encode("koi8-r"))),
    "an 8-bit field name": Odd(mail("X-Größe: 3".encode())),
    "a field name with a blank": Odd(mail(b"X Spam Score: 3")),
    "a blank before the colon": Odd(PLAIN.replace(b"From:", b"From :").replace(b"To:", b"To  :")),
    "a field without a colon": Odd(mail(b"this is no header\r\nX-A: b")),
    "a field with an empty name": Odd(mail(b": empty\r\nX-A: b")),
    "a colon only": Odd(mail(b":\r\nX-A: b")),
    "a folded line of blanks only": Odd(mail(b"X-A: b\r\n  \t\r\nX-B: c")),
    "the first line is folded": Odd(b" folded: nothing\r\n" + PLAIN),
    "From folded in the middle of the address": Odd(
        PLAIN.replace(b"<ilka@posteo.example>", b"\r\n <ilka@posteo\r\n .example>", 1)
    ),
    "From folded after the name": Odd(PLAIN.replace(b"Brandt <", b"Brandt\r\n\t<", 1)),
    "upper-case field names": Odd(
        PLAIN.replace(b"From:", b"FROM:").replace(b"Subject:", b"SUBJECT:")
    ),
    "no From": Odd(PLAIN.replace(b"From:", b"X-From:", 1), sender="", problem="no From"),
    "an empty From": Odd(
        PLAIN.replace(b"From: Ilka Brandt <ilka@posteo.example>", b"From: "), sender=""
    ),
    "From is only brackets": Odd(
        PLAIN.replace(b"Ilka Brandt <ilka@posteo.example>", b"<>", 1), sender=""
    ),
    "From in a route of old": Odd(
        PLAIN.replace(b"<ilka@posteo.example>", b"<@a.test,@b.test:ilka@posteo.example>", 1)
    ),
    "From with the name behind": Odd(
        PLAIN.replace(b"Ilka Brandt <ilka@posteo.example>", b"ilka@posteo.example (Ilka Brandt)", 1)
    ),
    "From quoted twice": Odd(PLAIN.replace(b"Ilka Brandt <", b"\"'Ilka Brandt'\" <", 1)),
    "From with a quote that never ends": Odd(PLAIN.replace(b"Ilka Brandt <", b'"Ilka Brandt <', 1)),
    "From with two brackets": Odd(
        PLAIN.replace(b"<ilka@posteo.example>", b"<<ilka@posteo.example>>", 1)
    ),
    "From with mailto": Odd(
        PLAIN.replace(b"<ilka@posteo.example>", b"<mailto:ilka@posteo.example>", 1)
    ),
    "From with a dot at the end": Odd(
        PLAIN.replace(b"<ilka@posteo.example>", b"<ilka@posteo.example.>", 1)
    ),
    "From with blanks in the brackets": Odd(
        PLAIN.replace(b"<ilka@posteo.example>", b"< ilka@posteo.example >", 1)
    ),
    "From encoded whole, address and all": Odd(
        PLAIN.replace(
            b"Ilka Brandt <ilka@posteo.example>",
            b"=?utf-8?q?Ilka_Brandt_=3Cilka=40posteo=2Eexample=3E?=",
            1,
        )
    ),
    "a Subject in an unclosed encoded word": Odd(
        PLAIN.replace(b"My data", b"=?utf-8?B?TXkgZGF0YQ==")
    ),
    "a Subject split inside a character": Odd(
        PLAIN.replace(b"My data", b"=?utf-8?Q?L=C3?=\r\n =?utf-8?Q?=B6schen?=")
    ),
    "a Subject of blanks encoded 3,000 times": Odd(
        PLAIN.replace(b"My data", b"=?utf-8?Q?_?=\r\n " * 3_000)
    ),
    "50,000 recipients": Odd(
        mail(b"Cc: " + b",\r\n ".join(b"person%d@example.com" % n for n in range(50_000)))
    ),
    "20 Received lines out of order": Odd(
        b"".join(b"Received: from a%d by b; not a date\r\n" % n for n in range(20)) + PLAIN
    ),
    "two heads": Odd(PLAIN.replace(b"\r\n\r\n", b"\r\n\r\n" + HEAD + b"\r\n", 1)),
    "the text begins with a field": Odd(mail(b"", b"Subject: hello\r\n\r\n" + REQUEST.encode())),
    "a Mac resource fork's name": Odd(mail(b"X-Mac-Type: 54455854", REQUEST)),
}
