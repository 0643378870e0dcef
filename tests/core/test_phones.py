"""A phone number is found in every form that people write, and no other number is."""

import time

import pytest

from bot.core.phones import phone_pattern

FORMS = ("+49 171 5550123", "0049 171 5550123", "(0171) 555 01 23", "+49 (0)171/5550123",
         "0171-5550123", "tel:+491715550123", "+49\u00a0171\u2011555\u20110123",
         "\u202a+49 171 5550123\u202c", "00491715550123")  # fmt: skip


@pytest.mark.parametrize("asked", [form.removeprefix("tel:") for form in FORMS])
@pytest.mark.parametrize("written", FORMS)
def test_every_form_finds_every_form(asked: str, written: str) -> None:
    """Separators, 00 for +, the zero in front and that in brackets make no difference."""
    pattern = phone_pattern(asked, "DE")
    assert pattern
    assert pattern.search(f"call {written}, please")


@pytest.mark.parametrize(
    ("asked", "place", "written", "there"),
    [
        ("+49 171 5550123", "DE", "+41 171 5550123", False),  # another country
        ("0171 5550123", "DE", "+41 171 5550123", False),
        ("0171 5550123", "", "+41 171 5550123", True),  # the country is not known
        ("0171 5550123", "US-CA", "+49 171 5550123", True),  # no number of the place
        ("+49 171 5550123", "DE", "+49 171 55501234", False),  # a longer number
        ("0171 5550123", "DE", "10171 5550123", False),
        ("(555) 010-4477", "US", "+1 555.010.4477", True),
        ("(555) 010-4477", "US", "15550104477", True),
        ("+1 555 010 4477", "US", "555-010-4477", True),
        ("+1 555 010 4477", "US", "+44 555-010-4477", False),
        ("+39 06 1234567", "IT", "06 1234567", True),  # the zero belongs to the number
        ("06 1234567", "IT", "+39 06 1234567", True),
        ("+353 1 555 0123", "", "(01) 555 0123", True),
    ],
)
def test_other_numbers_are_others(asked: str, place: str, written: str, there: bool) -> None:
    """The country counts where it is known; a part of a longer number is no number."""
    pattern = phone_pattern(asked, place)
    assert pattern
    assert bool(pattern.search(written)) is there


@pytest.mark.parametrize("words", ["20459", "12 Harbour Lane", "", "+", "P-0012 P-0013", "+49 a"])
def test_what_is_no_phone_number(words: str) -> None:
    """A postcode, an address and case numbers are none."""
    assert phone_pattern(words) is None


def test_no_text_makes_the_search_slow() -> None:
    """A megabyte of separators is read in a moment."""
    pattern = phone_pattern("0171 5550123")
    assert pattern
    before = time.process_time()
    assert not pattern.search("+" + " " * 500_000 + "0(" * 250_000)
    assert time.process_time() - before < 5
