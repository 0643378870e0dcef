"""Answers of the modals about a whole case: finds fault at the field, or gives the order."""

from collections.abc import Callable, Container, Mapping
from datetime import date
from typing import Any, Protocol

from bot.core import commands as c
from bot.core.case import Case, Channel
from bot.core.case_number import read_number
from bot.core.errors import IllegalMove, Stale
from bot.core.views import CaseView
from bot.edges.slack import (
    case_modals,
    day_zero,
    draft_modals,
    entry_modal,
    letter_modals,
    modals,
    reading,
    words_said,
    words_windows,
)
from bot.edges.slack.card_links import CardLinks
from bot.edges.slack.gate import Gate
from bot.edges.slack.people import People
from bot.edges.slack.text import Block
from bot.flows.day_zero import DayZero
from bot.flows.joining import Joining
from bot.flows.review import Review

Found = Mapping[str, Any]
Answer = dict[str, Any]


class Joined(Protocol):
    """Something done with a case and another one."""

    def __call__(self, case_id: int, other: int, actor: str, *, version: int | None) -> None:
        """Do it. Raises IllegalMove or Stale."""


class CaseDesk:
    """Draws the modal behind a button, and takes its answer; both by one table."""

    def __init__(
        self,
        review: Review,
        joining: Joining,
        gate: Gate,
        people: People,
        *,
        day_zero: DayZero,
        links: CardLinks,
        teams: Container[str] = (),
    ) -> None:
        """`teams` have a channel where they are told of what is referred to them."""
        self._links, self._day_zero = links, day_zero
        self._review, self._joining, self._gate, self._people = review, joining, gate, people
        self._teams = teams
        self._answers: dict[str, Callable[[Found, str], Answer]] = {
            "assign": self._assign,
            "both": self._both,
            "close": self._close,
            "day0": self._day0,
            "entry": self._entry,
            "forward": self._forward,
            "link": self._link,
            "merge": self._merge,
            "note": self._note,
            "reclassify": self._reclassify,
            "refer": self._refer,
            "restrict": self._restrict,
            "snooze": self._snooze,
            "spam": self._spam,
            "split": self._split,
            "unlink": self._unlink,
        }

    def modal(self, key: str, view: CaseView) -> Block:
        """Return the modal behind a button."""
        return DRAWN[key](self, view)

    def submit(self, key: str, found: Found, user: str) -> Answer:
        """Take an answer; an empty one closes the modal.

        Raises IllegalMove or Stale, before anything happened.
        """
        return self._answers[key](found, user)

    def assign(self, view: CaseView) -> Block:
        """Return the modal with those who may act."""
        return case_modals.assign(view, self._people.approvers())

    def letter(self, view: CaseView) -> Block:
        """Return the modal with the letters that fit."""
        return modals.letter(view, self._review.choices(view.case.id))

    def message(self, view: CaseView) -> Block:
        """Return the modal with the mails."""
        mails = self._review.mails(view.case.id)
        return reading.message(view, mails, card=self._links.of(view.case.id))

    def original(self, view: CaseView) -> Block:
        """Return the modal that says where the mails lie."""
        return case_modals.original(view.case, self._review.originals(view.case.id))

    def _assign(self, found: Found, user: str) -> Answer:
        assignee = found["assignee"]
        if not self._people.may_approve(assignee):
            return _wrong("assignee", words_windows.NOT_AN_APPROVER)
        self._give(found, lambda _: c.Assign(actor=user, assignee=assignee))
        return {}

    def _both(self, found: Found, user: str) -> Answer:
        """Approve each letter as it was shown; if one changed, what was shown of it is void."""
        if wrong := draft_modals.unticked(found):
            return {"response_action": "errors", "errors": wrong}
        for done, (number, digest) in enumerate(found["letters"]):
            try:
                self._review.approve(
                    int(found["case"]),
                    int(number),
                    digest,
                    user,
                    seen=found.get("seen"),
                    ticked=draft_modals.ticked(found),
                )
            except (Stale, IllegalMove):
                if not done:
                    raise
                view = modals.notice(words_windows.PRIVACY, words_said.ONE_OF_BOTH)
                return {"response_action": "update", "view": view}
        return {}

    def _close(self, found: Found, user: str) -> Answer:
        self._give(found, lambda _: c.Close(actor=user, outcome=found["outcome"]))
        return {}

    def _day0(self, found: Found, user: str) -> Answer:
        number = int(found["case"])
        view = self._review.view(number)
        if view is None:
            raise IllegalMove("there is no such case")
        day = date.fromisoformat(found["day"]) if found.get("day") else view.today
        if wrong := self._day_zero.fault(view.case, day):
            return _wrong("day", wrong)
        self._day_zero.set(number, day, found["reason"], user, version=found.get("version"))
        return {}

    def _note(self, found: Found, user: str) -> Answer:
        text = found["text"].strip()
        if not text:
            return _wrong("text", words_windows.NO_NOTE)
        self._give(found, lambda _: c.WriteNote(actor=user, text=text))
        return {}

    def _reclassify(self, found: Found, user: str) -> Answer:
        if not found["types"]:
            return _wrong("types", words_windows.NO_TYPE)
        entry = int(found["entry"]) if found.get("entry") else None
        self._review.reclassify(
            int(found["case"]),
            modals.chosen_types(found),
            modals.party(found),
            entry,
            user,
            version=found.get("version"),
            regime=found.get("regime") or "",
        )
        return {}

    def _entry(self, found: Found, user: str) -> Answer:
        """Add an entry and use it; whatever lies beneath is about the case as it was."""
        wrong = self._review.add_entry(
            int(found["case"]), entry_modal.cells(found), user, version=found.get("version")
        )
        if wrong:
            return {"response_action": "errors", "errors": entry_modal.faults(wrong)}
        return {"response_action": "clear"}

    def refer(self, view: CaseView) -> Block:
        """Return the modal with the teams."""
        return case_modals.refer(view, self._teams)

    def _refer(self, found: Found, user: str) -> Answer:
        team = found["team"]
        self._give(found, lambda _: c.Refer(actor=user, team=team, told=team in self._teams))
        return {}

    def _spam(self, found: Found, user: str) -> Answer:
        self._give(found, lambda _: c.MarkSpam(actor=user))
        return {}

    def _snooze(self, found: Found, user: str) -> Answer:
        until = case_modals.day_of(found)
        if until is None:
            return _wrong("until", words_windows.NO_DAY)
        try:
            self._review.snooze(int(found["case"]), until, user)
        except IllegalMove as fault:
            return _wrong("until", words_windows.NOT_POSSIBLE.format(why=fault))
        return {}

    def restrict(self, view: CaseView) -> Block:
        """Return the modal with the channels that the case could be moved to."""
        return case_modals.restrict(view.case, self._gate.elsewhere(view.case))

    def _restrict(self, found: Found, user: str) -> Answer:
        channel = Channel(found["channel"])
        self._give(found, lambda _: c.Move(actor=user, channel=channel))
        return {}

    def _link(self, found: Found, user: str) -> Answer:
        return self._with_other(found, user, self._joining.link)

    def _unlink(self, found: Found, user: str) -> Answer:
        return self._with_other(found, user, self._joining.unlink)

    def _merge(self, found: Found, user: str) -> Answer:
        return self._with_other(found, user, self._joining.merge)

    def _with_other(self, found: Found, user: str, do: Joined) -> Answer:
        """Do something with another case; what is wrong with its number stands at its field."""
        other = read_number(found["other"])
        if not other:
            return _wrong("other", words_windows.NO_CASE_NUMBER)
        try:
            do(int(found["case"]), other, user, version=found.get("version"))
        except IllegalMove as fault:
            return _wrong("other", words_windows.NOT_POSSIBLE.format(why=fault))
        return {}

    def _split(self, found: Found, user: str) -> Answer:
        lines = [int(one) for one in found["lines"]]
        try:
            self._joining.split(int(found["case"]), lines, user, version=found.get("version"))
        except IllegalMove as fault:
            return _wrong("lines", words_windows.NOT_POSSIBLE.format(why=fault))
        return {}

    def _forward(self, found: Found, user: str) -> Answer:
        self._joining.confirm_forward(int(found["case"]), user, version=found.get("version"))
        return {}

    def _give(self, found: Found, make: Callable[[Case], c.Command]) -> None:
        """Give an order, if the case is the one that was on screen where that matters."""
        self._review.order(int(found["case"]), make, version=found.get("version"))


