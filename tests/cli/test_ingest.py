"""Old mail is brought in by a command that may be killed at any moment."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.cli.test_run import ROOT, bot, lines, rig
from tests.servers.ports import wait_until
from tests.stories.rig import Rig, mail

__all__ = ["rig"]

COUNT = 400


def test_killed_and_run_again_it_brings_each_mail_once(tmp_path: Path, rig: Rig) -> None:
    """Killed by SIGKILL half-way, run once more: as many messages as mails, none twice."""
    box = tmp_path / "old.mbox"
    with box.open("wb") as out:
        for number in range(COUNT):
            raw = mail(f"Please delete my account {number}.", sender=f"M <m{number}@x.example>")
            out.write(b"From x@y.example Mon Nov  2 09:00:00 2026\n")
            out.write(raw.replace(b"\r\n", b"\n") + b"\n")
    settings = rig.environment()
    (tmp_path / ".env").write_text(lines(settings))
    (tmp_path / ".env").chmod(0o600)
    killed = subprocess.Popen(
        [sys.executable, "-m", "bot", "ingest", str(box)],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        stderr=subprocess.DEVNULL,
    )
    assert wait_until(lambda: filed(tmp_path) > 0 or killed.poll() is not None, 60.0)
    killed.kill()
    killed.wait()
    assert 0 < filed(tmp_path) < COUNT
    again = bot("ingest", str(box), folder=tmp_path, env=lines(settings))
    assert again.returncode == 0, again.stderr
    assert filed(tmp_path) == COUNT
    assert total(tmp_path, "SELECT count(*) FROM cases") == COUNT


def filed(folder: Path) -> int:
    """Return how many mails are filed."""
    return total(folder, "SELECT count(*) FROM messages WHERE state = 'filed'")


def total(folder: Path, query: str) -> int:
    """Return a count; 0 while there is no database yet."""
    found = sorted((folder / "data").glob("*.sqlite3")) if (folder / "data").is_dir() else []
    if not found:
        return 0
    connection = sqlite3.connect(found[0])
    try:
        return int(connection.execute(query).fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()
