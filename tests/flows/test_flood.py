"""A flood of mails: a channel stays readable, and every case is there."""

from bot.core.moves import Debt
from tests.bench.flood import flood
from tests.flows.batch_desk import Desk, desk

__all__ = ["desk"]


def test_a_flood_is_few_cards_and_no_case_is_lost(desk: Desk) -> None:
    """Of 300 mails an hour 12 have cards, one digest stands for the others, all are cases.

    `python -m tests.bench.flood` does the same with 5,000.
    """
    found = flood(desk, 300, 12)
    assert found.cases == 300
    assert found.posts[Debt.CARD] == 12
    assert found.posts[Debt.FLOOD_CARD] == 1
    assert found.posts.total() < 40
    assert found.digest.waiting == 288
    assert dict(found.digest.types) == {"delete": 96, "access": 96, "optout_marketing": 96}
    assert len(desk.store.cases.queue(limit=1_000)) == 300
