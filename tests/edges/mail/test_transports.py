"""One request in many languages, carried in every way that mail programs carry text."""

import base64
import binascii
import quopri
from collections.abc import Callable
from html import escape

import pytest

from bot.edges.mail.mime import parse

REQUESTS = {
    "en": "Please delete all my data and confirm it.",
    "de": "Bitte löschen Sie alle meine Daten und bestätigen Sie das.",
    "fr": "Veuillez supprimer toutes mes données à caractère personnel.",
    "es": "Solicito la supresión de mis datos, señores.",
    "pl": "Proszę o usunięcie wszystkich moich danych osobowych.",
    "cs": "Žádám o výmaz všech svých osobních údajů.",
    "ru": "Прошу удалить все мои персональные данные.",
    "el": "Παρακαλώ διαγράψτε όλα τα δεδομένα μου.",
    "he": "אנא מחקו את כל הנתונים שלי.",
    "ar": "أرجو حذف جميع بياناتي الشخصية.",
    "ja": "私の個人データをすべて削除してください。",
    "zh": "请删除我的所有个人数据。",
    "ko": "제 개인정보를 모두 삭제해 주세요.",
    "th": "โปรดลบข้อมูลส่วนตัวทั้งหมดของฉัน",
    "hi": "कृपया मेरा सारा डेटा हटा दें।",
    "vi": "Vui lòng xóa tất cả dữ liệu của tôi.",
    "tr": "Lütfen tüm verilerimi silin, İyi günler.",
    "emoji": "Delete my account 🗑️ now 👩‍💻",
}
HEAD = b"From: ana@example.com\r\nSubject: x\r\nMessage-ID: <t@example.com>\r\n"


def plain(text: str) -> bytes:
    """Eight bits as they are."""
    return HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode() + b"\r\n"


def undeclared(text: str) -> bytes:
    """UTF-8 without a word about it, not even MIME."""
    return HEAD + b"\r\n" + text.encode() + b"\r\n"


def wrongly_ascii(text: str) -> bytes:
    """UTF-8 that claims to be ASCII."""
    return HEAD + b"Content-Type: text/plain; charset=US-ASCII\r\n\r\n" + text.encode()


def quoted_printable(text: str) -> bytes:
    """Quoted-printable with an upper-case, quoted charset."""
    head = (
        b'Content-Type: text/plain; charset="UTF-8"\r\nContent-Transfer-Encoding: Quoted-Printable'
    )
    return HEAD + head + b"\r\n\r\n" + quopri.encodestring(text.encode())


def in_base64(text: str) -> bytes:
    """Base64 with odd line lengths and no padding."""
    packed = base64.b64encode(text.encode()).rstrip(b"=")
    lines = b"\r\n".join(packed[at : at + 13] for at in range(0, len(packed), 13))
    return (
        HEAD
        + b"Content-Transfer-Encoding: base64\r\nContent-Type: text/plain;charset=utf8\r\n\r\n"
        + lines
    )


def page(text: str) -> bytes:
    """A page with entities for everything beyond ASCII."""
    entities = "".join(c if ord(c) < 128 else f"&#{ord(c)};" for c in escape(text))
    body = f"<html><body><div>{entities}</div></body></html>".encode()
    return HEAD + b"Content-Type: text/html\r\n\r\n" + body


def alternative(text: str) -> bytes:
    """A page and an empty plain form."""
    return (
        HEAD + b"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n\r\n--b\r\n"
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>"
        + escape(text).encode()
        + b"</p>\r\n--b--\r\n"
    )


def nested(text: str) -> bytes:
    """Signed, mixed, related, alternative: four layers down."""
    kinds = [b"signed", b"mixed", b"related", b"alternative"]
    heads = [
        b"Content-Type: multipart/%s; boundary=%d\r\n\r\n--%d\r\n" % (kind, n, n)
        for n, kind in enumerate(kinds)
    ]
    part = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode() + b"\r\n"
    return HEAD + b"".join(heads) + part + b"".join(b"--%d--\r\n" % n for n in (3, 2, 1, 0))


