"""Opens the cases of one mail: one, or one for each person it asks for, linked to what was before.

Loads and drafts; saves nothing, and leaves to `core.earlier` what earlier cases mean.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.assess import Assessment, new_case
from bot.core.batch import MOST, WINDOW, Batch, may_share_a_card, sketch_of, source_of
from bot.core.case import NOBODY, Case, CaseState, Link, LinkKind
from bot.core.catalogue import SenderKind
from bot.core.decision import Decision, opened
from bot.core.earlier import Arrival, Earlier, links_to
from bot.core.filing import Disposition, Filing, KeptMail
from bot.core.mail import Address, InboundMail
from bot.core.people import MOST as MOST_PEOPLE
from bot.core.people import TOO_MANY, people_in
from bot.flows.drafting import Dossier, Drafter
from bot.flows.ports import Batches, Cases


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A mail that opens cases, with how it was read.

    `reply_to` is a case whose token it returned without being allowed to join it.
    """

    kept: KeptMail
    mail: InboundMail
    view: Assessment
    day0: datetime
    reply_to: int = 0


class Opener:
    """Numbers and opens the cases of one batch; those opened before count as earlier ones."""

    def __init__(
        self, cases: Cases, drafter: Drafter, now: datetime, batches: Batches | None = None
    ) -> None:
        """Without `batches` every case has its own card."""
        self._cases, self._drafter, self._now, self._batches = cases, drafter, now, batches
        self._next = cases.next_id()
        self._next_batch = batches.next_id() if batches else 0
        self._opened: list[Case] = []
        self._grown: dict[int, Batch] = {}

    def open(self, new: Newcomer) -> Filing:
        """Return where one mail goes: into new cases, the first person's first."""
        decisions: list[Decision] = []
        people, note = self._people(new)
        if note:
            noted = replace(new.mail, problems=(*new.mail.problems, note))
            new = replace(new, mail=noted)
        for person in people:
            siblings = [Link(one.after.id, LinkKind.SAME_MAIL) for one in decisions]
            case = self._in_batch(new, self._case(new, person, siblings))
            self._opened.append(case)
            self._next += 1
            decisions.append(opened(case, self._now))
        joined = dict.fromkeys(one.after.batch for one in decisions if one.after.batch)
        batches = tuple(self._grown[batch] for batch in joined)
        return Filing(new.kept.id, new.mail, Disposition.CASE, tuple(decisions), batches=batches)

    def _in_batch(self, new: Newcomer, case: Case) -> Case:
        """Let a case share the card of those that the same template wrote."""
        if self._batches is None or not may_share_a_card(case):
            return case
        sketch = sketch_of(new.mail.visible or new.mail.text)
        if not sketch:
            return case
        agent = source_of(new.mail, case.sender, sketch)
        batch = self._like(agent, case.types, sketch)
        if batch is None:
            batch = Batch(self._next_batch, agent, case.types, sketch, self._now, self._now)
            self._next_batch += 1
        self._grown[batch.id] = replace(batch, size=batch.size + 1, last_at=self._now)
        return replace(case, batch=batch.id)

    def _like(self, agent: str, types: tuple[str, ...], sketch: tuple[int, ...]) -> Batch | None:
        assert self._batches is not None
        kept = self._batches.near(agent, self._now - WINDOW)
        known = {one.id: one for one in kept} | {
            one.id: one for one in self._grown.values() if one.agent == agent
        }
        fits = (one for one in known.values() if one.size < MOST and one.takes(types, sketch))
        return next(fits, None)

    def _people(self, new: Newcomer) -> tuple[tuple[Address, ...], str]:
        """Return whom the cases are about, nobody being the requester, and what to note of it."""
        mail, view = new.mail, new.view
        if mail.sender is None or view.noise:
            return (NOBODY,), ""
        found = people_in(mail.words, mail.sender, view.sender, view.verdict.people)
        if not found:
            return (NOBODY,), ""
        if len(found) > MOST_PEOPLE:
            return (NOBODY,), TOO_MANY.format(count=len(found), most=MOST_PEOPLE)
        return tuple(NOBODY if one == mail.sender else one for one in found), ""

    def _case(self, new: Newcomer, person: Address, siblings: list[Link]) -> Case:
        mail, view = new.mail, new.view
        case = replace(new_case(self._next, mail, view, new.day0, ()), person=person)
        links = {link.other: link for link in self._earlier(new, case)}
        if new.reply_to:
            links[new.reply_to] = Link(new.reply_to, LinkKind.REPLY)
        links |= {link.other: link for link in siblings}
        case = replace(
            case,
            links=tuple(links.values()),
            lines=self._drafter.with_tasks(case.lines, new.day0),
        )
        if new.kept.no_letters:
            return case
        dossier = Dossier(case, mail, view.party.entry, self._now)
        return replace(case, letters=self._drafter.first_drafts(dossier))

    def _earlier(self, new: Newcomer, case: Case) -> tuple[Link, ...]:
        """Return links to what the person, or at least the sender, asked before."""
        # An agent's other clients are nobody's earlier cases.
        for_others = case.sender in {SenderKind.AGENT, SenderKind.ORGANISATION}
        asks = "" if for_others and case.person != NOBODY else case.requester.email
        subject = case.data_subject
        if for_others and case.person == NOBODY:
            subject = ""
        before = [*self._in_this_batch(asks, subject), *self._cases.earlier(asks, subject)]
        mail = new.mail
        arrival = Arrival(case.types, new.day0, mail.authentication, mail.words, case.channel)
        return links_to(arrival, before)

    def _in_this_batch(self, asks: str, subject: str) -> Iterator[Earlier]:
        for one in reversed(self._opened):
            same = bool(subject) and one.data_subject == subject
            if same or (asks and one.requester.email.lower() == asks.lower()):
                live = one.state is not CaseState.CLOSED
                yield Earlier(one.id, one.types, live, one.received_at, same, one.channel)
