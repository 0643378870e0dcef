"""The audit log -> each case as it stood at some moment; knows nothing but events."""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache

from bot.core.decision import Event
from bot.core.moves import Happened

_HANDOVER = "handover_"

FACTS = frozenset(
    "types lines state party regime sender due received letter audience week stage day"
    " came_by".split()
)
"""What numbers are made from; a reader of long logs may leave all other facts out."""

SILENT = frozenset(
    {
        Happened.DRAFTED,
        Happened.EDITED,
        Happened.FIRST_APPROVED,
        Happened.APPROVED,
        Happened.APPROVED_FOR_POST,
        Happened.APPROVAL_VOIDED,
        Happened.UNDONE,
        Happened.SENDING,
        Happened.RETRY,
        Happened.LETTER_VOIDED,
        Happened.REPORTED,
        Happened.COPIED,
    }
)
"""Events that change no number; a reader of long logs may leave them out."""


@dataclass(slots=True)
class LineRecord:
    """One request line as the log last told of it."""

    type: str
    due: date | None
    outcome: str = ""
    ended_at: datetime | None = None


@dataclass(slots=True)
class Record:
    """One case as the log tells of it up to some moment."""

    id: int
    received: datetime
    asserted: tuple[str, ...]
    party: str = ""
    regime: str = ""
    sender: str = ""
    lines: dict[str, LineRecord] = field(default_factory=dict)
    first_letter: datetime | None = None
    handover: datetime | None = None
    corrected: bool = False
    handled: datetime | None = None
    closed: datetime | None = None

    @property
    def waiting(self) -> list[LineRecord]:
        """Return the lines that still want something."""
        return [line for line in self.lines.values() if not line.outcome] if not self.closed else []


@lru_cache(maxsize=4096)
def _lines(text: str) -> tuple[tuple[str, str, str, str], ...]:
    """Return type, route, due day and outcome of each line of the fact `lines`."""
    return tuple((key, route, due, outcome) for key, route, due, outcome in json.loads(text))


def _told(event: Event) -> tuple[tuple[str, str, str, str], ...]:
    """Return the lines that an event tells of; events of old tell of types and one date."""
    facts = event.facts
    if "lines" in facts:
        return _lines(str(facts["lines"]))
    due = str(facts.get("due") or "")
    return tuple((key, "", due, "") for key in str(facts.get("types") or "").split(",") if key)


def _received(event: Event) -> datetime:
    """Return when the mailbox got the mail; a clock ahead of ours cannot postpone it."""
    return min(datetime.fromisoformat(str(event.facts["received"])), event.at)


def _update_lines(record: Record, event: Event) -> None:
    old, record.lines = record.lines, {}
    for key, _, due, outcome in _told(event):
        was = old.get(key)
        since = was.ended_at if was and was.outcome and outcome else event.at
        day = date.fromisoformat(due) if due else None
        record.lines[key] = LineRecord(key, day, outcome, since if outcome else None)


def _answered(record: Record, event: Event) -> None:
    name = str(event.facts.get("letter") or "").partition("/")[2]
    if name.startswith(_HANDOVER):
        record.handover = record.handover or event.at
    elif event.facts.get("audience", "requester") == "requester":
        record.first_letter = record.first_letter or event.at
    record.handled = record.handled or event.at


def _reclassified(record: Record, event: Event) -> None:
    record.corrected = True
    record.handled = record.handled or event.at


def _closed(record: Record, event: Event) -> None:
    record.closed = event.at
    record.handled = record.handled or event.at


def _reopened(record: Record, _event: Event) -> None:
    record.closed = None


_CHANGES: dict[Happened, Callable[[Record, Event], None]] = {
    Happened.SENT: _answered,
    Happened.RECLASSIFIED: _reclassified,
    Happened.CLOSED: _closed,
    Happened.REOPENED: _reopened,
    Happened.BOUNCED: _reopened,
}


def cases_at(events: Iterable[Event], end: datetime) -> list[Record]:
    """Return the cases as they stood at `end`; a case counts from the arrival of its mail."""
    return next(cases_at_each(events, [end]))


def cases_at_each(events: Iterable[Event], ends: Sequence[datetime]) -> Iterator[list[Record]]:
    """Yield the cases as they stood at each of `ends`, which ascend, in one reading of the log.

    The records of one moment grow into those of the next: look at them before that.
    """
    moments = [end.astimezone(UTC) for end in ends]  # of one zone they compare quickly
    spans: list[list[Event]] = [[] for _ in ends]
    for event in events:
        at = _received(event) if event.kind is Happened.OPENED else event.at
        if event.case_id is not None and at < moments[-1]:
            spans[bisect_right(moments, at)].append(event)
    found: dict[int, Record] = {}
    for span in spans:
        for event in span:
            _take(found, event)
        yield list(found.values())


def _take(found: dict[int, Record], event: Event) -> None:
    """Change the record of the event's case as the event tells."""
    assert event.case_id is not None
    if event.kind is Happened.OPENED:
        by_staff = "came_by" in event.facts  # then no classifier asserted anything
        types = () if by_staff else tuple(key for key, *_ in _told(event))
        found[event.case_id] = Record(event.case_id, _received(event), types)
    record = found.get(event.case_id)
    if record is None:
        return
    _describe(record, event)
    if change := _CHANGES.get(event.kind):
        change(record, event)


def _describe(record: Record, event: Event) -> None:
    """Take over what the event says of the case; a new mail can open a closed one again."""
    facts = event.facts
    if "types" not in facts:
        return
    record.party, record.regime = str(facts["party"]), str(facts["regime"])
    record.sender = str(facts["sender"])
    _update_lines(record, event)
    if record.closed and facts.get("state", "closed") != "closed":
        record.closed = None
