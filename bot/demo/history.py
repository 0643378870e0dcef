"""The weeks before the demo: cases that were opened, answered and closed, by the real decisions.

Nothing of it reaches Slack or SMTP, except the cards of what is still open: its debts to the
world are settled before the worker starts.
"""

import heapq
import random
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.bootstrap import Office
from bot.core import commands as c
from bot.core.assess import make_lines
from bot.core.case import BOT, Band, Case, CaseLetter, CaseState, LetterState
from bot.core.catalogue import PartyKind, SenderKind
from bot.core.decide import decide
from bot.core.decision import Event, opened
from bot.core.errors import IllegalMove
from bot.core.mail import Address, Authenticated, InboundMail, Place, RawMail
from bot.core.moves import Happened
from bot.core.parties import Entry, EntryKind, Party
from bot.demo.slack.people import ADA, BEN
from bot.flows.drafting import Dossier

_FILE = Path(__file__).with_name("history.toml")
_CASES = 190
_NOISE = 110
_MISREAD, _BY_AGENT = 0.06, 0.09  # shares of the cases
_DAYS = 42
_LAST = timedelta(hours=2)  # nothing happened in the last hours
_OPENS, _CLOSES = time(9), time(17)
_OUTCOMES = ("fulfilled",) * 12 + ("not_a_request", "duplicate", "revoked", "expired")
_THEIRS = {
    PartyKind.CLIENT_DATA: (EntryKind.CLIENT, "redirected_client"),
    PartyKind.ORG_ADMINISTERED: (EntryKind.ORGANISATION, "redirected_organisation"),
}

Step = Callable[[datetime], None]


