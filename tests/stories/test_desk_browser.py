"""Every action in a real Chromium, as approver, second approver, manager, guest and outsider."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.core.case import CaseState, LetterState
from bot.demo.slack import Place
from bot.edges.slack import words_letters
from tests.servers.browser import PATIENCE, PHONE
from tests.stories.desk import card_of, thread
from tests.stories.rig import ADA, BEN, CLEO, GUS, OLA, PRIVACY, Rig, mail, text_of

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)

Browse = Callable[..., Page]
ASKS = "Please delete my account and all my personal data."
COPY = "Please send me a copy of all my personal data that you hold."


def at(rig: Rig, user: str) -> str:
    """Return the address of the privacy channel as somebody sees it."""
    return f"{rig.slack.page_url}desk/{user}/{PRIVACY}"


def card(page: Page, number: str = "P-0001") -> Locator:
    """Return a card on the page."""
    articles = page.get_by_role("main").get_by_role("article")
    return articles.filter(has=page.get_by_role("heading", name=f"{number} ·"))


def in_menu(page: Page, label: str, number: str = "P-0001") -> None:
    """Choose in the menu of a card."""
    card(page, number).get_by_role("button", name="More", exact=True).click()
    card(page, number).get_by_role("menuitem", name=label).click()


def in_window(page: Page, label: str, number: str = "P-0001") -> None:
    """Choose among all other actions of a card."""
    in_menu(page, "All other actions", number)
    page.get_by_role("dialog").get_by_role("button", name=label, exact=True).click()


def on_card(page: Page, label: str, number: str = "P-0001") -> None:
    """Press a button of a card."""
    card(page, number).get_by_role("button", name=label, exact=True).click()


def nothing(_: Locator) -> None:
    """Fill in nothing: what is proposed will do."""


@dataclass(frozen=True)
class Row:
    """One action: where it is, what its window is called, how it is filled in, what it leads to.

    `says` stands in the thread afterwards, or in the window if nothing is submitted.
    """

    where: Callable[..., None]
    label: str
    window: str = ""
    submit: str = ""
    says: str = ""
    fill: Callable[[Locator], None] = nothing


def ticks(dialog: Locator) -> None:
    """Tick every warning."""
    for box in dialog.get_by_role("checkbox").all():
        box.check()


STEPS = (
    Row(in_menu, "Take this case", says="took this case"),
    Row(
        on_card, "Assign", "Assign", "Assign", f"assigned this case to <@{BEN}>",
        lambda d: d.get_by_label("Who takes this case").select_option(label="Ben Second") and None,
    ),
    Row(in_menu, "Read the full message", "Mail of P-0001", says="delete my account"),
    Row(in_window, "Show the history", "History of P-0001", says="took this case"),
    Row(in_window, "Find the original", "Mail of P-0001", says="Message-ID"),
    Row(
        in_window, "Write a note", "Write a note", "Save", "wrote a note",
        lambda d: d.get_by_label("Note").fill("She telephoned."),
    ),
    Row(in_window, "Snooze", "Snooze the case", "Snooze", "snoozed this case until"),
    Row(in_window, "Wake up now", "Privacy", says="Done"),
    Row(
        on_card, "Finish tasks", "Finish tasks", "Save", "finished a task: Done",
        lambda d: d.get_by_role("combobox").first.select_option(label="Done") and None,
    ),
    Row(
        on_card, "Edit", "Edit the letter", "Save", "edited the letter “Acknowledge receipt”",
        lambda d: d.get_by_label("Subject").fill("Your request"),
    ),
    Row(
        on_card, "Reclassify", "Reclassify", "Save", "changed types or party",
    ),
    Row(
        in_window, "Count from an earlier day", "Count from earlier day", "Count anew",
        "counts from an earlier day",
        lambda d: d.get_by_label("Why").select_option(value="spam_folder") and None,
    ),
    Row(
        in_window, "Link", "Link two cases", "Link", "linked this case to P-0002",
        lambda d: d.get_by_label("Number of the other case").fill("2"),
    ),
    Row(
        in_window, "Unlink", "Unlink", "Unlink", "unlinked this case and P-0002",
        lambda d: d.get_by_role("combobox").select_option("2") and None,
    ),
    Row(
        in_window, "Merge", "Merge two cases", "Merge", "merged this case into P-0002",
        lambda d: d.get_by_label("Number of the case that goes on").fill("P-0002"),
    ),
    Row(on_card, "Reopen", says="reopened this case"),
    Row(
        in_window, "Refer", "Refer the case", "Refer", "referred this case to HR",
        lambda d: d.get_by_role("combobox").select_option(value="hr") and None,
    ),
    Row(
        in_menu, "Close without a letter", "Close the case", "Close the case",
        "closed this case: Not a request",
        lambda d: d.get_by_role("combobox").select_option(value="not_a_request") and None,
    ),
)  # fmt: skip


def do(rig: Rig, page: Page, row: Row) -> None:
    """Carry out a row and see what it leads to."""
    row.where(page, row.label)
    if row.window:
        dialog = page.get_by_role("dialog", name=row.window, exact=True)
        expect(dialog).to_be_visible()
        row.fill(dialog)
        if not row.submit:
            expect(dialog).to_contain_text(row.says)
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)
            return
        dialog.get_by_role("button", name=row.submit, exact=True).last.click()
        expect(dialog).to_have_count(0)
    rig.waits(lambda: row.says in thread(rig))


def test_every_action_as_an_approver(rig: Rig, browse: Browse) -> None:
    """Each action has a window that says its consequence, and its line in the thread."""
    worker = rig.start()
    rig.imap.deliver(mail(ASKS))
    card_of(rig, "P-0001")
    rig.imap.deliver(mail(COPY))
    card_of(rig, "P-0002")
    page = browse(at(rig, ADA))
    for row in STEPS:
        do(rig, page, row)
    case = worker.office.store.cases.load(1)
    assert case is not None
    assert case.state is CaseState.CLOSED
    in_window(page, "Split", "P-0002")
    split = page.get_by_role("dialog", name="Split the case")
    split.get_by_role("checkbox", name="Access").check()
    split.get_by_role("button", name="Split").click()
    rig.waits(lambda: card_of(rig, "P-0003"))
    in_window(page, "Move to another channel", "P-0003")
    move = page.get_by_role("dialog", name="Move the case")
    move.get_by_role("combobox").select_option(value="legal")
    move.get_by_role("button", name="Move").click()
    rig.card("P-0003", "C0LEGAL")
    expect(page.get_by_role("main")).to_contain_text("P-0003 was moved to another desk")
    in_window(page, "Mark as spam", "P-0002")
    spam = page.get_by_role("dialog", name="Mark as spam")
    spam.get_by_role("button", name="Mark as spam").click()
    expect(card(page, "P-0002")).to_contain_text("Closed: Not a request")
    assert rig.smtp.delivered == []


def approve(page: Page) -> Locator:
    """Open the window of a letter, tick its warnings, and send or approve; return the window."""
    on_card(page, "Approve & send")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(words_letters.SENT_EXACTLY)
    ticks(dialog)
    dialog.get_by_role("button", name=re.compile("^(Send|Approve)$")).click()
    return dialog


def test_two_people_approve_and_a_manager_undoes(rig: Rig, browse: Browse) -> None:
    """The first approval waits for another person, who is named; a third may still undo."""
    rig.undo = 600
    worker = rig.start(SECOND_APPROVER="acknowledge")
    rig.imap.deliver(mail(ASKS))
    card_of(rig, "P-0001")
    first, second, third = (browse(at(rig, user)) for user in (ADA, BEN, CLEO))
    approve(first)
    expect(card(second)).to_contain_text("Approved first by @Ada Approver")
    dialog = approve(first)  # the same person again
    expect(dialog).to_contain_text("second person")
    page_closed = first.get_by_role("dialog")
    first.keyboard.press("Escape")
    expect(page_closed).to_have_count(0)
    approve(second)
    expect(card(third)).to_contain_text("Until then it can be undone")
    on_card(third, "Undo: do not send")
    rig.waits(lambda: "undid the approval of “Acknowledge receipt”" in thread(rig))
    case = worker.office.store.cases.load(1)
    assert case is not None
    assert case.letters[0].state is LetterState.DRAFT
    assert rig.smtp.delivered == []


def test_a_guest_and_an_outsider_change_nothing(rig: Rig, browse: Browse) -> None:
    """Every button answers a guest where the guest clicked; an outsider sees no card at all."""
    worker = rig.start()
    rig.imap.deliver(mail(ASKS))
    card_of(rig, "P-0001")
    case = worker.office.store.cases.load(1)
    page = browse(at(rig, GUS), PHONE)
    told = page.get_by_role("main").get_by_text("You are not on the list of privacy approvers")
    labels = ("Approve & send", "Edit", "Reclassify", "Finish tasks", "Assign")
    for count, label in enumerate(labels, 1):
        on_card(page, label)
        expect(told).to_have_count(count)
    menu = ("Read the full", "Take this", "Choose another", "Close without", "All other")
    for count, label in enumerate(menu, len(labels) + 1):
        in_menu(page, label)
        expect(told).to_have_count(count)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert worker.office.store.cases.load(1) == case
    outside = rig.slack.run(rig.slack.stand_in.clients.slash(OLA, "C0GENERAL", "/privacy case 1"))
    assert outside.acked
    shown = str(rig.slack.modal(OLA).content)
    assert "not on the list" in shown
    assert "maren" not in shown


def test_two_approve_at_once(rig: Rig, browse: Browse) -> None:
    """Both have the letter open and press Send: one letter leaves, the loser is told by whom."""
    rig.start()
    rig.imap.deliver(mail(ASKS))
    card_of(rig, "P-0001")
    pages = [browse(at(rig, user)) for user in (ADA, BEN)]
    dialogs = []
    for page in pages:
        on_card(page, "Approve & send")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text(words_letters.SENT_EXACTLY)
        ticks(dialog)
        dialogs.append(dialog)
    for dialog in dialogs:  # the second does not wait for what the first one leads to
        dialog.get_by_role("button", name="Send", exact=True).click(no_wait_after=True)
    told = "Already approved by @"  # either may be the first
    [loser] = rig.waits(lambda: [one for one in pages if one.get_by_text(told).count()])
    winner = ("Ben", "Ada")[pages.index(loser)]
    expect(loser.get_by_role("dialog")).to_contain_text(f"{told}{winner}")
    expect(loser.get_by_role("dialog")).to_contain_text("nothing was sent twice")
    rig.waits(lambda: "was sent" in thread(rig))
    assert len(rig.smtp.delivered) == 1


def test_clicks_that_come_too_late(rig: Rig, browse: Browse) -> None:
    """A click that is replayed, a window on a stale case, an expired trigger: told, not done."""
    worker = rig.start()
    rig.imap.deliver(mail(ASKS))
    where = card_of(rig, "P-0001")
    page = browse(at(rig, ADA))
    main = page.get_by_role("main")
    in_menu(page, "Take this case")
    rig.waits(lambda: "took this case" in thread(rig))
    click = next(
        one for one in rig.slack.stand_in.sockets.deliveries
        if one.payload.get("type") == "block_actions"
    )  # fmt: skip
    rig.slack.run(rig.slack.stand_in.sockets.ask("interactive", click.payload, answerable=False))
    expect(main.get_by_text("This click was already taken")).to_be_visible()
    in_menu(page, "Close without a letter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").select_option(value="duplicate")
    rig.slack.click(BEN, Place(PRIVACY, where.ts), "Reclassify")
    rig.slack.modal(BEN)
    rig.slack.submit(BEN, types=["access"])
    rig.waits(lambda: "Access" in text_of(card_of(rig, "P-0001")))
    dialog.get_by_role("button", name="Close the case").click()
    expect(page.get_by_role("dialog")).to_contain_text("changed since you opened this")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    rig.slack.call(rig.slack.stand_in.faults.refuse, "views.open", "expired_trigger_id")
    on_card(page, "Edit")
    expect(main.get_by_text("That took too long for Slack")).to_be_visible()
    case = worker.office.store.cases.load(1)
    assert case is not None
    assert (case.state, case.assignee, case.types) == (CaseState.OPEN, ADA, ("access",))
