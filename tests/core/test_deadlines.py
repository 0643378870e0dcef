"""Due dates: the golden vectors of the law, and what must hold for every date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import deadline_rules as rules
from bot.core.catalogue import BY_KEY
from bot.core.deadlines import Pauses, add_months, add_working_days, deadline
from bot.edges.calendar import working_days

EU, GB, US = working_days("EU"), working_days("GB"), working_days("US")


@pytest.mark.parametrize(
    ("received", "statutory"),
    [
        (date(2026, 3, 5), date(2026, 4, 7)),
        (date(2026, 3, 3), date(2026, 4, 7)),
        (date(2026, 1, 31), date(2026, 3, 2)),
        (date(2024, 1, 31), date(2024, 2, 29)),
        (date(2026, 8, 31), date(2026, 9, 30)),
        (date(2026, 11, 26), date(2026, 12, 28)),
    ],
)
def test_gdpr_month(received: date, statutory: date) -> None:
    """A GDPR month ends on the same date, else the month's last, and rolls to a working day."""
    assert deadline(received, rules.GDPR, EU).statutory == statutory


def test_uk_substitute_holiday() -> None:
    """In the UK 28 Dec 2026 stands in for Boxing Day, so the month ends a day later."""
    assert deadline(date(2026, 11, 26), rules.UK, GB).statutory == date(2026, 12, 29)


@pytest.mark.parametrize(
    ("received", "statutory"),
    [(date(2025, 11, 30), date(2026, 3, 2)), (date(2026, 1, 31), date(2026, 4, 30))],
)
def test_gdpr_extension(received: date, statutory: date) -> None:
    """An extension makes three months from day 0, not one month and then two."""
    assert deadline(received, rules.GDPR, EU, Pauses(extended=True)).statutory == statutory


def test_uk_clarification_stops_the_clock() -> None:
    """In the UK the days from question to answer, both inclusive, do not count."""
    pauses = Pauses(asked=date(2026, 6, 10), answered=date(2026, 6, 17))
    assert deadline(date(2026, 6, 3), rules.UK, GB, pauses).statutory == date(2026, 7, 13)


def test_uk_identity_starts_the_month_anew() -> None:
    """In the UK the month starts anew when identity is complete; the strict date does not."""
    found = deadline(date(2026, 6, 3), rules.UK, GB, Pauses(identity=date(2026, 6, 17)))
    assert found.statutory == date(2026, 7, 17)
    assert found.safe == date(2026, 7, 3)


def test_california() -> None:
    """California counts 45 calendar days, 90 at most, and acknowledges in 10 business days."""
    received = date(2026, 6, 15)
    found = deadline(received, rules.CALIFORNIA, US)
    assert found.acknowledge == date(2026, 6, 30)
    assert found.statutory == date(2026, 7, 30)
    extended = deadline(received, rules.CALIFORNIA, US, Pauses(extended=True))
    assert extended.statutory == date(2026, 9, 13)
    assert deadline(received, rules.CALIFORNIA_OPT_OUT, US).statutory == date(2026, 7, 8)


def test_uk_complaint_strict_reading() -> None:
    """A UK complaint is acknowledged, read strictly, by day 0 plus 29."""
    assert deadline(date(2026, 6, 19), rules.UK_COMPLAINT, GB).safe == date(2026, 7, 18)


def test_every_regime_and_type_has_an_answer() -> None:
    """No regime and type leave staff without a row, except types that have no clock."""
    for regime in rules.TABLE:
        for kind in BY_KEY:
            rule = rules.rule_for(regime, kind)
            assert (rule is None) == (kind in rules.UNCLOCKED), (regime, kind)


@pytest.mark.parametrize(
    ("regime", "kind", "name"),
    [
        ("none", "optout_marketing", "opt-out, jurisdiction unknown"),
        ("none", "delete", "GDPR Arts 15-22"),
        ("us-va", "appeal", "US appeal (VA)"),
        ("us-nj", "appeal", "US appeal (NJ)"),
        ("us-other", "appeal", "US appeal (state unknown)"),
        ("us-ut", "appeal", "internal target"),
        ("eu", "security_report", "breach report"),
        ("us-ca", "optout_marketing", "CAN-SPAM unsubscribe"),
        ("eu", "testimonial", "consent or testimonial"),
        ("br", "access", "LGPD"),
        ("eu", "policy_question", "internal target"),
    ],
)
def test_rows(regime: str, kind: str, name: str) -> None:
    """The row that counts follows from regime and type."""
    rule = rules.rule_for(regime, kind)
    assert rule is not None
    assert rule.name == name


