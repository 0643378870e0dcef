"""The store: three things in one commit, nothing twice, nothing lost, nothing readable."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from bot.core import commands as c
from bot.core.case import LetterState, Line, Link, LinkKind
from bot.core.catalogue import Route
from bot.core.decide import decide
from bot.core.decision import opened
from bot.core.errors import IllegalMove, Stale
from bot.core.filing import Disposition, Filing
from bot.core.mail import InboundMail
from bot.core.moves import Debt
from bot.edges.store import Store
from bot.edges.store.sealed import Keys
from tests.edges.store.one_case import ASKER, LATER, NOW, approve, new_case, raw, store
from tests.edges.store.test_outbox import settle_all

__all__ = ["store"]


def test_a_case_comes_back_as_it_was_saved(store: Store) -> None:
    """Nothing of a case is lost between two loads."""
    store.cases.save(opened(new_case(), NOW))
    assert store.cases.load(1) == new_case()
    assert store.cases.load(2) is None


def test_the_slower_of_two_is_told(store: Store) -> None:
    """A decision on a case that changed meanwhile changes nothing."""
    store.cases.save(opened(new_case(), NOW))
    seen = store.cases.load(1)
    assert seen is not None
    store.cases.save(decide(seen, c.Claim(actor="UADA"), NOW))
    with pytest.raises(Stale):
        store.cases.save(decide(seen, c.Claim(actor="UBEN"), NOW))
    after = store.cases.load(1)
    assert after is not None
    assert after.assignee == "UADA"
    assert [event.kind.value for _, event in store.audit.of_case(1)] == ["opened", "claimed"]


def test_two_cases_cannot_have_one_number(store: Store) -> None:
    """A number that another worker took first is Stale, not a crash."""
    store.cases.save(opened(new_case(), NOW))
    with pytest.raises(Stale):
        store.cases.save(opened(new_case(), NOW))
    assert store.cases.next_id() == 2


def test_state_event_and_debt_are_one_commit(store: Store) -> None:
    """If the commit fails, none of the three is there."""
    store.cases.save(opened(new_case(), NOW))
    case = store.cases.load(1)
    assert case is not None
    order = c.Approve(actor="UADA", letter_id=1, digest=case.letters[0].digest, send_after=LATER)
    with pytest.raises(Stale):  # the row to settle does not exist any more
        store.cases.save(decide(case, order, NOW), claim=999)
    assert store.cases.load(1) == case
    assert len(store.audit.of_case(1)) == 1
    assert store.outbox.due(letters=True, now=LATER) is None


def test_a_link_shows_on_both_cards(store: Store) -> None:
    """One decision writes both halves of a link and owes both cards, if the other is open."""
    for number in (1, 2, 3):
        store.cases.save(opened(new_case(number), NOW))
        settle_all(store)
    case = store.cases.load(3)
    assert case is not None
    order = c.LinkCase(actor="UADA", other=1, kind=LinkKind.WITHDRAWS)
    store.cases.save(decide(case, order, NOW))
    first, third = store.cases.load_many([1, 3])
    assert first.links == (Link(3, LinkKind.WITHDRAWN_BY),)
    assert third.links == (Link(1, LinkKind.WITHDRAWS),)
    assert {owed for owed in settle_all(store) if owed[0] is Debt.CARD} == {
        (Debt.CARD, "1"),
        (Debt.CARD, "3"),
    }
    store.cases.save(decide(third, c.UnlinkCase(actor="UADA", other=1), NOW))
    assert [case.links for case in store.cases.load_many([1, 3])] == [(), ()]


def test_rendered_bytes_go_with_an_edit(store: Store) -> None:
    """Bytes made from another text are never sent."""
    store.cases.save(opened(new_case(), NOW))
    approve(store)
    case = store.cases.load(1)
    assert case is not None
    owed = store.outbox.due(letters=True, now=LATER)
    assert owed is not None
    start = c.StartSending(actor="bot", letter_id=1, digest=case.letters[0].digest)
    store.cases.save(decide(case, start, LATER), claim=owed.id, rendered=b"old")
    for order in (
        c.SettleFailed(actor="bot", letter_id=1),
        c.SendAgain(actor="UADA", letter_id=1),
        c.Edit(actor="UADA", letter_id=1, digest=case.letters[0].digest, subject="S", text="new"),
    ):
        case = store.cases.load(1)
        assert case is not None
        store.cases.save(decide(case, order, LATER))
    assert store.cases.rendered(1, 1) is None
    after = store.cases.load(1)
    assert after is not None
    assert after.letters[0].state is LetterState.DRAFT


def test_identical_bytes_are_one_message(store: Store) -> None:
    """The same bytes under two UIDs are read once; other bytes are another mail."""
    store.post_room.keep([raw("a", 1), raw("a", 2), raw("b", 3)])
    store.post_room.keep([raw("a", 1)])
    assert store.post_room.waiting() == 2
    assert store.post_room.known_uids("privacy", "INBOX", 1) == {1, 2, 3}


def test_a_mail_whose_reading_did_not_end_comes_alone(store: Store) -> None:
    """The attempt is counted before it is made; a suspect can spoil no other."""
    store.post_room.keep([raw("a", 1), raw("b", 2)])
    first = store.post_room.take(50)
    assert [mail.attempts for mail in first] == [1, 1]
    store.post_room.keep([raw("c", 3)])
    assert [mail.raw for mail in store.post_room.take(50)] == [b"c"]
    again = store.post_room.take(50)
    assert [(mail.raw, mail.attempts) for mail in again] == [(b"a", 2)]


def test_a_mail_is_filed_with_its_case_in_one_commit(store: Store) -> None:
    """A batch is filed whole or not at all."""
    store.post_room.keep([raw("a", 1), raw("b", 2)])
    one, two = store.post_room.take(50)
    mail = InboundMail(subject="Hello", senders=(ASKER,), visible="delete me")
    good = Filing(one.id, mail, Disposition.CASE, decisions=(opened(new_case(1), NOW),))
    clash = Filing(two.id, mail, Disposition.CASE, decisions=(opened(new_case(1), NOW),))
    with pytest.raises(Stale):
        store.post_room.file([good, clash], NOW)
    assert store.cases.load(1) is None
    store.post_room.file([good], NOW)
    assert store.cases.mails(1) == [(one.id, mail)]
    assert store.post_room.waiting() == 1


def test_the_daily_list_settles_once(store: Store) -> None:
    """One click confirms all; a released mail is read again as one that deserves a card."""
    store.post_room.keep([raw("a", 1), raw("b", 2)])
    day = date(2026, 11, 23)
    filings = [
        Filing(kept.id, InboundMail(), Disposition.NOISE, noise_type="spam", noise_day=day)
        for kept in store.post_room.take(50)
    ]
    store.post_room.file(filings, NOW)
    assert len(store.noise.of_day(day).items) == 2
    store.noise.release(filings[0].message_id, "UADA", NOW)
    with pytest.raises(IllegalMove):
        store.noise.release(filings[0].message_id, "UBEN", NOW)
    assert [kept.released for kept in store.post_room.take(50)] == [True]
    assert store.noise.confirm(day, "UADA", NOW) == 1
    assert store.noise.confirm(day, "UADA", NOW) == 0


def test_replies_are_found_by_token_only(store: Store) -> None:
    """A letter's token is unguessable and bound to its recipient."""
    store.cases.save(opened(new_case(), NOW))
    token = store.cases.token(1, 1)
    found = store.cases.by_token(["nonsense", token])
    assert found is not None
    assert (found[0], found[1].id) == (1, 1)
    keys = Keys("s" * 40)
    assert token == keys.letter_token(1, 1, ASKER.email)
    assert token != keys.letter_token(1, 1, "other@example.com")


