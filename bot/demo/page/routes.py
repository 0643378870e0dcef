"""The page's addresses: shows scenes, takes forms, tells browsers when something changed."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote, urlencode

from aiohttp import web

from bot.demo.mail import DemoMail
from bot.demo.page.render import Renderer
from bot.demo.page.scene import HOME, Scene
from bot.demo.slack.clients import DONE, Outcome, Place
from bot.demo.slack.refused import Refused
from bot.demo.slack.server import StandIn
from bot.demo.slack.values import Filled

HERE: Final = Path(__file__).parent
CONTENT_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
GONE: Final = "That is no longer there. The page has been brought up to date."


def with_page(stand_in: StandIn, mail: DemoMail | None = None) -> StandIn:
    """Let a stand-in serve the page too, with a mailbox pane if there is mail; return it."""
    stand_in.serve_also(Page(stand_in, mail).routes())
    if mail is not None:
        mail.on_change = stand_in.wake
    return stand_in


class Page:
    """All that a browser gets."""

    def __init__(self, stand_in: StandIn, mail: DemoMail | None = None) -> None:
        self._stand_in, self._mail = stand_in, mail
        self._renderer = Renderer()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to add to a server."""
        return [
            web.get("/", self._first),
            web.get("/archives/{channel}/p{stamp}", self._permalink),
            web.get("/static/{name}", self._static),
            web.get("/files/{key}", self._file),
            web.get("/desk/{user}/live", self._live),
            web.get("/desk/{user}/suggest", self._suggest),
            web.get("/desk/{user}/{place}", self._show),
            *(web.post(f"/desk/{{user}}/{what}", self._did(does)) for what, does in self._acts()),
        ]

    def _acts(self) -> list[tuple[str, Callable[[str, Any], Any]]]:
        return [
            ("act", self._act),
            ("submit", self._submit),
            ("close", self._close),
            ("say", self._say),
            ("shortcut", self._shortcut),
            ("message-shortcut", self._message_shortcut),
            ("write", self._write),
        ]

    # Showing

    async def _first(self, _request: web.Request) -> web.Response:
        scene = Scene(self._stand_in, self._mail, self._somebody(), HOME)
        place = scene.channels[0].id if scene.channels else HOME
        raise web.HTTPFound(f"/desk/{scene.user.id}/{place}")

    def _somebody(self) -> str:
        return next(u.id for u in self._stand_in.workspace.users.values() if not u.is_bot)

    async def _permalink(self, request: web.Request) -> web.Response:
        stamp = request.match_info["stamp"]
        ts = f"{stamp[:-6]}.{stamp[-6:]}"
        query = urlencode({"side": "thread", "thread": request.query.get("thread_ts", ts)})
        channel = quote(request.match_info["channel"], safe="")
        raise web.HTTPFound(f"/desk/{self._somebody()}/{channel}?{query}")

    def _scene(self, request: web.Request) -> Scene:
        user, place = request.match_info["user"], request.match_info.get("place", HOME)
        workspace = self._stand_in.workspace
        if user not in workspace.users or workspace.users[user].is_bot:
            raise web.HTTPNotFound(text="There is no such person here.")
        scene = Scene(self._stand_in, self._mail, user, place)
        if place != HOME and place not in {c.id for c in workspace.visible_to(user)}:
            scene.place = scene.channels[0].id if scene.channels else HOME
            raise web.HTTPFound(f"/desk/{user}/{scene.place}")
        query = request.query
        scene.thread = query.get("thread", "")
        scene.address = query.get("with", "")
        wanted = query.get("side", "thread" if scene.thread else scene.side)
        scene.side = wanted if wanted in ("thread", "mail") else scene.side
        scene.pane = query.get("pane", "side" if "side" in query else "main")
        return scene

    async def _show(self, request: web.Request) -> web.Response:
        scene = self._scene(request)
        workspace = self._stand_in.workspace
        version = workspace.version
        if scene.channel is not None:
            workspace.mark_read(scene.user.id, scene.channel.id)
        elif "X-Live" not in request.headers:
            self._stand_in.clients.opens_home(scene.user.id)

        def here(**changes: str) -> str:
            query = {
                "thread": scene.thread,
                "with": scene.address,
                **({"side": scene.side} if "side" in request.query else {}),
            }
            place = changes.pop("place", scene.place)
            user = changes.pop("user", scene.user.id)
            query |= {name.rstrip("_"): value for name, value in changes.items()}
            kept = {name: value for name, value in query.items() if value}
            return f"/desk/{quote(user)}/{quote(place)}" + (f"?{urlencode(kept)}" if kept else "")

        # On the loop's thread, so that nothing changes while it is rendered.
        html = self._renderer.page(scene, here, version)
        return web.Response(text=html, content_type="text/html", headers=HEADERS)

    async def _static(self, request: web.Request) -> web.Response:
        path = HERE / "static" / Path(request.match_info["name"]).name
        if path.suffix not in CONTENT_TYPES or not path.is_file():
            raise web.HTTPNotFound
        body = await asyncio.to_thread(path.read_bytes)
        return web.Response(body=body, content_type=CONTENT_TYPES[path.suffix], headers=HEADERS)

    async def _file(self, request: web.Request) -> web.Response:
        found = self._stand_in.workspace.files.get(request.match_info["key"])
        if found is None:
            raise web.HTTPNotFound
        picture = found["mimetype"] == "image/png"
        name = quote(found["name"])
        return web.Response(
            body=found["data"],
            content_type="image/png" if picture else "application/octet-stream",
            headers={
                **HEADERS,
                "Content-Disposition": f"{'inline' if picture else 'attachment'}; "
                f"filename*=UTF-8''{name}",
            },
        )

    async def _live(self, request: web.Request) -> web.StreamResponse:
        """Stream the version whenever it changes, as server-sent events."""
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        version = int(request.query.get("since", "0")) if request.query else 0
        workspace = self._stand_in.workspace
        try:
            while not self._stand_in.stopping:
                version = await workspace.wait_for_change(version, 10)
                await response.write(f"data: {version}\n\n".encode())
        except (ConnectionError, asyncio.CancelledError):
            pass  # the browser went away, or the server stops
        return response

    # Acts

    def _did(self, does: Callable[[str, Any], Any]) -> Callable[[web.Request], Any]:
        async def post(request: web.Request) -> web.Response:
            user = request.match_info["user"]
            if user not in self._stand_in.workspace.users:
                raise web.HTTPNotFound
            try:
                outcome: Outcome = await does(user, await request.post())
            except (Refused, KeyError):
                outcome = Outcome(acked=False, says=GONE)
            except ValueError as wrong:
                outcome = Outcome(acked=False, says=str(wrong))
            return web.json_response(
                {"ok": outcome.acked, "errors": dict(outcome.errors), "says": outcome.says},
                headers=HEADERS,
            )

        return post

    async def _act(self, user: str, form: Any) -> Outcome:
        block_id, action_id = json.loads(form["do"])
        filled = dict(_filled(form))
        if "chosen" in form:
            filled[block_id, action_id] = form.getall("chosen")
        return await self._stand_in.clients.act(user, _place(form), action_id, filled, block_id)

    async def _submit(self, user: str, form: Any) -> Outcome:
        return await self._stand_in.clients.submit(user, form["view"], _filled(form))

    async def _close(self, user: str, form: Any) -> Outcome:
        everything = form.get("all") == "1"
        return await self._stand_in.clients.close(user, form["view"], all_of_them=everything)

    async def _say(self, user: str, form: Any) -> Outcome:
        text, channel = form["text"].strip(), form["channel"]
        if not text:
            return DONE
        if text.startswith("/"):
            known = [c["command"] for c in Scene(self._stand_in, None, user, HOME).commands]
            if text.split()[0] not in known:
                raise ValueError(f"{text.split()[0]} is no command here. Try {', '.join(known)}.")
            return await self._stand_in.clients.slash(user, channel, text)
        where = self._stand_in.workspace.channel(channel, user)
        if user not in where.members:
            raise ValueError("Only members write here.")
        self._stand_in.clients.say(user, where, text, form.get("thread") or None)
        return DONE

    async def _shortcut(self, user: str, form: Any) -> Outcome:
        return await self._stand_in.clients.shortcut(user, form["callback"])

    async def _message_shortcut(self, user: str, form: Any) -> Outcome:
        place = _place(form)
        clients = self._stand_in.clients
        return await clients.message_shortcut(user, place.channel, place.ts, form["callback"])

    async def _write(self, _user: str, form: Any) -> Outcome:
        if self._mail is None:
            raise ValueError("There is no mailbox here.")
        sender, subject = form["sender"].strip(), form["subject"].strip()
        await asyncio.to_thread(
            self._mail.write, sender, subject, form["text"], form.get("reply_to", "")
        )
        return Outcome(acked=True, says=f"Sent to {self._mail.address}.")

    async def _suggest(self, request: web.Request) -> web.Response:
        query = request.query
        try:
            block_id, action_id = json.loads(query["do"])
            offered = await self._stand_in.clients.suggest(
                request.match_info["user"], _place(query), action_id, query["query"], block_id
            )
        except (Refused, KeyError, ValueError):
            offered = []
        listed = [o for group in offered for o in group.get("options", [group])]
        return web.json_response(
            [{"value": o["value"], "text": o["text"]["text"]} for o in listed], headers=HEADERS
        )


def _place(form: Any) -> Place:
    return Place(form.get("channel", ""), form.get("ts", ""), form.get("view", ""))


def _filled(form: Any) -> Filled:
    found: dict[tuple[str, str], list[str]] = {}
    for name in set(form):
        if name.startswith("f/"):
            block_id, action_id = map(unquote, name.split("/")[1:])
            found[block_id, action_id] = form.getall(name)
    return found
