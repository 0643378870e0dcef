"""Somebody sends a passport unasked: flagged, and gone from the mailbox after the decision."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from imapclient import IMAPClient

from bot.bootstrap import Worker
from bot.core import commands as c
from tests.stories.rig import ADA, Rig, mail, text_of
from tests.stories.test_letters import ASKS


@pytest.mark.dovecot
def test_the_copy_in_the_mailbox_goes_too(dovecot_rig: Rig) -> None:
    """The card flags it; closed, the server's copy is gone while another mail stays."""
    rig = dovecot_rig
    worker = Worker(replace(rig.office(), look=0.2))
    worker.start()
    rig.workers.append(worker)
    made = message_from_bytes(mail(ASKS), policy=policy.SMTP)
    made.add_attachment(b"scan", maintype="image", subtype="jpeg", filename="passport.jpg")
    rig.imap.deliver(made.as_bytes())
    assert "identity document" in text_of(rig.card("P-0001"))
    rig.imap.deliver(mail(ASKS, "Another", "Ana Lopez <ana@posteo.example>"))
    rig.card("P-0002")
    rig.waits(lambda: processed(rig) == 2)
    order = c.Close(actor=ADA, outcome="revoked")
    worker.office.review.order(1, lambda _: order)
    rig.waits(lambda: processed(rig) == 1)
    assert worker.office.store.purges.count() == 0
    assert "passport" not in str(worker.office.store.audit.export())


def processed(rig: Rig) -> int:
    """Return how many mails lie in the Processed folder."""
    account = rig.imap.account()
    with IMAPClient(account.host, account.port, ssl=False) as client:
        client.login(account.user, account.credentials.secret)  # type: ignore[union-attr]
        if not client.folder_exists("Processed"):
            return 0
        client.select_folder("Processed", readonly=True)
        return len(client.search(["ALL"]))
