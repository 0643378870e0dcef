"""Decides the party of a mail: a table of rules over reading, directory and words.

Touches no directory and no mail; `RULES` is the table, and the first row that holds gives
kind, name and why. Design: PRODUCT, "Routing by party".
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from bot.core.catalogue import BY_KEY, PartyKind, Route, SenderKind
from bot.core.parties import Entry, EntryKind, Grounds, Hit, How, Party, Role
from bot.core.party_words import (
    CLIENT_SITE,
    EMPLOYER,
    LEAD_OR_BILLING,
    OWN_ACCOUNT,
    OWN_USERS,
    READ,
    folded,
)

SURE = 0.8
"""From here on a reading of the text outweighs a mere mention of a name."""

LIKELY = 0.5
"""From here on a reading of the text is believed where the sender's domain supports it."""

_CLIENT, _ORGANISATION = EntryKind.CLIENT, EntryKind.ORGANISATION
_MENTIONS = frozenset({How.ADDRESS, How.LINK, How.NAME})
_OUTSIDE = frozenset({PartyKind.CLIENT_DATA, PartyKind.ORG_ADMINISTERED})
_MAY_CONCERN_SOMEBODY = frozenset({"legal_process", "security_report"})
_SHY = frozenset({"testimonial", "policy_question"})
"""Types in which a company is often named without holding the writer's data."""
_PERSONAL = frozenset(
    "access delete correct transfer restrict object optout_sale optout_marketing"
    " withdraw_consent child complaint appeal".split()
)
"""Types that are always somebody's request about data."""


