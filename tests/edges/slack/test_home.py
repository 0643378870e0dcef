"""Home, the queue's modal and searches: inside Slack's limits, kept per person, no data amiss."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.case import Case, CaseState, Clock, Line, Task
from bot.core.catalogue import REQUEST_TYPES, Route
from bot.core.mail import Address
from bot.core.periods import week
from bot.core.queue import MINE, OVERDUE, PAGE, By, Shown
from bot.core.statistics import statistics
from bot.edges.slack import digest, home, search
from bot.edges.slack.limits import check_view
from bot.flows.finding import Found, QueuePage
from bot.flows.week import Glance
from tests.core.quarter import Simulator

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
HOSTILE = "<!channel> <https://evil.test|x> *b* `c` \u202e" + "x" * 5_000


def case(number: int, **fields: Any) -> Case:
    """Return a case with every type there is."""
    clock = Clock("x", safe=TODAY + timedelta(days=number - 5))
    lines = tuple(Line(n, row.key, Route.US, clock) for n, row in enumerate(REQUEST_TYPES, 1))
    made = Case(number, 1, CaseState.OPEN, NOW, Address("zebulon.quark@canary.example"), lines)
    return replace(made, **fields)


def page(shown: Shown = Shown(), total: int = 64, **fields: Any) -> QueuePage:  # noqa: B008
    """Return a full page of hostile cases."""
    cases = tuple(case(n, entry_name=HOSTILE, assignee="U0ADA") for n in range(1, PAGE + 1))
    tasks = tuple((n, Task(n, HOSTILE, HOSTILE, TODAY)) for n in range(1, 6))
    counts = {"open": 40, "waiting_requester": 20, "handed_over": 4, "overdue": 3}
    return replace(QueuePage(shown, cases, total, counts, tasks, TODAY), **fields)


def glance() -> Glance:
    """Return a week of the simulated quarter."""
    events = Simulator(1, 300).events()
    period = week("2026-W35", ZoneInfo("Europe/Berlin"))
    return Glance(statistics(events, period, lambda day: day.weekday() < 5), NOW)


def words(view: Any) -> str:
    """Return the whole view as text."""
    return json.dumps(view, ensure_ascii=False)


PAGES = {
    "full": page(),
    "filtered": page(Shown(state="open", due=OVERDUE, type="delete", owner=MINE)),
    "a colleague's": page(Shown(owner="U0BEN")),
    "in the middle": page(Shown(page=3)),
    "endless": page(total=1_001),
    "empty": page(total=0, cases=(), tasks=()),
    "nothing fits": page(Shown(state="closed"), total=0, cases=()),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_one_that_slack_takes(name: str) -> None:
    """Home with and without the week, and the modal, stay inside every limit."""
    shown = PAGES[name]
    for view in (
        home.home(shown, []),
        home.home(shown, digest.glance(glance())),
        home.home(shown, digest.glance(None)),
        home.queue_modal(shown),
    ):
        assert check_view(view) == []
        assert "canary" not in words(view)
        assert "<!channel>" not in words(view)
    assert "Next page" in words(home.home(PAGES["full"], []))
    assert "Previous page" in words(home.home(PAGES["in the middle"], []))
    assert "more than 1,000" in words(home.home(PAGES["endless"], []))


def test_tasks_of_more_cases_are_not_hidden_in_silence() -> None:
    """Three of one's cases are shown with their tasks; that there are more is said."""
    tasks = tuple((n, Task(n, "CRM", "Sales", TODAY)) for n in range(1, 5))
    said = words(home.home(replace(page(), tasks=tasks), []))
    assert said.count('"Finish tasks"') == 3
    assert "More of your cases have open tasks" in said
    assert "More of your cases" not in words(home.home(replace(page(), tasks=tasks[:3]), []))


def test_strangers_see_no_data() -> None:
    """The page for others has no case, no number, no button."""
    view = home.stranger()
    assert check_view(view) == []
    assert "P-0" not in words(view)
    assert "button" not in words(view)


def test_the_week_of_a_manager_who_is_no_approver() -> None:
    """Who may see numbers but no cases gets the week and no queue."""
    view = home.home(None, digest.glance(glance()))
    assert check_view(view) == []
    assert "The week so far" in words(view)
    assert "Privacy queue" not in words(view)


def test_a_week_in_a_modal_is_one_that_slack_takes() -> None:
    """Figures, shares and breakdowns, small counts together, no chart: modals take none."""
    view = digest.week_modal(glance().statistics)
    assert check_view(view) == []
    assert "data_visualization" not in words(view)


states = st.builds(
    Shown,
    state=st.sampled_from(["", *CaseState]).map(str),
    due=st.sampled_from(["", "overdue", "soon"]),
    type=st.sampled_from(["", "delete", "access"]),
    owner=st.sampled_from(["", "mine", "nobody", "U0BEN"]),
    page=st.integers(0, 99),
)


@given(states)
def test_what_somebody_chose_is_kept(shown: Shown) -> None:
    """Filters and page come back as they were chosen."""
    assert home.chosen(home.kept(shown)) == shown


def test_what_this_version_does_not_know_filters_nothing() -> None:
    """A type that is gone, or a field of a later version, does not hide the queue."""
    assert home.chosen('{"type": "gone", "size": 3}') == Shown()
    assert home.chosen("") == Shown()


@pytest.mark.parametrize(
    ("action", "after"),
    [
        ({"action_id": "home.state", "selected_option": {"value": "open"}}, Shown(state="open")),
        ({"action_id": "home.state", "selected_option": {"value": "all"}}, Shown()),
        ({"action_id": "home.owner", "selected_option": {"value": "mine"}}, Shown(owner="mine")),
        ({"action_id": "home.colleague", "selected_user": "U0BEN"}, Shown(owner="U0BEN")),
        ({"action_id": "home.page.on", "value": "3"}, Shown(page=3)),
        ({"action_id": "home.clear", "value": "clear"}, Shown()),
        ({"action_id": "home.refresh", "value": "refresh"}, Shown(page=2)),
    ],
)
def test_a_click_changes_what_is_shown(action: dict[str, Any], after: Shown) -> None:
    """Each menu sets its own filter, from the first page on; refreshing changes nothing."""
    before = Shown(page=2) if "refresh" in action["action_id"] else Shown()
    assert home.after(before, action) == after


def test_other_filters_are_another_block() -> None:
    """Slack keeps what a menu showed while its block's id is the same, so that must change."""

    def block(shown: Shown) -> str:
        blocks = home.home(page(shown), [])["blocks"]
        return next(b["block_id"] for b in blocks if b.get("block_id", "").startswith("filters"))

    assert block(Shown()) != block(Shown(state="open"))
    assert block(Shown(page=1)) == block(Shown(page=2))


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("count", [0, 15])
def test_every_search_is_a_modal_that_slack_takes(by: By, count: int) -> None:
    """Found or not, whatever it was by: inside the limits, and what was typed is kept nowhere."""
    cases = tuple(case(n, entry_name=HOSTILE) for n in range(1, count + 1))
    view = search.results(Found(by, HOSTILE, cases, more=True), TODAY)
    assert check_view(view) == []
    assert view["private_metadata"] == "{}"
    assert "<!channel>" not in words(view)
    assert check_view(search.ask()) == []
    assert "Please write" in words(search.results(None, TODAY))
