"""A TCP proxy on loopback that can turn into a black hole: no data, no FIN, no error."""

import contextlib
import selectors
import socket
import threading

from tests.servers.ports import free_port


class BlackHoleProxy:
    """Passes bytes to a port until `swallow` is set; then they vanish silently."""

    def __init__(self, target: int) -> None:
        """Take the port to pass bytes to."""
        self.port = free_port()
        self.swallow = False
        self._target = target
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._listener = socket.create_server(("127.0.0.1", self.port))

    def __enter__(self) -> "BlackHoleProxy":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(10)

    def _run(self) -> None:
        """Serve all connections in one loop."""
        peers: dict[socket.socket, socket.socket] = {}
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._listener, selectors.EVENT_READ)
            while not self._stop.is_set():
                for key, _ in waiting.select(0.05):
                    source = key.fileobj
                    assert isinstance(source, socket.socket)
                    if source is self._listener:
                        self._accept(peers, waiting)
                    else:
                        self._pass(source, peers, waiting)
        for each in (*peers, self._listener):
            each.close()

    def _accept(
        self, peers: dict[socket.socket, socket.socket], waiting: selectors.BaseSelector
    ) -> None:
        """Join a new client with a new connection to the target."""
        client, _ = self._listener.accept()
        server = socket.create_connection(("127.0.0.1", self._target))
        peers[client], peers[server] = server, client
        waiting.register(client, selectors.EVENT_READ)
        waiting.register(server, selectors.EVENT_READ)

    def _pass(
        self,
        source: socket.socket,
        peers: dict[socket.socket, socket.socket],
        waiting: selectors.BaseSelector,
    ) -> None:
        """Hand bytes on, or swallow them."""
        data = b""
        with contextlib.suppress(OSError):
            data = source.recv(65_536)
        if self.swallow:
            if not data:
                waiting.unregister(source)
            return
        other = peers[source]
        if data:
            with contextlib.suppress(OSError):
                other.sendall(data)
            return
        waiting.unregister(source)
        with contextlib.suppress(OSError):
            other.shutdown(socket.SHUT_WR)
