"""The stand-in on a thread of its own, for synchronous tests and the demo."""

import asyncio
from collections.abc import Callable
from typing import Any, Self, TypeVar

from bot.demo.loop_thread import LoopThread
from bot.demo.slack.clients import Outcome, Place
from bot.demo.slack.model import Message, View
from bot.demo.slack.server import StandIn
from bot.demo.slack.values import elements

T = TypeVar("T")


class StandInThread:
    """Runs a StandIn; `with StandInThread(StandIn(manifest)) as slack:` starts and stops it."""

    def __init__(self, stand_in: StandIn, port: int = 0) -> None:
        self.stand_in = stand_in
        self._port = port
        self._loop = LoopThread("stand-in")
        self.run = self._loop.run

    def start(self) -> Self:
        """Start the thread and wait until the server listens."""
        self._loop.start()
        try:
            self.run(self.stand_in.start(self._port))
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop the server and the thread."""
        self.run(self.stand_in.stop())
        self._loop.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def call(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Call something on the server's thread, so that nothing changes meanwhile."""

        async def called() -> T:
            return function(*args, **kwargs)

        return self.run(called())

    def until(self, condition: Callable[[StandIn], T], seconds: float = 90) -> T:
        """Return what `condition` finds, once that is true. Raises TimeoutError."""
        return self.run(self._until(condition, seconds), seconds + 10)

    async def _until(self, condition: Callable[[StandIn], T], seconds: float = 90) -> T:
        async with asyncio.timeout(seconds):
            while True:
                version = self.stand_in.workspace.version
                if found := condition(self.stand_in):
                    return found
                # Calls and acks are no changes of the workspace: look again soon.
                await self.stand_in.workspace.wait_for_change(version, 0.05)

    # What people do

    @property
    def base_url(self) -> str:
        """What SLACK_API_URL takes."""
        return self.stand_in.base_url

    @property
    def page_url(self) -> str:
        """Where a browser looks at the workspace."""
        return self.stand_in.page_url

    def wait_connected(self, seconds: float = 90) -> None:
        """Return once the app's socket takes envelopes. Raises TimeoutError."""
        self.until(lambda s: bool(s.sockets.usable), seconds)

    def click(self, user: str, place: Place, name: str, **filled: str) -> Outcome:
        """Click a button by its text or action id."""
        return self.run(self.stand_in.clients.click(user, place, name, **filled))

    def choose(self, user: str, place: Place, action_id: str, *chosen: str) -> Outcome:
        """Choose in a select, radio, checkboxes, overflow or picker."""
        return self.run(self.stand_in.clients.choose(user, place, action_id, *chosen))

    def submit(self, user: str, **filled: str | list[str]) -> Outcome:
        """Fill in the modal on top, by action ids, and press its submit button.

        Waits until that modal has the button and these fields: one that a click opens comes
        after the click's answer, and another may be open until then. Raises TimeoutError.
        """
        strings = {k: [v] if isinstance(v, str) else v for k, v in filled.items()}

        async def pressed() -> Outcome:
            # No step between look and press: an answer still on its way may open another modal.
            view = await self._until(lambda s: _with_fields(s.modals.top(user), set(filled)))
            assert view is not None
            form = self.stand_in.clients.form(view.content["blocks"], strings)
            return await self.stand_in.clients.submit(user, view.id, form)

        return self.run(pressed(), 190)

    def slash(self, user: str, channel: str, line: str) -> Outcome:
        """Type a slash command in a channel."""
        return self.run(self.stand_in.clients.slash(user, channel, line))

    def shortcut(self, user: str, callback_id: str) -> Outcome:
        """Choose a global shortcut."""
        return self.run(self.stand_in.clients.shortcut(user, callback_id))

    def message_shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Outcome:
        """Choose a shortcut of a message."""
        clients = self.stand_in.clients
        return self.run(clients.message_shortcut(user, channel, ts, callback_id))

    def open_home(self, user: str) -> Outcome:
        """Open the Home tab."""
        return self.run(self.stand_in.clients.open_home(user))

    def close(self, user: str, *, all_of_them: bool = False) -> Outcome:
        """Close the modal on top, or all."""

        async def closed() -> Outcome:
            view = await self._until(lambda s: s.modals.top(user))
            assert view is not None
            return await self.stand_in.clients.close(user, view.id, all_of_them=all_of_them)

        return self.run(closed(), 100)

    # What people see

    def modal(self, user: str, seconds: float = 90) -> View:
        """Return the modal on top of a user's stack, once there is one. Raises TimeoutError."""
        found = self.until(lambda s: s.modals.top(user), seconds)
        assert found is not None
        return found

    def messages(self, channel: str, user: str | None = None) -> list[Message]:
        """Return what stands in a channel, with the ephemeral messages of one user."""
        return self.call(self.stand_in.workspace.roots, channel, user)


def _with_fields(view: View | None, names: set[str]) -> View | None:
    """Return a view if it has a submit button and all of these fields."""
    if view is None or "submit" not in view.content:
        return None
    there = {element["action_id"] for _, element in elements(view.content["blocks"])}
    return view if names <= there else None
