"""What people open by themselves: Home, `/privacy` and the shortcuts, by role, over real Bolt."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.bootstrap import Worker
from bot.core.case import Case, CaseState, Channel, Clock, Line, Task
from bot.core.catalogue import Route
from bot.core.decision import opened
from bot.core.mail import Address
from bot.demo.slack import Place
from bot.edges.slack import words_pages
from tests.stories.rig import ADA, BEN, CLEO, GUS, OLA, PRIVACY, Rig

ASKER = "maren.holt@posteo.example"


@pytest.fixture
def worker(rig: Rig) -> Worker:
    """A worker with twelve cases: two pages, one of them restricted, one overdue."""
    running = rig.start()
    now = datetime.now(UTC)
    for number in range(1, 13):
        due = now.date() + timedelta(days=number - 2)
        kind = "access" if number % 2 else "delete"
        line = Line(1, kind, Route.US, Clock("x", safe=due), (Task(1, "CRM", "Sales", due),))
        case = Case(number, 1, CaseState.OPEN, now, Address(f"asker{number}@post.example"), (line,))
        case = replace(case, assignee=ADA if number in {2, 5} else "")
        if number == 3:
            case = replace(case, requester=Address(ASKER))
        if number == 4:
            case = replace(case, channel=Channel.LEGAL)
        running.office.store.cases.save(opened(case, now))
    return running


def home(rig: Rig, user: str) -> str:
    """Return every word of somebody's Home, once it is there."""
    view = rig.waits(lambda: rig.slack.call(rig.slack.stand_in.modals.homes.get, user))
    return str(view.content)


def home_says(rig: Rig, user: str, *words: str, never: str = "\0") -> None:
    """Wait until a Home says these words."""
    rig.waits(lambda: all(one in home(rig, user) for one in words) and never not in home(rig, user))


def act(rig: Rig, user: str, does: Callable[[Place], Any]) -> None:
    """Do something on somebody's Home."""
    view = rig.slack.call(rig.slack.stand_in.modals.homes.get, user)
    assert view is not None
    does(Place(view=view.id))


def say(rig: Rig, user: str, line: str) -> str:
    """Type a command and return what the modal that opens says."""
    rig.slack.slash(user, PRIVACY if user != OLA else "C0GENERAL", line)
    said = str(rig.slack.modal(user).content)
    rig.slack.close(user, all_of_them=True)
    return said


def test_home_filters_turns_pages_and_remembers(rig: Rig, worker: Worker) -> None:
    """Filters and page are each person's own, and stay when Home is opened again."""
    rig.slack.open_home(ADA)
    home_says(rig, ADA, "1 to 10 of 11", "P-0001", "overdue", never="P-0012")
    assert "P-0004" not in home(rig, ADA)  # restricted to the legal channel
    act(rig, ADA, lambda at: rig.slack.click(ADA, at, "Next page"))
    home_says(rig, ADA, "11 to 11 of 11", "P-0012", never="P-0001")
    rig.slack.open_home(BEN)
    home_says(rig, BEN, "1 to 10 of 12", "P-0004")
    act(rig, ADA, lambda at: rig.slack.choose(ADA, at, "home.owner", "mine"))
    home_says(rig, ADA, "1 to 2 of 2", "P-0002", "P-0005", never="P-0012")
    act(rig, ADA, lambda at: rig.slack.choose(ADA, at, "home.type", "delete"))
    home_says(rig, ADA, "1 to 1 of 1", never="P-0012")
    rig.slack.open_home(ADA)
    home_says(rig, ADA, "1 to 1 of 1")
    act(rig, ADA, lambda at: rig.slack.click(ADA, at, "Clear the filters"))
    home_says(rig, ADA, "1 to 10 of 11")
    act(rig, ADA, lambda at: rig.slack.choose(ADA, at, "home.due", "overdue"))
    home_says(rig, ADA, "1 to 1 of 1", "P-0001")
    act(rig, ADA, lambda at: rig.slack.choose(ADA, at, "home.state", "closed"))
    home_says(rig, ADA, "Nothing fits these filters")


