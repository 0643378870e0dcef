"""What became of a letter that did not simply leave, and what to do about it, in words."""

from bot.core.case import LetterState
from bot.core.decision import Event
from bot.core.moves import Happened
from bot.core.views import CaseView, LetterView
from bot.edges.slack import words_cards
from bot.edges.slack.text import escape

_TOLD_BY = {
    LetterState.QUEUED: Happened.RETRY,
    LetterState.FAILED: Happened.FAILED,
    LetterState.DOUBTFUL: Happened.DOUBTFUL,
    LetterState.BOUNCED: Happened.BOUNCED,
    LetterState.DRAFT: Happened.APPROVAL_VOIDED,
}
_ENDS = {Happened.APPROVED, Happened.EDITED, Happened.DRAFTED, Happened.UNDONE}


def fate(view: CaseView, one: LetterView) -> str:
    """Return what there is to say of a letter's last attempt or approval, or nothing."""
    letter = one.letter
    told = _TOLD_BY.get(letter.state)
    event = _last(view.history, letter.id, told) if told else None
    if told is None or event is None:
        return ""
    why = str(event.facts.get("why") or "") or words_cards.NO_REASON
    if told is Happened.APPROVAL_VOIDED:
        why = words_cards.WHY_VOID.get(why, why)
    return words_cards.FATES[told].format(why=escape(why))


def _last(history: tuple[Event, ...], letter_id: int, told: Happened) -> Event | None:
    """Return the last such event of a letter, unless something later made it old."""
    for event in reversed(history):
        if event.letter_id == letter_id:
            if event.kind is told:
                return event
            if event.kind in _ENDS:
                return None
    return None
