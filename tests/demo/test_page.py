"""The page in a real Chromium, clicked by role and name, at desktop and phone width."""

import smtplib

import pytest
from playwright.sync_api import expect
from slack_sdk import WebClient

from bot.demo.mail import DemoMail, compose
from bot.demo.slack import StandInThread
from tests.demo import gallery
from tests.demo.page import ADA, BEN, OLA, Browse, at, both_widths, post_card
from tests.demo.sample_bot import PRIVACY, SampleBot
from tests.servers.browser import PHONE, WIDE

pytestmark = pytest.mark.browser


@pytest.fixture
def slack(desk: StandInThread) -> StandInThread:
    """Give the stand-in that has a page."""
    return desk


def send_letter(mail: DemoMail, to: str, subject: str, text: str) -> None:
    """Send a letter over SMTP, as the bot does."""
    raw = compose(mail.address, to, subject, text)
    with smtplib.SMTP(mail.host, mail.smtp_port, local_hostname="localhost") as smtp:
        smtp.sendmail(mail.address, [to], raw)


@both_widths
def test_approve_with_confirmation(
    slack: StandInThread,
    client: WebClient,
    sample: SampleBot,
    browse: Browse,
    size: tuple[int, int],
) -> None:
    """A click asks first; "Not yet" sends nothing, "Yes" changes card, thread and ephemeral."""
    post_card(client)
    page = browse(at(slack), size)
    main = page.get_by_role("main")
    main.get_by_role("button", name="Approve").click()
    dialog = page.get_by_role("dialog", name="Send it?")
    expect(dialog).to_contain_text("It goes out now.")
    dialog.get_by_role("button", name="Not yet").click()
    expect(dialog).to_be_hidden()
    assert "approve" not in sample.seen
    main.get_by_role("button", name="Approve").click()
    page.get_by_role("button", name="Yes, send").click()
    expect(main.get_by_text("Approved by @Ada Approver")).to_be_visible()
    expect(main.get_by_text("Only visible to you")).to_be_visible()
    expect(main.get_by_role("button", name="Approve")).to_have_count(0)
    main.get_by_role("link", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("@Ada Approver approved.")).to_be_visible()
    other = browse(at(slack, BEN), size)
    expect(other.get_by_role("main").get_by_text("Approved by @Ada Approver")).to_be_visible()
    expect(other.get_by_text("Only visible to you")).to_have_count(0)


@both_widths
def test_modal(
    slack: StandInThread,
    client: WebClient,
    sample: SampleBot,
    browse: Browse,
    size: tuple[int, int],
) -> None:
    """A modal takes the focus, shows errors at their fields, keeps what was typed, and closes."""
    post_card(client)
    page = browse(at(slack), size)
    page.get_by_role("button", name="Edit").click()
    modal = page.get_by_role("dialog", name="Edit")
    expect(modal.get_by_label("Text")).to_be_focused()
    modal.get_by_role("button", name="Save").click()
    expect(modal.get_by_text("Please complete this required field.")).to_be_visible()
    modal.get_by_label("Text").fill("bad")
    modal.get_by_label("Kind").select_option(label="Access")
    modal.get_by_label("Day (optional)").fill("2026-12-21")
    modal.get_by_label("CRM").check()
    modal.get_by_role("button", name="Save").click()
    expect(modal.get_by_text("Too short.")).to_be_visible()
    expect(modal.get_by_label("Text")).to_have_value("bad")
    expect(modal.get_by_label("Text")).to_have_attribute("aria-invalid", "true")
    modal.get_by_role("combobox", name="Client (optional)").fill("Acme")
    modal.get_by_role("option", name="Acme Ltd").click()
    modal.get_by_label("Text").fill("good")
    modal.get_by_role("button", name="Save").click()
    expect(modal).to_be_hidden()
    state = sample.seen["form"][-1]["view"]["state"]["values"]
    assert state["text"]["text"]["value"] == "good"
    assert state["kind"]["kind"]["selected_option"]["value"] == "access"
    assert state["day"]["day"]["selected_date"] == "2026-12-21"
    assert state["client"]["client"]["selected_option"]["value"] == "1"
    assert [o["value"] for o in state["systems"]["systems"]["selected_options"]] == ["CRM"]


