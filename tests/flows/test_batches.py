"""Batches of one template: one card and one approval, N letters, and whatever changes drops out."""

import json
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot.bootstrap.crowds import make_crowds
from bot.core import commands as c
from bot.core.batch import alike, sketch_of
from bot.core.case import LetterState
from bot.core.decide import decide
from bot.core.errors import IllegalMove
from bot.core.mail import Address
from bot.core.moves import Debt
from bot.core.views import AbsorbedView
from bot.edges.slack import crowd_cards
from bot.edges.store import open_store
from bot.flows.batches import PER_PAGE
from bot.flows.desk_ports import Posted
from bot.flows.joining import _own_case
from tests.flows.batch_desk import ACK, LETTER, Desk, desk, from_people, iter_due, kinds, ticked
from tests.flows.world import NOW

__all__ = ["desk"]


def test_a_template_is_known_by_what_its_mails_share() -> None:
    """Names, numbers and addresses do not matter; other words do."""
    one = sketch_of(LETTER.format(name="Anna Berg", email="a@b.example", number=1))
    two = sketch_of(LETTER.format(name="Tom Vance", email="tom@c.example", number=99))
    other = sketch_of(
        "Hello, I would like a copy of everything that you know about me, in a format that a"
        " machine can read, and the names of all companies that you have sold my profile to."
    )
    assert alike(one, two)
    assert not alike(one, other)
    assert sketch_of("Delete my data.") == ()


def test_three_of_a_kind_share_one_card(desk: Desk) -> None:
    """Two requests have their cards; with the third they are one batch, whatever came first."""
    desk.requests(2)
    assert kinds(desk.work()) == {Debt.CARD: 2, Debt.BATCH_CARD: 1}
    assert desk.batches.view(1) is None
    for number in (1, 2):
        desk.store.posts.put("card", str(number), Posted("C", str(number), ""), 0, NOW)
    desk.request(3)
    desk.world.read()
    owed = [one for one in iter_due(desk) if one.kind is Debt.CARD]
    assert [desk.crowds.instead(one) for one in owed] == [
        AbsorbedView(1, 1),
        AbsorbedView(2, 1),
        True,
    ]
    assert [case.id for case in desk.view().cases] == [1, 2, 3]


def test_the_same_words_read_otherwise_stay_on_one_card(desk: Desk) -> None:
    """What a name tips is said on the card and in that letter; another first type is apart."""
    desk.requests(2)
    desk.request(3, subject="Deletion request, and a copy")
    desk.world.read()
    batch = desk.view()
    assert [case.types for case in batch.cases] == [("delete",), ("delete",), ("delete", "access")]
    assert "1 × also Access" in json.dumps(crowd_cards.batch(batch), ensure_ascii=False)
    assert not batch.batch.takes(("access", "delete"), batch.batch.sketch)


def test_a_tool_that_writes_from_own_mailboxes_is_one_card(desk: Desk) -> None:
    """One wording from many mailboxes is a batch that says so, and each gets a letter."""
    from_people(desk, 1, 2, 3)
    batch = desk.view()
    assert (batch.batch.size, batch.batch.from_people) == (3, True)
    shown = json.dumps(crowd_cards.batch(batch), ensure_ascii=False)
    assert "People's own mailboxes, in one wording" in shown
    assert "batch.agent" not in shown
    desk.approve()
    desk.work()
    recipients = {desk.case(n).letters[0].recipient.email for n in (1, 2, 3)}
    assert recipients == {f"person{n}@gmail.com" for n in (1, 2, 3)}


def test_what_a_tool_and_a_person_write_stay_apart(desk: Desk) -> None:
    """Own words are no batch, nor is the second mail of a person who took the tool before."""
    from_people(desk, 1, 2)
    for number, own in enumerate(("my bicycle shop account", "my old newsletter profile"), 3):
        text = (
            f"Hello, {own} is of no use to me any more, so please delete all that you know of me."
        )
        sender = Address(f"own{number}@gmail.com", "Own Words")
        desk.request(number, senders=(sender,), text=text, visible=text)
    from_people(desk, 2)
    assert desk.batches.view(1) is None
    assert desk.case(5).batch == 0
    assert [link.other for link in desk.case(5).links] == [2]


def test_a_list_keeps_its_batch_when_one_of_it_is_alone(desk: Desk) -> None:
    """Of two people in one mail one takes a request back: the other's batch is written."""
    who = "\n- Anna Berg, anna@mail.example\n- Tom Berg, tom@mail.example"
    before = LETTER.format(name="Tom Berg", email="tom@mail.example", number=1)
    desk.request(1, text=before, visible=before)
    desk.world.read()
    text = (
        "Dear privacy team, both of our members named below have changed my mind and theirs about"
        " what was asked of you before, so please stop working on it and tell us when that is so:"
    )
    desk.request(2, text=text + who, visible=text + who)
    desk.world.read()
    anna, tom = desk.case(2), desk.case(3)
    assert (anna.person.name, tom.batch) == ("Anna Berg", 0)
    batch = desk.store.batches.get(anna.batch)
    assert batch is not None
    assert batch.size == 1