def test_home_lists_my_tasks(rig: Rig, worker: Worker) -> None:
    """The open tasks of my own cases stand on Home, with the modal that finishes them behind."""
    rig.slack.open_home(ADA)
    home_says(rig, ADA, "Your tasks", "*P-0002* 1 open task", "CRM (Sales)")
    act(rig, ADA, lambda at: rig.slack.click(ADA, at, "Finish tasks"))
    assert "CRM" in str(rig.slack.modal(ADA).content)
    rig.slack.open_home(BEN)
    home_says(rig, BEN, "Privacy queue", never="Your tasks")


def test_home_by_role(rig: Rig, worker: Worker) -> None:
    """Staff see the queue, managers the week too, guests and outsiders a page without data."""
    rig.slack.open_home(CLEO)
    home_says(rig, CLEO, "The week so far", "12 cases", "Privacy queue")
    rig.slack.open_home(ADA)
    home_says(rig, ADA, "Privacy queue", never="The week so far")
    for user in (GUS, OLA):
        rig.slack.open_home(user)
        home_says(rig, user, "This page is for the privacy team", never="P-0")


def test_a_filter_clicked_by_somebody_who_may_not(rig: Rig, worker: Worker) -> None:
    """Whoever loses the right meanwhile gets the page without data at the next click."""
    rig.slack.open_home(ADA)
    home_says(rig, ADA, "P-0001")
    group = rig.slack.stand_in.workspace.groups["S0APPROVERS"]
    gone = replace(group, users=tuple(user for user in group.users if user != ADA))
    rig.slack.call(rig.slack.stand_in.clients.change_group, gone)
    act(rig, ADA, lambda at: rig.slack.click(ADA, at, "Refresh"))
    home_says(rig, ADA, "This page is for the privacy team", never="P-0001")


def test_search_finds_what_is_sealed(rig: Rig, worker: Worker) -> None:
    """Number, whole address, domain, type; from the command and from Home; nothing by words."""
    assert "P-0003" in say(rig, ADA, f"/privacy search {ASKER}")
    assert "P-0003" in say(rig, ADA, "/privacy search posteo.example")
    assert "P-0007" in say(rig, ADA, "/privacy search p-7")
    found = say(rig, ADA, "/privacy search deletion")
    assert "P-0002" in found
    assert "P-0004" not in found  # restricted
    assert "P-0004" in say(rig, BEN, "/privacy search deletion")
    assert "No case has this address" in say(rig, ADA, "/privacy search nobody@posteo.example")
    assert "Please write a case number" in say(rig, ADA, "/privacy search maren@")
    rig.slack.open_home(ADA)
    home_says(rig, ADA, "Privacy queue")
    act(rig, ADA, lambda at: rig.slack.click(ADA, at, "Search"))
    rig.slack.modal(ADA)
    assert rig.slack.submit(ADA, text="x").errors == {"text": words_pages.SEARCH_UNCLEAR}
    rig.slack.submit(ADA, text=ASKER)
    rig.waits(lambda: "P-0003" in str(rig.slack.modal(ADA).content))
    assert ASKER not in str(rig.slack.modal(ADA).content)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/privacy", "1 to 10 of 11"),
        ("/privacy QUEUE", "1 to 10 of 11"),
        ("/privacy help", "What you can type"),
        ("/privacy case", "Please add the number of the case"),
        ("/privacy case abc", "Please add the number of the case"),
        ("/privacy case 99", "There is no case P-0099"),
        ("/privacy case 4", "There is no case P-0004"),
        ("/privacy case P-0003", "Mail of P-0003"),
        ("/privacy frobnicate <!channel>", "There is no `/privacy frobnicate`"),
        ("/privacy stats", "for managers"),
    ],
)
def test_every_word_is_answered(rig: Rig, worker: Worker, line: str, says: str) -> None:
    """What is asked for opens, and what is unclear is explained."""
    assert says in say(rig, ADA, line)


