"""The outbox: a row is claimed once, and no debt is owed twice."""

import pytest

from bot.core import commands as c
from bot.core.decide import decide
from bot.core.decision import opened
from bot.core.errors import Stale
from bot.core.moves import Debt
from bot.edges.store import Store
from bot.flows.desk_ports import Posted
from bot.flows.ports import Settlement
from tests.edges.store.one_case import LATER, NOW, approve, new_case, store

__all__ = ["store"]


def test_a_letter_is_owed_after_the_undo_window_and_not_after_undo(store: Store) -> None:
    """Undo takes the debt back."""
    store.cases.save(opened(new_case(), NOW))
    approve(store)
    assert store.outbox.due(letters=True, now=NOW) is None
    owed = store.outbox.due(letters=True, now=LATER)
    assert owed is not None
    case = store.cases.load(1)
    assert case is not None
    store.cases.save(decide(case, c.Undo(actor="UADA", letter_id=1), NOW))
    assert store.outbox.due(letters=True, now=LATER) is None


def settle_all(store: Store) -> set[tuple[Debt, str]]:
    """Settle every row that is due but letters, and return kind and key of each."""
    found = set()
    while owed := store.outbox.due(letters=False, now=LATER):
        store.outbox.settle(owed.id, "done", LATER)
        found.add((owed.kind, owed.key))
    return found


def test_a_row_is_claimed_once(store: Store) -> None:
    """Two senders cannot take the same letter."""
    store.cases.save(opened(new_case(), NOW))
    approve(store)
    owed = store.outbox.due(letters=True, now=LATER)
    assert owed is not None
    case = store.cases.load(1)
    assert case is not None
    start = c.StartSending(actor="bot", letter_id=1, digest=case.letters[0].digest)
    store.cases.save(decide(case, start, LATER), claim=owed.id, rendered=b"bytes")
    assert store.cases.rendered(1, 1) == b"bytes"
    with pytest.raises(Stale):
        store.outbox.claim(owed.id, LATER)
    assert [row.id for row in store.outbox.found_sending(letters=True)] == [owed.id]
    case = store.cases.load(1)
    assert case is not None
    done = decide(case, c.SettleSent(actor="bot", letter_id=1), LATER)
    store.cases.save(done, settle=Settlement(owed.id, "done"))
    assert store.outbox.found_sending(letters=True) == []


def test_one_card_is_owed_however_often_it_changes(store: Store) -> None:
    """Cards are state: three changes before the sender looks are one update."""
    store.cases.save(opened(new_case(), NOW))
    for user in ("UADA", "UBEN"):
        case = store.cases.load(1)
        assert case is not None
        store.cases.save(decide(case, c.Claim(actor=user), NOW))
    kinds = []
    while (owed := store.outbox.due(letters=False, now=LATER)) is not None:
        store.outbox.claim(owed.id, NOW)
        store.outbox.settle(owed.id, "done", NOW)
        kinds.append(owed.kind.value)
    assert kinds == ["card", "thread", "thread"]


def test_the_successor_of_a_lost_post_looks_for_it(store: Store) -> None:
    """A card whose posting was doubtful while it was owed again is looked for, not posted anew."""
    store.cases.save(opened(new_case(), NOW))
    owed = store.outbox.due(letters=False, now=NOW)
    assert owed is not None
    store.outbox.claim(owed.id, NOW)
    case = store.cases.load(1)
    assert case is not None
    store.cases.save(decide(case, c.Claim(actor="UADA"), NOW))
    store.outbox.put_back(owed.id, NOW, "no answer")
    successor = store.outbox.due(letters=False, now=LATER)
    assert successor is not None
    assert successor.kind is Debt.CARD
    assert successor.attempts > 0


def test_a_row_that_somebody_else_took_goes_no_further(store: Store) -> None:
    """The point of no return is passed only by the attempt that holds the row."""
    store.cases.save(opened(new_case(), NOW))
    owed = store.outbox.due(letters=False, now=NOW)
    assert owed is not None
    store.outbox.claim(owed.id, NOW)
    store.outbox.stage(owed.id, "data", owed.attempts + 1)
    store.outbox.put_back(owed.id, NOW)
    store.outbox.claim(owed.id, NOW)
    with pytest.raises(Stale):
        store.outbox.stage(owed.id, "data", owed.attempts + 1)


def test_posts_are_remembered_with_their_debt_settled(store: Store) -> None:
    """Where a card lies and that it is done are one commit."""
    store.cases.save(opened(new_case(), NOW))
    owed = store.outbox.due(letters=False, now=NOW)
    assert owed is not None
    store.outbox.claim(owed.id, NOW)
    store.posts.put("card", "1", Posted("C1", "1.2", "d"), owed.id, NOW)
    assert store.posts.get("card", "1") == Posted("C1", "1.2", "d")
    assert store.outbox.found_sending(letters=False) == []