def test_requester_is_found_by_keyed_hash(store: Store) -> None:
    """Cases of one address are found, whatever its capitals."""
    store.cases.save(opened(new_case(1), NOW))
    found = store.cases.earlier(ASKER.email.upper(), "")
    assert [(one.id, one.same_person) for one in found] == [(1, False)]
    assert store.cases.earlier("nobody@example.com", "nobody@example.com") == []


def test_a_click_is_taken_once(store: Store) -> None:
    """Slack may deliver a click again."""
    assert not store.clicks.taken("t1")
    store.clicks.take("t1", "UADA", "undo", NOW)
    store.clicks.take("t1", "UADA", "undo", NOW)
    assert store.clicks.taken("t1")


def test_nothing_personal_is_readable_in_the_file(store: Store, tmp_path: Path) -> None:
    """With a key, no name, address or text stands in the database file."""
    store.post_room.keep([raw("Subject: x\n\nquicksilver text")])
    kept = store.post_room.take(1)[0]
    mail = InboundMail(subject="hush", senders=(ASKER,), visible="quicksilver text")
    store.post_room.file(
        [Filing(kept.id, mail, Disposition.CASE, decisions=(opened(new_case(), NOW),))], NOW
    )
    store.close()
    data = (tmp_path / "db.sqlite3").read_bytes()
    for secret in (b"quicksilver", b"zebulon", b"Quark", b"canary.example", b"We got it"):
        assert secret not in data, secret


