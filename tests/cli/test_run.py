"""`run`, `demo`, `doctor` and the rest as an operator types them, in processes of their own."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.mail import DemoMail
from bot.demo.samples import samples
from bot.demo.slack import StandIn, StandInThread
from bot.edges.slack.manifest import manifest
from tests.servers.dovecot import Dovecot, require_dovecot
from tests.servers.ports import wait_until
from tests.servers.smtp import SmtpSink
from tests.stories.rig import DemoImap, Rig, mail, text_of

ROOT = Path(__file__).parent.parent.parent


def bot(*words: str, folder: Path, env: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a command in a folder with a `.env`."""
    (folder / ".env").write_text(env)
    (folder / ".env").chmod(0o600)
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def lines(settings: dict[str, str]) -> str:
    """Return settings as a `.env`."""
    return "".join(f'{name}="{value}"\n' for name, value in settings.items())


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """Give the servers."""
    with (
        SmtpSink() as smtp,
        DemoMail() as demo,
        StandInThread(StandIn(manifest(), burst=None)) as slack,
    ):
        yield Rig(tmp_path, DemoImap(demo), smtp, slack)


@pytest.mark.dovecot
def test_once_over_dovecot() -> None:
    """`run --once` reads what is there over TLS, posts the cards and exits 0."""
    require_dovecot()
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
    folder.chmod(0o755)
    with (
        Dovecot(folder) as imap,
        SmtpSink() as smtp,
        StandInThread(StandIn(manifest(), burst=None)) as slack,
    ):
        rig = Rig(folder, imap, smtp, slack)
        imap.deliver(mail("Please delete everything you hold about me."))
        imap.deliver(mail("What data do you have on me? Send me a copy.", "Access"))
        found = bot("run", "--once", folder=folder, env=lines(rig.environment()))
        assert found.returncode == 0, found.stderr
        assert [n for n in (1, 2, 3) if any(f"P-000{n}" in text_of(m) for m in rig.cards())] == [
            1,
            2,
        ]
        again = bot("run", "--once", folder=folder, env=lines(rig.environment()))
        assert again.returncode == 0, again.stderr
        assert len(rig.cards()) == 2


def test_three_faults_at_once(tmp_path: Path, rig: Rig) -> None:
    """Every fault of the settings is named with what to do, and the exit code is 2."""
    settings = rig.environment() | {"SMTP_PORT": "many", "SLACK_BOT_TOKEN": "nope"}
    del settings["SECRET_KEY"]
    found = bot("run", "--once", folder=tmp_path, env=lines(settings))
    assert found.returncode == 2
    for name in ("SECRET_KEY", "SMTP_PORT", "SLACK_BOT_TOKEN"):
        assert f"error: {name}:" in found.stderr
    assert found.stderr.count("error:") == 3
    assert "Traceback" not in found.stderr
    assert "nope" not in found.stderr


def test_a_server_that_is_down_is_said(tmp_path: Path, rig: Rig) -> None:
    """`run --once` with a mailbox that does not answer exits 1 and says which."""
    settings = rig.environment() | {"MAILBOX_PRIVACY_PORT": "1"}
    found = bot("run", "--once", folder=tmp_path, env=lines(settings))
    assert found.returncode == 1
    assert "mailbox privacy" in found.stderr
    assert "Traceback" not in found.stderr


def test_sigterm_ends_the_worker(tmp_path: Path, rig: Rig) -> None:
    """SIGTERM ends the worker within ten seconds, exit code 0."""
    (tmp_path / ".env").write_text(lines(rig.environment()))
    (tmp_path / ".env").chmod(0o600)
    worker = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )
    rig.slack.wait_connected()
    worker.send_signal(signal.SIGTERM)
    _, said = worker.communicate(timeout=30)
    assert worker.returncode == 0, said
    assert "Traceback" not in said


def test_doctor_is_content_and_names_what_is_wrong(tmp_path: Path, rig: Rig) -> None:
    """With everything up nothing fails; a wrong channel is named with what to do."""
    good = bot("doctor", folder=tmp_path, env=lines(rig.environment()))
    assert good.returncode == 0, good.stdout + good.stderr
    assert "fail" not in good.stdout
    assert "this clock and Slack's differ by" in good.stdout
    assert "slack live" not in good.stdout
    live = bot("doctor", "--slack-live", folder=tmp_path, env=lines(rig.environment()))
    assert live.returncode == 0, live.stdout + live.stderr
    assert "slack live: the test card was deleted" in live.stdout
    assert rig.slack.messages("C0PRIVACY") == []
    settings = rig.environment() | {
        "CHANNEL_LEGAL": "C0NOWHERE",
        "SMTP_USER": "privacy@example.test",
        "SMTP_OAUTH2_TOKEN_FILE": str(tmp_path / "nowhere"),
    }
    bad = bot("doctor", folder=tmp_path, env=lines(settings))
    assert bad.returncode == 1
    assert "is the bot invited?" in bad.stdout
    assert "look at SMTP_OAUTH2_*" in bad.stdout


