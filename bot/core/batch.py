"""Mails that one template wrote: what they have in common, and when they share one card."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.core.case import Case, Channel, LetterState, LinkKind
from bot.core.catalogue import SenderKind
from bot.core.free_mail import FREE_MAIL
from bot.core.mail import InboundMail
from bot.core.moves import Happened

LEAST = 3
"""Cases that make a batch: fewer keep their own cards."""

MOST = 500
"""Cases in one batch; the next one begins another."""

WINDOW = timedelta(days=7)
"""How long after its newest mail a batch still takes another one."""

_READ = 8_000  # characters
_SHINGLE, _SKETCH = 3, 48  # words; hashes kept
_FEWEST = 12  # shingles below which a text is too short to tell a template by
_ALIKE = 0.6  # share of shingles; what differs between a tool's mails is masked before
_WORD = re.compile(r"[^\W_]+")
_MASKED = re.compile(r"[^\s@]{1,200}+@\S+|https?://\S+|[^\s\d]{0,200}+\d\S*")  # bounded: quick

LEAVES_ON = frozenset(
    {
        Happened.JOINED,
        Happened.RECLASSIFIED,
        Happened.EDITED,
        Happened.REOPENED,
        Happened.FAILED,
        Happened.DOUBTFUL,
        Happened.BOUNCED,
        Happened.REFERRED,
        Happened.MOVED,
        Happened.MERGED,
        Happened.TOOK_OVER,
        Happened.SPLIT,
        Happened.FORWARD_CONFIRMED,
        Happened.FIRST_APPROVED,
        Happened.LETTER_VOIDED,
    }
)
"""What makes a case different from the others of its batch: it gets its own card."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Cases of one template: the agent, or the mark of a wording; what it asks; its sketch."""

    id: int
    agent: str
    types: tuple[str, ...]
    sketch: tuple[int, ...]
    opened_at: datetime
    last_at: datetime
    size: int = 0

    @property
    def from_people(self) -> bool:
        """Return whether its mails come from people's own mailboxes, in one wording."""
        return self.agent.startswith(_TEMPLATE)

    def takes(self, types: tuple[str, ...], sketch: tuple[int, ...]) -> bool:
        """Tell whether a mail that asks this, in these words, belongs to the template.

        A name can tip a doubtful second type, so the very same words may be read a little
        differently; such a case stays with the others and keeps its own lines and letter.
        """
        if sketch == self.sketch:
            return types[:1] == self.types[:1]
        return types == self.types and alike(self.sketch, sketch)


@dataclass(frozen=True, slots=True)
class Item:
    """One letter of a batch as somebody was shown it: what an approval of it is bound to."""

    case_id: int
    letter_id: int
    digest: str
    seen: int  # the newest mail of the case then
    warnings: tuple[str, ...] = ()  # what the check found; each page asks to tick them


def agent_of(mail: InboundMail) -> str:
    """Return who sends: the sender's domain, and the domain that signed if it is another."""
    domain = mail.sender.domain if mail.sender else ""
    signed = mail.dkim_domain.lower()
    return domain if not signed or signed == domain else f"{domain} ({signed})"


_TEMPLATE = "template "


def source_of(mail: InboundMail, sender: SenderKind, sketch: tuple[int, ...]) -> str:
    """Return whose mails one batch takes: an agent's, or those of one wording.

    Tools also send from people's own mailboxes, where no domain tells them. Their wording
    does: the smallest hash of the sketch, which two mails of one template share as often as
    their sketches do (Broder). Where it differs they begin another batch, and nothing is lost.
    """
    address = mail.sender
    if sender is SenderKind.AGENT and address and address.domain not in FREE_MAIL:
        return agent_of(mail)
    return f"{_TEMPLATE}{min(sketch):012x}"


def sketch_of(text: str) -> tuple[int, ...]:
    """Return the smallest hashes of the text's word triples, without what names a person.

    Capitalised words, numbers, addresses and links are left out: a template fills those in.
    Empty for a text that is too short to compare (Broder's resemblance by bottom-k sketch).
    """
    bare = _MASKED.sub(" ", text[:_READ])
    words = [word for word in _WORD.findall(bare) if word == word.lower()]
    triples = {" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)}
    if len(triples) < _FEWEST:
        return ()
    hashes = (int.from_bytes(blake2b(t.encode(), digest_size=6).digest()) for t in triples)
    return tuple(sorted(hashes)[:_SKETCH])


def alike(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Tell whether two sketches come from one template."""
    if not one or not other:
        return False
    union = sorted({*one, *other})[: max(len(one), len(other))]
    both = set(one) & set(other)
    return sum(value in both for value in union) / len(union) >= _ALIKE


def may_share_a_card(case: Case) -> bool:
    """Tell whether a new case may be decided together with others of its kind.

    What needs two people, or lies in a restricted channel, is decided by itself; so is a person
    who wrote before, because what that person wants is no longer the template's alone.
    """
    drafts = [letter for letter in case.letters if letter.state is LetterState.DRAFT]
    ours = case.sender in _ALONE and case.channel is Channel.PRIVACY
    alone = any(link.kind in _ALONE.get(case.sender, ()) for link in case.links)
    return ours and not alone and bool(drafts) and not any(one.needs_second for one in drafts)


_BEFORE = {LinkKind.DUPLICATE, LinkKind.SAME_REQUESTER, LinkKind.SAME_MAIL}
_ALONE = {
    SenderKind.AGENT: {LinkKind.WITHDRAWS, LinkKind.REPLY},
    SenderKind.PERSON: {LinkKind.WITHDRAWS, LinkKind.REPLY, *_BEFORE},
}


def is_known(case: Case) -> bool:
    """Tell whether the person was here before, or an entry of the directory is concerned."""
    before = {LinkKind.DUPLICATE, LinkKind.SAME_REQUESTER}
    return case.entry_id is not None or any(link.kind in before for link in case.links)
