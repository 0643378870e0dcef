"""The draft as the rules see it: the letter as it would leave, and all that is known of it."""

from dataclasses import dataclass

from replies.facts import Facts, LetterKind, Recipient
from replies.profile import Profile


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter on its way to approval; `text` may be what staff typed."""

    kind: LetterKind
    lang: str
    subject: str
    text: str
    facts: Facts
    recipient: Recipient | None
    profile: Profile

    @property
    def audience(self) -> str:
        """Return who reads it; a reminder goes to whichever party has the request."""
        if self.kind.letter == "reminder_party" and self.facts.party == "org_administered":
            return "organisation"
        return self.kind.audience
