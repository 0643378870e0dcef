"""What an answer of the requester does to the clock, where the law counts it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import replies
from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, LetterState, Line
from bot.core.catalogue import Route
from bot.core.decide import decide
from bot.core.mail import Address
from bot.edges.calendar import clock_maker, recount_maker
from bot.flows.drafting import Drafter, Reckoning

ZONE = ZoneInfo("Europe/London")
RECEIVED = datetime(2026, 6, 3, 9, tzinfo=UTC)
ASKED, ANSWERED = datetime(2026, 6, 10, 9, tzinfo=UTC), datetime(2026, 6, 17, 9, tzinfo=UTC)
ASKER = Address("maren.holt@posteo.example")
DRAFTER = Drafter(replies.load(), ZONE, Reckoning(recount=recount_maker("GB", ZONE)))


def case(regime: str, route: Route = Route.US) -> Case:
    """Return a case of 3 June 2026 with a deletion."""
    clock = clock_maker("GB", ZONE)("delete", regime, "", RECEIVED)
    line = Line(1, "delete", route, clock)
    return Case(7, 1, CaseState.WAITING, RECEIVED, ASKER, (line,), regime=regime)


def question(letter: str) -> CaseLetter:
    """Return a question that was sent on 10 June."""
    return CaseLetter(
        1, f"delete/{letter}", "en", "requester", ASKER, "s", "t",
        state=LetterState.SENT, settled_at=ASKED,
    )  # fmt: skip


def statutory(on: Case, letter: str, *, identity: bool) -> date | None:
    """Return the day that the law gives after an answer on 17 June."""
    clocks = DRAFTER.recounted(on, question(letter), ANSWERED, identity=identity)
    order = c.Join(actor="bot", message_id=2, verified=True, clocks=clocks)
    clock = decide(on, order, ANSWERED + timedelta(minutes=1)).after.lines[0].clock
    return clock.statutory if clock else None


@pytest.mark.parametrize(
    ("regime", "letter", "identity", "day"),
    [
        ("uk", "verify_identity", True, date(2026, 7, 17)),  # the month starts anew
        ("uk", "clarify", False, date(2026, 7, 13)),  # eight days do not count
        ("uk", "acknowledge", False, date(2026, 7, 3)),
        ("eu", "verify_identity", True, date(2026, 7, 3)),  # planned on the unpaused date
        ("us-ca", "verify_identity", True, date(2026, 7, 18)),  # never
    ],
)
def test_answers_move_the_day_where_the_law_says_so(
    regime: str, letter: str, identity: bool, day: date
) -> None:
    """The United Kingdom counts identity and clarification, the others do not."""
    assert statutory(case(regime), letter, identity=identity) == day


def test_the_strict_day_stays() -> None:
    """Staff go on working to the day that no pause has moved."""
    on = case("uk")
    clocks = DRAFTER.recounted(on, question("verify_identity"), ANSWERED, identity=True)
    before = on.lines[0].clock
    assert before is not None
    assert clocks[0][1].due == before.due


def test_a_clients_clock_is_not_ours_to_move() -> None:
    """The controller's time runs on, whatever is answered to us."""
    on = case("uk", Route.CLIENT)
    assert DRAFTER.recounted(on, question("clarify"), ANSWERED, identity=False) == ()


def test_a_settled_line_keeps_its_clock() -> None:
    """An answer that comes after the outcome changes nothing."""
    on = case("uk")
    on = replace(on, lines=(replace(on.lines[0], outcome="fulfilled"),))
    assert statutory(on, "verify_identity", identity=True) == date(2026, 7, 3)
