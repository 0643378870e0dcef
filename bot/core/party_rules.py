"""Decides the party of a mail: a table of rules over reading, directory and words.

Touches no directory and no mail; `RULES` is the table, and the first row that holds gives
kind, name and why. Design: PRODUCT, "Routing by party".
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.core.catalogue import BY_KEY, PartyKind, Route
from bot.core.parties import Entry, Grounds, Hit, How, Party, Role
from bot.core.party_evidence import (
    CLIENT,
    LIKELY,
    MAY_CONCERN_SOMEBODY,
    MENTIONS,
    ORGANISATION,
    OUTSIDE,
    PERSONAL,
    SHOWN,
    SHY,
    SURE,
    Evidence,
)
from bot.core.party_words import (
    CLIENT_SITE,
    EMPLOYER,
    LEAD_OR_BILLING,
    OWN_ACCOUNT,
    OWN_USERS,
    PRIVATE_ACCOUNT,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: why, when it holds, which party it gives and who may be named."""

    why: str
    when: Callable[[Evidence], bool]
    kind: PartyKind
    names: Callable[[Evidence], tuple[Hit, ...]] = lambda case: ()
    customer: bool = False


def _of_a_desk(case: Evidence) -> bool:
    """A desk's matter names nobody, unless it says whose data it is about."""
    grounds = case.grounds
    unread = case.unread and case.clients and grounds.type in {"other", "support"}
    hands_on = case.hands_on and grounds.type == "support" and grounds.type_confidence < SURE
    if unread or hands_on:
        return False
    if grounds.type == "other":
        doubtful = grounds.type_confidence < SURE and bool(case.clients)
        return case.reads(PartyKind.NONE) and not case.served and not doubtful
    if grounds.type not in BY_KEY or BY_KEY[grounds.type].desk is Route.US:
        return False
    if grounds.type_confidence < LIKELY and case.served and not BY_KEY[grounds.type].noise:
        return False
    if grounds.type == "legal_process" and case.clients:
        return False
    return grounds.type not in MAY_CONCERN_SOMEBODY or not case.reads(*OUTSIDE, PartyKind.OWN_USER)


def _client_for_its_user(case: Evidence) -> bool:
    if not case.sent_by(CLIENT) or case.clients:
        return False
    return case.passes_on or case.reads(PartyKind.CLIENT_DATA, least=LIKELY)


def _client_for_itself(case: Evidence) -> bool:
    if not case.sent_by(CLIENT) or case.clients:
        return False
    runs_it = case.reads(PartyKind.ORG_ADMINISTERED) and case.weak and not case.says(EMPLOYER)
    return case.reads(PartyKind.CLIENT_DATA) or runs_it


def _about_a_named_client(case: Evidence) -> bool:
    """Tell whether a client is named and nothing outweighs it."""
    if not case.clients or case.reads(PartyKind.CLIENT_DATA):
        return bool(case.clients)
    administered = case.organisations and case.reads(PartyKind.ORG_ADMINISTERED, least=SURE)
    shy = case.grounds.type in SHY and not (case.grounds.type == "policy_question" and case.served)
    if shy or administered:
        return False
    if case.sent_by(ORGANISATION) or case.sent_by(CLIENT):
        return case.served or case.says(CLIENT_SITE)
    if case.says(OWN_ACCOUNT):
        return case.served and case.weak
    return case.served or case.weak


def _about_an_unnamed_client(case: Evidence) -> bool:
    """Tell whether only the words say that a client's site is meant."""
    if case.reads(PartyKind.CLIENT_DATA, least=SURE):
        return not (case.organisations and case.says(EMPLOYER))
    own = case.says(OWN_ACCOUNT) or case.says(EMPLOYER) or case.sent_by(CLIENT)
    return not own and case.weak and case.says(CLIENT_SITE)


def _about_an_organisation(case: Evidence) -> bool:
    if case.grounds.type in {"testimonial", "other"} and not case.sent_by(ORGANISATION):
        return False
    if case.organisations:
        return True
    if case.says(OWN_ACCOUNT):
        return False
    named = case.found(ORGANISATION, MENTIONS, Role.PLAIN)
    pupil = case.grounds.type == "child" and case.weak
    return bool(named) and (pupil or case.reads(PartyKind.ORG_ADMINISTERED) or case.says(EMPLOYER))


def _may_be_client(case: Evidence) -> tuple[Hit, ...]:
    """Return who may be the client: what the text says, else whoever was found at all."""
    if case.clients:
        return case.clients
    works_at = case.found(CLIENT, MENTIONS, Role.EMPLOYER)
    if works_at and case.reads(PartyKind.CLIENT_DATA, least=SURE):
        return works_at
    return case.found(CLIENT, (How.FUZZY,))


def _may_be_organisation(case: Evidence) -> tuple[Hit, ...]:
    """Return who may be the organisation: by domain and words, else by any mention."""
    mentioned = case.found(ORGANISATION, MENTIONS)
    return case.organisations or mentioned or case.found(ORGANISATION, (How.FUZZY,))


RULES = (
    Rule("no person's request about data", _of_a_desk, PartyKind.NONE),
    Rule(
        "a client writes about its own user",
        _client_for_its_user,
        PartyKind.CLIENT_DATA,
        lambda case: case.sent_by(CLIENT),
        customer=True,
    ),
    Rule("a client writes about its own account", _client_for_itself, PartyKind.OWN_USER),
    Rule(
        "an organisation writes about its own user",
        lambda case: bool(case.sent_by(ORGANISATION)) and case.passes_on and not case.served,
        PartyKind.ORG_ADMINISTERED,
        lambda case: case.sent_by(ORGANISATION),
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
            and bool(case.found(CLIENT, (How.FUZZY,), Role.SERVICE))
            and not (case.says(OWN_ACCOUNT) or case.organisations or case.sent_by(CLIENT))
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
        "the writer speaks of a private account",
        lambda case: (
            (case.reads(*OUTSIDE, PartyKind.UNKNOWN) or bool(case.organisations))
            and case.says(PRIVATE_ACCOUNT)
            and not case.sent_by(ORGANISATION)
            and not case.says(OWN_USERS)
        ),
        PartyKind.OWN_USER,
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
        lambda case: (
            case.says(OWN_ACCOUNT)
            and (case.reads(PartyKind.UNKNOWN) or (case.weak and case.reads(*OUTSIDE)))
            and not (case.reads(PartyKind.ORG_ADMINISTERED) and case.says(EMPLOYER))
        ),
        PartyKind.OWN_USER,
    ),
    Rule(
        "somebody's request, whoever holds the data",
        lambda case: case.reads(PartyKind.NONE) and case.weak and case.grounds.type in PERSONAL,
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
    case = Evidence(grounds)
    for rule in RULES:
        if rule.when(case):
            return _party(rule, case)
    return Party(grounds.reading, confidence=grounds.confidence, why=grounds.why)


def _party(rule: Rule, case: Evidence) -> Party:
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
        named_in_mail=any(h.entry == best.entry and h.how in SHOWN for h in grounds.hits),
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
