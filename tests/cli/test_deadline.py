"""`deadline`: every golden vector of the law by the command, and the rules that need more."""

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import cli
from bot.core.assess import make_lines
from bot.core.catalogue import PartyKind
from bot.core.deadline_rules import JURISDICTIONS, TABLE, regime_of
from bot.core.deadlines import add_months
from bot.core.parties import Entry, EntryKind, Party
from bot.edges.calendar import clock_maker

# Regime, type, place, day 0, further words, field, day.
VECTORS = [
    ("eu", "access", "EU", "2026-03-05", "", "statutory", "2026-04-07"),
    ("eu", "access", "EU", "2026-03-03", "", "statutory", "2026-04-07"),
    ("eu", "access", "EU", "2026-01-31", "", "statutory", "2026-03-02"),
    ("eu", "access", "EU", "2024-01-31", "", "statutory", "2024-02-29"),
    ("eu", "access", "EU", "2026-08-31", "", "statutory", "2026-09-30"),
    ("eu", "access", "EU", "2026-11-26", "", "statutory", "2026-12-28"),
    ("uk", "access", "GB", "2026-11-26", "", "statutory", "2026-12-29"),
    ("eu", "access", "EU", "2025-11-30", "--extended", "statutory", "2026-03-02"),
    ("eu", "access", "EU", "2026-01-31", "--extended", "statutory", "2026-04-30"),
    ("uk", "access", "GB", "2026-06-03", "--asked 2026-06-10 --answered 2026-06-17", "statutory",
     "2026-07-13"),
    ("uk", "access", "GB", "2026-06-03", "--identity 2026-06-17", "statutory", "2026-07-17"),
    ("us-ca", "access", "US", "2026-06-15", "", "acknowledge", "2026-06-30"),
    ("us-ca", "access", "US", "2026-06-15", "", "statutory", "2026-07-30"),
    ("us-ca", "access", "US", "2026-06-15", "--extended", "statutory", "2026-09-13"),
    ("us-ca", "optout_sale", "US", "2026-06-15", "", "statutory", "2026-07-08"),
    ("uk", "complaint", "GB", "2026-06-19", "", "safe", "2026-07-18"),
    ("dpf", "complaint", "EU", "2026-11-23", "", "statutory", "2027-01-07"),
]  # fmt: skip


@pytest.mark.parametrize(("regime", "kind", "place", "received", "more", "field", "day"), VECTORS)
def test_golden_vectors(  # noqa: PLR0917  (one row is one vector)
    capsys: pytest.CaptureFixture[str],
    regime: str,
    kind: str,
    place: str,
    received: str,
    more: str,
    field: str,
    day: str,
) -> None:
    """The command gives the day that the law gives."""
    words = f"--received {received} --regime {regime} --type {kind} --place {place} --json {more}"
    assert cli.main(["deadline", *words.split()]) == 0
    assert json.loads(capsys.readouterr().out)[field] == day


def test_two_dates_of_one_rule_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """Where the strict reading is a day shorter, the words say so: no two dates without a why."""
    words = "--received 2026-11-23 --regime uk --type complaint --place GB --json"
    assert cli.main(["deadline", *words.split()]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["safe"], found["statutory"]) == ("2026-12-22", "2026-12-23")
    assert "= Wed 23 Dec 2026" in found["arithmetic"]
    assert "day 0 counts, so Tue 22 Dec 2026 is safe" in found["arithmetic"]


@pytest.mark.parametrize(
    ("regime", "kind", "text", "found"),
    [
        ("eu", "complaint", "You break the Data Privacy Framework principles.", "dpf"),
        ("none", "complaint", "This is a Privacy Shield dispute.", "dpf"),
        ("ch", "complaint", "under the Swiss-US DPF", "dpf"),
        ("uk", "complaint", "under the UK extension to the DPF", "uk"),
        ("eu", "complaint", "You never answered me.", "eu"),
        ("eu", "access", "Are you in the Data Privacy Framework?", "eu"),
        ("eu", "complaint", "My PDF is broken.", "eu"),
    ],
)
def test_a_complaint_may_invoke_the_framework(
    regime: str, kind: str, text: str, found: str
) -> None:
    """Only a complaint that names it gets its 45 days; in the UK the statute's row is stricter."""
    assert regime_of(regime, kind, text) == found


def test_the_contract_says_how_soon_a_client_must_hear() -> None:
    """A hand-over has the days of the directory's contract; without any, one business day."""
    zone = ZoneInfo("Europe/Berlin")
    day0 = datetime(2026, 11, 23, 9, tzinfo=UTC)
    clock_for = clock_maker("EU", zone)

    def due(days: int | None) -> date | None:
        entry = Entry(
            "Larkspur", EntryKind.CLIENT, contact_email="dpo@l.example", sla_business_days=days
        )
        party = Party(PartyKind.CLIENT_DATA, entry, 1.0)
        (line,) = make_lines(("delete",), party, "eu", clock_for, day0)
        assert line.clock is not None
        return line.clock.due

    assert due(None) == date(2026, 11, 24)
    assert due(3) == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("place", "hour"),
    [("Europe/Berlin", "by 14:05 CET"), ("America/Sao_Paulo", "by 10:05 UTC-03")],
)
def test_a_breach_is_counted_in_hours(place: str, hour: str) -> None:
    """The 72 hours end at an hour, which the card says with its zone."""
    clock_for = clock_maker("EU", ZoneInfo(place))
    clock = clock_for("security_report", "eu", "", datetime(2026, 11, 23, 13, 5, tzinfo=UTC))
    assert clock is not None
    assert clock.statutory == date(2026, 11, 26)
    assert clock.arithmetic.endswith(hour)


def test_staff_may_choose_every_place_with_rules() -> None:
    """Whatever they choose has rows; the framework is no place."""
    assert set(JURISDICTIONS) == set(TABLE) - {"dpf"}


@given(st.integers(1990, 2100), st.integers(1, 48))
def test_leap_days(year: int, months: int) -> None:
    """From 29 February one comes to a 29th, or to the last of a shorter February."""
    leap = year - year % 4
    if leap % 100 == 0 and leap % 400:
        return
    found = add_months(date(leap, 2, 29), months)
    short = found.month == 2 and add_months(found, 1).day == 28 and found.day == 28
    assert found.day == 29 or short