def test_commands_are_for_staff(rig: Rig, worker: Worker) -> None:
    """Guests and outsiders are told so, whatever they type."""
    for user in (GUS, OLA):
        for word in ("queue", "case 3", "search deletion", "new", "help"):
            said = say(rig, user, f"/privacy {word}")
            assert "not on the list" in said
            assert "P-0003" not in said
        assert "for managers" in say(rig, user, "/privacy stats")


def test_the_week_for_a_manager(rig: Rig, worker: Worker) -> None:
    """A manager gets any week in numbers, counted ahead, and a sentence for one that is none."""
    rig.waits(worker.office.weeks.ready)  # by the clock, before anybody asks
    year, number, _ = datetime.now(worker.office.zone).isocalendar()
    rig.slack.slash(CLEO, PRIVACY, f"/privacy stats {year}-w{number:02d}")
    rig.waits(lambda: "12 cases" in str(rig.slack.modal(CLEO).content))
    rig.slack.close(CLEO)
    for wrong, says in (("yesterday", "is no ISO week"), (f"{year + 1}-W40", "not begun yet")):
        rig.slack.slash(CLEO, PRIVACY, f"/privacy stats {wrong}")
        rig.waits(lambda says=says: says in str(rig.slack.modal(CLEO).content))
        rig.slack.close(CLEO)
    rig.slack.open_home(CLEO)
    home_says(rig, CLEO, "Last week in full")
    act(rig, CLEO, lambda at: rig.slack.click(CLEO, at, "This week in full"))
    rig.waits(lambda: "12 cases" in str(rig.slack.modal(CLEO).content))


def test_shortcuts(rig: Rig, worker: Worker) -> None:
    """The queue from anywhere, with filters; a message leads to its case."""
    rig.slack.shortcut(ADA, "open_queue")
    view = rig.slack.modal(ADA)
    assert "1 to 10 of 11" in str(view.content)
    rig.slack.choose(ADA, Place(view=view.id), "home.owner", "mine")
    rig.waits(lambda: "1 to 2 of 2" in str(rig.slack.modal(ADA).content))
    rig.slack.close(ADA)
    rig.slack.shortcut(OLA, "open_queue")
    assert "not on the list" in str(rig.slack.modal(OLA).content)
    card = rig.card("P-0003")
    rig.slack.message_shortcut(ADA, PRIVACY, card.ts, "show_case")
    shown = str(rig.slack.modal(ADA).content)
    assert "Mail of P-0003" in shown
    assert f"/p{card.ts.replace('.', '')}|Open the card of P-0003>" in shown
    rig.slack.close(ADA)
    rig.slack.message_shortcut(GUS, PRIVACY, card.ts, "show_case")
    assert "not on the list" in str(rig.slack.modal(GUS).content)
    workspace = rig.slack.stand_in.workspace
    channel = workspace.channels[PRIVACY]
    chat = rig.slack.call(rig.slack.stand_in.clients.say, BEN, channel, "Lunch?")
    rig.slack.message_shortcut(ADA, PRIVACY, chat.ts, "show_case")
    assert "about no case" in str(rig.slack.modal(ADA).content)
    rig.slack.close(ADA)
    named = rig.slack.call(rig.slack.stand_in.clients.say, BEN, channel, "Who takes P-0005?")
    rig.slack.message_shortcut(ADA, PRIVACY, named.ts, "show_case")
    assert "Mail of P-0005" in str(rig.slack.modal(ADA).content)


@pytest.mark.browser
def test_home_in_a_browser(rig: Rig, worker: Worker, browse: Callable[..., Page]) -> None:
    """An approver filters the queue to their own cases, on a phone."""
    page = browse(f"{rig.slack.page_url}desk/{ADA}/home", (390, 844))
    main = page.get_by_role("main")
    expect(main.get_by_text("1 to 10 of 11")).to_be_visible()
    main.get_by_role("combobox").nth(3).select_option("Mine")
    expect(main.get_by_text("1 to 2 of 2")).to_be_visible()
    expect(main.get_by_text("P-0005").first).to_be_visible()
