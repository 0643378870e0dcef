"""A backlog: read batch by batch, the next one taken while the one before is filed."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.flows.intake import Intake
from classifiers import Text, Verdict
from tests.fakes.reader import FakeReader
from tests.flows.world import World, request, world

__all__ = ["world"]


def attempts(world: World) -> list[int]:
    """Return how often each mail was taken, in order of arrival."""
    rows = world.store.connections.rows("SELECT attempts FROM messages ORDER BY id")
    return [row["attempts"] for row in rows]


def test_one_call_reads_a_backlog_in_order(world: World) -> None:
    """All that waits is read by one call, batch by batch; cases are numbered as mail came."""
    for number in range(7):
        world.arrives(request(f"Please delete me, number {number}."))
    assert world.intake.work(batch=2) == 7
    assert world.filed() == ["case"] * 7
    first = [world.store.cases.mails(case)[0][1].visible for case in range(1, 8)]
    assert first == [f"Please delete me, number {number}." for number in range(7)]
    assert world.intake.work() == 0


def test_a_stop_ends_after_the_batch_in_hand(world: World) -> None:
    """Who stops in an orderly way counts no attempt of a mail that it does not read."""
    for _ in range(6):
        world.arrives(request())
    answers = iter([False, True])
    assert world.intake.work(batch=2, stopping=lambda: next(answers)) == 4
    assert attempts(world) == [1, 1, 1, 1, 0, 0]


def test_a_batch_that_fails_takes_no_more_than_the_next_along(world: World) -> None:
    """Beyond the batch that failed and the one taken meanwhile, the backlog is as it was."""

    class Broken(FakeReader):
        def read(self, texts: Sequence[Text]) -> list[Verdict]:
            raise RuntimeError("a fault in our own code")

    for _ in range(6):
        world.arrives(request())
    broken = Intake(replace(world.parts, reader=Broken()))
    with pytest.raises(RuntimeError):
        broken.work(batch=2)
    assert attempts(world) == [1, 1, 1, 1, 0, 0]
    world.read()
    assert world.filed() == ["case"] * 6


def test_what_was_tried_before_is_taken_with_nothing_beside(world: World) -> None:
    """While a mail that may end the process is filed, no other mail's attempt is counted."""
    world.arrives(request())
    assert len(world.store.post_room.take(9)) == 1  # by a worker that stops right here
    seen: list[list[int]] = []

    class Watching(FakeReader):
        def read(self, texts: Sequence[Text]) -> list[Verdict]:
            world.arrives(request("Another wish to delete."))
            seen.append(attempts(world))
            return super().read(texts)

    watching = Intake(replace(world.parts, reader=Watching()))
    assert watching.work() == 1
    assert seen == [[2, 0]]
