"""What the page draws, survives and refuses, in a real Chromium."""

import http.client

import pytest
from playwright.sync_api import Browser, expect
from slack_sdk import WebClient

from bot.demo.mail import DemoMail
from bot.demo.slack import StandInThread
from tests.demo import gallery
from tests.demo.page import ADA, Browse, at, both_widths, post_card
from tests.demo.sample_bot import PRIVACY, plain
from tests.servers.browser import PHONE, WIDE

pytestmark = pytest.mark.browser


@pytest.fixture
def slack(desk: StandInThread) -> StandInThread:
    """Give the stand-in that has a page."""
    return desk


def test_silent_app_is_told(slack: StandInThread, client: WebClient, browse: Browse) -> None:
    """If the app does not answer, the person who clicked is told."""
    slack.stand_in.sockets.ack_seconds = 0.2
    post_card(client)
    page = browse(at(slack))
    page.get_by_role("button", name="Edit").click()
    expect(page.get_by_role("status")).to_contain_text("did not answer in time")
    expect(page.get_by_role("button", name="Edit")).to_be_enabled()


FAULTS = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  const twice = ids.filter((id, n) => ids.indexOf(id) !== n);
  const nameless = [...document.querySelectorAll("button, input, select, textarea, a")]
    .filter((e) => e.type !== "hidden" && e.checkVisibility())
    .filter((e) => !(e.getAttribute("aria-label") || e.textContent.trim() ||
      (e.labels && [...e.labels].some((l) => l.textContent.trim())) || e.title))
    .map((e) => e.outerHTML.slice(0, 200));
  const wide = document.documentElement.scrollWidth > innerWidth ? [scrollX] : [];
  const undrawn = document.body.innerText.includes("does not draw") ? ["undrawn"] : [];
  return [...twice, ...nameless, ...wide, ...undrawn];
}"""


@both_widths
def test_every_block_is_drawn(
    slack: StandInThread, client: WebClient, browse: Browse, size: tuple[int, int]
) -> None:
    """Every block and element is drawn on its surfaces: named, with unique ids, not too wide."""
    for number, blocks in enumerate(gallery.MESSAGES):
        client.chat_postMessage(channel=PRIVACY, text=f"Gallery {number}", blocks=blocks)
    client.views_publish(user_id=ADA, view=gallery.HOME)
    page = browse(at(slack), size)
    expect(page.get_by_role("img", name="A bar (bar chart)")).to_be_attached()
    expect(page.get_by_role("img", name="A pie (pie chart)")).to_be_attached()
    expect(page.get_by_role("table").first).to_be_attached()
    assert page.evaluate(FAULTS) == []
    page.goto(at(slack, place="home"))
    expect(page.get_by_role("heading", name="Header")).to_be_visible()
    assert page.evaluate(FAULTS) == []
    trigger = slack.call(slack.stand_in.triggers.make, ADA)
    client.views_open(trigger_id=trigger, view=gallery.MODAL)
    expect(page.get_by_role("dialog", name="Everything")).to_be_visible()
    assert page.evaluate(FAULTS) == []
    page.get_by_label("Label 0 (optional)").fill("changed")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("did not answer")


HOSTILE = """<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>"""


def test_hostile_text_stays_text(
    slack: StandInThread, client: WebClient, mail: DemoMail, browse: Browse
) -> None:
    """Markup in messages, modals, mails and names is shown as text and never runs."""
    hostile = [
        {"type": "header", "text": plain(HOSTILE)},
        {"type": "section", "text": {"type": "mrkdwn", "text": f"{HOSTILE} <javascript:x|link>"}},
        {
            "type": "actions",
            "elements": [
                {
                    "type": "static_select",
                    "action_id": '"><b>',
                    "placeholder": plain(HOSTILE),
                    "options": [{"text": plain(HOSTILE[:75]), "value": '"><script>'}],
                }
            ],
        },
    ]
    client.chat_postMessage(channel=PRIVACY, text=HOSTILE, blocks=hostile)
    client.chat_postMessage(channel=PRIVACY, text=HOSTILE)
    mail.write("evil@x.example", HOSTILE, HOSTILE)
    page = browse(at(slack, query="?side=mail&with=evil@x.example"))
    expect(page.get_by_role("article", name="Written").get_by_text("onerror").first).to_be_visible()
    assert page.title() == "#privacy · Desk"
    assert page.locator("img[src=x], a[href^='javascript']").count() == 0
    assert page.locator("body script").count() == 0


def test_security_headers(slack: StandInThread) -> None:
    """The policy allows no inline script, no other origin and no frames; posts must be our own."""
    port = slack.stand_in.port
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"/desk/{ADA}/{PRIVACY}")
    answer = connection.getresponse()
    policy = answer.getheader("Content-Security-Policy", "")
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert b" style=" not in answer.read()
    evil = {"Origin": "https://evil.example", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", f"/desk/{ADA}/say", "channel=C0PRIVACY&text=x", evil)
    assert connection.getresponse().status == 403
    connection.close()


TYPED = {"Content-Type": "application/x-www-form-urlencoded"}
SAY = f"/desk/{ADA}/say"
POST_BY_LINK = f"/api/chat.postMessage?token=xoxb-stand-in&channel={PRIVACY}&text=gotcha"


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {"Host": "evil.example"}, 403),  # DNS rebinding
        ("GET", "/", {"Host": "127.0.0.1.evil.example"}, 403),
        ("POST", SAY, {"Host": "evil.example", "Origin": "http://evil.example"}, 403),
        ("POST", SAY, {"Origin": "https://evil.example"}, 403),
        ("POST", SAY, {"Origin": "http://127.0.0.1:1"}, 403),  # another program's page
        ("POST", SAY, {"Origin": "null"}, 403),  # a sandboxed frame, a file
        ("POST", SAY, {"Origin": ""}, 403),
        ("POST", SAY, {"Sec-Fetch-Site": "cross-site"}, 403),
        ("POST", SAY, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 403),
        ("POST", "/_control/clear", {"Sec-Fetch-Site": "same-site"}, 403),
        ("GET", POST_BY_LINK, {"Sec-Fetch-Site": "cross-site"}, 403),  # a picture's address
        ("GET", POST_BY_LINK, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 403),
        ("GET", "/_control/state", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("GET", f"/desk/{ADA}/home", {"Sec-Fetch-Site": "cross-site"}, 403),
        (
            "GET",
            f"/desk/{ADA}/home",
            {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
            200,
        ),  # a link in a mail
        ("POST", SAY, {"Sec-Fetch-Site": "same-origin"}, 200),
        ("POST", SAY, {}, 200),  # a program, no browser
    ],
)
def test_other_sites_reach_nothing(
    slack: StandInThread, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    """By another name, from another origin or as a picture nothing is read or done."""
    before = len(slack.stand_in.workspace.messages.get(PRIVACY, {}))
    connection = http.client.HTTPConnection("127.0.0.1", slack.stand_in.port, timeout=30)
    connection.request(method, path, f"channel={PRIVACY}&text=gotcha", headers | TYPED)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == status
    said = len(slack.stand_in.workspace.messages.get(PRIVACY, {})) - before
    assert said == (1 if status == 200 and method == "POST" else 0)


def test_a_browser_on_another_site_gets_nowhere(slack: StandInThread, chromium: Browser) -> None:
    """In Chromium neither a form, a script nor a picture of another origin posts a word."""
    ours = f"http://127.0.0.1:{slack.stand_in.port}"
    fields = f"<input name=channel value={PRIVACY}><input name=text value=gotcha>"
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"data:text/html,<form method=post action={ours}{SAY}>{fields}</form>")
        page.evaluate(
            """url => Promise.allSettled([
                 fetch(url, {method: "POST", mode: "no-cors"}),
                 new Promise(done => {
                   const i = new Image();
                   i.onload = i.onerror = done;
                   i.src = url;
                 }),
               ])""",
            f"{ours}{POST_BY_LINK}",
        )
        with page.expect_response(lambda answer: answer.url.endswith(SAY)) as answered:
            page.evaluate("document.forms[0].submit()")
        assert answered.value.status == 403
    assert not slack.stand_in.workspace.messages.get(PRIVACY)


def test_one_pane_at_a_time_on_a_phone(
    slack: StandInThread, client: WebClient, browse: Browse
) -> None:
    """At 390 px a tab bar shows one pane at a time; at 1280 px all three are there."""
    post_card(client)
    phone, wide = browse(at(slack), PHONE), browse(at(slack), WIDE)
    panes = ("navigation", "main", "complementary")
    for role in panes:
        expect(wide.get_by_role(role).first).to_be_visible()
    expect(phone.get_by_role("main")).to_be_visible()
    expect(phone.get_by_role("complementary")).to_have_count(0)
    phone.get_by_role("link", name="Mail", exact=True).click()
    expect(phone.get_by_role("complementary", name="Mailbox")).to_be_visible()
    expect(phone.get_by_role("main")).to_have_count(0)
    phone.get_by_role("link", name="Workspace", exact=True).click()
    expect(phone.get_by_role("navigation", name="Workspace")).to_be_visible()
    expect(phone.get_by_role("complementary")).to_have_count(0)
