"""A case of nobody in every state that a card can show."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.core.case import (
    BOT,
    Band,
    Case,
    CaseLetter,
    CaseNote,
    CaseState,
    Channel,
    Clock,
    LetterState,
    Line,
    Link,
    LinkKind,
    Task,
)
from bot.core.catalogue import PartyKind, Route
from bot.core.decision import Event
from bot.core.mail import Address, Authenticated
from bot.core.moves import Happened
from bot.core.sensitive import Sensitive
from bot.core.views import CaseView, Forward, LetterView, Note, Original
from bot.edges.slack import cards
from bot.edges.slack.text import Block

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
WHO = Address("somebody@example.test", "Somebody")
CLIENT = Address("privacy@example.test", "Privacy desk")
STAFF, OTHER = "U0ADA", "U0BEN"
_L, _S, _H = LetterState, CaseState, Happened
_TEXT = """Dear Somebody,

thank you for your message. We have received your request to delete your personal data and
have given it the number P-0007.

Before we can act on it we have to be sure that it comes from you. Please reply to this mail
from the address of your account; please do not send copies of identity documents.

We answer by 23 December 2026 at the latest.

The privacy team"""


@dataclass(frozen=True, slots=True)
class Sample:
    """One post: its name, what notifications say, and its blocks."""

    name: str
    text: str
    blocks: list[Block]


def letter(**fields: Any) -> CaseLetter:
    """Return a draft."""
    draft = CaseLetter(
        id=1,
        key="delete/acknowledge",
        lang="en",
        audience="requester",
        recipient=WHO,
        subject="Your request to delete your data [P-0007]",
        text=_TEXT,
        covers=("delete",),
        section="Your rights",
    )
    return replace(draft, **fields)


CLOCK = Clock(
    "GDPR Art. 12(3)",
    target=TODAY + timedelta(days=23),
    safe=TODAY + timedelta(days=30),
    statutory=TODAY + timedelta(days=30),
    arithmetic="received Mon 23 Nov 2026, one month later Wed 23 Dec 2026",
)
TASKS = (
    Task(1, "Customer database", "Product team", TODAY + timedelta(days=20)),
    Task(2, "Mailing list", "Marketing", TODAY + timedelta(days=20), "done"),
    Task(3, "Billing", "Finance", TODAY + timedelta(days=20)),
)
_LINES = (
    Line(1, "delete", Route.US, CLOCK),
    Line(2, "optout_marketing", Route.US, CLOCK),
)


def view(*letters: LetterView, **fields: Any) -> CaseView:
    """Return a case that a mail opened just now, with its draft unless letters are given."""
    shown = fields.pop("letters", letters or (LetterView(letter(), "Acknowledge receipt"),))
    case = Case(
        id=7,
        version=1,
        state=_S.OPEN,
        received_at=NOW,
        requester=WHO,
        lines=_LINES,
        letters=tuple(one.letter for one in shown),
        party=PartyKind.OWN_USER,
        band=Band.SURE,
        confidence=0.94,
        model="test",
        authentication=Authenticated.PASS,
    )
    ours = {name: value for name, value in fields.items() if hasattr(case, name)}
    case = replace(case, **ours)
    whole = CaseView(
        case=case,
        subject="Delete my account",
        excerpt="Hello,\nplease delete my account and everything you hold about me, and take me"
        " off your mailing list.\nThank you",
        letters=shown,
        today=TODAY,
    )
    rest = {name: fields[name] for name in fields.keys() - ours.keys()}
    return replace(whole, **rest)


def _at(state: LetterState, title: str = "Acknowledge receipt", **fields: Any) -> LetterView:
    """Return a letter that somebody approved, in a state."""
    one = letter(state=state, **{"approved_by": (STAFF,), "settled_at": NOW, **fields})
    return LetterView(one, title)


def _event(kind: Happened, **facts: Any) -> Event:
    return Event(kind, NOW, STAFF, 7, facts.pop("letter_id", None), facts)


def _told(kind: Happened, why: str) -> tuple[Event, ...]:
    return (_event(kind, letter_id=1, why=why),)


_SENT = _at(_L.SENT)
_CLOSED = {
    "state": _S.CLOSED,
    "decided_by": STAFF,
    "decided_at": NOW,
    "lines": tuple(replace(line, outcome="fulfilled") for line in _LINES),
}
_HAND_OVER = LetterView(
    letter(
        id=2,
        key="delete/handover_client",
        audience="client",
        recipient=CLIENT,
        subject="A request about data that you control [P-0007]",
        text="Dear Privacy desk,\n\nsomebody asks for deletion of data that you collect.\n",
    ),
    "Hand over to the client",
)
_CLIENT = {"party": PartyKind.CLIENT_DATA, "entry_name": "Example & Sons", "entry_id": 3}
_FAULTS = (
    Note("r1", "error", "The reason for the refusal is missing."),
    Note("r2", "warning", "The letter names a date that is later than the due date."),
)
_UNSURE = {
    "band": Band.UNSURE,
    "confidence": 0.31,
    "party": PartyKind.UNKNOWN,
    "lines": (Line(1, "other", Route.US),),
}


def _referred(team: str, **facts: Any) -> CaseView:
    lines = (Line(1, "other", Route.US, outcome=f"referred_{team}"),)
    history = (_event(_H.REFERRED, to=team, **facts),)
    return view(letters=(), history=history, **{**_CLOSED, "lines": lines})


_STATES: dict[str, CaseView] = {
    "new": view(),
    "unsure": view(letters=(), **_UNSURE),
    "claimed": view(assignee=STAFF),
    "in review": view(
        LetterView(letter(drafted_by=STAFF), "Acknowledge receipt", _FAULTS[1:]),
        assignee=STAFF,
        notes=(CaseNote(1, NOW, STAFF, "Called support."),),
    ),
    "found fault with": view(LetterView(letter(), "Refuse", _FAULTS)),
    "waiting for the requester": view(_SENT, state=_S.WAITING),
    "for a client": view(LetterView(letter(), "Point to the client"), _HAND_OVER, **_CLIENT),
    "with the client": view(
        _SENT, _at(_L.SENT, "Hand over to the client", id=2), state=_S.HANDED_OVER, **_CLIENT
    ),
    "with the organisation": view(
        _at(_L.SENT, "Hand over to the administrator"),
        state=_S.HANDED_OVER,
        party=PartyKind.ORG_ADMINISTERED,
        entry_name="Example University",
    ),
    "being fulfilled": view(
        _SENT, assignee=STAFF, lines=(replace(_LINES[0], tasks=TASKS), _LINES[1])
    ),
    "awaiting a second approver": view(
        replace(
            _at(_L.AWAITING_SECOND, "Refuse", key="delete/decline", drafted_by=OTHER),
            second=("it refuses a request",),
        )
    ),
    "leaving soon": view(_at(_L.QUEUED, send_after=NOW + timedelta(seconds=60))),
    "tried again": view(
        _at(_L.QUEUED, send_after=NOW + timedelta(minutes=5)),
        history=_told(_H.RETRY, "451 try later"),
    ),
    "to be posted": view(
        _at(_L.TO_POST, recipient=Address("", "Somebody", "1 Street\n12345 Town"))
    ),
    "being sent": view(_at(_L.SENDING)),
    "sent": view(_SENT),
    "bounced": view(_at(_L.BOUNCED), history=_told(_H.BOUNCED, "")),
    "failed": view(_at(_L.FAILED), history=_told(_H.FAILED, "550 no such user")),
    "doubtful": view(_at(_L.DOUBTFUL), history=_told(_H.DOUBTFUL, "no answer after DATA")),
    "approval void": view(
        LetterView(letter(), "Acknowledge receipt"),
        history=_told(_H.APPROVAL_VOIDED, "new_mail"),
        mails=2,
    ),
    "due today": view(today=TODAY + timedelta(days=30)),
    "overdue": view(today=TODAY + timedelta(days=34), assignee=STAFF),
    "snoozed": view(snoozed_until=NOW + timedelta(days=3)),
    "closed": view(_SENT, **_CLOSED),
    "closed by the bot": view(_SENT, **{**_CLOSED, "decided_by": BOT}),
    "cleared": view(_SENT, **_CLOSED, cleared=True),
    "restricted": view(
        letters=(),
        lines=(Line(1, "legal_process", Route.LEGAL, CLOCK),),
        channel=Channel.LEGAL,
        party=PartyKind.NONE,
    ),
    "referred, told": _referred("hr", told=True),
    "referred, nobody told": _referred("press"),
    "forged": view(authentication=Authenticated.FAIL),
    "linked": view(
        links=(
            Link(3, LinkKind.DUPLICATE),
            Link(4, LinkKind.SAME_MAIL),
            Link(5, LinkKind.SAME_MAIL),
            Link(6, LinkKind.WITHDRAWS),
        )
    ),
    "sensitive": view(
        sensitive=(Sensitive.CARD, Sensitive.HEALTH), attachments=("passport.pdf", "letter.pdf")
    ),
    "forwarded": view(forward=Forward(WHO, "Fri 20 Nov 2026"), requester=CLIENT),
    "by an agent": view(person=Address("other@example.test", "Other"), mailbox_confirmed=True),
    "encrypted": view(letters=(), encrypted="pgp", subject="", excerpt="", **_UNSURE),
    "without words": view(
        letters=(),
        subject="",
        excerpt="",
        attachments=("request.pdf",),
        original=Original(1, "privacy", "INBOX", filed=False, received_at=NOW, size=81_000),
        **_UNSURE,
    ),
    "read in part": view(problems=("only the beginning was read",)),
}


def case_samples() -> Iterator[Sample]:
    """Yield the card of each state, and one in which nothing of a mail is quoted."""
    for name, one in _STATES.items():
        yield Sample(f"card {name}", cards.card_text(one), cards.card(one))
    quiet = view(attachments=("passport.pdf",), assignee=STAFF)
    yield Sample("card minimal", cards.card_text(quiet), cards.card(quiet, excerpt=False))