def test_two_hundred_requests_are_one_card_and_two_hundred_letters(desk: Desk) -> None:
    """One approval after paged previews; each letter has clock, event, token, row and hash."""
    desk.requests(200)
    assert kinds(desk.work()) == {Debt.BATCH_CARD: 1}
    page = desk.batches.begin(1, ACK, "UADA")
    assert (page.total, page.pages) == (200, 200 // PER_PAGE)
    desk.batches.approve(page.preview, "UADA")
    with pytest.raises(IllegalMove, match="already"):
        desk.batches.approve(page.preview, "UADA")
    desk.work()
    cases = desk.view().cases
    letters = [case.letters[0] for case in cases]
    assert len(cases) == 200
    assert {case.due for case in cases} != {None}
    assert {letter.state for letter in letters} == {LetterState.QUEUED}
    assert {letter.approved_by for letter in letters} == {("UADA",)}
    assert len({desk.store.cases.token(case.id, 1) for case in cases}) == 200
    assert len({letter.digest for letter in letters}) == 200
    rows = desk.store.connections.rows("SELECT DISTINCT case_id FROM outbox WHERE kind = 'letter'")
    assert len(rows) == 200
    events = desk.store.connections.rows(
        "SELECT count(*) AS n, count(DISTINCT json_extract(facts, '$.digest')) AS d FROM events"
        " WHERE kind = 'approved'"
    )
    assert (events[0]["n"], events[0]["d"]) == (200, 200)


def test_what_changes_drops_out(desk: Desk) -> None:
    """A letter that was edited after it was read is not sent with the others, before or after."""
    desk.requests(5)
    desk.work()
    page = desk.batches.begin(1, ACK, "UADA")
    case = desk.case(2)
    edit = c.Edit(
        actor="UBEN", letter_id=1, digest=case.letters[0].digest, subject="New", text="Words."
    )
    desk.review.order(2, lambda _: edit)
    assert desk.case(2).batch == 0
    assert desk.batches.page(page.preview, 0).gone == 1
    desk.batches.approve(page.preview, "UADA")
    shown = desk.work()
    assert [one.case_id for one in shown if one.kind is Debt.CARD] == [2]
    states = [desk.case(number).letters[0].state for number in range(1, 6)]
    queued = LetterState.QUEUED
    assert states == [queued, LetterState.DRAFT, queued, queued, queued]


def test_a_further_mail_to_an_item_drops_it_out(desk: Desk) -> None:
    """An item whose case got another mail after it was read is decided on its own card."""
    desk.requests(3)
    page = desk.batches.begin(1, ACK, "UADA")
    join = c.Join(actor="bot", message_id=2, verified=True)
    desk.store.cases.save(decide(desk.case(1), join, NOW))
    desk.batches.approve(page.preview, "UADA")
    desk.work()
    assert desk.case(1).batch == 0
    assert desk.case(1).letters[0].state is LetterState.DRAFT
    assert desk.case(2).letters[0].state is LetterState.QUEUED


def test_an_item_can_be_taken_out(desk: Desk) -> None:
    """It gets its own card and leaves the batch's."""
    desk.requests(4)
    desk.work()
    desk.batches.take_out(3, "UADA")
    assert [one.case_id for one in desk.work() if one.kind is Debt.CARD] == [3]
    assert [case.id for case in desk.view().cases] == [1, 2, 4]


def test_what_needs_two_people_cannot_be_batched(desk: Desk) -> None:
    """A letter that needs a second approver leaves the batch before anybody reads it there."""
    desk.requests(4)
    desk.work()
    desk.store.connections.db.execute("UPDATE letters SET needs_second = 1 WHERE case_id = 2")
    desk.store.connections.db.conn.commit()
    page = desk.batches.begin(1, ACK, "UADA")
    assert page.total == 3
    assert desk.case(2).batch == 0


def test_a_stop_in_the_middle_goes_on(desk: Desk) -> None:
    """The debt of an approval is done again: what was approved stays so, the rest follows."""
    desk.requests(4)
    desk.work()
    page = desk.batches.begin(1, ACK, "UADA")
    case = desk.case(1)
    desk.batches.approve(page.preview, "UADA")
    desk.review.approve(1, 1, case.letters[0].digest, "UADA", ticked=ticked(desk, 1))
    desk.work()
    states = {desk.case(number).letters[0].state for number in range(1, 5)}
    assert states == {LetterState.QUEUED}


def test_undo_takes_back_what_has_not_left(desk: Desk) -> None:
    """One click makes drafts of every queued letter; they stay in the batch."""
    desk.requests(3)
    desk.approve()
    desk.work()
    desk.batches.undo(1, "UADA")
    desk.work()
    assert {case.letters[0].state for case in desk.view().cases} == {LetterState.DRAFT}
    assert len(desk.view().cases) == 3


def test_a_stopped_approval_does_not_overtake_an_undo(desk: Desk) -> None:
    """An approval that is carried out again after an undo, as after a restart, sends nothing."""
    desk.requests(3)
    desk.approve()
    again = next(one for one in iter_due(desk) if one.kind is Debt.BATCH_LETTERS)
    desk.batches.send(again)
    desk.batches.undo(1, "UADA")
    desk.work()
    desk.batches.send(again)
    assert {case.letters[0].state for case in desk.view().cases} == {LetterState.DRAFT}
    desk.approve()  # read and approved anew, they leave
    desk.work()
    assert {case.letters[0].state for case in desk.view().cases} == {LetterState.QUEUED}


def test_an_approval_is_used_once(desk: Desk) -> None:
    """A letter that was taken back by itself is not approved again by the batch's approval."""
    desk.requests(3)
    desk.approve()
    again = next(one for one in iter_due(desk) if one.kind is Debt.BATCH_LETTERS)
    desk.batches.send(again)
    desk.review.order(2, lambda _: c.Undo(actor="UBEN", letter_id=1))
    desk.batches.send(again)
    states = [desk.case(number).letters[0].state for number in (1, 2, 3)]
    assert states == [LetterState.QUEUED, LetterState.DRAFT, LetterState.QUEUED]


def test_a_restored_backup_carries_out_no_approval(desk: Desk, tmp_path: Path) -> None:
    """A batch that was approved when the copy was made waits for people in the copy."""
    desk.requests(3)
    desk.work()
    desk.approve()
    desk.store.backups.make(tmp_path / "copy.sqlite3", lambda _done, _of: None)
    copy = open_store(tmp_path / "copy.sqlite3", "s" * 40, "k" * 40)
    kinds_due = set()
    while owed := copy.outbox.due(letters=False, now=NOW + timedelta(hours=1)):
        kinds_due.add(owed.kind)
        copy.outbox.settle(owed.id, "done", NOW)
    assert Debt.BATCH_LETTERS not in kinds_due
    kept = desk.store.batches.preview(1)
    assert kept is not None
    assert desk.store.batches.still_approved(1, kept.items[0])
    assert not copy.batches.still_approved(1, kept.items[0])
    copy.close()


def test_a_case_split_off_leaves_the_batch(desk: Desk) -> None:
    """Its letter is none of those that are read together."""
    desk.requests(3)
    case = desk.case(1)
    assert case.batch == 1
    assert _own_case(case, 9, case.lines).batch == 0


def test_an_agents_authority_is_remembered(desk: Desk) -> None:
    """What was noted at one batch is shown with the agent's next one."""
    desk.requests(3)
    desk.batches.note_agent(1, "signed", "the PDF names the person", "UADA")
    text = LETTER.replace("delete", "newsletter")
    for number in range(10, 13):
        desk.request(number, visible=text.replace("delete", "x"), text=text)
    desk.world.read()
    agent = desk.view(2).agent
    assert (agent.authority, agent.note, agent.noted_by) == (
        "signed",
        "the PDF names the person",
        "UADA",
    )


def test_five_thousand_cases_are_few_cards(desk: Desk) -> None:
    """Beyond the rate new cases wait behind one card, and come out by the next due date."""
    crowds = make_crowds(desk.store, desk.batches, 3)
    for number in range(8):
        sender = Address(f"person{number}@mail.example")
        text = f"Please delete my data, I am number {number}."
        desk.request(number, senders=(sender,), subject=f"mine {number}", text=text, visible=text)
    desk.world.read()
    owed = [one for one in iter_due(desk) if one.kind is Debt.CARD]
    assert [crowds.instead(one) for one in owed] == [False] * 3 + [True] * 5
    flood = desk.store.floods.view(NOW.date())
    assert (flood.waiting, flood.shown, flood.types) == (5, 0, (("delete", 5),))
    due = [one for one in iter_due(desk) if one.kind is Debt.FLOOD_CARD]
    assert len(due) <= 1
    assert desk.store.floods.bring(NOW.date(), 2, "UADA", NOW) == 2
    brought = [one for one in iter_due(desk) if one.kind is Debt.CARD]
    assert [crowds.instead(one) for one in brought] == [False, False]
    assert desk.store.floods.view(NOW.date()).waiting == 3


def test_no_mail_makes_the_comparison_slow() -> None:
    """Twenty thousand characters without a blank are compared in a blink, with all threads."""
    before = time.process_time()
    assert sketch_of("=" * 20_000) == ()
    assert time.process_time() - before < 1
