"""Cards, modals and Home: inside Slack's limits whatever the mail says, and discreet."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.case import (
    CaseState,
)
from bot.core.catalogue import REQUEST_TYPES
from bot.core.decision import Event, Fact
from bot.core.mail import Address, InboundMail
from bot.core.moves import Happened
from bot.core.parties import Entry, EntryKind
from bot.core.people import TOO_MANY
from bot.core.sensitive import sensitive_in
from bot.core.views import (
    NoiseItem,
    NoiseView,
    QuarantineView,
)
from bot.edges.mail.mime import TOO_BIG
from bot.edges.slack import (
    cards,
    lists,
    modals,
    reading,
    threads,
    words_cards,
)
from bot.edges.slack.limits import SAFE_CHARACTERS, characters, check_message
from tests.edges.slack.case_views import CANARY, HOSTILE, NOW, STATES, TODAY, buttons, letter, view

EXPECTED = {
    "new": {"approve", "edit", "reclassify", "assign", "more"},
    "sending": {"undo", "reclassify", "assign", "more"},
    "leaving": {"reclassify", "assign", "more"},
    "doubtful": {"mark_sent", "send_again", "reclassify", "assign", "more"},
    "closed": {"reopen", "more"},
    "found fault with": {"edit", "reclassify", "assign", "more"},
    "awaiting_second": {"approve", "edit", "reclassify", "assign", "more"},
}


@pytest.mark.parametrize("name", STATES)
def test_every_state_is_a_card_that_slack_takes(name: str) -> None:
    """At most twelve blocks, inside every limit, with a text for screen readers."""
    shown = STATES[name]
    blocks, text = cards.card(shown), cards.card_text(shown)
    assert check_message(blocks, text) == []
    assert len(blocks) <= 12
    assert characters(blocks) < SAFE_CHARACTERS
    assert "P-0007" in text


@pytest.mark.parametrize("name", EXPECTED)
def test_buttons_are_those_that_are_legal(name: str) -> None:
    """An illegal button cannot be drawn."""
    assert buttons(cards.card(STATES[name])) == EXPECTED[name]


@pytest.mark.parametrize("name", STATES)
def test_nothing_personal_outside_the_blocks(name: str) -> None:
    """Notifications, button values and block ids name nobody; the card masks addresses."""
    shown = STATES[name]
    text = cards.card_text(shown)
    for secret in ("zebulon", "Quark", "canary", "Delete me"):
        assert secret.lower() not in text.lower()
    values = json.dumps(
        [
            [e.get("value"), e.get("options"), b.get("block_id")]
            for b in cards.card(shown)
            for e in b.get("elements", [{}])
        ]
    )
    assert "canary" not in values
    everything = json.dumps(cards.card(shown))
    assert "zebulon.quark@" not in everything
    assert "5550123" not in everything


def test_minimal_cards_quote_nothing() -> None:
    """CARD_DETAIL=minimal leaves the mail's words out."""
    assert "Please delete" in json.dumps(cards.card(view()))
    quiet = json.dumps(cards.card(view(attachments=("Zebulon passport.pdf",)), excerpt=False))
    for word in ("Please delete", "Zebulon", "we received your request"):
        assert word not in quiet
    assert "1 file" in quiet


def test_a_cleared_card_names_nobody() -> None:
    """Some time after closing a card says what was done and when, and for nobody."""
    shown = replace(STATES["closed"], attachments=("Zebulon.pdf",))
    cleared = replace(shown, case=replace(shown.case, cleared=True))
    before, after = (json.dumps(cards.card(one)) for one in (shown, cleared))
    for word in ("canary", "Larkspur", "Zebulon"):
        assert word in before
        assert word not in after
    assert "Acknowledge receipt" in after
    assert check_message(cards.card(cleared), cards.card_text(cleared)) == []


def test_sensitive_things_are_flagged_and_masked() -> None:
    """The card says what kind of thing the mail holds; the excerpt and the full mail mask it."""
    text = "My card is 4111 1111 1111 1111 and my IBAN DE89 3704 0044 0532 0130 00."
    shown = view(excerpt=text, sensitive=sensitive_in(text))
    card = json.dumps(cards.card(shown))
    assert "card number, account number" in card
    everything = card + json.dumps(reading.message(shown, [InboundMail(text=text, subject=text)]))
    assert "1111" not in everything
    assert "3704" not in everything


def test_lists_are_ones_that_slack_takes() -> None:
    """The daily list and a quarantine card stay inside the limits, however long the day."""
    items = tuple(
        NoiseItem(n, "spam", CANARY.email, HOSTILE, NOW, "listed" if n % 2 else "confirmed")
        for n in range(200)
    )
    blocks = lists.noise_card(NoiseView(TODAY, items))
    assert check_message(blocks, lists.noise_text(NoiseView(TODAY, items))) == []
    assert "zebulon" not in json.dumps(blocks)
    bad = QuarantineView(3, NOW, 12345, HOSTILE)
    assert check_message(lists.quarantine_card(bad), lists.quarantine_text(bad)) == []
    empty = NoiseView(TODAY, ())
    assert check_message(lists.noise_card(empty), lists.noise_text(empty)) == []


