"""A thread of a running worker dies: it is started again, and nothing is lost or sent twice."""

from collections.abc import Callable
from typing import Any

from bot.bootstrap import Worker
from bot.demo.slack import Place
from bot.edges.mail.smtp import SmtpMailer
from tests.stories.listening import Listener
from tests.stories.rig import ADA, Rig, mail, text_of


class Deadly:
    """The real mailer; the first letter ends the thread that sends it, as an exit call would."""

    def __init__(self, mailer: SmtpMailer) -> None:
        self._mailer, self.deaths = mailer, 0

    def send(self, raw: bytes, sender: str, to: str, stage: Callable[[str], None]) -> None:
        """Die once, then send."""
        if not self.deaths:
            self.deaths += 1
            raise SystemExit
        self._mailer.send(raw, sender, to, stage)


def test_a_dead_sender_lives_again(rig: Rig, listener: Listener) -> None:
    """The letter that was under way when its thread died leaves once, with the next life."""
    worker = Worker(rig.office())
    mailer: Any = Deadly(worker.office.mailer)
    worker.office.__dict__["mailer"] = mailer
    worker.start()
    rig.workers.append(worker)
    rig.slack.wait_connected()
    rig.imap.deliver(mail("Please delete my account and all my personal data."))
    card = rig.card("P-0001")
    rig.slack.click(ADA, Place(card.channel, card.ts), "Approve & send")
    rig.slack.submit(ADA)
    [letters] = [loop for loop in worker._loops if loop.name == "letters"]
    rig.waits(lambda: letters.dead)
    assert not worker.ready
    worker.supervise()
    rig.waits(lambda: rig.smtp.delivered)
    rig.waits(lambda: "sent" in text_of(rig.card("P-0001")).lower())
    assert (mailer.deaths, letters.restarts, len(rig.smtp.delivered)) == (1, 1, 1)
    assert any("letters had died" in line for line in listener.lines)


def test_a_dead_connection_to_slack_is_made_anew(rig: Rig) -> None:
    """The thread behind the socket ends: clicks come again over another one."""
    worker = rig.start()
    rig.waits(lambda: worker.ready)
    assert worker._socket is not None
    link = worker._socket._loop
    link.call_soon_threadsafe(link.stop)
    rig.waits(lambda: not worker.ready)
    rig.waits(lambda: worker.supervise() or worker.ready)
    rig.imap.deliver(mail("Please delete my account and all my personal data."))
    card = rig.card("P-0001")
    rig.slack.click(ADA, Place(card.channel, card.ts), "Approve & send")
    rig.slack.submit(ADA)
    rig.waits(lambda: rig.smtp.delivered)
