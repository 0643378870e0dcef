"""The words after `python -m classifiers`; results on stdout, progress and faults on stderr."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

DONE, NOT_RIGHT, USAGE = 0, 1, 2


def say(text: str) -> None:
    """Tell the person at the terminal, apart from the results."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def put(text: str) -> None:
    """Write a result."""
    sys.stdout.write(text + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 not right, 2 usage."""
    # One thread: sums in another order would make other bytes.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    parser = _parser()
    options = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] | None = getattr(options, "command", None)
    if command is None:
        parser.print_help()
        return DONE
    from classifiers.corpus import BadExamplesError  # noqa: PLC0415
    from classifiers.matcher import BadPhraseError  # noqa: PLC0415
    from classifiers.model_files import ModelError  # noqa: PLC0415

    try:
        return command(options)
    except (BadExamplesError, BadPhraseError) as error:
        say(f"These lines must be put right first:\n{error}")
        return USAGE
    except ModelError as error:
        say(str(error))
        return USAGE
    except BrokenPipeError:
        sys.stderr.close()
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m classifiers", description="The model that reads privacy mail."
    )
    commands = parser.add_subparsers(metavar="COMMAND")
    train = commands.add_parser(
        "train",
        help="learn from the examples and write the model",
        epilog="example: python -m classifiers train --with-corrections corrections.jsonl",
    )
    train.add_argument("--with-corrections", metavar="FILE", type=Path, help="JSON lines")
    train.add_argument("--out", metavar="FOLDER", type=Path, help="instead of the shipped model")
    train.set_defaults(command=_train)
    evaluate = commands.add_parser(
        "evaluate",
        help="measure the model on the mails kept apart",
        epilog="example: python -m classifiers evaluate --picture confusion.svg",
    )
    evaluate.add_argument("--json", action="store_true", help="figures as one JSON object")
    evaluate.add_argument("--picture", metavar="FILE", type=Path, help="confusion matrix, SVG")
    evaluate.add_argument("--set", metavar="FOLDER", type=Path, help="other mails, <lang>.jsonl")
    evaluate.add_argument("--record", action="store_true", help="write classifiers/metrics.json")
    evaluate.add_argument("--model", metavar="FOLDER", type=Path)
    evaluate.add_argument(
        "--cluttered", action="store_true", help="what chatter, footers and quotes cost"
    )
    evaluate.set_defaults(command=_evaluate)
    predict = commands.add_parser(
        "predict",
        help="read mails: JSON lines with subject and body, or one plain text",
        epilog="example: echo 'Please delete my account' | python -m classifiers predict",
    )
    predict.add_argument("file", nargs="?", type=Path, help="default: standard input")
    predict.add_argument("--model", metavar="FOLDER", type=Path)
    predict.set_defaults(command=_predict)
    check = commands.add_parser(
        "check",
        help="find near-duplicates, thin cells and doubtful labels among the examples",
        epilog="example: python -m classifiers check --json",
    )
    check.add_argument("--json", action="store_true", help="findings as JSON lines")
    check.set_defaults(command=_check)
    return parser


def _train(options: argparse.Namespace) -> int:
    from classifiers.commands import train  # noqa: PLC0415

    return train(options.with_corrections, options.out, say)


def _evaluate(options: argparse.Namespace) -> int:
    from classifiers.commands import evaluate  # noqa: PLC0415

    return evaluate(options, say, put)


def _predict(options: argparse.Namespace) -> int:
    from classifiers import load  # noqa: PLC0415
    from classifiers.mail_lines import BadLineError, texts_of  # noqa: PLC0415

    try:
        content = (
            options.file.read_text("utf-8") if options.file else sys.stdin.buffer.read().decode()
        )
        texts = texts_of(content)
    except (OSError, UnicodeDecodeError) as error:
        say(f"cannot read {options.file or 'standard input'}: {error}")
        return USAGE
    except BadLineError as error:
        say(str(error))
        return USAGE
    for verdict in load(options.model).read(texts):
        put(json.dumps(asdict(verdict), ensure_ascii=False))
    return DONE


def _check(options: argparse.Namespace) -> int:
    from classifiers.checks import findings  # noqa: PLC0415

    found = findings(say)
    for finding in found:
        put(
            json.dumps(asdict(finding), ensure_ascii=False)
            if options.json
            else f"{finding.kind:14} {finding.where}: {finding.what}"
        )
    say(f"{len(found)} findings")
    return NOT_RIGHT if found else DONE
