"""Wires what shows many cases at once: batches of one template, and floods."""

from collections.abc import Callable
from datetime import date, datetime

from bot.core.batch import Item
from bot.edges.store import Store
from bot.flows.batches import BatchDesk, BatchParts
from bot.flows.casebook import Casebook
from bot.flows.crowds import Crowds
from bot.flows.review import Review


def make_batch_desk(
    store: Store,
    casebook: Casebook,
    review: Review,
    today: Callable[[], date],
    now: Callable[[], datetime],
) -> BatchDesk:
    """Return the scene of batches; each letter is approved as it would be on its own card."""

    def approve(item: Item, actor: str) -> object:
        return review.approve(
            item.case_id,
            item.letter_id,
            item.digest,
            actor,
            seen=item.seen,
            ticked=frozenset(item.warnings),
        )

    return BatchDesk(
        BatchParts(
            batches=store.batches,
            cases=store.cases,
            casebook=casebook,
            approve=approve,
            today=today,
            now=now,
        )
    )


def make_crowds(store: Store, batches: BatchDesk, per_hour: int) -> Crowds:
    """Return what is asked before every post about one case."""
    return Crowds(
        cases=store.cases,
        posts=store.posts,
        floods=store.floods,
        batches=batches,
        per_hour=per_hour,
    )
