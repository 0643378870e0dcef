"""Deleting the server's copies: exactly those, on a real Dovecot and on pymap."""

from dataclasses import dataclass

import pytest
from imapclient import IMAPClient

from bot.core.errors import Transient
from bot.edges.mail.account import MailAccount
from bot.edges.mail.purge import MailShredder
from bot.edges.mail.session import connect
from tests.servers.dovecot import Dovecot
from tests.servers.ports import free_port
from tests.servers.pymap import Pymap


@dataclass(frozen=True)
class Wanted:
    """A copy to delete."""

    id: int
    place: str
    find: str


def mail(number: str, token: str = "") -> bytes:
    """Return a mail with a Message-ID, and a letter's token if it is one."""
    header = f"X-Privacy-Triage-Letter: {token}\r\n" if token else ""
    return f"From: a@example.com\r\nMessage-ID: <{number}>\r\n{header}\r\nhello\r\n".encode()


def fill(account: MailAccount) -> None:
    """Put mails into Processed and Sent."""
    client = connect(account)
    for folder in ("Processed", "Sent"):
        if not client.folder_exists(folder):
            client.create_folder(folder)
    for number in ("1@example.com", "11@example.com", "2@example.com"):
        client.append("Processed", mail(number))
    client.append("Sent", mail("x@provider.example", "t" * 32))
    client.append("Sent", mail("y@provider.example", "u" * 32))
    client.logout()


def left(account: MailAccount, folder: str) -> list[str]:
    """Return the Message-IDs of ours that a folder still shows; pymap ships mails of its own."""
    client: IMAPClient = connect(account)
    client.select_folder(folder, readonly=True)
    uids = client.search(["UNDELETED"])
    found = client.fetch(uids, ["ENVELOPE"])
    client.logout()
    ids = [one[b"ENVELOPE"].message_id for one in found.values()]
    return sorted(one.decode() for one in ids if one and b"example" in one)


def check(account: MailAccount) -> None:
    """Delete one mail and one letter; the others stay, look-alikes too."""
    fill(account)
    shredder = MailShredder(account, "Sent")
    wanted = [
        Wanted(1, "processed", "<1@example.com>"),
        Wanted(2, "sent", "t" * 32),
        Wanted(3, "processed", "<never@example.com>"),
        Wanted(4, "processed", "<näme@example.com>"),
    ]
    assert sorted(shredder.delete(wanted)) == [1, 2, 3, 4]
    assert left(account, "Processed") == ["<11@example.com>", "<2@example.com>"]
    assert left(account, "Sent") == ["<y@provider.example>"]
    assert sorted(shredder.delete(wanted)) == [1, 2, 3, 4]


@pytest.mark.dovecot
def test_exactly_those_on_dovecot(dovecot: Dovecot) -> None:
    """SEARCH finds substrings; only the copy whose header is the whole value goes."""
    check(dovecot.account("none"))


def test_exactly_those_on_pymap(pymap: Pymap) -> None:
    """The same on the demo's server."""
    check(pymap.account())


@pytest.mark.dovecot
def test_no_folder_no_copies(dovecot: Dovecot) -> None:
    """Where there is neither Processed nor Sent there is nothing to delete."""
    shredder = MailShredder(dovecot.account("none"))
    wanted = [Wanted(1, "processed", "<1@example.com>"), Wanted(2, "sent", "t" * 32)]
    assert sorted(shredder.delete(wanted)) == [1, 2]


def test_a_server_that_is_down(pymap: Pymap) -> None:
    """Nothing is reported as gone while the server cannot be asked."""
    account = pymap.account()
    down = MailAccount(
        "privacy", "127.0.0.1", free_port(), account.user, account.credentials, "none"
    )
    with pytest.raises(Transient):
        MailShredder(down).delete([Wanted(1, "processed", "<1@example.com>")])
