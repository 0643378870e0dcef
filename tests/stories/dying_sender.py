"""A sender of letters that is killed again and again; run by test_kill_sending.

usage: python -m tests.stories.dying_sender DATABASE SMTP_PORT

At a line on its standard input it starts a worker as a process of its own, which recovers and
sends, as a starting worker does, and prints its number, so that somebody can kill it. At the
next line it waits for that worker's end and prints how it ended. The worker inherits nothing
but loaded modules: a start costs milliseconds, so that there can be many.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path

from bot.edges.mail.account import MailAccount
from bot.edges.mail.compose import compose
from bot.edges.mail.smtp import SmtpMailer
from bot.edges.store import open_store
from bot.flows.letters_out import LetterSender
from bot.loops import now
from tests.fakes.letters import letter_parts

SECRET = "s" * 40


def main(database: str, port: str) -> None:
    """Start a worker for each line of input."""
    for _ in sys.stdin:
        child = os.fork()  # this process has one thread and no open database
        if child == 0:
            send(Path(database), int(port))
            os._exit(0)
        say(str(child))
        sys.stdin.readline()  # until then its number belongs to nobody else
        _, status = os.waitpid(child, 0)
        say(str(os.waitstatus_to_exitcode(status)))


def say(words: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def send(database: Path, port: int) -> None:
    """Recover, then send until nothing is due."""
    store = open_store(database, SECRET)
    mailer = SmtpMailer(MailAccount("smtp", "127.0.0.1", port, tls="none"))
    parts = replace(letter_parts(store, mailer, now), compose=compose, per_hour=10_000)
    sender = LetterSender(parts)
    sender.recover()
    while sender.step():
        pass


if __name__ == "__main__":
    main(*sys.argv[1:])
