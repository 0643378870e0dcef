"""Whatever a stranger writes, a letter stays the letter that its template says."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import replies
from replies.letters import safe_name
from replies.samples import sample

LETTERS = replies.load()

# Fields that a stranger, or a careless hand, can fill.
TYPED = (
    "recipient_name", "requester_name", "requester_email", "person_name", "agent_name",
    "party_name", "party_website", "contact_name", "contact_email", "case_number",
    "legal_ground", "kept", "request_summary", "token", "link", "staff_text",
)  # fmt: skip

NASTY = st.sampled_from(
    [
        "{{ 7 * 7 }}", "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
        "{{ profile.__class__.__mro__ }}", "{# gone #}", "</p><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>', "[click](javascript:alert(1))", "javascript:alert(1)",
        "https://evil.example/\" onmouseover=\"x", "a\r\nBcc: victim@evil.example",
        "a\n\nContent-Type: text/html\n\n<b>", "x\u2028Subject: y", "\\", "- item\n- item",
        "\u202egnp.exe", "a\x00b", "\ue101https://evil.example\ue102", "&lt;b&gt;", "%s %d {0}",
        "=?utf-8?q?x?=", "\x1b[31m",
    ]
)  # fmt: skip
VALUES = st.one_of(NASTY, st.text(max_size=60), st.builds(str.__add__, NASTY, st.text(max_size=20)))
KINDS = st.sampled_from(LETTERS.catalogue())
LANGS = st.sampled_from(LETTERS.languages())


def one(field: str, value: str) -> dict[str, Any]:
    """Return one fact to replace."""
    return {field: value}


class Shape(HTMLParser):
    """The tags and attribute names of a document, and where its links lead."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name == "href"]


@settings(max_examples=300, deadline=None)
@given(KINDS, LANGS, st.dictionaries(st.sampled_from(TYPED), VALUES, max_size=6))
def test_no_value_reaches_header_or_markup(
    kind: replies.LetterKind, lang: str, typed: dict[str, Any]
) -> None:
    """The subject is one line, the HTML has only our tags, links are http or https."""
    facts = replace(sample(kind, lang), **typed)
    if any(not getattr(facts, name) for name in kind.needs):
        return
    letter = LETTERS.render(kind.key, lang, facts)
    assert not re.search(r"[\x00-\x1f\x7f\x85\u2028\u2029]", letter.subject)
    shape = Shape(letter.html)
    assert shape.tags <= {"html", "head", "meta", "body", "p", "br", "ul", "li", "a"}
    assert shape.attributes <= {"lang", "charset", "style", "href"}
    assert all(link.startswith(("http://", "https://")) for link in shape.links)
    assert "javascript:" not in " ".join(shape.links)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\ue000-\uf8ff\u202a-\u202e]", letter.text)


@settings(max_examples=150, deadline=None)
@given(KINDS, LANGS, st.sampled_from(["party_name", "kept", "request_summary", "token"]), VALUES)
def test_a_value_cannot_change_the_shape_of_a_letter(
    kind: replies.LetterKind, lang: str, field: str, value: str
) -> None:
    """Paragraphs, list items and links are as many as with a harmless word."""
    plain = LETTERS.render(kind.key, lang, replace(sample(kind, lang), **one(field, "word")))
    if not value.strip() or (field in kind.needs and not value):
        return
    letter = LETTERS.render(kind.key, lang, replace(sample(kind, lang), **one(field, f"w{value}")))
    for tag in ("<p>", "<li>", "<a ", "<br>"):
        assert letter.html.count(tag) == plain.html.count(tag)


@pytest.mark.parametrize("field", TYPED)
def test_template_syntax_in_a_value_is_only_text(field: str) -> None:
    """A value that looks like a template is printed or dropped, never run."""
    for kind in LETTERS.catalogue():
        letter = LETTERS.render(kind.key, "en", replace(sample(kind), **one(field, "{{ 6 * 7 }}1")))
        assert "421" not in letter.subject + letter.text + letter.html


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Anne-Marie O'Neill", "Anne-Marie O'Neill"),
        ("José Ángel Nuñez", "José Ángel Nuñez"),
        ("Dr. Łucja Żak", "Dr. Łucja Żak"),
        ("山田 太郎", "山田 太郎"),
        ("Martin Luther King Jr.", "Martin Luther King Jr."),
        ("Win money at evil.example/now", ""),
        ("someone@evil.example", ""),
        ("WIN <b>NOW</b>", ""),
        ("a\r\nBcc: x", ""),
        ("12345", ""),
        ("", ""),
        ("x" * 80, ""),
    ],
)
def test_only_names_are_greeted(name: str, greeted: str) -> None:
    """A display name that is no name is left out of the greeting."""
    assert safe_name(name) == greeted
