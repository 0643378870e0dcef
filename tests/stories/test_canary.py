"""The canary: an unlikely name, address, phone and card number turn up only where they must."""

import json
from collections.abc import Iterator
from typing import Any

from bot.demo.slack import Place
from bot.edges.slack.buttons import INSIDE, MORE, REST
from bot.edges.slack.case_desk import DRAWN
from tests.stories.desk import act, modal
from tests.stories.listening import Listener
from tests.stories.rig import ADA, BEN, PRIVACY, Rig, mail, text_of

NAME, ADDRESS = "Zebulon Quarkington", "zebulon.quarkington@canary-nest.example"
PHONE, CARD = "+49 5551 7766554", "4111 1111 1111 1111"
CANARIES = (
    "zebulon", "quarkington", "canary-nest", "7766554", "4111 1111", "4111111111111111",
    "quicksilver",
)  # fmt: skip
TEXT = (
    f"Please delete my account and all my personal data.\n"
    f"My phone is {PHONE}, my card {CARD}, and my secret word is quicksilver.\n\n{NAME}"
)
IDS_ONLY = ("metadata", "private_metadata", "value", "block_id", "action_id", "callback_id")


def leaks(text: str) -> list[str]:
    """Return the canaries that sing in a text."""
    small = text.lower()
    return [canary for canary in CANARIES if canary in small]


