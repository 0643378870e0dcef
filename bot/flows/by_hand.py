"""Requests that no mail brought: by post, by phone, through a colleague; staff write them down.

Each becomes a case like any other, with its clock from the day it was received. What staff
wrote is kept like a mail, so that it is shown, exported and forgotten in the same ways.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol

from bot.core.assess import make_lines
from bot.core.case import (
    NOBODY,
    Band,
    CameBy,
    Case,
    CaseState,
    Channel,
    Link,
    subject_of,
)
from bot.core.catalogue import PartyKind
from bot.core.deadlines import ClockFor
from bot.core.decision import Decision, opened
from bot.core.earlier import Arrival, links_to
from bot.core.errors import Stale
from bot.core.mail import DESK, Address, InboundMail, Place, RawMail
from bot.core.parties import Party
from bot.flows.drafting import Dossier, Drafter
from bot.flows.ports import Cases, Directory

OLDEST = timedelta(days=366)
_NOON = time(12)  # the law counts days; at noon it is the same day in every zone nearby
_TRIES = 5
_MODEL = "none: logged by staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What staff wrote down; `key` is the same if the same form is handed in twice."""

    key: str
    came_by: CameBy
    received: date
    requester: Address
    types: tuple[str, ...]
    asked: str = field(repr=False)
    party: PartyKind = PartyKind.UNKNOWN
    entry_id: int | None = None
    regime: str = "none"
    language: str = "en"


class Room(Protocol):
    """Keeps what staff wrote and the case, in one commit."""

    def log(self, raw: RawMail, mail: InboundMail, decision: Decision) -> int:
        """Return the case's number; the same bytes again open no second one. Raises Stale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """Opens cases that staff log."""

    room: Room
    cases: Cases
    directory: Directory
    drafter: Drafter
    clock_for: ClockFor
    zone: tzinfo
    now: Callable[[], datetime]

    def faults(self, request: Request) -> dict[str, str]:
        """Return what is wrong with a form, by the field where it is wrong."""
        wrong: dict[str, str] = {}
        today = self.drafter.day_of(self.now())
        if request.received > today:
            wrong["received"] = "This day has not come yet."
        elif request.received < today - OLDEST:
            wrong["received"] = "This is more than a year ago: is the year right?"
        if not request.requester.reachable:
            wrong["email"] = "Give an e-mail address or a postal address: an answer must arrive."
        elif request.requester.email and request.requester.postal:
            wrong["postal"] = "Give one of the two addresses: the answer goes there."
        elif request.requester.by_post and not request.requester.name:
            wrong["name"] = "A letter by post needs a name on its envelope."
        if not request.types:
            wrong["types"] = "Choose at least one type."
        if not request.asked.strip():
            wrong["asked"] = "Write down what the person asks for."
        return wrong

    def open(self, request: Request, actor: str) -> Case:
        """Open the case; handed in twice it is one case. Raises Stale if everybody writes."""
        now = self.now()
        day0 = datetime.combine(request.received, _NOON, self.zone)
        mail = _as_mail(request, day0)
        raw = RawMail(Place(DESK, "logged", 1, 1), _as_bytes(request), min(day0, now))
        for _ in range(_TRIES):
            decision = opened(self._case(request, mail, min(day0, now), now), now, actor)
            try:
                number = self.room.log(raw, mail, decision)
            except Stale:  # a mail opened a case with this number just now
                continue
            return self.cases.load(number) or decision.after
        raise Stale

    def _case(self, request: Request, mail: InboundMail, day0: datetime, now: datetime) -> Case:
        entry = self.directory.entry(request.entry_id) if request.entry_id else None
        party = Party(request.party, entry, 1.0, "set by staff", named_in_mail=entry is not None)
        lines = make_lines(
            request.types, party, request.regime, self.clock_for, day0, text=request.asked
        )
        case = Case(
            id=self.cases.next_id(),
            version=1,
            state=CaseState.OPEN,
            received_at=day0,
            requester=request.requester,
            lines=self.drafter.with_tasks(lines, day0),
            channel=Channel.of(request.types),
            party=request.party,
            party_why="set by staff",
            entry_id=entry.id if entry else None,
            entry_name=entry.name if entry else "",
            named_in_mail=entry is not None,
            regime=request.regime,
            language=request.language,
            band=Band.SURE,
            confidence=1.0,
            why="set by staff",
            model=_MODEL,
            came_by=request.came_by,
        )
        case = replace(case, links=self._links(case, request.asked))
        letters = self.drafter.first_drafts(Dossier(case, mail, entry, now))
        return replace(case, letters=letters)

    def _links(self, case: Case, asked: str) -> tuple[Link, ...]:
        """Return links to what the same address asked before; a postal one finds nothing."""
        email = case.requester.email
        if not email:
            return ()
        before = self.cases.earlier(email, subject_of(case.requester, NOBODY))
        arrival = Arrival(case.types, case.received_at, case.authentication, asked, case.channel)
        return links_to(arrival, before)


def _as_mail(request: Request, day0: datetime) -> InboundMail:
    """Return what staff wrote as if it were a mail, for all that shows and forgets mails."""
    return InboundMail(
        message_id=f"<{request.key}@logged>",
        senders=(request.requester,),
        received=day0,
        text=request.asked,
        visible=request.asked,
    )


def _as_bytes(request: Request) -> bytes:
    """Return the form as text, to be kept; its key makes two forms with the same words two."""
    who = request.requester
    rows = [
        f"Logged by staff: {request.key}",
        f"Came by: {request.came_by.value}",
        f"Received: {request.received}",
        f"From: {who.name} {who.email}".rstrip(),
        *(f"Address: {line}" for line in who.postal.splitlines()),
        "",
        request.asked,
    ]
    return "\n".join(rows).encode()
