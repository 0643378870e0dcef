"""Rows to frozen types and back; JSON by pydantic, instants as ISO 8601 in UTC."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.core.case import (
    Band,
    CameBy,
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
from bot.core.catalogue import PartyKind, Route, SenderKind
from bot.core.mail import Address, Authenticated, InboundMail
from bot.edges.store.sealed import SealBroken, Sealed

_MAIL: TypeAdapter[InboundMail] = TypeAdapter(InboundMail)
_CLOCK: TypeAdapter[Clock | None] = TypeAdapter(Clock | None)
_ADDRESS: TypeAdapter[Address] = TypeAdapter(Address)

Values = dict[str, Any]


def instant(moment: datetime | None) -> str | None:
    """Return an aware moment as text that sorts by time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def moment(text: str | None) -> datetime | None:
    """Return the aware moment that `instant` wrote."""
    return datetime.fromisoformat(text) if text else None


def _must(text: str) -> datetime:
    return datetime.fromisoformat(text)


def mail_bytes(mail: InboundMail) -> bytes:
    """Return a mail as JSON."""
    return _MAIL.dump_json(mail)


def mail_from(data: bytes) -> InboundMail:
    """Return the mail that `mail_bytes` wrote. Raises SealBroken, without the mail's words."""
    try:
        return _MAIL.validate_json(data)
    except ValidationError:  # its text would quote the mail into a log
        raise SealBroken("a kept mail is not of the form that this version knows") from None


def case_values(case: Case, sealed: Sealed, keys: Mapping[str, str]) -> Values:
    """Return a case's columns, its id and version apart; `keys` are those that find it."""
    return {
        "state": case.state.value,
        "channel": case.channel.value,
        "received_at": instant(case.received_at),
        "due": case.due.isoformat() if case.due else None,
        "party": case.party.value,
        "entry_id": case.entry_id,
        "entry_name": case.entry_name,
        "named_in_mail": int(case.named_in_mail),
        "sender": case.sender.value,
        "regime": case.regime,
        "language": case.language,
        "band": case.band.value,
        "confidence": case.confidence,
        "model": case.model,
        "authentication": case.authentication.value,
        "assignee": case.assignee,
        "from_forward": int(case.from_forward),
        "cleared": int(case.cleared and case.state is CaseState.CLOSED),
        "snoozed_until": instant(case.snoozed_until),
        "came_by": case.came_by.value,
        "decided_by": case.decided_by,
        "decided_at": instant(case.decided_at),
        "mailbox_confirmed": int(case.mailbox_confirmed),
        "identity_attempts": case.identity_attempts,
        "batch": case.batch,
        **keys,
        "person_sealed": _person(case.person, sealed),
        "requester_sealed": sealed.seal(_ADDRESS.dump_json(case.requester)),
        "why_sealed": sealed.seal(json.dumps([case.why, case.party_why]).encode()),
    }


def _person(person: Address, sealed: Sealed) -> bytes | None:
    return sealed.seal(_ADDRESS.dump_json(person)) if person != Address("") else None


def line_values(case_id: int, line: Line) -> Values:
    """Return a request line's columns."""
    return {
        "case_id": case_id,
        "id": line.id,
        "type": line.type,
        "route": line.route.value,
        "outcome": line.outcome,
        "clock": _CLOCK.dump_json(line.clock).decode(),
    }


def task_values(case_id: int, line_id: int, task: Task) -> Values:
    """Return a task's columns."""
    return {
        "case_id": case_id,
        "line_id": line_id,
        "id": task.id,
        "system": task.system,
        "owner": task.owner,
        "due": task.due.isoformat() if task.due else None,
        "result": task.result,
    }


def letter_values(case_id: int, letter: CaseLetter, sealed: Sealed) -> Values:
    """Return a letter's columns, token and keyed hash apart."""
    return {
        "case_id": case_id,
        "id": letter.id,
        "key": letter.key,
        "lang": letter.lang,
        "audience": letter.audience,
        "state": letter.state.value,
        "covers": ",".join(letter.covers),
        "after_sent": letter.after_sent,
        "outcome": letter.outcome,
        "needs_second": int(letter.needs_second),
        "needs_tasks_done": int(letter.needs_tasks_done),
        "fallback_language": int(letter.fallback_language),
        "section": letter.section,
        "attach_original": int(letter.attach_original),
        "drafted_by": letter.drafted_by,
        "approved_by": ",".join(letter.approved_by),
        "send_after": instant(letter.send_after),
        "message_id": letter.message_id,
        "settled_at": instant(letter.settled_at),
        "ends_as": letter.ends_as,
        "given_sealed": sealed.seal(json.dumps(letter.given).encode()) if letter.given else None,
        "recipient_sealed": sealed.seal(_ADDRESS.dump_json(letter.recipient)),
        "subject_sealed": sealed.seal_text(letter.subject),
        "text_sealed": sealed.seal_text(letter.text),
    }


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)


