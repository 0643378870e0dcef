"""Finding cases: every filter by index among a hundred thousand, and searches by keyed hash."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.case import Case, CaseState, Channel, Clock, Line, Task
from bot.core.catalogue import REQUEST_TYPES, Route
from bot.core.decision import opened
from bot.core.mail import Address
from bot.core.parties import Entry, EntryKind
from bot.core.queue import (
    MINE,
    NOBODY,
    OVERDUE,
    PAGE,
    WITHIN,
    By,
    Query,
    Shown,
    Wanted,
    understand,
    wanted,
)
from bot.edges.store import Store, open_store
from bot.flows.finding import MOST, Finder

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
MANY = 100_000
EVERYWHERE = tuple(Channel)
STAFF = ("", "U0ADA", "U0BEN", "U0CLEO")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A database with a hundred thousand cases, sixty thousand of them closed."""
    store = open_store(tmp_path_factory.mktemp("crowd") / "db.sqlite3", "s" * 40, "k" * 40)
    states = ["closed"] * 3 + ["open", "waiting_requester"]
    types = [row.key for row in REQUEST_TYPES]
    cases, lines = [], []
    for number in range(1, MANY + 1):
        state = states[number % 5]
        due = (TODAY + timedelta(days=number % 97 - 20)).isoformat() if number % 11 else None
        channel = "legal" if number % 50 == 0 else "privacy"
        cases.append((number, state, channel, due, STAFF[number // 7 % 4], NOW.isoformat()))
        lines.append((number, types[0] if number % 3 else types[number // 7 % len(types)]))
    with store.connections.write() as connection:
        connection.executemany(
            "INSERT INTO cases (id, version, state, channel, received_at, opened_at, due, party,"
            " entry_name, named_in_mail, sender, regime, language, band, confidence, model,"
            " authentication, assignee, decided_by, decided_at) VALUES (?1, 1, ?2, ?3, ?6, ?6, ?4,"
            " 'unknown', '', 0, 'person', 'eu', 'en', 'sure', 1.0, '', 'none', ?5, '', ?6)",
            cases,
        )
        connection.executemany(
            "INSERT INTO lines (case_id, id, type, route, outcome) VALUES (?, 1, ?, 'us', '')",
            lines,
        )
    yield store
    store.close()


FILTERS = {
    "everything": Shown(),
    "open": Shown(state="open"),
    "closed": Shown(state="closed"),
    "overdue": Shown(due=OVERDUE),
    "within seven days": Shown(due=WITHIN),
    "mine": Shown(owner=MINE),
    "nobody's": Shown(owner=NOBODY),
    "a colleague's, waiting": Shown(owner="U0BEN", state="waiting_requester"),
    "a common type": Shown(type="access"),
    "a rare type": Shown(type="legal_process"),
    "a closed type": Shown(state="closed", type="appeal"),
    "all at once": Shown(state="open", due=OVERDUE, type="access", owner=MINE),
    "a late page": Shown(page=90),
}


def query(shown: Shown) -> Wanted:
    """Return the filters as the store takes them, for Ada."""
    return wanted(shown, "U0ADA", EVERYWHERE, TODAY)


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_goes_by_index(crowd: Store, name: str) -> None:
    """No page reads the whole table, and none sorts more than the cases of a rare type."""
    shown = FILTERS[name]
    plan = crowd.finding.plan(query(shown))
    assert all("USING" in step for step in plan if step.startswith("SCAN cases")), plan
    rare = shown.type not in {"", "access"}
    assert rare or not any("TEMP B-TREE" in step for step in plan), plan


@pytest.fixture(scope="module")
def rows(crowd: Store) -> list[dict[str, Any]]:
    """All cases of the crowd with their type, read once: a plain look reads everything."""
    columns = "c.id, due, state, channel, assignee, type"
    found = crowd.connections.rows(f"SELECT {columns} FROM cases c JOIN lines ON case_id = c.id")
    return [dict(row) for row in found]


def expected(rows: list[dict[str, Any]], shown: Shown, channels: tuple[Channel, ...]) -> list[int]:
    """Filter and sort in the plainest way."""
    names = {one.value for one in channels}
    owner = {MINE: "U0ADA", NOBODY: ""}.get(shown.owner, shown.owner)
    kept = []
    for row in rows:
        late = row["due"] is not None and row["due"] < TODAY.isoformat()
        soon = row["due"] is not None and not late
        soon = soon and row["due"] < (TODAY + timedelta(days=7)).isoformat()
        state = shown.state == row["state"] if shown.state else row["state"] != "closed"
        if (
            state
            and row["channel"] in names
            and (not shown.due or (late if shown.due == OVERDUE else soon))
            and (not shown.type or row["type"] == shown.type)
            and (not shown.owner or row["assignee"] == owner)
        ):
            kept.append((row["due"] or "9999", row["id"]))
    if shown.state == "closed":
        return [number for _, number in sorted(kept, key=lambda one: -one[1])]
    return [number for _, number in sorted(kept)]


@pytest.mark.parametrize("name", FILTERS)
def test_a_page_is_what_a_plain_look_finds(
    crowd: Store, rows: list[dict[str, Any]], name: str
) -> None:
    """Filters, order and restricted channels are those of a plain look at every case."""
    shown, channels = FILTERS[name], (Channel.PRIVACY,)
    found = wanted(shown, "U0ADA", channels, TODAY)
    every = expected(rows, shown, channels)
    at = shown.page * PAGE
    assert crowd.finding.page(found, PAGE, at) == every[at : at + PAGE]
    assert crowd.finding.count(found, MANY) == len(every)


def plans(store: Store, look: Callable[[], object]) -> list[str]:
    """Return the plan of every statement that a look makes."""
    connection, said = store.connections.db.conn, list[str]()
    connection.set_trace_callback(said.append)
    look()
    connection.set_trace_callback(None)
    plan = [connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in said]
    return [str(row["detail"]) for rows in plan for row in rows]


def test_no_look_goes_through_a_table_that_grows(crowd: Store) -> None:
    """Home, searches, reminders and numbers touch what they show, not what years have left."""
    find, chronicle = finder(crowd), crowd.chronicle
    looks: dict[str, Callable[[], object]] = {
        "Home": lambda: find.page(Shown(), "U0ADA", EVERYWHERE),
        "a type": lambda: find.search("delete", EVERYWHERE),
        "a domain": lambda: find.search("posteo.example", EVERYWHERE),
        "an address": lambda: find.search("a@posteo.example", EVERYWHERE),
        "reminders": lambda: chronicle.due_by(TODAY),
        "reminders given": lambda: chronicle.reminded([1, 2, 3]),
        "second approvals": chronicle.first_approved,
        "a digest": lambda: chronicle.digest_at("2026-W47"),
        "a week": lambda: chronicle.events(NOW - timedelta(days=35)),
        "a week's news": lambda: list(chronicle.newly_heard_of(100, 200)),
        "where the log ends": lambda: chronicle.goes_on_from(chronicle.head()),
        "when it began": chronicle.began,
    }
    grows = ("SCAN events", "SCAN letters", "SCAN t", "SCAN lines", "SCAN cases", "SCAN c")
    live = ("cases_live", "cases_state", "cases_owner", "letters_second", "events_digested")
    for name, look in looks.items():
        steps = plans(crowd, look)
        assert steps, name
        for step in steps:
            slow = step.startswith(grows) and not step.endswith(live)
            slow = slow or "(rowid<?)" in step
            assert not slow, f"{name}: {step}"


def test_a_search_loads_little_more_than_it_shows(store: Store) -> None:
    """Of two hundred cases that a search may look at it opens those that fill its list."""
    for number in range(1, 61):
        put(store, number, "maren@posteo.example")
    said: list[str] = []
    store.connections.db.conn.set_trace_callback(said.append)
    result = finder(store).search("posteo.example", EVERYWHERE)
    store.connections.db.conn.set_trace_callback(None)
    assert result is not None
    assert (len(result.cases), result.more) == (MOST, True)
    assert sum("FROM letters" in sql for sql in said) == 1


def test_counts_are_those_of_ones_own_channels(crowd: Store, rows: list[dict[str, Any]]) -> None:
    """Who is not in the legal channel does not hear how many cases lie there."""
    ours = crowd.finding.counts((Channel.PRIVACY,), TODAY)
    every = crowd.finding.counts(EVERYWHERE, TODAY)
    for state in ("open", "waiting_requester"):
        assert ours[state] == len(expected(rows, Shown(state=state), (Channel.PRIVACY,)))
        assert ours[state] <= every[state]
    assert ours["overdue"] == len(expected(rows, Shown(due=OVERDUE), (Channel.PRIVACY,)))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("12", Query(By.NUMBER, "12")),
        ("P-0012", Query(By.NUMBER, "12")),
        ("#7", Query(By.NUMBER, "7")),
        ("Maren.Holt@Posteo.example", Query(By.ADDRESS, "maren.holt@posteo.example")),
        ("<mailto:a@b.example|a@b.example>", Query(By.ADDRESS, "a@b.example")),
        ("posteo.example", Query(By.DOMAIN, "posteo.example")),
        ("@posteo.example", Query(By.DOMAIN, "posteo.example")),
        ("<http://larkspur.example|larkspur.example>", Query(By.DOMAIN, "larkspur.example")),
        ("deletion", Query(By.TYPE, "delete")),
        ("optout marketing", Query(By.TYPE, "optout_marketing")),
        ("Larkspur Outfitters", Query(By.NAME, "Larkspur Outfitters")),
        ("", None),
        ("x", None),
        ("a@b", None),
        ("two@a.example two@b.example", None),
        ("y" * 300, None),
    ],
)
def test_what_words_mean(text: str, query: Query | None) -> None:
    """A number, a whole address, a domain, a type or a name; anything else is asked about."""
    assert understand(text) == query


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A fresh database that encrypts, with one client."""
    made = open_store(tmp_path / "db.sqlite3", "s" * 40, "k" * 40)
    entry = Entry("Larkspur Outfitters", EntryKind.CLIENT, ("larkspur.example",))
    made.directory.replace([entry])
    yield made
    made.close()


def put(store: Store, number: int, email: str, **fields: object) -> None:
    """Save a case of somebody."""
    clock = Clock("x", safe=TODAY + timedelta(days=number))
    line = Line(1, "delete", Route.US, clock, (Task(1, "CRM", "Sales", TODAY),))
    case = Case(number, 1, CaseState.OPEN, NOW, Address(email), (line,))
    store.cases.save(opened(replace(case, **fields), NOW))  # type: ignore[arg-type]


def finder(store: Store) -> Finder:
    """Return a finder on a day that stands still."""
    return Finder(
        index=store.finding, cases=store.cases, directory=store.directory, today=lambda: TODAY
    )


def found(store: Store, text: str, channels: tuple[Channel, ...] = EVERYWHERE) -> list[int]:
    """Return the numbers that a search finds."""
    result = finder(store).search(text, channels)
    assert result is not None
    return [case.id for case in result.cases]


def test_sealed_columns_are_searched_by_keyed_hashes(store: Store) -> None:
    """An address and its domain are found although neither stands readable in the file."""
    put(store, 1, "maren@posteo.example")
    put(store, 2, "ida@posteo.example")
    entry = store.directory.all()[0]
    put(store, 3, "tom@elsewhere.example", entry_id=entry.id, entry_name=entry.name)
    assert found(store, "MAREN@posteo.example") == [1]
    assert found(store, "maren@elsewhere.example") == []
    assert found(store, "posteo.example") == [2, 1]
    assert found(store, "larkspur.example") == [3]
    assert found(store, "Larkspur") == [3]
    assert found(store, "delete") == [3, 2, 1]
    assert found(store, "P-0002") == [2]
    assert found(store, "77") == []
    store.connections.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"posteo" not in store.connections.path.read_bytes()


def test_a_search_leaves_out_what_its_reader_may_not_see(store: Store) -> None:
    """A restricted case is found by those of its channel only, whatever the search is by."""
    put(store, 1, "clerk@court.example", channel=Channel.LEGAL)
    for text in ("1", "clerk@court.example", "court.example", "delete"):
        assert found(store, text, (Channel.PRIVACY,)) == []
        assert found(store, text) == [1]


def test_forgetting_forgets_the_domain_too(store: Store) -> None:
    """Who was forgotten is not found by the domain any more."""
    put(store, 1, "maren@posteo.example")
    store.forgetting.forget_person(store.person.traces("maren@posteo.example"), "operator", NOW)
    assert found(store, "posteo.example") == []


def test_an_older_database_learns_its_domains(store: Store, tmp_path: Path) -> None:
    """Cases from before the search by domain are found by it after the next start."""
    put(store, 1, "maren@posteo.example")
    with store.connections.write() as connection:
        connection.execute("UPDATE cases SET requester_domain_key = NULL")
    assert found(store, "posteo.example") == []
    again = open_store(tmp_path / "db.sqlite3", "s" * 40, "k" * 40)
    assert found(again, "posteo.example") == [1]
    again.close()


def test_tasks_are_those_of_ones_own_cases(store: Store) -> None:
    """Home lists what is open in the cases that are mine, not a colleague's, not a secret one."""
    put(store, 1, "a@b.example", assignee="U0ADA")
    put(store, 2, "a@b.example", assignee="U0BEN")
    put(store, 3, "a@b.example", assignee="U0ADA", channel=Channel.LEGAL)
    page = finder(store).page(Shown(), "U0ADA", (Channel.PRIVACY,))
    assert [number for number, _ in page.tasks] == [1]


def test_a_page_that_is_gone_falls_back(store: Store) -> None:
    """Where colleagues emptied the queue meanwhile, the first page is shown."""
    put(store, 1, "a@b.example")
    page = finder(store).page(Shown(page=4), "U0ADA", EVERYWHERE)
    assert [case.id for case in page.cases] == [1]
    assert page.shown.page == 0
