"""The demo: the very same worker against embedded servers on loopback, and a page to watch it."""

import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from bot.bootstrap import Office, Worker
from bot.demo.history import History
from bot.demo.mail import DemoMail
from bot.demo.page import with_page
from bot.demo.samples import DIRECTORY, SERVER, samples
from bot.demo.slack import APP_TOKEN, BOT_TOKEN, StandIn, StandInThread
from bot.edges.slack.manifest import manifest
from bot.edges.store.directory_file import read_directory
from bot.edges.store.sealed import new_secret
from bot.settings import MailboxSettings, Settings

_BETWEEN = 0.4  # seconds from one sample mail to the next, so that people see them arrive
_PACE = 0.25  # seconds between two posts; Slack itself wants one


class Demo:
    """Starts everything, fills the mailbox, and stops everything again."""

    def __init__(self, port: int = 0, *, undo_seconds: int = 15) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="privacy-demo-")
        self.mail = DemoMail(server=SERVER)
        self.slack = StandInThread(with_page(StandIn(manifest(), burst=None), self.mail), port)
        self._undo = undo_seconds
        self._over = threading.Event()
        self._feeder = threading.Thread(target=self._feed, name="samples", daemon=True)
        self.worker: Worker | None = None

    @property
    def url(self) -> str:
        """Where a browser sees it."""
        return self.slack.page_url

    def __enter__(self) -> Self:
        self.mail.start()
        self.slack.start()
        settings, boxes = self.settings()
        office = Office(settings, boxes, pace=_PACE)
        entries, faults = read_directory(DIRECTORY)
        assert not faults
        office.store.directory.replace(entries)
        History(office, datetime.now(UTC)).write()
        self.worker = Worker(office)
        self.worker.start()
        return self

    def feed(self) -> None:
        """Put the sample mails into the mailbox, one after another, without waiting for it."""
        self._feeder.start()

    def _feed(self) -> None:
        for raw in samples(self.mail.address, datetime.now(UTC)):
            self.mail.deliver(raw)
            if self._over.wait(_BETWEEN):
                return

    def settings(self) -> tuple[Settings, tuple[MailboxSettings, ...]]:
        """Return the settings of a worker against the embedded servers, which must run."""
        mail = self.mail
        settings = Settings.model_validate(
            {
                "data_dir": Path(self._folder.name),
                "secret_key": new_secret(),
                "encryption_key": new_secret(),
                "mailboxes": ("privacy",),
                "smtp_host": mail.host,
                "smtp_port": mail.smtp_port,
                "smtp_tls": "none",
                "smtp_from": f"Privacy team <{mail.address}>",
                "slack_bot_token": BOT_TOKEN,
                "slack_app_token": APP_TOKEN,
                "slack_api_url": self.slack.base_url,
                "channel_privacy": "C0PRIVACY",
                "channel_legal": "C0LEGAL",
                "channel_security": "C0SECURITY",
                "channel_managers": "C0MANAGERS",
                "channel_sales": "C0SALES",
                "approvers": "@privacy-approvers",
                "managers": "@privacy-managers",
                "timezone": "Europe/Berlin",
                "place": "EU",
                "undo_seconds": self._undo,
                "resync_seconds": 5,
            }
        )
        box = MailboxSettings(
            name="privacy",
            host=mail.host,
            port=mail.imap_port,
            tls="none",
            user=mail.address,
            password=mail.password,
            authserv_ids=(SERVER,),
        )
        return settings, (box,)

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._feeder.is_alive():
            self._feeder.join(5)
        if self.worker is not None:
            self.worker.stop()
        self.slack.stop()
        self.mail.stop()
        self._folder.cleanup()
