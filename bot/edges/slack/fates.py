"""What became of a letter that did not simply leave, and what to do about it, in words."""

from bot.core.case import LetterState
from bot.core.decision import Event
from bot.core.moves import Happened
from bot.core.views import CaseView, LetterView
from bot.edges.slack.text import escape

_TOLD_BY = {
    LetterState.QUEUED: Happened.RETRY,
    LetterState.FAILED: Happened.FAILED,
    LetterState.DOUBTFUL: Happened.DOUBTFUL,
    LetterState.BOUNCED: Happened.BOUNCED,
    LetterState.DRAFT: Happened.APPROVAL_VOIDED,
}
_ENDS = {Happened.APPROVED, Happened.EDITED, Happened.DRAFTED, Happened.UNDONE}
_SENTENCES = {
    Happened.RETRY: "The mail server has not taken it yet ({why}). It is tried again by itself.",
    Happened.FAILED: "Nothing was delivered ({why}). Check the address, or try once more.",
    Happened.DOUBTFUL: (
        "It was handed to the mail server, whose answer is missing ({why}). Such a letter has"
        " mostly arrived. Please look into the Sent folder or the server's log before you let it"
        " be sent again: then the requester might get it twice."
    ),
    Happened.BOUNCED: (
        "A delivery report says that it did not arrive, so what it had settled is open again."
    ),
    Happened.APPROVAL_VOIDED: "⚠ The approval is void: {why}. Nothing was sent.",
}
_WHY_VOID = {
    "new_mail": "another mail came in; please read it first",
    "reclassified": "types or party were changed",
    "closed": "the case was closed",
}


def fate(view: CaseView, one: LetterView) -> str:
    """Return what there is to say of a letter's last attempt or approval, or nothing."""
    letter = one.letter
    told = _TOLD_BY.get(letter.state)
    event = _last(view.history, letter.id, told) if told else None
    if told is None or event is None:
        return ""
    why = str(event.facts.get("why") or "") or "no reason is known"
    if told is Happened.APPROVAL_VOIDED:
        why = _WHY_VOID.get(why, why)
    return _SENTENCES[told].format(why=escape(why))


def _last(history: tuple[Event, ...], letter_id: int, told: Happened) -> Event | None:
    """Return the last such event of a letter, unless something later made it old."""
    for event in reversed(history):
        if event.letter_id == letter_id:
            if event.kind is told:
                return event
            if event.kind in _ENDS:
                return None
    return None
