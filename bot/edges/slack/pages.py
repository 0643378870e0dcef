"""What people open by themselves: Home and its clicks, the shortcuts, a search."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core.case_number import case_number, numbers_in
from bot.core.queue import Shown
from bot.edges.slack import (
    digest,
    home,
    modals,
    reading,
    search,
    words_pages,
    words_said,
    words_week,
)
from bot.edges.slack.card_links import CardLinks
from bot.edges.slack.gate import Body, Gate, user_of
from bot.edges.slack.new_request import NewRequests
from bot.edges.slack.text import Block, escape
from bot.flows.by_hand import ByHand
from bot.flows.finding import Finder, QueuePage
from bot.flows.review import Review
from bot.flows.week import Weeks

log = logging.getLogger(__name__)


class Homes(Protocol):
    """Keeps what each person chose to see."""

    def get(self, user: str) -> str:
        """Return what a person chose, or an empty string."""

    def put(self, user: str, shown: str) -> None:
        """Keep what a person chose."""


class Places(Protocol):
    """Knows what lies where in the chat."""

    def key_at(self, channel: str, ts: str) -> tuple[str, str] | None:
        """Return kind and key of the post that lies there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParts:
    """What pages are made from."""

    review: Review
    finder: Finder
    weeks: Weeks
    by_hand: ByHand
    homes: Homes
    places: Places
    links: CardLinks
    gate: Gate
    client: WebClient
    today: Callable[[], date]


class Pages:
    """Each page shows only what its reader may see."""

    def __init__(self, parts: PageParts) -> None:
        self._p, self._gate = parts, parts.gate
        self.new = NewRequests(parts.by_hand, parts.gate)

    # -- Home -------------------------------------------------------------------------------

    def on_home(self, event: Body, body: Body) -> None:
        """Show Home to the one who opened it."""
        if event.get("tab", "home") == "home":
            whose = {"team_id": body.get("team_id"), "user": event["user"], "type": "home"}
            self._publish(whose, self._kept(whose))

    def on_click(self, ack: Ack, body: Body) -> None:
        """Take a click or choice on Home, or in the queue's modal."""
        ack()
        action, user = body["actions"][0], user_of(body)
        shown = home.after(self._kept(body), action)
        key = action["action_id"]
        if key.startswith("home.week"):
            self.show_week(body, action["value"])
        elif not self._gate.allowed(body):
            self._publish(body, shown)
        elif key == "home.search":
            self._gate.open(body, search.ask())
        elif key == "home.new":
            self.new.show(body)
        else:
            self._p.homes.put(user, home.kept(shown))
            self._show(body, shown)

    def _show(self, body: Body, shown: Shown) -> None:
        view = body.get("view") or {}
        if view.get("type") == "modal" and self._gate.allowed(body):
            made = home.queue_modal(
                self._p.finder.page(shown, user_of(body), self._gate.open_to(body))
            )
            self._call(lambda: self._p.client.views_update(view_id=view["id"], view=made))
        else:
            self._publish(body, shown)

    def _publish(self, body: Body, shown: Shown) -> None:
        user = user_of(body)
        staff, manages = self._gate.allowed(body), self._gate.manages(body)
        if not (staff or manages):
            self._put(user, home.stranger())
            return
        page = self._page(body, shown) if staff else None
        if manages and not self._p.weeks.ready():  # the queue is there while a long log is counted
            self._put(user, home.home(page, digest.glance(None)))
        week = digest.glance(self._p.weeks.glance()) if manages else []
        self._put(user, home.home(page, week))

    def _put(self, user: str, view: Block) -> None:
        self._call(lambda: self._p.client.views_publish(user_id=user, view=view))

    def _call(self, method: Callable[[], object]) -> None:
        try:
            method()
        except SlackApiError as fault:
            log.warning("could not show a page", extra={"why": fault.response["error"]})

    def _page(self, body: Body, shown: Shown) -> QueuePage:
        return self._p.finder.page(shown, user_of(body), self._gate.open_to(body))

    def _kept(self, body: Body) -> Shown:
        return home.chosen(self._p.homes.get(user_of(body)))

    # -- shortcuts --------------------------------------------------------------------------

    def on_shortcut(self, ack: Ack, body: Body) -> None:
        """Open the queue from anywhere."""
        ack()
        self.show_queue(body)

    def on_message(self, ack: Ack, body: Body) -> None:
        """Open the case that a message is about: its card, a post in its thread, its number."""
        ack()
        if not self._gate.allowed(body):
            self._gate.open(body, modals.told(words_said.NOT_ALLOWED))
            return
        number = self._case_of(body["message"], body["channel"]["id"])
        if number is None:
            self._gate.open(body, modals.told(words_pages.NO_CASE_HERE))
        else:
            self.show_case(body, number)

    def _case_of(self, message: Body, channel: str) -> int | None:
        for ts in (message.get("ts"), message.get("thread_ts")):
            found = self._p.places.key_at(channel, str(ts)) if ts else None
            if found and found[0] == "card":
                return int(found[1])
        return next(iter(numbers_in(str(message.get("text") or ""))), None)

    # -- what commands and shortcuts open ---------------------------------------------------

    def show_queue(self, body: Body) -> None:
        """Open the queue as a modal."""
        if self._gate.allowed(body):
            self._gate.open(body, home.queue_modal(self._page(body, self._kept(body))))
        else:
            self._gate.open(body, modals.told(words_said.NOT_ALLOWED))

    def show_case(self, body: Body, number: int) -> None:
        """Open the mails of a case, for an approver who may see it."""
        view = self._p.review.view(number)
        # Of a hidden case nobody learns that it is there.
        if view is None or not self._gate.may_see(body, view.case):
            made = modals.told(words_pages.NO_CASE.format(case=case_number(number)))
        else:
            mails = self._p.review.mails(number)
            made = reading.message(view, mails, card=self._p.links.of(number))
        self._gate.open(body, made)

    def show_search(self, body: Body, text: str) -> None:
        """Open what a search finds, or the question if there is no word yet."""
        self._gate.open(body, self._results(body, text) if text else search.ask())

    def on_search(self, ack: Ack, body: Body) -> None:
        """Answer the question in its own modal."""
        if not self._gate.allowed(body):
            ack(
                response_action="update",
                view=modals.told(words_said.NOT_ALLOWED),
            )
            return
        text = str(modals.answers(body["view"])["text"])
        found = self._p.finder.search(text, self._gate.open_to(body))
        if found is None:
            ack(response_action="errors", errors={"text": words_pages.SEARCH_UNCLEAR})
        else:
            ack(response_action="update", view=search.results(found, self._p.today()))

    def _results(self, body: Body, text: str) -> Block:
        return search.results(
            self._p.finder.search(text, self._gate.open_to(body)), self._p.today()
        )

    def show_week(self, body: Body, name: str) -> None:
        """Open a week in numbers, for managers; the modal waits while a long log is counted."""
        if not self._gate.manages(body):
            self._gate.open(body, modals.told(words_pages.NOT_A_MANAGER))
            return
        opened = self._gate.open(body, modals.notice(words_week.THE_WEEK, words_week.COUNTING))
        try:
            made = digest.week_modal(self._p.weeks.of(name))
        except ValueError as fault:
            made = modals.notice(words_week.THE_WEEK, f"{escape(str(fault))}.")
        if opened:
            self._call(lambda: self._p.client.views_update(view_id=opened, view=made))
