"""Charsets with wrong labels or none, transfer encodings that broke on the way."""

import base64
import binascii
import quopri
from typing import Final

from tests.edges.mail.odd.case import REQUEST, Odd, mail, multipart, text_part

RUSSIAN: Final = "Здравствуйте, прошу удалить мою учётную запись и все персональные данные обо мне."
JAPANESE: Final = "私のアカウントと個人データをすべて削除してください。よろしくお願いします。"
CHINESE: Final = "您好，请删除我的账户和所有个人数据，谢谢。"
GERMAN: Final = "Bitte löschen Sie mein Konto und alle Daten über mich, schöne Grüße."
GREEK: Final = "Παρακαλώ διαγράψτε τον λογαριασμό μου και όλα τα δεδομένα μου."
KOREAN: Final = "제 계정과 모든 개인정보를 삭제해 주세요. 감사합니다."
POLISH: Final = "Proszę o usunięcie mojego konta i wszystkich moich danych, dziękuję."
LONG: Final = (REQUEST + " I was a customer from 2019 to 2023 and no longer wish to be one. ") * 6


def typed(charset: bytes, body: bytes, encoding: bytes = b"8bit") -> bytes:
    """Return a plain mail with a charset and a transfer encoding."""
    return mail(
        b"Content-Type: text/plain; charset="
        + charset
        + b"\r\nContent-Transfer-Encoding: "
        + encoding,
        body,
    )


def yenc(raw: bytes) -> bytes:
    """Return yEnc, as Usenet programs put into mails."""
    coded = bytearray()
    for byte in raw:
        out = (byte + 42) % 256
        coded += bytes([61, (out + 64) % 256]) if out in {0, 10, 13, 61} else bytes([out])
    return (
        b"=ybegin line=128 size=%d name=photo.jpg\r\n" % len(raw)
        + b"\r\n".join(bytes(coded[at : at + 128]) for at in range(0, len(coded), 128))
        + b"\r\n=yend size=%d crc32=%08x\r\n" % (len(raw), binascii.crc32(raw))
    )


def uu(raw: bytes) -> bytes:
    """Return uuencoded lines."""
    return b"".join(binascii.b2a_uu(raw[at : at + 45]) for at in range(0, len(raw), 45))


PHOTO: Final = bytes(range(256)) * 8
B64: Final = base64.encodebytes(LONG.encode())
QP: Final = quopri.encodestring((GERMAN * 3).encode())
UU: Final = b"begin 644 photo.jpg\r\n" + uu(PHOTO).replace(b"\n", b"\r\n") + b"`\r\nend\r\n"
HEX: Final = "".join(f"={byte:02x}" for byte in GERMAN.encode())

