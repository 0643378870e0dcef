"""What a letter sender needs, with a fake mailer and a composer that any eye can check."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import replies
from bot.core.mail import Address, OutgoingLetter
from bot.edges.store import Store
from bot.flows.drafting import Drafter
from bot.flows.letters_out import LetterParts
from bot.flows.mail_ports import Mailer


def plain(letter: OutgoingLetter, at: datetime) -> bytes:
    """Return a letter as a few lines."""
    return f"{letter.message_id}\nTo: {letter.recipient.email}\n\n{letter.text}\n".encode()


def letter_parts(store: Store, mailer: Mailer, now: Callable[[], datetime]) -> LetterParts:
    """Return the parts around a store and a mailer."""
    return LetterParts(
        outbox=store.outbox,
        cases=store.cases,
        mailer=mailer,
        sent_folder=None,
        compose=plain,
        drafter=Drafter(replies.load(), ZoneInfo("UTC")),
        sender=Address("privacy@example.test", "Privacy team"),
        instance="test",
        now=now,
    )
