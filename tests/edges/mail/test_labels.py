"""Charset labels that lie: what the bytes are is found out, in many languages."""

import base64

import pytest

from bot.edges.mail.charset import decode
from bot.edges.mail.mime import parse
from tests.edges.mail.odd.case import HEAD

TEXTS = {
    "de": "Bitte löschen Sie sämtliche über mich gespeicherten Daten. Grüße, Jörg Müßig",
    "fr": "Veuillez supprimer mon compte et toutes mes données. Merci, François Lefèvre",
    "ru": "Прошу удалить мою учётную запись и все персональные данные. Спасибо.",
    "uk": "Прошу видалити мій обліковий запис і всі дані про мене. Її ґанок.",
    "ja": "私のアカウントとすべての個人データを削除してください。よろしくお願いします。",
    "zh": "请删除我的账户以及你们保存的关于我的全部个人资料。谢谢。",
    "tw": "請刪除我的帳戶以及你們保存的關於我的全部個人資料。謝謝。",
    "ko": "제 계정과 저에 관한 모든 개인 데이터를 삭제해 주십시오. 감사합니다.",
    "el": "Παρακαλώ διαγράψτε τον λογαριασμό μου και όλα τα δεδομένα μου.",
    "tr": "Lütfen hesabımı ve hakkımdaki tüm kişisel verileri siliniz. Teşekkürler, Şükrü",
    "he": "אנא מחקו את החשבון שלי ואת כל המידע האישי עליי.",
    "ar": "يرجى حذف حسابي وجميع بياناتي الشخصية من أنظمتكم.",
    "pl": "Proszę usunąć moje konto i wszystkie dane. Pozdrawiam, Łukasz Żółć",
    "cs": "Prosím smažte můj účet a všechny osobní údaje. Děkuji, Tomáš Řehoř",
    "th": "กรุณาลบบัญชีและข้อมูลส่วนบุคคลทั้งหมดของฉัน",
}

LIES = [  # what the label says, what the bytes are, in which language
    ("iso-8859-1", "utf-8", "de"), ("us-ascii", "cp1252", "de"), ("utf-8", "cp1252", "fr"),
    ("utf-8", "koi8-r", "ru"), ("iso-8859-1", "koi8-r", "ru"), ("windows-1252", "cp1251", "ru"),
    ("koi8-r", "cp1251", "ru"), ("windows-1251", "koi8-r", "ru"), ("us-ascii", "cp1251", "uk"),
    ("", "koi8-u", "uk"), ("", "cp866", "ru"), ("win-1251", "cp1251", "ru"),
    ("utf-8", "shift_jis", "ja"), ("iso-8859-1", "euc-jp", "ja"), ("utf-8", "iso2022-jp", "ja"),
    ("shift_jis", "euc-jp", "ja"), ("euc-jp", "shift_jis", "ja"), ("iso-2022-jp", "utf-8", "ja"),
    ("iso-8859-1", "gb18030", "zh"), ("us-ascii", "hz", "zh"), ("big5", "gb18030", "zh"),
    ("gb2312", "big5", "tw"), ("iso-8859-1", "big5", "tw"), ("", "big5", "tw"),
    ("iso-8859-1", "euc-kr", "ko"), ("", "euc-kr", "ko"), ("iso-8859-1", "cp1253", "el"),
    ("iso-8859-1", "cp1254", "tr"), ("iso-8859-6", "cp1256", "ar"), ("", "cp1255", "he"),
    ("iso-8859-1", "iso-8859-2", "pl"), ("iso-8859-1", "cp1250", "pl"), ("", "cp1250", "cs"),
    ("", "cp874", "th"), ("utf-8", "utf-7", "de"), ("", "utf-7", "ru"),
    ("utf-16", "utf-8", "de"), ("utf-8", "utf-16-le", "ru"), ("ucs-2", "utf-16-be", "ru"),
    ("ebcdic-cp-us", "utf-8", "fr"), ("gb2312", "utf-8", "zh"), ("windows-1251", "utf-8", "ru"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "codec", "language"), LIES)
