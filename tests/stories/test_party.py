"""The right party at the desk: a client that nobody knew is added, and both letters follow."""

import json
from collections.abc import Callable
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Page, expect

from bot.core import commands as c
from bot.core.case import LetterState
from tests.stories.rig import ADA, BEN, PRIVACY, Rig, mail, text_of
from tests.stories.test_letters import CLIENT, case_of, place

ASKS = (
    "I bought a lamp at Lumenia (lumenia.example). Their shop uses your service. Please delete"
    " all personal data that you got about me from their web shop."
)


@pytest.mark.browser
def test_a_client_is_added_there_and_then(rig: Rig, browse: Callable[..., Page]) -> None:
    """Who is missing is written down in the modal; both letters follow and leave together."""
    worker = rig.start()
    rig.imap.deliver(mail(ASKS))
    rig.card("P-0001")
    page = browse(f"{rig.slack.page_url}desk/{ADA}/{PRIVACY}")
    main, dialog = page.get_by_role("main"), page.get_by_role("dialog")
    main.get_by_role("button", name="Reclassify").click()
    dialog.get_by_role("button", name="It is not in the directory").click()
    dialog = page.get_by_role("dialog", name="New in the directory")
    dialog.get_by_label("Name", exact=True).fill("Lumenia")
    dialog.get_by_label("Domains").fill("not a domain")
    dialog.get_by_label("Privacy contact or administrator").fill("privacy@lumenia.example")
    dialog.get_by_role("button", name="Add and use").click()
    expect(dialog.get_by_text("is no domain")).to_be_visible()
    assert worker.office.store.directory.all() == []
    dialog.get_by_label("Domains").fill("lumenia.example")
    dialog.get_by_role("button", name="Add and use").click()
    expect(main.get_by_text("A client's data: Lumenia")).to_be_visible(timeout=60_000)
    case = worker.office.store.cases.load(1)
    assert case is not None
    drafts = {one.key: one.recipient.email for one in case.letters if one.state.value == "draft"}
    assert drafts == {
        "delete/redirect_client": "maren.holt@posteo.example",
        "delete/handover_client": "privacy@lumenia.example",
    }
    main.get_by_role("button", name="Edit the letter to the client").click()
    edit = page.get_by_role("dialog", name="Edit the letter")
    edit.get_by_label("The original mail, as it came").check()
    edit.get_by_role("button", name="Save").click()
    expect(main.get_by_text("Attached: the original mail")).to_be_visible(timeout=60_000)
    main.get_by_role("button", name="Read and approve both letters").click()
    both = page.get_by_role("dialog", name="Approve & send both")
    expect(both).to_contain_text("privacy@lumenia.example")
    expect(both).to_contain_text("Attached: the original mail")
    expect(both).to_contain_text("maren.holt@posteo.example")
    both.get_by_role("button", name="Send both").click()
    rig.waits(lambda: len(rig.smtp.delivered) == 2, 90)
    assert {one.recipients[0] for one in rig.smtp.delivered} == set(drafts.values())
    handover = next(
        message_from_bytes(one.raw, policy=policy.default)
        for one in rig.smtp.delivered
        if one.recipients[0] == "privacy@lumenia.example"
    )
    body = handover.get_body(("plain",))
    assert body is not None
    assert "bought a lamp" not in str(body.get_content())  # only what the hand-over needs
    attached = [part.get_content() for part in handover.iter_attachments()]
    assert [isinstance(one, bytes) and b"bought a lamp" in one for one in attached] == [True]
    other = next(one for one in rig.smtp.delivered if "lumenia" not in one.recipients[0])
    assert b"request.eml" not in other.raw
    rig.waits(lambda: "With the client" in text_of(rig.card("P-0001")))


def test_one_of_both_changed_meanwhile(rig: Rig) -> None:
    """The first letter was approved and says so; what a colleague changed is approved by nobody."""
    rig.undo = 600
    worker = rig.start()
    worker.office.store.directory.replace([CLIENT])
    rig.imap.deliver(mail("I shopped at Larkspur Outfitters. Please delete my data there."))
    rig.card("P-0001")
    rig.waits(lambda: len(case_of(worker).letters) > 1)
    rig.slack.click(ADA, place(rig), "Read and approve both letters")
    second = case_of(worker).letters[1]
    text = second.text.replace("\n\n", "\n\nPlease note:\n\n", 1)
    worker.office.review.order(
        1,
        lambda _: c.Edit(
            actor=BEN, letter_id=second.id, digest=second.digest, subject=second.subject, text=text
        ),
    )
    rig.slack.submit(ADA)
    assert "The first letter was approved" in text_of_view(rig.slack.modal(ADA).content)
    states = [letter.state for letter in case_of(worker).letters]
    assert states == [LetterState.QUEUED, LetterState.DRAFT]
    assert rig.smtp.delivered == []


def text_of_view(content: object) -> str:
    """Return what a window says."""
    return json.dumps(content, ensure_ascii=False)
