"""The window for an earlier day 0."""

from datetime import timedelta

from bot.core.views import CaseView
from bot.edges.slack import modals, words
from bot.edges.slack.text import Block, day, section


def form(view: CaseView) -> Block:
    """Return a day and a reason to choose; the day before as a proposal."""
    case = view.case
    received = case.received_at.date()
    picker = {"type": "datepicker", "initial_date": (received - timedelta(days=1)).isoformat()}
    blocks = [
        section(
            f"The clock counts from *{day(received)}*. It may count from an earlier day, if the"
            " request had reached any of us before; never from a later one. Every date is counted"
            " anew, drafts are written anew, and approvals become void."
        ),
        modals.field_input("day", "It reached us on", picker),
        modals.field_input("reason", "Why", modals.select(words.DAY_ZERO)),
    ]
    return modals.modal(
        "day0", "Set an earlier day 0", blocks, "Count anew", case=case.id, version=case.version
    )
