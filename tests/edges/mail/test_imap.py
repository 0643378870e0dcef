"""The IMAP mailbox against a real Dovecot: TLS, log-ins, dead lines, folder lives, rivals."""

import dataclasses
import re
import shutil
import threading
import time
from pathlib import Path

import pytest
from imapclient import IMAPClient

from bot.core.errors import Misconfigured, Permanent, Transient
from bot.edges.mail.account import MailAccount, Password
from bot.edges.mail.imap import ImapMailbox
from bot.edges.mail.sent import SentFolder
from bot.flows.collect import collect
from bot.flows.mail_ports import FolderState
from tests.fakes.post_room import FakePostRoom
from tests.servers.dovecot import OTHER, SECRET, USER, Dovecot, token
from tests.servers.proxy import BlackHoleProxy

pytestmark = pytest.mark.dovecot

RAW = b"From: ana@example.com\r\nSubject: x\r\nMessage-ID: <1@example.com>\r\n\r\nhello\r\n"


class Token:
    """A token source that hands out what a test gives it."""

    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens)
        self.asked = 0

    def token(self) -> str:
        self.asked += 1
        return self.tokens.pop(0) if len(self.tokens) > 1 else self.tokens[0]


class Old(ImapMailbox):
    """A mailbox on a server without MOVE."""

    def open(self) -> FolderState:
        state = super().open()
        assert self._client
        self._client._cached_capabilities = tuple(
            each for each in self._client.capabilities() if each != b"MOVE"
        )
        return state


def in_folder(server: Dovecot, folder: str, user: str = USER) -> int:
    """Return how many mails a folder holds."""
    with IMAPClient("127.0.0.1", server.port, ssl=False) as client:
        client.login(user, SECRET)
        return int(client.select_folder(folder, readonly=True)[b"EXISTS"])


@pytest.mark.parametrize("tls", ["none", "starttls", "tls"])
def test_each_way_to_connect(dovecot: Dovecot, tls: str) -> None:
    """TLS, STARTTLS with our own CA file, and none on loopback all bring the mail."""
    dovecot.deliver(RAW)
    box = ImapMailbox(dovecot.account(tls))  # type: ignore[arg-type]
    box.open()
    assert [mail.raw for mail in box.fetch(box.uids())] == [RAW]
    box.close()


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_an_untrusted_certificate_is_said(dovecot: Dovecot, tls: str) -> None:
    """Without its CA the server is not believed, and the message says what to do."""
    account = dataclasses.replace(dovecot.account(tls), ca_file="")  # type: ignore[arg-type]
    with pytest.raises(Misconfigured, match="CA file"):
        ImapMailbox(account).open()


def test_no_tls_is_refused_off_loopback() -> None:
    """Passwords never travel in the clear over a network."""
    account = MailAccount("x", "imap.example.com", 143, "u", Password("p"), "none")
    with pytest.raises(Misconfigured, match="loopback"):
        ImapMailbox(account).open()


def test_a_wrong_password_is_said_without_saying_it(dovecot: Dovecot) -> None:
    """The error names the account, neither user nor password."""
    with pytest.raises(Misconfigured) as caught:
        ImapMailbox(dovecot.account(credentials=Password("canary-secret"))).open()
    assert "canary-secret" not in str(caught.value)
    assert USER not in str(caught.value)


def test_a_server_that_is_down_is_transient(dovecot: Dovecot) -> None:
    """Nobody listening means: later."""
    with pytest.raises(Transient):
        ImapMailbox(dataclasses.replace(dovecot.account(), port=1)).open()


def test_a_fresh_token_for_every_connection(dovecot: Dovecot) -> None:
    """XOAUTH2: the source is asked at each connection; an expired token is refused clearly."""
    source = Token(token(), token(seconds=-30), token())
    box = ImapMailbox(dovecot.account(credentials=source))
    box.open()
    assert box.uids() == []
    with pytest.raises(Misconfigured):
        box.open()
    box.open()
    assert box.uids() == []
    assert source.asked == 3
    box.close()


