"""Cases, letters and views of them as cards and windows are drawn from."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.core.case import (
    Band,
    Case,
    CaseLetter,
    CaseNote,
    CaseState,
    Clock,
    LetterState,
    Line,
    Link,
    LinkKind,
)
from bot.core.catalogue import PartyKind, Route
from bot.core.mail import Address, Authenticated
from bot.core.views import (
    CaseView,
    LetterView,
    Note,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
CANARY = Address("zebulon.quark@canary.example", "Zebulon Quark")
HOSTILE = (
    "<!channel> <@U0ADA> <https://evil.test|click> *bold* _it_ `code` &amp; "
    "\u202egnp.exe\u200b\x00\x07 https://evil.test @everyone "
)


def letter(**fields: Any) -> CaseLetter:
    """Return a draft."""
    draft = CaseLetter(
        1, "delete/acknowledge", "en", "requester", CANARY, "Your request [P-0007]",
        "Dear Zebulon Quark,\n\nwe received your request.\n\nThe privacy team",
        covers=("delete",), section="Your rights",
    )  # fmt: skip
    return replace(draft, **fields)


def view(one: CaseLetter | None = None, findings: tuple[Note, ...] = (), **fields: Any) -> CaseView:
    """Return a view of a case with one letter."""
    one = one or letter()
    clock = Clock("GDPR", safe=TODAY + timedelta(days=30), arithmetic="x + 1 month")
    case = Case(
        7, 1, CaseState.OPEN, NOW, CANARY,
        (Line(1, "delete", Route.US, clock), Line(2, "optout_marketing", Route.US)),
        (one,), party=PartyKind.CLIENT_DATA, entry_name="Larkspur <b>", band=Band.CONFIRM,
        confidence=0.74, model="m1", authentication=Authenticated.PASS,
    )  # fmt: skip
    case = replace(case, **{k: v for k, v in fields.items() if hasattr(case, k)})
    shown = {k: v for k, v in fields.items() if not hasattr(case, k)}
    return replace(
        CaseView(
            case=case,
            subject="Delete me",
            excerpt="Please delete zebulon.quark@canary.example, phone +49 170 5550123.",
            letters=(LetterView(one, "Acknowledge receipt", findings),),
            today=TODAY,
        ),
        **shown,
    )


STATES: dict[str, CaseView] = {
    "new": view(),
    "claimed": view(assignee="U0ADA"),
    "waiting": view(letter(state=LetterState.SENT), state=CaseState.WAITING),
    "handed_over": view(letter(state=LetterState.SENT), state=CaseState.HANDED_OVER),
    "awaiting_second": view(letter(state=LetterState.AWAITING_SECOND, approved_by=("U0ADA",))),
    "sending": view(letter(state=LetterState.QUEUED, send_after=NOW, approved_by=("U0ADA",))),
    "leaving": view(letter(state=LetterState.SENDING, approved_by=("U0ADA",))),
    "bounced": view(letter(state=LetterState.BOUNCED)),
    "failed": view(letter(state=LetterState.FAILED)),
    "doubtful": view(letter(state=LetterState.DOUBTFUL)),
    "snoozed": view(snoozed_until=NOW + timedelta(days=3), notes=(CaseNote(1, NOW, "U0BEN", "x"),)),
    "overdue": view(today=TODAY + timedelta(days=60)),
    "closed": view(
        letter(state=LetterState.SENT, settled_at=NOW, approved_by=("U0ADA",)),
        state=CaseState.CLOSED, decided_by="U0ADA", decided_at=NOW,
    ),
    "forged": view(
        authentication=Authenticated.FAIL,
        links=(Link(3, LinkKind.DUPLICATE), Link(4, LinkKind.SAME_MAIL)),
    ),
    "found fault with": view(findings=(Note("r1", "error", "It names an account."),)),
    "encrypted": view(encrypted="pgp", attachments=("passport.pdf",), mails=3),
    "without letters": view(letters=()),
}  # fmt: skip


def buttons(blocks: list[dict[str, Any]]) -> set[str]:
    """Return the keys of the buttons."""
    return {
        element["action_id"].partition(".")[2]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    }
