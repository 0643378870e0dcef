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


@pytest.mark.parametrize(
    ("name", "email", "ending"),
    [
        ("", "olga.brandtson@x.example", "Best\nOlga Brandtson"),
        ("", "obrandtson@x.example", "Best\n\nOlga Brandtson\nNorthwind Meadows\nPort Albans"),
        ("", "o.brandtson77@x.example", "Thanks!\nOlga Brandtson"),
        ("", "olga@x.example", "Many thanks and kind regards\nOlga Brandtson"),
        ("Olga", "post@x.example", "All the best\nOlga Brandtson"),
        ("Brandtson, Olga", "ob@x.example", "Sincerely yours\nOlga Brandtson\nHead of Sales"),
        ("olga brandtson", "ob@x.example", "Cheers\nOlga Brandtson"),
        ("", "olga@x.example", "Mit freundlichen Grüßen\nOlga Brandtson"),
        ("", "olga@x.example", "Vielen Dank im Voraus\nOlga Brandtson"),
        ("", "olga@x.example", "Bien cordialement\nOlga Brandtson"),
        ("", "olga@x.example", "Merci d'avance\nOlga Brandtson"),
        ("", "olga@x.example", "Un cordial saludo\nOlga Brandtson"),
        ("", "olga@x.example", "Cordiali saluti\nOlga Brandtson"),
        ("", "olga@x.example", "Met vriendelijke groet\nOlga Brandtson"),
        ("", "olga@x.example", "Com os melhores cumprimentos\nOlga Brandtson"),
        ("", "olga@x.example", "Z poważaniem\nOlga Brandtson"),
    ],
)
def test_the_line_below_a_closing_is_the_writers_name(name: str, email: str, ending: str) -> None:
    """With or without a comma, in each language of the letters, whatever firm stands below."""
    assert greeted(name, email=email, signature=ending) == "Olga Brandtson"
    assert greeted(name, ending, email) == "Olga Brandtson"


@pytest.mark.parametrize(
    ("name", "email", "ending"),
    [
        ("", "brandtson@x.example", "Best\nOlga Brandtson"),  # the family's mailbox
        ("Brandtson", "post@x.example", "Best\nOlga Brandtson"),
        ("", "ob@x.example", "Best\nOlga Brandtson"),
        ("", "tom.b@x.example", "Best\nOlga Brandtson"),  # a colleague's mailbox
        ("", "olga.smith@x.example", "Best\nOlga Brandtson"),
        ("Tom Berg", "tom@x.example", "Best\nOlga Brandtson\nTom Berg"),
        ("", "info@x.example", "Best\nNorthwind Meadows"),
        ("", "northwind@x.example", "Best\nNorthwind Trading"),
        ("", "olga@x.example", "Please write to my best friend\nOlga Brandtson\nTom Berg"),
        ("Olga and Tom", "post@x.example", "Best\nOlga Brandtson"),
    ],
)
def test_nobody_is_greeted_by_anothers_name(name: str, email: str, ending: str) -> None:
    """A colleague, a firm, the family's other half: what From says has to fit the signature."""
    assert greeted(name, ending, email) == ""


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
