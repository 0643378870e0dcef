"""A store, a clock that the test turns, and the scenes that it drives."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.core.case import Case, CaseState, Clock, Line
from bot.core.catalogue import Route
from bot.core.decision import opened
from bot.core.mail import Address
from bot.core.moves import Debt, Happened
from bot.edges.calendar import due_maker
from bot.edges.store import Store, open_store
from bot.flows.digest import Digests
from bot.flows.ports import Owed
from bot.flows.reminders import Reminders
from tests.core.quarter import Simulator
from tests.edges.store.logged import write_log

ZONE = ZoneInfo("Europe/Berlin")
RECEIVED = datetime(2026, 11, 2, 10, tzinfo=UTC)
DUE = date(2026, 12, 2)
ASKER = Address("zebulon.quark@canary.example", "Zebulon Quark")


def at(day: str, hour: int = 10) -> datetime:
    """Return an hour of a day in Berlin."""
    return datetime.fromisoformat(f"{day}T{hour:02d}:00").replace(tzinfo=ZONE).astimezone(UTC)


def case(number: int = 1, **fields: object) -> Case:
    """Return a case that is due on 2 December."""
    clock = Clock("GDPR", safe=DUE, statutory=DUE)
    base = Case(
        number, 1, CaseState.OPEN, RECEIVED, ASKER, (Line(1, "delete", Route.US, clock),),
        regime="eu",
    )  # fmt: skip
    return replace(base, **fields)  # type: ignore[arg-type]


@dataclass
class Clockwork:
    """Turns the clock over a database file; opening it again is a restart."""

    path: Path
    now: datetime = RECEIVED
    days_before: tuple[int, ...] = (7, 3, 1)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Start the worker."""
        self.store: Store = open_store(self.path, "s" * 40, "k" * 40)
        self.reminders = Reminders(
            agenda=self.store.chronicle,
            cases=self.store.cases,
            zone=ZONE,
            days_before=self.days_before,
            now=lambda: self.now,
            due_in=due_maker("EU"),
        )
        self.digests = Digests(
            chronicle=self.store.chronicle,
            zone=ZONE,
            works=lambda day: day.weekday() < 5,
            now=lambda: self.now,
        )

    def restart(self) -> None:
        """Stop the worker and start it again."""
        self.store.close()
        self.open()

    def opens(self, *cases: Case) -> None:
        """Open cases."""
        for one in cases:
            self.store.cases.save(opened(one, one.received_at + timedelta(minutes=5)))

    def turn(self, moment: datetime) -> None:
        """Let the scheduler look at a moment."""
        self.now = moment
        self.reminders.work()
        self.digests.work()

    def told(self, kind: Happened = Happened.REMINDED) -> list[tuple[int | None, str, str]]:
        """Return case, stage and day (or the week) of every event of a kind."""
        return [
            (
                event.case_id,
                str(event.facts.get("stage", event.facts.get("week"))),
                str(event.facts.get("day", "")),
            )
            for event in self.store.chronicle.events()
            if event.kind is kind
        ]

    def stages(self) -> list[str]:
        """Return the stages of all reminders in order."""
        return [stage for _, stage, _ in self.told()]

    def owed(self, kinds: Iterable[Debt]) -> list[Owed]:
        """Take what is owed and return the rows of some kinds."""
        found = []
        while owed := self.store.outbox.due(letters=False, now=self.now):
            self.store.outbox.settle(owed.id, "done", self.now)
            found.append(owed)
        return [one for one in found if one.kind in set(kinds)]


def filled(path: Path, cases: int) -> Simulator:
    """Write the log of a simulated quarter into a database."""
    simulated = Simulator(8, cases)
    store = open_store(path, "s" * 40, "k" * 40)
    write_log(store, simulated.events())
    store.close()
    return simulated
