"""Listeners: check rights, one guarded commit, answer; everything slow is left to the outbox."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from slack_bolt import Ack, App

from bot.core import commands as c
from bot.core.case import LetterState
from bot.core.errors import IllegalMove, Stale
from bot.core.moves import is_legal
from bot.core.views import CaseView, LetterView
from bot.edges.slack import (
    by_post,
    draft_modals,
    letter_desk,
    modals,
    new_request,
    reading,
    search,
    words_pages,
    words_said,
)
from bot.edges.slack.buttons import COMMANDS
from bot.edges.slack.case_desk import CaseDesk
from bot.edges.slack.channels import ChannelGuard
from bot.edges.slack.command import Command
from bot.edges.slack.gate import Body, Gate, user_of
from bot.edges.slack.pages import PageParts, Pages
from bot.edges.slack.text import Block
from bot.flows.ports import Cases
from bot.flows.review import Review

log = logging.getLogger(__name__)


class Clicks(Protocol):
    """Remembers which clicks were taken."""

    def taken(self, trigger_id: str) -> bool:
        """Tell whether this click was carried out before."""

    def take(self, trigger_id: str, user: str, action: str, now: datetime) -> None:
        """Remember a click that was carried out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppParts:
    """What listeners call."""

    review: Review
    desk: CaseDesk
    gate: Gate
    guard: ChannelGuard
    clicks: Clicks
    cases: Cases
    pages: PageParts
    now: Callable[[], datetime]