def test_modal_stack(
    slack: StandInThread, client: WebClient, sample: SampleBot, browse: Browse
) -> None:
    """A pushed modal covers the first, which keeps its text; Back and Escape close one each."""
    post_card(client)
    page = browse(at(slack))
    page.get_by_role("button", name="Edit").click()
    first = page.get_by_role("dialog", name="Edit")
    first.get_by_label("Text").fill("half a thought")
    first.get_by_role("button", name="Deeper").click()
    deep = page.get_by_role("dialog", name="Deep")
    expect(deep.get_by_label("Text")).to_have_value("")
    deep.get_by_role("button", name="Back").click()
    expect(deep).to_have_count(0)
    expect(first.get_by_label("Text")).to_have_value("half a thought")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    slack.until(lambda _s: len(sample.seen.get("closed", ())) == 2)


def test_menus_by_keyboard(
    slack: StandInThread, client: WebClient, sample: SampleBot, browse: Browse
) -> None:
    """An overflow menu opens, is walked and is chosen from with the keyboard alone."""
    post_card(client)
    page = browse(at(slack))
    more = page.get_by_role("main").get_by_role("button", name="More")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Snooze")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Hand over")).to_be_focused()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    slack.until(lambda _s: "more" in sample.seen)
    assert sample.seen["more"][0]["actions"][0]["selected_option"]["value"] == "Close"


@both_widths
def test_select_in_a_message(
    slack: StandInThread,
    client: WebClient,
    sample: SampleBot,
    browse: Browse,
    size: tuple[int, int],
) -> None:
    """Choosing in a message's select menu acts at once."""
    post_card(client)
    page = browse(at(slack), size)
    page.get_by_role("combobox", name="Assign to").select_option(label="Ben Second")
    slack.until(lambda _s: "assign" in sample.seen)
    assert sample.seen["assign"][0]["actions"][0]["selected_user"] == BEN


@both_widths
def test_switch_of_user_and_members_only(
    slack: StandInThread, client: WebClient, browse: Browse, size: tuple[int, int]
) -> None:
    """Another person sees only their own channels; unread messages are counted for each."""
    client.chat_postMessage(channel="C0LEGAL", text="A subpoena")
    page = browse(at(slack, query="?pane=list"), size)
    sidebar = page.get_by_role("navigation", name="Workspace")
    expect(sidebar.get_by_role("link", name="privacy-legal")).to_have_count(0)
    page.get_by_role("button", name="Switch user").click()
    page.get_by_role("menuitem", name="Ben Second").click()
    if size == PHONE:
        page.get_by_role("link", name="Workspace", exact=True).click()
    expect(sidebar.get_by_role("link", name="privacy-legal 1 unread")).to_be_visible()
    sidebar.get_by_role("link", name="privacy-legal").click()
    expect(page.get_by_role("main").get_by_text("A subpoena")).to_be_visible()
    page.goto(at(slack, OLA))
    expect(page.get_by_role("heading", level=1)).to_have_text("#general")
    assert PRIVACY not in page.url


@both_widths
def test_command_and_shortcuts(
    slack: StandInThread,
    client: WebClient,
    sample: SampleBot,
    browse: Browse,
    size: tuple[int, int],
) -> None:
    """Slash command, global shortcut and message shortcut work; an unknown command is told."""
    post_card(client)
    page = browse(at(slack), size)
    box = page.get_by_role("combobox", name="Message #privacy")
    box.fill("/sample hello")
    box.press("Enter")
    expect(page.get_by_text("You typed hello")).to_be_visible()
    box.fill("/nonsense")
    box.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is no command here")
    card = page.get_by_role("article", name="Sample Bot: Card")
    card.hover()
    card.get_by_role("button", name="Message shortcuts").click()
    page.get_by_role("menuitem", name="Show the sample").click()
    expect(page.get_by_text("That is a sample.")).to_be_visible()
    if size == PHONE:
        page.get_by_role("link", name="Workspace", exact=True).click()
    page.get_by_role("button", name="Open the sample").click()
    expect(page.get_by_role("dialog", name="Edit")).to_be_visible()
    assert sample.seen["shortcut"]


