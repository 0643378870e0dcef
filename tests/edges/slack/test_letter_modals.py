"""Modals about letters and tasks: inside limits, and no personal data in what they keep."""

import json
from dataclasses import replace
from datetime import date

import pytest

import replies
from bot.core.case import Line, Task
from bot.core.catalogue import BY_KEY, Route
from bot.core.deadline_rules import JURISDICTIONS
from bot.core.views import LetterView
from bot.edges.slack import (
    cards,
    draft_modals,
    letter_modals,
    modals,
    words,
    words_cards,
    words_letters,
)
from bot.edges.slack.card_notes import open_tasks
from bot.edges.slack.limits import check_message, check_view
from bot.edges.slack.text import Block
from bot.flows.letter_forms import form_of
from replies.profile import TOPICS
from tests.edges.slack.case_views import CANARY, buttons, letter, view

KINDS = [kind for kind in replies.load().catalogue() if form_of(kind, "en", "general", None)]
SYSTEM = "An <b>owned</b> *system* <!channel> " * 9


def with_tasks(count: int, result: str = "") -> Line:
    """Return a line with so many tasks."""
    tasks = tuple(Task(n, SYSTEM, SYSTEM, date(2026, 12, 1), result) for n in range(1, count + 1))
    return Line(1, "delete", Route.US, tasks=tasks)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_form_is_a_view_that_slack_takes(kind: replies.LetterKind) -> None:
    """Each letter that needs something can ask for it, a labelled input a field."""
    asked = form_of(kind, "de", "retention", date(2027, 2, 23))
    assert asked is not None
    made = letter_modals.form(7, asked)
    check_view(made)
    inputs = {b["block_id"] for b in made["blocks"] if b["type"] == "input"}
    assert inputs == {name for name, _ in asked.asks}
    assert json.loads(made["private_metadata"]) == {"case": 7, "letter": kind.key, "lang": "de"}


def test_every_topic_and_field_has_words() -> None:
    """What the letters know, staff can choose."""
    assert tuple(words.TOPICS) == TOPICS
    assert {name for kind in KINDS for name in kind.needs} - {"new_due_on"} <= set(
        words_letters.GIVEN
    )


@pytest.mark.parametrize("count", [0, 1, 60, 200])
def test_any_number_of_tasks_is_a_view_that_slack_takes(count: int) -> None:
    """Long names and many tasks are cut, not refused."""
    made = letter_modals.tasks(view(lines=(with_tasks(count),)))
    check_view(made)
    assert CANARY.email not in json.dumps(made)


def test_one_result_serves_all_tasks_that_have_none_of_their_own() -> None:
    """Six systems are settled with two choices; the one that is kept keeps its reason."""
    found = {"case": 7, "task1": "", "task2": "kept:kept_by_law", "task3": ""}
    assert letter_modals.results(found) == {2: "kept:kept_by_law"}
    settled = letter_modals.results({**found, letter_modals.OTHERS: "done"})
    assert settled == {1: "done", 2: "kept:kept_by_law", 3: "done"}


@pytest.mark.parametrize(("count", "offered"), [(1, False), (2, True)])
def test_all_the_others_are_offered_only_where_there_are_others(
    count: int, *, offered: bool
) -> None:
    """With one task there is one menu."""
    made = letter_modals.tasks(view(lines=(with_tasks(count),)))
    assert any(block.get("block_id") == letter_modals.OTHERS for block in made["blocks"]) is offered


def test_the_card_shows_open_tasks_and_the_button_while_there_are_any() -> None:
    """A hundred tasks are a short list; without open tasks there is no button."""
    shown = view(lines=(with_tasks(100),))
    blocks = cards.card(shown)
    check_message(blocks, cards.card_text(shown))
    assert "0 of 100 finished" in json.dumps(blocks)
    assert "<!channel>" not in json.dumps(blocks)
    assert "tasks" in buttons(blocks)
    done = cards.card(view(lines=(with_tasks(2, "done"),)))
    assert "2 of 2 finished" in json.dumps(done)
    assert "tasks" not in buttons(done)