def test_the_file_is_the_owners_alone(store: Store, tmp_path: Path) -> None:
    """Nobody else on the host may read the database."""
    assert (tmp_path / "db.sqlite3").stat().st_mode & 0o077 == 0


def test_a_correction_is_kept_to_learn_from_and_exported_redacted(store: Store) -> None:
    """Reclassifying keeps the mail's words; the export names neither writer nor numbers."""
    store.post_room.keep([raw("a")])
    kept = store.post_room.take(1)[0]
    words = "Zebulon Quark here, +49 170 5550123, stop the mails to zebulon.quark@canary.example"
    mail = InboundMail(subject="stop", senders=(ASKER,), text=words, visible=words)
    filing = Filing(kept.id, mail, Disposition.CASE, decisions=(opened(new_case(), NOW),))
    store.post_room.file([filing], NOW)
    case = store.cases.load(1)
    assert case is not None
    order = c.Reclassify(
        actor="UADA",
        lines=(Line(1, "optout_marketing", Route.US),),
        party=case.party,
        entry_id=None,
        entry_name="",
    )
    store.cases.save(decide(case, order, NOW))
    (whole,) = store.corrections.all()
    assert whole.types == ("optout_marketing",)
    assert "Zebulon" in whole.body
    (cut,) = store.corrections.redacted()
    for secret in ("Zebulon", "Quark", "5550123", "canary"):
        assert secret not in cut.body


class TestAudit:
    """The log tells when somebody touched it."""

    def fill(self, store: Store) -> None:
        for number in range(1, 5):
            store.cases.save(opened(new_case(number), NOW))

    def test_an_untouched_log_holds(self, store: Store) -> None:
        """Every row is bound to the one before."""
        self.fill(store)
        assert store.audit.verify().fault == ""
        assert store.audit.verify().rows == 4

    def test_rows_cannot_be_changed_through_the_bot(self, store: Store) -> None:
        """Triggers refuse changes and deletions."""
        self.fill(store)
        for statement in ("UPDATE events SET actor = 'x'", "DELETE FROM events"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                store.connections.db.conn.execute(statement)

    @pytest.mark.parametrize(
        ("statement", "fault"),
        [
            ("UPDATE events SET actor = 'x' WHERE seq = 2", "row 2 was changed"),
            ("DELETE FROM events WHERE seq = 3", "row 3 is missing"),
            ("DELETE FROM events WHERE seq = 4", "head"),
            ("UPDATE chain_head SET count = 3", "head"),
        ],
    )
    def test_tampering_shows(self, store: Store, statement: str, fault: str) -> None:
        """A changed, missing or cut row is found and named."""
        self.fill(store)
        for trigger in ("events_never_change", "events_never_go"):
            store.connections.db.conn.execute(f"DROP TRIGGER {trigger}")
        store.connections.db.conn.execute(statement)
        assert fault in store.audit.verify().fault
