"""An SMTP sink on loopback that can fail at each stage, and keeps what it accepted.

with SmtpSink() as sink:
    sink.faults["rcpt"] = "451 later"
"""

import asyncio
import ssl
import warnings
from dataclasses import dataclass
from typing import Any, Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from bot.edges.mail.account import MailAccount, Password, Tls
from tests.servers.ports import free_port

DROP: Final = "drop"
"""A fault: cut the connection at this stage, without a word."""

HANG: Final = "hang"
"""A fault: never answer at this stage, until the client goes away."""


@dataclass(frozen=True)
class Delivered:
    """One letter that the sink accepted, as it stood in the envelope and on the wire."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    utf8: bool = False


class SmtpSink:
    """A server in a thread; `faults` maps a stage (helo, mail, rcpt, data, accepted) to an answer.

    "data" acts when the whole letter came; "accepted" lets the letter in first.
    "connect" cuts new connections at once.
    """

    def __init__(
        self,
        *,
        user: str = "",
        secret: str = "",
        certificate: tuple[str, str] | None = None,
        utf8: bool = True,
    ) -> None:
        """Take an optional log-in and an optional certificate with key for STARTTLS."""
        self.delivered: list[Delivered] = []
        self.faults: dict[str, str] = {}
        self.log_ins: list[str] = []
        self._user = user
        self._secret = secret
        self._certificate = certificate
        self._utf8 = utf8
        self.port = free_port()
        self._controller: Controller | None = None

    def __enter__(self) -> "SmtpSink":
        context = None
        if self._certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(*self._certificate)
        self._controller = _Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            enable_SMTPUTF8=self._utf8,
            tls_context=context,
            authenticator=self._authenticate if self._user else None,
            auth_require_tls=False,
            auth_required=bool(self._user),
        )
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._controller
        self._controller.stop()

    def account(
        self, tls: Tls = "none", *, ca_file: str = "", read_timeout: float = 10.0
    ) -> MailAccount:
        """Return an account on this sink."""
        credentials = Password(self._secret) if self._user else None
        host = "127.0.0.1" if tls == "none" else "localhost"
        return MailAccount(
            "smtp",
            host,
            self.port,
            self._user,
            credentials,
            tls,
            ca_file,
            read_timeout=read_timeout,
        )

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        """Check a password, or a token that equals the secret."""
        self.log_ins.append(mechanism)
        if isinstance(data, LoginPassword):
            good = data.login == self._user.encode() and data.password == self._secret.encode()
        else:
            good = data == f"user={self._user}\1auth=Bearer {self._secret}\1\1".encode()
        return AuthResult(success=good, handled=False, auth_data=self._user)

    # hooks of aiosmtpd

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        """Take an initial response; ours always sends one."""
        import base64

        data = base64.b64decode(args[1]) if len(args) > 1 else b""
        assert server.session
        assert server.envelope
        return self._authenticate(server, server.session, server.envelope, "XOAUTH2", data)

    async def handle_HELO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str
    ) -> str:
        session.host_name = hostname
        return await self._answer(server, "helo", f"250 {server.hostname}")

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self._answer(server, "mail", "250 OK")
        if answer.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self._answer(server, "rcpt", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await self._answer(server, "data", "250 taken as 4711")
        if not answer.startswith("250"):
            return answer
        raw = envelope.original_content or b""
        self.delivered.append(
            Delivered(
                envelope.mail_from or "", tuple(envelope.rcpt_tos), raw, bool(envelope.smtp_utf8)
            )
        )
        return await self._answer(server, "accepted", answer)

    async def _answer(self, server: SMTP, stage: str, good: str) -> str:
        """Return the fault that a test put on a stage, or the good answer."""
        fault = self.faults.get(stage, "")
        if fault == HANG:
            await asyncio.sleep(60)
        if fault == DROP:
            _abort(server)
            raise asyncio.CancelledError
        return fault or good


def _abort(server: SMTP) -> None:
    """Cut a connection without a word."""
    transport = server.transport
    assert isinstance(transport, asyncio.Transport)
    transport.abort()


class _Server(SMTP):
    """aiosmtpd's server with faults at the greeting and at the DATA command itself."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Cut the connection at once if the sink is to look as if it were down."""
        super().connection_made(transport)
        sink: SmtpSink = self.event_handler
        if sink.faults.get("connect"):
            _abort(self)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        sink: SmtpSink = self.event_handler
        fault = sink.faults.get("data command", "")
        if fault == DROP:
            _abort(self)
        elif fault:
            await self.push(fault)
        else:
            await super().smtp_DATA(arg)


class _Controller(Controller):
    """A controller that makes our server."""

    def factory(self) -> SMTP:
        """Return a server for one connection."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # aiosmtpd warns that log-in without TLS is unwise
            return _Server(self.handler, **self.SMTP_kwargs)
