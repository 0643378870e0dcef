"""Modals of a draft: what is not touched comes back byte for byte, each warning has its tick."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import replies
from bot.core.mail import Address
from bot.core.views import LetterView, Note
from bot.edges.slack import draft_modals, modals
from bot.edges.slack.limits import check_view
from bot.edges.slack.text import pieces
from replies.markup import from_text
from replies.samples import sample
from replies.words import LANGUAGES
from tests.edges.slack.case_views import letter, view

LINES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=90)
ENDS = st.sampled_from(["\n", "\n\n", "\n\n\n\n"])
LONG = st.lists(st.tuples(LINES, ENDS), max_size=120).map(
    lambda rows: "".join(line + end for line, end in rows)
)


def inputs(text: str) -> tuple[dict[str, Any], list[str]]:
    """Return the edit modal of a text and what its inputs are filled with."""
    made = draft_modals.edit(view(), LetterView(letter(text=text), "Long"))
    texts = [b for b in made["blocks"] if b.get("block_id", "").startswith("text")]
    return made, [b["element"]["initial_value"] for b in texts]


@given(LONG | st.text(max_size=300), st.integers(2, 400))
def test_pieces_lose_nothing(text: str, most: int) -> None:
    """Cut wherever it must be, a text joined again is the same, and no part is too long."""
    found = pieces(text, most)
    assert "".join(part + between for part, between in found) == text
    assert all(len(part) <= most and set(between) <= {"\n"} for part, between in found)


@given(LONG, st.sampled_from([str, str.strip, lambda text: text.replace("\n", "\r\n")]))
def test_what_nobody_touched_comes_back_byte_for_byte(text: str, slack: Any) -> None:
    """Whatever Slack trims or changes at line ends, an untouched letter stays the same."""
    _, values = inputs(text)
    found = {f"text{i}": slack(value) or None for i, value in enumerate(values)}
    assert draft_modals.edited_text(found, text) == text


@given(LONG, st.data())
def test_an_edit_of_one_part_leaves_the_others_alone(text: str, data: st.DataObject) -> None:
    """Before and after the part that was edited nothing moves."""
    _, values = inputs(text)
    at = data.draw(st.integers(0, len(values) - 1))
    found = {f"text{i}": value.strip() for i, value in enumerate(values)}
    found[f"text{at}"] += " and one sentence more"
    parts = pieces(text, draft_modals._INPUT)
    said = draft_modals.edited_text(found, text)
    before = "".join(part + between for part, between in parts[:at])
    after = parts[at][1] + "".join(part + between for part, between in parts[at + 1 :])
    assert said.startswith(before)
    assert said.endswith(after)
    edited = said[len(before) : len(said) - len(after)]
    assert edited.split() == found[f"text{at}"].split()


def shown(text: str) -> str:
    """Return what the approval window shows of a text."""
    made = draft_modals.approve(view(), LetterView(letter(text=text), "Long"))
    check_view(made)
    quotes = [b["elements"][0] for b in made["blocks"] if b["type"] == "rich_text"]
    assert {one["type"] for one in quotes} <= {"rich_text_quote"}
    return "\n\n".join(one["elements"][0]["text"] for one in quotes)


@given(LONG | st.text(max_size=300))
def test_every_word_that_leaves_is_shown_before(text: str) -> None:
    """Laid out for any screen, nothing is left out, added or moved; only ends of lines differ."""
    assert shown(text).split() == text.split()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_letter_is_shown_without_the_line_ends_of_its_mail(lang: str) -> None:
    """Each paragraph and item is one line, whatever the screen; each line of the signature too."""
    letters = replies.load()
    said = letters.render(
        "access/verify_identity", lang, sample(letters.kind("access/verify_identity"), lang)
    ).text
    meant = [line.split() for block in from_text(said) for line in block.lines]
    lines = [line.removeprefix("- ").split() for line in shown(said).splitlines() if line.strip()]
    assert lines == meant


def test_an_edited_paragraph_is_wrapped_anew() -> None:
    """The input has a paragraph in one line; edited, it is wrapped, and its neighbours stay."""
    kept = "Beispiel AG\nHauptstraße 1\n"
    before = (
        "Sie haben uns gebeten, Ihnen mitzuteilen, ob und welche personenbezogenen\n"
        "Daten wir über Sie verarbeiten, und Ihnen eine Kopie\n"
        f"zu geben.\n\n- eine Aufzählung, deren einziger Punkt so lang ist, dass er umbricht,\n"
        f"  und zwar hier\n\nFreundliche Grüße\n\n{kept}"
    )
    _, (filled,) = inputs(before)
    assert filled.splitlines()[0].endswith("und Ihnen eine Kopie")  # that break was meant
    typed = filled.replace("Sie haben uns gebeten,", "Sie baten,").replace(
        "Freundliche Grüße",
        "Mit den allerbesten und freundlichsten Grüßen von uns allen aus Berlin,\nIhr Team",
    )
    assert draft_modals.edited_text({"text0": typed}, before) == (
        "Sie baten, Ihnen mitzuteilen, ob und welche personenbezogenen Daten wir\n"
        "über Sie verarbeiten, und Ihnen eine Kopie\nzu geben.\n\n"
        "- eine Aufzählung, deren einziger Punkt so lang ist, dass er umbricht,\n"
        "  und zwar hier\n\n"
        "Mit den allerbesten und freundlichsten Grüßen von uns allen aus Berlin,\nIhr Team\n\n"
        f"{kept}"
    )


def test_a_part_that_was_emptied_is_gone() -> None:
    """Who deletes a whole part deletes it, with the line ends behind it."""
    text = "a" * 1500 + "\n\n" + "b" * 1500 + "\n\n" + "c" * 1500 + "\n"
    assert draft_modals.edited_text({"text0": "a" * 1500, "text1": None, "text2": "c"}, text) == (
        "a" * 1500 + "\n\nc\n"
    )


def test_the_subject_stays_as_it_was() -> None:
    """An untouched subject keeps its bytes; an edited one is one line."""
    before = "Your  request [P-0001]"
    same = {"subject": "Your request [P-0001]"}
    assert draft_modals.edited_subject(same, before) == before
    assert draft_modals.edited_subject({"subject": " a\n b "}, before) == "a b"


def test_the_preview_is_what_leaves() -> None:
    """Recipient with name, subject and the whole text stand there, nothing trimmed."""
    text = "  indented\n\n" + "a line of the letter\n" * 400
    ana = Address("ana@example.test", "Ana Lopez")
    made = draft_modals.approve(view(), LetterView(letter(text=text, recipient=ana), "Done"))
    assert check_view(made) == []
    shown = [
        block["elements"][0]["elements"][0]["text"]
        for block in made["blocks"]
        if block["type"] == "rich_text"
    ]
    assert "\n".join(shown).split("\n") == text.rstrip("\n").split("\n")
    assert "Ana Lopez &lt;ana@example.test&gt;" in json.dumps(made)


RED, AMBER = Note("r1", "error", "Red."), Note("r2", "warning", "Amber: " + "long " * 60)
OTHER = Note("r2", "warning", "Another finding of the same rule.")


@pytest.fixture
def warned() -> dict[str, Any]:
    """Give the modal of a letter with two warnings of one rule, one of them found twice."""
    one = replace(view().letters[0], notes=(RED, AMBER, OTHER, AMBER))
    return draft_modals.approve(view(), one)


def boxes(made: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the inputs that stand for warnings."""
    return [b for b in made["blocks"] if b.get("block_id", "").startswith(draft_modals.CHECK)]


def test_each_warning_has_a_tick_of_its_own(warned: dict[str, Any]) -> None:
    """Two findings of one rule are two boxes, each with its whole message; errors have none."""
    assert check_view(warned) == []
    labels = [box["label"]["text"] for box in boxes(warned)]
    assert labels == [f"⚠ {AMBER.message.strip()}", f"⚠ {OTHER.message}"]
    assert len({box["block_id"] for box in boxes(warned)}) == 2


def test_an_empty_box_is_named(warned: dict[str, Any]) -> None:
    """What was not ticked is said at its own box, and only the ticked ones count."""
    first, second = (box["block_id"] for box in boxes(warned))
    values = {
        first: {first: {"selected_options": [{"value": AMBER.key}]}},
        second: {second: {"selected_options": []}},
    }
    found = modals.answers({"private_metadata": "{}", "state": {"values": values}})
    assert set(draft_modals.unticked(found)) == {second}
    assert draft_modals.ticked(found) == {AMBER.key}
