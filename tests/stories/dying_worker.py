"""A worker that kills itself (SIGKILL) before or after its n-th commit; run by test_kill."""

import json
import sys
from pathlib import Path

from bot.bootstrap import Office, run_once
from bot.core.case import LetterState
from bot.edges.store.directory_domains import HostIndex
from bot.settings import read_settings
from tests.fakes.dying import Dying
from tests.fakes.reader import FakeReader

HostIndex()  # reads the list of public suffixes, once for all workers that are forked


def main(settings_file: str, when: str = "", at: str = "0") -> None:
    """Do what there is to do, approve as a person would, and send."""
    settings, boxes = read_settings(json.loads(Path(settings_file).read_text()), None)
    office = Office(settings, boxes, pace=0.0, reader=FakeReader())
    office.store.connections.__class__ = Dying
    Dying.when, Dying.at = when, int(at)
    run_once(office)
    for case in office.store.cases.load_many(office.store.cases.queue()):
        for letter in case.letters[:1]:
            if letter.state is LetterState.DRAFT:
                office.review.approve(case.id, letter.id, letter.digest, "U0ADA")
    run_once(office)
    office.close()
    sys.stdout.write(str(Dying.count))
