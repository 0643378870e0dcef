"""The worker: the threads of an office, started together and stopped together."""

import logging
import threading
import time

from bot import loops
from bot.bootstrap.office import Office
from bot.core.errors import Misconfigured, Transient
from bot.edges.health import HealthServer
from bot.edges.mail.imap import ImapMailbox
from bot.edges.slack.alarm import alarm
from bot.edges.slack.socket import Socket
from bot.flows.collect import collect
from bot.leasing import LeaseLoop, wait_for
from bot.settings import MailboxSettings
from bot.upkeep import Shredding, nightly, seal
from bot.watch import Watched, WatchLoop

log = logging.getLogger(__name__)

_PATIENCE = 75.0  # seconds that one round waits for another worker; its lease lasts 60
_LOOK = 0.5  # seconds between two looks at the threads
_STOP = 10.0  # seconds that a graceful stop may take


class Worker:
    """The worker process: its threads, started together and stopped together."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.signal = loops.Signal()
        self._socket: Socket | None = None
        self._loops: list[loops.Loop] = []
        self._health: HealthServer | None = None
        self._linker: threading.Thread | None = None
        self._linked = False

    def start(self) -> None:
        """Start every thread; an edge that is down is tried again and again.

        Waits for another worker on the same database to stop first (deploy overlap).
        """
        office = self.office
        lease = office.lease
        if not wait_for(lease, self.signal.stopping):
            return
        seal(office)
        office.store.connections.after_commit.append(self.signal.ring)
        outbox = office.store.outbox
        self._loops = [
            LeaseLoop(self.signal, lease),
            loops.SendLoop("letters", self.signal, office.letter_sender, outbox, office.now),
            loops.SendLoop("cards", self.signal, office.desk_sender, outbox, office.now),
            loops.ReadLoop(self.signal, office.intake),
            *(self._mail_loop(box) for box in office.boxes),
            loops.Scheduler(
                self.signal,
                (
                    office.waking.work,
                    office.clearing.work,
                    office.reminders.work,
                    office.digests.work,
                    office.weeks.work,
                    Shredding(office).work,
                    lambda: nightly(office),
                ),
                office.look,
            ),
        ]
        watched = Watched(
            store=office.store,
            loops=lambda: self._loops,
            connected=lambda: self._socket is not None and self._socket.connected,
        )
        self._loops.append(WatchLoop(self.signal, watched, self._tell_managers))
        if office.settings.health_port:
            host, port = office.settings.health_host, office.settings.health_port
            self._health = HealthServer(host, port, watched.report)
            self._health.start()
        for loop in self._loops:
            loop.start()
        self._linker = self._start_linking()

    def _start_linking(self) -> threading.Thread:
        thread = threading.Thread(target=self._connect, name="slack-connect", daemon=True)
        thread.start()
        return thread

    def serve(self) -> None:
        """Look after the threads until the worker is to stop."""
        while not self.signal.stopping.wait(_LOOK):
            self.supervise()

    def supervise(self) -> None:
        """Start anew what died. What hangs cannot be ended from within: /healthz says so."""
        for loop in self._loops:
            if loop.revive():
                log.error("the thread %s had died and was started again", loop.name)
        if self._linker is None or self._linker.is_alive():
            return
        if not self._linked or (self._socket is not None and self._socket.died):
            self._linked = False
            log.error("the connection to Slack had died and is made anew")
            self._linker = self._start_linking()

    def _mail_loop(self, box: MailboxSettings) -> loops.MailLoop:
        office, account = self.office, self.office.account(box)
        return loops.MailLoop(
            box.name,
            self.signal,
            lambda: ImapMailbox(account),
            office.store.post_room,
            office.settings.resync_seconds,
        )

    def _connect(self) -> None:
        """Connect to Slack, however long it takes; only a useless token ends the worker."""
        back_off = loops.BackOff()
        while not self.signal.stopping.is_set():
            try:
                if self._socket is not None and self._socket.died:
                    self._socket.stop()
                    self._socket = None
                if self._socket is None:
                    self._socket = self.office.socket()
                    self._socket.on_useless = self._give_up
                self._socket.start()
            except Misconfigured as fault:
                self._give_up(fault)
            except Exception as fault:  # noqa: BLE001  (any fault of a connection: try again)
                why = str(fault) if isinstance(fault, Transient) else type(fault).__name__
                log.warning("Slack: %s; next try soon", why)
                self.signal.stopping.wait(back_off.next())
            else:
                self._linked = True
                log.info("connected to Slack")
                break
        if self.signal.stopping.is_set() and self._socket is not None:
            self._socket.stop()  # made just when the worker stopped

    def _give_up(self, fault: Misconfigured) -> None:
        """Say what is wrong and end: nobody could click, and nobody would notice."""
        log.error("%s", "; ".join(fault.faults))
        self.signal.stop()

    def _tell_managers(self, text: str) -> None:
        s = self.office.settings
        alarm(self.office.client, s.channel_managers or s.channel_privacy, text)

    @property
    def ready(self) -> bool:
        """Tell whether Slack is connected and no loop is in trouble."""
        quiet = all(not (loop.trouble or loop.dead) for loop in self._loops)
        return quiet and self._socket is not None and self._socket.connected

    def stop(self) -> None:
        """Stop gracefully within ten seconds: clicks answer, the current letter settles."""
        self.signal.stop()
        for loop in self._loops:
            loop.wake()
        if self._socket is not None:
            self._socket.stop()
        if self._health is not None:
            self._health.stop()
        end = time.monotonic() + _STOP  # for all together
        for loop in self._loops:
            if not loop.join(max(0.0, end - time.monotonic())):
                log.warning("%s did not stop in time", loop.name)
        if self._linker is not None:
            self._linker.join(max(0.0, end - time.monotonic()))
        self.office.lease.release()
        self.office.close()


def run_once(office: Office) -> list[str]:
    """Process what is there now, then return what went wrong in plain words."""
    if not wait_for(office.lease, threading.Event(), _PATIENCE):
        return ["another worker is at work on this database and does all this"]
    signal = loops.Signal()
    keeper = LeaseLoop(signal, office.lease)  # a round may last longer than the lease
    keeper.start()
    try:
        return _round(office, signal.stopping)
    finally:
        signal.stop()
        keeper.join(_STOP)
        office.lease.release()


def _round(office: Office, lost: threading.Event) -> list[str]:
    """Process what is there now; stop early if another worker has taken over."""
    seal(office)
    troubles: list[str] = []
    for box in office.boxes:
        mailbox = ImapMailbox(office.account(box))
        try:
            mailbox.open()
            collect(mailbox, office.store.post_room, full=True)
        except (Transient, Misconfigured) as fault:
            troubles.append(f"mailbox {box.name}: {fault}")
        finally:
            mailbox.close()
    while not lost.is_set() and office.intake.work(stopping=lost.is_set):
        pass
    office.waking.work()
    office.clearing.work()
    office.reminders.work()
    office.digests.work()
    for name, sender in (("letters", office.letter_sender), ("cards", office.desk_sender)):
        sender.recover()
        while not lost.is_set() and sender.step():
            pass
        waiting = office.store.outbox.troubled(letters=name == "letters")
        troubles += [f"{name}: {reason}" for reason in waiting]
    Shredding(office).work()
    if lost.is_set():
        troubles.append("another worker has taken over: it does the rest")
    return troubles
