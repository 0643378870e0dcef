"""A letter greets by name only where the name cannot be wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.greeting import greeting_name, is_persons
from bot.core.mail import Address, InboundMail

BOX = "maren.holt@posteo.example"


def greeted(name: str, ending: str = "", email: str = BOX, signature: str = "") -> str:
    """Return the name for the writer of a mail that ends like this."""
    mail = InboundMail(visible=f"Please delete my data.\n\n{ending}", signature=signature)
    return greeting_name(mail, Address(email, name))


@pytest.mark.parametrize(
    ("name", "ending", "expected"),
    [
        ("Maren Holt", "", "Maren Holt"),
        ("Maren Holt", "Best regards\nMaren Holt", "Maren Holt"),
        ("Maren Holt", "Viele Grüße\nMaren", "Maren Holt"),
        ("Maren Holt", "Mit Freundlichen Grüßen", "Maren Holt"),
        ("Maren Holt", "Kind Regards,\nMaren Anna Holt", "Maren Holt"),
        ("José de la Cruz", "Saludos,\nJosé de la Cruz", "José de la Cruz"),
        ("Łukasz Wójcik", "Pozdrawiam\nLukasz Wojcik", "Łukasz Wójcik"),
        ("Anne-Marie O'Neill", "", "Anne-Marie O'Neill"),
        ("", "Regards\nMaren Holt", "Maren Holt"),
        ("maren.holt", "-- \nMaren Holt", "Maren Holt"),
    ],
)
def test_a_name_that_is_sure_is_used(name: str, ending: str, expected: str) -> None:
    """From names the person and the signature agrees, or the signature and the address do."""
    assert greeted(name, ending) == expected


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("", ""),
        ("Maren", ""),  # perhaps a nickname, perhaps a family name
        ("maren.holt@posteo.example", ""),
        ("Holt, Maren", ""),
        ("Sales Team", ""),
        ("Privacy Office", ""),
        ("Acme GmbH", ""),
        ("iPhone Maren", ""),
        ("Maren 77", ""),
        ("MAREN via Shop", ""),
        ("Tom Berg", "Best regards\nAnna Berg"),  # somebody else of the family writes
        ("Tom Berg", "Jane Roe"),
        ("", "Jane Roe"),  # the address says somebody else
        ("", "Maren Holt\nJane Roe"),  # two people sign
        ("Ana <script>", ""),
        ("Please Click Here Now To Win", ""),
    ],
)
def test_doubt_means_no_name(name: str, ending: str) -> None:
    """A desk, a firm, a nickname, somebody else's account: the letter says hello, and no name."""
    assert greeted(name, ending) == ""


def test_a_signature_that_was_cut_off_counts_too() -> None:
    """The parser keeps the signature apart from the words; both are looked at."""
    assert greeted("", signature="Maren Holt\nHamburg") == "Maren Holt"
    assert greeted("Tom Berg", signature="Jane Roe") == ""


@given(st.text(max_size=80), st.text(max_size=200), st.text(max_size=60))
def test_whatever_comes_it_is_a_persons_name_or_nothing(name: str, end: str, local: str) -> None:
    """No text of a stranger becomes a greeting unless it looks like a name, and nothing else."""
    found = greeted(name, end, f"{local}@posteo.example")
    assert found == "" or (is_persons(found) and found in (name.strip(), *_lines(end)))


def _lines(text: str) -> list[str]:
    return [line.strip(" ,.-–—\t") for line in text.splitlines()]
