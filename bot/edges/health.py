"""`/healthz` and `/readyz`: one JSON object over HTTP for a host's checks; numbers, no data."""

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Final

from bot.core.errors import Misconfigured

Report = Mapping[str, Any]
_PATHS: Final = {"/healthz": "ok", "/readyz": "ready"}  # and what of the report decides
_SECONDS: Final = 5.0  # for one request; whoever is slower is hung up on


class HealthServer:
    """Answers GET and HEAD of both with 200 or 503; anything else with 404.

    /healthz asks whether a restart would help, /readyz whether everything works. While
    Slack is away the first says 200: whoever restarts then, restarts in a loop.

    One request at a time on one thread: each thread would open a database connection
    of its own, and nobody but the host asks.
    """

    def __init__(self, host: str, port: int, report: Callable[[], Report]) -> None:
        """Listen; `report` has the keys `ok` and `ready`.

        Raises Misconfigured if the port is taken.
        """
        handler = type("Handler", (_Handler,), {"report": staticmethod(report)})
        try:
            self._server = HTTPServer((host, port), handler)
        except OSError as fault:
            raise Misconfigured(
                f"HEALTH_PORT: cannot listen on {host}:{port} ({fault.strerror})"
            ) from None
        self._thread = threading.Thread(
            target=self._server.serve_forever, name="health", daemon=True
        )

    @property
    def port(self) -> int:
        """Return the port that it listens on."""
        return int(self._server.server_address[1])

    def start(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no more."""
        if self._thread.is_alive():
            self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    report: Callable[[], Report]
    timeout = _SECONDS
    server_version = "health"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer."""
        decides = _PATHS.get(self.path.partition("?")[0])
        if decides is None:
            self._say(404, {"error": f"only {' and '.join(_PATHS)} are here"})
            return
        try:
            found = self.report()
        except Exception as fault:  # noqa: BLE001  (a sick worker must say so, not hang up)
            found = {"ok": False, "ready": False, "error": type(fault).__name__}
        self._say(200 if found[decides] else 503, found)

    do_HEAD = do_GET  # noqa: N815  (the parent's way of naming)

    def _say(self, status: int, value: Report) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the parent's name)
        """Write no log line for each look."""
