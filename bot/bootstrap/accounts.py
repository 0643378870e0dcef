"""Mail accounts of the settings: where the servers are, and how to log in."""

from functools import cache

from bot.edges.mail.account import Credentials, MailAccount, Password, TokenSource
from bot.edges.mail.credentials import (
    MICROSOFT,
    MICROSOFT_SCOPE,
    CommandToken,
    FileToken,
    MicrosoftToken,
)
from bot.mail_settings import MailboxSettings, Tokens
from bot.settings import Settings


@cache
def token_source(tokens: Tokens) -> TokenSource:
    """Return the source of these tokens: one for each, because it keeps a token while it lives."""
    if tokens.command:
        return CommandToken(tokens.command)
    if tokens.file:
        return FileToken(tokens.file)
    return MicrosoftToken(
        tokens.tenant,
        tokens.client_id,
        tokens.client_secret,
        scope=tokens.scope or MICROSOFT_SCOPE,
        authority=tokens.authority or MICROSOFT,
    )


def imap_account(box: MailboxSettings) -> MailAccount:
    """Return how to reach one mailbox."""
    return MailAccount(
        name=box.name,
        host=box.host,
        port=box.port,
        user=box.user,
        credentials=token_source(box.tokens) if box.tokens else Password(box.password),
        tls=box.tls,
        ca_file=str(box.ca_file or ""),
        folder=box.folder,
        processed=box.processed,
    )


def smtp_account(settings: Settings) -> MailAccount:
    """Return how to reach the SMTP server; without a user nobody logs in."""
    credentials: Credentials | None = None
    if settings.smtp_tokens:
        credentials = token_source(settings.smtp_tokens)
    elif settings.smtp_user:
        credentials = Password(settings.smtp_password.get_secret_value())
    return MailAccount(
        name="smtp",
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        credentials=credentials,
        tls=settings.smtp_tls,
        ca_file=str(settings.smtp_ca_file or ""),
    )
