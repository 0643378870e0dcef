"""A client that the directory lacks, written down on a card: the entry and its use are one."""

import sqlite3

import pytest

from bot.core import commands as c
from bot.core.catalogue import PartyKind
from bot.core.errors import IllegalMove, Stale
from bot.edges.store.connections import Connections
from tests.flows.batch_desk import Desk, desk

__all__ = ["desk"]

CELLS = {"name": "Larkspur Outfitters", "kind": "client", "domains": "larkspur.example"}


def test_a_new_entry_is_the_party_at_once(desk: Desk) -> None:
    """The entry is in the directory, and the case's letters are written for it."""
    desk.requests(1)
    assert desk.review.add_entry(1, CELLS, "UADA", version=desk.case(1).version) == {}
    case = desk.case(1)
    assert (case.party, case.entry_name) == (PartyKind.CLIENT_DATA, "Larkspur Outfitters")
    assert [entry.id for entry in desk.store.directory.all()] == [case.entry_id]


def test_what_cannot_be_used_is_not_added(desk: Desk) -> None:
    """If the case changed or is closed, the directory is as it was, and a second try works."""
    desk.requests(1)
    version = desk.case(1).version
    with pytest.raises(Stale):
        desk.review.add_entry(1, CELLS, "UADA", version=version + 1)
    desk.review.order(1, lambda _: c.Close(actor="UADA", outcome="answered"))
    with pytest.raises(IllegalMove):
        desk.review.add_entry(1, CELLS, "UADA")
    assert desk.store.directory.all() == []
    assert desk.store.directory.search("Larkspur") == []
    desk.review.order(1, lambda _: c.Reopen(actor="UADA"))
    assert desk.review.add_entry(1, CELLS, "UADA") == {}
    assert [entry.name for entry in desk.store.directory.search("Larkspur")] == [CELLS["name"]]


def test_what_is_wrong_changes_nothing(desk: Desk) -> None:
    """Faulty cells are told one by one; neither the directory nor the case moves."""
    desk.requests(1)
    before = desk.case(1)
    wrong = desk.review.add_entry(1, {**CELLS, "domains": "no domain"}, "UADA")
    assert list(wrong) == ["domains"]
    assert (desk.case(1), desk.store.directory.all()) == (before, [])


def _fail_half_way(connections: Connections) -> None:
    with connections.write() as inner:
        inner.execute("INSERT INTO meta VALUES ('b', '1')")
        inner.execute("INSERT INTO nowhere VALUES (1)")


def test_a_part_that_fails_undoes_only_itself(desk: Desk) -> None:
    """A write inside a write is a part of it: undone alone, or with the whole."""
    connections = desk.store.connections
    with connections.write() as outer:
        outer.execute("INSERT INTO meta VALUES ('a', '1')")
        with pytest.raises(sqlite3.OperationalError):
            _fail_half_way(connections)
    kept = connections.rows("SELECT key FROM meta WHERE key IN ('a', 'b')")
    assert [row["key"] for row in kept] == ["a"]
