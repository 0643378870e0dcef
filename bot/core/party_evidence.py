"""What rules ask of the grounds of a party: who sent, who is named in which role, what is said.

Decides nothing: `party_rules` does.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.core.catalogue import BY_KEY, PartyKind, SenderKind
from bot.core.parties import EntryKind, Grounds, Hit, How, Role
from bot.core.party_words import A_RIGHT, OWN_ACCOUNT, OWN_USERS, READ, folded

_LATIN = re.compile(r"[a-z]")
_LETTER = re.compile(r"[^\W\d_]")

SURE = 0.8
"""From here on a reading of the text outweighs a mere mention of a name."""

LIKELY = 0.5
"""From here on a reading of the text is believed where the sender's domain supports it."""

CLIENT, ORGANISATION = EntryKind.CLIENT, EntryKind.ORGANISATION
MENTIONS = frozenset({How.ADDRESS, How.LINK, How.NAME})
SHOWN = MENTIONS | {How.FORWARDED}
"""Where the mail itself shows who it is about."""
OUTSIDE = frozenset({PartyKind.CLIENT_DATA, PartyKind.ORG_ADMINISTERED})
MAY_CONCERN_SOMEBODY = frozenset({"legal_process", "security_report"})
SHY = frozenset({"testimonial", "policy_question"})
"""Types in which a company is often named without holding the writer's data."""
PERSONAL = frozenset(
    "access delete correct transfer restrict object optout_sale optout_marketing"
    " withdraw_consent child complaint appeal".split()
)
"""Types that are always somebody's request about data."""


@dataclass(frozen=True)
class Evidence:
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
        unsure = self.reads(PartyKind.UNKNOWN) or self.grounds.confidence < SURE
        return unsure or self.unread

    @cached_property
    def unread(self) -> bool:
        """Tell whether the text is in letters that no reader here knows."""
        latin, letters = _LATIN.findall(self.words), _LETTER.findall(self.words)
        return len(letters) > 2 * len(latin)

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
        own = {hit.entry for hit in self.sent_by(CLIENT)}
        works_at = {hit.entry for hit in self.found(CLIENT, MENTIONS, Role.EMPLOYER)}
        hits = self.found(CLIENT, MENTIONS, Role.SERVICE, Role.PLAIN)
        hits += self.found(CLIENT, (How.FORWARDED,))  # what a client wrote to its customer
        served = {hit.entry for hit in hits if hit.role is Role.SERVICE}
        return tuple(
            hit for hit in hits if hit.entry not in own and hit.entry not in works_at - served
        )

    @property
    def served(self) -> bool:
        """Tell whether the writer is some client's customer or visitor."""
        hosts = {How.LINK, How.FORWARDED}
        return any(hit.role is Role.SERVICE or hit.how in hosts for hit in self.clients)

    @cached_property
    def organisations(self) -> tuple[Hit, ...]:
        """Organisations by domain, account address, or words of work and study."""
        # A law firm that writes for its own client is an agent, not whose account it is.
        agent = self.grounds.sender is SenderKind.AGENT
        return (
            *(() if agent else self.sent_by(ORGANISATION)),
            *self.found(ORGANISATION, (How.FORWARDED,)),
            *self.found(ORGANISATION, (How.ADDRESS,), Role.EMPLOYER, Role.SERVICE, Role.PLAIN),
            *self.found(ORGANISATION, MENTIONS, Role.EMPLOYER, Role.SERVICE),
        )

    @property
    def hands_on(self) -> bool:
        """Tell whether an entry's own address hands on what a user of its own asks for."""
        ours = self.sent_by(CLIENT) or self.sent_by(ORGANISATION)
        return bool(ours) and self.says(OWN_USERS) and self.says(A_RIGHT)

    @property
    def passes_on(self) -> bool:
        """Tell whether the writer speaks for its own user."""
        grounds = self.grounds
        doubtful = grounds.type_confidence < LIKELY and self.hands_on
        if (grounds.type in SHY and not doubtful) or grounds.type not in BY_KEY:
            return False
        speaks_for_all = grounds.sender is SenderKind.ORGANISATION and self.reads(*OUTSIDE)
        forwards = grounds.forwards and grounds.type != "optout_marketing"
        own = self.says(OWN_ACCOUNT) or self.reads(PartyKind.OWN_USER, least=SURE)
        desk = grounds.from_desk and grounds.type in PERSONAL and not own
        return self.says(OWN_USERS) or forwards or speaks_for_all or desk
