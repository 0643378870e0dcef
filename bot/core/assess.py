"""From a mail, its verdict and the directory's hits to what it asks, of whom, by when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.case import Band, Case, CaseState, Channel, Line, Link
from bot.core.catalogue import BY_KEY, PartyKind, Route, SenderKind
from bot.core.deadline_rules import regime_of
from bot.core.deadlines import ClockFor
from bot.core.mail import Address, InboundMail, Machine
from bot.core.parties import Grounds, Hit, Party
from bot.core.party_rules import decide_party
from bot.core.party_words import DESK_ADDRESS
from bot.core.people import without_long_lists
from bot.core.routing import route_line, route_mail
from classifiers.verdict import Label, Text, Verdict

_BY_HEADERS = {
    Machine.AUTO_REPLY: "auto_reply",
    Machine.OURSELVES: "auto_reply",
    Machine.BOUNCE: "bounce",
    Machine.FEEDBACK: "bounce",
}


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one mail is; everything that triage prints and a card shows."""

    verdict: Verdict
    types: tuple[Label, ...]
    party: Party
    sender: SenderKind
    route: Route
    lines: tuple[Line, ...]
    noise: bool

    @property
    def band(self) -> Band:
        """Return how far to believe the types."""
        return Band(self.verdict.band)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the asserted request types, most important first."""
        return tuple(label.type for label in self.types)

    @property
    def channel(self) -> Channel:
        """Return the channel that may see it; a legal letter goes to legal and nobody else."""
        return Channel.of(self.keys)


def text_to_read(mail: InboundMail, *, is_reply: bool = False) -> Text:
    """Return what the classifier reads: the new words, or the forwarded ones if there are none."""
    body = mail.visible.strip()
    if mail.forwarded is not None and len(body.split()) < 12:
        body = f"{body}\n\n{mail.forwarded.text}".strip()
    machine = _BY_HEADERS.get(mail.machine) if mail.machine else None
    return Text(
        subject=mail.subject,
        body=without_long_lists(body or mail.text),
        quoted=mail.quoted,
        machine="bounce" if machine == "bounce" else "auto_reply" if machine else "",
        sender_email=mail.sender.email if mail.sender else "",
        is_reply=is_reply,
    )


_MOST_TYPES = 6  # consumer tools' letters ask for five things at most


def assess(
    mail: InboundMail, verdict: Verdict, hits: Sequence[Hit], clock_for: ClockFor, day0: datetime
) -> Assessment:
    """Combine the readings; `day0` is when the mailbox got the mail (aware)."""
    if len(verdict.types) > _MOST_TYPES:  # no person asks so much: noise that looks like words
        verdict = replace(verdict, types=verdict.types[:_MOST_TYPES], band="unsure")
    types, sender = verdict.types, SenderKind(verdict.sender.kind)
    by_headers = _BY_HEADERS.get(mail.machine) if mail.machine else None
    if by_headers:
        types = (Label(by_headers, 1.0, mail.machine_why),)
        sender = SenderKind.MACHINE
    noise = BY_KEY[types[0].type].noise and (bool(by_headers) or not verdict.unsure)
    reading = PartyKind.NONE if noise else PartyKind(verdict.party.kind)
    party = decide_party(_grounds(mail, verdict, reading, types[0], hits))
    if party.customer:
        sender = SenderKind.ORGANISATION
    unsure = verdict.unsure and not by_headers
    keys = [label.type for label in types]
    return Assessment(
        verdict=verdict,
        types=types,
        party=party,
        sender=sender,
        route=route_mail(keys, party, sender, unsure=unsure),
        lines=make_lines(
            keys,
            party,
            verdict.jurisdiction.code,
            clock_for,
            day0,
            unsure=unsure,
            text=f"{mail.subject}\n{mail.words}",
        ),
        noise=noise,
    )


def _grounds(
    mail: InboundMail, verdict: Verdict, reading: PartyKind, first: Label, hits: Sequence[Hit]
) -> Grounds:
    """Return what the party is decided from."""
    inner, writer = mail.forwarded, mail.sender
    other = inner is not None and inner.sender is not None and inner.sender != writer
    words = [mail.subject, mail.visible or mail.text, inner.text if inner else ""]
    return Grounds(
        reading,
        verdict.party.confidence,
        verdict.party.why,
        tuple(hits),
        type=first.type,
        type_confidence=first.confidence,
        sender=SenderKind(verdict.sender.kind),
        text="\n".join(words),
        forwards=other,
        from_desk=bool(writer and DESK_ADDRESS.match(writer.email.lower().partition("@")[0])),
    )


_HANDED_TO = {PartyKind.CLIENT_DATA: "client", PartyKind.ORG_ADMINISTERED: "organisation"}
_ALWAYS = {"legal_process", "security_report"}  # they have a clock whoever is concerned
_TOLD = {"security_report"}  # ours to handle, but clients whose data it is have to be told
_THEIRS = {Route.CLIENT, Route.ORGANISATION, Route.PERSON}


def make_lines(
    types: Sequence[str],
    party: Party,
    regime: str,
    clock_for: ClockFor,
    day0: datetime,
    *,
    unsure: bool = False,
    text: str = "",
) -> tuple[Line, ...]:
    """Return a request line for each type, routed and with its clock.

    `text` is what the person wrote: it may invoke rules of its own.
    """
    lines = []
    within = (party.entry.sla_business_days or 0) if party.entry else 0
    for number, key in enumerate(types, 1):
        route = route_line(key, party, unsure=unsure)
        told = route in _THEIRS or key in _TOLD
        handed_to = _HANDED_TO.get(party.kind, "") if told else ""
        counted = BY_KEY[key].clocked and (party.kind is not PartyKind.NONE or key in _ALWAYS)
        law = regime_of(regime, key, text)
        clock = clock_for(key, law, handed_to, day0, within=within) if counted else None
        lines.append(Line(number, key, route, clock))
    return tuple(lines)


def new_case(
    number: int, mail: InboundMail, view: Assessment, day0: datetime, links: Sequence[Link]
) -> Case:
    """Return the case that a mail opens, without letters."""
    return Case(
        id=number,
        version=1,
        state=CaseState.OPEN,
        received_at=day0,
        requester=mail.sender or Address(""),
        lines=view.lines,
        channel=view.channel,
        party=view.party.kind,
        party_why=view.party.why,
        entry_id=view.party.entry.id if view.party.entry else None,
        entry_name=view.party.entry.name if view.party.entry else "",
        named_in_mail=view.party.named_in_mail,
        sender=view.sender,
        regime=view.verdict.jurisdiction.code,
        language=view.verdict.language.code,
        band=view.band,
        confidence=view.types[0].confidence,
        why=view.types[0].why,
        model=view.verdict.model,
        authentication=mail.authentication,
        links=tuple({link.other: link for link in reversed(links)}.values())[::-1],
    )
