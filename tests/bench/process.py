"""The worker as a process of its own: start-up, latency to the card, memory, idle CPU."""

import contextlib
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.demo.slack import APP_TOKEN, BOT_TOKEN, StandIn, StandInThread
from bot.edges.slack.manifest import manifest
from tests.bench import rooms
from tests.bench.mails import mails
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpSink

_CHANNEL = "C0PRIVACY"
_PATIENCE = 600.0  # seconds
_BIG = 40 * 1024 * 1024
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    latencies: int
    backlog: int
    idle_seconds: float


@dataclass(slots=True)
class Figures:
    """Seconds, megabytes (PSS of all processes) and share of a core (0 to 1)."""

    ready: float = 0.0
    latency_median: float = 0.0
    latency_late: float = 0.0
    idle_mb: float = 0.0
    backlog_mb: float = 0.0
    big_mail_mb: float = 0.0
    idle_cpu: float = 0.0


def measure(imap: Dovecot, folder: Path, sizes: Sizes, say: Callable[[str], None]) -> Figures:
    """Start a worker on real servers and measure it from outside."""
    figures = Figures()
    with (
        SmtpSink() as smtp,
        StandInThread(StandIn(manifest(), burst=None)) as slack,
        _worker(_settings(imap, folder, smtp, slack)) as (pid, begun),
    ):
        slack.wait_connected()
        figures.ready = time.perf_counter() - begun
        say(f"ready after {figures.ready:.1f} s; {sizes.latencies} mails one by one")
        # The first mail starts the parse child, so that idle means ready to read.
        times = [_card(imap, slack, raw) for raw in mails(sizes.latencies + 1, seed=5)][1:]
        times.sort()
        figures.latency_median = statistics.median(times)
        figures.latency_late = times[int(len(times) * 0.95)]
        say(f"at rest for {sizes.idle_seconds:.0f} s")
        time.sleep(3)
        before = _cpu(pid)
        time.sleep(sizes.idle_seconds)
        figures.idle_cpu = (_cpu(pid) - before) / sizes.idle_seconds
        figures.idle_mb = _pss(pid)
        say("one mail of 40 MB")
        with _peak(pid) as peak:
            _card(imap, slack, _big_mail())
        figures.big_mail_mb = peak.mb
        say(f"a backlog of {sizes.backlog} mails")
        total = _read(folder) + sizes.backlog
        with _peak(pid) as peak:
            rooms.fill(imap, mails(sizes.backlog, seed=6))
            _until(lambda: _read(folder) >= total, "the backlog was never read")
        figures.backlog_mb = peak.mb
    return figures


def _settings(imap: Dovecot, folder: Path, smtp: SmtpSink, slack: StandInThread) -> dict[str, str]:
    return rooms.environment(
        folder,
        imap,
        SMTP_PORT=str(smtp.port),
        SLACK_BOT_TOKEN=BOT_TOKEN,
        SLACK_APP_TOKEN=APP_TOKEN,
        SLACK_API_URL=slack.base_url,
    )


@contextmanager
def _worker(settings: dict[str, str]) -> Iterator[tuple[int, float]]:
    environment = {"PATH": os.environ["PATH"], "ALLOW_EPHEMERAL_DISK": "true", **settings}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        yield process.pid, begun
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _card(imap: Dovecot, slack: StandInThread, raw: bytes) -> float:
    """Deliver a mail and return the seconds until its card stands in the channel."""
    count = len(slack.messages(_CHANNEL))
    time.sleep(1.2)  # Slack takes one message a second in a channel; that wait is not ours
    begun = time.perf_counter()
    imap.deliver(raw)
    _until(lambda: len(slack.messages(_CHANNEL)) > count, "no card came", 0.01)
    return time.perf_counter() - begun


def _until(condition: Callable[[], bool], else_: str, pause: float = 0.5) -> None:
    end = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(else_)
        time.sleep(pause)


def _read(folder: Path) -> int:
    with contextlib.closing(sqlite3.connect(folder / "privacy.sqlite3")) as database:
        query = "SELECT count(*) FROM messages WHERE state NOT IN ('stored', 'reading')"
        return int(database.execute(query).fetchone()[0])


def _big_mail() -> bytes:
    head = (
        b"From: Big <big@mailhaven.example>\r\nTo: privacy@example.test\r\n"
        b"Subject: My photos\r\nMessage-ID: <big@mailhaven.example>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\n"
        b"Please delete my account and everything on these pictures.\r\n--b\r\n"
        b'Content-Type: image/tiff; name="a.tif"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    line = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\r\n"
    return head + line * (_BIG // len(line)) + b"--b--\r\n"


# -- a process and its children, from /proc ------------------------------------------------


def _family(pid: int) -> list[int]:
    """Return a process and its children."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(child) for child in task.read_text().split()]
    return found


def _pss(pid: int) -> float:
    """Return megabytes, shared pages parted among those who share them."""
    total = 0
    for one in _family(pid):
        with contextlib.suppress(OSError):
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
            total += int(rollup.partition("\nPss:")[2].split()[0])
    return total / 1024


def _cpu(pid: int) -> float:
    """Return the CPU seconds used so far."""
    ticks = 0
    for one in _family(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICKS


@dataclass(slots=True)
class _Peak:
    mb: float = 0.0
    stopping: threading.Event = field(default_factory=threading.Event)


@contextmanager
def _peak(pid: int) -> Iterator[_Peak]:
    peak = _Peak()

    def watch() -> None:
        while not peak.stopping.wait(0.1):
            peak.mb = max(peak.mb, _pss(pid))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        peak.stopping.set()
        thread.join()
