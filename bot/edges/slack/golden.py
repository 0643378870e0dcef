"""One post of every kind and a card in every state, of nobody: what Slack is asked to check."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.core.case import (
    BOT,
    Band,
    Case,
    CaseLetter,
    CaseState,
    Clock,
    LetterState,
    Line,
    Task,
)
from bot.core.catalogue import PartyKind, Route
from bot.core.decision import Event
from bot.core.mail import Address, Authenticated
from bot.core.moves import Happened
from bot.core.notices import DigestView, ReminderView
from bot.core.periods import Period
from bot.core.statistics import Count, Flow, Share, Spread, Statistics
from bot.core.views import (
    CaseView,
    LetterView,
    NoiseItem,
    NoiseView,
    Note,
    QuarantineView,
)
from bot.edges.slack import cards, digest, lists
from bot.edges.slack.text import Block

_NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_TODAY = date(2026, 11, 23)
_WHO = Address("somebody@example.test", "Somebody")
_L, _S = LetterState, CaseState


def _view(letter: dict[str, Any], notes: tuple[Note, ...] = (), **fields: Any) -> CaseView:
    one = CaseLetter(
        id=1,
        key="delete/acknowledge",
        lang="en",
        audience="requester",
        recipient=_WHO,
        subject="Your request [P-0007]",
        text="Dear Somebody,\n\nwe received your request.\n\nThe privacy team",
        covers=("delete",),
    )
    one = replace(one, **letter)
    clock = Clock("GDPR Arts 15-22", safe=_TODAY + timedelta(days=30), arithmetic="+ 1 month")
    case = Case(
        id=7,
        version=1,
        state=_S.OPEN,
        received_at=_NOW,
        requester=_WHO,
        lines=(
            Line(1, "delete", Route.US, clock, (Task(1, "CRM", "Sales", _TODAY),)),
            Line(2, "optout_marketing", Route.US),
        ),
        letters=(one,),
        party=PartyKind.CLIENT_DATA,
        entry_name="Somebody & Sons",
        band=Band.CONFIRM,
        confidence=0.74,
        model="test",
        authentication=Authenticated.PASS,
    )
    case = replace(case, **{name: value for name, value in fields.items() if name != "today"})
    return CaseView(
        case=case,
        subject="Delete me",
        excerpt="Please delete my account.",
        letters=(LetterView(one, "Acknowledge receipt", notes),),
        today=fields.get("today", _TODAY),
    )


_BY = {"approved_by": ("U0000000000",)}
_CARDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "new": ({}, {}),
    "claimed": ({}, {"assignee": "U0000000000"}),
    "waiting for the requester": ({"state": _L.SENT, **_BY}, {"state": _S.WAITING}),
    "handed over": ({"state": _L.SENT, **_BY}, {"state": _S.HANDED_OVER}),
    "waiting for a second approver": ({"state": _L.AWAITING_SECOND, **_BY}, {}),
    "leaving soon": ({"state": _L.QUEUED, "send_after": _NOW, **_BY}, {}),
    "to be posted": ({"state": _L.TO_POST, "recipient": Address("", "S.", "Street 1"), **_BY}, {}),
    "being sent": ({"state": _L.SENDING, **_BY}, {}),
    "bounced": ({"state": _L.BOUNCED}, {}),
    "failed": ({"state": _L.FAILED}, {}),
    "doubtful": ({"state": _L.DOUBTFUL}, {}),
    "overdue": ({}, {"today": _TODAY + timedelta(days=60)}),
    "forged": ({}, {"authentication": Authenticated.FAIL}),
    "closed": (
        {"state": _L.SENT, "settled_at": _NOW, **_BY},
        {"state": _S.CLOSED, "decided_by": BOT, "decided_at": _NOW},
    ),
}


def card() -> CaseView:
    """Return a new case of nobody."""
    return _view({})


def golden() -> Iterator[tuple[str, list[Block]]]:
    """Yield the name and the blocks of each post."""
    for name, (letter, fields) in _CARDS.items():
        yield f"card: {name}", cards.card(_view(letter, **fields))
    faults = (Note("r1", "error", "A reason is missing."), Note("r2", "warning", "Please check."))
    yield "card: found fault with", cards.card(_view({}, faults))
    items = tuple(NoiseItem(n, "spam", _WHO.email, "Buy now", _NOW, "listed") for n in range(30))
    yield "daily list", lists.noise_card(NoiseView(_TODAY, items))
    yield "quarantine", lists.quarantine_card(QuarantineView(7, _NOW, 1234, "no text"))
    for stage in ("3 days", "today", "overdue", "extension"):
        facts = {"stage": stage, "day": _TODAY.isoformat()}
        event = Event(Happened.REMINDED, _NOW, BOT, 7, None, facts)
        view = ReminderView(card().case, event, _TODAY, to_managers=stage == "overdue")
        yield f"reminder: {stage}", digest.reminder(view)
    yield "digest", digest.digest(DigestView(_week(), "7:abc"))


def _week() -> Statistics:
    """Return a week in numbers, with both of its charts."""
    count, share, spread = Count(9, 12), Share(8, 9), Spread(9, 1.5, 4.0, 2.0)
    flows = tuple(Flow(f"2026-W{week}", 9, 8, 5, 7) for week in range(43, 47))
    return Statistics(
        period=Period(date(2026, 11, 16), date(2026, 11, 22), UTC),
        received=count,
        answered=count,
        fulfilled=count,
        closed=count,
        open=count,
        overdue=Count(1, 1),
        due_soon=count,
        by_type={"delete": 6, "access": 4, "optout_sale": 3},
        by_party={"own_user": 9},
        by_regime={"eu": 5, "us-ca": 4},
        outcomes={"fulfilled": 6},
        first_letter=spread,
        closing=spread,
        within_due=share,
        corrected=share,
        precision={"delete": share},
        handovers=share,
        agents=share,
        oldest=((7, 12), (8, 9)),
        noise=17,
        before=flows,
    )