def ids_only(value: Any, key: str = "") -> Iterator[str]:
    """Yield every value that Slack shows to anybody's program or keeps for us."""
    if key in IDS_ONLY:
        yield json.dumps(value)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from ids_only(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from ids_only(one)


def test_a_whole_story_names_nobody(rig: Rig, listener: Listener) -> None:
    """Mail, card, modals, sending, reply, noise: no canary sings elsewhere.

    No log line, no event, no metadata, private_metadata, button value or id in any call
    to Slack, and no top-level text (what notifications show) holds one.
    """
    worker = rig.start()
    sender = f"{NAME} <{ADDRESS}>"
    rig.imap.deliver(mail(TEXT, f"Delete {NAME}", sender))
    rig.imap.deliver(
        mail(f"{NAME} is away", "Automatic reply", sender, Auto_Submitted="auto-replied")
    )
    rig.imap.deliver(b"From: " + sender.encode() + b"\r\nContent-Type: multipart/mixed\r\n\r\n\xff")
    card = rig.card("P-0001")
    place = Place(card.channel, card.ts)
    rig.slack.click(ADA, place, "Read mail" if "Read mail" in text_of(card) else "Edit")
    rig.slack.modal(ADA)
    rig.slack.close(ADA)  # so that what is submitted next is the other one
    rig.slack.click(ADA, place, "Approve & send")
    rig.slack.submit(ADA)
    sent = rig.waits(lambda: rig.smtp.delivered)[0]
    assert ADDRESS in sent.recipients
    rig.waits(lambda: "sent" in text_of(rig.card("P-0001")).lower())
    token = worker.office.store.cases.token(1, 1)
    thread = {"In_Reply_To": f"<dsr.{token}@example.test>"}
    rig.imap.deliver(mail(f"Thanks, {NAME}, {PHONE}", "Re: Delete", sender, **thread))
    rig.waits(lambda: "2 mails" in text_of(rig.card("P-0001")))
    rig.slack.open_home(BEN)
    rig.card("Daily list")
    events = "\n".join(worker.office.store.audit.export())
    rig.stop()

    check_calls(rig)
    for message in rig.cards(PRIVACY):
        assert not leaks(message.text)
    assert listener.lines
    assert [line for line in listener.lines if leaks(line)] == []
    assert events.count("\n") >= 5
    assert leaks(events) == []


def check_calls(rig: Rig) -> None:
    """No canary sings in a top-level text, or where only ids may stand, of any call to Slack."""
    calls = rig.slack.call(list, rig.slack.stand_in.web_api.calls)
    assert [call for call in calls if leaks(json.dumps(call.args, default=str))], "no card at all"
    for call in calls:
        assert not leaks(str(call.args.get("text", ""))), call.method
        for one in ids_only(_plain(call.args)):
            assert not leaks(one), (call.method, one)


def test_every_window_names_nobody_elsewhere(rig: Rig, listener: Listener) -> None:
    """Each action's window, a note, and closing: ids only outside what is read in the window.

    Some time after closing the card itself names nobody any more.
    """
    worker = rig.start(CLOSED_CARD_HOURS="0")
    sender = f"{NAME} <{ADDRESS}>"
    text = f"{TEXT}\nPlease also send me a copy of my data, and stop the newsletter."
    rig.imap.deliver(mail(text, f"Delete {NAME}", sender))
    card = rig.card("P-0001")
    place = Place(card.channel, card.ts)
    elsewhere = {row.key for row in INSIDE} | {"all", "forward", "unlink", "tasks"}
    for key in sorted(set(DRAWN) - elsewhere):
        rig.slack.choose(ADA, place, "case.more", "all:1")
        rig.slack.modal(ADA)
        if key in {row.key for row in REST}:
            rig.slack.click(ADA, Place(view=rig.slack.modal(ADA).id), f"case.{key}")
        elif key in {row.key for row in MORE}:
            rig.slack.choose(ADA, place, "case.more", f"{key}:1")
        elif f"case.{key}" in str(card.blocks):
            rig.slack.click(ADA, place, f"case.{key}")
        else:  # not every button is on every card
            rig.slack.close(ADA, all_of_them=True)
            continue
        rig.waits(lambda: (top := _top(rig)) and top["callback_id"] != "do.all")
        rig.slack.close(ADA, all_of_them=True)
    act(rig, ADA, "note")
    modal(rig, ADA, "Write a note")
    rig.slack.submit(ADA, text=f"{NAME} called from {PHONE}")
    act(rig, ADA, "history")
    assert leaks(modal(rig, ADA, "History of P-0001"))
    rig.slack.close(ADA, all_of_them=True)
    rig.slack.choose(ADA, place, "case.more", "close:1")
    modal(rig, ADA, "Close the case")
    rig.slack.submit(ADA, outcome="revoked")
    rig.waits(lambda: "Closed" in text_of(rig.card("P-0001")))
    worker.office.clearing.work()
    rig.waits(lambda: not leaks(text_of(rig.card("P-0001"))))
    replies = rig.slack.call(rig.slack.stand_in.workspace.replies, PRIVACY, card.ts)
    assert not leaks(" ".join(text_of(one) for one in replies))
    events = "\n".join(worker.office.store.audit.export())
    rig.stop()
    check_calls(rig)
    assert leaks(events) == []
    assert [line for line in listener.lines if leaks(line)] == []


def _top(rig: Rig) -> Any:
    view = rig.slack.call(rig.slack.stand_in.modals.top, ADA)
    return view.content if view else None


def _plain(value: Any) -> Any:
    """Return arguments with what was sent as JSON text opened."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, str) and value[:1] in "{[":
        try:
            return _plain(json.loads(value))
        except ValueError:
            return value
    return value


def test_after_forgetting_slack_shows_no_more(rig: Rig) -> None:
    """The card of a forgotten case is drawn again, without excerpt, letter or address."""
    worker = rig.start()
    rig.imap.deliver(mail(TEXT, f"Delete {NAME}", f"{NAME} <{ADDRESS}>"))
    card = rig.card("P-0001")
    assert leaks(text_of(card))
    office = worker.office
    traces = office.store.person.traces(ADDRESS)
    office.store.forgetting.forget_person(traces, "operator", office.now())
    rig.waits(lambda: "Closed" in text_of(rig.card("P-0001")))
    rig.waits(lambda: not leaks(text_of(rig.card("P-0001"))))
    assert rig.card("P-0001").ts == card.ts
