"""An SMTP sink (aiosmtpd) that keeps every letter, and fails where it was asked to."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from bot.demo.mail.letters import Letter, read_letter

Stage: TypeAlias = Literal["mail", "rcpt", "data", "after_data"]


@dataclass(slots=True)
class SmtpFault:
    """One thing to go wrong at a stage, `times` times, for letters to `recipient` (empty: any).

    `says` is the server's answer ("451 4.3.0 try later"). Without it, an answer that comes
    `seconds` late, and without that, a connection that is cut. At after_data the letter was
    kept, so the sender cannot know.
    """

    stage: Stage
    says: str = ""
    times: int = 1
    recipient: str = ""
    seconds: float = 0.0


def _cut(protocol: SMTP) -> None:
    if isinstance(protocol.transport, asyncio.Transport):
        protocol.transport.abort()


class SmtpServer:
    """The sink: `keep` is called with every letter on the loop's thread."""

    def __init__(self, user: str, password: str, keep: Callable[[Letter], None]) -> None:
        self._user, self._password, self._keep = user, password, keep
        self.faults: list[SmtpFault] = []
        self._server: asyncio.Server | None = None
        self._open: set[SMTP] = set()

    async def start(self, host: str) -> int:
        """Listen and return the port."""
        # aiosmtpd warns of its own use of its own attribute at every log-in.
        logging.getLogger("mail.log").addFilter(lambda r: "login_data" not in r.getMessage())
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connected, host, 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def _connected(self) -> SMTP:
        protocol = SMTP(
            self,
            hostname="mail.desk.example",
            ident="Desk mail",
            enable_SMTPUTF8=True,
            authenticator=self._may_send,
            auth_require_tls=False,
            loop=asyncio.get_running_loop(),
        )
        self._open.add(protocol)
        return protocol

    async def stop(self) -> None:
        """Cut every connection and stop listening."""
        assert self._server is not None
        self._server.close()
        for protocol in self._open:
            _cut(protocol)
        await self._server.wait_closed()

    def _may_send(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, given: Any
    ) -> AuthResult:
        wanted = LoginPassword(self._user.encode(), self._password.encode())
        return AuthResult(success=given == wanted, handled=False, auth_data=given)

    async def _fault(self, server: SMTP, stage: Stage, recipients: Iterable[str]) -> str | None:
        for fault in self.faults:
            if fault.stage == stage and fault.recipient in ("", *recipients):
                break
        else:
            return None
        fault.times -= 1
        if fault.times <= 0:
            self.faults.remove(fault)
        await asyncio.sleep(fault.seconds)
        if fault.says or fault.seconds:
            return fault.says or None
        _cut(server)
        return "421 4.4.2 cut"

    # aiosmtpd calls these by name

    async def handle_MAIL(  # noqa: N802
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """MAIL FROM."""
        if says := await self._fault(server, "mail", ()):
            return says
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """RCPT TO."""
        if says := await self._fault(server, "rcpt", [address]):
            return says
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """The letter itself."""
        if says := await self._fault(server, "data", envelope.rcpt_tos):
            return says
        content = envelope.content or b""
        raw = content.encode() if isinstance(content, str) else content
        sender = envelope.mail_from or ""
        self._keep(read_letter(raw, datetime.now(UTC), sender, envelope.rcpt_tos))
        return await self._fault(server, "after_data", envelope.rcpt_tos) or "250 2.0.0 OK: kept"
