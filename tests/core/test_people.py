"""Whom a mail asks for: lists of agents, families, one client of an agent."""

import pytest

from bot.core.catalogue import SenderKind
from bot.core.mail import Address
from bot.core.people import people_in, without_long_lists

AGENT = Address("requests@shredly.example", "Shredly")
MAREN = Address("maren.holt@posteo.example", "Maren Holt")


def emails(text: str, stated: int = 1) -> list[str]:
    """Return the addresses of the people an agent writes for."""
    return [one.email or one.name for one in people_in(text, AGENT, SenderKind.AGENT, stated)]


@pytest.mark.parametrize(
    "text",
    [
        "Please delete:\n- Anna Berg, anna@mail.example\n- Tom Berg <tom@mail.example>\n",
        "1. Anna Berg (anna@mail.example)\n2. tom@mail.example\n\nAsk help@shredly.example.",
        "Name;E-mail\nAnna Berg;anna@mail.example\nTom Berg;tom@mail.example",
        "Name: Anna Berg\nEmail: anna@mail.example\n\nName: Tom Berg\nEmail: tom@mail.example",
        "Bitte löschen Sie:\n* Anna Berg, anna@mail.example\n* Tom Berg, tom@mail.example",
    ],
)
def test_a_list_of_an_agent_is_people(text: str) -> None:
    """Each line or block with an address of its own is a person; the agent's own is not."""
    assert emails(text) == ["anna@mail.example", "tom@mail.example"]


def test_names_alone_count_where_the_mail_says_how_many() -> None:
    """Bullets may be anything, unless the mail speaks of several people."""
    text = "Delete these two consumers:\n- Anna Berg\n- Tom Berg"
    assert emails(text, stated=2) == ["Anna Berg", "Tom Berg"]
    assert emails(text) == []


@pytest.mark.parametrize(
    ("text", "person"),
    [
        (
            "We act on behalf of Louis Tremont (l.tremont@mail.example). Delete his data.",
            Address("l.tremont@mail.example", "Louis Tremont"),
        ),
        (
            "Name: Louis Tremont\nEmail: l.tremont@mail.example\nOther email: lt@work.example",
            Address("l.tremont@mail.example", "Louis Tremont"),
        ),
        (
            "On behalf of Louis Tremont, with these addresses:\n- lt@a.example\n- lt@b.example",
            Address("lt@a.example", "Louis Tremont"),
        ),
        ("Wir schreiben im Auftrag von Frau Anna Berg.", Address("", "Anna Berg")),
        ("Nous écrivons au nom de Claire Besson.", Address("", "Claire Besson")),
        (
            "- Name: Louis Tremont\n- Email: l.tremont@mail.example\n",
            Address("l.tremont@mail.example", "Louis Tremont"),
        ),
    ],
)
def test_an_agent_writes_for_one(text: str, person: Address) -> None:
    """The one client of an agent is known by label or by "on behalf of"."""
    assert people_in(text, AGENT, SenderKind.AGENT) == (person,)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Please delete my wife and me.", "wife"),
        ("Bitte löschen Sie meine Frau und mich.", "frau"),
        ("Supprimez ma femme et moi.", "femme"),
        ("Borren a mi marido y a mí.", "marido"),
    ],
)
def test_a_couple_is_two(text: str, other: str) -> None:
    """Who writes for another as well asks for two."""
    assert people_in(text, MAREN, SenderKind.PERSON) == (MAREN, Address("", other))


@pytest.mark.parametrize(
    "text",
    [
        "Please delete my accounts:\n- maren.holt@posteo.example\n- m.holt@mail.example",
        "I wrote to anna@mail.example and tom@mail.example, nobody answered. Delete my data.",
        "My wife says you sell data. Stop selling mine.",
    ],
)
def test_one_person_stays_one(text: str) -> None:
    """Several addresses of one writer, or people in passing, are nobody's requests."""
    assert people_in(text, MAREN, SenderKind.PERSON) == ()


def test_a_long_list_is_read_in_part() -> None:
    """Three people of a list suffice to read what is asked for them; all other words stay."""
    people = [f"- Ab Cd, u{number}@post.example" for number in range(60)]
    said = without_long_lists("\n".join(["Delete all of them:", *people, "Ana Lind"]))
    assert said.splitlines() == ["Delete all of them:", *people[:3], "Ana Lind"]
    in_line = "Delete " + ", ".join(f"u{number}@post.example" for number in range(60)) + " now."
    assert "@" not in without_long_lists(in_line)
    assert without_long_lists(in_line).startswith("Delete ")
    assert without_long_lists(in_line).endswith(" now.")
    few = "\n".join(people[:3])
    assert without_long_lists(few) == few
    later = "\n".join([*people, "Delete the account u99@post.example, too, please."])
    assert without_long_lists(later).endswith("\nDelete the account , too, please.")
