"""One source, two renderings that say the same."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import replies
from replies import markup
from replies.samples import sample, variants
from replies.words import LANGUAGES

LETTERS = replies.load()


def read(html: str) -> str:
    """Return the words of a document as a person reads them."""
    body = html.partition("<body")[2].partition(">")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def said(text: str) -> str:
    """Return the words of a plain text without the list dashes."""
    return " ".join(re.sub(r"^- ", "", text, flags=re.MULTILINE).split())


def tight(words: str) -> str:
    """Return words without the blanks that tags leave around punctuation."""
    return re.sub(r"\s+", "", words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_html_says_what_the_text_says(lang: str) -> None:
    """Without tags the HTML has the very words of the plain text."""
    for kind in LETTERS.catalogue():
        for _, facts in (("", sample(kind, lang)), *variants(kind, lang)):
            letter = LETTERS.render(kind.key, lang, facts)
            assert tight(read(letter.html)) == tight(said(letter.text)), kind.key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_unedited_text_gives_the_same_paragraphs_again(lang: str) -> None:
    """The HTML made from the text has the paragraphs, items and links of the letter's own."""
    for kind in LETTERS.catalogue():
        letter = LETTERS.render(kind.key, lang, sample(kind, lang))
        again = LETTERS.html_of(letter.text, lang)
        for tag in ("<p>", "<ul>", "<li>"):
            assert again.count(tag) == letter.html.count(tag), kind.key
        assert tight(read(again)) == tight(read(letter.html)), kind.key


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_edited_text_cannot_become_markup(text: str) -> None:
    """Whatever staff type is text: every angle bracket in the HTML is one of ours."""
    html = LETTERS.html_of(text, "en")
    tags = set(re.findall(r"<(/?\w+)", html.partition("<body")[2]))
    assert tags <= {"p", "/p", "br", "ul", "/ul", "li", "/li", "a", "/a", "/body", "/html"}


def test_addresses_in_edited_text_become_links() -> None:
    """A link that staff type can be clicked; the full stop behind it does not belong to it."""
    html = LETTERS.html_of("See https://example.org/a?b=1&c=2. Thanks.", "en")
    assert '<a href="https://example.org/a?b=1&amp;c=2">' in html


def test_hard_and_soft_breaks() -> None:
    """A backslash keeps a break; any other break inside a paragraph is a blank."""
    (block,) = markup.parse("one\ntwo\\\nthree")
    assert block.lines == ("one two", "three")


def test_a_mail_address_below_a_long_line_stays_on_its_own() -> None:
    """The last line of a signature is not joined to the postal address above it."""
    postal = "100 California Street, Suite 700, San Francisco, CA 94111, USA"
    made = markup.html_of_text(f"Kind regards,\n\n{postal}\nprivacy@acme.example\n", "en")
    assert f"{postal}<br>\nprivacy@acme.example</p>" in made


def test_only_web_addresses_become_links() -> None:
    """A javascript or data address stays mere text."""
    for bad in ("javascript:alert(1)", "data:text/html,x", "ftp://x", 'https://x"y'):
        assert markup.shield_link(bad) == markup.shield(bad)


def test_invisible_characters_of_values_are_dropped() -> None:
    """Bidi overrides, controls and zero-width blanks do not reach a letter."""
    assert markup.clean("a\u202eb\u200bc\x00d\r\ne") == "abcd e"
