"""The window for an earlier day 0."""

from datetime import timedelta

from bot.core.views import CaseView
from bot.edges.slack import modals, words, words_windows
from bot.edges.slack.text import Block, day, section


def form(view: CaseView) -> Block:
    """Return a day and a reason to choose; the day before as a proposal."""
    case = view.case
    received = case.received_at.date()
    picker = {"type": "datepicker", "initial_date": (received - timedelta(days=1)).isoformat()}
    blocks = [
        section(words_windows.DAY_ZERO_DOES.format(day=day(received))),
        modals.field_input("day", words_windows.REACHED_ON, picker),
        modals.field_input("reason", words_windows.WHY, modals.select(words.DAY_ZERO)),
    ]
    return modals.modal(
        "day0",
        words_windows.SET_DAY_ZERO,
        blocks,
        words_windows.COUNT_ANEW,
        case=case.id,
        version=case.version,
    )
