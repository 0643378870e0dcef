"""An event loop on a daemon thread of its own, for callers that have none."""

import asyncio
import threading
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


class LoopThread:
    """Starts, runs what it is given and stops; knows nothing of servers."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def run(self, doing: Awaitable[T], seconds: float = 60) -> T:
        """Return what it comes to, on the loop. Raises TimeoutError, and whatever it raises."""

        async def done() -> T:
            return await doing

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(seconds)

    def stop(self) -> None:
        """End the thread, if it was started, and close the loop."""
        if self._thread.is_alive():
            self.run(self._loop.shutdown_default_executor())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)
        self._loop.close()
