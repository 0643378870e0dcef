"""The commands of trust as an operator types them, in processes of their own."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bot.core.catalogue import PartyKind
from tests.servers.ports import free_port, wait_until
from tests.stories.rig import Rig, mail, text_of

ROOT = Path(__file__).parent.parent.parent
ADDRESS = "maren.holt@posteo.example"
ASKS = "Please delete my account and all my personal data. quicksilver"


def environment(rig: Rig, **more: str) -> dict[str, str]:
    """Return the environment of a process."""
    base = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(rig.folder)}
    return {**base, **rig.environment(**more)}


def bot(rig: Rig, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run a command."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=rig.folder,
        env=environment(rig, **more),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def files(rig: Rig) -> bytes:
    """Return the bytes of the database and of what lies beside it."""
    return b"".join(one.read_bytes() for one in (rig.folder / "data").glob("privacy.sqlite3*"))


def filed(rig: Rig, **more: str) -> None:
    """Let one mail come in and become a case with a card."""
    rig.imap.deliver(mail(ASKS, "Delete Maren"))
    done = bot(rig, "run", "--once", **more)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("key", ["", "k" * 40], ids=["plain", "encrypted"])
def test_person(rig: Rig, key: str) -> None:
    """Export tells all as one JSON object; forget leaves no byte, names backups and open cases."""
    more = {"ENCRYPTION_KEY": key}
    filed(rig, **more)
    backup = rig.folder / "backup.sqlite3"
    assert bot(rig, "backup", str(backup), **more).returncode == 0
    exported = bot(rig, "person", "export", ADDRESS.upper(), **more)
    found = json.loads(exported.stdout)
    assert [case["number"] for case in found["cases"]] == ["P-0001"]
    assert "quicksilver" in found["mails"][0]["read_as"]["text"]
    dry = bot(rig, "person", "forget", ADDRESS, "--dry-run", **more)
    assert "1 cases, 1 mails" in dry.stderr
    gone = bot(rig, "person", "forget", ADDRESS, **more)
    assert gone.returncode == 0, gone.stderr
    assert "P-0001 was still open" in gone.stderr
    assert f"this backup still holds what it held: {backup}" in gone.stderr
    assert "1 copies in the mailbox" in gone.stderr
    data = files(rig)
    for secret in (b"maren", b"Maren", b"Holt", b"posteo.example", b"quicksilver"):
        assert secret not in data, secret
    again = bot(rig, "person", "forget", ADDRESS, **more)
    assert "nothing is held about this address" in again.stderr
    applied = bot(rig, "retention", "--apply", **more)
    assert applied.returncode == 0, applied.stderr
    assert bot(rig, "retention", **more).stderr.count("nothing is due") == 1
    assert bot(rig, "audit", "verify", **more).returncode == 0
    assert bot(rig, "run", "--once", **more).returncode == 0
    assert "quicksilver" not in " ".join(text_of(one) for one in rig.cards())


def test_not_an_address(rig: Rig) -> None:
    """A slip of the keyboard is a usage fault, without a traceback."""
    done = bot(rig, "person", "forget", "maren")
    assert done.returncode == 2
    assert "is no e-mail address" in done.stderr


def test_hold(rig: Rig) -> None:
    """A held case is not forgotten until it is released."""
    filed(rig)
    assert bot(rig, "cases", "hold", "P-0001").returncode == 0
    refused = bot(rig, "person", "forget", ADDRESS)
    assert refused.returncode == 1
    assert "P-0001 is under legal hold" in refused.stderr
    assert bot(rig, "cases", "hold", "1").returncode == 1
    assert bot(rig, "cases", "release", "1").returncode == 0
    assert bot(rig, "person", "forget", ADDRESS).returncode == 0


def test_backup_restores(rig: Rig) -> None:
    """A backup put in the database's place is the database."""
    filed(rig)
    backup = rig.folder / "backup.sqlite3"
    made = bot(rig, "backup", str(backup))
    assert made.returncode == 0, made.stderr
    assert backup.stat().st_mode & 0o777 == 0o600
    assert bot(rig, "backup", str(backup)).returncode == 2
    assert bot(rig, "backup", str(rig.folder / "no" / "where")).returncode == 2
    for one in (rig.folder / "data").glob("privacy.sqlite3*"):
        one.unlink()
    backup.rename(rig.folder / "data" / "privacy.sqlite3")
    listed = bot(rig, "cases", "list", "--json")
    assert json.loads(listed.stdout)["case"] == "P-0001"
    assert "holds: " in bot(rig, "audit", "verify").stdout


def test_keys(rig: Rig) -> None:
    """A first key, a rotation, and a lost key, as an operator meets them."""
    filed(rig, ENCRYPTION_KEY="")
    assert b"quicksilver" in files(rig)
    assert bot(rig, "run", "--once", ENCRYPTION_KEY="a" * 40).returncode == 0
    assert b"quicksilver" not in files(rig)
    lost = bot(rig, "cases", "list", ENCRYPTION_KEY="b" * 40)
    assert lost.returncode == 2
    assert "ENCRYPTION_KEY: the database was sealed with another key" in lost.stderr
    keys = {"ENCRYPTION_KEY": "b" * 40, "ENCRYPTION_KEY_OLD": "a" * 40}
    turned = bot(rig, "rekey", **keys)
    assert turned.returncode == 0, turned.stderr
    assert "ENCRYPTION_KEY_OLD may go" in turned.stderr
    assert bot(rig, "cases", "list", ENCRYPTION_KEY="b" * 40).returncode == 0


