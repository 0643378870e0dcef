"""The real Slack SDK against a stand-in that breaks: no click is acknowledged and lost."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot.bootstrap import Worker
from bot.core import commands as c
from bot.core.case import LetterState
from bot.core.moves import Happened
from bot.demo.slack import Outcome, Place
from tests.servers.ports import wait_until
from tests.stories.rig import ADA, BEN, PRIVACY, Rig, mail, text_of

ASKS = "Please delete my account and all my personal data."
CLICKS = 200
OUTAGE = 6.0  # seconds; a link that is down for three is replaced


def start(rig: Rig, **more: str) -> Worker:
    """Start a worker that notices a dead link within a second, and is the SDK's otherwise."""
    worker = Worker(replace(rig.office(**more), ping=0.5))
    worker.start()
    rig.workers.append(worker)
    rig.slack.wait_connected()

    return worker


def place(rig: Rig, number: str = "P-0001") -> Place:
    """Return where a card is."""
    card = rig.card(number)
    return Place(card.channel, card.ts)


def claim(rig: Rig, where: Place, user: str, case: int = 1) -> Outcome:
    """Take a case."""
    return rig.slack.choose(user, where, "case.more", f"claim:{case}")


def claimed(worker: Worker, case: int = 1) -> list[str]:
    """Return who took a case, in order."""
    events = worker.office.store.audit.of_case(case)
    return [event.actor for _, event in events if event.kind is Happened.CLAIMED]


def test_two_hundred_clicks_while_the_link_is_renewed(rig: Rig) -> None:
    """Slack renews its links all the time: what was acknowledged has happened, once."""
    worker = start(rig)
    rig.imap.deliver(mail(ASKS))
    where, over = place(rig), threading.Event()

    def renew() -> None:
        while not over.wait(0.15):
            rig.slack.run(rig.slack.stand_in.sockets.refresh())

    renewing = threading.Thread(target=renew)
    renewing.start()
    try:
        users = [(ADA, BEN)[n % 2] for n in range(CLICKS)]
        done = [user for user in users if claim(rig, where, user).acked]
    finally:
        over.set()
        renewing.join()
    assert rig.slack.stand_in.sockets.connected > 10
    assert claimed(worker) == done  # each acknowledged one, in order, and nothing else
    assert len(done) == CLICKS


def test_an_outage_loses_and_repeats_nothing(rig: Rig) -> None:
    """Slack is gone for a while: mail becomes a card afterwards, once, and buttons work again."""
    worker = start(rig)
    rig.imap.deliver(mail(ASKS))
    where = place(rig)
    patience = rig.slack.stand_in.sockets.ack_seconds
    rig.slack.call(setattr, rig.slack.stand_in.sockets, "ack_seconds", OUTAGE)
    rig.slack.run(_outage(rig, on=True))
    rig.imap.deliver(mail("Please send me a copy of my data.", "Copy", "Tom <tom@x.example>"))
    rig.waits(lambda: worker.office.store.cases.load(2))
    assert not claim(rig, where, ADA).acked  # nobody answers for as long as it lasts
    assert claimed(worker) == []
    rig.slack.call(setattr, rig.slack.stand_in.sockets, "ack_seconds", patience)
    rig.slack.run(_outage(rig, on=False))
    rig.slack.wait_connected()
    rig.card("P-0002")
    rig.waits(lambda: claim(rig, where, ADA).acked)
    rig.waits(lambda: claimed(worker) == [ADA])
    assert [m.text[:6] for m in rig.cards()] == ["P-0001", "P-0002"]


async def _outage(rig: Rig, *, on: bool) -> None:
    rig.slack.stand_in.faults.outage = on
    if on:
        rig.slack.stand_in.sockets.kill()


def test_a_link_that_stays_down_is_replaced(rig: Rig) -> None:
    """Links that die again and again, each address good for once, do not end the desk."""
    worker = start(rig)
    rig.imap.deliver(mail(ASKS))
    where = place(rig)
    for _ in range(3):
        rig.slack.call(rig.slack.stand_in.sockets.kill)
        rig.slack.wait_connected()
    rig.waits(lambda: claim(rig, where, ADA).acked)
    assert claimed(worker)[-1] == ADA


def test_a_card_whose_answer_was_lost_is_adopted(rig: Rig) -> None:
    """Slack stored the card and the answer got lost: it is found again, not posted twice."""
    start(rig)
    rig.slack.call(rig.slack.stand_in.faults.drop_reply, "chat.postMessage")
    rig.imap.deliver(mail(ASKS))
    where = place(rig)
    assert claim(rig, where, ADA).acked
    rig.waits(lambda: f"<@{ADA}>" in text_of(rig.card("P-0001")))
    assert len(rig.cards()) == 1
    assert rig.slack.stand_in.faults.pending == []


def test_a_card_that_somebody_deleted_is_posted_anew(rig: Rig) -> None:
    """A case without a card would be forgotten; what people type in its thread reaches nobody."""
    worker = rig.start()
    rig.imap.deliver(mail(ASKS))
    old = place(rig)
    stand_in = rig.slack.stand_in
    channel = stand_in.workspace.channels[PRIVACY]
    rig.slack.call(stand_in.clients.say, ADA, channel, "Dear Maren, all done!", old.ts)
    worker.office.client.chat_delete(channel=PRIVACY, ts=old.ts)
    worker.office.review.order(1, lambda _: c.Claim(actor=ADA))
    new = rig.waits(lambda: next((m for m in rig.cards() if f"<@{ADA}>" in text_of(m)), None))
    assert new.ts != old.ts
    assert [m.text[:6] for m in rig.cards()].count("P-0001") == 1
    assert claim(rig, place(rig), BEN).acked
    assert rig.smtp.delivered == []
    told = [d.payload for d in stand_in.sockets.deliveries]
    assert "Dear Maren, all done!" not in str(told)