days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
lawful = st.sampled_from([rule for rows in rules.TABLE.values() for rule in rows.values()])


@given(days, lawful)
def test_dates_keep_their_order(received: date, rule: rules.Rule) -> None:
    """The target never lies behind the strict date, nor that behind the statutory one."""
    found = deadline(received, rule, EU)
    if found.safe and found.statutory and found.target:
        assert received <= found.target <= found.safe <= found.statutory


@given(days, lawful)
def test_statutory_date_is_monotone(received: date, rule: rules.Rule) -> None:
    """A request received a day later is never due earlier."""
    first = deadline(received, rule, EU).statutory
    second = deadline(received + timedelta(days=1), rule, EU).statutory
    assert first is None or second is None or first <= second


@given(days)
def test_gdpr_never_ends_before_the_unrolled_month(received: date) -> None:
    """Rolling only ever moves a date later, and onto a working day."""
    found = deadline(received, rules.GDPR, EU)
    assert found.statutory is not None
    assert found.safe is not None
    assert found.statutory >= found.safe
    assert EU(found.statutory)


@given(days, st.integers(1, 30), st.integers(0, 30))
def test_a_clarification_never_shortens(received: date, after: int, length: int) -> None:
    """A pause moves the statutory date by at least its length."""
    asked = received + timedelta(days=after)
    pauses = Pauses(asked=asked, answered=asked + timedelta(days=length))
    plain = deadline(received, rules.UK, GB)
    paused = deadline(received, rules.UK, GB, pauses)
    assert plain.safe is not None
    assert paused.statutory is not None
    assert paused.statutory >= plain.safe + timedelta(days=length + 1)


@given(days, st.integers(-40, 40).filter(bool))
def test_working_days_land_on_working_days(day: date, count: int) -> None:
    """Counting working days, forward or back, ends on one."""
    found = add_working_days(day, count, EU)
    assert EU(found)
    assert (found > day) == (count > 0)


def test_a_breach_of_clients_data_is_told_to_them_within_a_day() -> None:
    """72 hours to the authority for our own users' data, 24 hours to clients for theirs."""
    received = date(2026, 11, 23)
    for handed_to, day in (("", 26), ("organisation", 26), ("client", 24)):
        rule = rules.rule_for("eu", "security_report", handed_to=handed_to)
        assert rule is not None
        assert deadline(received, rule, EU).statutory == date(2026, 11, day)


@pytest.mark.parametrize(
    ("state", "days", "extended"), [("va", 60, None), ("co", 45, 105), ("nj", 45, None)]
)
def test_appeals_by_state(state: str, days: int, extended: int | None) -> None:
    """Each state gives its own time for an appeal; some allow sixty days more."""
    received = date(2026, 11, 23)
    rule = rules.rule_for(f"us-{state}", "appeal")
    assert rule is not None
    assert deadline(received, rule, US).statutory == received + timedelta(days=days)
    found = deadline(received, rule, US, Pauses(extended=True)).statutory
    assert found == received + timedelta(days=extended or days)


@given(days, st.sampled_from([rules.GDPR, rules.UK, rules.CALIFORNIA, rules.STATES["fl"]]))
def test_an_extension_never_shortens(received: date, rule: rules.Rule) -> None:
    """An extended date lies behind the first one, and its notice not behind the first one."""
    first = deadline(received, rule, EU)
    later = deadline(received, rule, EU, Pauses(extended=True))
    assert first.statutory is not None
    assert later.statutory is not None
    assert first.extension_notice_by is not None
    assert later.statutory > first.statutory
    assert received < first.extension_notice_by <= first.statutory
    assert later.extension_notice_by is None


@given(st.integers(2020, 2040), st.integers(1, 12), st.integers(1, 12))
def test_month_ends(year: int, month: int, count: int) -> None:
    """From a month's last day one comes to the same date or to a month's last, leap years too."""
    last = add_months(date(year, month, 1), 1) - timedelta(days=1)
    found = add_months(last, count)
    assert found.day == last.day or (found + timedelta(days=1)).day == 1
    assert (found.year * 12 + found.month) - (year * 12 + month) == count