ENCODINGS: Final[dict[str, Odd]] = {
    "KOI8-R without a label": Odd(mail(b"", RUSSIAN.encode("koi8-r")), (RUSSIAN,)),
    "windows-1251 without a label": Odd(mail(b"", RUSSIAN.encode("cp1251")), (RUSSIAN,)),
    "KOI8-R labelled windows-1251": Odd(typed(b"windows-1251", RUSSIAN.encode("koi8-r")), ()),
    "UTF-8 labelled KOI8-R": Odd(typed(b"koi8-r", RUSSIAN.encode()), (RUSSIAN,)),
    "UTF-8 labelled ISO-8859-1": Odd(typed(b"iso-8859-1", GERMAN.encode()), (GERMAN,)),
    "UTF-8 labelled windows-1252": Odd(typed(b"windows-1252", RUSSIAN.encode()), (RUSSIAN,)),
    "UTF-8 labelled Shift_JIS": Odd(typed(b"shift_jis", JAPANESE.encode()), (JAPANESE,)),
    "UTF-8 labelled GB2312": Odd(typed(b"gb2312", CHINESE.encode()), (CHINESE,)),
    "ISO-2022-JP without a label": Odd(mail(b"", JAPANESE.encode("iso2022_jp")), (JAPANESE,)),
    "ISO-2022-JP labelled us-ascii": Odd(
        typed(b"us-ascii", JAPANESE.encode("iso2022_jp")), (JAPANESE,)
    ),
    "ISO-2022-JP labelled UTF-8": Odd(typed(b"utf-8", JAPANESE.encode("iso2022_jp")), (JAPANESE,)),
    "ISO-2022-JP labelled ISO-8859-1": Odd(
        typed(b"iso-8859-1", JAPANESE.encode("iso2022_jp")), (JAPANESE,)
    ),
    "ISO-2022-JP labelled Shift_JIS": Odd(
        typed(b"shift_jis", JAPANESE.encode("iso2022_jp")), (JAPANESE,)
    ),
    "Shift_JIS labelled ISO-2022-JP": Odd(
        typed(b"iso-2022-jp", JAPANESE.encode("shift_jis")), (JAPANESE,)
    ),
    "EUC-JP labelled ISO-2022-JP": Odd(
        typed(b"iso-2022-jp", JAPANESE.encode("euc_jp")), (JAPANESE,)
    ),
    "ISO-2022-JP with half-width letters": Odd(
        typed(b"iso-2022-jp", b"\x1b(I6@6E\x1b(B " + REQUEST.encode())
    ),
    "ISO-2022-KR": Odd(typed(b"iso-2022-kr", KOREAN.encode("iso2022_kr")), (KOREAN,)),
    "HZ": Odd(typed(b"hz-gb-2312", CHINESE.encode("hz")), (CHINESE,)),
    "GB18030 without a label": Odd(mail(b"", CHINESE.encode("gb18030")), (CHINESE,)),
    "GB18030 labelled ISO-8859-1": Odd(typed(b"iso-8859-1", CHINESE.encode("gb18030")), (CHINESE,)),
    "GB18030 in four bytes": Odd(typed(b"GB18030", (CHINESE + "𠮷").encode("gb18030")), (CHINESE,)),
    "Big5 labelled gb2312": Odd(
        typed(b"gb2312", "請刪除我的帳戶和所有個人資料".encode("big5")), ()
    ),
    "EUC-KR labelled us-ascii": Odd(typed(b"us-ascii", KOREAN.encode("euc_kr")), (KOREAN,)),
    "Greek without a label": Odd(mail(b"", GREEK.encode("iso8859_7")), (GREEK,)),
    "Polish in ISO-8859-2 without a label": Odd(
        mail(b"", POLISH.encode("iso8859_2")), ("konta i wszystkich moich danych",)
    ),
    "Latin-1 labelled UTF-8": Odd(typed(b"utf-8", GERMAN.encode("latin-1")), (GERMAN,)),
    "Latin-1 labelled us-ascii": Odd(typed(b"us-ascii", GERMAN.encode("latin-1")), (GERMAN,)),
    "UTF-8 with one broken byte": Odd(
        typed(b"utf-8", GERMAN.encode() + b" \xc3 " + GERMAN.encode()), (GERMAN,)
    ),
    "UTF-8 cut in the last character": Odd(
        typed(b"utf-8", REQUEST.encode() + b" \xe2\x82"), (REQUEST,)
    ),
    "UTF-8 with surrogates": Odd(typed(b"utf-8", b"\xed\xa0\xbd\xed\xb8\x80 " + REQUEST.encode())),
    "CESU emoji and text": Odd(typed(b"CESU-8", REQUEST.encode())),
    "UTF-7 labelled": Odd(typed(b"utf-7", GERMAN.encode("utf-7")), (GERMAN,)),
    "UTF-7 labelled us-ascii": Odd(typed(b"us-ascii", GERMAN.encode("utf-7")), ("schen Sie mein",)),
    "UTF-7 with a broken run": Odd(typed(b"utf-7", b"+AOQ-+ " + REQUEST.encode() + b" +//")),
    "UTF-16LE labelled, base64": Odd(
        typed(b"utf-16le", base64.encodebytes(GERMAN.encode("utf-16-le")), b"base64"), (GERMAN,)
    ),
    "UTF-16 labelled, really ASCII": Odd(typed(b"utf-16", REQUEST.encode())),
    "UTF-32 labelled, really ASCII": Odd(typed(b"utf-32", REQUEST.encode())),
    "UTF-16 without a label, base64": Odd(
        mail(
            b"Content-Transfer-Encoding: base64",
            base64.encodebytes(GERMAN.encode("utf-16")),
        ),
        (GERMAN,),
    ),
    "cp850 of a DOS program": Odd(typed(b"ibm850", GERMAN.encode("cp850")), (GERMAN,)),
    "cp437": Odd(typed(b"cp437", GERMAN.encode("cp437")), (GERMAN,)),
    "Macintosh": Odd(typed(b"x-macintosh", GERMAN.encode("mac_roman")), (GERMAN,)),
    "EBCDIC labelled": Odd(typed(b"cp037", REQUEST.encode("cp037")), (REQUEST,)),
    "a charset in curly quotes": Odd(typed("“utf-8”".encode(), GERMAN.encode()), (GERMAN,)),
    "a charset named twice": Odd(typed(b"utf-8; charset=koi8-r", GERMAN.encode()), (GERMAN,)),
    "a charset with a comment": Odd(typed(b"utf-8 (Plain text)", GERMAN.encode()), (GERMAN,)),
    "a charset by RFC 2231": Odd(
        mail(b"Content-Type: text/plain; charset*=us-ascii'en'utf-8", GERMAN), (GERMAN,)
    ),
    "charset=_iso-2022-jp$ESC": Odd(
        typed(b"_iso-2022-jp$ESC", JAPANESE.encode("iso2022_jp")), (JAPANESE,)
    ),
    "charset=utf-8-sig": Odd(typed(b"utf-8-sig", b"\xef\xbb\xbf" + GERMAN.encode()), (GERMAN,)),
    "charset of 500 letters": Odd(typed(b"x" * 500, GERMAN.encode()), (GERMAN,)),
    "doubly encoded UTF-8": Odd(
        typed(b"utf-8", GERMAN.encode().decode("latin-1").encode()), ("schen Sie mein Konto",)
    ),
    # transfer encodings
    "quoted-printable, soft breaks with blanks behind": Odd(
        typed(b"utf-8", QP.replace(b"=\n", b"=  \r\n"), b"quoted-printable"), (GERMAN,)
    ),
    "quoted-printable, soft breaks cut off": Odd(
        typed(b"utf-8", (GERMAN + "=").encode(), b"quoted-printable"), (GERMAN,)
    ),
    "quoted-printable in lower case": Odd(
        typed(b"utf-8", HEX.encode(), b"quoted-printable"), (GERMAN,)
    ),
    "quoted-printable with raw 8-bit": Odd(
        typed(b"utf-8", GERMAN.encode() + b" =C3=BC =ZZ =", b"quoted-printable"), (GERMAN, "ü")
    ),
    "quoted-printable with bad escapes": Odd(
        typed(b"utf-8", b"100 = 100, =XY =4, " + REQUEST.encode(), b"quoted-printable"),
    ),
    "quoted-printable, every line end escaped": Odd(
        typed(b"utf-8", b"Hello=0D=0A" + REQUEST.encode() + b"=0D=0ABye", b"quoted-printable"),
    ),
    "quoted-printable encoded twice": Odd(
        typed(
            b"utf-8",
            quopri.encodestring(quopri.encodestring(REQUEST.encode(), quotetabs=True)),
            b"quoted-printable",
        ),
        ("delete", "account"),
    ),
    "quoted-printable named quotedprintable": Odd(
        typed(b"utf-8", b"Gr=C3=BC=C3=9Fe. " + REQUEST.encode(), b"quotedprintable"),
        ("Grüße", REQUEST),
    ),
    "quoted-printable undeclared": Odd(
        typed(b"utf-8", QP, b"7bit"), ("mein Konto und alle Daten",)
    ),
    "base64 on one line": Odd(
        typed(b"utf-8", base64.b64encode(LONG.encode()), b"base64"), (REQUEST,)
    ),
    "base64 with an exclamation mark every 76": Odd(
        typed(b"utf-8", B64.replace(b"\n", b"!\r\n "), b"base64"), (REQUEST,)
    ),
    "base64 with junk characters": Odd(
        typed(b"utf-8", B64.replace(b"\n", b"*#\r\n"), b"base64"), (REQUEST,)
    ),
    "base64 cut in the middle": Odd(
        typed(b"utf-8", B64[: len(B64) // 2 + 1], b"base64"), (REQUEST,)
    ),
    "base64 padded in the middle": Odd(
        typed(
            b"utf-8",
            base64.b64encode(b"Hello you, ") + b"\r\n" + base64.b64encode(LONG.encode()),
            b"base64",
        ),
        (REQUEST,),
    ),
    "base64 with a footer of a list": Odd(
        typed(b"utf-8", B64 + b"\r\n____________\r\nThe list's footer\r\n", b"base64"),
        (REQUEST, "The list's footer"),
    ),
    "base64 with plain text first": Odd(
        typed(b"utf-8", b"[External mail: be careful]\r\n\r\n" + B64, b"base64"), (REQUEST,)
    ),
    "base64 of an empty text": Odd(typed(b"utf-8", b"", b"base64"), ()),
    "base64 declared, plain text inside": Odd(typed(b"utf-8", REQUEST.encode(), b"base64")),
    "base64 undeclared": Odd(typed(b"utf-8", B64, b"7bit"), (REQUEST,)),
    "base64 undeclared, no MIME at all": Odd(mail(b"", B64), (REQUEST,)),
    "base64 encoded twice": Odd(
        typed(b"utf-8", base64.encodebytes(base64.encodebytes(LONG.encode())), b"base64"),
        (REQUEST,),
    ),
    "base64 with CR line ends": Odd(
        typed(b"utf-8", B64.replace(b"\n", b"\r"), b"base64"), (REQUEST,)
    ),
    "base64 with a comment behind": Odd(typed(b"utf-8", B64, b"base64 (as ever)"), (REQUEST,)),
    "base64 quoted": Odd(typed(b"utf-8", B64, b'"base64"'), (REQUEST,)),
    "encoding x-unknown": Odd(typed(b"utf-8", GERMAN.encode(), b"x-unknown"), (GERMAN,)),
    "encoding binary, CR only": Odd(
        typed(b"utf-8", b"Hello\r" + REQUEST.encode() + b"\r", b"binary")
    ),
    "encoding written twice": Odd(
        mail(
            b"Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n"
            b"Content-Type: text/plain",
            B64,
        ),
        (REQUEST,),
    ),
    "uuencoded file in the text": Odd(
        mail(b"", REQUEST.encode() + b"\r\n\r\n" + UU + b"Ilka\r\n"),
        (REQUEST, "Ilka"),
        ("M#@",),
        attached=("photo.jpg",),
    ),
    "uuencoded text is the whole mail": Odd(
        mail(b"", b"begin 644 request.txt\r\n" + uu(REQUEST.encode()) + b"`\r\nend\r\n"),
        (REQUEST,),
        attached=("request.txt",),
    ),
    "uuencoded without an end": Odd(
        mail(b"", REQUEST.encode() + b"\r\n\r\n" + UU.replace(b"end\r\n", b"")), (REQUEST,)
    ),
    "words that only look like uuencode": Odd(
        mail(b"", "begin 2019 I was a customer.\r\n" + REQUEST + "\r\nend of story")
    ),
    "yEnc in the text": Odd(
        mail(b"", REQUEST.encode() + b"\r\n\r\n" + yenc(PHOTO) + b"Ilka\r\n"),
        (REQUEST, "Ilka"),
        ("=yend",),
        attached=("photo.jpg",),
    ),
    "BinHex in the text": Odd(
        mail(
            b"",
            REQUEST.encode()
            + b"\r\n\r\n(This file must be converted with BinHex 4.0)\r\n\r\n"
            + b":$f*TEQKPH#jPG&4MEfjQ!*!%!3!!!$`!!!\r\n" * 3
            + b"!!:\r\n",
        )
    ),
    "a part in base64 that says nothing of it": Odd(
        mail(multipart(b"mixed", text_part(B64)).partition(b"\r\n\r\n")[0], b"")[:-4]
        + b"\r\n\r\n"
        + multipart(b"mixed", text_part(B64)).partition(b"\r\n\r\n")[2],
        (REQUEST,),
    ),
}
