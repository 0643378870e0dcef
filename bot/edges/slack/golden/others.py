"""Every post that is not the card of one case, filled with what concerns nobody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date

from bot.core.batch import Batch
from bot.core.case import BOT, Case, LetterState
from bot.core.decision import Event
from bot.core.mail import Address
from bot.core.moves import Happened
from bot.core.notices import DigestFilesView, DigestView, ReferralView, ReminderView
from bot.core.periods import Period
from bot.core.statistics import Count, Flow, Share, Spread, Statistics
from bot.core.views import (
    AbsorbedView,
    AgentProfile,
    BatchView,
    FloodView,
    MovedView,
    NoiseItem,
    NoiseView,
    QuarantineView,
)
from bot.edges.slack import crowd_cards, digest, lists, referrals, threads
from bot.edges.slack.golden.cases import NOW, STAFF, TASKS, TODAY, Sample, letter, view
from bot.edges.slack.text import section

_AGENT = "agent.example.test"


def other_samples() -> Iterator[Sample]:
    """Yield them."""
    yield from _crowds()
    yield from _lists()
    yield from _notices()
    shown = DigestView(week(), "1234:ab12cd34")
    yield Sample("digest", digest.digest_text(shown), digest.digest(shown))
    table = DigestFilesView(week(), (), "received  9\nanswered  8\nclosed    7")
    yield Sample("digest in words", digest.files_text(table), digest.files(table))


def batch_view(*states: LetterState, known: bool = True) -> BatchView:
    """Return a batch with a case for each state of its letter."""
    cases = tuple(_item(number, state) for number, state in enumerate(states, 11))
    batch = Batch(3, _AGENT, ("delete", "optout_marketing"), (), NOW, NOW, len(cases))
    agent = AgentProfile("portal", "code on each page", STAFF, NOW) if known else AgentProfile()
    titles = (("delete/acknowledge", "Acknowledge receipt"),)
    return BatchView(batch, cases, agent, titles, TODAY)


def _of_people(shown: BatchView) -> BatchView:
    return replace(shown, batch=replace(shown.batch, agent="template 0123"))


def _waiting_for_tasks(shown: BatchView) -> BatchView:
    done = letter(key="delete/complete", needs_tasks_done=True)
    cases = tuple(
        replace(
            case,
            letters=(replace(done, covers=("delete",)),),
            lines=(replace(case.lines[0], tasks=TASKS), *case.lines[1:]),
        )
        for case in shown.cases
    )
    titles = (("delete/complete", "Everything is erased"),)
    return replace(shown, cases=cases, titles=titles)


def _item(number: int, state: LetterState) -> Case:
    base = view().case
    person = Address(f"person{number}@example.test", "Person")
    return replace(base, id=number, batch=3, person=person, letters=(letter(state=state),))


def _crowds() -> Iterator[Sample]:
    draft, queued, sent = LetterState.DRAFT, LetterState.QUEUED, LetterState.SENT
    for name, shown in (
        ("batch new", batch_view(*[draft] * 14, known=False)),
        ("batch leaving", batch_view(*[queued] * 3, sent, draft)),
        ("batch sent", batch_view(sent, sent, sent)),
        ("batch of people", _of_people(batch_view(*[draft] * 3, known=False))),
        ("batch waiting for tasks", _waiting_for_tasks(batch_view(*[draft] * 3))),
    ):
        yield Sample(name, crowd_cards.batch_text(shown), crowd_cards.batch(shown))
    one = AbsorbedView(11, 3)
    yield Sample("card of a batch", crowd_cards.absorbed_text(one), crowd_cards.absorbed(one))
    kinds = (("access", 400), ("delete", 190), ("other", 3))
    for name, waiting in (("flood", 593), ("flood brought out", 0)):
        much = FloodView(TODAY, waiting, 600 - waiting, kinds if waiting else (), TODAY)
        yield Sample(name, crowd_cards.flood_text(much), crowd_cards.flood(much))


def _lists() -> Iterator[Sample]:
    items = tuple(
        NoiseItem(
            n, ("spam", "auto_reply")[n % 2], f"sender{n}@example.test", "Buy now", NOW, "listed"
        )
        for n in range(30)
    )
    for name, some in (
        ("daily list", items[:4]),
        ("daily list long", items),
        ("daily list settled", tuple(replace(one, state="confirmed") for one in items[:4])),
    ):
        day = NoiseView(TODAY, some)
        yield Sample(name, lists.noise_text(day), lists.noise_card(day))
    bad = QuarantineView(7, NOW, 1234, "the parser was stopped")
    yield Sample("quarantine", lists.quarantine_text(bad), lists.quarantine_card(bad))
    gone = MovedView(7)
    yield Sample("card moved", lists.moved_text(gone), lists.moved(gone))


def _notices() -> Iterator[Sample]:
    case = view(assignee=STAFF).case
    for stage in ("3 days", "today", "overdue", "extension", "second approver"):
        facts = {"stage": stage, "day": TODAY.isoformat()}
        event = Event(Happened.REMINDED, NOW, BOT, 7, None, facts)
        told = ReminderView(case, event, TODAY, to_managers=stage in {"overdue", "second approver"})
        yield Sample(f"reminder {stage}", digest.reminder_text(told), digest.reminder(told))
    event = Event(Happened.REFERRED, NOW, STAFF, 7, None, {"to": "hr", "told": True})
    notice = ReferralView(case, event, "hr")
    yield Sample("referral", referrals.notice_text(notice), referrals.notice(notice))
    said = threads.sentence(Event(Happened.APPROVED, NOW, STAFF, 7, 1), "Acknowledge receipt")
    yield Sample("thread", said, [section(said)])


def week() -> Statistics:
    """Return a week in numbers, with both of its charts."""
    count, share, spread = Count(9, 12), Share(8, 9), Spread(9, 1.5, 4.0, 2.0)
    flows = tuple(Flow(f"2026-W{week}", 9, 8, 5, 7) for week in range(43, 47))
    return Statistics(
        period=Period(date(2026, 11, 16), date(2026, 11, 22), UTC),
        received=count,
        answered=count,
        fulfilled=count,
        closed=count,
        open=count,
        overdue=Count(1, 1),
        due_soon=count,
        by_type={"delete": 6, "access": 4, "optout_sale": 3},
        by_party={"own_user": 9},
        by_regime={"eu": 5, "us-ca": 4},
        outcomes={"fulfilled": 6},
        first_letter=spread,
        closing=spread,
        within_due=share,
        corrected=share,
        precision={"delete": share},
        handovers=share,
        agents=share,
        oldest=((7, 12), (8, 9)),
        noise=17,
        before=flows,
    )
