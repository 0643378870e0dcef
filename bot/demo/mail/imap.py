"""An in-memory IMAP server (pymap) for one account, on an event loop that is already running."""

import asyncio
import ssl
import uuid
import warnings
from argparse import Namespace
from collections.abc import Iterable
from contextlib import AsyncExitStack, closing
from datetime import datetime
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # pymap's last release is older than what it warns of
    from proxyprotocol.result import ProxyResultUnknown
    from proxyprotocol.sock import SocketInfo
    from pymap.backend.dict import Config, DictBackend, Login
    from pymap.context import connection_exit
    from pymap.imap import IMAPConnection, IMAPServer
    from pymap.imap.state import ConnectionState
    from pymap.parsing.message import AppendMessage
    from pysasl.hashing import Cleartext


class _Settings(Config):
    """pymap's configuration without its look-ups: no certificates, no DNS name in the greeting."""

    @classmethod
    def _load_certs(cls, _extra: Any) -> ssl.SSLContext:
        return ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

    @property
    def greeting(self) -> bytes:
        return b"Desk mail is ready"


class _State(ConnectionState):
    """A connection to which IDLE tells at once what came before it (RFC 3501 section 5.2).

    pymap tells only what comes during IDLE: a mail between a search and IDLE would wait.
    """

    async def receive_updates(self, cmd: Any, done: Any) -> Iterable[Any]:
        seen = await self.session.check_mailbox(self.selected)
        self._selected, news = seen.fork(cmd)
        return list(news) or await super().receive_updates(cmd, done)


class _Server(IMAPServer):
    """pymap's server with connections that live by the state above."""

    __slots__ = ()

    async def __call__(self, reader: Any, writer: Any, sock_info: Any) -> None:
        async with AsyncExitStack() as stack:
            connection_exit.set(stack)
            made = IMAPConnection(self.commands, self._config, reader, writer, sock_info)
            await stack.enter_context(closing(made)).run(_State(self._login, self._config))


class ImapServer:
    """privacy@'s mailbox. Not kept on disk; user keywords are ignored by pymap."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._stack = AsyncExitStack()
        self._connections: set[asyncio.Task[Any]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._inbox: Any = None
        self._serve: Any = None

    async def start(self, host: str) -> int:
        """Listen and return the port."""
        args = Namespace(host=host, port=0, debug=False, cert=None, key=None, tls=False)
        args.passlib_cfg = args.proxy_protocol = args.inherited_sockets = None
        args.demo_data, args.demo_user, args.demo_password = False, self._user, self._password
        config = _Settings.from_args(
            args, reject_dnsbl=False, invalid_user_sleep=0.0, hash_context=Cleartext()
        )
        config.apply_context()
        login = Login(config)
        await DictBackend._add_demo_user(config, login)
        session = await self._stack.enter_async_context(login.demo_user_identity.new_session())
        self._inbox = await session.mailbox_set.get_mailbox("INBOX")
        await session.mailbox_set.add_mailbox("Sent")
        self._serve = _Server(login, config)
        server = await asyncio.start_server(self._connected, host, 0, limit=2**26)
        await self._stack.enter_async_context(server)
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        self._writers.add(writer)
        info = SocketInfo.get(writer, ProxyResultUnknown(), unique_id=uuid.uuid4().bytes)
        try:
            await self._serve(reader, writer, info)
        except (ConnectionError, asyncio.CancelledError):
            pass  # the client went away, or this server stops
        finally:
            self._connections.discard(task)
            self._writers.discard(writer)

    async def append(self, raw: bytes, when: datetime) -> int:
        """Put a mail into INBOX, waking whoever idles there, and return its UID."""
        message = await self._inbox.append(AppendMessage(raw, when), recent=True)
        uid: int = message.uid
        return uid

    async def inbox(self) -> int:
        """Count the mails in INBOX."""
        snapshot = await self._inbox.snapshot()
        count: int = snapshot.exists
        return count

    def cut(self) -> None:
        """Cut every connection without a word."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def stop(self) -> None:
        """Cut every connection and stop listening."""
        self.cut()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._stack.aclose()
