"""An office on a real Dovecot, with nothing sent: what the benches work in."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.bootstrap.office import Office
from bot.settings import read_settings
from tests.servers.dovecot import SECRET, USER, Dovecot


@contextmanager
def server() -> Iterator[Dovecot]:
    """Give a private Dovecot in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    folder.chmod(0o755)  # Dovecot's mail user must reach it
    try:
        with Dovecot(folder) as imap:
            yield imap
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def environment(folder: Path, imap: Dovecot, **more: str) -> dict[str, str]:
    """Return settings of a worker on `imap` whose database lies in `folder`."""
    return {
        "DATA_DIR": str(folder),
        "SECRET_KEY": "s" * 40,
        "ENCRYPTION_KEY": "k" * 40,
        "MAILBOXES": "privacy",
        "MAILBOX_PRIVACY_HOST": "127.0.0.1",
        "MAILBOX_PRIVACY_PORT": str(imap.port),
        "MAILBOX_PRIVACY_TLS": "none",
        "MAILBOX_PRIVACY_USER": USER,
        "MAILBOX_PRIVACY_PASSWORD": SECRET,
        "MAILBOX_PRIVACY_AUTHSERV_ID": "mail.example.test",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": "9",
        "SMTP_TLS": "none",
        "SMTP_FROM": "Privacy team <privacy@example.test>",
        "SLACK_BOT_TOKEN": "xoxb-bench-bench",
        "SLACK_APP_TOKEN": "xapp-bench-bench",
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "CHANNEL_PRIVACY": "C0PRIVACY",
        "APPROVERS": "U0ADA",
        "PLACE": "EU",
        **more,
    }


@contextmanager
def office(folder: Path, imap: Dovecot) -> Iterator[Office]:
    """Give an office; closed afterwards."""
    settings, boxes = read_settings(environment(folder, imap), None)
    made = Office(settings, boxes)
    try:
        yield made
    finally:
        made.close()


def fill(imap: Dovecot, raws: Iterable[bytes], user: str = USER) -> int:
    """Deliver mails; return how many."""
    count = 0
    for raw in raws:
        imap.deliver(raw, user)
        count += 1
    return count
