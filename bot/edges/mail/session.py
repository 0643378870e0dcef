"""An IMAP session: connected, verified, logged in; and what its errors mean."""

import contextlib
import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from typing import Final

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from bot.core.errors import Misconfigured, Permanent, Transient
from bot.edges.mail.account import MailAccount, Password

_CODE: Final = re.compile(r"\[([A-Z][A-Z0-9-]{1,30})")
_LATER: Final = re.compile(
    r"UNAVAILABLE|INUSE|LIMIT|THROTTL|SERVERBUG|temporar|try again|too many", re.I
)

_NO_MAIL_IN: Final = {
    rb"\all": "shows all mail, our own letters too",
    rb"\sent": "holds what was sent, our own letters too",
    rb"\drafts": "holds drafts",
    rb"\flagged": "shows mails of other folders",
    rb"\important": "shows mails of other folders",
}
"""Special uses (RFC 6154, RFC 8457) of folders from which no mail is taken, and why."""

DEAD: Final = (OSError, imaplib.IMAP4.abort, EOFError, ssl.SSLError)
"""Errors after which a connection is of no more use."""


def code_of(error: BaseException) -> str:
    """Return the response code of a server's refusal, which names no person."""
    match = _CODE.search(str(error))
    return match[1] if match else type(error).__name__


@contextlib.contextmanager
def talking(account: MailAccount, action: str) -> Iterator[None]:
    """Turn errors of the wire into Transient (connection gone) and Permanent (refused)."""
    try:
        yield
    except DEAD as error:
        raise Transient(f"{account.name}: {action}: connection lost ({code_of(error)})") from error
    except imaplib.IMAP4.error as error:
        if _LATER.search(str(error)):
            raise Transient(f"{account.name}: {action}: later ({code_of(error)})") from error
        raise Permanent(f"{account.name}: {action}: refused ({code_of(error)})") from error


def connect(account: MailAccount) -> IMAPClient:
    """Return a client that is logged in. Raises Transient or Misconfigured."""
    account.check()
    context = account.context() if account.tls != "none" else None
    try:
        client = IMAPClient(
            account.host,
            account.port,
            ssl=account.tls == "tls",
            ssl_context=context if account.tls == "tls" else None,
            timeout=SocketTimeout(account.connect_timeout, account.read_timeout),
        )
    except ssl.SSLCertVerificationError as error:
        raise _untrusted(account) from error
    except (*DEAD, imaplib.IMAP4.error) as error:
        raise Transient(f"{account.name}: cannot connect ({code_of(error)})") from error
    client.normalise_times = False
    # A command leaves in pieces; each would wait for the answer to the one before (RFC 1122
    # section 4.2.3.2), 40 ms a search.
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        if account.tls == "starttls":
            client.starttls(context)
        _log_in(client, account)
    except BaseException as error:
        hang_up(client)
        if isinstance(error, ssl.SSLCertVerificationError):
            raise _untrusted(account) from error
        if isinstance(error, (*DEAD, imaplib.IMAP4.error)):
            raise Transient(f"{account.name}: log-in: failed ({code_of(error)})") from error
        raise
    return client


def _untrusted(account: MailAccount) -> Misconfigured:
    """Say what to do about a certificate."""
    return Misconfigured(
        f"{account.name}: the server's certificate is not trusted for {account.host}: "
        "use the host name that it was made for, or name its CA file"
    )


def _log_in(client: IMAPClient, account: MailAccount) -> None:
    """Log in by password or by a fresh token."""
    credentials = account.credentials
    try:
        if isinstance(credentials, Password):
            client.login(account.user, credentials.secret)
        elif credentials is not None:
            client.oauth2_login(account.user, credentials.token())
        else:
            raise Misconfigured(f"{account.name}: neither a password nor a token is set")
    except LoginError as error:
        if _LATER.search(str(error)):
            raise Transient(f"{account.name}: log-in: later ({code_of(error)})") from error
        raise Misconfigured(
            f"{account.name}: the server refused the log-in: check user and password or token"
        ) from error
    except UnicodeEncodeError as error:
        raise Misconfigured(f"{account.name}: IMAP log-in takes ASCII only here") from error


def hang_up(client: IMAPClient) -> None:
    """Close a connection in whatever state it is; never raises."""
    with contextlib.suppress(*DEAD, imaplib.IMAP4.error, AttributeError):
        client.shutdown()


def log_out(client: IMAPClient) -> None:
    """Say goodbye if that is still possible; never raises."""
    try:
        client.logout()
    except (*DEAD, imaplib.IMAP4.error, AttributeError, ValueError):
        hang_up(client)


def check_folder(client: IMAPClient, account: MailAccount) -> None:
    """Raise Misconfigured for a folder that is no inbox: our own letters would become cases."""
    for flags, _, name in client.list_folders("", account.folder):
        if name != account.folder:
            continue
        for flag in flags:
            if why := _NO_MAIL_IN.get(bytes(flag).lower()):
                raise Misconfigured(
                    f"{account.name}: MAILBOX_{account.name.upper()}_FOLDER {why};"
                    " name INBOX, or a folder or label into which only mail to us comes"
                )


def personal_name(client: IMAPClient, folder: str) -> str:
    """Return the folder's name under the server's personal prefix, such as `INBOX.`."""
    if folder.upper() == "INBOX" or not client.has_capability("NAMESPACE"):
        return folder
    personal = client.namespace().personal or ()
    prefix = str(personal[0][0]) if personal else ""
    return folder if folder.startswith(prefix) else prefix + folder
