"""Bulk mail of a consumer agent as a person sees it: one card, pages to read, N letters."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Page, expect

from tests.stories.rig import ADA, PRIVACY, Rig, mail, text_of

COUNT = 200
AGENT = "Shredly requests <requests@shredly.example>"
REQUEST = """Dear privacy team,

we are Shredly, an authorised agent, and write to you on behalf of our member {name}, who has
signed a permission for us to act. Please delete all personal data that you hold about our
member, tell every recipient to whom you disclosed them, and confirm to us in writing within
one month that you have done so.

Name: {name}
Email: {email}
Reference: SH-{number}

The Shredly team
"""


def name_of(number: int) -> str:
    """Return a name that no other number has."""
    return "Anna B" + "".join("abcdefghij"[int(digit)] for digit in f"{number:03d}")


def request(number: int) -> bytes:
    """Return one mail of the agent; nothing but the person differs."""
    name = name_of(number)
    email = f"{name.lower().replace(' ', '.')}@mail.example"
    text = REQUEST.format(name=name, email=email, number=number)
    return mail(text, f"Deletion request SH-{number}", AGENT)


@pytest.mark.browser
def test_two_hundred_mails_of_an_agent(rig: Rig, browse: Callable[..., Page]) -> None:
    """One card, twenty pages, one approval; two hundred letters leave, each for its person."""
    worker = rig.start()
    page = browse(f"{rig.slack.page_url}desk/{ADA}/{PRIVACY}")
    for number in range(COUNT):
        rig.imap.deliver(request(number))
    rig.waits(lambda: f"{COUNT} ×" in text_of(rig.card("B-001")), 180)
    own = [card for card in rig.cards() if re.search(r"^P-\d+: ", card.text)]
    assert len(own) <= 2  # those of before it was a batch say where they went
    main, dialog = page.get_by_role("main"), page.get_by_role("dialog")
    expect(main.get_by_text(f"{COUNT} unknown, 0 known")).to_be_visible(timeout=60_000)
    read = main.get_by_role("button", name=f"Read & approve {COUNT}: Acknowledge receipt")
    read.click()
    for number in range(1, COUNT // 10):
        expect(dialog.get_by_text(f"Page {number} of {COUNT // 10}")).to_be_visible(timeout=60_000)
        dialog.get_by_role("button", name="Next page").click()
    expect(dialog.get_by_text(f"Page {COUNT // 10} of {COUNT // 10}")).to_be_visible()
    shown = dialog.inner_text()
    dialog.get_by_role("button", name=f"Approve {COUNT} letters").click()
    rig.waits(lambda: len(rig.smtp.delivered) == COUNT, 240)
    expect(main.get_by_text(f"{COUNT} sent")).to_be_visible(timeout=120_000)
    letters = [message_from_bytes(one.raw, policy=policy.default) for one in rig.smtp.delivered]
    assert len({letter["Message-ID"] for letter in letters}) == COUNT
    bodies = [letter.get_body(("plain",)) for letter in letters]
    texts = [str(body.get_content()) for body in bodies if body is not None]
    assert len(set(texts)) == COUNT
    last = next(text for text in texts if name_of(COUNT - 1) in text)
    for line in last.strip().splitlines():
        assert line.strip() in shown  # exactly what was on screen
    rows = worker.office.store.connections.rows(
        "SELECT count(*) AS n FROM events WHERE kind = 'sent'"
    )
    assert rows[0]["n"] == COUNT
    assert len(rig.cards()) <= 3