@both_widths
def test_home(
    slack: StandInThread,
    client: WebClient,
    sample: SampleBot,
    browse: Browse,
    size: tuple[int, int],
) -> None:
    """Opening Home tells the app, and what it publishes appears, from its top on every visit."""
    for _ in range(6):
        post_card(client)
    page = browse(at(slack, BEN, query="?pane=list"), size)
    page.get_by_role("link", name="Sample Bot").click()
    heading = page.get_by_role("heading", name=f"Home of {BEN}")
    expect(heading).to_be_visible()
    assert sample.seen["home"][0]["tab"] == "home"
    if size == WIDE:
        page.get_by_role("link", name="privacy").first.click()
        expect(page.get_by_role("feed")).to_be_visible()
        page.get_by_role("link", name="Sample Bot").click()
    expect(heading).to_be_in_viewport()


def test_what_is_chosen_stands_first(
    slack: StandInThread, client: WebClient, browse: Browse
) -> None:
    """In a long list of boxes nobody has to look for those that are ticked."""
    many = {"type": "multi_static_select", "action_id": "many", "options": gallery.TWO}
    row = {
        "type": "section",
        "text": {"type": "plain_text", "text": "Which"},
        "accessory": many | {"initial_options": gallery.TWO[1:]},
    }
    client.views_publish(user_id=ADA, view={"type": "home", "blocks": [row]})
    page = browse(at(slack, place="home"))
    expect(page.get_by_role("checkbox").first).to_be_checked()
    assert [box.input_value() for box in page.get_by_role("checkbox").all()] == ["Two", "One"]


@both_widths
def test_mailbox(
    slack: StandInThread, mail: DemoMail, browse: Browse, size: tuple[int, int]
) -> None:
    """A mail is written to privacy@ from any address; the answer is read by its recipient, live."""
    page = browse(at(slack, query="?side=mail&pane=side"), size)
    box = page.get_by_role("complementary", name="Mailbox")
    expect(box.get_by_text("No mail yet.")).to_be_visible()
    box.get_by_label("From").fill("not an address")
    box.get_by_label("Subject").fill("Delete me")
    box.get_by_label("Text").fill("Please delete my data.")
    box.get_by_role("button", name="Send mail").click()
    expect(page.get_by_role("status")).to_contain_text("name@example.org")
    box.get_by_label("From").fill("Kim Lee <kim@mail.example>")
    box.get_by_role("button", name="Send mail").click()
    expect(page.get_by_role("status")).to_contain_text(f"Sent to {mail.address}")
    assert mail.waiting() == 1
    box.get_by_role("link", name="kim@mail.example").click()
    expect(box.get_by_role("article", name="Written: Delete me")).to_contain_text("Please delete")
    send_letter(mail, "kim@mail.example", "Re: Delete me", "We have received it.")
    letter = box.get_by_role("article", name="Received: Re: Delete me")
    expect(letter).to_contain_text("We have received it.")
    box.get_by_text("Answer as kim@mail.example").click()
    box.get_by_label("Text").fill("Thank you.")
    box.get_by_role("button", name="Send mail").click()
    expect(box.get_by_role("article", name="Written: Re: Delete me")).to_contain_text("Thank you.")
    assert b"In-Reply-To: " + mail.sent[0].message_id.encode() in mail.written[-1].raw


def test_half_typed_text_survives(slack: StandInThread, client: WebClient, browse: Browse) -> None:
    """What somebody is typing, and the focus, stay while messages come in."""
    page = browse(at(slack))
    box = page.get_by_role("combobox", name="Message #privacy")
    box.fill("half a")
    client.chat_postMessage(channel=PRIVACY, text="Something new")
    expect(page.get_by_role("main").get_by_text("Something new")).to_be_visible()
    expect(box).to_have_value("half a")
    expect(box).to_be_focused()
    box.press("End")
    page.keyboard.type(" thought\n")
    expect(page.get_by_role("article", name="Ada Approver: half a thought")).to_be_visible()
    expect(box).to_have_value("")
