"""The form for requests by hand and the window of a letter on paper: inside Slack's limits."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.case import CameBy, Case, CaseLetter, CaseState, Clock, LetterState, Line
from bot.core.catalogue import Route
from bot.core.mail import Address
from bot.core.views import CaseView, LetterView
from bot.edges.slack import by_post, cards, draft_modals, new_request
from bot.edges.slack.limits import check_message, check_view

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def view(name: str = "Maren Holt", postal: str = "Deichstraße 4", text: str = "It is done.") -> Any:
    """Return a case that came by post, and its approved letter."""
    to = Address("", name, postal)
    letter = CaseLetter(
        1, "delete/complete", "en", "requester", to, "Your request", text,
        state=LetterState.TO_POST, covers=("delete",), approved_by=("U0ADA",),
    )  # fmt: skip
    line = Line(1, "delete", Route.US, Clock("x", safe=TODAY))
    case = Case(7, 1, CaseState.OPEN, NOW, to, (line,), (letter,), came_by=CameBy.POST)
    one = LetterView(letter, "Complete")
    return CaseView(case=case, subject="", excerpt=text, letters=(one,), today=TODAY), one


def test_the_form_is_one_that_slack_takes() -> None:
    """Form and answer keep every limit, and keep nothing of what was typed."""
    form = new_request.form(TODAY)
    assert check_view(form) == []
    assert form["private_metadata"] == "{}"
    for one in (view()[0].case, replace(view()[0].case, requester=Address("a@b.example"))):
        assert check_view(new_request.opened(one, date(2027, 1, 1))) == []


@given(st.text(max_size=400), st.text(max_size=600), st.text(min_size=1, max_size=9_000))
def test_hostile_names_and_long_letters_fit(name: str, postal: str, text: str) -> None:
    """Whatever name, address and letter are: card and windows are ones that Slack takes."""
    shown, one = view(name, postal, text)
    printed = by_post.printed(shown, one)
    assert check_view(printed) == []
    assert check_view(draft_modals.approve(shown, one)) == []
    blocks = cards.card(shown)
    assert check_message(blocks, cards.card_text(shown)) == []


def test_the_window_keeps_ids_only() -> None:
    """Name and street are shown to whoever prints, and kept nowhere else."""
    shown, one = view()
    printed = by_post.printed(shown, one)
    assert "Deichstraße" in str(printed["blocks"])
    assert "Deichstraße" not in printed["private_metadata"]
    assert "Maren" not in printed["private_metadata"]
    assert "Deichstraße" not in str(cards.card(shown))
    assert "Maren" not in cards.card_text(shown)


@pytest.mark.parametrize("state", [LetterState.DRAFT, LetterState.TO_POST, LetterState.SENT])
def test_the_card_says_what_happens_on_paper(state: LetterState) -> None:
    """No button of such a letter says "send", and posted is called posted."""
    shown, one = view()
    letter = replace(one.letter, state=state, settled_at=NOW)
    one = replace(one, letter=letter)
    shown = replace(shown, case=replace(shown.case, letters=(letter,)), letters=(one,))
    said = str(cards.card(shown))
    assert "Approve & send" not in said
    expected = {
        LetterState.DRAFT: "Approve for printing",
        LetterState.TO_POST: "Print and post",
        LetterState.SENT: "posted",
    }
    assert expected[state] in said
