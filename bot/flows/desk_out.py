"""Cards, threads, lists and notices -> the chat, at least once and never twice."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.core.errors import Doubtful, Gone, Permanent, Stale, Transient
from bot.core.moves import Debt
from bot.core.views import AbsorbedView, CaseView, MovedView, ThreadView
from bot.flows.casebook import Casebook
from bot.flows.desk_ports import Desk, Noise, Post, Posted, Posts, Quarantine
from bot.flows.ports import Audit, Cases, Outbox, Owed

log = logging.getLogger(__name__)

_UNDER = {Debt.THREAD: Debt.CARD, Debt.DIGEST_FILES: Debt.DIGEST}  # what stands in a thread


class Crowd(Protocol):
    """Cases that share a card, or wait for one."""

    def instead(self, owed: Owed) -> AbsorbedView | bool:
        """Return False if a post is to be made, True if not, or what its card shows instead."""

    def post_of(self, owed: Owed) -> Post | None:
        """Return what the card of a crowd shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskParts:
    """What posting to the chat needs."""

    outbox: Outbox
    cases: Cases
    posts: Posts
    noise: Noise
    quarantine: Quarantine
    audit: Audit
    desk: Desk
    casebook: Casebook
    notices: Callable[[Owed], Post | None]
    now: Callable[[], datetime]
    chores: Mapping[Debt, Callable[[Owed], None]] = field(default_factory=dict)
    """What is owed to our own cases rather than to the chat; may raise Transient."""
    crowds: Crowd | None = None


class DeskSender:
    """Posts cards, their threads and the lists; a post that may exist is looked for first."""

    def __init__(self, parts: DeskParts) -> None:
        self._p = parts

    def step(self) -> bool:
        """Do the next debt; return whether there was one."""
        now = self._p.now()
        owed = self._p.outbox.due(letters=False, now=now)
        if owed is None:
            return False
        try:
            self._p.outbox.claim(owed.id, now)
        except Stale:
            return False  # somebody else has it
        self._perform(owed)
        return True

    def recover(self) -> None:
        """Let what a stopped process left half-way wait again; `find` prevents a second post."""
        for owed in self._p.outbox.found_sending(letters=False):
            self._p.outbox.put_back(owed.id, self._p.now(), "stopped while posting")

    def _perform(self, owed: Owed) -> None:
        now = self._p.now()
        try:
            done = self._show(owed)
        except Transient as fault:
            wait = timedelta(seconds=fault.retry_after or min(2**owed.attempts, 300))
            self._p.outbox.put_back(owed.id, now + wait, str(fault))
        except Doubtful as fault:
            self._p.outbox.put_back(owed.id, now + timedelta(seconds=1), str(fault))
        except Permanent as fault:
            log.error("the chat refused a post", extra={"outbox": owed.id, "why": str(fault)})
            self._p.outbox.settle(owed.id, "dead", now, str(fault))
        except Exception as fault:
            log.exception("could not show a post", extra={"outbox": owed.id})
            wait = timedelta(seconds=min(2**owed.attempts, 300))
            self._p.outbox.put_back(owed.id, now + wait, type(fault).__name__)
        else:
            if done:
                ids = {"outbox": owed.id, "what": owed.kind.value}
                log.info("shown", extra={**ids, "case": owed.case_id} if owed.case_id else ids)
                return
            wait = timedelta(seconds=min(2**owed.attempts, 300))
            self._p.outbox.put_back(owed.id, now + wait, "its card is not there")

    def _show(self, owed: Owed) -> bool:
        if chore := self._p.chores.get(owed.kind):
            chore(owed)
            self._p.outbox.settle(owed.id, "done", self._p.now())
            return True
        instead = self._p.crowds.instead(owed) if self._p.crowds else False
        if isinstance(instead, AbsorbedView):
            self._show_card(owed, instead)
        elif instead:
            self._p.outbox.settle(owed.id, "void", self._p.now(), "another card shows it")
        return bool(instead) or self._post(owed)

    def _post(self, owed: Owed) -> bool:
        above = _UNDER.get(owed.kind)
        card = self._p.posts.get(above, str(owed.case_id or owed.key)) if above else None
        if above and card is None:
            return False
        post = self._post_of(owed)
        if post is None:
            self._p.outbox.settle(owed.id, "void", self._p.now(), "nothing left to show")
            return True
        if card is not None:
            if owed.attempts == 0 or self._p.desk.find(post, _tag(owed), card) is None:
                self._p.desk.post(post, _tag(owed), card)
            self._p.outbox.settle(owed.id, "done", self._p.now())
            return True
        self._show_card(owed, post)
        return True

    def _show_card(self, owed: Owed, post: Post) -> None:
        posted = self._p.posts.get(owed.kind, owed.key)
        tag = f"{owed.kind}:{owed.key}"
        if posted is not None and isinstance(post, CaseView):
            posted = self._moved(owed, posted, post)
        if posted is None:
            found = self._p.desk.find(post, tag) if owed.attempts else None
            posted = self._p.desk.update(found, post) if found else self._p.desk.post(post, tag)
        elif posted.digest != self._p.desk.digest(post):
            try:
                posted = self._p.desk.update(posted, post)
            except Gone:  # somebody deleted it: a case without a card would be forgotten
                self._p.posts.forget(owed.kind, owed.key)
                posted = self._p.desk.post(post, tag)
        self._p.posts.put(owed.kind, owed.key, posted, owed.id, self._p.now())

    def _moved(self, owed: Owed, posted: Posted, post: CaseView) -> Posted | None:
        """Empty a card that lies where it may not be seen any more; None if it has to be new.

        The old place is forgotten after its words are gone: a stop in between empties it again.
        """
        if posted.channel == self._p.desk.place(post):
            return posted
        try:
            self._p.desk.update(posted, MovedView(post.case.id))
        except Gone:
            log.info("the card that should move is gone", extra={"case": post.case.id})
        self._p.posts.forget(owed.kind, owed.key)
        return None

    def _post_of(self, owed: Owed) -> Post | None:
        match owed.kind:
            case Debt.CARD:
                return self._p.casebook.view(int(owed.key))
            case Debt.THREAD:
                return self._thread(owed)
            case Debt.NOISE_LIST:
                return self._p.noise.of_day(date.fromisoformat(owed.key))
            case Debt.QUARANTINE_CARD:
                return self._p.quarantine.show(int(owed.key))
            case Debt.BATCH_CARD | Debt.FLOOD_CARD:
                return self._p.crowds.post_of(owed) if self._p.crowds else None
            case _:
                return self._p.notices(owed)

    def _thread(self, owed: Owed) -> ThreadView | None:
        case = self._p.cases.load(owed.case_id or 0)
        event = self._p.audit.event(owed.event_seq or 0)
        if case is None or event is None:
            return None
        (event,) = self._p.casebook.told(case, [event])
        title = self._p.casebook.title(str(event.facts.get("letter") or ""))
        return ThreadView(case, event, title)


def _tag(owed: Owed) -> str:
    return f"{owed.kind}:{owed.key}"
