"""Collecting: nothing is lost, nothing is taken twice, one bad mail stops nobody."""

import pytest

from bot.core.errors import Transient
from bot.flows.collect import Suspects, collect
from tests.fakes.mailbox import FakeMailbox
from tests.fakes.post_room import FakePostRoom

LIFE = ("privacy", "INBOX", 1_000)


@pytest.fixture
def box() -> FakeMailbox:
    """An open mailbox with five mails."""
    mailbox = FakeMailbox()
    for number in range(5):
        mailbox.receives(b"mail %d" % number)
    mailbox.open()
    return mailbox


def test_ours_is_durable_before_theirs_moves(box: FakeMailbox) -> None:
    """When keeping fails, nothing was filed away and nothing is lost."""
    room = FakePostRoom()
    room.fails()
    with pytest.raises(Transient):
        collect(box, room, full=False)
    assert box.processed == []
    assert collect(box, room, full=False).kept == 5


def test_filed_places_are_noted(box: FakeMailbox) -> None:
    """The post room learns which server copies were filed away."""
    room = FakePostRoom()
    collect(box, room, full=False)
    assert room.filed == set(room.places)


def test_a_new_folder_life_up_or_down_loses_nothing(box: FakeMailbox) -> None:
    """UIDVALIDITY may go up or down and UIDs start again: all is kept, bytes once."""
    room = FakePostRoom()
    box.refuses_filing()
    collect(box, room, full=False)
    for validity in (2_000, 500):
        box.renumbers(validity)
        box.receives(b"new in %d" % validity)
        box.open()
        collect(box, room, full=False)
    assert len(room.messages) == 7
    assert len(room.places) == 5 + 6 + 7


def test_a_mail_moved_back_is_filed_again_but_not_kept_twice(box: FakeMailbox) -> None:
    """The full scan files away what lies there although it is known."""
    room = FakePostRoom()
    box.refuses_filing()
    counts = collect(box, room, full=False)
    assert (counts.kept, counts.unfiled, counts.filed) == (5, 5, 0)
    assert room.filed == set()
    box.refuses_filing(False)
    counts = collect(box, room, full=True)
    assert (counts.kept, counts.filed) == (0, 5)
    assert box.mails == {}


def test_the_cursor_never_passes_a_gap(box: FakeMailbox) -> None:
    """A mail whose body did not come is asked for again."""
    room = FakePostRoom()
    box.withholds(3)
    counts = collect(box, room, full=False)
    assert (counts.kept, counts.missing) == (4, 1)
    assert room.last_uid(*LIFE) == 2
    box._withholds.clear()
    assert collect(box, room, full=False).kept == 1
    assert sorted(room.messages.values()) == [b"mail %d" % n for n in range(5)]


def test_a_mail_that_breaks_the_connection_starves_nobody(box: FakeMailbox) -> None:
    """Those behind it are kept in the next round; it is left after three tries, and counted."""
    room = FakePostRoom()
    suspects = Suspects()
    box.breaks_on(2)
    rounds = 0
    while True:
        rounds += 1
        assert rounds < 10
        box.open()
        try:
            counts = collect(box, room, full=False, suspects=suspects)
        except Transient:
            continue
        break
    assert sorted(room.messages.values()) == [b"mail 0", b"mail 2", b"mail 3", b"mail 4"]
    assert (counts.missing, counts.stuck) == (1, 1)
    assert room.last_uid(*LIFE) == 1
    box._breaks_on.clear()
    assert collect(box, room, full=True, suspects=suspects).kept == 1
    assert suspects.failures == {}


def test_what_came_before_the_break_is_kept(box: FakeMailbox) -> None:
    """A connection lost in the middle of a batch does not waste its first half."""
    room = FakePostRoom()
    box.breaks_on(4)
    with pytest.raises(Transient):
        collect(box, room, full=False)
    assert sorted(room.messages.values()) == [b"mail 0", b"mail 1", b"mail 2"]
    assert room.last_uid(*LIFE) == 3


def test_heavy_mail_is_kept_in_smaller_commits() -> None:
    """Memory is bounded by weight, not only by count."""
    box = FakeMailbox()
    for number in range(4):
        box.receives(b"%d" % number * 9_000_000)
    box.open()
    room = FakePostRoom()
    collect(box, room, full=False)
    assert room.commits == [2, 2]


def test_mail_marked_by_nobody_is_found_however_old(box: FakeMailbox) -> None:
    """There is no window by count or date: a thousand waiting mails are all collected."""
    for number in range(1_000):
        box.receives(b"backlog %d" % number)
    room = FakePostRoom()
    assert collect(box, room, full=False).kept == 1_005
    assert len(room.messages) == 1_005
