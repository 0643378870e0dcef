"""What staff do at the desk: look at a case, give an order, choose another letter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.core import commands as c
from bot.core.assess import make_lines
from bot.core.case import BOT, Case
from bot.core.catalogue import PartyKind
from bot.core.deadlines import ClockFor
from bot.core.decide import decide
from bot.core.decision import Decision
from bot.core.errors import IllegalMove, Stale
from bot.core.mail import InboundMail
from bot.core.parties import Entry, EntryKind, Party
from bot.core.party_evidence import SHOWN
from bot.core.views import CaseView, LetterForm, NoiseView, Original
from bot.flows.casebook import Casebook
from bot.flows.desk_ports import Noise
from bot.flows.drafting import Drafter
from bot.flows.ports import Cases, DirectoryBook, Originals

_PARTY_OF = {
    EntryKind.CLIENT: PartyKind.CLIENT_DATA,
    EntryKind.ORGANISATION: PartyKind.ORG_ADMINISTERED,
}
Order = Callable[[Case], c.Command]
MORNING = time(9)
"""When a snoozed case wakes up, in the controller's zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewParts:
    """What reviewing needs."""

    cases: Cases
    directory: DirectoryBook
    noise: Noise
    drafter: Drafter
    casebook: Casebook
    originals: Originals
    clock_for: ClockFor
    zone: tzinfo
    undo: timedelta
    now: Callable[[], datetime]


