"""A simulated quarter of a privacy inbox: real decisions, and a ledger of what was done."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, Clock, Line
from bot.core.catalogue import PartyKind, Route, SenderKind
from bot.core.decide import decide
from bot.core.decision import Decision, Event, opened
from bot.core.mail import Address
from bot.core.moves import Happened

ZONE = ZoneInfo("Europe/Berlin")
FIRST = date(2026, 7, 6)
DAYS = 13 * 7
TYPES = (*["delete"] * 6, *["access"] * 5, *["optout_marketing"] * 4, "correct", "object", "appeal")
REGIMES = ("eu", "eu", "eu", "uk", "us-ca", "us-ca", "ch", "none")
OUTCOMES = ("fulfilled", "fulfilled", "partly_fulfilled", "denied", "answered_question")


@dataclass
class Entry:
    """What the simulator did with one case, in its own words."""

    id: int
    received: datetime
    party: str
    regime: str
    sender: str
    asserted: tuple[str, ...]
    due: date
    types: list[tuple[datetime, tuple[str, ...]]] = field(default_factory=list)
    letters: list[tuple[datetime, str]] = field(default_factory=list)  # who it went to
    outcomes: list[tuple[datetime, str, str]] = field(default_factory=list)  # empty: open again
    states: list[tuple[datetime, str]] = field(default_factory=list)
    corrected: list[datetime] = field(default_factory=list)


class Simulator:
    """Lives the cases one after the other, each with luck of its own."""

    def __init__(self, seed: int, cases: int) -> None:
        self.luck = random.Random(seed)
        self.ledger: list[Entry] = []
        self.decisions: list[Decision] = []
        self.noise: list[Event] = []
        for number in range(1, cases + 1):
            self._live(number)

    def events(self) -> list[Event]:
        """Return the log in order of time."""
        told = [event for decision in self.decisions for event in decision.events]
        return sorted([*told, *self.noise], key=lambda event: event.at)

    def _live(self, number: int) -> None:
        luck = self.luck
        minute = luck.randrange(DAYS * 24 * 60)
        received = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=ZONE)
        received = (received + timedelta(minutes=minute)).astimezone(UTC)
        types = tuple(dict.fromkeys(luck.choices(TYPES, k=luck.choice((1, 1, 2)))))
        due = received.astimezone(ZONE).date() + timedelta(days=luck.choice((1, 10, 30, 45)))
        party = luck.choice((PartyKind.OWN_USER, PartyKind.CLIENT_DATA, PartyKind.UNKNOWN))
        case = Case(
            number, 1, CaseState.OPEN, received, Address("a@b.example"), lines(types, due),
            party=party, regime=luck.choice(REGIMES),
            sender=luck.choice((*[SenderKind.PERSON] * 5, SenderKind.AGENT)),
        )  # fmt: skip
        entry = Entry(
            number, received, party.value, case.regime, case.sender.value, types, due,
            [(received, types)], states=[(received, "open")],
        )  # fmt: skip
        self.ledger.append(entry)
        at = received + timedelta(minutes=luck.randrange(1, 120))
        self.decisions.append(opened(case, at))
        if luck.random() < 0.2:
            self.noise.append(Event(Happened.NOISE_LISTED, at, "bot", facts={"types": "spam"}))
        for _ in range(luck.choice((0, 1, 2, 3, 4))):
            at += timedelta(minutes=luck.randrange(5, 60 * 24 * 12))
            case = luck.choice((self._letter, self._letter, self._other))(case, entry, at)

    def _do(self, case: Case, order: c.Command, at: datetime) -> Case:
        decision = decide(case, order, at)
        self.decisions.append(decision)
        return decision.after

    def _other(self, case: Case, entry: Entry, at: datetime) -> Case:
        luck = self.luck
        if case.state is CaseState.CLOSED:
            entry.states.append((at, "open"))
            entry.outcomes += [(at, line.type, "") for line in case.lines]
            order = luck.choice(
                (c.Reopen(actor="UADA"), c.Join(actor="bot", message_id=9, verified=True))
            )
            return self._do(case, order, at)
        if luck.random() < 0.5:
            types = tuple(dict.fromkeys(luck.choices(TYPES, k=luck.choice((1, 2)))))
            entry.types.append((at, types))
            entry.corrected.append(at)
            entry.outcomes += [(at, key, "") for key in {*types, *case.types}]
            order = c.Reclassify(
                actor="UADA", lines=lines(types, entry.due), party=case.party, entry_id=None,
                entry_name="",
            )  # fmt: skip
            return self._do(case, order, at)
        entry.states.append((at, "closed"))
        entry.outcomes += [(at, line.type, "duplicate") for line in case.lines if not line.outcome]
        return self._do(case, c.Close(actor="UADA", outcome="duplicate"), at)

    def _letter(self, case: Case, entry: Entry, at: datetime) -> Case:
        """Send a letter; some go to the client, some settle every line, some bounce."""
        if case.state is CaseState.CLOSED:
            return case
        luck = self.luck
        to = luck.choice(("requester", "requester", "client"))
        outcome = luck.choice(OUTCOMES) if luck.random() < 0.6 and to == "requester" else ""
        name = "handover_client" if to == "client" else "confirm" if outcome else "acknowledge"
        letter = CaseLetter(
            len(case.letters) + 1, f"{case.types[0]}/{name}", "en", to, Address("a@b.example"),
            "S", "T", covers=case.types, outcome=outcome,
        )  # fmt: skip
        case = self._do(case, c.PutDraft(actor="bot", draft=letter), at)
        by = {"letter_id": letter.id}
        for order in (
            c.Approve(actor="UADA", digest=letter.digest, send_after=at, **by),
            c.StartSending(actor="bot", digest=letter.digest, **by),
            c.SettleSent(actor="bot", **by),
        ):
            case = self._do(case, order, at)
        entry.letters.append((at, to))
        if outcome:
            entry.outcomes += [(at, line, outcome) for line in self._open(entry, at)]
            entry.states.append((at, "closed"))
            if luck.random() < 0.05:
                at += timedelta(hours=1)
                case = self._do(case, c.Bounce(actor="bot", **by), at)
                entry.states.append((at, "open"))
                entry.outcomes += [
                    (at, kind, "") for kind in types_at(entry, at)
                    if outcome_at(entry, kind, at)[0] == outcome
                ]  # fmt: skip
        return case

    @staticmethod
    def _open(entry: Entry, at: datetime) -> list[str]:
        return [kind for kind in types_at(entry, at) if not outcome_at(entry, kind, at)[0]]


def lines(types: tuple[str, ...], due: date) -> tuple[Line, ...]:
    """Return request lines with one due day."""
    clock = Clock("rule", safe=due)
    return tuple(Line(n, key, Route.US, clock) for n, key in enumerate(types, 1))


def types_at(entry: Entry, end: datetime) -> tuple[str, ...]:
    """Return the types that a case had at a moment."""
    return [types for at, types in entry.types if at <= end][-1]


def outcome_at(entry: Entry, kind: str, end: datetime) -> tuple[str, datetime | None]:
    """Return the outcome of a line at a moment, and since when."""
    told = [(at, outcome) for at, key, outcome in entry.outcomes if key == kind and at <= end]
    return (told[-1][1], told[-1][0]) if told else ("", None)


def state_at(entry: Entry, end: datetime) -> tuple[str, datetime]:
    """Return the state of a case at a moment, and since when."""
    at, state = [(at, state) for at, state in entry.states if at <= end][-1]
    return state, at


def at_end(entries: list[Entry], end: datetime) -> Iterator[Entry]:
    """Yield the cases whose mail had arrived, with only what was done before `end`."""
    for entry in entries:
        if entry.received < end:
            yield replace(
                entry,
                types=[one for one in entry.types if one[0] < end],
                letters=[one for one in entry.letters if one[0] < end],
                outcomes=[one for one in entry.outcomes if one[0] < end],
                states=[one for one in entry.states if one[0] < end],
                corrected=[at for at in entry.corrected if at < end],
            )
