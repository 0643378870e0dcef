"""`demo`: the whole product on embedded parts, in a browser."""

import argparse
import logging
import signal
import sys
import threading
import webbrowser
from types import FrameType

from bot.cli.office import start_logging
from bot.core.errors import Misconfigured

EXAMPLE = "python -m bot demo --port 8080"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--port", type=int, default=0, help="where the page listens")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--seconds", type=float, help="end by itself after so many seconds")


def run(arguments: argparse.Namespace) -> int:
    """Show the demo until Ctrl-C, or until its seconds are over."""
    try:
        from bot.demo.show import Demo  # noqa: PLC0415  (its servers are an extra)
    except ModuleNotFoundError as missing:
        raise Misconfigured(
            f"the demo needs {missing.name}: pip install -r bot/demo/requirements.txt"
        ) from None
    if not 0 <= arguments.port < 65_536:
        raise Misconfigured(f"--port {arguments.port}: a port is a number from 1 to 65535")
    if arguments.seconds is not None and arguments.seconds < 0:
        raise Misconfigured(f"--seconds {arguments.seconds:g}: time does not run backwards")
    start_logging(level=logging.WARNING)
    over = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        over.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    try:
        with Demo(arguments.port) as demo:
            print(f"The demo is at {demo.url} (Ctrl-C ends it)", flush=True)
            if not arguments.no_browser:
                webbrowser.open(demo.url)
            demo.feed()
            over.wait(arguments.seconds)
            print("The demo ends.", file=sys.stderr)
    except OSError as fault:
        if arguments.port and fault.errno is not None:
            raise Misconfigured(f"--port {arguments.port}: {fault.strerror}") from None
        raise
    return 0