@given(st.text(max_size=4000), st.text(max_size=300), st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_no_mail_breaks_a_card(body: str, subject: str, name: str) -> None:
    """Whatever a mail says, the card is taken, mentions nobody and links nowhere."""
    shown = view(
        letter(subject=subject, text=body, recipient=Address("a@b.example", name)),
        excerpt=HOSTILE + body,
        subject=subject,
        entry_name=HOSTILE[:60] + name,
        attachments=(name, subject),
    )
    blocks = cards.card(shown)
    assert check_message(blocks, cards.card_text(shown)) == []
    for block in blocks:
        for text in _parsed(block):
            assert "<!channel" not in text
            assert "<http" not in text
            assert "<@U0ADA>" not in text
            assert "\u202e" not in text


def _parsed(block: Any) -> list[str]:
    """Return the texts that Slack would parse for mentions and links."""
    if isinstance(block, dict):
        found = [block["text"]] if block.get("type") == "mrkdwn" else []
        return found + [text for value in block.values() for text in _parsed(value)]
    if isinstance(block, list):
        return [text for value in block for text in _parsed(value)]
    return []


@pytest.mark.parametrize("kind", Happened)
def test_every_event_has_a_sentence(kind: Happened) -> None:
    """The thread can tell whatever happened, also from an event that lacks facts."""
    assert threads.sentence(Event(kind, NOW, "U0ADA")).strip()


@pytest.mark.parametrize(
    "kind",
    [Happened.LINKED, Happened.UNLINKED, Happened.MERGED, Happened.TOOK_OVER, Happened.SPLIT],
)
def test_a_hidden_case_has_no_number(kind: Happened) -> None:
    """Of a case in a restricted channel the thread says that there is one, not which."""
    facts: dict[str, Fact] = {"link": "staff"}
    assert "P-0012" in threads.sentence(Event(kind, NOW, "U0ADA", facts={**facts, "other": 12}))
    hidden = threads.sentence(Event(kind, NOW, "U0ADA", facts={**facts, "other": None}))
    assert "P-" not in hidden
    assert "a case in a restricted channel" in hidden


def test_directory_entries_are_options() -> None:
    """A long name is cut to what an option may hold."""
    options = modals.entries([Entry("N" * 200, EntryKind.CLIENT, id=4)])
    assert options[0]["value"] == "4"
    assert len(options[0]["text"]["text"]) <= 75


def test_every_type_can_be_chosen() -> None:
    """Reclassify offers every request type."""
    made = modals.reclassify(view())
    assert len(made["blocks"][0]["element"]["options"]) == len(REQUEST_TYPES)


def test_the_card_says_how_its_date_was_counted() -> None:
    """The rule and the arithmetic stand on the card while the date matters, and not after."""
    shown = json.dumps(cards.card(view()), ensure_ascii=False)
    assert "⏱ GDPR: x + 1 month" in shown
    closed = view(state=CaseState.CLOSED)
    assert "x + 1 month" not in json.dumps(cards.card(closed), ensure_ascii=False)


@pytest.mark.parametrize(
    ("problem", "note"),
    [
        ("more than 200 attachments: the rest is not listed", words_cards.MORE_FILES),
        ("a part that is said to be text is none", words_cards.NO_TEXT_INSIDE),
        ("the only text is in an attached part", words_cards.ODD_PLACE),
        ("the text is not in the charset it declares", words_cards.CHARSET),
        ("there is more than one From address", words_cards.TWO_FROM),
        ("From's display name shows another address", words_cards.SHOWS_ANOTHER),
        ("there is hidden text", words_cards.HIDDEN_TEXT),
        (TOO_MANY.format(count=40, most=25), words_cards.MANY_PEOPLE),
    ],
)
def test_what_is_wrong_with_a_mail_stands_on_its_card(problem: str, note: str) -> None:
    """Whatever of a mail bears on the decision is said once, in plain words."""
    shown = json.dumps(cards.card(view(problems=(problem, problem))), ensure_ascii=False)
    assert shown.count(json.dumps(note, ensure_ascii=False)[1:-1]) == 1


def test_a_mail_that_was_not_read_whole_says_so() -> None:
    """What is cut or too deep to be read is never left out silently."""
    note = "Not all of this mail could be read"
    assert note in str(cards.card(view(problems=(TOO_BIG,))))
    assert note not in str(cards.card(view(problems=("there is no Message-ID",))))
