"""Upkeep that kills itself (SIGKILL) before or after its n-th commit; run by test_kill_upkeep."""

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bot.edges.store import Store, open_store
from bot.edges.store.register import RetentionRegister
from bot.flows.retention import Retention
from tests.edges.store.kept import ASKER, NOW
from tests.fakes.dying import Dying

SECRET, OLD, NEW = "s" * 40, "o" * 40, "n" * 40
LATER = NOW + timedelta(days=1200)  # everything that was closed at NOW is due


def _rekey(store: Store) -> None:
    store.vault.rekey(lambda _done, _of: None)


def _retention(store: Store) -> None:
    register = RetentionRegister(
        store.connections, store.sealed, store.keys, store.forgetting, lambda: LATER
    )
    scene = Retention(
        register=register,
        purges=store.purges,
        shredders={},
        now=lambda: LATER,
        today=LATER.date,
    )
    assert scene.run() == []


def _person(store: Store) -> None:
    traces = store.person.traces(ASKER.email)
    if not traces.nothing:
        store.forgetting.forget_person(traces, "operator", LATER)
    if store.scrubbing.owed:  # as the worker's next start does
        assert store.scrubbing.scrub()


DEEDS: dict[str, Callable[[Store], None]] = {
    "rekey": _rekey,
    "retention": _retention,
    "person": _person,
}


def main(folder: str, deed: str, when: str = "", at: str = "0") -> None:
    """Do the deed, in a plain file if it begins with `plain-`, until the end or its death."""
    plain, _, deed = deed.rpartition("-")
    old, new = ((OLD,), NEW) if deed == "rekey" else ((), "" if plain else OLD)
    store = open_store(Path(folder) / "db.sqlite3", SECRET, new, old)
    store.connections.__class__ = Dying
    Dying.when, Dying.at = when, int(at)
    DEEDS[deed](store)
    store.close()
    sys.stdout.write(str(Dying.count))
