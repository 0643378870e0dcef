"""Socket Mode: the sync Bolt app behind slack-sdk's aiohttp client on one event-loop thread.

Every envelope goes to a thread pool, so no listener can hold up the next click's
answer; measured, no answer was lost across connection refreshes. The SDK renews its own
link; a link that stays down is replaced by one with a new address, because the SDK tries
an address again and again that serves only once.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.errors import Misconfigured, Transient

log = logging.getLogger(__name__)

PING = 5.0
"""Seconds between pings: how soon a dead link is noticed."""

_POOL = 16
_DRAIN = 5.0  # seconds that clicks in flight may still take at a stop
_CONNECT = 20.0  # seconds for one attempt
_PATIENCE = 6  # pings that a link may be down before it is replaced
_ENDS = {
    "invalid_auth": "is refused; make a new one (Basic Information > App-Level Tokens)",
    "not_authed": "is empty; make one (Basic Information > App-Level Tokens)",
    "account_inactive": "belongs to an app that was removed; install it again",
    "token_revoked": "was revoked; make a new one (Basic Information > App-Level Tokens)",
    "token_expired": "has expired; make a new one (Basic Information > App-Level Tokens)",
    "missing_scope": "lacks the scope connections:write; make one that has it",
    "not_allowed_token_type": "is no app-level token (xapp-...)",
    "forbidden_team": "is not allowed in this workspace",
}


def _wire_log() -> logging.Logger:
    """Return a logger for the SDK that is silent: it prints payloads, addresses and traces.

    What matters of them is logged here, in words.
    """
    wire = logging.getLogger("slack_sdk.socket_mode")
    wire.setLevel(logging.CRITICAL)
    return wire


class Socket:
    """Connects, hands envelopes to the app, and stops without dropping a click."""

    def __init__(self, app: App, app_token: str, base_url: str, *, ping: float = PING) -> None:
        self._app, self._app_token, self._base_url = app, app_token, base_url
        self._ping = ping
        self.on_useless: Callable[[Misconfigured], None] = lambda fault: None
        self._pool = ThreadPoolExecutor(_POOL, thread_name_prefix="slack-dispatch")
        self._loop = asyncio.new_event_loop()
        self._inflight: set[asyncio.Task[None]] = set()
        self._draining = False
        self._over = asyncio.Event()
        self._client: SocketModeClient | None = None
        self._links: set[SocketModeClient] = set()
        self._gate = threading.Lock()  # a start and a stop are two threads' work
        self._starting: Future[None] | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="slack-socket", daemon=True)

    def _run(self) -> None:
        """Run the loop; whatever ends it, every task and connection on it ends with it.

        A task of the SDK that is collected as garbage after its loop would spin for ever.
        """
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._live())
        except RuntimeError as fault:  # the loop was stopped under it: the worker sees it died
            log.error("the link to Slack ended", extra={"why": type(fault).__name__})

    async def _live(self) -> None:
        try:
            await self._over.wait()
        finally:
            await self._drain()

    def start(self) -> None:
        """Connect; may be called again after a failure, which leaves nothing behind.

        Raises Misconfigured for a useless token, Transient for anything else.
        """
        with self._gate:
            if self._draining or self.died:
                raise Transient("this link to Slack is closed")
            if not self._thread.is_alive():
                self._thread.start()
            self._starting = asyncio.run_coroutine_threadsafe(self._begin(), self._loop)
        self._starting.result(_CONNECT * 2 + 5)

    async def _begin(self) -> None:
        await self._connect()
        self._keeper = asyncio.ensure_future(self._keep())

    async def _connect(self) -> None:
        """Make a new link. Raises Misconfigured or Transient, and has closed everything then."""
        web = AsyncWebClient(token=None, base_url=self._base_url)
        client = SocketModeClient(
            app_token=self._app_token,
            web_client=web,
            ping_interval=self._ping,
            logger=_wire_log(),
        )
        self._links.add(client)
        if self._base_url.startswith("http://127.0.0.1"):
            client.proxy = web.proxy = None  # HTTPS_PROXY is honoured but NO_PROXY is not
        client.socket_mode_request_listeners.append(self._on_request)
        try:
            # The SDK's own attempt would be repeated for ever, whatever Slack answers.
            client.wss_uri = await asyncio.wait_for(client.issue_new_wss_url(), _CONNECT)
            await asyncio.wait_for(client.connect(), _CONNECT)  # type: ignore[no-untyped-call]
        except BaseException as fault:
            await self._shut(client)
            if isinstance(fault, Exception):
                raise _named(fault) from None
            raise
        self._client = client

    async def _keep(self) -> None:
        """Replace a link that stays down; a token that became useless ends the worker."""
        down = 0
        while not self._draining:
            await asyncio.sleep(self._ping)
            down = 0 if self.connected else down + 1
            if down < _PATIENCE:
                continue
            down, old = 0, self._client
            log.warning("the link to Slack is down: making a new one")
            try:
                await self._connect()
            except Misconfigured as fault:
                self.on_useless(fault)
                return
            except Transient as fault:
                log.warning("%s; next try soon", fault)
                continue
            if old is not None:
                await self._shut(old)
            log.info("connected to Slack again")

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
        return session is not None and not session.closed and self._thread.is_alive()

    @property
    def died(self) -> bool:
        """Tell whether its thread ended although nobody stopped it; make another socket then."""
        ended = self._thread.ident is not None and not self._thread.is_alive()
        return ended and not self._over.is_set()

    def stop(self) -> None:
        """Take no more clicks, let those in flight answer, close; may be called again."""
        with self._gate:
            self._draining = True
            if self._starting is not None:
                self._starting.cancel()
            if self._thread.is_alive():
                with suppress(RuntimeError):  # it ended just now, by itself
                    self._loop.call_soon_threadsafe(self._over.set)
                self._thread.join(_DRAIN * 2 + 1)
        self._over.set()
        if not self._thread.is_alive():
            self._loop.close()
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _drain(self) -> None:
        self._draining = True
        if self._keeper is not None:
            self._keeper.cancel()
        if self._inflight:
            await asyncio.wait(set(self._inflight), timeout=_DRAIN)
        for link in tuple(self._links):
            await self._shut(link)

    async def _shut(self, link: SocketModeClient) -> None:
        """Close a link, also one that does not answer; it is forgotten only then."""
        try:
            await asyncio.wait_for(link.close(), _DRAIN)  # type: ignore[no-untyped-call]
        except (OSError, RuntimeError, TimeoutError) as fault:
            log.warning("a link was cut off", extra={"why": type(fault).__name__})
        finally:
            await link.aiohttp_client_session.close()
            self._links.discard(link)


def _named(fault: Exception) -> Misconfigured | Transient:
    """Return our error for one of a connection; its text names Slack's word only."""
    if isinstance(fault, SlackApiError):
        code = str(fault.response.get("error", ""))
        if code in _ENDS:
            return Misconfigured(f"SLACK_APP_TOKEN {_ENDS[code]} ({code})")
        return Transient(f"Slack answered {code} to a connection")
    return Transient(f"Slack cannot be reached ({type(fault).__name__})")