def test_a_goodbye_while_idling_is_transient_at_once(dovecot: Dovecot) -> None:
    """A kicked session is noticed within seconds, without spinning, and can be opened anew."""
    box = ImapMailbox(dovecot.account())
    box.open()
    timer = threading.Timer(0.5, dovecot.kick)
    timer.start()
    begun, cpu = time.monotonic(), time.thread_time()
    died = False
    while not died and time.monotonic() - begun < 60:
        try:
            box.wait(60)
        except Transient:
            died = True
    timer.join()
    assert died
    assert time.monotonic() - begun < 30
    assert time.thread_time() - cpu < 0.5
    box.open()
    assert box.uids() == []
    box.close()


def test_idling_costs_no_cpu(dovecot: Dovecot) -> None:
    """Waiting is done by the kernel."""
    box = ImapMailbox(dovecot.account())
    box.open()
    cpu = time.thread_time()
    box.wait(2)
    assert time.thread_time() - cpu < 0.1
    box.close()


@pytest.mark.parametrize("tls", ["none", "tls"])
def test_mail_that_came_before_idle_ends_it_at_once(dovecot: Dovecot, tls: str) -> None:
    """News that arrive together with the answer to IDLE are not slept over, nor later ones."""
    box = ImapMailbox(dovecot.account(tls))  # type: ignore[arg-type]
    box.open()
    for count in range(1, 6):
        box.uids()
        dovecot.deliver(RAW)
        begun = time.monotonic()
        box.wait(60)
        assert time.monotonic() - begun < 30
        assert len(box.uids()) == count
    timer = threading.Timer(0.3, dovecot.deliver, [RAW])
    timer.start()
    begun = time.monotonic()
    box.wait(60)
    timer.join()
    assert time.monotonic() - begun < 30
    assert len(box.uids()) == 6
    box.close()


def test_a_black_hole_ends_in_transient_not_in_silence(dovecot: Dovecot) -> None:
    """A half-open line is found out when IDLE is left; a new connection brings the mail."""
    with BlackHoleProxy(dovecot.port) as proxy:
        account = dataclasses.replace(dovecot.account(read_timeout=1.0), port=proxy.port)
        box = ImapMailbox(account)
        box.open()
        proxy.swallow = True
        dovecot.deliver(RAW)
        with pytest.raises(Transient):
            box.wait(0.5)
        proxy.swallow = False
        box.open()
        assert len(box.uids()) == 1
        box.close()


def test_folder_lives_up_and_down_lose_and_double_nothing(dovecot: Dovecot) -> None:
    """UIDVALIDITY set up and the UID list lost: all mails are kept, each once.

    Even where the new life gets the very number of an older one and its UIDs are
    taken (it is counted in seconds), the next full scan finds what was left.
    """
    room = FakePostRoom()
    raws = [RAW.replace(b"hello", b"mail %d" % n) for n in range(6)]
    for step, raw in enumerate(raws):
        dovecot.deliver(raw)
        box = ImapMailbox(dovecot.account())
        state = box.open()
        if step == 2:
            box.close()
            dovecot.set_uidvalidity(state.uidvalidity + 1_000)
            box.open()
        if step == 4:
            box.close()
            dovecot.lose_index()
            box.open()
        collect(box, room, full=step % 2 == 0)
        box.close()
    box.open()
    collect(box, room, full=True)
    box.close()
    assert sorted(room.messages.values()) == sorted(raws)


def test_processed_is_made_again_when_somebody_deletes_it(dovecot: Dovecot) -> None:
    """A folder that vanished during the work is created and the mail is filed."""
    dovecot.deliver(RAW)
    box = ImapMailbox(dovecot.account())
    box.open()
    uids = box.uids()
    with IMAPClient("127.0.0.1", dovecot.port, ssl=False) as client:
        client.login(USER, "secret")
        client.delete_folder("Processed")
    box.file_away(uids)
    assert box.uids() == []
    box.close()
    assert in_folder(dovecot, "Processed") == 1


