"""Processes that begin with everything imported: a start costs milliseconds, so there can be many.

usage: python -m tests.servers.forks MODULE

For each line of input, a JSON list of where to write and the arguments, the module's `main`
runs in a process of its own, which shares nothing with the others but loaded modules. How it
ended is printed.
"""

import json
import os
import subprocess
import sys
import tempfile
import traceback
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended; the return code is negative for a signal, as with subprocess."""

    returncode: int
    stdout: str
    stderr: str


class Forks:
    """Runs a module's `main` in one new process after another."""

    def __init__(self, module: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="forks-")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.servers.forks", module],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *arguments: str) -> Ended:
        """Run one process until it ends or dies. Raises RuntimeError if none could be started."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        said = [Path(self._folder.name, name) for name in ("stdout", "stderr")]
        self._process.stdin.write(json.dumps([*map(str, said), *arguments]) + "\n")
        self._process.stdin.flush()
        ended = self._process.stdout.readline()
        if not ended:
            raise RuntimeError("no process could be started: its module's own words are above")
        return Ended(int(ended), said[0].read_text(), said[1].read_text())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._process.communicate(timeout=60)
        self._folder.cleanup()


def main(module: str) -> None:
    """Start a process for each line of input, one after the other."""
    run = import_module(module).main
    for line in sys.stdin:
        stdout, stderr, *arguments = json.loads(line)
        child = os.fork()  # this process has one thread of ours and nothing open
        if child == 0:
            for descriptor, path in ((1, stdout), (2, stderr)):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
            code = 0
            try:
                run(*arguments)
            except BaseException:  # noqa: BLE001  (it is the end of the process)
                traceback.print_exc()
                code = 1
            sys.stdout.flush()
            os._exit(code)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
