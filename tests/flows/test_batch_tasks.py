"""Batched letters that say "done": they wait for their tasks, and stay in the batch."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.errors import IllegalMove
from bot.edges.slack import crowd_cards
from tests.flows.batch_desk import ACK, Desk, open_desk

DONE = "optout_marketing/confirm"


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Iterator[Desk]:
    """Four requests of one template, each for deletion and against marketing."""
    found = open_desk(tmp_path / "p.sqlite3")
    for number in range(1, 5):
        found.request(number, subject="Deletion, and no newsletter any more")
    found.world.read()
    found.work()
    yield found
    found.store.close()


def test_clicking_a_letter_that_waits_for_tasks_keeps_the_batch_together(desk: Desk) -> None:
    """Whoever asks for letters that say "done" hears of the tasks, and no case drops out."""
    keys = {letter.key for letter in desk.case(1).letters}
    assert DONE in keys, keys
    with pytest.raises(IllegalMove, match="tasks are open in 4 cases"):
        desk.batches.begin(1, DONE, "UADA")
    assert [case.id for case in desk.view().cases] == [1, 2, 3, 4]
    assert desk.work() == []


def test_the_card_offers_only_what_can_be_approved(desk: Desk) -> None:
    """What waits for tasks has no button, and the card says for what it waits."""
    said = str(crowd_cards.batch(desk.view()))
    buttons = said.partition("batch.read.0")[0].count("batch.read") + said.count("Read & approve 4")
    assert buttons == len({one.key for one in desk.case(1).letters} - {DONE})
    assert "Not yet: the tasks of these cases are open" in said
    assert said.count("2 to approve, 1 waiting for tasks") == 4


def test_a_case_whose_tasks_are_finished_is_approved_before_the_others(desk: Desk) -> None:
    """One finished case is read and approved; those that wait stay where they are."""
    open_tasks = [task.id for line in desk.case(2).lines for task in line.open_tasks]
    desk.review.finish_tasks(2, dict.fromkeys(open_tasks, "done"), "UADA")
    page = desk.batches.begin(1, DONE, "UADA")
    assert [number for number, _ in page.letters] == [2]
    assert [case.id for case in desk.view().cases] == [1, 2, 3, 4]
    assert desk.batches.begin(1, ACK, "UADA").total == 4