class Review:
    """Loads, decides and saves; a case that changed meanwhile is loaded once more."""

    def __init__(self, parts: ReviewParts) -> None:
        self._p = parts

    def order(self, case_id: int, make: Order, *, version: int | None = None) -> Case:
        """Give an order to a case and return how it stands.

        `version` is the case's when the one who clicked looked at it. Raises IllegalMove
        with what to tell them, Stale if what is there is not what was on screen.
        """

        def seen(case: Case) -> c.Command:
            if version not in {None, case.version}:
                raise Stale
            return make(case)

        decision = self._decide(case_id, seen)
        return replace(decision.after, version=decision.after.version + 1)

    def _decide(self, case_id: int, make: Order, *, again: bool = True) -> Decision:
        case = self._p.cases.load(case_id)
        if case is None:
            raise IllegalMove("there is no such case")
        decision = decide(case, make(case), self._p.now())
        try:
            self._p.cases.save(decision)
        except Stale:
            if not again:
                raise
            return self._decide(case_id, make, again=False)
        return decision

    def approve(
        self,
        case_id: int,
        letter_id: int,
        digest: str,
        actor: str,
        *,
        seen: int | None = None,
        ticked: frozenset[str] = frozenset(),
    ) -> Case:
        """Approve exactly the text with this digest; findings that are errors forbid it.

        `ticked` are the keys of the warnings that somebody has read: one that is not among
        them, perhaps because it is new, forbids it too. `seen` is the view's `newest_mail` when
        the text was on screen: if another one has come since, or by a merge, nobody has read
        it, so this raises Stale.
        """
        view = self.view(case_id)
        one = next((v for v in view.letters if v.letter.id == letter_id), None) if view else None
        if one is not None and one.blocked:
            raise IllegalMove("the check of the draft found an error")
        warnings = one.warnings if one is not None else ()
        if any(note.key not in ticked for note in warnings):
            raise IllegalMove("a warning of the check was not ticked; open the letter again")
        second = one is not None and bool(one.second)

        def make(_: Case) -> c.Command:
            if seen is not None and self._p.cases.newest_mail(case_id) != seen:
                raise Stale
            return c.Approve(
                actor=actor,
                letter_id=letter_id,
                digest=digest,
                send_after=self._p.now() + self._p.undo,
                needs_second=second,
                ticked=tuple(dict.fromkeys(note.rule for note in warnings)),
            )

        return self.order(case_id, make)

    def reclassify(
        self,
        case_id: int,
        types: list[str],
        party: PartyKind,
        entry_id: int | None,
        actor: str,
        *,
        version: int | None = None,
        regime: str = "",
    ) -> Case:
        """Correct types, party and where the person lives (empty: as it was).

        Lines, clocks and drafts are made anew.
        """
        entry = self._p.directory.entry(entry_id) if entry_id else None
        named = entry is not None and self._names(case_id, entry)

        def make(case: Case) -> c.Command:
            who = Party(party, entry, 1.0, "set by staff", named_in_mail=named)
            law = regime or case.regime
            text = "\n".join(mail.words for mail in self._p.casebook.mails(case_id)[:1])
            lines = make_lines(types, who, law, self._p.clock_for, case.received_at, text=text)
            lines = self._p.drafter.with_tasks(lines, case.received_at, case.lines)
            after = replace(
                case,
                lines=lines,
                party=party,
                regime=law,
                entry_id=entry.id if entry else None,
                entry_name=entry.name if entry else "",
                named_in_mail=named,
            )
            dossier = self._p.casebook.dossier(after)
            drafts = self._p.drafter.first_drafts(dossier, case.next_letter_id)
            return c.Reclassify(
                actor=actor,
                lines=lines,
                party=party,
                regime=law,
                entry_id=after.entry_id,
                entry_name=after.entry_name,
                drafts=drafts,
                named_in_mail=named,
            )

        return self.order(case_id, make, version=version)

    def _names(self, case_id: int, entry: Entry) -> bool:
        """Tell whether the first mail of a case shows this entry: only then a letter names it."""
        hits = [
            hit
            for mail in self._p.casebook.mails(case_id)[:1]
            for hit in self._p.directory.find(mail)
        ]
        return any(hit.entry.id == entry.id and hit.how in SHOWN for hit in hits)

    def add_entry(
        self, case_id: int, cells: Mapping[str, str], actor: str, *, version: int | None = None
    ) -> dict[str, str]:
        """Add a client or organisation and make it the party of a case, types as they are.

        Returns what is wrong, by cell; then nothing happened. Raises IllegalMove or Stale.
        """
        case = self._p.cases.load(case_id)
        if case is None:
            raise IllegalMove("there is no such case")
        if version is not None and case.version != version:
            raise Stale
        with self._p.directory.together():
            added = self._p.directory.add(cells)
            if not isinstance(added, Entry):
                return added
            party = _PARTY_OF[added.kind]
            self.reclassify(case_id, list(case.types), party, added.id, actor, version=version)
        return {}

    def link(self, case_id: int, other: int, actor: str) -> Case:
        """Show two cases with each other. Raises IllegalMove if there is no such other case."""
        if self._p.cases.load(other) is None:
            raise IllegalMove("there is no such other case")
        return self.order(case_id, lambda _: c.LinkCase(actor=actor, other=other))

    def choose_letter(
        self,
        case_id: int,
        key: str,
        actor: str,
        *,
        lang: str = "",
        given: Mapping[str, str] | None = None,
    ) -> Case:
        """Put another letter in place of the current draft; who gave words is who drafted it.

        Raises IllegalMove.
        """

        def make(case: Case) -> c.Command:
            dossier = self._p.casebook.dossier(case)
            letter = self._p.drafter.draft(
                dossier,
                key,
                case.next_letter_id,
                lang=lang,
                given=given,
                actor=actor if given else BOT,
            )
            if letter is None:
                raise IllegalMove("this letter cannot be written for this case")
            return c.PutDraft(actor=actor, draft=letter)

        return self.order(case_id, make)

    def letter_form(self, case_id: int, key: str, lang: str) -> LetterForm | None:
        """Return what to ask before a letter is written, or None. Raises IllegalMove."""
        case = self._p.cases.load(case_id)
        offered = {key for key, _ in self.choices(case_id)}
        if case is None or key not in offered:
            raise IllegalMove("this letter does not fit the case any more")
        return self._p.drafter.form(self._p.casebook.dossier(case), key, lang)

    def letter_faults(self, form: LetterForm, given: Mapping[str, str]) -> dict[str, str]:
        """Return what is wrong with what staff gave, by field."""
        return self._p.drafter.faults(form, given)

    def finish_tasks(self, case_id: int, results: Mapping[int, str], actor: str) -> None:
        """Note the results of fulfilment tasks. Raises IllegalMove if one is done already."""
        done = c.FinishTasks(actor=actor, results=tuple(results.items()))
        self.order(case_id, lambda _: done)

    def snooze(self, case_id: int, day: date, actor: str) -> None:
        """Leave a case alone until the morning of a day. Raises IllegalMove."""
        until = datetime.combine(day, MORNING, self._p.zone).astimezone(UTC)
        self.order(case_id, lambda _: c.Snooze(actor=actor, until=until))

    def originals(self, case_id: int) -> list[Original]:
        """Return where the mails of a case lie in their mailboxes."""
        return self._p.originals.originals(case_id)

    def view(self, case_id: int) -> CaseView | None:
        """Return a case as staff see it, or None."""
        return self._p.casebook.view(case_id)

    def mails(self, case_id: int) -> list[InboundMail]:
        """Return the mails of a case, oldest first."""
        return self._p.casebook.mails(case_id)

    def choices(self, case_id: int) -> list[tuple[str, str]]:
        """Return key and title of the letters that fit a case."""
        case = self._p.cases.load(case_id)
        return self._p.drafter.choices(self._p.casebook.dossier(case)) if case else []

    def search_directory(self, text: str) -> list[Entry]:
        """Return directory entries like `text`."""
        return self._p.directory.search(text)

    def confirm_noise(self, day: date, actor: str) -> int:
        """Confirm a day's list; return how many items that settled."""
        return self._p.noise.confirm(day, actor, self._p.now())

    def release_noise(self, message_id: int, actor: str) -> None:
        """Take a mail off the list and read it as one that deserves a card."""
        self._p.noise.release(message_id, actor, self._p.now())

    def noise(self, day: date) -> NoiseView:
        """Return a day's list."""
        return self._p.noise.of_day(day)
