"""Token sources: asked anew, never shown, and clear about what is wrong."""

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from bot.core.errors import Misconfigured, Transient
from bot.edges.mail.account import TokenSource
from bot.edges.mail.credentials import CommandToken, FileToken, MicrosoftToken


class Authority(HTTPServer):
    """A token endpoint on loopback."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[dict[str, list[str]]] = []
        self.status = 200
        self.body = b""


class Answer(BaseHTTPRequestHandler):
    """Answers one request for a token."""

    server: Authority

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append(parse_qs(form))
        token = {"access_token": f"token-{len(self.server.asked)}", "expires_in": 3_600}
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.body or json.dumps(token).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def authority() -> Iterator[Authority]:
    """A running token endpoint."""
    server = Authority()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def microsoft(server: Authority, clock: list[float]) -> MicrosoftToken:
    """Return a source that asks the loopback endpoint."""
    address = f"http://127.0.0.1:{server.server_port}"
    return MicrosoftToken("tenant", "app", "canary", authority=address, now=lambda: clock[0])


def test_a_command_is_run_for_each_token(tmp_path: Path) -> None:
    """The first line of output is the token; each call runs the command again."""
    counter = tmp_path / "count"
    code = f"p = open({str(counter)!r}, 'a+'); p.write('x'); p.seek(0); print(len(p.read()))"
    source = CommandToken((sys.executable, "-c", code))
    assert isinstance(source, TokenSource)
    assert [source.token(), source.token()] == ["1", "2"]


@pytest.mark.parametrize(
    ("command", "error"),
    [
        ((), Misconfigured),
        (("/no/such/command",), Misconfigured),
        ((sys.executable, "-c", "raise SystemExit(3)"), Transient),
        ((sys.executable, "-c", ""), Misconfigured),
    ],
)
def test_a_command_that_gives_none_is_said(
    command: tuple[str, ...], error: type[Exception]
) -> None:
    """What is wrong with the command decides between later and never."""
    with pytest.raises(error):
        CommandToken(command).token()


def test_a_file_is_read_for_each_token(tmp_path: Path) -> None:
    """A file that something else renews is read anew."""
    path = tmp_path / "token"
    source = FileToken(path)
    with pytest.raises(Misconfigured):
        source.token()
    path.write_text("one\n")
    assert source.token() == "one"
    path.write_text("two\n")
    assert source.token() == "two"
    path.write_text("\n")
    with pytest.raises(Misconfigured):
        source.token()


def test_microsoft_is_asked_again_before_a_token_expires(authority: Authority) -> None:
    """A token is reused while it lives and renewed two minutes before its end."""
    clock = [0.0]
    source = microsoft(authority, clock)
    assert source.token() == source.token() == "token-1"
    clock[0] = 3_500.0
    assert source.token() == "token-2"
    assert authority.asked[0]["grant_type"] == ["client_credentials"]
    assert authority.asked[0]["scope"] == ["https://outlook.office365.com/.default"]
    assert "canary" not in repr(source)
    assert "token-2" not in repr(source)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, b"{}", Misconfigured),
        (400, b"{}", Misconfigured),
        (503, b"", Transient),
        (200, b"no json", Transient),
        (200, b"{}", Transient),
        (200, b"[]", Transient),
    ],
)
def test_what_microsoft_refuses_is_said_without_the_secret(
    authority: Authority, status: int, body: bytes, error: type[Exception]
) -> None:
    """A refused app is a setting to mend; a broken answer is for later."""
    authority.status, authority.body = status, body
    with pytest.raises(error) as caught:
        microsoft(authority, [0.0]).token()
    assert "canary" not in str(caught.value)


def test_tokens_are_not_fetched_in_the_clear() -> None:
    """Off loopback only https will do."""
    source = MicrosoftToken("t", "app", "canary", authority="http://login.example.com")
    with pytest.raises(Misconfigured, match="https"):
        source.token()