def test_a_folder_that_takes_nothing_is_permanent_and_the_line_lives(dovecot: Dovecot) -> None:
    """A refused move leaves mail and connection as they are."""
    dovecot.deliver(RAW)
    box = ImapMailbox(dovecot.account(processed="Deep/Processed"))
    box.open()
    shutil.rmtree(dovecot.maildir() / ".Deep.Processed")
    (dovecot.maildir() / ".Deep.Processed").write_text("in the way")
    try:
        with pytest.raises((Permanent, Transient)):
            box.file_away(box.uids())
    finally:
        (dovecot.maildir() / ".Deep.Processed").unlink()
    box.open()
    assert len(box.uids()) == 1
    box.close()


def test_without_move_exactly_these_are_expunged(dovecot: Dovecot) -> None:
    """COPY, mark, UID EXPUNGE: a mail that somebody else marked deleted is not touched."""
    for _ in range(3):
        dovecot.deliver(RAW)
    with IMAPClient("127.0.0.1", dovecot.port, ssl=False) as client:
        client.login(USER, "secret")
        client.select_folder("INBOX")
        client.add_flags([3], [rb"\Deleted"])
        client.unselect_folder()
    box = Old(dovecot.account())
    box.open()
    assert box.uids() == [1, 2]
    box.file_away([1, 77])
    assert box.uids() == [2]
    box.close()
    assert in_folder(dovecot, "Processed") == 1
    assert in_folder(dovecot, "INBOX") == 2


def test_two_workers_on_one_mailbox_lose_and_double_nothing(dovecot: Dovecot) -> None:
    """Two workers that share a post room keep each mail once and leave none in the folder.

    Dovecot's own MOVE of a batch may copy a mail twice into Processed when two
    sessions race; that is the server's copy, and costs nobody a card or a letter.
    """
    raws = [RAW.replace(b"hello", b"mail %d" % n) for n in range(120)]
    for raw in raws:
        dovecot.deliver(raw)
    room = FakePostRoom()
    failures: list[BaseException] = []

    def work() -> None:
        box = ImapMailbox(dovecot.account())
        for _ in range(20):
            try:
                box.open()
                while box.uids():
                    collect(box, room, batch=10, full=True)
                break
            except Transient as error:  # the rival was faster: open again
                failures.append(error)
        box.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(room.messages.values()) == sorted(raws)
    assert in_folder(dovecot, "INBOX") == 0
    assert in_folder(dovecot, "Processed") >= 120


def test_odd_mail_on_a_real_server(dovecot: Dovecot) -> None:
    """Every golden mail survives the way through a real server: as many rows as mails."""
    raws = {path.read_bytes() for path in (Path(__file__).parents[2] / "mails").glob("*.eml")}
    raws.discard(b"")
    for raw in raws:
        dovecot.deliver(raw)
    room = FakePostRoom()
    box = ImapMailbox(dovecot.account())
    box.open()
    counts = collect(box, room, full=True)
    box.close()
    assert counts.kept == len(raws)
    assert len(room.messages) == len(raws)


def test_sent_is_found_by_id_or_by_token_and_filed(dovecot: Dovecot) -> None:
    """A letter's copy is looked up by Message-ID, or by our header if the id was replaced."""
    shutil.rmtree(dovecot.root / "mail" / OTHER, ignore_errors=True)
    account = dovecot.account(user=OTHER, credentials=Password("secret2"))
    sent = SentFolder(account)
    assert not sent.find("<dsr.TOKEN@acme.test>", "TOKEN")
    sent.append(RAW.replace(b"<1@example.com>", b"<dsr.TOKEN@acme.test>"))
    assert sent.find("<dsr.TOKEN@acme.test>")
    assert not sent.find("<dsr.OTHER@acme.test>", "OTHER")
    sent.append(RAW.replace(b"Subject", b"X-Privacy-Triage-Letter: OTHER\r\nSubject"))
    assert sent.find("<dsr.OTHER@acme.test>", "OTHER")


def test_fetch_is_never_given_a_range() -> None:
    """Imapclient 4 throws the answer to a range away; no FETCH in this edge names one."""
    folder = Path(__file__).parents[3] / "bot" / "edges" / "mail"
    for path in folder.glob("*.py"):
        assert not re.search(r"\.fetch\(\s*\[?\s*f?[\"']", path.read_text()), path.name