def cut_off(text: str) -> bytes:
    """A multipart whose end never came."""
    head = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    return HEAD + head + b"Content-Type: text/plain; charset=utf-8" + b"\r\n\r\n" + text.encode()


def no_boundary(text: str) -> bytes:
    """A multipart that names no boundary and has none."""
    return HEAD + b"Content-Type: multipart/alternative\r\n\r\n" + text.encode()


def only_carriage_returns(text: str) -> bytes:
    """Line ends of another age."""
    return plain(text).replace(b"\r\n", b"\r")


def doubled_carriage_returns(text: str) -> bytes:
    """Line ends that a gateway doubled."""
    return plain(text).replace(b"\r\n", b"\r\r\n")


def unknown_charset(text: str) -> bytes:
    """A charset that nobody knows."""
    return HEAD + b"Content-Type: text/plain; charset=x-gibberish-9\r\n\r\n" + text.encode()


def not_a_text(text: str) -> bytes:
    """A type that means nothing."""
    return (
        HEAD + b"Content-Type: nonsense\r\nContent-Transfer-Encoding: 9bit\r\n\r\n" + text.encode()
    )


def uuencoded(text: str) -> bytes:
    """An encoding older than MIME."""
    raw = text.encode()
    lines = b"".join(binascii.b2a_uu(raw[at : at + 45]) for at in range(0, len(raw), 45))
    head = (
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n"
    )
    return HEAD + head + b"begin 644 x\r\n" + lines + b"`\r\nend\r\n"


def utf16(text: str) -> bytes:
    """UTF-16 in base64."""
    packed = base64.encodebytes(text.encode("utf-16"))
    head = b"Content-Type: text/plain; charset=UTF-16\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return HEAD + head + packed


CARRIERS = [
    plain, undeclared, wrongly_ascii, quoted_printable, in_base64, page, alternative, nested,
    cut_off, no_boundary, only_carriage_returns, doubled_carriage_returns, unknown_charset,
    not_a_text, uuencoded, utf16,
]  # fmt: skip


@pytest.mark.parametrize("carry", CARRIERS, ids=lambda carry: carry.__name__)
@pytest.mark.parametrize("language", REQUESTS)
def test_the_request_arrives(language: str, carry: Callable[[str], bytes]) -> None:
    """However it is carried, the words of the request are read exactly."""
    text = REQUESTS[language]
    mail = parse(carry(text))
    assert mail.visible == text
    assert mail.readable


LEGACY = {
    "iso-8859-1": ("de", "fr", "es"),
    "windows-1252": ("de", "fr", "es"),
    "iso-8859-2": ("pl", "cs"),
    "windows-1250": ("pl", "cs"),
    "koi8-r": ("ru",),
    "windows-1251": ("ru",),
    "iso-8859-5": ("ru",),
    "iso-8859-7": ("el",),
    "windows-1255": ("he",),
    "iso-8859-8-i": ("he",),
    "windows-1256": ("ar",),
    "iso-2022-jp": ("ja",),
    "shift_jis": ("ja",),
    "euc-jp": ("ja",),
    "gb2312": ("zh",),
    "gb18030": ("zh",),
    "big5": (),
    "euc-kr": ("ko",),
    "tis-620": ("th",),
    "windows-1254": ("tr",),
    "utf-7": ("de", "ru", "ja"),
}
PYTHON_NAME = {"iso-8859-8-i": "iso-8859-8"}


@pytest.mark.parametrize(
    ("charset", "language"), [(c, lang) for c, langs in LEGACY.items() for lang in langs]
)
def test_old_charsets(charset: str, language: str) -> None:
    """Text in the charsets of old programs is read exactly, subjects too."""
    text = REQUESTS[language]
    raw = text.encode(PYTHON_NAME.get(charset, charset))
    word = b"=?" + charset.encode() + b"?B?" + base64.b64encode(raw) + b"?="
    head = HEAD.replace(b"Subject: x", b"Subject: " + word)
    mail = parse(
        head + b"Content-Type: text/plain; charset=" + charset.encode() + b"\r\n\r\n" + raw
    )
    assert mail.visible == text
    assert mail.subject == text
