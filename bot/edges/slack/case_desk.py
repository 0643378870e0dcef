"""Answers of the modals about a whole case: finds fault at the field, or gives the order."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.core import commands as c
from bot.core.case import Case
from bot.core.errors import IllegalMove
from bot.core.views import CaseView
from bot.edges.slack import case_modals, letter_modals, modals, reading
from bot.edges.slack.people import People
from bot.edges.slack.text import Block
from bot.flows.review import Review

Found = Mapping[str, Any]
Answer = dict[str, Any]


class CaseDesk:
    """Draws the modal behind a button, and takes its answer; both by one table."""

    def __init__(self, review: Review, people: People) -> None:
        self._review, self._people = review, people
        self._answers: dict[str, Callable[[Found, str], Answer]] = {
            "assign": self._assign,
            "close": self._close,
            "note": self._note,
            "reclassify": self._reclassify,
            "refer": self._refer,
            "snooze": self._snooze,
        }

    @property
    def takes(self) -> frozenset[str]:
        """Return the keys of the modals whose answers this desk takes."""
        return frozenset(self._answers)

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
        return reading.message(view, self._review.mails(view.case.id))

    def original(self, view: CaseView) -> Block:
        """Return the modal that says where the mails lie."""
        return case_modals.original(view.case, self._review.originals(view.case.id))

    def _assign(self, found: Found, user: str) -> Answer:
        assignee = found["assignee"]
        if not self._people.may_approve(assignee):
            return _wrong("assignee", "Only somebody who may act on cases can take one.")
        self._give(found, lambda _: c.Assign(actor=user, assignee=assignee))
        return {}

    def _close(self, found: Found, user: str) -> Answer:
        self._give(found, lambda _: c.Close(actor=user, outcome=found["outcome"]))
        return {}

    def _note(self, found: Found, user: str) -> Answer:
        text = found["text"].strip()
        if not text:
            return _wrong("text", "A note needs words.")
        self._give(found, lambda _: c.WriteNote(actor=user, text=text))
        return {}

    def _reclassify(self, found: Found, user: str) -> Answer:
        if not found["types"]:
            return _wrong("types", "Choose at least one type.")
        entry = int(found["entry"]) if found.get("entry") else None
        self._review.reclassify(
            int(found["case"]),
            modals.chosen_types(found),
            modals.party(found),
            entry,
            user,
            version=found.get("version"),
        )
        return {}

    def _refer(self, found: Found, user: str) -> Answer:
        self._give(found, lambda _: c.Refer(actor=user, team=found["team"]))
        return {}

    def _snooze(self, found: Found, user: str) -> Answer:
        until = case_modals.day_of(found)
        if until is None:
            return _wrong("until", "Choose a day.")
        try:
            self._review.snooze(int(found["case"]), until, user)
        except IllegalMove as fault:
            return _wrong("until", f"That is not possible: {fault}.")
        return {}

    def _give(self, found: Found, make: Callable[[Case], c.Command]) -> None:
        """Give an order, if the case is the one that was on screen where that matters."""
        self._review.order(int(found["case"]), make, version=found.get("version"))


DRAWN: dict[str, Callable[[CaseDesk, CaseView], Block]] = {
    "all": lambda _, view: case_modals.everything(view),
    "assign": CaseDesk.assign,
    "close": lambda _, view: modals.close(view),
    "history": lambda _, view: reading.history(view),
    "letter": CaseDesk.letter,
    "message": CaseDesk.message,
    "note": lambda _, view: case_modals.note(view),
    "original": CaseDesk.original,
    "reclassify": lambda _, view: modals.reclassify(view),
    "refer": lambda _, view: case_modals.refer(view),
    "snooze": lambda _, view: case_modals.snooze(view),
    "tasks": lambda _, view: letter_modals.tasks(view),
}
"""The modal behind each button that opens one; approve and edit are about a letter."""


def _wrong(field: str, why: str) -> Answer:
    return {"response_action": "errors", "errors": {field: why}}