def test_a_readable_env_file_is_refused(rig: Rig) -> None:
    """`.env` holds every secret: if everybody may read it, nothing starts."""
    file = rig.folder / ".env"
    file.write_text("PLACE=DE\n")
    file.chmod(0o644)
    done = bot(rig, "cases", "list")
    assert done.returncode == 2
    assert "chmod 600 .env" in done.stderr
    assert "Traceback" not in done.stderr
    file.chmod(0o640)
    assert bot(rig, "cases", "list").returncode == 0


def test_a_damaged_database_is_told(rig: Rig) -> None:
    """No traceback: what is wrong, and what to do."""
    filed(rig)
    path = rig.folder / "data" / "privacy.sqlite3"
    path.write_bytes(b"no database at all " * 500)
    done = bot(rig, "cases", "list")
    assert done.returncode == 2
    assert "restore a backup" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_ephemeral_disk_is_refused(rig: Rig) -> None:
    """Where the disk is gone with each deploy nothing starts, unless it is told to."""
    refused = bot(rig, "cases", "list", DYNO="worker.1")
    assert refused.returncode == 2
    assert "ALLOW_EPHEMERAL_DISK" in refused.stderr
    assert bot(rig, "cases", "list", DYNO="worker.1", ALLOW_EPHEMERAL_DISK="true").returncode == 0


def get(port: int) -> dict[str, object] | None:
    """Return what /healthz says, or None while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            found: dict[str, object] = json.load(answer)
            return found
    except (urllib.error.HTTPError, OSError):
        return None


def test_two_workers(rig: Rig) -> None:
    """The second waits, healthy or not it does nothing; when the first stops it takes over."""
    ports = (free_port(), free_port())
    workers = []
    try:
        for port in ports:
            with (rig.folder / f"{port}.log").open("w") as log:
                workers.append(
                    subprocess.Popen(
                        [sys.executable, "-m", "bot", "run"],
                        cwd=rig.folder,
                        env=environment(rig, HEALTH_PORT=str(port)),
                        stderr=log,
                    )
                )
            if port == ports[0]:
                assert wait_until(lambda: get(ports[0]), 120)
        second = rig.folder / f"{ports[1]}.log"
        assert wait_until(lambda: "another worker is at work" in second.read_text(), 120)
        assert get(ports[1]) is None
        rig.imap.deliver(mail(ASKS))
        rig.card("P-0001")
        workers[0].send_signal(signal.SIGTERM)
        assert workers[0].wait(60) == 0
        found = rig.waits(lambda: get(ports[1]), 120)
        assert found["ok"] is True
        rig.imap.deliver(mail(ASKS + " again", sender="Ed Nilsen <ed.nilsen@posteo.example>"))
        rig.card("P-0002")
        workers[1].send_signal(signal.SIGTERM)
        assert workers[1].wait(60) == 0
    finally:
        for worker in workers:
            if worker.poll() is None:
                worker.kill()
                worker.wait(30)


def test_a_waiting_worker_can_be_stopped(rig: Rig) -> None:
    """SIGTERM ends a worker that never got the lease."""
    office = rig.office()
    assert office.lease.take()
    log = rig.folder / "waiting.log"
    with log.open("w") as stderr:
        waiting = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=rig.folder,
            env=environment(rig),
            stderr=stderr,
        )
    try:
        assert wait_until(lambda: "another worker is at work" in log.read_text(), 120)
        waiting.send_signal(signal.SIGTERM)
        assert waiting.wait(60) == 0
    finally:
        if waiting.poll() is None:
            waiting.kill()
            waiting.wait(30)
        office.lease.release()
        office.close()


def test_files_with_personal_data_are_the_owners_alone(rig: Rig) -> None:
    """Database, its log and every export: 0600, also over a file that everybody could read."""
    filed(rig, ENCRYPTION_KEY="")
    data = rig.folder / "data"
    assert data.stat().st_mode & 0o777 == 0o700
    office = rig.office(ENCRYPTION_KEY="")
    office.review.reclassify(1, ["access"], PartyKind.UNKNOWN, None, "U0ADA")
    beside = sorted(data.glob("privacy.sqlite3*"))
    assert len(beside) == 3
    assert {one.stat().st_mode & 0o777 for one in beside} == {0o600}
    office.close()
    out = rig.folder / "corrections.jsonl"
    out.touch()
    out.chmod(0o644)
    done = bot(rig, "corrections", "export", str(out), ENCRYPTION_KEY="")
    assert done.returncode == 0, done.stderr
    assert out.stat().st_mode & 0o777 == 0o600
    assert "quicksilver" in out.read_text()
    nowhere = bot(rig, "corrections", "export", str(rig.folder / "no" / "where"), ENCRYPTION_KEY="")
    assert nowhere.returncode == 2
    assert nowhere.stderr.startswith("error: FILE: cannot write")