def address_from(value: bytes | None, sealed: Sealed) -> Address:
    """Return a sealed address; an empty one for a forgotten one."""
    return _ADDRESS.validate_json(sealed.open(value)) if value is not None else Address("")


def _given(value: bytes | None, sealed: Sealed) -> tuple[tuple[str, str], ...]:
    pairs = json.loads(sealed.open(value)) if value else []
    return tuple((str(name), str(what)) for name, what in pairs)


def letter_from(row: sqlite3.Row, sealed: Sealed) -> CaseLetter:
    """Return a letter from its row."""
    return CaseLetter(
        id=row["id"],
        key=row["key"],
        lang=row["lang"],
        audience=row["audience"],
        recipient=address_from(row["recipient_sealed"], sealed),
        subject=sealed.open_text(row["subject_sealed"]),
        text=sealed.open_text(row["text_sealed"]),
        state=LetterState(row["state"]),
        covers=_split(row["covers"]),
        after_sent=row["after_sent"],
        outcome=row["outcome"],
        needs_second=bool(row["needs_second"]),
        needs_tasks_done=bool(row["needs_tasks_done"]),
        fallback_language=bool(row["fallback_language"]),
        section=row["section"],
        attach_original=bool(row["attach_original"]),
        drafted_by=row["drafted_by"],
        approved_by=_split(row["approved_by"]),
        send_after=moment(row["send_after"]),
        message_id=row["message_id"],
        settled_at=moment(row["settled_at"]),
        ends_as=row["ends_as"],
        given=_given(row["given_sealed"], sealed),
    )


def task_from(row: sqlite3.Row) -> Task:
    """Return a task from its row."""
    due = date.fromisoformat(row["due"]) if row["due"] else None
    return Task(row["id"], row["system"], row["owner"], due, row["result"])


def lines_from(lines: Iterable[sqlite3.Row], tasks: Iterable[sqlite3.Row]) -> tuple[Line, ...]:
    """Return request lines with their tasks."""
    by_line: dict[int, list[Task]] = {}
    for row in tasks:
        by_line.setdefault(row["line_id"], []).append(task_from(row))
    return tuple(
        Line(
            id=row["id"],
            type=row["type"],
            route=Route(row["route"]),
            clock=_CLOCK.validate_json(row["clock"]) if row["clock"] else None,
            tasks=tuple(by_line.get(row["id"], ())),
            outcome=row["outcome"],
        )
        for row in lines
    )


def note_from(row: sqlite3.Row, sealed: Sealed) -> CaseNote:
    """Return a note from its row."""
    return CaseNote(
        row["id"], _must(row["at"]), row["author"], sealed.open_text(row["text_sealed"])
    )


def case_from(
    row: sqlite3.Row,
    lines: tuple[Line, ...],
    letters: tuple[CaseLetter, ...],
    links: Iterable[sqlite3.Row],
    sealed: Sealed,
    *,
    notes: tuple[CaseNote, ...] = (),
) -> Case:
    """Return a case from its rows."""
    why, party_why = ("", "")
    if row["why_sealed"] is not None:
        why, party_why = json.loads(sealed.open(row["why_sealed"]))
    return Case(
        id=row["id"],
        version=row["version"],
        state=CaseState(row["state"]),
        received_at=_must(row["received_at"]),
        requester=address_from(row["requester_sealed"], sealed),
        lines=lines,
        letters=letters,
        channel=Channel(row["channel"]),
        party=PartyKind(row["party"]),
        party_why=party_why,
        entry_id=row["entry_id"],
        entry_name=row["entry_name"],
        named_in_mail=bool(row["named_in_mail"]),
        sender=SenderKind(row["sender"]),
        regime=row["regime"],
        language=row["language"],
        band=Band(row["band"]),
        confidence=row["confidence"],
        why=why,
        model=row["model"],
        authentication=Authenticated(row["authentication"]),
        assignee=row["assignee"],
        snoozed_until=moment(row["snoozed_until"]),
        links=tuple(Link(link["other_id"], LinkKind(link["why"])) for link in links),
        notes=notes,
        came_by=CameBy(row["came_by"]),
        from_forward=bool(row["from_forward"]),
        cleared=bool(row["cleared"]),
        decided_by=row["decided_by"],
        decided_at=moment(row["decided_at"]),
        mailbox_confirmed=bool(row["mailbox_confirmed"]),
        identity_attempts=row["identity_attempts"],
        batch=row["batch"],
        person=address_from(row["person_sealed"], sealed),
    )
