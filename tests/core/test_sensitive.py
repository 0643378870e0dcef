"""What nobody should send is found by its own check digits, and nothing else is taken for it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.sensitive import Sensitive, masked_sensitive, sensitive_in

FOUND = [
    ("my card is 4111 1111 1111 1111, thanks", Sensitive.CARD, "1111"),
    ("card 5555-5555-5555-4444", Sensitive.CARD, "5555"),
    ("IBAN DE89 3704 0044 0532 0130 00", Sensitive.ACCOUNT, "3704"),
    ("GB82WEST12345698765432", Sensitive.ACCOUNT, "WEST"),
    ("my SSN is 123-45-6789", Sensitive.NATIONAL_ID, "6789"),
    ("DNI 12345678Z", Sensitive.NATIONAL_ID, "12345678"),
    ("NIE X1234567L", Sensitive.NATIONAL_ID, "1234567"),
    ("NIR 2 55 08 14 168 025 38", Sensitive.NATIONAL_ID, "168"),
    ("codice fiscale RSSMRA85T10A562S", Sensitive.NATIONAL_ID, "RSSMRA"),
    ("NI number QQ123456C? no, AB 12 34 56 C", Sensitive.NATIONAL_ID, "34 56"),
    ("Steuer-ID 86 095 742 719", Sensitive.NATIONAL_ID, "742"),
    ("PESEL 44051401359", Sensitive.NATIONAL_ID, "440514"),
    ("BSN: 111222333", Sensitive.NATIONAL_ID, "111222333"),
    ("Password: hunter2", Sensitive.CREDENTIALS, "hunter2"),
    ("mein Passwort ist Blumen!7", Sensitive.CREDENTIALS, "Blumen"),
    ("key AKIAABCDEFGHIJKLMNOP", Sensitive.CREDENTIALS, "AKIA"),
    ("since I was diagnosed with cancer", Sensitive.HEALTH, "cancer"),
    ("ich bin schwanger", Sensitive.HEALTH, "schwanger"),
]

KEPT = [
    "order 4111 1111 1111 1112 of 2026-11-03",
    "ticket DE89 3704 0044 0532 0130 02",
    "case P-0012, invoice 2026-000123",
    "call me on +49 170 5550123",
    "my password is wrong and I forgot it",
    "please restrict the processing of my data",
    "12345678A",
    "0000 0000 0000 0000",
    "Cancerian Holdings Ltd",
]


@pytest.mark.parametrize(("text", "kind", "gone"), FOUND, ids=[row[0][:24] for row in FOUND])
def test_it_is_found_and_masked(text: str, kind: Sensitive, gone: str) -> None:
    """The kind is named, and the thing itself is gone."""
    assert sensitive_in(text) == (kind,)
    assert gone not in masked_sensitive(text)
    assert f"[{kind}]" in masked_sensitive(text)


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_like_it_is_kept(text: str) -> None:
    """A number whose check digits do not fit is an order, a case or a telephone."""
    assert sensitive_in(text) == ()
    assert masked_sensitive(text) == text


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_masking_twice_is_masking_once(text: str) -> None:
    """What stands there instead is nothing sensitive itself."""
    once = masked_sensitive(text)
    assert masked_sensitive(once) == once
    assert sensitive_in(once) == ()


@pytest.mark.parametrize(
    "text", ["1 " * 50_000, "A" * 100_000, "password " * 11_000, "DE12 " * 20_000]
)
def test_long_texts_take_no_time(text: str) -> None:
    """A hundred thousand characters made to be slow are read within seconds."""
    began = time.monotonic()
    masked_sensitive(text)
    assert time.monotonic() - began < 10
