"""Approved letters -> SMTP, at most once: what stopped half-way is shown, never repeated."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.core import commands as c
from bot.core.case import BOT, Case, CaseLetter, LetterState
from bot.core.decide import decide
from bot.core.decision import Decision
from bot.core.errors import Doubtful, IllegalMove, Misconfigured, Permanent, Stale, Transient
from bot.core.mail import Address, OutgoingLetter, letter_message_id
from bot.flows.drafting import Drafter
from bot.flows.mail_ports import Mailer, SentFolder
from bot.flows.ports import Cases, Outbox, Owed, Settlement

log = logging.getLogger(__name__)

_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60, 120, 240))
_SAY_WHY = {c.SettleFailed, c.SettleDoubtful}
MOST_ATTACHED = 10_000_000  # bytes; many servers take no more than 20 MB in base64
AT_DATA = "data"  # from this stage on nobody knows whether the server took a letter


def pause(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts."""
    return _PAUSES[min(attempts, len(_PAUSES)) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterParts:
    """What sending letters needs."""

    outbox: Outbox
    cases: Cases
    mailer: Mailer
    sent_folder: SentFolder | None
    compose: Callable[[OutgoingLetter, datetime], bytes]
    drafter: Drafter
    sender: Address
    instance: str
    now: Callable[[], datetime]
    raw: Callable[[int], bytes] = lambda number: b""  # of a kept mail; empty if forgotten
    per_address: int = 20  # letters to one address in a day, a last fence
    per_hour: int = 200  # letters in an hour


class LetterSender:
    """Sends approved letters; what stopped half-way is shown, never repeated."""

    def __init__(self, parts: LetterParts) -> None:
        self._p = parts

    def step(self) -> bool:
        """Send the next letter whose undo window is over; return whether there was one."""
        now = self._p.now()
        owed = self._p.outbox.due(letters=True, now=now)
        if owed is None:
            return False
        found = self._find(owed)
        if found is None or found[1].state is not LetterState.QUEUED:
            self._p.outbox.settle(owed.id, "void", now, "no longer approved")
            return True
        case, letter = found
        if self._postponed(owed, case, letter, now):
            return True
        token = self._p.cases.token(case.id, letter.id)
        try:
            rendered = self._p.cases.rendered(case.id, letter.id) or self._render(
                case, letter, token, now
            )
        except Permanent as fault:  # an address that no server would take
            self._settle(owed, c.SettleFailed, "dead", str(fault))
            return True
        command = c.StartSending(actor=BOT, letter_id=letter.id, digest=letter.digest)
        try:
            self._p.cases.save(decide(case, command, now), claim=owed.id, rendered=rendered)
        except (Stale, IllegalMove):
            return True  # somebody undid it just now
        self._transmit(owed, letter, rendered)
        return True

    def _postponed(self, owed: Owed, case: Case, letter: CaseLetter, now: datetime) -> bool:
        """Let a letter wait, for all to see, while too many have left; tell whether it waits."""
        if letter.send_after and letter.send_after > now:  # this row is of an earlier approval
            self._p.outbox.put_off(owed.id, letter.send_after)
            return True
        fences = (
            ("address", self._p.per_address, timedelta(days=1), letter.recipient.email),
            ("hour", self._p.per_hour, timedelta(hours=1), ""),
        )
        # A batch goes to one agent's address by a person's approval of each of its letters.
        for why, most, span, email in fences[1:] if case.batch else fences:
            left = self._p.cases.left_at(most, now - span, email)
            if left is not None:
                until, reason = left + span, f"cap of letters: {why}"
                settlement = Settlement(owed.id, "waiting", reason, until)
                self._decide(owed, c.Postpone, settlement, send_after=until, why=why)
                return True
        return False

    def recover(self) -> None:
        """Settle what a stopped process left half-way: nothing is sent again by itself."""
        for owed in self._p.outbox.found_sending(letters=True):
            if owed.stage != AT_DATA:
                self._retry(owed, "stopped before the message was handed over", timedelta())
                continue
            self._uncertain(owed, "stopped while sending")

    def _uncertain(self, owed: Owed, why: str) -> None:
        """Settle an attempt without an answer: by the Sent folder if it can tell, else doubtful."""
        found = self._find(owed)
        if found is not None and self._went_out(owed, *found):
            self._settle(owed, c.SettleSent, "done", "found in the Sent folder")
        else:
            self._settle(owed, c.SettleDoubtful, "doubtful", why)

    def _transmit(self, owed: Owed, letter: CaseLetter, rendered: bytes) -> None:
        sender, to = self._p.sender.email, letter.recipient.email
        ids = {"outbox": owed.id, "case": owed.case_id, "letter": letter.id}
        log.info("handing over", extra=ids)
        try:
            self._p.mailer.send(
                rendered,
                sender,
                to,
                lambda stage: self._p.outbox.stage(owed.id, stage, owed.attempts + 1),
            )
        except Stale:
            log.warning("another worker has this letter", extra={"outbox": owed.id})
        except (Transient, Misconfigured) as fault:
            self._retry(owed, str(fault), pause(owed.attempts + 1))
        except Permanent as fault:
            self._settle(owed, c.SettleFailed, "dead", str(fault))
        except Doubtful as fault:
            self._uncertain(owed, str(fault))
        else:
            self._settle(owed, c.SettleSent, "done")
            self._file_copy(rendered, owed)

    def _file_copy(self, rendered: bytes, owed: Owed) -> None:
        """Keep a copy in Sent; a failure here must never lead to sending again."""
        if self._p.sent_folder is None:
            return
        try:
            found = self._find(owed)
            if found and not self._p.sent_folder.find(*self._witness(*found)):
                self._p.sent_folder.append(rendered)
        except (Transient, Permanent, Misconfigured):
            log.warning("no copy in the Sent folder", extra={"outbox": owed.id})

    def _went_out(self, owed: Owed, case: Case, letter: CaseLetter) -> bool:
        """Tell whether the Sent folder shows that this attempt left.

        After an earlier one that may have left it cannot tell: the copy there may be that one's.
        """
        if self._p.sent_folder is None or self._p.outbox.left_before(owed):
            return False
        try:
            return self._p.sent_folder.find(*self._witness(case, letter))
        except (Transient, Permanent, Misconfigured):
            return False

    def _find(self, owed: Owed) -> tuple[Case, CaseLetter] | None:
        case = self._p.cases.load(owed.case_id or 0)
        letter = case.letter(owed.letter_id or 0) if case else None
        return (case, letter) if case and letter else None

    def _settle(
        self, owed: Owed, command: type[c.LetterCommand], state: str, reason: str = ""
    ) -> None:
        said = {"why": reason} if reason and command in _SAY_WHY else {}
        self._decide(owed, command, Settlement(owed.id, state, reason), **said)

    def _retry(self, owed: Owed, reason: str, wait: timedelta) -> None:
        if owed.attempts + 1 >= len(_PAUSES):
            self._settle(owed, c.SettleFailed, "dead", reason)
            return
        at = self._p.now() + wait
        settlement = Settlement(owed.id, "waiting", reason, at)
        self._decide(owed, c.SettleRetry, settlement, send_after=at, why=reason)

    def _decide(
        self, owed: Owed, command: type[c.LetterCommand], settlement: Settlement, **more: Any
    ) -> None:
        """Settle row, letter and case in one commit; a colleague's claim only delays it."""
        while True:
            found = self._find(owed)
            if found is None:
                return
            case, letter = found
            order = command(actor=BOT, letter_id=letter.id, **more)
            try:
                decision = decide(case, order, self._p.now())
                self._p.cases.save(decision, settle=_fitting(settlement, decision, letter.id))
            except Stale:
                continue
            except IllegalMove:  # undone, or settled by a report, just now
                self._p.outbox.settle(owed.id, "void", self._p.now(), "settled elsewhere")
            return

    def _witness(self, case: Case, letter: CaseLetter) -> tuple[str, str]:
        """Return Message-ID and token: a provider may replace the one but not the other."""
        token = self._p.cases.token(case.id, letter.id)
        return letter_message_id(token, self._p.sender.domain), token

    def _original(self, case: Case) -> bytes:
        return original_of(self._p.cases, self._p.raw, case)

    def _render(self, case: Case, letter: CaseLetter, token: str, now: datetime) -> bytes:
        mails = [mail for _, mail in self._p.cases.mails(case.id)]
        theirs = [mail for mail in mails if mail.sender == letter.recipient]
        answers = theirs[-1] if theirs else None
        outgoing = OutgoingLetter(
            message_id=letter_message_id(token, self._p.sender.domain),
            sender=self._p.sender,
            recipient=letter.recipient,
            subject=letter.subject,
            text=letter.text,
            html=self._p.drafter.html_of(letter),
            in_reply_to=answers.message_id if answers else "",
            references=(*answers.references, answers.message_id) if answers else (),
            instance=self._p.instance,
            letter_token=token,
            original=self._original(case) if letter.attach_original else b"",
        )
        return self._p.compose(outgoing, now)


def _fitting(settlement: Settlement, decision: Decision, letter_id: int) -> Settlement:
    """Return how a row ends: it waits only for a letter that is still approved.

    One that is approved again has a row and an undo window of its own.
    """
    letter = decision.after.letter(letter_id)
    if settlement.state != "waiting" or (letter and letter.state is LetterState.QUEUED):
        return settlement
    return replace(settlement, state="void", reason="its approval is void")


def original_of(cases: Cases, raw: Callable[[int], bytes], case: Case) -> bytes:
    """Return the bytes of the requester's first mail. Raises Permanent if they are gone."""
    mails = cases.mails(case.id)
    first = next((number for number, mail in mails if mail.sender == case.requester), 0)
    found = raw(first) if first else b""
    if not found:
        raise Permanent("the original mail is not there any more")
    if len(found) > MOST_ATTACHED:
        raise Permanent("the original mail is too large to be attached")
    return found