DRAWN: dict[str, Callable[[CaseDesk, CaseView], Block]] = {
    "all": lambda _, view: case_modals.everything(view),
    "assign": CaseDesk.assign,
    "both": lambda _, view: _both(view),
    "close": lambda _, view: modals.close(view),
    "day0": lambda _, view: day_zero.form(view),
    "entry": lambda _, view: entry_modal.new_entry(view),
    "forward": lambda _, view: case_modals.forward(view),
    "history": lambda _, view: reading.history(view),
    "letter": CaseDesk.letter,
    "link": lambda _, view: case_modals.link(view),
    "merge": lambda _, view: case_modals.merge(view),
    "message": CaseDesk.message,
    "note": lambda _, view: case_modals.note(view),
    "original": CaseDesk.original,
    "reclassify": lambda _, view: modals.reclassify(view),
    "refer": CaseDesk.refer,
    "restrict": CaseDesk.restrict,
    "snooze": lambda _, view: case_modals.snooze(view),
    "spam": lambda _, view: case_modals.spam(view),
    "split": lambda _, view: case_modals.split(view),
    "tasks": lambda _, view: letter_modals.tasks(view),
    "unlink": lambda _, view: case_modals.unlink(view),
}
"""The modal behind each button that opens one; approve and edit are about a letter."""


def _both(view: CaseView) -> Block:
    letters = draft_modals.together(view)
    if not letters:
        return modals.notice(words_windows.PRIVACY, words_said.NOT_TOGETHER)
    return draft_modals.both(view, letters)


def _wrong(field: str, why: str) -> Answer:
    return {"response_action": "errors", "errors": {field: why}}
