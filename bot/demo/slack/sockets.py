"""Socket Mode: connections, envelopes and their acknowledgements."""

import asyncio
import contextlib
import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import WSMsgType, web

from bot.demo.slack.model import APP, Json
from bot.demo.slack.refused import Refused

ACK_SECONDS: Final = 3.0
MOST_CONNECTIONS: Final = 10
MOST_KEPT: Final = 10_000


class NotAnswered(Exception):
    """The app did not acknowledge in time: the person who clicked is told so."""


@dataclass(eq=False, slots=True)
class Connection:
    """One open WebSocket; a draining one gets no new envelopes."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport | None
    draining: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was sent and whether it was acknowledged, for tests."""

    envelope_id: str
    kind: str
    payload: Json
    acked: bool
    answer: Json | None
    attempts: int


@dataclass(slots=True)
class Sockets:
    """All Socket Mode connections of the one app."""

    ack_seconds: float = ACK_SECONDS
    deliveries: list[Delivery] = field(default_factory=list)
    connected: int = 0
    """How many connections were ever made."""
    _open: list[Connection] = field(default_factory=list)
    _tickets: set[str] = field(default_factory=set)
    _waiting: dict[str, asyncio.Future[Json | None]] = field(default_factory=dict)
    _came: asyncio.Event = field(default_factory=asyncio.Event)

    def ticket(self, host: str) -> str:
        """Return a WebSocket address that works once."""
        if len(self._open) >= MOST_CONNECTIONS:
            raise Refused("too_many_websockets")
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return f"ws://{host}/link/?ticket={ticket}&app_id={APP}"

    @property
    def usable(self) -> list[Connection]:
        """Connections that may get an envelope now."""
        return [c for c in self._open if not c.draining and not c.socket.closed]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Be the other side of one WebSocket until it closes."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=401, text="invalid ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=30, max_msg_size=2**20)
        await socket.prepare(request)
        transport = request.transport
        connection = Connection(socket, transport)
        self._open.append(connection)
        self.connected += 1
        hello = {
            "type": "hello",
            "num_connections": len(self._open),
            "debug_info": {"host": "desk", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": APP},
        }
        try:
            await socket.send_json(hello)
            self._came.set()
            async for frame in socket:
                if frame.type == WSMsgType.TEXT:
                    self._answered(frame.json())
        except (ConnectionError, ValueError):
            pass  # killed on demand, or a client that speaks no JSON
        finally:
            self._open.remove(connection)
        return socket

    def _answered(self, frame: Json) -> None:
        waiting = self._waiting.get(str(frame.get("envelope_id")))
        if waiting is not None and not waiting.done():
            waiting.set_result(frame.get("payload"))

    async def ask(self, kind: str, payload: Json, *, answerable: bool, tries: int = 1) -> Json:
        """Deliver an envelope and return what came with its ack. Raises NotAnswered.

        Events are tried three times (`tries=3`), as Slack does; interactions never again.
        """
        envelope = str(uuid.uuid4())
        loop = asyncio.get_running_loop()
        for attempt in range(tries):
            waiting: asyncio.Future[Json | None] = loop.create_future()
            self._waiting[envelope] = waiting
            frame: Json = {
                "envelope_id": envelope,
                "type": kind,
                "accepts_response_payload": answerable,
                "payload": payload,
            }
            if kind == "events_api":
                reason = "timeout" if attempt else ""
                frame |= {"retry_attempt": attempt, "retry_reason": reason}
            try:
                async with asyncio.timeout(self.ack_seconds):
                    await self._send(frame)
                    answer = await waiting
            except TimeoutError:
                continue
            finally:
                del self._waiting[envelope]
            self._keep(Delivery(envelope, kind, payload, True, answer, attempt + 1))
            return answer if answerable and isinstance(answer, dict) else {}
        self._keep(Delivery(envelope, kind, payload, False, None, tries))
        raise NotAnswered

    def _keep(self, delivery: Delivery) -> None:
        self.deliveries.append(delivery)
        del self.deliveries[:-MOST_KEPT]

    async def _send(self, frame: Any) -> None:
        while True:
            for connection in reversed(self.usable):
                with contextlib.suppress(ConnectionError):
                    await connection.socket.send_json(frame)
                    return
            self._came.clear()
            await self._came.wait()

    async def wait_connected(self) -> None:
        """Return once the app has a connection that takes envelopes."""
        while not self.usable:
            self._came.clear()
            await self._came.wait()

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to be renewed; with `warning` they go on taking envelopes."""
        for connection in list(self._open):
            connection.draining = reason != "warning"
            with contextlib.suppress(ConnectionError):
                await connection.socket.send_json(
                    {"type": "disconnect", "reason": reason, "debug_info": {"host": "desk"}}
                )

    def kill(self) -> None:
        """Cut every connection without a word."""
        for connection in list(self._open):
            connection.draining = True
            if connection.transport is not None:
                connection.transport.abort()

    async def close(self) -> None:
        """Close every connection in order, when the server ends."""
        for connection in list(self._open):
            connection.draining = True
            with contextlib.suppress(ConnectionError, TimeoutError):
                async with asyncio.timeout(1):
                    await connection.socket.close()
