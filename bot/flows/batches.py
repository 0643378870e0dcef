"""The scene of a batch: read page by page, approve once, and each letter is approved by itself.

An approval is bound to what was shown: what changed meanwhile drops out and is not sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.core import commands as c
from bot.core.batch import LEAST, Item
from bot.core.case import BOT, Case, CaseState, LetterState
from bot.core.decide import decide
from bot.core.errors import IllegalMove, Stale, Transient
from bot.core.moves import Debt
from bot.core.views import AgentProfile, BatchView, CaseView, LetterView, Note, PreviewPage
from bot.flows.casebook import Casebook
from bot.flows.ports import Batches, Cases, Owed

PER_PAGE = 10

Approve = Callable[[Item, str], object]
"""Approve the letter of an item, as one person; raises IllegalMove or Stale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchParts:
    """What the scene needs."""

    batches: Batches
    cases: Cases
    casebook: Casebook
    approve: Approve
    today: Callable[[], date]
    now: Callable[[], datetime]


class BatchDesk:
    """Shows a batch, takes an approval, and carries it out letter by letter."""

    def __init__(self, parts: BatchParts) -> None:
        self._p = parts

    def today(self) -> date:
        """Return the calendar day."""
        return self._p.today()

    def now(self) -> datetime:
        """Return the moment."""
        return self._p.now()

    def view(self, batch_id: int) -> BatchView | None:
        """Return a batch as its card shows it; None while it has too few cases for one."""
        batch = self._p.batches.get(batch_id)
        numbers = self._p.batches.cases_of(batch_id)
        if batch is None or batch.size < LEAST:
            return None
        cases = tuple(self._p.cases.load_many(numbers))
        keys = {letter.key for case in cases for letter in case.letters}
        titles = tuple(sorted((key, self._p.casebook.title(key)) for key in keys))
        agent = self._p.batches.profile(batch.agent)
        return BatchView(batch, cases, agent, titles, self._p.today())

    def hides(self, case: Case) -> bool:
        """Tell whether a case is shown on its batch's card instead of its own."""
        batch = self._p.batches.get(case.batch) if case.batch else None
        return batch is not None and batch.size >= LEAST

    def speaks(self, case: Case) -> bool:
        """Tell whether a reminder of this case stands for its whole batch."""
        return self._p.batches.cases_of(case.batch)[:1] == [case.id]

    # -- reading --------------------------------------------------------------------------

    def begin(self, batch_id: int, key: str, actor: str) -> PreviewPage:
        """Show the first page of every letter of a kind that can be approved with the others.

        What the check finds fault with, or what needs two people, gets its own card first;
        what says "done" while tasks are open stays, for they are nobody's fault.
        Raises IllegalMove if nothing is left.
        """
        items: list[Item] = []
        held = 0
        for number in self._p.batches.cases_of(batch_id):
            view = self._p.casebook.view(number)
            if view is None or view.case.state is CaseState.CLOSED:
                continue
            drafts = [
                one
                for one in view.letters
                if one.letter.state is LetterState.DRAFT and one.letter.key == key
            ]
            if any(view.case.open_tasks_before(one.letter) for one in drafts):
                held += 1
                continue
            if any(one.blocked or one.second or one.letter.needs_second for one in drafts):
                self.take_out(number, BOT, "alone")
                continue
            items += [_item(view, one) for one in drafts]
        if held and not items:
            raise IllegalMove(
                f"tasks are open in {held} cases, and this letter says that all is done"
            )
        if not items:
            raise IllegalMove("no letter of this batch waits for approval")
        preview = self._p.batches.keep_preview(batch_id, actor, items, self._p.now())
        return self.page(preview, 0)

    def page(self, preview_id: int, number: int) -> PreviewPage:
        """Return one page of what is being read. Raises IllegalMove if it is gone."""
        preview = self._p.batches.preview(preview_id)
        if preview is None or preview.approved:
            raise IllegalMove("this was approved already")
        pages = max(1, -(-len(preview.items) // PER_PAGE))
        shown: list[tuple[int, LetterView]] = []
        warnings: dict[str, Note] = {}
        gone = 0
        for item in preview.items[number * PER_PAGE : (number + 1) * PER_PAGE]:
            one = self._as_shown(item, preview.batch)
            if one is None:
                gone += 1
                continue
            shown.append((item.case_id, one))
            warnings |= {note.message: note for note in one.warnings}
        return PreviewPage(
            preview_id,
            preview.batch,
            number,
            pages,
            len(preview.items),
            tuple(shown),
            gone,
            tuple(warnings.values()),
        )

    def _as_shown(self, item: Item, batch: int) -> LetterView | None:
        """Return an item's letter if it still is what the preview holds."""
        view = self._p.casebook.view(item.case_id)
        if view is None or view.case.batch != batch or view.newest_mail != item.seen:
            return None
        for one in view.letters:
            if one.letter.id == item.letter_id and one.letter.digest == item.digest:
                return one if one.letter.state is LetterState.DRAFT else None
        return None

    # -- deciding -------------------------------------------------------------------------

    def approve(self, preview_id: int, actor: str) -> None:
        """Take one approval of everything that was read. Raises IllegalMove."""
        self._p.batches.approve(preview_id, actor, self._p.now())

    def undo(self, batch_id: int, actor: str) -> None:
        """Take back what has not left yet."""
        self._p.batches.undo(batch_id, actor, self._p.now())

    def take_out(self, case_id: int, actor: str, why: str = "staff") -> None:
        """Let a case be decided by itself, on its own card. Raises IllegalMove."""
        self._order(case_id, lambda _: c.TakeOut(actor=actor, why=why))

    def note_agent(self, batch_id: int, authority: str, note: str, actor: str) -> None:
        """Remember how the agent proves that it may speak for people. Raises IllegalMove."""
        profile = AgentProfile(authority, note, actor, self._p.now())
        self._p.batches.note_agent(batch_id, profile)

    def _order(self, case_id: int, make: Callable[[Case], c.Command]) -> None:
        for again in (True, False):
            case = self._p.cases.load(case_id)
            if case is None:
                raise IllegalMove("there is no such case")
            try:
                self._p.cases.save(decide(case, make(case), self._p.now()))
                return
            except Stale:
                if not again:
                    raise Transient("the case changed at the same moment") from None

    # -- what is owed ---------------------------------------------------------------------

    def send(self, owed: Owed) -> None:
        """Approve each letter of an approved preview; done again after a stop, it goes on."""
        preview = self._p.batches.preview(int(owed.key))
        if preview is None or not preview.approved:
            return
        for item in preview.items:
            case = self._p.cases.load(item.case_id)
            letter = case.letter(item.letter_id) if case else None
            if case is None or letter is None or case.batch != preview.batch:
                continue  # it dropped out, and is decided on its own card
            if letter.state is not LetterState.DRAFT:
                continue  # approved before the stop
            if not self._p.batches.still_approved(int(owed.key), item):
                continue  # undone meanwhile, or approved before the stop and taken back
            try:
                self._p.approve(item, preview.actor)
            except (IllegalMove, Stale):
                self.take_out(item.case_id, BOT, "changed")

    def take_back(self, owed: Owed) -> None:
        """Undo every approval of a batch whose letter has not begun to leave."""
        for number in self._p.batches.cases_of(int(owed.key)):
            case = self._p.cases.load(number)
            queued = [
                one for one in (case.letters if case else ()) if one.state is LetterState.QUEUED
            ]
            for letter in queued:
                actor = letter.approved_by[-1] if letter.approved_by else BOT
                undo = c.Undo(actor=actor, letter_id=letter.id)
                try:
                    self._order(number, lambda _, undo=undo: undo)  # type: ignore[misc]
                except IllegalMove:
                    continue  # it left just now


CHORES: dict[Debt, Callable[[BatchDesk, Owed], None]] = {
    Debt.BATCH_LETTERS: BatchDesk.send,
    Debt.BATCH_UNDO: BatchDesk.take_back,
}


def _item(view: CaseView, one: LetterView) -> Item:
    keys = tuple(note.key for note in one.warnings)
    return Item(view.case.id, one.letter.id, one.letter.digest, view.newest_mail, keys)
