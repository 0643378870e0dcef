"""Identity documents that nobody asked for: gone with the decision, everything else stays."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core import commands as c
from bot.core.case import Case, CaseState, Line
from bot.core.catalogue import Route
from bot.core.decide import decide
from bot.core.decision import opened
from bot.core.filing import Disposition, Filing
from bot.core.mail import Attachment, InboundMail, Place, RawMail
from bot.core.moves import Debt, Happened
from bot.edges.store import Store, open_store
from tests.edges.store.test_forgetting import ASKER, NOW, file_bytes, load

PASSPORT = b"quicksilver passport scan " * 40


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A fresh database, unencrypted, so that its bytes tell."""
    made = open_store(tmp_path / "db.sqlite3", "s" * 40)
    yield made
    made.close()


def arrives(store: Store, name: str, cases: int = 1) -> None:
    """Let a mail with one attachment come in and open so many cases."""
    raw = b"From: a\n\n" + PASSPORT
    store.post_room.keep([RawMail(Place("privacy", "INBOX", 1, 1), raw, NOW)])
    kept = store.post_room.take(1)[0]
    mail = InboundMail(
        message_id="<1@canary.example>", senders=(ASKER,), text="Delete it.", visible="Delete it.",
        attachments=(Attachment(name, "application/pdf", len(raw)),),
    )  # fmt: skip
    first = Case(1, 1, CaseState.OPEN, NOW, ASKER, (Line(1, "delete", Route.US),))
    decisions = tuple(opened(replace(first, id=n), NOW) for n in range(1, cases + 1))
    store.post_room.file([Filing(kept.id, mail, Disposition.CASE, decisions)], NOW)


def close(store: Store, number: int = 1) -> None:
    """Decide a case."""
    order = c.Close(actor="UADA", outcome="revoked")
    store.cases.save(decide(load(store, number), order, NOW))


def raw(store: Store) -> bytes | None:
    """Return what is kept of the mail's bytes."""
    row = store.connections.row("SELECT raw_sealed AS raw FROM messages WHERE id = 1")
    assert row is not None
    found: bytes | None = row["raw"]
    return found


def test_it_goes_with_the_decision(store: Store) -> None:
    """In one commit: the bytes here, the debt for the mailbox's copy, the log, the thread."""
    arrives(store, "passport.pdf")
    assert raw(store)
    close(store)
    assert raw(store) is None
    [copy] = store.purges.waiting("privacy")
    assert (copy.place, copy.find) == ("processed", "<1@canary.example>")
    events = dict(store.audit.of_case(1))
    [seq] = [seq for seq, e in events.items() if e.kind is Happened.DOCUMENTS_PURGED]
    rows = store.connections.rows("SELECT kind FROM outbox WHERE event_seq = ?", seq)
    assert [row["kind"] for row in rows] == [Debt.THREAD.value]
    assert store.audit.verify().fault == ""
    assert store.forgetting.scrub()
    assert b"quicksilver" not in file_bytes(store)
    [(_, mail)] = store.cases.mails(1)
    assert mail.text == "Delete it."  # what was asked can still be read


def test_other_files_stay_as_long_as_all_mail(store: Store) -> None:
    """A screenshot is kept until the bytes of every mail go."""
    arrives(store, "screenshot.png")
    close(store)
    assert raw(store)
    assert store.purges.count() == 0


def test_an_open_case_keeps_what_it_is_about(store: Store) -> None:
    """Of two cases of one mail the last decision takes the document away."""
    arrives(store, "Personalausweis.jpg", cases=2)
    close(store, 1)
    assert raw(store)
    close(store, 2)
    assert raw(store) is None


def test_a_legal_hold_keeps_it(store: Store) -> None:
    """What a court may want is not purged, until the hold ends."""
    arrives(store, "passport.pdf")
    store.forgetting.hold(load(store, 1), "operator", NOW, held=True)
    close(store)
    assert raw(store)
    store.forgetting.hold(load(store, 1), "operator", NOW, held=False)
    assert raw(store) is None
    assert store.purges.count() == 1


def test_closed_again_after_a_reopening(store: Store) -> None:
    """A second decision finds nothing more to purge and says nothing more."""
    arrives(store, "passport.pdf")
    close(store)
    store.cases.save(decide(load(store, 1), c.Reopen(actor="UADA"), NOW))
    close(store)
    kinds = [event.kind for _, event in store.audit.of_case(1)]
    assert kinds.count(Happened.DOCUMENTS_PURGED) == 1
    assert store.purges.count() == 1
