"""Merging, withdrawing and linking: never across two people, never across a restricted channel."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

import replies
from bot.core import commands as c
from bot.core.case import Case, CaseState, Channel, Link, LinkKind
from bot.core.decide import decide
from bot.core.decision import OTHER, opened
from bot.core.errors import IllegalMove
from bot.core.filing import Disposition, Filing
from bot.core.mail import Address, InboundMail, Place, RawMail
from bot.core.moves import Debt
from bot.edges.store import Store, open_store
from bot.flows.casebook import Casebook
from bot.flows.drafting import Drafter
from bot.flows.joining import Joining
from bot.flows.ports import Owed
from bot.flows.withdrawals import Withdrawals
from tests.flows.clockwork import RECEIVED, case

AGENT = Address("dsr@agent.example", "Agent")
ANNA = Address("anna@mail.example", "Anna Berg")
BEN = Address("ben@mail.example", "Ben Berg")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A fresh database."""
    made = open_store(tmp_path / "db.sqlite3", "s" * 40, "k" * 40)
    yield made
    made.close()


def merge(store: Store, *cases: Case) -> CaseState:
    """Merge the first of two cases into the second; return how the first one stands."""
    for one in cases:
        store.cases.save(opened(one, RECEIVED))
    joining = Joining(cases=store.cases, casebook=cast("Any", None), now=lambda: RECEIVED)
    joining.merge(1, 2, "U0ADA", version=None)
    merged = store.cases.load(1)
    assert merged is not None
    return merged.state


def by_post(name: str, postal: str) -> Address:
    """Return somebody without an e-mail address."""
    return Address("", name, postal)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"requester": AGENT, "person": ANNA}, {"requester": AGENT, "person": BEN}),
        ({"requester": by_post("Anna", "A St 1")}, {"requester": by_post("Ben", "A St 1")}),
        ({"requester": by_post("Anna", "A St 1")}, {"requester": by_post("Anna", "B St 2")}),
        ({"requester": ANNA}, {"requester": BEN}),
    ],
)
def test_two_people_are_not_merged(
    store: Store, mine: dict[str, Address], theirs: dict[str, Address]
) -> None:
    """One agent, one name or one house is not one person: each of them must be answered."""
    with pytest.raises(IllegalMove, match="different people"):
        merge(store, case(1, **mine), case(2, **theirs))
    assert [one.state for one in store.cases.load_many([1, 2])] == [CaseState.OPEN] * 2


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"requester": AGENT, "person": ANNA}, {"requester": AGENT, "person": ANNA}),
        ({"requester": by_post("Anna", "A St 1")}, {"requester": by_post("ANNA", "A  St 1")}),
    ],
)
def test_one_person_is_merged(
    store: Store, mine: dict[str, Address], theirs: dict[str, Address]
) -> None:
    """The same person through the same agent, or at the same house."""
    assert merge(store, case(1, **mine), case(2, **theirs)) is CaseState.CLOSED


@pytest.mark.parametrize(
    ("there", "ends"),
    [(Channel.LEGAL, CaseState.OPEN), (Channel.PRIVACY, CaseState.CLOSED)],
)
def test_a_withdrawal_closes_on_its_own_desk_only(
    store: Store, there: Channel, ends: CaseState
) -> None:
    """The case that it means may have moved since: then those who see it decide."""
    store.cases.save(opened(case(1, channel=there), RECEIVED))
    back = case(2, links=(Link(1, LinkKind.WITHDRAWS),))
    store.cases.save(opened(back, RECEIVED))
    owed = Owed(1, Debt.CLOSE_WITHDRAWN, "2", 2, None, None, "", 0)
    Withdrawals(store.cases, lambda: RECEIVED).close(owed)
    withdrawn = store.cases.load(1)
    assert withdrawn is not None
    assert withdrawn.state is ends


def test_restricted_cases_are_hidden_from_other_desks(store: Store) -> None:
    """Each desk knows of its own cases and of those in the open channel."""
    for number, where in enumerate((Channel.PRIVACY, Channel.LEGAL, Channel.SECURITY), 1):
        store.cases.save(opened(case(number, channel=where), RECEIVED))
    assert store.cases.hidden([1, 2, 3], Channel.PRIVACY) == {2, 3}
    assert store.cases.hidden([1, 2, 3], Channel.LEGAL) == {3}
    assert store.cases.hidden([], Channel.LEGAL) == frozenset()


def told(store: Store, number: int) -> set[int]:
    """Return the other cases that the history of a case and its links name."""
    book = Casebook(
        cases=store.cases,
        directory=store.directory,
        audit=store.audit,
        drafter=Drafter(replies.load(), ZoneInfo("UTC")),
        now=lambda: RECEIVED,
    )
    view = book.view(number)
    assert view is not None
    named = {int(event.facts.get(OTHER) or 0) for event in view.history} - {0}
    return named | {link.other for link in view.case.links}


def test_no_history_names_a_hidden_case(store: Store) -> None:
    """Once the other case is restricted, the history says no number, and the card is drawn anew."""
    for number in (1, 2):
        store.cases.save(opened(case(number), RECEIVED))
    joining = Joining(cases=store.cases, casebook=cast("Any", None), now=lambda: RECEIVED)
    joining.link(1, 2, "U0ADA", version=None)
    assert (told(store, 1), told(store, 2)) == ({2}, {1})
    while owed := store.outbox.due(letters=False, now=RECEIVED):
        store.outbox.settle(owed.id, "done", RECEIVED)
    second = store.cases.load(2)
    assert second is not None
    store.cases.save(decide(second, c.Move(actor="U0BEN", channel=Channel.LEGAL), RECEIVED))
    assert told(store, 1) == set()
    assert told(store, 2) == {1}  # who sees the restricted one may know of the open one
    rows = store.connections.rows("SELECT key FROM outbox WHERE state = 'waiting' AND kind='card'")
    assert {row["key"] for row in rows} == {"1", "2"}


def test_older_mails_of_a_merge_are_seen_to_come(store: Store) -> None:
    """An approval counts for what was read: an older mail that came by a merge was not."""
    for number in (1, 2):
        store.post_room.keep(
            [RawMail(Place("privacy", "INBOX", 1, number), b"%d" % number, RECEIVED)]
        )
        (kept,) = store.post_room.take(1)
        one = replace(case(number), requester=ANNA)
        made = (opened(one, RECEIVED),)
        store.post_room.file(
            [Filing(kept.id, InboundMail(senders=(ANNA,)), Disposition.CASE, decisions=made)],
            RECEIVED,
        )
    before = store.cases.newest_mail(2)
    joining = Joining(cases=store.cases, casebook=cast("Any", None), now=lambda: RECEIVED)
    joining.merge(1, 2, "U0ADA", version=None)
    assert before > 0
    assert store.cases.newest_mail(2) > before
