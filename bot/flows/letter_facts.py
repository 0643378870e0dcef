"""What a letter may say of a case: facts gathered from case, mail, directory and staff."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Any

from bot.core.case import Case, LetterState
from bot.core.catalogue import Route, SenderKind
from bot.core.greeting import greeting_name
from bot.core.mail import Address, InboundMail
from bot.core.parties import Entry
from replies import Facts, LetterKind, topics
from replies.summaries import summary

TOPICAL = "policy_question/answer"
OUTSIDE = {"client": Route.CLIENT, "organisation": Route.ORGANISATION}
"""Audiences that are neither the requester nor we, and the route of what they answer."""
_ASKED = {"verify_identity", "verify_authority", "clarify"}
_HANDED = {"handover_client", "handover_organisation"}


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a letter is written from: the case, the mail that asks, the party, the moment."""

    case: Case
    mail: InboundMail
    entry: Entry | None
    now: datetime

    @property
    def contact_known(self) -> bool:
        """Tell whether the directory has an address for the responsible party."""
        return bool(self.entry and self.entry.contact_email)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """One letter of one kind, to somebody, in a language; `given` is what staff gave."""

    kind: LetterKind
    recipient: Address
    lang: str
    token: str
    spoken_of: tuple[str, ...] = ()
    answer_due_on: date | None = None
    given: tuple[tuple[str, str], ...] = ()


def covers(case: Case, kind: LetterKind, spoken_of: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the types that a letter settles: its own, or all that go where it goes.

    `spoken_of` are the types that it names; where it settles none, it is about those.
    """
    route = OUTSIDE.get(kind.audience)
    if route is None and kind.letter.startswith("redirect_"):
        route = Route.CLIENT if "client" in kind.letter else Route.ORGANISATION
    if route is None:
        waiting = {line.type for line in case.open_lines}
        return (kind.type, *(t for t in spoken_of if t in waiting and t != kind.type))
    handed = tuple({line.type: None for line in case.lines if line.route is route})
    return handed or (kind.type,)


def gather(dossier: Dossier, one: Addressed, zone: tzinfo, wait: Callable[[date], date]) -> Facts:
    """Return the facts of a letter; `wait` says until when an answer to it is awaited."""
    case, entry, mail, kind = dossier.case, dossier.entry, dossier.mail, one.kind
    about = covers(case, kind, one.spoken_of)
    lines = [line for line in case.lines if line.type in about]
    waiting = tuple(line.type for line in case.open_lines)
    due = [line.clock.due for line in lines if line.clock and line.clock.due]
    today = dossier.now.astimezone(zone).date()
    facts = Facts(
        type=kind.type,
        case_number=case.number,
        received_on=case.received_at.astimezone(zone).date(),
        today=today,
        types=about if kind.audience in OUTSIDE else waiting or case.types,
        language=case.language,
        recipient_name=(
            greeting_name(mail, one.recipient)
            if one.recipient == case.requester
            else one.recipient.name
        ),
        recipient_email=one.recipient.email,
        requester_name=greeting_name(mail, case.requester),
        requester_email=case.requester.email,
        sender=_asks_as(case),
        agent_name=case.requester.name if case.sender is SenderKind.AGENT else "",
        person_name=case.person.name or case.person.email,
        person_email=case.person.email if case.person.name else "",
        authentication=case.authentication.value,
        jurisdiction="" if case.regime == "none" else case.regime,
        party=case.party.value,
        party_name=entry.name if entry else "",
        party_website=entry.website if entry else "",
        contact_name=entry.contact_name if entry else "",
        contact_email=entry.contact_email if entry else "",
        client_named_in_mail=case.named_in_mail,
        due_on=min(due, default=case.due),
        reply_by=wait(today),
        answer_due_on=one.answer_due_on,
        asked_on=_sent_on(case, _ASKED, zone),
        handed_over_on=_sent_on(case, _HANDED, zone),
        original_text=mail.visible,
        request_summary=_summary(dossier, one),
        token=one.token,
        open_tasks=sum(len(line.open_tasks) for line in lines),
    )
    return replace(facts, **_values(one.given))


def _asks_as(case: Case) -> str:
    """Return who asks, as letters say it: whoever asks for another person asks as an agent."""
    for_another = case.sender is SenderKind.PERSON and case.person != Address("")
    return SenderKind.AGENT.value if for_another else case.sender.value


def guess_topic(mail: InboundMail) -> str:
    """Return the topic that a question about the policy seems to be about."""
    return topics.guess(f"{mail.subject}\n{mail.visible or mail.text}")


def _values(given: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Return what staff gave with dates as dates."""
    values: dict[str, Any] = dict(given)
    if day := values.get("new_due_on"):
        values["new_due_on"] = date.fromisoformat(day)
    return values


def _summary(dossier: Dossier, one: Addressed) -> str:
    """Say what a third party may know beyond types and dates: never the mail's own words."""
    entry = dossier.entry
    if one.kind.audience not in OUTSIDE or entry is None or not dossier.case.named_in_mail:
        return ""
    return summary(entry.name, entry.website, one.lang)


def _sent_on(case: Case, letters: set[str], zone: tzinfo) -> date | None:
    """Return the day on which the last of these letters left."""
    days = [
        letter.settled_at.astimezone(zone).date()
        for letter in case.letters
        if letter.state is LetterState.SENT
        and letter.settled_at
        and letter.key.partition("/")[2] in letters
    ]
    return max(days, default=None)
