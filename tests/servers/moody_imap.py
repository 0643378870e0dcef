"""An IMAP server with moods: an empty mailbox, and for each command what a test wants it to say.

For what no real server can be made to do: to throttle, to fall silent, to say BYE in the middle.
"""

import contextlib
import socket
import threading
from typing import Final

BYE: Final = b"* BYE too many connections, come back later\r\n"
HANG: Final = b""
"""Say nothing at all, and keep the connection open."""

_SAID: Final[dict[str, bytes]] = {
    "GREETING": b"* OK ready\r\n",
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS\r\n",
    "LIST": b'* LIST () "/" "Processed"\r\n',
    "SELECT": b"* 0 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 1] ok\r\n",
    "UID": b"* SEARCH\r\n",
    "IDLE": b"+ idling\r\n",
}


class MoodyImap:
    """Listens on loopback; `moods` maps a command (or GREETING) to what is said instead.

    `{tag}` in a mood stands for the command's tag; BYE also hangs up; HANG is silence.
    """

    def __init__(self) -> None:
        """Begin in the best of moods."""
        self.moods: dict[str, bytes] = {}
        self.logins = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: list[socket.socket] = []

    def __enter__(self) -> "MoodyImap":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for each in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def hang_up(self) -> None:
        """Say BYE to everybody who is connected, and close."""
        for each in self._open:
            with contextlib.suppress(OSError):
                each.sendall(BYE)
                each.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._open.append(client)
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client.makefile("rb") as lines:
            if not self._say(client, "GREETING", b""):
                return
            tag = b""
            for line in lines:
                words = line.split()
                if words[:1] == [b"DONE"]:
                    client.sendall(tag + b" OK done\r\n")
                    continue
                tag, command = words[0], words[1].decode().upper()
                self.logins += command == "LOGIN"
                if not self._say(client, command, tag):
                    return

    def _say(self, client: socket.socket, command: str, tag: bytes) -> bool:
        """Answer a command; return whether the connection goes on."""
        mood = self.moods.get(command)
        if mood == BYE:
            client.sendall(BYE)
            client.close()
            return False
        if mood == HANG and mood is not None:
            return True
        if mood is not None:
            client.sendall(mood.replace(b"{tag}", tag))
            return True
        client.sendall(_SAID.get(command, b""))
        if command not in {"GREETING", "IDLE"}:
            client.sendall(tag + b" OK done\r\n")
        return True
