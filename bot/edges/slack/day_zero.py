"""The window for an earlier day 0, and what is done with its answer."""

from datetime import date, timedelta

from slack_bolt import Ack

from bot.core.errors import IllegalMove, Stale
from bot.core.views import CaseView
from bot.edges.slack import modals, words
from bot.edges.slack.gate import Body, Gate, user_of
from bot.edges.slack.text import Block, day, section
from bot.flows.day_zero import DayZero
from bot.flows.review import Review

ASKED = "page.day0"  # the callback id


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
    made = modals.modal(
        "day0", "Set an earlier day 0", blocks, "Count anew", case=case.id, version=case.version
    )
    return made | {"callback_id": ASKED}


class DayZeroDesk:
    """Takes the answer of an approver who may see the case."""

    def __init__(self, day_zero: DayZero, review: Review, gate: Gate) -> None:
        self._day_zero, self._review, self._gate = day_zero, review, gate

    def on_submit(self, ack: Ack, body: Body) -> None:
        """Count anew, or say at the field why that is not possible."""
        found = modals.answers(body["view"])
        number = int(found["case"])
        view = self._review.view(number)
        refused = "" if self._gate.allowed(body) else words.NOT_ALLOWED
        if view is None or not (refused or self._gate.may_see(body, view.case)):
            refused = words.NOT_IN_CHANNEL
        if view is None or refused:
            ack(response_action="update", view=modals.notice("Privacy", refused))
            return
        chosen = date.fromisoformat(found["day"]) if found.get("day") else view.today
        if wrong := self._day_zero.fault(view.case, chosen):
            ack(response_action="errors", errors={"day": wrong})
            return
        try:
            self._day_zero.set(
                number, chosen, found["reason"], user_of(body), version=found.get("version")
            )
        except Stale:
            ack(response_action="update", view=modals.notice("Privacy", words.CHANGED_SINCE))
        except IllegalMove as fault:
            said = f"That is not possible now: {fault}."
            ack(response_action="update", view=modals.notice("Privacy", said))
        else:
            ack()
