"""An earlier day 0: counted anew with a reason, never later, and nothing approved survives it."""

from datetime import date, timedelta

from bot.core.case import LetterState
from bot.core.moves import Happened
from bot.demo.slack import Place
from tests.stories.rig import ADA, GUS, Rig, mail, text_of

ASKS = "Please delete my account and all my personal data."


def open_form(rig: Rig, user: str = ADA) -> None:
    """Open the window from the card's menu."""
    card = rig.card("P-0001")
    rig.slack.choose(user, Place(card.channel, card.ts), "case.more", "all:1")
    view = rig.slack.modal(user)
    if "Count from an earlier day" in str(view.content):
        rig.slack.click(user, Place(view=view.id), "Count from an earlier day")
        rig.waits(lambda: "Count anew" in str(rig.slack.modal(user).content))


def test_an_earlier_day_moves_every_date(rig: Rig) -> None:
    """The date on the card, the draft and the log follow; what was approved is void."""
    rig.undo = 600
    worker = rig.start()
    rig.imap.deliver(mail(ASKS))
    card = rig.card("P-0001")
    rig.slack.click(ADA, Place(card.channel, card.ts), "Approve & send")
    rig.slack.submit(ADA)
    rig.waits(lambda: "Undo" in text_of(rig.card("P-0001")))
    before = worker.office.store.cases.load(1)
    assert before is not None
    was = before.received_at.astimezone(worker.office.zone).date()
    open_form(rig)
    day = was - timedelta(days=9)
    rig.slack.submit(ADA, day=day.isoformat(), reason="another_department")
    after = rig.waits(lambda: changed(rig, before.received_at))
    assert after.received_at.astimezone(worker.office.zone).date() == day
    first = min(line.clock.due for line in after.lines if line.clock)
    assert first < min(line.clock.due for line in before.lines if line.clock and line.clock.due)
    assert not [one for one in after.letters if one.state is LetterState.QUEUED]
    events = [event for _, event in worker.office.store.audit.of_case(1)]
    told = next(event for event in events if event.kind is Happened.DAY_ZERO_SET)
    assert (told.actor, told.facts["reason"]) == (ADA, "another_department")
    assert date.fromisoformat(str(told.facts["was"])[:10]) == before.received_at.date()
    assert rig.smtp.delivered == []


def changed(rig: Rig, was: object) -> object:
    """Return the case once its day 0 is another one."""
    case = rig.workers[0].office.store.cases.load(1)
    return case if case and case.received_at != was else None


def test_a_later_day_is_refused_at_its_field(rig: Rig) -> None:
    """Nobody gains time by a click: the same day or a later one is no day 0."""
    worker = rig.start()
    rig.imap.deliver(mail(ASKS))
    rig.card("P-0001")
    before = worker.office.store.cases.load(1)
    assert before is not None
    open_form(rig)
    same = before.received_at.astimezone(worker.office.zone).date()
    for day in (same, same + timedelta(days=3)):
        wrong = rig.slack.submit(ADA, day=day.isoformat(), reason="spam_folder").errors
        assert "only become earlier" in wrong["day"]
    wrong = rig.slack.submit(ADA, day="1999-01-01", reason="spam_folder").errors
    assert "is the year right" in wrong["day"]
    after = worker.office.store.cases.load(1)
    assert after is not None
    assert after.received_at == before.received_at


def test_a_guest_sees_no_form(rig: Rig) -> None:
    """Who may not act cannot open the menu behind it."""
    rig.start()
    rig.imap.deliver(mail(ASKS))
    card = rig.card("P-0001")
    rig.slack.choose(GUS, Place(card.channel, card.ts), "case.more", "all:1")
    rig.waits(
        lambda: [m for m in rig.slack.messages(card.channel, GUS) if "not on the list" in m.text]
    )
