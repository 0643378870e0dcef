"""A full, read-only, damaged or foreign database, met by each command that opens it."""

import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.demo.mail import DemoMail
from bot.demo.slack import StandIn, StandInThread
from bot.edges.slack.manifest import manifest
from bot.edges.store import open_store
from tests.servers.smtp import SmtpSink
from tests.stories.rig import DemoImap, Rig
from tests.trust.test_commands import ASKS, environment, filed

NAME = "privacy.sqlite3"
COMMANDS = {
    "cases list": 0, "cases show 1": 0, "cases hold 1": 1, "quarantine list": 0,
    "directory export": 0, "directory lookup acme": 1, "directory import {csv}": 1,
    "person find quicksilver": 0, "person export maren.holt@posteo.example": 1,
    "person forget maren.holt@posteo.example": 1, "retention": 0, "retention --apply": 1,
    "audit verify": 0, "audit export": 0, "corrections export {out}": 0, "stats": 0,
    "rekey": 1, "backup {out}": 1, "ingest {mail}": 1, "run --once": 1, "migrate": 0, "doctor": 0,
}  # fmt: skip
"""Each command, and how it ends where nothing can be written: 0 for those that only read."""


def garble(path: Path) -> None:
    """Damage every page but the first."""
    data = bytearray(path.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096 : page * 4096 + 3000] = b"\xff" * 3000
    path.write_bytes(data)


def cut_off(path: Path) -> None:
    """Lose the second half, as by a copy that did not end."""
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def foreign(path: Path) -> None:
    """Put something else there."""
    path.write_bytes(b"a letter to my aunt, and no database at all " * 400)


def write_protected(path: Path) -> None:
    """Say in the header that only a newer SQLite may write (file format, section 1.3.3)."""
    data = bytearray(path.read_bytes())
    data[18] = 3
    path.write_bytes(data)


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """Give the servers, and a database with one case, closed and copied for each command."""
    folder = tmp_path_factory.mktemp("broken")
    with (
        SmtpSink() as smtp,
        DemoMail() as demo,
        StandInThread(StandIn(manifest(), burst=None)) as slack,
    ):
        made = Rig(folder, DemoImap(demo), smtp, slack)
        filed(made)
        (folder / "mail.eml").write_bytes(b"From: ed@posteo.example\r\n\r\n" + ASKS.encode())
        (folder / "new.csv").write_text(
            "name,kind,domains,aliases,contact_name,contact_email,website\n"
            "Acme,client,acme.example,,,privacy@acme.example,\n"
        )
        yield made


def run(
    rig: Rig, line: str, folder: Path, before: Callable[[], None] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a command over the database in a folder."""
    places = {"csv": "new.csv", "mail": "mail.eml", "out": str(folder / "out")}
    words = [word.format(**places) for word in line.split()]
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=rig.folder,
        env=environment(rig, DATA_DIR=str(folder)),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        preexec_fn=before,
    )


def copy_of(rig: Rig, folder: Path) -> Path:
    """Return a copy of the database."""
    folder.mkdir(exist_ok=True)
    shutil.copy(rig.folder / "data" / NAME, folder / NAME)
    return folder / NAME


DAMAGES = (garble, cut_off, foreign)
EACH = [(line, DAMAGES[at % 3 : at % 3 + 1]) for at, line in enumerate(COMMANDS)]
"""Each command meets one damage, in turn: all open the database in the same way."""
EVERY = [(line, DAMAGES) for line in ("cases list", "run --once")]
NO_WRITE = (write_protected, "read-only", False)
NO_ROOM = (None, "disk", True)


@pytest.mark.parametrize(("line", "damages"), [*EACH, *EVERY])
def test_each_command(
    rig: Rig, tmp_path: Path, line: str, damages: tuple[Callable[[Path], None], ...]
) -> None:
    """A sentence that says what to do instead of a traceback; what is there stays as it is."""
    for damage in damages:
        path = copy_of(rig, tmp_path)
        damage(path)
        bytes_before = path.read_bytes()
        done = run(rig, line, tmp_path)
        assert done.returncode in {1, 2}, (damage.__name__, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr, damage.__name__
        assert "restore a backup" in done.stdout + done.stderr, (damage.__name__, done.stderr)
        assert path.read_bytes() == bytes_before, damage.__name__
        for beside in tmp_path.glob(f"{NAME}-*"):
            beside.unlink()
        (tmp_path / "out").unlink(missing_ok=True)


@pytest.mark.parametrize("line", COMMANDS)
def test_each_command_without_a_byte_to_write(rig: Rig, tmp_path: Path, line: str) -> None:
    """Read-only, or a full disk: what only reads works, the rest says why; nothing is lost.

    A full disk is met by the commands that write.
    """
    for damage, words, full in (NO_WRITE, NO_ROOM) if COMMANDS[line] else (NO_WRITE,):
        path = copy_of(rig, tmp_path)
        if damage:
            damage(path)
        done = run(rig, line, tmp_path, _no_room if full else None)
        assert "Traceback" not in done.stderr, done.stderr
        if line != "directory lookup acme":  # it ends with 1 where nobody is found
            allowed = {0} if damage and not COMMANDS[line] else {1, 2}
            assert done.returncode in allowed, (words, done.returncode, done.stderr)
        if done.returncode and "nobody is found" not in done.stderr:
            assert words in done.stdout + done.stderr, done.stderr
        if damage:
            data = bytearray(path.read_bytes())
            data[18] = 2
            path.write_bytes(data)
        store = open_store(path, "s" * 40, "k" * 40)
        assert store.audit.verify().fault == ""
        assert [case.id for case in store.cases.load_many([1])] == [1]
        store.close()
        for beside in tmp_path.glob(f"{NAME}*"):
            beside.unlink()
        (tmp_path / "out").unlink(missing_ok=True)


def _no_room() -> None:
    """No file of this process may grow: the kernel refuses, as a full disk does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
