"""Fixtures with a stand-in Slack and a real Bolt app on a real socket; import what you need."""

import asyncio
import logging
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Self

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk import WebClient
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.loop_thread import LoopThread
from bot.demo.slack import APP_TOKEN, BOT_TOKEN, StandIn, StandInThread

MANIFEST: Final[dict[str, Any]] = {
    "display_information": {"name": "Sample Bot"},
    "features": {
        "bot_user": {"display_name": "sample"},
        "shortcuts": [
            {"name": "Open the sample", "type": "global", "callback_id": "open_sample"},
            {"name": "Show the sample", "type": "message", "callback_id": "show_sample"},
        ],
        "slash_commands": [
            {"command": "/sample", "description": "Try it", "usage_hint": "help | echo <text>"}
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "chat:write",
                "commands",
                "users:read",
                "usergroups:read",
                "groups:read",
                "groups:history",
                "files:write",
            ]
        }
    },
}


def web_client(slack: StandInThread, token: str = BOT_TOKEN) -> WebClient:
    """Return the SDK's client without retries, so that a test sees every answer."""
    return WebClient(token=token, base_url=slack.base_url, retry_handlers=[], proxy=None)


class BoltOnSocket:
    """A synchronous Bolt app behind the aiohttp Socket Mode client on its own loop thread."""

    def __init__(self, slack: StandInThread, app: App, ping_interval: float = 1.0) -> None:
        self._slack, self._app, self._ping = slack, app, ping_interval
        self._loop = LoopThread("bolt")
        self._pool = ThreadPoolExecutor(8, thread_name_prefix="dispatch")
        self._client: SocketModeClient | None = None

    def __enter__(self) -> Self:
        self._loop.start()
        self._loop.run(self._connect())
        self._slack.wait_connected()
        return self

    def __exit__(self, *_: object) -> None:
        async def close() -> None:
            assert self._client is not None
            await self._client.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        self._loop.run(close())
        self._loop.stop()
        self._pool.shutdown()
        self._app.listener_runner.listener_executor.shutdown()

    async def _connect(self) -> None:
        web = AsyncWebClient(base_url=self._slack.base_url, proxy=None)
        self._client = SocketModeClient(
            app_token=APP_TOKEN, web_client=web, ping_interval=self._ping
        )
        self._client.proxy = None  # NO_PROXY is not honoured by the SDK
        self._client.logger.setLevel(logging.CRITICAL)
        self._client.socket_mode_request_listeners.append(self._serve)  # type: ignore[arg-type]
        await self._client.connect()

    async def _serve(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        task = asyncio.ensure_future(self._answer(client, request))
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _answer(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        loop = asyncio.get_running_loop()
        start = loop.time()
        answer = await loop.run_in_executor(self._pool, run_bolt_app, self._app, request)
        await send_async_response(client, request, answer, start)


def bolt_app(slack: StandInThread) -> App:
    """Return a Bolt app without listeners whose client talks to the stand-in."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return App(
            client=web_client(slack),
            token_verification_enabled=False,
            raise_error_for_unhandled_request=False,
        )


@pytest.fixture
def slack() -> Iterator[StandInThread]:
    """Give a running stand-in Slack with the demo's people and channels."""
    with StandInThread(StandIn(MANIFEST)) as running:
        yield running


@pytest.fixture
def client(slack: StandInThread) -> WebClient:
    """Give the SDK's Web API client."""
    return web_client(slack)
