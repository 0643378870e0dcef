"""Drafts letters for a case and checks what they say; sends nothing, decides nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from bot.core.case import BOT, Case, CaseLetter
from bot.core.catalogue import PartyKind, Route
from bot.core.mail import Address, InboundMail
from bot.core.parties import Entry
from bot.core.views import LetterView, Note
from replies import CannotRender, Facts, LetterKind, NoSuchLetter, Recipient

if TYPE_CHECKING:
    from replies.letters import Replies

_OUTSIDE = {"client": Route.CLIENT, "organisation": Route.ORGANISATION}


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


class Drafter:
    """Turns dossiers into letters."""

    def __init__(self, replies: "Replies", zone: tzinfo) -> None:
        self._replies, self._zone = replies, zone

    def day_of(self, moment: datetime) -> date:
        """Return the calendar day of a moment in the controller's zone."""
        return moment.astimezone(self._zone).date()

    def languages(self) -> tuple[str, ...]:
        """Return the languages that letters exist in."""
        return self._replies.languages()

    def first_drafts(self, dossier: Dossier) -> tuple[CaseLetter, ...]:
        """Return the letters that a card offers unasked, for the most important line."""
        case = dossier.case
        line = case.lines[0]
        if not case.requester.email:
            return ()
        outside = line.route in {Route.CLIENT, Route.ORGANISATION, Route.PERSON}
        party = case.party.value if outside else PartyKind.OWN_USER.value
        kinds = self._replies.proposed(
            line.type,
            party,
            named=case.named_in_mail,
            known=dossier.contact_known,
            sender=case.sender.value,
        )
        letters: list[CaseLetter] = []
        for kind in kinds:
            letter = self.draft(dossier, kind.key, len(letters) + 1)
            if letter is not None:
                letters.append(letter)
        return tuple(letters)

    def draft(
        self,
        dossier: Dossier,
        key: str,
        letter_id: int,
        *,
        lang: str = "",
        given: dict[str, Any] | None = None,
    ) -> CaseLetter | None:
        """Return a draft, or None where nobody could get it or a fact is missing."""
        try:
            kind = self._replies.kind(key)
        except NoSuchLetter:
            return None
        case, entry = dossier.case, dossier.entry
        recipient = self._recipient(kind, dossier)
        if not recipient.email:
            return None
        facts = self._facts(dossier, kind, recipient, given or {})
        wanted = lang or (entry.language if entry and self._to_party(kind) else case.language)
        try:
            rendered = self._replies.render(key, wanted or "en", facts)
        except CannotRender:
            return None
        where = self._where(dossier, recipient)
        return CaseLetter(
            id=letter_id,
            key=key,
            lang=rendered.lang,
            audience=kind.audience,
            recipient=recipient,
            subject=rendered.subject,
            text=rendered.text,
            covers=self._covers(case, kind),
            after_sent=kind.after_sent,
            outcome=kind.outcome if kind.closes_lines else "",
            needs_second=bool(self._replies.second_approver(kind, facts, where)),
            needs_tasks_done=kind.needs_tasks_done,
            fallback_language=rendered.fallback_language,
            section=rendered.section,
            drafted_by=BOT,
        )

    def view(self, dossier: Dossier, letter: CaseLetter) -> LetterView:
        """Return a letter with its title and what the check of the draft finds."""
        kind = self._replies.kind(letter.key)
        facts = self._facts(dossier, kind, letter.recipient, {})
        found = self._replies.check(
            letter.text,
            letter.subject,
            kind,
            facts,
            self._where(dossier, letter.recipient),
            lang=letter.lang,
        )
        notes = tuple(Note(one.rule, one.severity, one.message) for one in found)
        return LetterView(letter, kind.title, notes)

    def choices(self, dossier: Dossier) -> list[tuple[str, str]]:
        """Return key and title of every letter that fits a line of the case, without needs."""
        case = dossier.case
        found: dict[str, str] = {}
        for line in case.lines:
            for kind in self._replies.kinds_for(
                line.type,
                case.party.value,
                named=case.named_in_mail,
                known=dossier.contact_known,
                sender=case.sender.value,
            ):
                if not kind.needs:
                    found.setdefault(kind.key, kind.title)
        return list(found.items())

    def html_of(self, letter: CaseLetter) -> str:
        """Return the HTML alternative of a letter's text."""
        return self._replies.html_of(letter.text, letter.lang)

    def _to_party(self, kind: LetterKind) -> bool:
        return kind.audience in _OUTSIDE

    def _recipient(self, kind: LetterKind, dossier: Dossier) -> Address:
        entry = dossier.entry
        if not self._to_party(kind):
            return dossier.case.requester
        if entry is None:
            return Address("")
        return Address(entry.contact_email, entry.contact_name)

    def _covers(self, case: Case, kind: LetterKind) -> tuple[str, ...]:
        """Return the types that this letter settles: its own, or all that go where it goes."""
        route = _OUTSIDE.get(kind.audience)
        if route is None and kind.letter.startswith("redirect_"):
            route = Route.CLIENT if "client" in kind.letter else Route.ORGANISATION
        if route is None:
            return (kind.type,)
        return tuple({line.type: None for line in case.lines if line.route is route}) or (
            kind.type,
        )

    def _where(self, dossier: Dossier, recipient: Address) -> Recipient:
        case, entry = dossier.case, dossier.entry
        asked = case.requester.email
        domains = {address.domain for address in dossier.mail.reply_to}
        return Recipient(
            address=recipient.email,
            asked_from=asked,
            authentication=case.authentication.value,
            reply_to_elsewhere=bool(domains - {case.requester.domain}),
            on_file=(entry.contact_email,) if entry and entry.contact_email else (),
        )

    def _facts(
        self, dossier: Dossier, kind: LetterKind, recipient: Address, given: dict[str, Any]
    ) -> Facts:
        case, entry = dossier.case, dossier.entry
        facts = Facts(
            type=kind.type,
            case_number=case_number(case.id),
            received_on=self.day_of(case.received_at),
            today=self.day_of(dossier.now),
            types=case.types,
            language=case.language,
            recipient_name=recipient.name,
            recipient_email=recipient.email,
            requester_name=case.requester.name,
            requester_email=case.requester.email,
            sender=case.sender.value,
            authentication=case.authentication.value,
            jurisdiction="" if case.regime == "none" else case.regime,
            party=case.party.value,
            party_name=entry.name if entry else "",
            party_website=entry.website if entry else "",
            contact_name=entry.contact_name if entry else "",
            contact_email=entry.contact_email if entry else "",
            client_named_in_mail=case.named_in_mail,
            due_on=case.due,
            original_text=dossier.mail.visible,
            open_tasks=sum(len(line.open_tasks) for line in case.lines),
        )
        return replace(facts, **given)


def case_number(case_id: int) -> str:
    """Return the number as people write it."""
    return f"P-{case_id:04d}"
