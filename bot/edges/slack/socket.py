"""Socket Mode: the sync Bolt app behind slack-sdk's aiohttp client on one event-loop thread.

Every envelope goes to a thread pool, so no listener can hold up the next click's
answer; measured, no answer was lost across connection refreshes.
"""

import asyncio
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient


def _wire_log() -> logging.Logger:
    """Return a logger for the SDK, held at warnings: at DEBUG it prints every payload."""
    wire = logging.getLogger("slack_sdk.socket_mode")
    wire.setLevel(logging.WARNING)
    return wire


_PING = 5  # seconds between pings: how soon a dead link is noticed
_POOL = 16
_DRAIN = 5.0  # seconds that clicks in flight may still take at a stop


class Socket:
    """Connects, hands envelopes to the app, and stops without dropping a click."""

    def __init__(self, app: App, app_token: str, base_url: str) -> None:
        self._app, self._app_token, self._base_url = app, app_token, base_url
        self._pool = ThreadPoolExecutor(_POOL, thread_name_prefix="slack-dispatch")
        self._loop = asyncio.new_event_loop()
        self._inflight: set[asyncio.Task[None]] = set()
        self._draining = False
        self._client: SocketModeClient | None = None
        self._thread = threading.Thread(target=self._run, name="slack-socket", daemon=True)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def start(self) -> None:
        """Connect; raises what the client raises while Slack is down."""
        if not self._thread.is_alive():
            self._thread.start()
        asyncio.run_coroutine_threadsafe(self._connect(), self._loop).result(30)

    async def _connect(self) -> None:
        web = AsyncWebClient(token=None, base_url=self._base_url)
        client = SocketModeClient(
            app_token=self._app_token, web_client=web, ping_interval=_PING, logger=_wire_log()
        )
        if self._base_url.startswith("http://127.0.0.1"):
            client.proxy = web.proxy = None  # HTTPS_PROXY is honoured but NO_PROXY is not
        client.socket_mode_request_listeners.append(self._on_request)
        await client.connect()  # type: ignore[no-untyped-call]
        self._client = client

    async def _on_request(self, client: Any, request: SocketModeRequest) -> None:
        if self._draining:
            return  # not answered on purpose: Slack delivers it again, or the person clicks again
        task = asyncio.ensure_future(self._handle(client, request))
        self._inflight.add(task)
        task.add_done_callback(self._inflight.discard)

    async def _handle(self, client: Any, request: SocketModeRequest) -> None:
        started = time.time()
        answer = await self._loop.run_in_executor(self._pool, run_bolt_app, self._app, request)
        await send_async_response(client, request, answer, started)

    @property
    def connected(self) -> bool:
        """Tell whether the link stands right now."""
        session = self._client.current_session if self._client else None
        return session is not None and not session.closed

    def stop(self) -> None:
        """Take no more clicks, let those in flight answer, close."""
        if not self._thread.is_alive():
            return
        asyncio.run_coroutine_threadsafe(self._drain(), self._loop).result(_DRAIN + 5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._loop.close()

    async def _drain(self) -> None:
        self._draining = True
        if self._inflight:
            await asyncio.wait(set(self._inflight), timeout=_DRAIN)
        if self._client is not None:
            self._client.auto_reconnect_enabled = False
            await self._client.close()  # type: ignore[no-untyped-call]
