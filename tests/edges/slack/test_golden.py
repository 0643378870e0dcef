"""Every post, modal and Home is byte for byte as it was last read by a person, and passes."""

import json

import pytest

from bot.core.case import CaseState, LetterState
from bot.edges.slack import words
from bot.edges.slack.buttons import EVERY
from bot.edges.slack.case_desk import DRAWN
from bot.edges.slack.limits import SAFE_CHARACTERS, characters, check_message, check_view
from tests.edges.slack import golden

REWRITE = "read the change, then run: python -m tests.edges.slack.golden"
ALL = {f"{one.path.parent.name}/{one.path.stem}": one for one in golden.renderings()}


@pytest.mark.parametrize("name", ALL)
def test_it_is_as_it_was_last_read(name: str) -> None:
    """Byte for byte its golden file."""
    one = ALL[name]
    assert one.path.is_file(), f"{one.path.name} is not there; {REWRITE}"
    assert one.path.read_text(encoding="utf-8") == one.text, f"{name} differs; {REWRITE}"


@pytest.mark.parametrize("name", ALL)
def test_slack_takes_it(name: str) -> None:
    """It is inside every limit of its surface, and a post far from the undocumented one."""
    content = ALL[name].content
    if "type" in content:
        assert check_view(content) == []
        return
    assert check_message(content["blocks"], content["text"]) == []
    assert characters(content["blocks"]) < SAFE_CHARACTERS
    assert content["text"].strip(), "screen readers have nothing to say"


def test_no_golden_file_is_left_over() -> None:
    """A golden file whose state or modal is gone says so."""
    left = set(golden.FOLDER.glob("*/*")) - {one.path for one in ALL.values()}
    assert not left, f"{sorted(path.name for path in left)} belong to nothing; {REWRITE}"


def test_every_state_has_a_card() -> None:
    """Whatever a letter or a case can be is on one of the golden cards, in its words."""
    cards = " ".join(one.text for name, one in ALL.items() if name.startswith("posts/card"))
    said = [words.LETTER_STATES[one] for one in LetterState if one is not LetterState.VOID]
    said += [words.STATES[one] for one in CaseState]
    said += ["left)", "Today,", "Overdue:", "snoozed until", "Tasks:", "Nobody yet", "Undo"]
    assert [one for one in said if one not in cards] == []


def test_every_modal_is_there() -> None:
    """What opens behind a button of a case is among the golden modals."""
    keys = {
        one.content["callback_id"].partition(".")[2]
        for name, one in ALL.items()
        if name.startswith("modals/")
    }
    named = {"given", "week", "queue", "search", "found", "new", "posted", "approve", "edit"}
    assert named | (set(DRAWN) - {"original"}) <= keys | {"notice"}
    assert "notice" in keys


def test_every_button_is_drawn_somewhere() -> None:
    """No button is without a golden card or modal that shows it."""
    shown = json.dumps([one.content for one in ALL.values()])
    missing = [
        row.key
        for row in EVERY
        if f'"case.{row.key}"' not in shown and f'"{row.key}:7"' not in shown
    ]
    assert missing == []
