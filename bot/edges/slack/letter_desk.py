"""Answers of the modals about letters and tasks: asks on, finds fault, or gives the order."""

from collections.abc import Mapping
from typing import Any

from bot.edges.slack import letter_modals, words
from bot.flows.review import Review

KEYS = frozenset({"letter", "given", "tasks"})
Found = Mapping[str, Any]


class LetterDesk:
    """Returns how a submitted modal is acknowledged; an empty answer closes it."""

    def __init__(self, review: Review) -> None:
        self._review = review

    def submit(self, key: str, found: Found, user: str) -> dict[str, Any]:
        """Take an answer. Raises IllegalMove or Stale, before anything happened."""
        take = {"letter": self._choose, "given": self._give, "tasks": self._finish}[key]
        return take(found, user)

    def _choose(self, found: Found, user: str) -> dict[str, Any]:
        case_id, key = int(found["case"]), found["letter"]
        lang = "" if found["lang"] == words.USUAL else found["lang"]
        asked = self._review.letter_form(case_id, key, lang)
        if asked is not None:
            return {"response_action": "update", "view": letter_modals.form(case_id, asked)}
        self._review.choose_letter(case_id, key, user, lang=lang)
        return {}

    def _give(self, found: Found, user: str) -> dict[str, Any]:
        case_id, key, lang = int(found["case"]), found["letter"], found["lang"]
        asked = self._review.letter_form(case_id, key, lang)
        given = {name: str(found.get(name) or "") for name, _ in asked.asks} if asked else {}
        if asked and (wrong := self._review.letter_faults(asked, given)):
            return {"response_action": "errors", "errors": wrong}
        self._review.choose_letter(case_id, key, user, lang=lang, given=given)
        return {}

    def _finish(self, found: Found, user: str) -> dict[str, Any]:
        blocks = [name for name in found if name.startswith(letter_modals.TASK)]
        results = {
            int(name.removeprefix(letter_modals.TASK)): found[name]
            for name in blocks
            if found[name]
        }
        if not results:
            said = "Choose a result for at least one task."
            return {"response_action": "errors", "errors": {blocks[0]: said}}
        self._review.finish_tasks(int(found["case"]), results, user)
        return {}
