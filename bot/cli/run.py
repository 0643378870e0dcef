"""`run`: the worker, until it is stopped, or once over what is there."""

import argparse
import gc
import logging
import signal
import sys
import threading
from types import FrameType

from bot.bootstrap import Worker, run_once
from bot.cli.office import open_office

EXAMPLE = "python -m bot run --once"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--once", action="store_true", help="what is there now, then exit")


def run(arguments: argparse.Namespace) -> int:
    """Run the worker."""
    office = open_office(level=logging.INFO)
    if arguments.once:
        try:
            troubles = run_once(office)
        finally:
            office.close()
        for trouble in troubles:
            print(f"error: {trouble}", file=sys.stderr)
        return 1 if troubles else 0
    worker = Worker(office)
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()
        worker.signal.stop()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    worker.start()
    gc.freeze()  # what is loaded by now stays: no collection need walk through the model again
    worker.serve()
    worker.stop()
    return 0 if stop.is_set() else 2  # a useless Slack token, a lost lease: the log says which
