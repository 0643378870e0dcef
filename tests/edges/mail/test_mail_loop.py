"""The thread of one mailbox through everything that a line can do: it goes on by itself."""

import dataclasses
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.core.errors import Misconfigured, Transient
from bot.edges.mail.account import MailAccount, Password
from bot.edges.mail.imap import ImapMailbox
from bot.edges.store import open_store
from bot.flows.mail_ports import PostRoom
from bot.loops import BackOff, MailLoop, Signal
from tests.edges.mail.test_imap import RAW, Token
from tests.fakes.post_room import FakePostRoom
from tests.servers.dovecot import OTHER, Dovecot, token
from tests.servers.moody_imap import BYE, HANG, MoodyImap
from tests.servers.ports import wait_until
from tests.servers.proxy import BlackHoleProxy


@contextmanager
def looking_after(
    account: MailAccount, resync: float = 600.0, room: PostRoom | None = None
) -> Iterator[tuple[MailLoop, FakePostRoom]]:
    """Run the thread of a mailbox, and end it."""
    fake, signal = FakePostRoom(), Signal()
    loop = MailLoop("privacy", signal, lambda: ImapMailbox(account), room or fake, resync)
    loop.start()
    try:
        yield loop, fake
    finally:
        signal.stop()
        ended = wait_until(lambda: loop.wake() or loop.join(0.1), 60)
        assert ended


def numbered(number: int) -> bytes:
    """Return one mail of many."""
    return RAW.replace(b"hello", b"mail %d" % number)


@pytest.mark.dovecot
def test_a_goodbye_in_idle_costs_a_new_connection(dovecot: Dovecot) -> None:
    """Kicked three times while it waits, with a token that expires: each mail still arrives."""
    source = Token(token(), token(), token(), token())
    account = dataclasses.replace(dovecot.account(), credentials=source)
    with looking_after(account) as (loop, room):
        for number in range(1, 5):
            dovecot.deliver(numbered(number))
            assert wait_until(lambda n=number: len(room.messages) == n, 60)  # type: ignore[misc]
            asked = source.asked
            dovecot.kick()
            assert wait_until(lambda n=asked: source.asked > n, 60)  # type: ignore[misc]
        assert wait_until(lambda: not loop.trouble, 60)


@pytest.mark.dovecot
def test_a_half_open_line_is_found_out_and_healed(dovecot: Dovecot) -> None:
    """A line that swallows everything, also at log-in: after it heals the mail is there."""
    with BlackHoleProxy(dovecot.port) as proxy:
        account = dataclasses.replace(dovecot.account(read_timeout=1.0), port=proxy.port)
        with looking_after(account, resync=0.5) as (loop, room):
            dovecot.deliver(numbered(1))
            assert wait_until(lambda: len(room.messages) == 1, 60)
            proxy.swallow = True
            dovecot.deliver(numbered(2))
            assert wait_until(lambda: "connection lost" in loop.trouble, 60)
            assert loop.failing_since is not None
            assert len(room.messages) == 1
            proxy.swallow = False
            assert wait_until(lambda: len(room.messages) == 2, 60)
            assert wait_until(lambda: not loop.trouble and loop.failing_since is None, 60)


@pytest.mark.dovecot
def test_a_mail_that_somebody_moves_back_is_filed_again(dovecot: Dovecot) -> None:
    """Moved back from Processed by hand, it leaves the folder again and is kept once."""
    box = ImapMailbox(dovecot.account())
    dovecot.deliver(numbered(1))
    with looking_after(dovecot.account(), resync=0.5) as (_, room):
        assert wait_until(lambda: len(room.filed) == 1, 60)
        box.open()
        client = box._open_client()
        client.select_folder("Processed")
        client.move(client.search("ALL"), "INBOX")
        box.close()
        assert wait_until(lambda: len(room.filed) == 2, 60)
    assert len(room.messages) == 1


@pytest.mark.dovecot
def test_two_mailboxes_go_their_own_ways(dovecot: Dovecot, tmp_path: Path) -> None:
    """Both bring their mail; while one is refused the other goes on, and it catches up later."""
    shutil.rmtree(dovecot.root / "mail" / OTHER, ignore_errors=True)
    source = Token("wrong")
    good = dovecot.account()
    other = dataclasses.replace(dovecot.account(user=OTHER), name="other", credentials=source)
    store = open_store(tmp_path / "db.sqlite3", "s" * 40)
    with (
        looking_after(good, room=store.post_room),
        looking_after(other, room=store.post_room) as (
            refused,
            _,
        ),
    ):
        dovecot.deliver(numbered(1))
        dovecot.deliver(numbered(2), OTHER)
        assert wait_until(lambda: store.post_room.waiting() == 1, 60)
        assert wait_until(lambda: "refused the log-in" in refused.trouble, 60)
        source.tokens = [token(OTHER)]
        assert wait_until(lambda: store.post_room.waiting() == 2, 60)
    store.close()


def moody(server: MoodyImap, read_timeout: float = 1.0) -> MailAccount:
    """Return an account on a server with moods."""
    return MailAccount(
        "privacy",
        "127.0.0.1",
        server.port,
        "privacy@example.test",
        Password("secret"),
        tls="none",
        connect_timeout=2.0,
        read_timeout=read_timeout,
    )


