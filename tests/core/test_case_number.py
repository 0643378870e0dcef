"""A case's number: what is written is what is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.case_number import case_number, numbers_in, read_number


@given(st.integers(1, 999_999_999))
def test_what_is_written_is_read(number: int) -> None:
    """However a person copies it: alone, in small letters, or out of a sentence."""
    written = case_number(number)
    assert read_number(f" {written.lower()} ") == number
    assert numbers_in(f"About {written}, and {written}.") == [number, number]


@pytest.mark.parametrize("text", ["", "P-", "²", "٣", "P-12a", "1 2", "1" * 10, "-1"])
def test_other_texts_are_no_number(text: str) -> None:
    """Neither another alphabet's digits nor what no case can reach is taken for one."""
    assert read_number(text) is None
