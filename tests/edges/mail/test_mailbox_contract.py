"""What every Mailbox promises: the fake, Dovecot and pymap pass the same tests."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from bot.core.errors import Transient
from bot.edges.mail.imap import ImapMailbox
from bot.flows.collect import collect
from bot.flows.mail_ports import Mailbox
from tests.fakes.mailbox import FakeMailbox
from tests.fakes.post_room import FakePostRoom
from tests.servers.ports import wait_until

LINE = b"Please delete my data.\r\n"


def letter(number: int, size: int = 1) -> bytes:
    """Return a mail that differs from the others."""
    head = b"From: ana@example.com\r\nSubject: %d\r\nMessage-ID: <%d@example.com>\r\n\r\n"
    return head % (number, number) + LINE * size


@dataclass
class Place:
    """A mailbox and a way to put mail into it."""

    box: Mailbox
    deliver: Callable[[bytes], object]


@pytest.fixture(
    params=["fake", pytest.param("dovecot", marks=pytest.mark.dovecot), "pymap"],
)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """Each kind of mailbox, empty."""
    if request.param == "fake":
        fake = FakeMailbox()
        yield Place(fake, fake.receives)
        return
    server = request.getfixturevalue(request.param)
    box = ImapMailbox(server.account())
    yield Place(box, server.deliver)
    box.close()


def test_an_empty_folder_has_no_uids(place: Place) -> None:
    """Nothing is found where nothing is."""
    assert place.box.open().exists == 0
    assert place.box.uids() == []
    assert list(place.box.fetch([])) == []


def test_mail_is_fetched_whole_with_its_place(place: Place) -> None:
    """What was delivered is what is fetched, byte for byte, with folder life and UID."""
    raws = [letter(n) for n in range(3)]
    for raw in raws:
        place.deliver(raw)
    state = place.box.open()
    uids = place.box.uids()
    mails = list(place.box.fetch(uids))
    assert sorted(mail.raw for mail in mails) == sorted(raws)
    assert [mail.place.uid for mail in mails] == uids
    assert {mail.place.uidvalidity for mail in mails} == {state.uidvalidity}
    assert all(mail.internal_date.utcoffset() is not None for mail in mails)


def test_uids_from_beyond_the_last_are_none(place: Place) -> None:
    """`n:*` matches the last mail on every server; the mailbox does not fall for it."""
    place.deliver(letter(1))
    place.box.open()
    last = place.box.uids()[-1]
    assert place.box.uids(last) == [last]
    assert place.box.uids(last + 1) == []


def test_a_missing_uid_is_no_error(place: Place) -> None:
    """Mail that somebody else took away is simply not there."""
    place.deliver(letter(1))
    place.box.open()
    uids = place.box.uids()
    assert [mail.place.uid for mail in place.box.fetch([*uids, 99_999])] == uids
    assert set(place.box.sizes([*uids, 99_999])) == set(uids)
    place.box.file_away([99_999])


def test_a_big_mail_comes_whole(place: Place) -> None:
    """A mail of seven million bytes is fetched in pieces and equals what was sent."""
    raw = letter(1, 300_000)
    place.deliver(raw)
    place.deliver(letter(2))
    place.box.open()
    mails = sorted(place.box.fetch(place.box.uids()), key=lambda mail: len(mail.raw))
    assert [len(mail.raw) for mail in mails] == [len(letter(2)), len(raw)]
    assert mails[1].raw == raw


def test_filed_mail_is_gone_from_the_folder(place: Place) -> None:
    """Filing away twice is fine; the mail is in the folder no more."""
    place.deliver(letter(1))
    place.deliver(letter(2))
    place.box.open()
    uids = place.box.uids()
    place.box.file_away(uids[:1])
    place.box.file_away(uids[:1])
    assert place.box.uids() == uids[1:]


def test_wait_ends_when_mail_arrives(place: Place) -> None:
    """A delivery ends the wait long before its time is over."""
    place.box.open()
    place.box.uids()
    timer = threading.Timer(0.2, place.deliver, [letter(1)])
    timer.start()
    begun = time.monotonic()
    while not place.box.uids() and time.monotonic() - begun < 60:
        place.box.wait(60)
    timer.join()
    assert time.monotonic() - begun < 30
    assert len(place.box.uids()) == 1


def test_mail_announced_before_the_wait_ends_it(place: Place) -> None:
    """What came while others were fetched and filed away is looked at now, not at the resync."""
    place.box.open()
    place.deliver(letter(1))
    for number in range(2, 6):
        uids = place.box.uids()
        place.deliver(letter(number))
        assert len(list(place.box.fetch(uids))) == 1
        place.box.file_away(uids)
        begun = time.monotonic()
        place.box.wait(60)
        assert time.monotonic() - begun < 30
        assert len(place.box.uids()) == 1


def test_a_quiet_folder_is_waited_for(place: Place) -> None:
    """Without news a wait lasts, also right after mails were filed away: no loop runs hot."""
    place.deliver(letter(1))
    place.box.open()
    place.box.file_away(place.box.uids())
    rounds, begun = 0, time.monotonic()
    while time.monotonic() - begun < 0.5:
        place.box.uids()
        place.box.wait(0.1)
        rounds += 1
    assert rounds < 10


def test_wake_ends_a_wait_in_another_thread(place: Place) -> None:
    """A worker that is told to stop does not sit in IDLE; the connection stays usable."""
    place.box.open()
    begun = time.monotonic()
    waiting = threading.Thread(target=place.box.wait, args=(120,))
    waiting.start()
    while waiting.is_alive() and time.monotonic() - begun < 60:
        place.box.wake()
        waiting.join(0.1)
    assert not waiting.is_alive()
    assert place.box.uids() == []


def test_a_closed_mailbox_is_transient(place: Place) -> None:
    """Use after close says "later", and closing twice is harmless."""
    place.box.open()
    place.box.close()
    place.box.close()
    with pytest.raises(Transient):
        place.box.uids()
    with pytest.raises(Transient):
        _ = place.box.state


def test_it_can_be_opened_again(place: Place) -> None:
    """After an error the same object connects anew."""
    place.deliver(letter(1))
    place.box.open()
    place.box.close()
    place.box.open()
    assert len(place.box.uids()) == 1


def test_collecting_keeps_everything_and_empties_the_folder(place: Place) -> None:
    """Sixty mails are kept once each, in batches, and filed away."""
    raws = [letter(n) for n in range(60)]
    for raw in raws:
        place.deliver(raw)
    post_room = FakePostRoom()
    place.box.open()
    assert wait_until(lambda: len(place.box.uids()) == 60)
    counts = collect(place.box, post_room, batch=25, full=True)
    assert (counts.kept, counts.filed, counts.missing) == (60, 60, 0)
    assert sorted(post_room.messages.values()) == sorted(raws)
    assert post_room.commits == [25, 25, 10]
    assert place.box.uids() == []
    assert collect(place.box, post_room, full=False).kept == 0
