"""The parse child: mails in by stdin, what they say out by stdout, under limits of its own.

Started by exec as `python -m bot.edges.mail.child MEMORY_MB CPU_SECONDS`; knows
neither the store nor Slack nor spaCy, and opens nothing.
"""

import contextlib
import resource
import signal
import sys
from typing import Final

from bot.edges.mail.frames import (
    mail_to_json,
    read_frame,
    settings_from_json,
    write_frame,
)
from bot.edges.mail.mime import parse

OPEN_FILES: Final = 32


def limit(memory_mb: int) -> None:
    """Bound this process: address space, open files, no files written, no core dump."""
    size = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_cpu(seconds: int) -> None:
    """Grant so many more CPU seconds; beyond them the kernel ends this process (SIGXCPU)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def main(arguments: list[str]) -> int:
    """Serve frames until stdin ends."""
    memory_mb, cpu_seconds = int(arguments[0]), int(arguments[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit(memory_mb)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    first = read_frame(source)
    if first is None:
        return 0
    settings = settings_from_json(first)
    with contextlib.suppress(BrokenPipeError):
        while (raw := read_frame(source)) is not None:
            allow_cpu(cpu_seconds)
            answer = mail_to_json(parse(raw, settings))
            del raw
            write_frame(sink, answer)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