def run_worker(rig: Rig) -> "subprocess.Popen[bytes]":
    """Start `python -m bot run` as an operator would; clicks get lost as soon as at Slack."""
    rig.slack.stand_in.sockets.ack_seconds = 3.0
    environment = {**os.environ, **rig.environment(UNDO_SECONDS="0")}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        env=environment,
        cwd=Path(__file__).parent.parent.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def test_a_stop_during_clicks(rig: Rig) -> None:
    """SIGTERM while people click: it ends within ten seconds, and what was acknowledged is done.

    The next worker sends each approved letter once.
    """
    first = run_worker(rig)
    try:
        rig.slack.wait_connected(90)
        senders = [f"Asker {n} <asker{n}@post{n}.example>" for n in range(1, 7)]
        for sender in senders:
            rig.imap.deliver(mail(ASKS, sender=sender))
        rig.waits(lambda: len(rig.cards()) == len(senders), 90)
        cards = {int(m.text[2:6]): Place(m.channel, m.ts) for m in rig.cards()}
        rig.slack.click(ADA, cards[1], "Approve & send")
        rig.slack.modal(ADA)

        def clicks(number: int) -> list[str]:
            users = [(ADA, BEN)[n % 2] for n in range(30)]
            return [user for user in users if claim(rig, cards[number], user, number).acked]

        with ThreadPoolExecutor(6) as pool:
            busy = [pool.submit(clicks, number) for number in (2, 3, 4, 5, 6)]
            sent = pool.submit(rig.slack.submit, ADA)
            first.send_signal(signal.SIGTERM)
            first.wait(20)  # ten seconds of its own; a busy machine may need twice that
            rig.slack.call(setattr, rig.slack.stand_in.sockets, "ack_seconds", 0.1)
            done = {number: one.result(120) for number, one in zip(range(2, 7), busy, strict=True)}
            approved = sent.result(60).acked
        assert first.returncode == 0
    finally:
        first.kill()
        first.communicate()
    rig.slack.call(setattr, rig.slack.stand_in.sockets, "ack_seconds", 3.0)
    worker = start(rig)
    for number, users in done.items():
        happened = claimed(worker, number)
        assert happened[: len(users)] == users, "acknowledged and lost"
    case = worker.office.store.cases.load(1)
    assert case is not None
    if approved:
        rig.waits(lambda: _state(worker) is LetterState.SENT)
    assert len(rig.smtp.delivered) <= 1
    assert bool(rig.smtp.delivered) == (_state(worker) is LetterState.SENT)


def _state(worker: Worker) -> LetterState:
    case = worker.office.store.cases.load(1)
    assert case is not None
    return case.letters[0].state


@pytest.mark.parametrize("code", ["invalid_auth", "missing_scope"])
def test_a_useless_app_token_ends_the_worker(rig: Rig, code: str) -> None:
    """The log says which setting is wrong and what to do; the exit code is 2; no traceback."""
    rig.slack.call(rig.slack.stand_in.faults.refuse, "apps.connections.open", code, 99)
    ended = run_worker(rig)
    try:
        assert wait_until(lambda: ended.poll() is not None, 90)
        said = ended.communicate()[1].decode()
    finally:
        ended.kill()
    assert ended.returncode == 2
    assert "SLACK_APP_TOKEN" in said
    assert code in said
    assert "Traceback" not in said


def test_attempts_to_connect_leave_no_thread(rig: Rig) -> None:
    """While Slack is down the worker tries again and again, with one thread for the link."""
    rig.slack.call(rig.slack.stand_in.faults.refuse, "apps.connections.open", "internal_error", 3)
    worker = Worker(replace(rig.office(), ping=0.5))
    worker.start()
    rig.workers.append(worker)
    rig.slack.wait_connected(60)
    rig.waits(lambda: worker.ready)
    names = [one.name for one in threading.enumerate()]
    assert names.count("slack-socket") == 1
    assert rig.slack.stand_in.faults.pending == []


def test_nothing_is_posted_into_a_shared_channel(rig: Rig) -> None:
    """A channel that becomes shared gets no card; managers are told; ending that is enough."""
    worker = start(rig)
    rig.imap.deliver(mail(ASKS))
    rig.card("P-0001")
    clients = rig.slack.stand_in.clients
    rig.slack.call(clients.share_channel, PRIVACY)
    rig.waits(lambda: any(d.acked and "channel_shared" in str(d.payload)
                          for d in rig.slack.stand_in.sockets.deliveries))  # fmt: skip
    rig.imap.deliver(mail("Please send me a copy of my data.", "Copy", "Tom <tom@x.example>"))
    rig.waits(lambda: "posts no case there" in str(rig.slack.messages("C0MANAGERS")))
    assert [m.text[:6] for m in rig.cards()] == ["P-0001"]
    workspace = rig.slack.stand_in.workspace
    private = replace(workspace.channels[PRIVACY], is_ext_shared=False)
    rig.slack.call(workspace.add_channel, private)
    rig.card("P-0002")  # looked at again by itself, without a restart
    assert "private again" in str(rig.slack.messages("C0MANAGERS"))
    assert worker.office.store.audit.verify().fault == ""
