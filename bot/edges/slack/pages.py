"""What people open by themselves: Home, the queue, a case by its number."""

import logging
import re
from collections.abc import Callable
from datetime import date
from typing import Protocol

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core.case import Case
from bot.edges.slack import home, modals, words
from bot.edges.slack.gate import Body, Gate, user_of
from bot.edges.slack.text import Block
from bot.flows.review import Review

log = logging.getLogger(__name__)

_SHOWN = 15  # cases on Home
_LOOKED_AT = 60  # of which those in channels that the reader is not in are left out


class Queue(Protocol):
    """The cases that wait for somebody."""

    def queue(self, *, closed: bool = False, limit: int = 50, offset: int = 0) -> list[int]:
        """Return case numbers, the earliest due date first."""

    def load_many(self, case_ids: list[int]) -> list[Case]:
        """Return cases in the order asked."""

    def counts(self, today: date) -> dict[str, int]:
        """Return how many cases are in each state, and how many are overdue."""


class Pages:
    """Home, the slash command and the shortcut; each shows only what its reader may see."""

    def __init__(
        self,
        review: Review,
        gate: Gate,
        queue: Queue,
        client: WebClient,
        today: Callable[[], date],
    ) -> None:
        self._review, self._gate, self._queue = review, gate, queue
        self._client, self._today = client, today

    def on_home(self, event: Body, body: Body) -> None:
        """Show Home to the one who opened it."""
        if event.get("tab", "home") == "home":
            self._publish(event["user"], {"team_id": body.get("team_id"), "user": event["user"]})

    def on_refresh(self, ack: Ack, body: Body) -> None:
        """Show Home anew."""
        ack()
        self._publish(user_of(body), body)

    def _publish(self, user: str, body: Body) -> None:
        view = home.stranger()
        if self._gate.allowed(body):
            cases = self._waiting(body)
            today = self._today()
            view = home.queue(cases, self._queue.counts(today), today)
        try:
            self._client.views_publish(user_id=user, view=view)
        except SlackApiError as fault:
            log.warning("could not show Home", extra={"why": fault.response["error"]})

    def on_shortcut(self, ack: Ack, body: Body) -> None:
        """Open the queue from anywhere."""
        ack()
        self._gate.open(body, self._queue_modal(body))

    def on_command(self, ack: Ack, body: Body) -> None:
        """Answer `/privacy queue | case <number> | help`."""
        ack()
        word, _, rest = (body.get("text") or "queue").strip().partition(" ")
        if not self._gate.allowed(body):
            self._gate.open(body, modals.notice("Privacy", words.NOT_ALLOWED))
        elif word == "case":
            self._gate.open(body, self._case_modal(body, rest))
        elif word == "queue":
            self._gate.open(body, self._queue_modal(body))
        else:
            self._gate.open(body, modals.notice("Privacy", words.HELP))

    def _case_modal(self, body: Body, text: str) -> Block:
        digits = re.sub(r"\D", "", text)
        view = self._review.view(int(digits)) if digits and len(digits) < 10 else None
        if view is not None and not self._gate.may_see(body, view.case):
            return modals.notice("Privacy", words.NOT_IN_CHANNEL)
        if view is None:
            return modals.notice("Privacy", "There is no case with this number.")
        return modals.message(view, self._review.mails(view.case.id))

    def _queue_modal(self, body: Body) -> Block:
        if not self._gate.allowed(body):
            return modals.notice("Privacy", words.NOT_ALLOWED)
        cases = self._waiting(body)
        today = self._today()
        blocks = home.queue(cases, self._queue.counts(today), today)["blocks"]
        kept = [block for block in blocks if block["type"] != "actions"]
        return modals.modal("queue", "Privacy queue", kept)

    def _waiting(self, body: Body) -> list[Case]:
        """Return the first cases of the queue that this person may see."""
        cases = self._queue.load_many(self._queue.queue(limit=_LOOKED_AT))
        return [case for case in cases if self._gate.may_see(body, case)][:_SHOWN]
