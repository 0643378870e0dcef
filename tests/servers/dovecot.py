"""A private Dovecot on loopback for tests: deliver, kick, renumber, break. Needs root (Debian 12).

with Dovecot(tmp_path) as server:
    server.deliver(raw)
    account = server.account()
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import shutil
import subprocess
import time
from pathlib import Path
from typing import Final

import pytest

from bot.edges.mail.account import MailAccount, Password, Tls, TokenSource
from tests.servers.ports import answers, free_port, wait_until

USER: Final = "privacy@example.test"
OTHER: Final = "other@example.test"
SECRET: Final = "secret"
TOKEN_KEY: Final = b"a key of thirty-two bytes or so!"


def require_dovecot() -> None:
    """Skip the test where Dovecot is missing, naming the package; with CI=true fail instead."""
    if shutil.which("dovecot") and os.geteuid() == 0:
        return
    reason = "needs root and a real Dovecot: apt-get install dovecot-imapd"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


class Dovecot:
    """One server with two users, a certificate of its own, passwords and expiring tokens."""

    def __init__(self, root: Path) -> None:
        """Take a folder for everything; it must be reachable for the user nobody."""
        self.root = root
        self.port = free_port()
        self.tls_port = free_port()
        self.ca_file = root / "ssl" / "cert.pem"
        self._conf = root / "dovecot.conf"
        self._count = 0

    def __enter__(self) -> "Dovecot":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Write everything and start; returns when the port answers."""
        shutil.rmtree(self.root / "run", ignore_errors=True)  # stale sockets delay log-ins
        for name in ("run", "state", "mail", "ssl", "keys/default/HS256"):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        for folder in (self.root, *self.root.parents):
            if len(folder.parts) > 2 and folder.owner() == "root":  # nobody must get in
                folder.chmod(folder.stat().st_mode | 0o055)
        self._certificate()
        users = [(USER, SECRET), (OTHER, "secret2")]
        lines = "".join(f"{name}:{{PLAIN}}{secret}::::::\n" for name, secret in users)
        (self.root / "users").write_text(lines)
        key = self.root / "keys/default/HS256/default"
        key.write_text(base64.b64encode(TOKEN_KEY).decode())
        (self.root / "oauth2.conf.ext").write_text(
            "introspection_mode = local\n"
            f"local_validation_key_dict = fs:posix:prefix={self.root}/keys/\n"
            "username_attribute = sub\n"
        )
        self._conf.write_text(self._configuration())
        for path in (self.root / "keys", self.root / "oauth2.conf.ext"):
            subprocess.run(["chmod", "-R", "a+rX", path], check=True)
        subprocess.run(["chown", "-R", "nobody:nogroup", self.root / "mail"], check=True)
        with (self.root / "start.log").open("wb") as log:  # a pipe would be held open for ever
            subprocess.run(["dovecot", "-c", self._conf], check=True, stdout=log, stderr=log)
        assert wait_until(lambda: answers(self.port)), "Dovecot did not start"

    def stop(self) -> None:
        """Stop this server and wait until it is gone."""
        subprocess.run(
            ["dovecot", "-c", self._conf, "stop"],
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(lambda: not answers(self.port))

    def _certificate(self) -> None:
        """Make a certificate for localhost, once."""
        if self.ca_file.exists():
            return
        subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        made = ["-keyout", str(self.root / "ssl/key.pem"), "-out", str(self.ca_file)]
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650"]
        subprocess.run([*command, *subject, *made], check=True, capture_output=True)

    def _configuration(self) -> str:
        """Return the configuration file."""
        root = self.root
        return f"""
base_dir = {root}/run
state_dir = {root}/state
instance_name = {root.name}-{self.port}
protocols = imap
listen = 127.0.0.1
log_path = {root}/dovecot.log
auth_failure_delay = 0
ssl = yes
ssl_cert = <{root}/ssl/cert.pem
ssl_key = <{root}/ssl/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
mail_location = maildir:{root}/mail/%u/Maildir
mail_max_userip_connections = 50
first_valid_uid = 1
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {root}/oauth2.conf.ext
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u {root}/users
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={root}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = {self.tls_port}
    ssl = yes
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""

    # what a test says

    def account(
        self,
        tls: Tls = "none",
        *,
        user: str = USER,
        credentials: Password | TokenSource | None = None,
        read_timeout: float = 20.0,
        processed: str = "Processed",
    ) -> MailAccount:
        """Return an account on this server."""
        return MailAccount(
            "privacy",
            "localhost" if tls != "none" else "127.0.0.1",
            self.tls_port if tls == "tls" else self.port,
            user,
            credentials or Password(SECRET),
            tls,
            str(self.ca_file),
            processed=processed,
            read_timeout=read_timeout,
        )

    def maildir(self, user: str = USER) -> Path:
        """Return the folder that holds a user's INBOX."""
        return self.root / "mail" / user / "Maildir"

    def deliver(self, raw: bytes, user: str = USER) -> None:
        """Put a mail into the INBOX as a delivery agent does: write to tmp, rename into new."""
        box = self.maildir(user)
        for name in ("tmp", "new", "cur"):
            (box / name).mkdir(parents=True, exist_ok=True)
        self._count += 1
        name = f"{time.time_ns()}.{self._count}_{secrets.token_hex(4)}.test"
        (box / "tmp" / name).write_bytes(raw)
        for path in (box.parent, box, *(box / each for each in ("tmp", "new", "cur"))):
            shutil.chown(path, "nobody", "nogroup")
        shutil.chown(box / "tmp" / name, "nobody", "nogroup")
        (box / "tmp" / name).rename(box / "new" / name)

    def kick(self, user: str = USER) -> None:
        """Throw a user's sessions out: BYE and close."""
        self._doveadm("kick", user)

    def set_uidvalidity(self, value: int, user: str = USER) -> None:
        """Begin a new folder life of the INBOX."""
        self._doveadm("mailbox", "update", "-u", user, "--uid-validity", str(value), "INBOX")

    def lose_index(self, user: str = USER) -> None:
        """Lose the list of UIDs; Dovecot numbers anew and UIDVALIDITY may go down."""
        for path in self.maildir(user).glob("dovecot*"):
            path.unlink()

    def _doveadm(self, *arguments: str) -> None:
        """Run Dovecot's own tool; kicking nobody is no error."""
        quiet = subprocess.DEVNULL
        command = ["doveadm", "-c", str(self._conf), *arguments]
        subprocess.run(command, check=False, stdout=quiet, stderr=quiet, timeout=30)


def token(user: str = USER, seconds: int = 60, key: bytes = TOKEN_KEY) -> str:
    """Return a signed token that this Dovecot accepts for so many seconds (RFC 7519, HS256)."""

    def packed(raw: bytes) -> bytes:
        return base64.urlsafe_b64encode(raw).rstrip(b"=")

    now = int(time.time())
    head = packed(json.dumps({"alg": "HS256", "typ": "JWT", "kid": "default"}).encode())
    claims = {"sub": user, "iss": "test", "iat": now - 10, "nbf": now - 10, "exp": now + seconds}
    body = packed(json.dumps(claims).encode())
    mark = hmac.new(key, head + b"." + body, hashlib.sha256).digest()
    return (head + b"." + body + b"." + packed(mark)).decode()
