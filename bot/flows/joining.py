"""What staff do with a case and another one, or with whose it is: link, merge, split, confirm."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core import commands as c
from bot.core.case import Case, CaseLetter, CaseState, Channel, Line, Link, LinkKind
from bot.core.case_number import case_number
from bot.core.decide import decide
from bot.core.decision import Decision, opened
from bot.core.errors import IllegalMove, Stale
from bot.flows.casebook import Casebook
from bot.flows.ports import Cases

Made = tuple[Sequence[Decision], Iterable[tuple[int, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Loads the cases, decides on each, and saves all of it in one commit.

    `version` is the case's when the one who clicked looked at it: every method raises
    Stale if it is another one now, and IllegalMove with what to tell them.
    """

    cases: Cases
    casebook: Casebook
    now: Callable[[], datetime]

    def link(self, case_id: int, other: int, actor: str, *, version: int | None) -> None:
        """Show two cases on each other's card."""

        def make(case: Case) -> Made:
            self._other(case, other)
            return (decide(case, c.LinkCase(actor=actor, other=other), self.now()),), ()

        self._save(case_id, version, make)

    def unlink(self, case_id: int, other: int, actor: str, *, version: int | None) -> None:
        """Show them no longer."""

        def make(case: Case) -> Made:
            return (decide(case, c.UnlinkCase(actor=actor, other=other), self.now()),), ()

        self._save(case_id, version, make)

    def merge(self, case_id: int, other: int, actor: str, *, version: int | None) -> None:
        """Close a case as a duplicate; the other one gets its mails, lines and earlier dates.

        Only cases of one person are merged: of two people each must be answered.
        """

        def make(case: Case) -> Made:
            kept = self._other(case, other)
            if _whose(kept) != _whose(case):
                raise IllegalMove(
                    "they come from different addresses or are about different people; link them"
                    " instead, so that each is answered"
                )
            if kept.state is CaseState.CLOSED:
                raise IllegalMove("the other case is closed")
            now = self.now()
            taken = decide(kept, c.TakeOver(actor=actor, other=case_id, lines=case.lines), now)
            gone = decide(case, c.Merge(actor=actor, into=other), now)
            return (taken, gone), ((case_id, other),)

        self._save(case_id, version, make)

    def split(
        self, case_id: int, line_ids: Sequence[int], actor: str, *, version: int | None
    ) -> None:
        """Make a case of its own from some lines, with the same mails and requester."""

        def make(case: Case) -> Made:
            number, now = self.cases.next_id(), self.now()
            dossier = self.casebook.dossier(case)
            drafter = self.casebook.drafter
            moved = [line for line in case.lines if line.id in set(line_ids)]
            kept = tuple(line for line in case.lines if line.id not in set(line_ids))
            drafts: tuple[CaseLetter, ...] = ()
            if kept:
                rest = replace(dossier, case=replace(case, lines=kept))
                drafts = drafter.first_drafts(rest, case.next_letter_id)
            order = c.Split(actor=actor, line_ids=tuple(line_ids), into=number, drafts=drafts)
            parted = decide(case, order, now)
            new = _own_case(case, number, moved)
            letters = drafter.first_drafts(replace(dossier, case=new))
            return (opened(replace(new, letters=letters), now), parted), ((case_id, number),)

        self._save(case_id, version, make)

    def confirm_forward(self, case_id: int, actor: str, *, version: int | None) -> None:
        """Let letters go to the one whose mail a colleague forwarded."""

        def make(case: Case) -> Made:
            found = self.casebook.forward_of(case)
            if found is None:
                raise IllegalMove("there is no forward to confirm")
            after = replace(case, requester=found.sender, from_forward=True)
            drafts = self.casebook.drafter.first_drafts(
                self.casebook.dossier(after), case.next_letter_id
            )
            order = c.ConfirmForward(actor=actor, requester=found.sender, drafts=drafts)
            return (decide(case, order, self.now()),), ()

        self._save(case_id, version, make)

    def _other(self, case: Case, number: int) -> Case:
        """Return another case, if it lies in the same channel: nobody learns of a hidden one."""
        other = self.cases.load(number)
        if other is None or other.channel is not case.channel:
            raise IllegalMove(f"there is no case {case_number(number)} in this channel")
        return other

    def _save(self, case_id: int, version: int | None, make: Callable[[Case], Made]) -> None:
        for again in (True, False):
            case = self.cases.load(case_id)
            if case is None:
                raise IllegalMove("there is no such case")
            if version not in {None, case.version}:
                raise Stale
            decisions, mails = make(case)
            try:
                self.cases.save_joint(decisions, mails)
            except Stale:  # the other case changed, or its number was taken
                if not again:
                    raise
                continue
            return


def _own_case(case: Case, number: int, lines: Sequence[Line]) -> Case:
    """Return the new case of a split: open, with its lines and tasks numbered anew."""
    made, task_id = [], 0
    for line_id, line in enumerate(lines, 1):
        tasks = []
        for task in line.tasks:
            task_id += 1
            tasks.append(replace(task, id=task_id))
        made.append(replace(line, id=line_id, tasks=tuple(tasks)))
    goes = Channel.of(line.type for line in made)
    return replace(
        case,
        id=number,
        version=1,
        state=CaseState.OPEN,
        lines=tuple(made),
        letters=(),
        notes=(),
        batch=0,  # its letter is none that was read with the batch
        links=(Link(case.id, LinkKind.STAFF),),
        channel=case.channel if goes is Channel.PRIVACY else goes,
        snoozed_until=None,
        decided_by="",
        decided_at=None,
    )


def _whose(case: Case) -> tuple[str, ...]:
    """Return what is equal for two cases of one person: who asks, and about whom."""
    asks = case.requester
    if asks.email:
        return asks.email.strip().lower(), case.data_subject
    # On paper, a name alone is nobody, and neither is a house.
    on_paper = (" ".join(words.casefold().split()) for words in (asks.name, asks.postal))
    return "", case.data_subject, *on_paper
