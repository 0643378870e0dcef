"""What can become of a letter, and the lists, in a real Chromium: each button pressed by hand."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from playwright.sync_api import Page, expect

from bot.core.case import LetterState
from tests.servers.browser import PATIENCE
from tests.servers.smtp import DROP
from tests.stories.desk import card_of, thread
from tests.stories.rig import ADA, Rig, mail, text_of
from tests.stories.test_desk_browser import ASKS, approve, at, card, in_menu, on_card, ticks

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)

Browse = Callable[..., Page]


def asks(rig: Rig, text: str = ASKS) -> None:
    """Let a mail come in today, and its card."""
    now = format_datetime(datetime.now(UTC)).encode()
    rig.imap.deliver(mail(text).replace(b"Mon, 23 Nov 2026 09:00:00 +0000", now))
    card_of(rig, "P-0001")


def test_another_letter_is_chosen(rig: Rig, browse: Browse) -> None:
    """Two windows, which letter and what it says; the draft is another one, nothing leaves."""
    rig.start()
    asks(rig)
    page = browse(at(rig, ADA))
    in_menu(page, "Choose another letter")
    dialog = page.get_by_role("dialog", name="Choose a letter")
    dialog.get_by_label("Letter", exact=True).select_option(value="delete/decline")
    dialog.get_by_role("button", name="Draft it").click()
    said = page.get_by_role("dialog", name="What the letter says")
    expect(said).to_contain_text("Nothing is sent")
    said.get_by_label("Reason", exact=False).first.select_option(index=1)
    for box in said.get_by_role("textbox").all():
        box.fill("Invoices of the last six years")
    said.get_by_role("button", name="Draft it").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(card(page)).to_contain_text("Needs a second approver")
    assert rig.smtp.delivered == []


def test_a_client_that_nobody_knew_is_written_down(rig: Rig, browse: Browse) -> None:
    """Reclassify leads to the directory's form; the new entry is the party of the case at once."""
    worker = rig.start()
    asks(rig)
    page = browse(at(rig, ADA))
    on_card(page, "Reclassify")
    page.get_by_role("dialog").get_by_role("button", name="It is not in the directory").click()
    form = page.get_by_role("dialog", name="New in the directory")
    form.get_by_label("Name", exact=True).fill("Larkspur Outfitters")
    form.get_by_label("Privacy contact or administrator").fill("privacy@larkspur.example")
    form.get_by_role("button", name="Add and use").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(card(page)).to_contain_text("A client's data: Larkspur Outfitters")
    assert [entry.name for entry in worker.office.store.directory.all()] == ["Larkspur Outfitters"]


def test_two_letters_in_one_window(rig: Rig, browse: Browse) -> None:
    """The note to the requester and the hand-over are read and sent together, a letter each."""
    rig.start()
    asks(rig)
    page = browse(at(rig, ADA))
    on_card(page, "Reclassify")
    page.get_by_role("dialog").get_by_role("button", name="It is not in the directory").click()
    form = page.get_by_role("dialog", name="New in the directory")
    form.get_by_label("Name", exact=True).fill("Larkspur Outfitters")
    form.get_by_label("Privacy contact or administrator").fill("privacy@larkspur.example")
    form.get_by_role("button", name="Add and use").click()
    on_card(page, "Read and approve both letters")
    both = page.get_by_role("dialog", name="Approve & send both")
    expect(both).to_contain_text("privacy@larkspur.example")
    ticks(both)
    both.get_by_role("button", name="Send both").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    rig.waits(lambda: len(rig.smtp.delivered) == 2)
    assert {one.recipients for one in rig.smtp.delivered} == {
        ("maren.holt@posteo.example",),
        ("privacy@larkspur.example",),
    }


def test_doubtful_and_failed_letters_are_decided(rig: Rig, browse: Browse) -> None:
    """A refused letter goes back to draft; a doubtful one is said to have arrived: one arrived."""
    worker = rig.start()
    asks(rig)
    page = browse(at(rig, ADA))
    rig.smtp.faults["rcpt"] = "550 no such user"
    approve(page)
    expect(card(page)).to_contain_text("Nothing was delivered")
    rig.smtp.faults.clear()
    on_card(page, "Back to draft, to send again")
    expect(card(page)).to_contain_text("Draft:")
    rig.smtp.faults["accepted"] = DROP
    approve(page)
    expect(card(page)).to_contain_text("Such a letter has mostly arrived")
    rig.smtp.faults.clear()
    on_card(page, "It was delivered")
    rig.waits(lambda: "was sent" in thread(rig))
    case = worker.office.store.cases.load(1)
    assert case is not None
    assert case.letters[0].state is LetterState.SENT
    assert len(rig.smtp.delivered) == 1


def test_the_daily_list(rig: Rig, browse: Browse) -> None:
    """One mail becomes a case, one click confirms the rest; the list says that all is settled."""
    rig.start()
    for name in ("one", "two", "three"):
        away = mail(f"I am away ({name}).", f"Away {name}", Auto_Submitted="auto-replied")
        rig.imap.deliver(away)
    rig.waits(lambda: "Confirm all 3" in text_of(rig.card("Daily list")))
    page = browse(at(rig, ADA))
    listed = page.get_by_role("main").get_by_role("article").filter(has_text="Daily list ·")
    listed.get_by_role("button", name="Make it a case").first.click()
    card_of(rig, "P-0001")
    listed.get_by_role("button", name="Confirm all 2").click()
    expect(listed).to_contain_text("All are settled")
    expect(listed.get_by_role("button", name="Make it a case")).to_have_count(0)


def test_a_mail_without_words_says_where_it_lies(rig: Rig, browse: Browse) -> None:
    """Only an attachment: the card is unsure, names the mailbox, and the original is found."""
    rig.start()
    head, _, _ = mail("", "").partition(b"\r\n\r\n")
    head = b"\r\n".join(line for line in head.split(b"\r\n") if not line.startswith(b"Content-"))
    part = b'Content-Type: application/pdf; name="request.pdf"\r\n'
    part += b'Content-Disposition: attachment; filename="request.pdf"\r\n'
    part += b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n"
    kind = b'\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
    rig.imap.deliver(head + kind + part + b"--b--\r\n")
    card_of(rig, "P-0001")
    page = browse(at(rig, ADA))
    expect(card(page)).to_contain_text("unsure, a person must decide")
    expect(card(page)).to_contain_text("The original lies in the mailbox “privacy”")
    in_menu(page, "All other actions")
    page.get_by_role("dialog").get_by_role("button", name="Find the original").click()
    expect(page.get_by_role("dialog")).to_contain_text("request.pdf")
