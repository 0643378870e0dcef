"""The control endpoint for tests in other processes: faults, sockets, a look at what happened."""

from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from bot.demo.slack.server import StandIn


class Control:
    """`POST /_control/faults|disconnect|kill|outage|clear`, `GET /_control/state`; loopback."""

    def __init__(self, stand_in: "StandIn") -> None:
        self._stand_in = stand_in

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to add to a server."""
        return [
            web.get("/_control/state", self._state),
            web.post("/_control/{what}", self._do),
        ]

    async def _do(self, request: web.Request) -> web.Response:
        stand_in, what = self._stand_in, request.match_info["what"]
        try:
            body: dict[str, Any] = await request.json() if request.can_read_body else {}
            if what == "faults":
                stand_in.faults.add(**body)
            elif what == "disconnect":
                await stand_in.sockets.refresh(body.get("reason", "refresh_requested"))
            elif what == "kill":
                stand_in.sockets.kill()
            elif what == "outage":
                stand_in.faults.outage = bool(body.get("on", True))
                if stand_in.faults.outage:
                    stand_in.sockets.kill()
            elif what == "clear":
                stand_in.faults.clear()
            else:
                return web.json_response({"ok": False, "error": f"no control {what}"}, status=404)
        except (TypeError, ValueError, AttributeError) as wrong:
            return web.json_response({"ok": False, "error": str(wrong)}, status=400)
        return web.json_response({"ok": True})

    async def _state(self, _request: web.Request) -> web.Response:
        workspace, sockets = self._stand_in.workspace, self._stand_in.sockets
        return web.json_response(
            {
                "messages": {
                    channel: [m.to_json(metadata=True) for m in found.values()]
                    for channel, found in workspace.messages.items()
                },
                "connections": len(sockets.usable),
                "connected": sockets.connected,
                "deliveries": [
                    {"kind": d.kind, "acked": d.acked, "type": d.payload.get("type")}
                    for d in sockets.deliveries
                ],
                "calls": [
                    {"method": c.method, "ok": c.answer.get("ok"), "status": c.status}
                    for c in self._stand_in.web_api.calls
                ],
            }
        )
