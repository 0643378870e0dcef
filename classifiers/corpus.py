"""Example mails on disk: one JSON object a line, the folder is the language, the file the type."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from classifiers.verdict import JURISDICTIONS, PARTIES, SENDERS, Machine, Text

EXAMPLES = Path(__file__).parent / "examples"
EVALUATION = Path(__file__).parent / "evaluation"
NEUTRAL = Path(__file__).parent / "neutral"


class BadExamplesError(Exception):
    """Example files that cannot be used; the text lists every fault with file and line."""


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled mail. `types_ok` are further labels that are not wrong (evaluation only)."""

    subject: str
    body: str
    types: tuple[str, ...]
    language: str
    party: str = "unknown"
    sender: str = "person"
    jurisdiction: str = "none"
    types_ok: tuple[str, ...] = ()
    machine: Machine = ""
    sender_email: str = ""
    where: str = ""

    @property
    def text(self) -> Text:
        """Return the mail as the classifier would get it."""
        return Text(self.subject, self.body, machine=self.machine, sender_email=self.sender_email)


def read_examples(folder: Path = EXAMPLES) -> list[Example]:
    """Return every example under `folder`/<lang>/<type>.jsonl, in the order of file names.

    Raises BadExamplesError listing every faulty line.
    """
    files = sorted(folder.glob("*/*.jsonl"))
    known = {file.stem for file in files}
    return _read(((file, file.parent.name, file.stem) for file in files), known)


def read_evaluation(folder: Path = EVALUATION, known: Iterable[str] = ()) -> list[Example]:
    """Return every mail of `folder`/<lang>.jsonl; raises BadExamplesError like read_examples."""
    return _read(((file, file.stem, "") for file in sorted(folder.glob("*.jsonl"))), set(known))


def read_neutral(folder: Path = NEUTRAL) -> list[str]:
    """Return sentences that ask for nothing, one a line of `folder`/<lang>.txt."""
    lines = (line for file in sorted(folder.glob("*.txt")) for line in _lines(file))
    return [line for line in lines if line and not line.startswith("#")]


def digest(folder: Path = EXAMPLES, neutral: Path = NEUTRAL) -> str:
    """Return the SHA-256 over names and content of everything a model is trained on."""
    total = hashlib.sha256()
    for root in (folder, neutral, Path(__file__).parent / "phrases"):
        for file in sorted(p for p in root.rglob("*") if p.suffix in {".jsonl", ".txt"}):
            total.update(f"{file.relative_to(root)}\n".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _lines(file: Path) -> list[str]:
    return [line.strip() for line in file.read_text("utf-8").splitlines()]


def _read(files: Iterable[tuple[Path, str, str]], known: set[str]) -> list[Example]:
    found: list[Example] = []
    faults: list[str] = []
    for file, language, first in files:
        for number, line in enumerate(file.read_text("utf-8").split("\n"), start=1):
            if not line.strip():
                continue
            where = f"{file.parent.name}/{file.name}:{number}"
            try:
                example = example_from(json.loads(line), language, where)
            except (ValueError, KeyError, TypeError) as error:
                faults.append(f"{where}: {error}")
                continue
            faults += [f"{where}: {fault}" for fault in _faults(example, first, known)]
            found.append(example)
    if faults:
        raise BadExamplesError("\n".join(faults))
    return found


def example_from(row: dict[str, object], language: str, where: str = "") -> Example:
    """Return the example that one JSON object says; raises ValueError saying what is missing."""
    if not isinstance(row, dict):
        raise TypeError("not a JSON object")
    types = row.get("types")
    if not isinstance(types, list) or not types or not all(isinstance(t, str) for t in types):
        raise ValueError('"types" must be a list of at least one request type')
    ok = row.get("types_ok") or []
    if not isinstance(ok, list):
        raise TypeError('"types_ok" must be a list')
    machine = str(row.get("machine") or "")
    return Example(
        subject=str(row.get("subject") or ""),
        body=str(row.get("body") or ""),
        types=tuple(dict.fromkeys(types)),
        language=str(row.get("language") or row.get("lang") or language),
        party=str(row.get("party") or "unknown"),
        sender=str(row.get("sender") or "person"),
        jurisdiction=str(row.get("jurisdiction") or "none"),
        types_ok=tuple(map(str, ok)),
        machine=machine if machine in {"auto_reply", "bounce"} else "",  # type: ignore[arg-type]
        sender_email=str(row.get("sender_email") or ""),
        where=where,
    )


def _faults(example: Example, first: str, known: set[str]) -> Iterator[str]:
    if first and example.types[0] != first:
        yield f"first type is {example.types[0]}, the file is named {first}"
    if known:
        for name in set(example.types) - known:
            yield f"unknown request type {name!r}; known are the names of the example files"
    if not (example.subject.strip() or example.body.strip()):
        yield "neither subject nor body"
    for value, allowed, field in (
        (example.party, PARTIES, "party"),
        (example.sender, SENDERS, "sender"),
        (example.jurisdiction, JURISDICTIONS, "jurisdiction"),
    ):
        if value not in allowed:
            yield f"{field} {value!r} is not one of {', '.join(allowed)}"