@dataclass(frozen=True)
class Case:
    """The grounds with what rules ask of them, each found at most once."""

    grounds: Grounds

    @cached_property
    def words(self) -> str:
        """The text as the patterns want it."""
        return folded(self.grounds.text[:READ])

    def says(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether the text has one of these phrases."""
        return pattern.search(self.words) is not None

    def reads(self, *kinds: PartyKind, least: float = 0.0) -> bool:
        """Tell whether the text was read as one of these, at least this surely."""
        return self.grounds.reading in kinds and self.grounds.confidence >= least

    @property
    def weak(self) -> bool:
        """Tell whether the reading gives way to evidence of names."""
        return self.reads(PartyKind.UNKNOWN) or self.grounds.confidence < SURE

    def found(self, kind: EntryKind, hows: Iterable[How], *roles: Role) -> tuple[Hit, ...]:
        """Return the hits of a kind, found in one of these ways, in these roles or in any."""
        return tuple(
            hit
            for hit in self.grounds.hits
            if hit.entry.kind is kind and hit.how in hows and (not roles or hit.role in roles)
        )

    def sent_by(self, kind: EntryKind) -> tuple[Hit, ...]:
        """Return the entries of the sender's own domain."""
        return self.found(kind, (How.SENDER,))

    @cached_property
    def clients(self) -> tuple[Hit, ...]:
        """Clients that the text speaks of, without the one where the writer only works."""
        own = {hit.entry for hit in self.sent_by(_CLIENT)}
        works_at = {hit.entry for hit in self.found(_CLIENT, _MENTIONS, Role.EMPLOYER)}
        hits = self.found(_CLIENT, _MENTIONS, Role.SERVICE, Role.PLAIN)
        served = {hit.entry for hit in hits if hit.role is Role.SERVICE}
        return tuple(
            hit for hit in hits if hit.entry not in own and hit.entry not in works_at - served
        )

    @property
    def served(self) -> bool:
        """Tell whether the writer is some client's customer or visitor."""
        return any(hit.role is Role.SERVICE or hit.how is How.LINK for hit in self.clients)

    @cached_property
    def organisations(self) -> tuple[Hit, ...]:
        """Organisations by domain, account address, or words of work and study."""
        return (
            *self.found(_ORGANISATION, (How.SENDER, How.FORWARDED)),
            *self.found(_ORGANISATION, (How.ADDRESS,), Role.EMPLOYER, Role.SERVICE, Role.PLAIN),
            *self.found(_ORGANISATION, _MENTIONS, Role.EMPLOYER, Role.SERVICE),
        )

    @property
    def passes_on(self) -> bool:
        """Tell whether the writer speaks for its own user."""
        grounds = self.grounds
        if grounds.type in _SHY or grounds.type not in BY_KEY:
            return False
        speaks_for_all = grounds.sender is SenderKind.ORGANISATION and self.reads(*_OUTSIDE)
        forwards = grounds.forwards and grounds.type != "optout_marketing"
        own = self.says(OWN_ACCOUNT) or self.reads(PartyKind.OWN_USER, least=SURE)
        desk = grounds.from_desk and grounds.type in _PERSONAL and not own
        return self.says(OWN_USERS) or forwards or speaks_for_all or desk


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: why, when it holds, which party it gives and who may be named."""

    why: str
    when: Callable[[Case], bool]
    kind: PartyKind
    names: Callable[[Case], tuple[Hit, ...]] = lambda case: ()
    customer: bool = False


def _of_a_desk(case: Case) -> bool:
    """A desk's matter names nobody, unless it says whose data it is about."""
    grounds = case.grounds
    if grounds.type == "other":
        doubtful = grounds.type_confidence < SURE and bool(case.clients)
        return case.reads(PartyKind.NONE) and not case.served and not doubtful
    if grounds.type not in BY_KEY or BY_KEY[grounds.type].desk is Route.US:
        return False
    if grounds.type_confidence < LIKELY and case.served and not BY_KEY[grounds.type].noise:
        return False
    if grounds.type == "legal_process" and case.clients:
        return False
    return grounds.type not in _MAY_CONCERN_SOMEBODY or not case.reads(
        *_OUTSIDE, PartyKind.OWN_USER
    )


def _client_for_its_user(case: Case) -> bool:
    if not case.sent_by(_CLIENT) or case.clients:
        return False
    return case.passes_on or case.reads(PartyKind.CLIENT_DATA, least=LIKELY)


def _client_for_itself(case: Case) -> bool:
    if not case.sent_by(_CLIENT) or case.clients:
        return False
    runs_it = case.reads(PartyKind.ORG_ADMINISTERED) and case.weak and not case.says(EMPLOYER)
    return case.reads(PartyKind.CLIENT_DATA) or runs_it


def _about_a_named_client(case: Case) -> bool:
    """Tell whether a client is named and nothing outweighs it."""
    if not case.clients or case.reads(PartyKind.CLIENT_DATA):
        return bool(case.clients)
    administered = case.organisations and case.reads(PartyKind.ORG_ADMINISTERED, least=SURE)
    shy = case.grounds.type in _SHY and not (case.grounds.type == "policy_question" and case.served)
    if shy or administered:
        return False
    if case.sent_by(_ORGANISATION) or case.sent_by(_CLIENT):
        return case.served or case.says(CLIENT_SITE)
    if case.says(OWN_ACCOUNT):
        return case.served and case.weak
    return case.served or case.weak


def _about_an_unnamed_client(case: Case) -> bool:
    """Tell whether only the words say that a client's site is meant."""
    if case.reads(PartyKind.CLIENT_DATA, least=SURE):
        return not (case.organisations and case.says(EMPLOYER))
    own = case.says(OWN_ACCOUNT) or case.says(EMPLOYER) or case.sent_by(_CLIENT)
    return not own and case.weak and case.says(CLIENT_SITE)


def _about_an_organisation(case: Case) -> bool:
    if case.grounds.type in {"testimonial", "other"} and not case.sent_by(_ORGANISATION):
        return False
    if case.organisations:
        return True
    named = case.found(_ORGANISATION, _MENTIONS, Role.PLAIN)
    return bool(named) and (case.reads(PartyKind.ORG_ADMINISTERED) or case.says(EMPLOYER))


def _may_be_client(case: Case) -> tuple[Hit, ...]:
    """Return who may be the client: what the text says, else whoever was found at all."""
    if case.clients:
        return case.clients
    works_at = case.found(_CLIENT, _MENTIONS, Role.EMPLOYER)
    if works_at and case.reads(PartyKind.CLIENT_DATA, least=SURE):
        return works_at
    return case.found(_CLIENT, (How.FUZZY,))


def _may_be_organisation(case: Case) -> tuple[Hit, ...]:
    """Return who may be the organisation: by domain and words, else by any mention."""
    mentioned = case.found(_ORGANISATION, _MENTIONS)
    return case.organisations or mentioned or case.found(_ORGANISATION, (How.FUZZY,))


RULES = (
    Rule("no person's request about data", _of_a_desk, PartyKind.NONE),
    Rule(
        "a client writes about its own user",
        _client_for_its_user,
        PartyKind.CLIENT_DATA,
        lambda case: case.sent_by(_CLIENT),
        customer=True,
    ),
    Rule("a client writes about its own account", _client_for_itself, PartyKind.OWN_USER),
    Rule(
        "an organisation writes about its own user",
        lambda case: bool(case.sent_by(_ORGANISATION)) and case.passes_on and not case.served,
        PartyKind.ORG_ADMINISTERED,
        lambda case: case.sent_by(_ORGANISATION),
        customer=True,
    ),
    Rule(
        "the text is about a client's site",
        _about_a_named_client,
        PartyKind.CLIENT_DATA,
        _may_be_client,
    ),
    Rule(
        "the writer is a customer of somebody whose name is like a client's",
        lambda case: (
            case.weak
            and bool(case.found(_CLIENT, (How.FUZZY,), Role.SERVICE))
            and not (case.says(OWN_ACCOUNT) or case.organisations or case.sent_by(_CLIENT))
        ),
        PartyKind.CLIENT_DATA,
        _may_be_client,
    ),
    Rule(
        "the text is about an unnamed client's site",
        _about_an_unnamed_client,
        PartyKind.CLIENT_DATA,
        _may_be_client,
    ),
    Rule(
        "an organisation administers the account",
        _about_an_organisation,
        PartyKind.ORG_ADMINISTERED,
        _may_be_organisation,
    ),
    Rule(
        "an unnamed employer or school administers the account",
        lambda case: (
            case.reads(PartyKind.UNKNOWN, PartyKind.NONE) and case.weak and case.says(EMPLOYER)
        ),
        PartyKind.ORG_ADMINISTERED,
        _may_be_organisation,
    ),
    Rule(
        "the writer's own account is with us",
        lambda case: case.reads(PartyKind.UNKNOWN) and case.says(OWN_ACCOUNT),
        PartyKind.OWN_USER,
    ),
    Rule(
        "somebody's request, whoever holds the data",
        lambda case: case.reads(PartyKind.NONE) and case.weak and case.grounds.type in _PERSONAL,
        PartyKind.UNKNOWN,
    ),
    Rule(
        "as the text reads",
        lambda case: case.reads(PartyKind.CLIENT_DATA),
        PartyKind.CLIENT_DATA,
        _may_be_client,
    ),
    Rule(
        "as the text reads",
        lambda case: case.reads(PartyKind.ORG_ADMINISTERED),
        PartyKind.ORG_ADMINISTERED,
        _may_be_organisation,
    ),
)


def decide_party(grounds: Grounds) -> Party:
    """Return the party by the first rule that holds, else as the text reads."""
    case = Case(grounds)
    for rule in RULES:
        if rule.when(case):
            return _party(rule, case)
    return Party(grounds.reading, confidence=grounds.confidence, why=grounds.why)


def _party(rule: Rule, case: Case) -> Party:
    grounds = case.grounds
    own = grounds.confidence if grounds.reading is rule.kind else 0.0
    hits = rule.names(case)
    certain = _strongest([hit for hit in hits if hit.how is not How.FUZZY])
    entries = tuple(dict.fromkeys(hit.entry for hit in certain))
    ours = rule.kind is PartyKind.ORG_ADMINISTERED and not rule.customer
    found = Party(
        rule.kind,
        confidence=max(own, LIKELY),
        why=f"{rule.why} ({grounds.why})" if own and grounds.why else rule.why,
        candidates=tuple(dict.fromkeys(hit.entry for hit in hits)),
        customer=rule.customer,
        ours=ours and case.says(LEAD_OR_BILLING),
    )
    if len(entries) != 1:
        more = "several entries fit" if entries else "a similar name" if hits else ""
        return replace(found, why=f"{found.why}; {more}" if more else found.why)
    best = max(certain, key=lambda hit: hit.confidence)
    return replace(
        found,
        entry=best.entry,
        confidence=max(own, best.confidence),
        why=f"{rule.why} ({best.how.value}: {best.evidence})",
        candidates=(),
        named_in_mail=any(h.entry == best.entry and h.how in _MENTIONS for h in grounds.hits),
    )


def _strongest(hits: list[Hit]) -> list[Hit]:
    """Return the hits of the best tier, without entries whose evidence another has and more."""
    if not hits:
        return []
    top = min(_tier(hit) for hit in hits)
    best = [hit for hit in hits if _tier(hit) == top]
    evidence: dict[Entry, set[tuple[How, str]]] = {}
    for hit in hits:
        evidence.setdefault(hit.entry, set()).add((hit.how, hit.evidence))
    return [
        hit for hit in best if not any(evidence[hit.entry] < other for other in evidence.values())
    ]


def _tier(hit: Hit) -> int:
    """Rank evidence: what the writer says of himself and hosts, then mentions, then signatures."""
    if hit.role is Role.SIGNATURE:
        return 2
    telling = hit.role in {Role.SERVICE, Role.EMPLOYER}
    return 0 if telling or hit.how is not How.NAME else 1
