"""A worker that looks at its calendar, posts what that owes, and may kill itself at a commit."""

import json
import sys
from datetime import datetime
from pathlib import Path

from bot.bootstrap import Office
from bot.settings import read_settings
from tests.fakes.dying import Dying


def main(settings_file: str, now: str, when: str = "", at: str = "0") -> None:
    """Do what the calendar asks for, post it all, and say how many commits that took."""
    settings, boxes = read_settings(json.loads(Path(settings_file).read_text()), None)
    moment = datetime.fromisoformat(now)
    office = Office(settings, boxes, now=lambda: moment, pace=0.0)
    office.store.connections.__class__ = Dying
    Dying.when, Dying.at = when, int(at)
    office.reminders.work()
    office.digests.work()
    office.desk_sender.recover()
    while office.desk_sender.step():
        pass
    office.close()
    sys.stdout.write(str(Dying.count))