class Listeners:
    """Every click, modal, command and event, by tables from its key to what it does."""

    def __init__(self, parts: AppParts) -> None:
        self._p, self._gate = parts, parts.gate
        self._pages = Pages(parts.pages)
        self._letters = letter_desk.LetterDesk(parts.review)
        self._cases = parts.desk

    def register(self, app: App) -> None:
        """Bind the listeners to a Bolt app."""
        app.action(re.compile(r"^case\."))(self.on_button)
        app.action(re.compile(r"^noise\."))(self.on_noise)
        app.action(re.compile(r"^home\."))(self._pages.on_click)
        app.action(re.compile(r"^page\."))(self.on_page)
        app.view(re.compile(r"^do\."))(self.on_submit)
        app.view(search.ASKED)(self._pages.on_search)
        app.view(new_request.ASKED)(self._pages.new.on_submit)
        app.options("directory")(self.on_directory)
        app.event("app_home_opened")(self._pages.on_home)
        app.event("subteam_members_changed")(self.on_group_changed)
        app.event("channel_shared")(self.on_channel_shared)
        app.command("/privacy")(Command(self._pages, self._gate))
        app.shortcut("open_queue")(self._pages.on_shortcut)
        app.shortcut("show_case")(self._pages.on_message)

    # -- buttons --------------------------------------------------------------------------

    def on_button(self, ack: Ack, body: Body) -> None:
        """Take a click on a card: a command at once, or the modal behind the button."""
        action = body["actions"][0]
        key, value = action["action_id"].partition(".")[2], action.get("value", "")
        if key == "more":
            key, _, value = action["selected_option"]["value"].partition(":")
        case_id, letter_id = _split(value)
        if not self._gate.allowed(body):
            ack()
            self._gate.tell(body, words_said.NOT_ALLOWED)
        elif self._hidden(body, case_id):
            ack()
            self._gate.tell(body, words_said.NOT_IN_CHANNEL)
        elif key in AT_ONCE:
            self._give_order(ack, body, key, case_id, letter_id)
        else:
            self._open_modal(ack, body, key, case_id, letter_id)

    def _hidden(self, body: Body, case_id: int) -> bool:
        """Tell whether a case lies in a restricted channel that this person is not in."""
        return any(
            not self._gate.may_see(body, case) for case in self._p.cases.load_many([case_id])
        )

    def _give_order(self, ack: Ack, body: Body, key: str, case_id: int, letter_id: int) -> None:
        user = user_of(body)
        if self._p.clicks.taken(body["trigger_id"]):
            ack()
            self._gate.tell(body, words_said.TAKEN_ALREADY)
            return
        said = ""
        try:
            self._p.review.order(case_id, lambda case: AT_ONCE[key](user, letter_id))
            self._p.clicks.take(body["trigger_id"], user, key, self._p.now())
        except IllegalMove as fault:
            said = self._explain(case_id, letter_id, fault)
        except Stale:
            said = words_said.CHANGED_MEANWHILE
        else:
            said = words_said.DONE if "view" in body and body["view"]["type"] == "modal" else ""
        ack()
        if said:
            self._gate.tell(body, said)

    def _explain(self, case_id: int, letter_id: int, fault: IllegalMove) -> str:
        """Say who was first and when, so that the loser of a race is not left guessing."""
        view = self._p.review.view(case_id)
        letter = view.case.letter(letter_id) if view else None
        if letter and letter.approved_by:
            who = ", ".join(f"<@{user}>" for user in letter.approved_by)
            return words_said.ALREADY.format(who=who, why=fault)
        return words_said.NOT_NOW.format(why=fault)

    def _open_modal(self, ack: Ack, body: Body, key: str, case_id: int, letter_id: int) -> None:
        ack()
        view = self._p.review.view(case_id)
        if view is None:
            self._gate.tell(body, words_said.NO_CASE)
            return
        one = next((v for v in view.letters if v.letter.id == letter_id), None)
        made = self._modal(key, view, one)
        if made is None:
            self._gate.tell(body, self._explain(case_id, letter_id, IllegalMove(words_said.OVER)))
            return
        self._gate.show(body, made)

    def _modal(self, key: str, view: CaseView, one: LetterView | None) -> Block | None:
        if key in _ABOUT_LETTERS:
            states, made = _ABOUT_LETTERS[key]
            return made(view, one) if one is not None and one.letter.state in states else None
        command = COMMANDS.get(key)
        if command is not None and not is_legal(view.case, command):
            return None
        return self._cases.modal(key, view)

    def on_page(self, ack: Ack, body: Body) -> None:
        """Turn a page of a mail."""
        ack()
        case_id, _, page = body["actions"][0]["value"].partition(":")
        view = self._p.review.view(int(case_id))
        if not self._gate.allowed(body):
            self._gate.tell(body, words_said.NOT_ALLOWED)
        elif view is None or self._hidden(body, view.case.id):
            self._gate.tell(body, words_said.NOT_IN_CHANNEL)
        else:
            mails = self._p.review.mails(view.case.id)
            card = self._p.pages.links.of(view.case.id)
            self._gate.show(body, reading.message(view, mails, int(page), card=card))

    # -- modals ---------------------------------------------------------------------------

    def on_submit(self, ack: Ack, body: Body) -> None:
        """Take a modal's answer: validate, commit, and only then acknowledge."""
        key = body["view"]["callback_id"].partition(".")[2]
        if not self._gate.allowed(body):
            ack(
                response_action="update",
                view=modals.told(words_said.NOT_ALLOWED),
            )
            return
        found = modals.answers(body["view"])
        if self._hidden(body, int(found.get("case") or 0)):
            ack(
                response_action="update",
                view=modals.told(words_said.NOT_IN_CHANNEL),
            )
            return
        desk = self._letters if key in letter_desk.TAKEN else self._cases
        try:
            said = desk.submit(key, found, user_of(body))
        except Stale:
            changed = letter_desk.CHANGED.get(key, words_said.CHANGED_SINCE)
            ack(response_action="update", view=modals.told(changed))
        except IllegalMove as fault:
            letter = int(found["letter"]) if key in {"approve", "edit"} else 0
            why = self._explain(int(found["case"]), letter, fault)
            ack(response_action="update", view=modals.told(why))
        else:
            ack(**said)

    def on_directory(self, ack: Ack, body: Body) -> None:
        """Suggest directory entries while somebody types."""
        allowed = self._gate.allowed(body)
        found = self._p.review.search_directory(body["value"]) if allowed else []
        ack(options=modals.entries(found))

    # -- lists, Home, commands ------------------------------------------------------------

    def on_noise(self, ack: Ack, body: Body) -> None:
        """Confirm the daily list, or release one item of it."""
        action, user = body["actions"][0], user_of(body)
        said = ""
        if not self._gate.allowed(body):
            said = words_said.NOT_ALLOWED
        else:
            try:
                if action["action_id"] == "noise.confirm":
                    day = date.fromisoformat(action["value"])
                    count = self._p.review.confirm_noise(day, user)
                    said = "" if count else words_said.CONFIRMED_ALREADY
                else:
                    self._p.review.release_noise(int(action["value"]), user)
            except IllegalMove as fault:
                said = words_pages.NOTHING_HAPPENED.format(why=fault)
        ack()
        if said:
            self._gate.tell(body, said)

    def on_channel_shared(self) -> None:
        """Look at the channels again before the next post."""
        self._p.guard.forget()

    def on_group_changed(self) -> None:
        """Ask anew who may act."""
        self._gate.forget()


_UNDECIDED = frozenset({LetterState.DRAFT, LetterState.AWAITING_SECOND})
# Modals about one letter: in which of its states, and what opens.
_ABOUT_LETTERS: dict[
    str, tuple[frozenset[LetterState], Callable[[CaseView, LetterView], Block]]
] = {
    "approve": (_UNDECIDED, draft_modals.approve),
    "edit": (_UNDECIDED, draft_modals.edit),
    "post": (frozenset({LetterState.TO_POST}), by_post.printed),
}

AT_ONCE: dict[str, Callable[[str, int], c.Command]] = {
    "claim": lambda user, _: c.Claim(actor=user),
    "reopen": lambda user, _: c.Reopen(actor=user),
    "wake": lambda user, _: c.Wake(actor=user),
    "undo": lambda user, letter: c.Undo(actor=user, letter_id=letter),
    "mark_sent": lambda user, letter: c.MarkSent(actor=user, letter_id=letter),
    "send_again": lambda user, letter: c.SendAgain(actor=user, letter_id=letter),
}


def _split(value: str) -> tuple[int, int]:
    case_id, letter_id, _digest = [*value.split(":"), "", ""][:3]
    return int(case_id), int(letter_id or 0)