def test_a_lying_label_costs_no_letter(label: str, codec: str, language: str) -> None:
    """Plain and as a page in base64, the words are those that were written."""
    raw = TEXTS[language].encode(codec)
    charset = f"; charset={label}".encode() if label else b""
    plain = HEAD + b"Content-Type: text/plain" + charset + b"\r\n\r\n" + raw
    assert parse(plain).text.strip() == TEXTS[language]
    if codec.startswith("utf-16"):
        return  # a page would have to be in UTF-16 as well
    page = base64.encodebytes(b"<html><body><p>" + raw + b"</p></body></html>")
    fields = b"Content-Type: text/html" + charset + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    assert parse(HEAD + fields + page).text.strip() == TEXTS[language]


@pytest.mark.parametrize(
    "text",
    [
        "Vinsamlegast eyðið öllum gögnum um mig, það er minn réttur. Þórður og Ýr",
        "Prix : 5 £, 3³ m², ±2 %, ¿por qué? ¡Ahora! © Müller ¼ Tasse",
        "function f(x) { return ~{a}~ + x+abc-1 + y+def-2 + z+ghi-3 }",
        "Ruf an: +49123456- oder +49987654- oder +49555555-",
    ],
    ids=["icelandic", "signs", "code", "phones"],
)
def test_an_honest_label_is_believed(text: str) -> None:
    """No clue of a lie is one that honest text gives: Icelandic, signs, code, phone numbers."""
    raw = text.encode("cp1252")
    fields = b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\n"
    assert parse(HEAD + fields + raw).text.strip() == text


def test_vietnamese_accents_are_put_together() -> None:
    """Windows-1258 writes accents behind their letters; they come as one letter each."""
    raw = "Vui lòng xóa".encode("cp1258", "replace") + b" ta\xcc"
    fields = b"Content-Type: text/plain; charset=windows-1258\r\n\r\n"
    assert "tà" in parse(HEAD + fields + raw).text


@pytest.mark.parametrize("label", ["utf-8", "UTF-8", "utf8"])
@pytest.mark.parametrize(
    "text", ["Löschen Sie alles, Grüße", "Proszę usunąć", "Удалите всё", "削除"]
)
def test_a_true_label_of_utf8_is_no_fault(label: str, text: str) -> None:
    """The card says of no mail in plain UTF-8 that its letters may be wrong."""
    assert decode(text.encode(), label) == (text, True)


def test_utf8_under_a_label_of_one_byte_is_read_and_said() -> None:
    """UTF-8 that is called Windows-1252 is read as UTF-8, and the label is known to be wrong."""
    assert decode("Grüße".encode(), "windows-1252") == ("Grüße", False)


JIS = b'\x1b$B-!%"%+%&%s%H$r:o=|\x1b(B OK'
JAPANESE = [  # circled numbers, company signs and half-width kana, as makers' programs send them
    ("iso-2022-jp", JIS + b" \x1b(ICG\x1b(B", "①アカウントを削除 OK ﾃﾇ"),
    ("", JIS, "①アカウントを削除 OK"),
    ("iso-2022-jp", JIS.replace(b"-!", b"").replace(b"\x1b", b""), "アカウントを削除 OK"),
    ("euc-jp", b"\xad\xa1" + "アカウントを削除".encode("euc-jp"), "①アカウントを削除"),
]


@pytest.mark.parametrize(("label", "raw", "text"), JAPANESE)
def test_japanese_of_makers_programs_is_read(label: str, raw: bytes, text: str) -> None:
    """Signs that no standard codec has, and escapes that lost their ESC, cost no letter."""
    charset = f"; charset={label}".encode() if label else b""
    fields = b"Content-Type: text/plain" + charset + b"\r\n\r\n"
    assert parse(HEAD + fields + raw).text.strip() == text


def test_prices_are_no_lost_escapes() -> None:
    """A dollar sign before an at or a B is Japanese only where its label says so."""
    text = "It costs $B5 or $@10 (B means business) for this (Job)."
    for charset in (b"", b"; charset=utf-8"):
        fields = b"Content-Type: text/plain" + charset + b"\r\n\r\n"
        assert parse(HEAD + fields + text.encode()).text.strip() == text
