"""Requests by post, phone or colleague: logged in Slack, answered on paper or by e-mail."""

from collections.abc import Callable
from datetime import datetime, timedelta
from html import escape

import pytest
from playwright.sync_api import Page, expect

from bot.bootstrap import Worker
from bot.core.case import CameBy, LetterState
from bot.core.mail import Address
from bot.core.moves import Happened
from bot.demo.slack import Place
from bot.edges.report.letter import letter_page
from bot.flows.by_hand import Request
from tests.stories.rig import ADA, BEN, PRIVACY, Rig, text_of

FORM: dict[str, str | list[str]] = {
    "came_by": "post",
    "name": "Maren Holt",
    "postal": "Deichstraße 4\n20459 Hamburg",
    "types": ["access"],
    "asked": "Please send me a copy of what you have about me.",
    "regime": "eu",
    "language": "de",
}


def today(worker: Worker) -> str:
    """Return the day in the controller's zone."""
    return worker.office.today().isoformat()


def log(rig: Rig, user: str = ADA, **fields: str | list[str]) -> dict[str, str]:
    """Fill in the form and hand it in; return what Slack shows to be wrong."""
    rig.slack.slash(user, PRIVACY, "/privacy new")
    rig.slack.modal(user)
    return dict(rig.slack.submit(user, **{**FORM, **fields}).errors)


def test_a_request_by_post_from_form_to_posted_letter(rig: Rig) -> None:
    """Logged, approved, printed, posted once; the clock counts from the day it came."""
    worker = rig.start()
    received = worker.office.today() - timedelta(days=5)
    assert log(rig, received=received.isoformat()) == {}
    rig.waits(lambda: "P-0001" in str(rig.slack.modal(ADA).content))
    assert "printed and posted" in str(rig.slack.modal(ADA).content)
    rig.slack.close(ADA)
    card = rig.card("P-0001")
    assert "Post, answered to a postal address" in text_of(card)
    assert "set by staff" in text_of(card)
    assert "Deichstra" not in text_of(card)
    case = worker.office.store.cases.load(1)
    assert case is not None
    assert case.came_by is CameBy.POST
    assert case.received_at.astimezone(worker.office.zone).date() == received
    clock = worker.office.clock_for("access", "eu", "", case.received_at)
    assert case.lines[0].clock == clock
    assert case.letters[0].lang == "de"
    place = Place(card.channel, card.ts)
    rig.slack.click(ADA, place, "Approve for printing")
    assert "20459 Hamburg" in str(rig.slack.modal(ADA).content)
    rig.slack.submit(ADA)
    rig.waits(lambda: "print it and post it" in text_of(rig.card("P-0001")))
    page = letter_page(case.letters[0], worker.office.drafter.letterhead, worker.office.today())
    assert "<address>Maren Holt<br>Deichstraße 4<br>20459 Hamburg</address>" in page
    for line in case.letters[0].text.splitlines():
        assert escape(line.strip()) in page  # exactly what was approved
    for user in (ADA, BEN):  # both have it open
        rig.slack.click(user, place, "Print and post")
        shown = str(rig.slack.modal(user).content)
        assert "Deichstraße 4" in shown
        assert case.letters[0].subject in shown
    rig.slack.submit(ADA)
    rig.waits(lambda: "posted" in text_of(rig.card("P-0001")))
    rig.slack.submit(BEN)
    rig.waits(lambda: "Nothing happened" in str(rig.slack.modal(BEN).content))
    events = [event.kind for _, event in worker.office.store.audit.of_case(1)]
    assert events.count(Happened.SENT) == 1
    after = worker.office.store.cases.load(1)
    assert after is not None
    assert after.letters[0].state is LetterState.SENT
    assert (
        worker.office.store.outbox.due(letters=True, now=datetime.now(worker.office.zone)) is None
    )
    assert rig.smtp.delivered == []


