"""The mail side of an office: what reads mail, and what sends letters."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import classifiers
from bot.bootstrap.accounts import imap_account, smtp_account
from bot.bootstrap.records import Records
from bot.edges.mail.account import MailAccount
from bot.edges.mail.compose import compose
from bot.edges.mail.guard import GuardedParser
from bot.edges.mail.mime import ParseSettings
from bot.edges.mail.sent import SentFolder
from bot.edges.mail.smtp import SmtpMailer
from bot.flows.intake import Intake
from bot.flows.letters_out import LetterParts, LetterSender
from bot.flows.sorting import Parts
from bot.settings import MailboxSettings


@dataclass(frozen=True)
class MailRoom(Records):
    """Parser, classifier and mail servers of one worker, made when first needed."""

    @cached_property
    def parser(self) -> GuardedParser:
        """The parse child."""
        ids = frozenset(one for box in self.boxes for one in box.authserv_ids)
        return GuardedParser(
            ParseSettings(
                authserv_ids=ids,
                microsoft=any(box.microsoft for box in self.boxes),
                instance=self.instance,
                own_domain=self.sender.domain,
            )
        )

    def _learner(self, reader: classifiers.Classifier) -> Callable[[], None]:
        """Return what makes a reader remember corrections: a near copy gets the label at once."""
        known = -1

        def learn() -> None:
            nonlocal known
            count = self.store.corrections.count()
            if count == known:
                return
            reader.remember(
                [
                    classifiers.Correction(classifiers.Text(one.subject, one.body), one.types)
                    for one in self.store.corrections.all()
                ]
            )
            known = count

        return learn

    @cached_property
    def intake(self) -> Intake:
        """The reading of kept mail."""
        reader = self.reader or classifiers.load()
        return Intake(
            Parts(
                room=self.store.post_room,
                cases=self.store.cases,
                batches=self.store.batches,
                parser=self.parser,
                reader=reader,
                learn=self._learner(reader),
                directory=self.store.directory,
                drafter=self.drafter,
                clock_for=self.clock_for,
                now=self.now,
            )
        )

    def account(self, box: MailboxSettings) -> MailAccount:
        """Return how to reach one mailbox."""
        return imap_account(box)

    @cached_property
    def mailer(self) -> SmtpMailer:
        """The SMTP server."""
        return SmtpMailer(smtp_account(self.settings))

    @cached_property
    def letter_sender(self) -> LetterSender:
        """The sender of letters."""
        return LetterSender(
            LetterParts(
                outbox=self.store.outbox,
                cases=self.store.cases,
                mailer=self.mailer,
                sent_folder=SentFolder(self.account(self.boxes[0]), self.boxes[0].sent),
                compose=compose,
                drafter=self.drafter,
                sender=self.sender,
                instance=self.instance,
                now=self.now,
                raw=self.store.post_room.raw,
                per_address=self.settings.letters_per_address,
                per_hour=self.settings.letters_per_hour,
            )
        )
