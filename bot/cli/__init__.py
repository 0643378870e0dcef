"""The words a person or the Procfile may say: `python -m bot COMMAND`."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.errors import IllegalMove, Misconfigured, Permanent, Transient

DONE, FAILED, USAGE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, its module in this package, and what it does."""

    name: str
    does: str

    @property
    def module(self) -> str:
        """Return the module that implements it."""
        return f"bot.cli.{self.name}"


COMMANDS = (
    Command("demo", "the whole product on embedded parts, in a browser"),
    Command("run", "the worker"),
    Command("triage", "dry run over mail files: what each would become"),
    Command("ingest", "old mail from files into the pipeline, resumable"),
    Command("directory", "clients and organisations: import, lookup, export"),
    Command("cases", "the queue in a terminal"),
    Command("deadline", "due dates with their arithmetic"),
    Command("stats", "the week in numbers, as table, JSON, CSV, picture or page"),
    Command("letters", "templates: list, render, check"),
    Command("quarantine", "mail that could not be read"),
    Command("person", "what the bot holds of a person: export, forget"),
    Command("retention", "what is due to be forgotten, and forget it"),
    Command("audit", "the audit log: verify, export"),
    Command("corrections", "staff's corrections of the classifier, redacted, to train with"),
    Command("doctor", "check every setting and every server"),
    Command("manifest", "the Slack app's manifest"),
    Command("backup", "copy the database to a file while it is in use"),
    Command("rekey", "seal everything with the present ENCRYPTION_KEY"),
    Command("migrate", "bring the database up to date"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 usage or configuration."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Privacy inbox triage: mail in, cards in Slack, approved letters out.",
        epilog="Example: python -m bot demo",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for command in COMMANDS:
        # Only the command that is asked for is imported: help and errors come at once.
        if words[:1] == [command.name]:
            module = importlib.import_module(command.module)
            child = commands.add_parser(
                command.name,
                help=command.does,
                description=f"{command.does[:1].upper()}{command.does[1:]}.",
                epilog=f"Example: {module.EXAMPLE}",
            )
            module.add_arguments(child)
            child.set_defaults(run=module.run)
        else:
            commands.add_parser(command.name, help=command.does)
    found = parser.parse_args(words)
    if not found.command:
        parser.print_help()
        return DONE
    try:
        return int(found.run(found))
    except Misconfigured as fault:
        for line in fault.faults:
            print(f"error: {line}", file=sys.stderr)
        return USAGE
    except (Transient, Permanent, IllegalMove) as fault:
        print(f"error: {fault}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away; nothing more can be said
        return FAILED
    except KeyboardInterrupt:
        return 130
