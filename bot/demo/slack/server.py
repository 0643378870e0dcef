"""The stand-in itself: wires workspace, Web API, sockets, control and page into one server."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from aiohttp import web

from bot.demo.slack import people
from bot.demo.slack.clients import Clients
from bot.demo.slack.control import Control
from bot.demo.slack.faults import Faults, Rates
from bot.demo.slack.method import Desk
from bot.demo.slack.modals import Modals
from bot.demo.slack.model import BOT_USER, User
from bot.demo.slack.refused import Refused
from bot.demo.slack.response_urls import ResponseUrls
from bot.demo.slack.sockets import Sockets
from bot.demo.slack.triggers import Triggers
from bot.demo.slack.web_api import Tokens, WebApi
from bot.demo.slack.workspace import Workspace

BOT_TOKEN: Final = "xoxb-stand-in"  # noqa: S105  # good on loopback only
APP_TOKEN: Final = "xapp-stand-in"  # noqa: S105
HOST: Final = "127.0.0.1"
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost"})
OWN_SITE: Final = frozenset({"same-origin", "none"})
"""Sec-Fetch-Site of a page's own requests, and of what a person types or bookmarks."""

PAGES: Final = ("/desk/", "/archives/")


class StandIn:
    """A Slack workspace on loopback; `base_url` is what SLACK_API_URL takes.

    `manifest` is an app manifest: its bot scopes are enforced, its commands and shortcuts shown.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        *,
        trigger_seconds: float = 3.0,
        burst: int | None = 5,
    ) -> None:
        self.manifest = manifest
        self.workspace = Workspace(_named(people.USERS, manifest), people.CHANNELS, people.GROUPS)
        self.modals = Modals(self.workspace)
        self.triggers = Triggers(trigger_seconds)
        scopes = manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ())
        events = manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", ())
        self.desk = Desk(
            self.workspace, self.modals, self.triggers, frozenset(scopes), frozenset(events)
        )
        self.sockets, self.faults, self.rates = Sockets(), Faults(), Rates(burst)
        self.tokens = Tokens(BOT_TOKEN, APP_TOKEN)
        self.web_api = WebApi(self.desk, self.sockets, self.tokens, self.faults, self.rates)
        self.response_urls = ResponseUrls(self.desk)
        self.clients = Clients(self.desk, self.sockets, self.response_urls)
        self._runner: web.AppRunner | None = None
        self._more: list[web.RouteDef] = []
        self.port = 0
        self.stopping = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def wake(self) -> None:
        """Let pages look again, from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.workspace.changed)

    def serve_also(self, routes: Iterable[web.RouteDef]) -> None:
        """Serve more than Slack's own addresses, such as a page; before `start`."""
        self._more += routes

    @property
    def base_url(self) -> str:
        """Where the Web API is, with the closing slash that the SDK wants."""
        return f"{self.desk.base}/api/"

    @property
    def page_url(self) -> str:
        """Where a browser looks at the workspace."""
        return f"{self.desk.base}/"

    async def start(self, port: int = 0) -> None:
        """Listen on loopback; port 0 takes a free one. Raises OSError if it is taken."""
        self._loop = asyncio.get_running_loop()
        app = web.Application(middlewares=[_loopback_only], client_max_size=2**26)
        app.add_routes(
            [
                web.post("/api/{method}", self.web_api.serve),
                web.get("/api/{method}", self.web_api.serve),
                web.get("/link/", self._link),
                web.post("/actions/{key}", self._response_url),
                web.post("/upload/v1/{key}", self._upload),
                *Control(self).routes(),
                *self._more,
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.desk.base = f"http://{HOST}:{self.port}"

    async def stop(self) -> None:
        """Close sockets and the server."""
        self.stopping = True
        self.workspace.changed()
        await self.clients.stop()
        await self.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _link(self, request: web.Request) -> web.StreamResponse:
        if self.faults.outage:
            return web.Response(status=503)
        return await self.sockets.serve(request)

    async def _response_url(self, request: web.Request) -> web.Response:
        try:
            self.response_urls.use(request.match_info["key"], await request.json())
        except ValueError:
            return web.Response(status=400, text="invalid_payload")
        except Refused as no:
            return web.json_response({"ok": False, "error": no.error, **no.more}, status=404)
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        upload = self.desk.uploads.get(request.match_info["key"])
        if upload is None:
            return web.Response(status=404)
        if request.content_type == "multipart/form-data":
            parts = [p for p in (await request.post()).values() if isinstance(p, web.FileField)]
            upload["data"] = parts[0].file.read() if parts else b""
        else:
            upload["data"] = await request.read()
        return web.Response(text=f"OK - {len(upload['data'])}")


def _named(users: Iterable[User], manifest: Mapping[str, Any]) -> list[User]:
    """Return the users, the bot with the names that the manifest gives it."""
    name = manifest.get("features", {}).get("bot_user", {}).get("display_name", "bot")
    full = manifest.get("display_information", {}).get("name", name)
    return [replace(u, name=name, real_name=full) if u.id == BOT_USER else u for u in users]


@web.middleware
async def _loopback_only(request: web.Request, handler: Any) -> web.StreamResponse:
    """Refuse what a web site elsewhere makes a browser send; programs send no such headers.

    Other host names are refused, so that no site gets here by DNS rebinding; of other
    origins only links are followed, to pages, because the tokens here are known to everybody.
    """
    if request.url.host not in LOOPBACK:
        raise web.HTTPForbidden(text="the stand-in answers on loopback only")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        raise web.HTTPForbidden(text="requests from other sites are refused")
    if request.headers.get("Sec-Fetch-Site", "none") not in OWN_SITE and not _is_link(request):
        raise web.HTTPForbidden(text="requests from other sites are refused")
    response: web.StreamResponse = await handler(request)
    return response


def _is_link(request: web.Request) -> bool:
    """Return whether somebody followed a link to a page."""
    to_page = request.path == "/" or request.path.startswith(PAGES)
    return (
        request.method == "GET"
        and to_page
        and (request.headers.get("Sec-Fetch-Mode") == "navigate")
    )