THROTTLES = {
    "too many connections, at the greeting": ("GREETING", BYE, "cannot connect"),
    "silence instead of a greeting": ("GREETING", HANG, "cannot connect"),
    "too many log-ins": ("LOGIN", b"{tag} NO [UNAVAILABLE] try again\r\n", "log-in: later"),
    "a log-in that is over its limit": ("LOGIN", b"{tag} NO [LIMIT] too many\r\n", "log-in: later"),
    "goodbye at the log-in": ("LOGIN", BYE, "log-in"),
    "authenticated but not connected": (
        "SELECT",
        b"{tag} BAD User is authenticated but not connected.\r\n",
        "selecting the folder",
    ),
    "a folder in use": ("SELECT", b"{tag} NO [INUSE] locked\r\n", "selecting the folder: later"),
    "throttled while searching": ("UID", b"{tag} NO [THROTTLED] slow down\r\n", "searching: later"),
    "goodbye in the middle": ("UID", BYE, "searching: connection lost"),
    "silence in the middle": ("UID", HANG, "searching: connection lost"),
    "no answer to IDLE": ("IDLE", HANG, "waiting: connection lost"),
}


@pytest.mark.parametrize("name", THROTTLES)
def test_a_server_in_a_mood_is_waited_for(name: str) -> None:
    """Whatever it refuses for now is told as trouble, tried again later, and over by itself."""
    command, mood, trouble = THROTTLES[name]
    with MoodyImap() as server:
        server.moods[command] = mood
        with looking_after(moody(server)) as (loop, _):
            assert wait_until(lambda: trouble in loop.trouble, 60), loop.trouble
            assert "privacy@example.test" not in loop.trouble
            server.moods.clear()
            assert wait_until(lambda: loop.failing_since is None, 60)


ALL_MAIL = b'* LIST (\\HasNoChildren \\All) "/" "[Gmail]/All Mail"\r\n'
STARRED = b'* LIST (\\Flagged \\HasNoChildren) "/" "[Gmail]/Markiert"\r\n'


@pytest.mark.parametrize(
    ("folder", "listed", "why"),
    [
        ("[Gmail]/All Mail", ALL_MAIL, "shows all mail, our own letters too"),
        ("[Gmail]/Markiert", STARRED, "shows mails of other folders"),
    ],
)
def test_a_folder_that_is_no_inbox_is_refused(folder: str, listed: bytes, why: str) -> None:
    """Gmail's All Mail holds what we sent: nothing is taken from it, and the reason is told."""
    with MoodyImap() as server:
        server.moods["LIST"] = listed + b"{tag} OK done\r\n"
        server.moods["SELECT"] = b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n{tag} OK done\r\n"
        server.moods["UID"] = b"* SEARCH 1\r\n{tag} OK done\r\n"
        with looking_after(dataclasses.replace(moody(server), folder=folder)) as (loop, room):
            assert wait_until(lambda: "MAILBOX_PRIVACY_FOLDER" in loop.trouble, 60), loop.trouble
            assert why in loop.trouble
            assert not room.messages


def test_a_label_is_a_folder_like_others() -> None:
    """A label that the server marks as nothing special is read."""
    with MoodyImap() as server:
        server.moods["LIST"] = b'* LIST (\\HasNoChildren) "/" "Privacy"\r\n{tag} OK done\r\n'
        box = ImapMailbox(dataclasses.replace(moody(server), folder="Privacy", processed="Privacy"))
        assert box.open().folder == "Privacy"
        box.close()


@pytest.mark.dovecot
def test_sent_is_refused_as_an_inbox(dovecot: Dovecot) -> None:
    """What the server marks as Sent (RFC 6154) is no place from which cases come."""
    with pytest.raises(Misconfigured, match="holds what was sent"):
        ImapMailbox(dataclasses.replace(dovecot.account(), folder="Sent")).open()


def test_a_refused_log_in_is_for_a_person_and_still_tried() -> None:
    """A wrong password is told as what it is; once it is right the mailbox works again."""
    with MoodyImap() as server:
        server.moods["LOGIN"] = b"{tag} NO [AUTHENTICATIONFAILED] no\r\n"
        with looking_after(moody(server)) as (loop, _):
            assert wait_until(lambda: "refused the log-in" in loop.trouble, 60)
            assert wait_until(lambda: server.logins > 1, 60)
            server.moods.clear()
            assert wait_until(lambda: loop.failing_since is None, 60)


def test_waiting_for_a_server_that_is_down_costs_no_cpu() -> None:
    """Failure after failure the thread sleeps, and a stop ends it at once."""
    account = dataclasses.replace(moody_down(), connect_timeout=1.0)
    with looking_after(account) as (loop, _):
        assert wait_until(lambda: loop.failing_since is not None, 60)
        begun, cpu = time.monotonic(), time.process_time()
        threading.Event().wait(2)
        assert time.process_time() - cpu < 0.25 * (time.monotonic() - begun)


def moody_down() -> MailAccount:
    """Return an account whose server has gone."""
    with MoodyImap() as server:
        return moody(server)


def test_pauses_double_with_jitter_and_begin_anew() -> None:
    """From a second to five minutes, never in step, and short again after a success."""
    first = [BackOff() for _ in range(50)]
    pauses = [one.next() for one in first]
    assert len(set(pauses)) > 40
    assert all(0.5 <= pause <= 1 for pause in pauses)
    one = first[0]
    for _ in range(20):
        last = one.next()
    assert 150 <= last <= 300
    one.reset()
    assert one.next() <= 1


def test_what_is_not_configured_is_no_matter_of_time() -> None:
    """Without any credentials the mailbox says so, and does not blame the server."""
    with MoodyImap() as server:
        box = ImapMailbox(dataclasses.replace(moody(server), credentials=None))
        with pytest.raises(Misconfigured):
            box.open()
        with pytest.raises(Transient):
            box.uids()
