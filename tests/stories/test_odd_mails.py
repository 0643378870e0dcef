"""Hundreds of malformed mails through the whole way in: a real server, the store, the reader."""

import hashlib
import json
from itertools import chain
from pathlib import Path

import pytest

from bot.edges.mail.imap import ImapMailbox
from bot.edges.slack import cards
from bot.edges.slack.limits import check_message
from bot.flows.collect import collect
from tests.edges.mail.test_odd import ALL
from tests.stories.rig import Rig

pytestmark = pytest.mark.dovecot

LARGEST = 100_000
"""Bytes of a mail that this story takes; the killers' story takes the big ones."""


def odd_mails() -> list[bytes]:
    """Return every golden and every odd mail that is not empty and not big, each once."""
    golden = (path.read_bytes() for path in (Path(__file__).parents[1] / "mails").glob("*.eml"))
    found = dict.fromkeys(chain(golden, (odd.raw for odd in ALL.values())))
    return [raw for raw in found if raw.strip(b"\0 \t\r\n") and len(raw) < LARGEST]


def test_hundreds_of_odd_mails_are_as_many_rows(dovecot_rig: Rig) -> None:
    """Each is kept as the server gave it, becomes one thing, and its card fits into Slack."""
    raws = odd_mails()
    assert len(raws) > 400
    for raw in raws:
        dovecot_rig.imap.deliver(raw)
    office = dovecot_rig.office()
    box = ImapMailbox(dovecot_rig.imap.account())
    box.open()
    served = {mail.place.uid: hashlib.sha256(mail.raw).digest() for mail in box.fetch(box.uids())}
    assert collect(box, office.store.post_room, full=True).kept == len(served) == len(raws)
    box.close()
    store = office.store
    ids = [row["id"] for row in store.connections.rows("SELECT id FROM messages")]
    kept = {hashlib.sha256(store.post_room.raw(number)).digest() for number in ids}
    assert kept == set(served.values())
    while office.intake.work():
        pass
    rows = store.connections.rows("SELECT disposition, state FROM messages")
    assert len(rows) == len(kept)
    assert {row["state"] for row in rows} <= {"filed", "quarantined"}
    assert all(row["disposition"] for row in rows)
    numbers = [row["id"] for row in store.connections.rows("SELECT id FROM cases")]
    assert len(numbers) > 300
    for number in numbers[::3]:  # drawing each takes half a minute
        view = office.casebook.view(number)
        assert view is not None
        blocks = cards.card(view)
        assert check_message(blocks, cards.card_text(view)) == []
        json.dumps(blocks, ensure_ascii=False).encode()
    office.close()
