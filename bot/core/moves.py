"""The life of a case as three tables: what is legal when, what it leads to, what it owes.

Slack buttons are drawn from `MOVES`, so that an illegal one cannot be drawn.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, LetterState

S, L = CaseState, LetterState

_LIVE = frozenset({S.OPEN, S.WAITING, S.HANDED_OVER})
_ANY = frozenset(S)


@dataclass(frozen=True, slots=True)
class Legal:
    """In which states of the case, and of the letter if it is about one, a command is legal."""

    cases: frozenset[CaseState]
    letters: frozenset[LetterState] = frozenset()


MOVES: dict[type[c.Command], Legal] = {
    c.Claim: Legal(_LIVE),
    c.Assign: Legal(_LIVE),
    c.Reclassify: Legal(_LIVE),
    c.PutDraft: Legal(_LIVE),
    c.Close: Legal(_LIVE),
    c.MarkSpam: Legal(_LIVE),
    c.Reopen: Legal(frozenset({S.CLOSED})),
    c.Join: Legal(_ANY),
    c.Snooze: Legal(_LIVE),
    c.SetDayZero: Legal(_LIVE),
    c.LinkCase: Legal(_ANY),
    c.UnlinkCase: Legal(_ANY),
    c.TakeOut: Legal(_ANY),
    c.Wake: Legal(_LIVE),
    c.Refer: Legal(_LIVE),
    c.WriteNote: Legal(_ANY),
    c.Move: Legal(_ANY),
    c.Merge: Legal(_LIVE),
    c.TakeOver: Legal(_LIVE),
    c.Split: Legal(_LIVE),
    c.ConfirmForward: Legal(_LIVE),
    c.FinishTasks: Legal(_LIVE),
    c.Remind: Legal(_LIVE),
    c.Edit: Legal(_LIVE, frozenset({L.DRAFT, L.AWAITING_SECOND})),
    c.Approve: Legal(_LIVE, frozenset({L.DRAFT, L.AWAITING_SECOND})),
    c.Undo: Legal(_ANY, frozenset({L.QUEUED, L.TO_POST})),
    c.MarkPosted: Legal(_ANY, frozenset({L.TO_POST})),
    c.StartSending: Legal(_ANY, frozenset({L.QUEUED})),
    c.Postpone: Legal(_ANY, frozenset({L.QUEUED})),
    c.SettleSent: Legal(_ANY, frozenset({L.SENDING})),
    c.SettleRetry: Legal(_ANY, frozenset({L.SENDING})),
    c.SettleFailed: Legal(_ANY, frozenset({L.QUEUED, L.SENDING})),
    c.SettleDoubtful: Legal(_ANY, frozenset({L.SENDING})),
    c.MarkSent: Legal(_ANY, frozenset({L.DOUBTFUL})),
    c.SendAgain: Legal(_ANY, frozenset({L.DOUBTFUL, L.FAILED, L.BOUNCED})),
    c.Bounce: Legal(_ANY, frozenset({L.SENT, L.DOUBTFUL, L.SENDING})),
    c.NoteReport: Legal(_ANY, frozenset(L)),
}


class Happened(StrEnum):
    """What the audit log can say of a case, past tense."""

    OPENED = "opened"
    JOINED = "joined"
    CLAIMED = "claimed"
    ASSIGNED = "assigned"
    RECLASSIFIED = "reclassified"
    CLOSED = "closed"
    REOPENED = "reopened"
    SNOOZED = "snoozed"
    DAY_ZERO_SET = "day_zero_set"
    LINKED = "linked"
    UNLINKED = "unlinked"
    TAKEN_OUT = "taken_out"
    BATCH_APPROVED = "batch_approved"
    BATCH_UNDONE = "batch_undone"
    AGENT_NOTED = "agent_noted"
    FLOODED = "flooded"
    FLOOD_SHOWN = "flood_shown"
    WOKEN = "woken"
    REFERRED = "referred"
    NOTED = "noted"
    MOVED = "moved"
    MERGED = "merged"
    TOOK_OVER = "took_over"
    SPLIT = "split"
    FORWARD_CONFIRMED = "forward_confirmed"
    TASK_FINISHED = "task_finished"
    EDITED = "edited"
    DRAFTED = "drafted"
    FIRST_APPROVED = "first_approved"
    APPROVED = "approved"
    APPROVED_FOR_POST = "approved_for_post"
    APPROVAL_VOIDED = "approval_voided"
    UNDONE = "undone"
    POSTPONED = "postponed"
    IDENTITY_CONFIRMED = "identity_confirmed"
    IDENTITY_REFUSED = "identity_refused"
    SENDING = "sending"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    RETRY = "retry"
    FAILED = "failed"
    DOUBTFUL = "doubtful"
    BOUNCED = "bounced"
    REPORTED = "reported"
    COPIED = "copied"
    LETTER_VOIDED = "letter_voided"
    DOCUMENTS_PURGED = "documents_purged"
    HELD = "held"
    HOLD_RELEASED = "hold_released"
    FORGOTTEN = "forgotten"
    PERSON_EXPORTED = "person_exported"
    PERSON_FORGOTTEN = "person_forgotten"
    NOISE_LISTED = "noise_listed"
    NOISE_RELEASED = "noise_released"
    NOISE_CONFIRMED = "noise_confirmed"
    QUARANTINED = "quarantined"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    DIGESTED = "digested"


H = Happened

LEADS_TO: dict[Happened, LetterState] = {
    H.DRAFTED: L.DRAFT,
    H.EDITED: L.DRAFT,
    H.FIRST_APPROVED: L.AWAITING_SECOND,
    H.APPROVED: L.QUEUED,
    H.APPROVED_FOR_POST: L.TO_POST,
    H.APPROVAL_VOIDED: L.DRAFT,
    H.UNDONE: L.DRAFT,
    H.POSTPONED: L.QUEUED,
    H.SENDING: L.SENDING,
    H.SENT: L.SENT,
    H.RETRY: L.QUEUED,
    H.FAILED: L.FAILED,
    H.DOUBTFUL: L.DOUBTFUL,
    H.BOUNCED: L.BOUNCED,
    H.LETTER_VOIDED: L.VOID,
}


class Debt(StrEnum):
    """What the outbox does in the world; only `letter` may never be repeated."""

    CARD = "card"
    THREAD = "thread"
    LETTER = "letter"
    NOISE_LIST = "noise_list"
    QUARANTINE_CARD = "quarantine_card"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    REFERRAL = "referral"  # to the team that a case is referred to
    CLOSE_WITHDRAWN = "close_withdrawn"  # of the case that a confirmed withdrawal means
    BATCH_CARD = "batch_card"
    BATCH_LETTERS = "batch_letters"  # to be approved one by one, as somebody approved them
    BATCH_UNDO = "batch_undo"
    FLOOD_CARD = "flood_card"
    DIGEST = "digest"
    DIGEST_FILES = "digest_files"


_SHOW = (Debt.CARD, Debt.THREAD)

OWED: dict[Happened, tuple[Debt, ...]] = {
    H.OPENED: (Debt.CARD,),
    H.JOINED: _SHOW,
    H.CLAIMED: _SHOW,
    H.ASSIGNED: _SHOW,
    H.RECLASSIFIED: _SHOW,
    H.CLOSED: _SHOW,
    H.REOPENED: _SHOW,
    H.SNOOZED: _SHOW,
    H.DAY_ZERO_SET: _SHOW,
    H.LINKED: _SHOW,  # the store owes the other case's card
    H.UNLINKED: _SHOW,
    H.TAKEN_OUT: _SHOW,  # the store owes the batch's card
    H.BATCH_APPROVED: (Debt.BATCH_LETTERS, Debt.BATCH_CARD),
    H.BATCH_UNDONE: (Debt.BATCH_UNDO, Debt.BATCH_CARD),
    H.AGENT_NOTED: (Debt.BATCH_CARD,),
    H.FLOODED: (Debt.FLOOD_CARD,),
    H.FLOOD_SHOWN: (Debt.FLOOD_CARD,),
    H.WOKEN: _SHOW,
    H.REFERRED: (*_SHOW, Debt.REFERRAL),
    H.NOTED: _SHOW,
    H.MOVED: _SHOW,
    H.MERGED: _SHOW,
    H.TOOK_OVER: _SHOW,
    H.SPLIT: _SHOW,
    H.FORWARD_CONFIRMED: _SHOW,
    H.TASK_FINISHED: _SHOW,
    H.EDITED: _SHOW,
    H.DRAFTED: (Debt.CARD,),
    H.FIRST_APPROVED: _SHOW,
    H.APPROVED: (Debt.LETTER, *_SHOW),
    H.APPROVED_FOR_POST: _SHOW,  # a person posts it: nothing leaves by e-mail
    H.APPROVAL_VOIDED: _SHOW,
    H.UNDONE: _SHOW,
    H.POSTPONED: _SHOW,  # its row in the outbox waits
    H.IDENTITY_CONFIRMED: _SHOW,
    H.IDENTITY_REFUSED: _SHOW,
    H.SENDING: (Debt.CARD,),
    H.SENT: _SHOW,
    H.WITHDRAWN: (Debt.CLOSE_WITHDRAWN,),
    H.RETRY: (Debt.CARD,),  # its row in the outbox waits again
    H.FAILED: _SHOW,
    H.DOUBTFUL: _SHOW,
    H.BOUNCED: _SHOW,
    H.REPORTED: (Debt.THREAD,),
    H.COPIED: (),  # the same message in another mailbox asks for nothing more
    H.LETTER_VOIDED: (Debt.CARD,),
    H.DOCUMENTS_PURGED: (Debt.THREAD,),
    H.HELD: (),
    H.HOLD_RELEASED: (),
    H.FORGOTTEN: (),  # its card, if there is one, is drawn again by the store
    H.PERSON_EXPORTED: (),
    H.PERSON_FORGOTTEN: (),
    H.NOISE_LISTED: (Debt.NOISE_LIST,),
    H.NOISE_RELEASED: (Debt.NOISE_LIST,),
    H.NOISE_CONFIRMED: (Debt.NOISE_LIST,),
    H.QUARANTINED: (Debt.QUARANTINE_CARD,),
    H.REMINDED: (*_SHOW, Debt.REMINDER),
    H.ESCALATED: (Debt.ESCALATION,),
    H.DIGESTED: (Debt.DIGEST, Debt.DIGEST_FILES),
}


def is_legal(case: Case, command: type[c.Command], letter: CaseLetter | None = None) -> bool:
    """Tell whether a command may be given now; the same table draws the buttons."""
    legal = MOVES[command]
    if case.state not in legal.cases:
        return False
    if issubclass(command, c.LetterCommand):
        return letter is not None and letter.state in legal.letters
    return True