def test_card_and_modal_say_why_two_must_approve() -> None:
    """Who is asked to be the second person learns the reason."""
    shown = view(letter(needs_second=True))
    one = LetterView(letter(needs_second=True), "Decline", (), ("this letter refuses",))
    blocks = cards.card(replace(shown, letters=(one,)))
    assert "Needs a second approver: this letter refuses." in json.dumps(blocks)
    first = draft_modals.approve(shown, one)
    assert "Two people must approve this: this letter refuses." in json.dumps(first)
    assert first["submit"]["text"] == "Approve"
    assert words_letters.FIRST_OF_TWO in json.dumps(first)
    half = replace(one, letter=letter(needs_second=True, approved_by=("U1",)))
    second = draft_modals.approve(shown, half)
    assert second["submit"]["text"] == "Send"
    assert words_letters.FIRST_OF_TWO not in json.dumps(second)


def test_the_card_says_what_a_reply_proved() -> None:
    """A confirmed mailbox and fruitless attempts are seen at once."""
    assert words_cards.MAILBOX_CONFIRMED in str(cards.card(view(mailbox_confirmed=True)))
    assert "proved nothing: 2" in str(cards.card(view(identity_attempts=2)))


def test_a_task_is_named_with_its_request() -> None:
    """Two requests may need the same system, so each task says for which it is."""
    made = letter_modals.tasks(view(lines=(with_tasks(1),)))
    assert made["blocks"][0]["label"]["text"].startswith(BY_KEY["delete"].title)
    one = replace(with_tasks(1), tasks=(Task(1, "CRM", "Sales"),))
    both = (one, replace(one, id=2, type="optout_marketing"))
    assert f"• {BY_KEY['delete'].title}: CRM" in open_tasks(view(lines=both).case)
    assert f"• {BY_KEY['optout_marketing'].title}: CRM" in open_tasks(view(lines=both).case)
    assert "• CRM" in open_tasks(view(lines=(one,)).case)


def test_every_jurisdiction_has_a_name() -> None:
    """Who says where a person lives chooses among names, not among codes."""
    assert set(words.JURISDICTIONS) == set(JURISDICTIONS)
    assert not [name for name in words.JURISDICTIONS.values() if name.isupper()]


@pytest.mark.parametrize(
    ("name", "flagged"),
    [
        ("passport.pdf", True),
        ("Personalausweis_vorne.jpg", True),
        ("carte d'identité.png", True),
        ("my-ID-card.jpeg", True),
        ("dowód osobisty.pdf", True),
        ("DNI.jpg", True),
        ("invoice.pdf", False),
        ("holiday.jpg", False),
        ("idea.docx", False),
    ],
)
def test_an_uninvited_identity_document_is_flagged(name: str, *, flagged: bool) -> None:
    """Staff see by the file's name that they should not keep it; it is never opened."""
    assert (words_cards.IDENTITY_DOCUMENT in str(cards.card(view(attachments=(name,))))) is flagged


def test_a_letter_names_its_request_only_where_the_case_has_several() -> None:
    """Where all letters are about one thing asked, saying so behind each only makes noise."""
    decline, ask = ("delete/decline", "Refuse"), ("delete/clarify", "Ask what is wanted")
    assert _labels(modals.letter(view(), [decline, ask])) == ["Refuse", "Ask what is wanted"]
    several = modals.letter(view(), [decline, ("access/decline", "Refuse")])
    assert _labels(several) == ["Refuse (Deletion)", "Refuse (Access)"]


def _labels(made: Block) -> list[str]:
    return [one["text"]["text"] for one in made["blocks"][0]["element"]["options"]]


def test_a_letter_is_by_default_in_the_language_of_who_gets_it() -> None:
    """A hand-over goes in the contact's language unless somebody chooses another."""
    made = modals.letter(view(), [("delete/decline", "Decline")])
    check_view(made)
    assert made["blocks"][1]["element"]["initial_option"]["value"] == words.USUAL
