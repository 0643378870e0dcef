"""Drafts letters for a case and checks what they say; sends nothing, decides nothing."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from bot.core.case import BOT, Case, CaseLetter, Clock, Line
from bot.core.deadlines import Pauses
from bot.core.mail import Address
from bot.core.views import LetterForm, LetterView, Note
from bot.flows.addressees import addressee, evidence_for, language_of
from bot.flows.fulfilment import with_tasks
from bot.flows.letter_facts import (
    OUTSIDE,
    TOPICAL,
    Addressed,
    Dossier,
    covers,
    gather,
    guess_topic,
)
from bot.flows.letter_forms import faults, form_of
from bot.flows.proposals import proposed
from bot.flows.reckoning import Reckoning, pauses_by
from replies import CannotRender, Facts, LetterKind, NoSuchLetter, Recipient

if TYPE_CHECKING:
    from replies.letters import Replies

__all__ = ["Dossier", "Drafter", "Reckoning"]


class Drafter:
    """Turns dossiers into letters."""

    def __init__(
        self,
        replies: "Replies",
        zone: tzinfo,
        reckoning: Reckoning | None = None,
        second_for: frozenset[str] = frozenset(),
    ) -> None:
        """`second_for` names letters (`decline`, `delete/complete`) that need two people."""
        self._replies, self._zone = replies, zone
        self._second_for = second_for
        self._reckoning = reckoning or Reckoning()
        self._extension = self._reckoning.extension

    def day_of(self, moment: datetime) -> date:
        """Return the calendar day of a moment in the controller's zone."""
        return moment.astimezone(self._zone).date()

    def languages(self) -> tuple[str, ...]:
        """Return the languages that letters exist in."""
        return self._replies.languages()

    def title(self, key: str) -> str:
        """Return the title of a letter; empty if there is none with this key."""
        try:
            return self._replies.kind(key).title
        except NoSuchLetter:
            return ""

    @property
    def letterhead(self) -> tuple[str, ...]:
        """Return the company's name and postal address, a line each."""
        company = self._replies.profile.company
        return (company.name, *company.address)

    @property
    def token_life(self) -> timedelta:
        """Return how long the token of a question for identity is good."""
        return timedelta(days=self._replies.profile.identity.token_days)

    def with_tasks(
        self, lines: tuple[Line, ...], day0: datetime, old: tuple[Line, ...] = ()
    ) -> tuple[Line, ...]:
        """Return the lines with the fulfilment tasks that the profile names for them."""
        rules = self._replies.profile.tasks_for
        return with_tasks(lines, rules, self._reckoning.due_in, self.day_of(day0), old)

    def recounted(
        self, case: Case, letter: CaseLetter, answered: datetime, *, identity: bool
    ) -> tuple[tuple[int, Clock], ...]:
        """Return the clocks that an answer to our question changes, by line, where the law does."""
        pauses = (
            Pauses(identity=self.day_of(answered))
            if identity
            else pauses_by(case, letter, answered, self.day_of)
        )
        return self._reckoning.recounted(case, pauses) if pauses else ()

    def first_drafts(self, dossier: Dossier, first_id: int = 1) -> tuple[CaseLetter, ...]:
        """Return the letters that a card offers unasked: together they answer every open line.

        What one letter says for several lines is said once. The first letter of each line
        comes before the second of any, because a card shows them in this order.
        """
        case = dossier.case
        if not case.requester.reachable:
            return ()
        letters: list[CaseLetter] = []
        for kind in proposed(self._replies, dossier):
            spoken = {type_ for one in letters if self._alike(one, kind) for type_ in one.covers}
            if kind.type in spoken:
                continue
            letter = self.draft(dossier, kind.key, first_id + len(letters))
            if letter is not None:
                letters.append(letter)
        return tuple(letters)

    def _alike(self, letter: CaseLetter, kind: LetterKind) -> bool:
        """Tell whether a letter is of the same sort, so that it may speak for another line."""
        return self._replies.kind(letter.key).letter == kind.letter

    def draft(
        self,
        dossier: Dossier,
        key: str,
        letter_id: int,
        *,
        lang: str = "",
        given: Mapping[str, str] | None = None,
        actor: str = BOT,
    ) -> CaseLetter | None:
        """Return a draft, or None where nobody could get it or a fact is missing.

        Its id decides its reply token, so it must be the one that it is saved with.
        """
        try:
            kind = self._replies.kind(key)
        except NoSuchLetter:
            return None
        case, recipient = dossier.case, addressee(kind, dossier)
        if not recipient.reachable:
            return None
        one = self._addressed(
            case,
            kind,
            letter_id,
            recipient=recipient,
            lang=lang or language_of(kind, dossier),
            given=self._given(dossier, kind, given or {}),
        )
        facts = self._facts(dossier, one)
        try:
            rendered = self._replies.render(key, one.lang, facts)
        except CannotRender:
            return None
        where = evidence_for(recipient, dossier)
        outcome = f"denied:{facts.reason}" if kind.letter == "decline" else kind.outcome
        return CaseLetter(
            id=letter_id,
            key=key,
            lang=rendered.lang,
            audience=kind.audience,
            recipient=recipient,
            subject=rendered.subject,
            text=rendered.text,
            covers=covers(case, kind, one.spoken_of),
            after_sent=kind.after_sent,
            outcome=outcome if kind.closes_lines else "",
            ends_as="" if kind.closes_lines else kind.outcome,
            needs_second=bool(self._second(case, kind, facts, where)),
            needs_tasks_done=kind.needs_tasks_done,
            fallback_language=rendered.fallback_language,
            section=rendered.section,
            drafted_by=actor,
            given=one.given,
        )

    def view(self, dossier: Dossier, letter: CaseLetter) -> LetterView:
        """Return a letter with its title and what the check of the draft finds."""
        kind = self._replies.kind(letter.key)
        facts = self._facts(dossier, self._of(dossier.case, kind, letter))
        where = evidence_for(letter.recipient, dossier)
        found = self._replies.check(
            letter.text, letter.subject, kind, facts, where, lang=letter.lang
        )
        notes = tuple(Note(one.rule, one.severity, one.message) for one in found)
        return LetterView(letter, kind.title, notes, self._second(dossier.case, kind, facts, where))

    def choices(self, dossier: Dossier) -> list[tuple[str, str]]:
        """Return key and title of every letter that fits a line of the case and its party."""
        case = dossier.case
        found: dict[str, str] = {}
        for line in case.open_lines:
            for kind in self._replies.kinds_for(
                line.type,
                case.party.value,
                named=case.named_in_mail,
                known=dossier.contact_known,
                sender=case.sender.value,
            ):
                if "new_due_on" in kind.needs and self._extension(case, kind.type) is None:
                    continue
                if kind.audience in OUTSIDE and not dossier.contact_known:
                    continue
                found.setdefault(kind.key, kind.title)
        return list(found.items())

    def form(self, dossier: Dossier, key: str, lang: str) -> LetterForm | None:
        """Return what to ask before this letter is written, None if nothing.

        Raises NoSuchLetter.
        """
        kind = self._replies.kind(key)
        lang = lang or language_of(kind, dossier)
        new_due_on = self._extension(dossier.case, kind.type)
        return form_of(kind, lang, guess_topic(dossier.mail), new_due_on)

    def faults(self, form: LetterForm, given: Mapping[str, str]) -> dict[str, str]:
        """Return what is wrong with what staff gave, by field."""
        return faults(form, given, self._replies.profile.delivery.hosts)

    def html_of(self, letter: CaseLetter) -> str:
        """Return the HTML alternative of a letter's text."""
        return self._replies.html_of(letter.text, letter.lang)

    def _second(
        self, case: Case, kind: LetterKind, facts: Facts, where: Recipient
    ) -> tuple[str, ...]:
        """Return why two people must approve a letter: the rules, and what the settings add."""
        asked = {kind.key, kind.letter} & self._second_for
        ours = ("the settings ask for it",) if asked else ()
        taken = ("its address was taken out of a forward",) if case.from_forward else ()
        return (*self._replies.second_approver(kind, facts, where), *ours, *taken)

    def _given(
        self, dossier: Dossier, kind: LetterKind, given: Mapping[str, str]
    ) -> tuple[tuple[str, str], ...]:
        """Return what staff gave, with the topic guessed and the new date counted."""
        found = {name: value.strip() for name, value in given.items() if value.strip()}
        if kind.key == TOPICAL:
            found.setdefault("topic", guess_topic(dossier.mail))
        if "new_due_on" in kind.needs and (day := self._extension(dossier.case, kind.type)):
            found["new_due_on"] = day.isoformat()
        return tuple(sorted(found.items()))

    def _of(self, case: Case, kind: LetterKind, letter: CaseLetter) -> Addressed:
        return self._addressed(
            case,
            kind,
            letter.id,
            recipient=letter.recipient,
            lang=letter.lang,
            given=letter.given,
        )

    def _addressed(
        self,
        case: Case,
        kind: LetterKind,
        number: int,
        *,
        recipient: Address,
        lang: str,
        given: tuple[tuple[str, str], ...],
    ) -> Addressed:
        """Return one letter with its token, the requests that it names, and its reader's date."""
        spoken_of = self._replies.spoken_of(kind, case.types, case.party.value)
        about = covers(case, kind, spoken_of) if kind.audience in OUTSIDE else ()
        return Addressed(
            kind=kind,
            recipient=recipient,
            lang=lang,
            token=self._reckoning.token_of(case.id, number, recipient.email),
            spoken_of=spoken_of,
            answer_due_on=self._reckoning.their_due(case, about),
            given=given,
        )

    def _facts(self, dossier: Dossier, one: Addressed) -> Facts:
        days = timedelta(days=self._replies.profile.identity.reply_days)
        return gather(dossier, one, self._zone, lambda today: today + days)
