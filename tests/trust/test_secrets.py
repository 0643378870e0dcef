"""Canary secrets: servers that fail, and even say back what they were sent, and no word of ours."""

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.servers.ports import free_port
from tests.stories.rig import Rig
from tests.trust.test_commands import bot

CANARY = "canarysecret"
SECRETS = {
    "SECRET_KEY": f"key-{CANARY}-{'s' * 30}",
    "ENCRYPTION_KEY": f"enc-{CANARY}-{'e' * 30}",
    "MAILBOX_PRIVACY_PASSWORD": f"imap-{CANARY}",
    "SMTP_USER": "letters",
    "SMTP_PASSWORD": f"smtp-{CANARY}",
    "SLACK_BOT_TOKEN": f"xoxb-{CANARY}",
    "SLACK_APP_TOKEN": f"xapp-{CANARY}",
}
# How a log-in travels: `AUTH PLAIN` and a bearer token in base64 must not be quoted either.
IN_BASE64 = ("Y2FuYXJ5c2VjcmV0", "NhbmFyeXNlY3Jld", "jYW5hcnlzZWNyZX")


class _Parrot(socketserver.StreamRequestHandler):
    """Greets like its protocol, then says each line back as an error."""

    timeout = 20

    def handle(self) -> None:
        server = self.server
        assert isinstance(server, Parrot)
        self.wfile.write(server.greeting)
        try:
            while line := self.rfile.readline():
                self.wfile.write(server.answer(line.rstrip(b"\r\n")))
        except OSError:
            return


class Parrot(socketserver.ThreadingTCPServer):
    """A server on loopback that quotes what it is sent: the worst that one can do to our log."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, protocol: str) -> None:
        super().__init__(("127.0.0.1", 0), _Parrot)
        self.protocol = protocol
        self.heard: list[bytes] = []
        self.greeting = {"imap": b"* OK ready\r\n", "smtp": b"220 ready\r\n", "http": b""}[protocol]

    def answer(self, line: bytes) -> bytes:
        """Say it back, as the protocol refuses."""
        self.heard.append(line)
        if self.protocol == "smtp":
            if line[:4].upper() == b"EHLO":
                return b"250-parrot\r\n250 AUTH PLAIN LOGIN\r\n"
            return b"535 5.7.8 you said " + line + b"\r\n"
        if self.protocol == "imap":
            tag, _, rest = line.partition(b" ")
            if rest.upper().startswith(b"CAPABILITY"):
                return b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + tag + b" OK done\r\n"
            return tag + b" NO you said " + rest + b"\r\n"
        if line:
            return b""
        said = b"\n".join(self.heard)
        size = str(len(said)).encode()
        return b"HTTP/1.1 500 Error\r\nContent-Length: " + size + b"\r\n\r\n" + said


@dataclass(frozen=True)
class Parrots:
    """One for each protocol."""

    imap: Parrot
    smtp: Parrot
    http: Parrot


@pytest.fixture
def parrots() -> Iterator[Parrots]:
    """Give three parrots."""
    made = Parrots(Parrot("imap"), Parrot("smtp"), Parrot("http"))
    every = (made.imap, made.smtp, made.http)
    threads = [threading.Thread(target=one.serve_forever, daemon=True) for one in every]
    for thread in threads:
        thread.start()
    yield made
    for one, thread in zip(every, threads, strict=True):
        one.shutdown()
        one.server_close()
        thread.join(30)


def quiet(said: str) -> None:
    """Fail if something of a secret is said, in clear or as it travels."""
    assert said.strip(), "nothing was said at all"
    told = [one for one in (CANARY, *IN_BASE64) if one in said]
    assert not told, said
    assert "Traceback" not in said


@pytest.mark.parametrize("words", [("doctor",), ("run", "--once")], ids=" ".join)
@pytest.mark.parametrize("as_json", ["false", "true"], ids=["text", "json"])
def test_servers_that_quote_us(
    rig: Rig, parrots: Parrots, words: tuple[str, ...], as_json: str
) -> None:
    """Each server refuses and quotes the log-in: what we say of it names no secret."""
    office = rig.office(**SECRETS)
    office.close()
    rig.imap.deliver(b"From: a@posteo.example\r\n\r\nDelete me.")
    more = {
        **SECRETS,
        "LOG_JSON": as_json,
        "MAILBOX_PRIVACY_PORT": str(parrots.imap.server_address[1]),
        "SMTP_PORT": str(parrots.smtp.server_address[1]),
        "SLACK_API_URL": f"http://127.0.0.1:{parrots.http.server_address[1]}/api/",
    }
    done = bot(rig, *words, **more)
    assert done.returncode == 1
    quiet(done.stdout + done.stderr)
    heard = b"\n".join(parrots.imap.heard).decode()
    assert CANARY in heard, "the parrot never heard a secret: this test proves nothing"


def test_servers_that_are_not_there(rig: Rig) -> None:
    """Connection refused at each of them, and a token of which Slack knows nothing."""
    nowhere = str(free_port())
    gone = {"MAILBOX_PRIVACY_PORT": nowhere, "SMTP_PORT": nowhere}
    for more in ({"SLACK_API_URL": f"http://127.0.0.1:{nowhere}/api/"}, {}):
        for words in (("doctor",), ("run", "--once")):
            done = bot(rig, *words, **SECRETS, **gone, **more)
            assert done.returncode in {1, 2}
            quiet(done.stdout + done.stderr)


@pytest.mark.parametrize(
    "way",
    [
        {"OAUTH2_COMMAND": f"sh -c 'echo {CANARY} >&2; exit 3' {CANARY}"},
        {"OAUTH2_COMMAND": f"/nowhere/{CANARY}-tool --secret {CANARY}"},
        {"OAUTH2_COMMAND": f"echo {CANARY}"},
    ],
    ids=["fails", "is not there", "gives a token that is refused"],
)
def test_token_commands(rig: Rig, parrots: Parrots, way: dict[str, str]) -> None:
    """What a command prints is a token; neither that nor its arguments are quoted."""
    prefixed = {f"MAILBOX_PRIVACY_{key}": value for key, value in way.items()}
    port = str(parrots.imap.server_address[1])
    more = {
        **SECRETS, **prefixed, "MAILBOX_PRIVACY_PASSWORD": "", "MAILBOX_PRIVACY_PORT": port,
    }  # fmt: skip
    done = bot(rig, "doctor", **more)
    assert done.returncode == 1
    quiet(done.stdout + done.stderr)


def test_secrets_are_not_in_what_is_printed_of_objects(rig: Rig) -> None:
    """A settings object, a mailbox, an account, a client: their repr holds no secret."""
    office = rig.office(**SECRETS)
    shown = repr([office.settings, office.boxes, office.account(office.boxes[0]), office])
    shown += repr([office.client, office.mailer, office.store])
    office.close()
    assert CANARY not in shown
