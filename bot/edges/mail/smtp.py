"""Hands one rendered letter to an SMTP server and says honestly what is known afterwards.

Drives the dialogue itself, because smtplib cannot tell "dropped before DATA"
from "dropped after the final dot", and that difference decides whether a
letter may be sent again (RFC 5321 section 4.5.3.2, 6.1).
"""

import contextlib
import smtplib
import ssl
from collections.abc import Callable
from typing import Final, NoReturn

from bot.core.errors import Doubtful, Misconfigured, Permanent, Transient
from bot.edges.mail.account import MailAccount, Password, TokenSource
from bot.edges.mail.compose import ascii_domain

LOG_IN_TROUBLE: Final = frozenset({454, 530, 534, 535, 538})
"""Replies about us rather than about the letter (RFC 4954 section 6): worth another try."""

Stage = Callable[[str], None]


class SmtpMailer:
    """Sends by one connection a letter; at most once as far as SMTP allows."""

    def __init__(self, account: MailAccount, *, final_timeout: float = 600.0) -> None:
        """Take the account; `final_timeout` in seconds is for the answer to the final dot."""
        self._account = account
        self._final_timeout = final_timeout

    def send(self, rendered: bytes, sender: str, recipient: str, on_stage: Stage) -> str:
        """Send one letter and return the server's last words.

        `on_stage("data")` is called right before DATA: commit there that sending began.
        Raises Transient (not sent, try again), Permanent (refused for good), Doubtful
        (perhaps sent), Misconfigured (certificate, TLS).
        """
        self._account.check()
        sender = ascii_domain(sender) if sender else ""
        recipient = ascii_domain(recipient)
        smtp = self._connect(sender)
        try:
            self._before_data(smtp, sender, recipient, on_stage)
            on_stage("data")
            return self._data(smtp, rendered)
        finally:
            _hang_up(smtp)

    def ping(self) -> None:
        """Connect and log in, send nothing. Raises as `send` does."""
        self._account.check()
        smtp = self._connect("")
        with contextlib.suppress(smtplib.SMTPException, OSError):
            smtp.quit()
        _hang_up(smtp)

    def _connect(self, sender: str) -> smtplib.SMTP:
        """Return a connection that is greeted, secured and logged in."""
        account = self._account
        context = account.context() if account.tls != "none" else None
        name = sender.rpartition("@")[2] or "localhost"  # else smtplib would ask DNS
        try:
            if account.tls == "tls":
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    account.host,
                    account.port,
                    name,
                    timeout=account.connect_timeout,
                    context=context,
                )
            else:
                smtp = smtplib.SMTP(
                    account.host, account.port, name, timeout=account.connect_timeout
                )
        except ssl.SSLCertVerificationError as error:
            raise self._untrusted() from error
        except (OSError, smtplib.SMTPException) as error:
            raise Transient(f"SMTP: cannot connect ({type(error).__name__})") from error
        try:
            if smtp.sock:
                smtp.sock.settimeout(account.read_timeout)
            smtp.ehlo_or_helo_if_needed()
            if account.tls == "starttls":
                smtp.starttls(context=context)
                smtp.ehlo()
            _log_in(smtp, account)
        except ssl.SSLCertVerificationError as error:
            _hang_up(smtp)
            raise self._untrusted() from error
        except smtplib.SMTPNotSupportedError as error:
            _hang_up(smtp)
            raise Misconfigured("SMTP: the server offers no STARTTLS or no log-in here") from error
        except smtplib.SMTPAuthenticationError as error:
            _hang_up(smtp)
            raise Transient(
                f"SMTP: the server refused the log-in ({error.smtp_code}): check user and"
                " password or token"
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            _hang_up(smtp)
            code = getattr(error, "smtp_code", 0)
            raise Transient(
                f"SMTP: greeting or log-in failed ({code or type(error).__name__})"
            ) from error
        except BaseException:
            _hang_up(smtp)
            raise
        return smtp

    def _untrusted(self) -> Misconfigured:
        """Say what to do about a certificate."""
        return Misconfigured(
            f"SMTP: the server's certificate is not trusted for {self._account.host}: "
            "use the host name that it was made for, or name its CA file"
        )

    def _before_data(
        self, smtp: smtplib.SMTP, sender: str, recipient: str, on_stage: Stage
    ) -> None:
        """Say MAIL and RCPT; whatever goes wrong here, nothing was sent."""
        options: list[str] = []
        if not (sender + recipient).isascii():
            if not smtp.has_extn("smtputf8"):
                raise Permanent("the address needs SMTPUTF8, which this server does not offer")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
            smtp.command_encoding = "utf-8"
        try:
            on_stage("mail")
            _expect(smtp.mail(sender, options), "MAIL")
            on_stage("rcpt")
            _expect(smtp.rcpt(recipient), "RCPT")
        except (OSError, smtplib.SMTPException) as error:
            raise Transient(f"SMTP: lost before DATA ({type(error).__name__})") from error

    def _data(self, smtp: smtplib.SMTP, rendered: bytes) -> str:
        """Say DATA and the letter; only an answer in so many words makes it certain."""
        if smtp.sock:
            smtp.sock.settimeout(self._final_timeout)
        try:
            code, reply = smtp.data(rendered)
        except smtplib.SMTPDataError as error:
            _refused(error.smtp_code, "DATA")
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise Doubtful(f"SMTP: no answer after DATA ({type(error).__name__})") from error
        if 200 <= code < 300:
            return bytes(reply).decode("utf-8", "replace")[:500]
        if 400 <= code < 600:
            _refused(code, "the letter")
        raise Doubtful(f"SMTP: an answer that means nothing after DATA ({code})")


def _log_in(smtp: smtplib.SMTP, account: MailAccount) -> None:
    """Log in by password or by a fresh token; without credentials, not at all."""
    credentials = account.credentials
    if isinstance(credentials, Password):
        smtp.login(account.user, credentials.secret)
    elif isinstance(credentials, TokenSource):
        answer = f"user={account.user}\1auth=Bearer {credentials.token()}\1\1"

        def respond(challenge: bytes | None = None) -> str:
            return answer if challenge is None else ""

        smtp.auth("XOAUTH2", respond, initial_response_ok=True)


def _expect(answer: tuple[int, bytes], command: str) -> None:
    """Raise what a reply other than 2xx means."""
    if not 200 <= answer[0] < 300:
        _refused(answer[0], command)


def _refused(code: int, what: str) -> NoReturn:
    """Raise Transient for "later", Permanent for "never"."""
    if 500 <= code < 600 and code not in LOG_IN_TROUBLE:
        raise Permanent(f"SMTP: {what} refused ({code})")
    raise Transient(f"SMTP: {what} not now ({code})")


def _hang_up(smtp: smtplib.SMTP) -> None:
    """End the connection politely if possible; what QUIT answers does not matter."""
    with contextlib.suppress(smtplib.SMTPException, OSError, ValueError):
        if smtp.sock:
            smtp.sock.settimeout(2.0)
            smtp.quit()
    with contextlib.suppress(OSError):
        smtp.close()
