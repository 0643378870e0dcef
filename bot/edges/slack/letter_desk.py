"""Answers of the modals about letters and tasks: asks on, finds fault, or gives the order."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.core import commands as c
from bot.core.case import Case
from bot.core.errors import Stale
from bot.edges.slack import draft_modals, letter_modals, words, words_letters, words_said
from bot.flows.review import Review

Found = Mapping[str, Any]
Answer = dict[str, Any]

CHANGED = {
    "approve": words_said.OTHER_TEXT,
    "edit": words_said.OTHER_TEXT,
    "posted": words_said.OTHER_LETTER,
}
"""What to say where the text on screen is not the letter's any more."""


class LetterDesk:
    """Returns how a submitted modal is acknowledged; an empty answer closes it."""

    def __init__(self, review: Review) -> None:
        self._review = review

    def submit(self, key: str, found: Found, user: str) -> Answer:
        """Take an answer. Raises IllegalMove or Stale, before anything happened."""
        return TAKEN[key](self, found, user)

    def approve(self, found: Found, user: str) -> Answer:
        """Approve the text that was on screen, with its warnings ticked."""
        if wrong := draft_modals.unticked(found):
            return {"response_action": "errors", "errors": wrong}
        self._review.approve(
            int(found["case"]),
            int(found["letter"]),
            found["digest"],
            user,
            seen=found.get("seen"),
            ticked=draft_modals.ticked(found),
        )
        return {}

    def edit(self, found: Found, user: str) -> Answer:
        """Take another text."""
        if not draft_modals.typed(found).strip():
            wrong = {"text0": words_letters.NO_TEXT}
            return {"response_action": "errors", "errors": wrong}
        self._review.order(int(found["case"]), lambda case: _edit(case, found, user))
        return {}

    def posted(self, found: Found, user: str) -> Answer:
        """Note that a letter was posted: once, and only the text that was approved."""
        number, digest = int(found["letter"]), found["digest"]
        order = c.MarkPosted(actor=user, letter_id=number, digest=digest)
        self._review.order(int(found["case"]), lambda _: order)
        return {}

    def choose(self, found: Found, user: str) -> Answer:
        """Draft the letter that was chosen, or ask what it needs."""
        case_id, key = int(found["case"]), found["letter"]
        lang = "" if found["lang"] == words.USUAL else found["lang"]
        asked = self._review.letter_form(case_id, key, lang)
        if asked is not None:
            return {"response_action": "update", "view": letter_modals.form(case_id, asked)}
        self._review.choose_letter(case_id, key, user, lang=lang)
        return {}

    def give(self, found: Found, user: str) -> Answer:
        """Draft the letter with what staff gave for it."""
        case_id, key, lang = int(found["case"]), found["letter"], found["lang"]
        asked = self._review.letter_form(case_id, key, lang)
        given = {name: str(found.get(name) or "") for name, _ in asked.asks} if asked else {}
        if asked and (wrong := self._review.letter_faults(asked, given)):
            return {"response_action": "errors", "errors": wrong}
        self._review.choose_letter(case_id, key, user, lang=lang, given=given)
        return {}

    def finish(self, found: Found, user: str) -> Answer:
        """Note the results of tasks."""
        results = letter_modals.results(found)
        if not results:
            first = next(name for name in found if name.startswith(letter_modals.TASK))
            return {"response_action": "errors", "errors": {first: words_letters.NO_RESULT}}
        self._review.finish_tasks(int(found["case"]), results, user)
        return {}


TAKEN: dict[str, Callable[[LetterDesk, Found, str], Answer]] = {
    "approve": LetterDesk.approve,
    "edit": LetterDesk.edit,
    "given": LetterDesk.give,
    "letter": LetterDesk.choose,
    "posted": LetterDesk.posted,
    "tasks": LetterDesk.finish,
}
"""What takes the answer of each modal about a letter."""


def _edit(case: Case, found: Found, user: str) -> c.Edit:
    """Return the edit. Raises Stale if the inputs were made of another text."""
    letter = case.letter(int(found["letter"]))
    if letter is None or letter.digest != found["digest"]:
        raise Stale
    return c.Edit(
        actor=user,
        letter_id=letter.id,
        digest=letter.digest,
        subject=draft_modals.edited_subject(found, letter.subject),
        text=draft_modals.edited_text(found, letter.text),
        attach_original=draft_modals.attaches(found),
    )
