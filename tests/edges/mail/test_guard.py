"""The parse child: limits hold, one bad mail costs one mail, nothing is left behind."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from bot.edges.mail.guard import STOPPED, GuardedParser
from bot.edges.mail.mime import ParseSettings, parse
from tests.edges.mail.killers import KILLERS
from tests.servers.ports import wait_until

HEAD = b"From: ana@example.com\r\nSubject: hello\r\nMessage-ID: <g@example.com>\r\n\r\n"
GOOD = HEAD + b"please delete me\r\n"
SETTINGS = ParseSettings(frozenset({"mx.acme.test"}), False, "acme-1", "acme.test")


def alive(pid: int) -> bool:
    """Return whether a process exists and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_child_says_what_the_parser_says() -> None:
    """A mail parsed behind the wall equals the same mail parsed directly."""
    raws = [
        path.read_bytes() for path in sorted((Path(__file__).parents[2] / "mails").glob("*.eml"))
    ]
    with GuardedParser(SETTINGS) as guard:
        assert guard.parse(raws) == [parse(raw, SETTINGS) for raw in raws]


def test_one_child_serves_many_mails() -> None:
    """The child is reused, not started for each mail."""
    with GuardedParser(SETTINGS) as guard:
        guard.parse([GOOD])
        first = guard.pid
        guard.parse([GOOD] * 50)
        assert guard.pid == first


def test_each_killer_between_two_good_mails() -> None:
    """Good mails around every killer are read; the killer has a result too."""
    with GuardedParser(SETTINGS) as guard:
        for make in KILLERS.values():
            before, killer, after = guard.parse([GOOD, make(), GOOD])
            assert before.text == after.text == "please delete me"
            assert killer.subject or killer.problems


def test_a_mail_too_big_for_the_limits_is_unreadable_and_the_next_is_read() -> None:
    """Over the memory limit a mail keeps From and Subject; the one behind it goes on."""
    big = GOOD.replace(b"hello", b"too big") + b"x" * 150_000_000
    with GuardedParser(SETTINGS, memory_mb=128) as guard:
        mail, after = guard.parse([big, GOOD])
        assert not mail.readable
        assert mail.subject == "too big"
        assert mail.sender is not None
        assert mail.sender.email == "ana@example.com"
        assert mail.problems
        assert after.readable


def test_a_stalled_child_is_stopped_and_replaced() -> None:
    """A child that answers nothing costs one wall limit and one mail."""
    with GuardedParser(SETTINGS, wall_seconds=1.5) as guard:
        guard.parse([GOOD])
        pid = guard.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        stalled, after = guard.parse([GOOD, GOOD])
        assert stalled.problems == (STOPPED,)
        assert stalled.subject == "hello"
        assert after.readable
        assert not alive(pid)


def test_a_child_that_died_in_between_costs_no_mail() -> None:
    """A child killed while idle is replaced, and the mail is read."""
    with GuardedParser(SETTINGS) as guard:
        guard.parse([GOOD])
        pid = guard.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert wait_until(lambda: not alive(pid))
        assert guard.parse([GOOD])[0].readable


def test_close_leaves_no_process() -> None:
    """After close the child is gone; a later parse starts a new one."""
    guard = GuardedParser(SETTINGS)
    guard.parse([GOOD])
    pid = guard.pid
    assert pid is not None
    guard.close()
    assert not alive(pid)
    assert guard.pid is None


def test_the_child_ends_with_its_parent() -> None:
    """A worker killed without mercy leaves no child behind."""
    code = (
        "import sys, time\n"
        "from bot.edges.mail.guard import GuardedParser\n"
        "guard = GuardedParser()\n"
        "guard.parse([b'Subject: x\\n\\nhi'])\n"
        "print(guard.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.kill()
    assert wait_until(lambda: not alive(child))


def test_threads_may_share_one_parser() -> None:
    """Two threads get their own mails back."""
    wrong: list[str] = []
    with GuardedParser(SETTINGS) as guard:

        def work(name: bytes) -> None:
            for number in range(30):
                subject = b"%s-%d" % (name, number)
                mail = guard.parse([b"Subject: " + subject + b"\n\nhi"])[0]
                if mail.subject != subject.decode():
                    wrong.append(mail.subject)

        threads = [threading.Thread(target=work, args=(name,)) for name in (b"one", b"two")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_the_child_knows_neither_store_nor_slack_nor_spacy() -> None:
    """What the child imports stays small and has no way out."""
    code = "import sys, bot.edges.mail.child; print(*{m.partition('.')[0] for m in sys.modules})"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    unwanted = {
        "spacy",
        "slack_sdk",
        "slack_bolt",
        "sqlite3",
        "sqlite_utils",
        "imapclient",
        "numpy",
    }
    assert not unwanted & set(out.stdout.split())


def test_the_child_sees_nothing_of_the_environment() -> None:
    """Secrets of the worker's environment do not reach the process that reads hostile bytes."""
    os.environ["SECRET_CANARY"] = "canary"
    try:
        with GuardedParser(SETTINGS) as guard:
            guard.parse([GOOD])
            environment = Path(f"/proc/{guard.pid}/environ").read_bytes()
    finally:
        del os.environ["SECRET_CANARY"]
    assert b"canary" not in environment


def test_cleaning_is_imported_fast_and_alone() -> None:
    """The cleaning package needs no third party and little time."""
    code = (
        "import time; begun = time.process_time(); import classifiers.cleaning, sys;"
        "print(time.process_time() - begun, *{m.partition('.')[0] for m in sys.modules})"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, *modules = out.stdout.split()
    assert float(seconds) < 0.5
    assert not {"spacy", "numpy", "pydantic"} & set(modules)
