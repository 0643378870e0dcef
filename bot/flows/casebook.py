"""A case with everything around it, as people are shown it; shared by the scenes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.case import Case
from bot.core.decision import OTHER, Event
from bot.core.mail import Address, Authenticated, InboundMail
from bot.core.sensitive import masked_sensitive, sensitive_in
from bot.core.views import CaseView, Forward, Original
from bot.flows.drafting import Dossier, Drafter
from bot.flows.ports import Audit, Cases, Directory

_EXCERPT = 700  # characters; the whole mail is one click away
_LOOKED_AT = 20_000  # characters of a mail


def _excerpt(mail: InboundMail) -> str:
    """Return the beginning of what a mail says; masked before it is cut, not half of a number."""
    words = mail.words if mail.forwarded else mail.visible or mail.text
    return masked_sensitive(words[: 3 * _EXCERPT])[:_EXCERPT]


def _looked_at(mail: InboundMail) -> str:
    return f"{mail.subject}\n{mail.text[:_LOOKED_AT]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Casebook:
    """Reads cases, their mails, directory entries and history."""

    cases: Cases
    directory: Directory
    audit: Audit
    drafter: Drafter
    now: Callable[[], datetime]
    own_domains: tuple[str, ...] = ()
    originals: Callable[[int], list[Original]] = lambda case_id: []

    def mails(self, case_id: int) -> list[InboundMail]:
        """Return the mails of a case, oldest first."""
        return [mail for _, mail in self.cases.mails(case_id)]

    def dossier(self, case: Case) -> Dossier:
        """Return what a letter of this case is written from."""
        mails = self.mails(case.id)
        # The words to go by are the requester's own, not a report's or a client's answer.
        mails = [mail for mail in mails if mail.sender == case.requester] or mails
        entry = self.directory.entry(case.entry_id) if case.entry_id else None
        return Dossier(case, mails[-1] if mails else InboundMail(), entry, self.now())

    def title(self, key: str) -> str:
        """Return the title of a letter; empty if there is no such letter (any more)."""
        return self.drafter.title(key) if key else ""

    def forward_of(self, case: Case) -> Forward | None:
        """Return whom an authenticated forward from our own domains says the mail is from."""
        if case.from_forward or case.authentication is not Authenticated.PASS:
            return None
        if not self._ours(case.requester):
            return None
        for mail in self.mails(case.id):
            inner = mail.forwarded
            if mail.sender == case.requester and inner and inner.sender and inner.sender.email:
                return None if self._ours(inner.sender) else Forward(inner.sender, inner.date)
        return None

    def _ours(self, address: Address) -> bool:
        return any(
            address.domain == ours or address.domain.endswith(f".{ours}")
            for ours in (domain.lower().lstrip("@") for domain in self.own_domains)
        )

    def told(self, case: Case, events: Sequence[Event]) -> tuple[Event, ...]:
        """Return events as those who see this case may read them: of a hidden case, no number."""
        hidden = self._hidden(case, events)
        return tuple(
            replace(event, facts={**event.facts, OTHER: None})
            if event.facts.get(OTHER) in hidden
            else event
            for event in events
        )

    def _hidden(self, case: Case, events: Sequence[Event] = ()) -> frozenset[int]:
        """Return the cases that nobody learns of who sees this one only."""
        others = {link.other for link in case.links}
        others |= {int(event.facts[OTHER] or 0) for event in events if OTHER in event.facts}
        return self.cases.hidden(others, case.channel)

    def _wordless(self, case_id: int, mail: InboundMail) -> Original | None:
        """Return where a mail lies whose words, if it has any, are in what is attached."""
        if not mail.attachments or mail.words.strip():
            return None
        return next(iter(self.originals(case_id)), None)

    def view(self, case_id: int) -> CaseView | None:
        """Return a case as staff see it, or None."""
        case = self.cases.load(case_id)
        if case is None:
            return None
        dossier, hidden = self.dossier(case), self._hidden(case)
        mail, mails = dossier.mail, self.mails(case_id)
        return CaseView(
            case=replace(case, links=tuple(x for x in case.links if x.other not in hidden)),
            subject=mail.subject,
            excerpt=_excerpt(mail),
            letters=tuple(self.drafter.view(dossier, letter) for letter in case.letters),
            today=self.drafter.day_of(dossier.now),
            history=self.told(case, [event for _, event in self.audit.of_case(case_id)]),
            attachments=tuple(a.name or a.content_type for a in mail.attachments),
            problems=mail.problems,
            encrypted=mail.encrypted,
            mails=len(mails),
            sensitive=sensitive_in("\n".join(_looked_at(one) for one in mails)),
            forward=self.forward_of(case),
            original=self._wordless(case_id, mail),
            newest_mail=self.cases.newest_mail(case_id),
        )