def test_a_request_by_phone_is_answered_by_mail(rig: Rig) -> None:
    """Where there is an e-mail address, the letter leaves like any other."""
    rig.start()
    assert log(rig, came_by="phone", email="maren@posteo.example", postal="", language="en") == {}
    card = rig.card("P-0001")
    assert "Phone, answered to m•••@posteo.example" in text_of(card)
    rig.slack.click(ADA, Place(card.channel, card.ts), "Approve & send")
    rig.slack.modal(ADA)
    rig.slack.close(ADA, all_of_them=True)
    rig.slack.click(ADA, Place(card.channel, card.ts), "Approve & send")
    rig.slack.submit(ADA)
    rig.waits(lambda: rig.smtp.delivered)
    assert rig.smtp.delivered[0].recipients == ("maren@posteo.example",)


@pytest.mark.parametrize(
    ("fields", "where", "says"),
    [
        ({"postal": ""}, "email", "an answer must arrive"),
        ({"email": "maren@posteo.example"}, "postal", "one of the two"),
        ({"name": ""}, "name", "needs a name"),
        ({"received": "2099-01-01"}, "received", "not come yet"),
        ({"received": "2001-01-01"}, "received", "is the year right"),
        ({"email": "nobody"}, "email", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    rig: Rig, fields: dict[str, str], where: str, says: str
) -> None:
    """A form with a fault opens no case, and the field says what to do."""
    worker = rig.start()
    wrong = log(rig, **fields)
    assert says in wrong[where]
    assert worker.office.store.cases.load(1) is None


def test_a_form_that_is_handed_in_twice_is_one_case(rig: Rig) -> None:
    """Slack sends a form again if an answer was late; the second one finds the first's case."""
    worker = rig.start()
    office = worker.office
    request = Request(
        key="V123",
        came_by=CameBy.COLLEAGUE,
        received=office.today(),
        requester=Address("maren@posteo.example"),
        types=("delete",),
        asked="Delete me.",
    )
    first, second = office.by_hand.open(request, ADA), office.by_hand.open(request, BEN)
    assert first.id == second.id == 1
    rig.card("P-0001")
    assert office.store.cases.load(2) is None
    assert [mail.text for _, mail in office.store.cases.mails(1)] == ["Delete me."]
    assert found(office.finder.search("maren@posteo.example", office.channels)) == [1]
    events = office.store.audit.of_case(1)
    assert (events[0][1].actor, events[0][1].facts["came_by"]) == (ADA, "colleague")


def found(result: object) -> list[int]:
    """Return the numbers of what a search found."""
    return [case.id for case in result.cases]  # type: ignore[attr-defined]


@pytest.mark.browser
def test_the_form_in_a_browser(rig: Rig, browse: Callable[..., Page]) -> None:
    """On a phone: open Home, log a letter that came by post, and see its card."""
    rig.start()
    page = browse(f"{rig.slack.page_url}desk/{ADA}/home", (390, 844))
    page.get_by_role("main").get_by_role("button", name="Log a request").click()
    dialog = page.get_by_role("dialog", name="Log a request")
    dialog.get_by_label("Name").fill("Maren Holt")
    dialog.get_by_label("Postal address").fill("Deichstraße 4")
    dialog.get_by_label("In the person's own words").fill("Please delete me.")
    dialog.get_by_role("checkbox", name="Deletion").check()
    dialog.get_by_role("button", name="Log it").click()
    expect(page.get_by_role("dialog")).to_contain_text("P-0001")
    rig.card("P-0001")


def test_staff_say_where_a_person_lives(rig: Rig) -> None:
    """Another place is another law: the date on the card is counted anew, and the log knows."""
    worker = rig.start()
    assert log(rig) == {}
    card = rig.card("P-0001")
    rig.slack.click(ADA, Place(card.channel, card.ts), "Reclassify")
    rig.slack.submit(ADA, regime="us-ca")
    rig.waits(lambda: "California know, delete, correct" in text_of(rig.card("P-0001")))
    case = worker.office.store.cases.load(1)
    assert case is not None
    assert case.regime == "us-ca"
    _, last = worker.office.store.audit.of_case(1)[-1]
    assert last.facts["regime"] == "us-ca"
