"""The right party: reading, directory and words together, over a table of mails."""

from collections import Counter

import pytest

from bot.core.catalogue import PartyKind
from bot.core.party_rules import RULES
from bot.edges.store.directory_index import DirectoryIndex
from tests.flows.party_table import Row, assessed, directory, rows

ROWS = rows()


@pytest.fixture(scope="module")
def index() -> DirectoryIndex:
    """Twenty entries."""
    return directory()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.number}-{row.subject}")
def test_each_mail_gets_its_party_name_and_route(row: Row, index: DirectoryIndex) -> None:
    """Kind, name, route, customer and the rule that decided are as the table says."""
    mail, view = assessed(row, index)
    party = view.party
    named = party.entry.name if party.entry else ""
    found = (party.kind.value, named, view.route.value, party.customer)
    assert found == (row.party, row.name, row.route, row.customer), (party.why, index.find(mail))
    assert party.why.startswith(row.rule or "table"), party.why


def test_the_table_is_large_enough() -> None:
    """Eighty mails in six languages, twenty-five of which may name nobody."""
    assert len(ROWS) >= 80
    assert {row.language for row in ROWS} >= {"en", "de", "fr", "es", "it", "nl"}
    assert sum(not row.name for row in ROWS) >= 25


def test_each_rule_decides_at_least_twice() -> None:
    """A row of the rules without two mails would be untested."""
    used = Counter(row.rule for row in ROWS)
    assert {rule.why: used[rule.why] for rule in RULES if used[rule.why] < 2} == {}


def test_a_customer_is_an_organisation_and_not_the_person(index: DirectoryIndex) -> None:
    """Who writes for its own user is answered as an organisation."""
    for row in ROWS:
        if row.customer:
            assert assessed(row, index)[1].sender.value == "organisation"


def test_only_what_the_mail_names_may_be_named_to_a_requester(index: DirectoryIndex) -> None:
    """An organisation that is known by the sender's domain alone is not named in the mail."""
    by_domain = [row for row in ROWS if row.subject == "copy" and row.party == "org_administered"]
    assert by_domain
    assert not any(assessed(row, index)[1].party.named_in_mail for row in by_domain)
    about_clients = [
        row for row in ROWS if row.party == "client_data" and row.name and not row.customer
    ]
    assert all(assessed(row, index)[1].party.named_in_mail for row in about_clients)


def test_a_similar_name_is_a_candidate_for_a_person(index: DirectoryIndex) -> None:
    """A misspelt name is shown to pick from and never chosen."""
    for row in ROWS:
        if row.subject in {"typo", "Kaffe"}:
            party = assessed(row, index)[1].party
            assert party.entry is None
            assert len(party.candidates) == 1


def test_several_clients_are_candidates(index: DirectoryIndex) -> None:
    """Where two entries fit, both are shown."""
    for row in ROWS:
        if row.subject in {"shop data", "two shops"}:
            assert len(assessed(row, index)[1].party.candidates) == 2


def test_nobody_is_named_where_no_party_is_needed(index: DirectoryIndex) -> None:
    """Our own users, unknown and no requests come without an entry."""
    inside = {PartyKind.OWN_USER, PartyKind.UNKNOWN, PartyKind.NONE}
    views = [assessed(row, index)[1] for row in ROWS]
    assert all(view.party.entry is None for view in views if view.party.kind in inside)
