"""The Web API over HTTP: token, scopes, rate limits, faults, then the method itself."""

import asyncio
import inspect
import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.demo.slack import methods_chat, methods_read, methods_views
from bot.demo.slack.args import Args, read_args
from bot.demo.slack.faults import Fault, Faults, Rates
from bot.demo.slack.method import Desk, Method
from bot.demo.slack.model import Json
from bot.demo.slack.refused import Refused
from bot.demo.slack.sockets import Sockets

METHODS: Final[Mapping[str, Method]] = {
    **methods_read.METHODS,
    **methods_chat.METHODS,
    **methods_views.METHODS,
    "apps.connections.open": Method(lambda _d, _a: {}, None, tier=1, token="app"),  # noqa: S106
}


MOST_KEPT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Call:
    """One call that came in, for tests: which method, with what, and what was answered."""

    method: str
    args: Json
    answer: Json
    status: int


@dataclass(slots=True)
class Tokens:
    """The two tokens that are good; a revoked bot token is refused by its own word."""

    bot: str
    app: str
    revoked: bool = False

    def check(self, given: str, kind: str) -> None:
        """Refuse any other token, or none."""
        if not given:
            raise Refused("not_authed")
        wanted = self.app if kind == "app" else self.bot
        if not secrets.compare_digest(given.encode(), wanted.encode()):
            other = {self.bot, self.app} - {wanted}
            raise Refused("not_allowed_token_type" if given in other else "invalid_auth")
        if self.revoked:
            raise Refused("token_revoked")


class WebApi:
    """Answers `POST /api/METHOD`."""

    def __init__(
        self, desk: Desk, sockets: Sockets, tokens: Tokens, faults: Faults, rates: Rates
    ) -> None:
        self._desk, self._sockets = desk, sockets
        self._tokens, self._faults, self._rates = tokens, faults, rates
        self.calls: list[Call] = []

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, or let happen to it what was asked for."""
        name = request.match_info["method"]
        fault = None if self._faults.outage else self._faults.take(name)
        if self._faults.outage or (fault and fault.kind == "drop_call"):
            return _cut(request)
        if fault and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        early = _faulty(fault)
        if early is not None:
            self._keep(Call(name, {}, {"ok": False, "fault": fault and fault.kind}, 0))
            return early
        try:
            args, token = await read_args(request)
        except Refused as no:
            return web.json_response({"ok": False, "error": no.error, **no.more})
        answer, wait = await self._answer(name, args, token, request.host)
        status = 429 if wait else 200
        self._keep(Call(name, args.found, answer, status))
        if fault and fault.kind == "drop_reply":
            return _cut(request)
        headers = {
            "X-Slack-Req-Id": secrets.token_hex(16),
            "X-OAuth-Scopes": ",".join(sorted(self._desk.scopes)),
        }
        if wait:
            headers["Retry-After"] = str(wait)
        return web.json_response(answer, status=status, headers=headers)

    def _keep(self, call: Call) -> None:
        self.calls.append(call)
        del self.calls[:-MOST_KEPT]

    async def _answer(self, name: str, args: Args, token: str, host: str) -> tuple[Json, int]:
        try:
            method = METHODS.get(name)
            if method is None:
                raise Refused("unknown_method", req_method=name)
            if name != "api.test":
                self._tokens.check(token, method.token)
            if method.scope:
                self._desk.need_scope(method.scope)
            if wait := self._seconds_to_wait(name, method, args):
                return {"ok": False, "error": "ratelimited"}, wait
            if name == "apps.connections.open":
                return {"ok": True, "url": self._sockets.ticket(host)}, 0
            answer = method.does(self._desk, args)
            found = await answer if inspect.isawaitable(answer) else answer
        except Refused as no:
            return {"ok": False, "error": no.error, **no.more}, 0
        return {"ok": True, **found}, 0

    def _seconds_to_wait(self, name: str, method: Method, args: Args) -> int:
        if name == "chat.postMessage":
            return math.ceil(self._rates.wait_for_message(args.text("channel")))
        tier = 0 if method.token == "app" else method.tier  # noqa: S105
        return math.ceil(self._rates.wait_for_call(name, tier))


def _faulty(fault: Fault | None) -> web.Response | None:
    if fault is None:
        return None
    if fault.kind == "status":
        return web.Response(status=fault.status, text="")
    if fault.kind == "ratelimited":
        return web.json_response(
            {"ok": False, "error": "ratelimited"},
            status=429,
            headers={"Retry-After": str(math.ceil(fault.seconds))},
        )
    if fault.kind == "error":
        return web.json_response({"ok": False, "error": fault.error})
    return None


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.close()
    return web.Response()