class History:
    """Lives the cases of some weeks, in the order of time; the same each time."""

    def __init__(self, office: Office, now: datetime) -> None:
        self._office, self._now = office, now
        self._luck = random.Random(7)  # noqa: S311  (a story, not a secret)
        self._table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
        self._agenda: list[tuple[datetime, int, Step]] = []
        self._steps = self._forgotten = 0
        self._cases: dict[int, Case] = {}

    def write(self) -> None:
        """Write everything that happened until now."""
        for _ in range(_CASES):
            back = timedelta(days=self._luck.uniform(0.3, _DAYS))
            self._plan(self._by_day(self._now - back), self._open)
        for _ in range(_NOISE):
            back = timedelta(days=self._luck.uniform(0.3, _DAYS))
            self._plan(self._by_day(self._now - back), self._list_noise)
        self._tell_weeks()
        pragma = self._office.store.connections.db.conn.execute
        pragma("PRAGMA synchronous=OFF")  # a demo that stops now begins anew
        while self._agenda:
            at, _, step = heapq.heappop(self._agenda)
            step(at)
        self._settle()
        pragma("PRAGMA synchronous=FULL")

    def _list_noise(self, at: datetime) -> None:
        kind = self._luck.choice(("spam", "auto_reply", "auto_reply"))
        event = Event(Happened.NOISE_LISTED, at, BOT, facts={"types": kind})
        with self._office.store.connections.write() as connection:
            self._office.store.audit.append(connection, event)

    def _plan(self, at: datetime, step: Step) -> None:
        """Note what happens at some moment; what lies ahead of now never does."""
        if at < self._now - _LAST:
            self._steps += 1
            heapq.heappush(self._agenda, (at, self._steps, step))

    def _by_day(self, at: datetime) -> datetime:
        """Return that day between seven and eleven at night, seldom at a week-end."""
        local = at.astimezone(self._office.zone)
        if local.weekday() > 4 and self._luck.random() < 0.7:
            local -= timedelta(days=2)
        minute = self._luck.randrange(7 * 60, 23 * 60)
        return local.replace(hour=minute // 60, minute=minute % 60).astimezone(UTC)

    def _at_work(self, at: datetime) -> datetime:
        """Return that moment, or the next morning when people work."""
        local = at.astimezone(self._office.zone)
        if local.time() >= _CLOSES:
            local = (local + timedelta(days=1)).replace(hour=7)
        while local.weekday() > 4:
            local = (local + timedelta(days=1)).replace(hour=7)
        if local.time() < _OPENS:
            local = local.replace(hour=9, minute=self._luck.randrange(60))
        return local.astimezone(UTC)

    def _after(self, at: datetime, hours: float) -> datetime:
        return self._at_work(at + timedelta(hours=self._luck.uniform(hours / 3, hours)))

    # -- what happens -----------------------------------------------------------------------

    def _open(self, now: datetime) -> None:
        at = now - timedelta(minutes=2)  # collected and read
        office, rows = self._office, self._table["request"]
        row = self._luck.choices(rows, weights=[one["weight"] for one in rows])[0]
        number = office.store.cases.next_id()
        mail = self._mail(row, number, at)
        party, entry = self._party(row)
        right = make_lines(row["types"], party, row["regime"], office.clock_for, at)
        misread = self._luck.random() < _MISREAD
        read = [self._luck.choice(rows)["types"][0]] if misread else row["types"]
        lines = make_lines(read, party, row["regime"], office.clock_for, at)
        agent = self._luck.random() < _BY_AGENT
        case = Case(
            id=number,
            version=1,
            state=CaseState.OPEN,
            received_at=at,
            requester=mail.senders[0],
            lines=office.drafter.with_tasks(lines, at),
            party=party.kind,
            party_why="named in the mail" if entry else "",
            entry_id=entry.id if entry else None,
            entry_name=entry.name if entry else "",
            named_in_mail=entry is not None,
            sender=SenderKind.AGENT if agent else SenderKind.PERSON,
            regime=row["regime"],
            language=row["language"],
            band=self._luck.choice((Band.SURE, Band.SURE, Band.CONFIRM)),
            confidence=round(self._luck.uniform(0.78, 0.99), 2),
            model="demo",
            authentication=Authenticated.PASS,
        )
        letters = office.drafter.first_drafts(Dossier(case, mail, entry, at))
        decision = opened(replace(case, letters=letters), now)
        raw = RawMail(Place("privacy", "INBOX", 1, number), f"{number}\n{mail.text}".encode(), at)
        office.store.post_room.log(raw, mail, decision)
        self._cases[number] = decision.after
        taken = self._after(at, 3)
        who = self._luck.choice((ADA, ADA, BEN))
        self._plan(taken, lambda now: self._do(number, c.Claim(actor=who), now))
        if misread:
            order = c.Reclassify(
                actor=who,
                lines=right,
                party=case.party,
                entry_id=case.entry_id,
                entry_name=case.entry_name,
                drafts=office.drafter.first_drafts(
                    Dossier(replace(case, lines=right), mail, entry, at), len(letters) + 1
                ),
            )
            self._plan(taken, lambda now: self._do(number, order, now))
        self._plan(self._after(taken, 5), lambda now: self._answer(number, who, now))

    def _mail(self, row: dict[str, Any], number: int, at: datetime) -> InboundMail:
        name = self._luck.choice(self._table["names"])
        local = name.lower().replace(" ", ".")
        sender = Address(f"{local}{number}@{self._luck.choice(self._table['hosts'])}", name)
        return InboundMail(
            message_id=f"<history-{number}@{sender.domain}>",
            senders=(sender,),
            received=at,
            subject=row["subject"],
            text=row["text"],
            visible=row["text"],
            authentication=Authenticated.PASS,
        )

    def _party(self, row: dict[str, Any]) -> tuple[Party, Entry | None]:
        kind = PartyKind(row.get("party", PartyKind.OWN_USER.value))
        if kind not in _THEIRS:
            return Party(kind), None
        fit = [one for one in self._office.store.directory.all() if one.kind is _THEIRS[kind][0]]
        entry = self._luck.choice(fit)
        return Party(kind, entry, 0.95, "named in the mail", named_in_mail=True), entry

    def _answer(self, number: int, who: str, now: datetime) -> None:
        case = self._case(number)
        for letter in (one for one in case.letters if one.state in _UNDECIDED):
            self._send(case.id, letter, who, now)
        if not self._is_forgotten(self._case(number)):
            hours = 16 if case.party in _THEIRS else 110
            self._plan(self._after(now, hours), lambda then: self._finish(number, who, then))

    def _is_forgotten(self, case: Case) -> bool:
        """Choose the one case that nobody finished in time: the first that would be late now."""
        late = self._office.drafter.day_of(self._now) - timedelta(days=2)
        if self._forgotten or case.due is None or case.due > late or case.party in _THEIRS:
            return False
        self._forgotten = case.id
        return True

    def _send(self, number: int, letter: CaseLetter, who: str, now: datetime) -> None:
        for actor in (who, BEN if who == ADA else ADA):
            if self._case(number).letter(letter.id).state in _UNDECIDED:  # type: ignore[union-attr]
                order = c.Approve(
                    actor=actor, letter_id=letter.id, digest=letter.digest, send_after=now
                )
                self._do(number, order, now)
        start = c.StartSending(actor=BOT, letter_id=letter.id, digest=letter.digest)
        self._do(number, start, now)
        self._do(number, c.SettleSent(actor=BOT, letter_id=letter.id), now)

    def _finish(self, number: int, who: str, now: datetime) -> None:
        case = self._case(number)
        tasks = tuple((task.id, "done") for line in case.lines for task in line.open_tasks)
        if tasks:
            self._do(number, c.FinishTasks(actor=who, results=tasks), now)
        theirs = _THEIRS.get(case.party)
        outcome = theirs[1] if theirs else self._luck.choice(_OUTCOMES)
        self._do(number, c.Close(actor=who, outcome=outcome), now)

    def _do(self, number: int, order: c.Command, now: datetime) -> None:
        case = self._case(number)
        try:
            decision = decide(case, order, now)
        except IllegalMove:
            return  # it is over already
        self._office.store.cases.save(decision)
        self._cases[number] = replace(decision.after, version=case.version + 1)

    def _case(self, number: int) -> Case:
        return self._cases[number]

    # -- what the world has seen of it ------------------------------------------------------

    def _tell_weeks(self) -> None:
        """Write the digests of earlier weeks, so that only the last one is posted."""
        zone = self._office.zone
        monday = self._now.astimezone(zone).date()
        monday -= timedelta(days=monday.weekday())
        for back in range(2, _DAYS // 7 + 1):
            first = monday - timedelta(weeks=back)
            year, week, _ = first.isocalendar()
            at = datetime.combine(first + timedelta(weeks=1), _OPENS, zone)
            self._plan(at.astimezone(UTC), self._teller(f"{year}-W{week:02d}"))

    def _teller(self, name: str) -> Step:
        def tell(now: datetime) -> None:
            self._office.store.chronicle.digest(name, now)

        return tell

    def _settle(self) -> None:
        """Leave one debt for each open case, its card; everything else was done long ago."""
        with self._office.store.connections.write() as connection:
            connection.execute(
                "UPDATE outbox SET state = 'done', settled_at = not_before WHERE kind <> 'card'"
                " OR case_id IN (SELECT id FROM cases WHERE state = 'closed')"
            )
            # Their cards were rewritten without personal data, too.
            connection.execute("UPDATE cases SET cleared = 1 WHERE state = 'closed'")


_UNDECIDED = {LetterState.DRAFT, LetterState.AWAITING_SECOND}