def test_demo_runs_and_ends() -> None:
    """The demo prints its address, serves its page, and ends by itself."""
    demo = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--no-browser", "--seconds", "8"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert demo.stdout is not None
    address = re.search(r"http://\S+", demo.stdout.readline())
    assert address is not None
    with urllib.request.urlopen(address[0], timeout=30) as page:  # noqa: S310  (loopback)
        assert b"privacy" in page.read()
    _, said = demo.communicate(timeout=60)
    assert demo.returncode == 0, said
    assert "Traceback" not in said


def test_every_sample_becomes_a_card_or_is_listed(rig: Rig) -> None:
    """Each sample mail that deserves a card has one; noise is on the daily list."""
    from datetime import UTC, datetime

    for raw in samples("privacy@example.test", datetime.now(UTC)):
        rig.imap.deliver(raw)
    worker = rig.start()
    count = len(list(samples("privacy@example.test", datetime.now(UTC))))
    store = worker.office.store

    def filed() -> bool:
        done = store.connections.rows("SELECT 1 FROM messages WHERE state = 'filed'")
        return len(done) == count

    assert wait_until(filed, 60)
    cases = store.connections.rows("SELECT id, channel FROM cases")
    noise = store.connections.rows("SELECT message_id FROM noise")
    assert len(cases) + len(noise) == count
    channels = {"privacy": "C0PRIVACY", "legal": "C0LEGAL", "security": "C0SECURITY"}
    for row in cases:
        rig.card(f"P-{row['id']:04d}", channels[row["channel"]])
    rig.card("Daily list")
    rig.stop()


def test_old_mail_comes_in_once(tmp_path: Path, rig: Rig) -> None:
    """`ingest` reads an mbox into cases; again it adds nothing; older mail gets no drafts."""
    box = tmp_path / "old.mbox"
    asks = ("Please delete my account.", "Send me a copy of my data, please.")
    days = ("Mon Nov  2 09:00:00 2026", "Fri Jan  2 09:00:00 2026")
    with box.open("wb") as out:
        for text, day in zip(asks, days, strict=True):
            out.write(f"From x@y.example {day}\n".encode() + mail(text).replace(b"\r\n", b"\n"))
            out.write(b"\n")
    words = ["ingest", str(box), "--no-letters-before", "2026-10-01"]
    for _ in range(2):
        found = bot(*words, folder=tmp_path, env=lines(rig.environment()))
        assert found.returncode == 0, found.stderr
    shown = bot("cases", "list", "--json", folder=tmp_path, env=lines(rig.environment()))
    records = [json.loads(line) for line in shown.stdout.splitlines()]
    assert {tuple(one["types"]) for one in records} == {("delete",), ("access",)}
    office = rig.office(DATA_DIR=str(tmp_path / "data"))
    letters = {case.types[0]: len(case.letters) for case in office.store.cases.load_many([1, 2])}
    office.close()
    assert letters["delete"] > 0
    assert letters["access"] == 0


def test_the_directory_needs_no_servers(tmp_path: Path) -> None:
    """Commands that only touch the database run before Slack and the mailbox are set up."""
    (tmp_path / "c.csv").write_text(
        "name,kind,domains,aliases,contact_name,contact_email,website\n"
        "Larkspur Outfitters,client,larkspur.example,,Dana,p@larkspur.example,\n"
    )
    env = lines({"SECRET_KEY": "s" * 40, "DATA_DIR": str(tmp_path / "data")})
    found = bot("directory", "import", "c.csv", folder=tmp_path, env=env)
    assert found.returncode == 0, found.stderr
    assert "Larkspur" in bot("directory", "export", folder=tmp_path, env=env).stdout
    missing = bot("directory", "export", folder=tmp_path, env="")
    assert missing.returncode == 2
    assert missing.stderr.count("error:") == 1


def test_deadline_as_json() -> None:
    """`deadline --json` prints one object with the stable keys."""
    words = ["--received", "2026-01-31", "--regime", "eu", "--type", "access", "--json"]
    found = subprocess.run(
        [sys.executable, "-m", "bot", "deadline", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    record = json.loads(found.stdout)
    keys = "regime rule acknowledge target safe statutory extension_notice_by arithmetic source"
    assert list(record) == keys.split()
    assert record["statutory"] == "2026-03-02"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["deadline", "--received", "x", "--regime", "mars", "--type", "y"], "--received"),
        (["triage", "/nowhere.eml"], "/nowhere.eml"),
        (["cases", "show", "seven"], "no case number"),
        (["cases", "list", "--type", "nope"], "no request type"),
        (["demo", "--port", "99999"], "--port 99999"),
        (["quarantine", "show"], "say which"),
        (["nonsense"], "invalid choice"),
    ],
)
def test_mistakes_are_explained(tmp_path: Path, rig: Rig, words: list[str], says: str) -> None:
    """A user's mistake gets a sentence and exit code 2, never a traceback."""
    found = bot(*words, folder=tmp_path, env=lines(rig.environment()))
    assert found.returncode == 2
    assert says in found.stderr
    assert "Traceback" not in found.stderr


def test_bare_command_prints_help(tmp_path: Path) -> None:
    """`python -m bot` alone shows what there is."""
    found = bot(folder=tmp_path)
    assert found.returncode == 0
    for name in ("demo", "run", "triage", "doctor"):
        assert name in found.stdout
