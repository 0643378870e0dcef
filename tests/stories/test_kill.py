"""The machine stops at every commit of a case's life: nothing lost, nothing twice."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.case import LetterState
from bot.edges.store import open_store
from tests.servers.forks import Forks
from tests.stories.rig import PRIVACY, Rig, mail, text_of

# Another secret for each life: Message-IDs are deterministic, and the Sent folder remembers.
SECRET = "s" * 40
COMMITS = 30  # more than a life has; the test says if it ever has more


@pytest.fixture
def workers() -> Iterator[Forks]:
    """Give what runs a worker until it ends or dies."""
    with Forks("tests.stories.dying_worker") as made:
        yield made


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_every_commit(rig: Rig, workers: Forks, when: str) -> None:
    """Whichever commit a worker dies at, its next start loses no mail and repeats no letter."""
    died = 0
    for at in range(1, COMMITS + 1):
        folder = rig.folder / f"{when}{at}"
        settings = rig.folder / f"{when}{at}.json"
        settings.write_text(
            json.dumps(rig.environment(DATA_DIR=str(folder), SECRET_KEY=SECRET + str(at)))
        )
        rig.smtp.delivered.clear()
        rig.slack.call(rig.slack.stand_in.workspace.messages[PRIVACY].clear)
        rig.imap.deliver(mail(f"Please delete everything about me. ({when} {at})"))
        first = workers.run(str(settings), when, str(at))
        died += first.returncode == -9
        if first.returncode == 0:
            assert int(first.stdout) < at, "the life of a case has no more commits"
            break
        assert first.returncode == -9, first.stderr
        again = workers.run(str(settings))
        assert again.returncode == 0, again.stderr
        check(rig, folder, SECRET + str(at))
    else:
        pytest.fail(f"a life has more than {COMMITS} commits: raise COMMITS")
    assert died > 10


def check(rig: Rig, folder: Path, secret: str) -> None:
    """One case, one card, and at most one letter, which is known or shown as doubtful."""
    store = open_store(folder / "privacy.sqlite3", secret, "k" * 40)
    cases = store.cases.load_many(store.cases.queue(limit=9) + store.cases.queue(closed=True))
    assert [case.id for case in cases] == [1]
    assert len([m for m in rig.cards() if "P-0001" in text_of(m)]) == 1
    assert store.post_room.waiting() == 0
    assert store.audit.verify().fault == ""
    state = cases[0].letters[0].state
    if state is LetterState.DOUBTFUL:
        assert len(rig.smtp.delivered) <= 1
        assert "Doubtful" in text_of(rig.card("P-0001"))
    else:
        assert state is LetterState.SENT
        assert len(rig.smtp.delivered) == 1
    store.close()
