"""The directory's CSV: every faulty row is named with its line and reason."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from bot.core.errors import Misconfigured
from bot.core.parties import Entry, EntryKind

COLUMNS = ("name", "kind", "domains", "aliases", "contact_name", "contact_email", "website")
OPTIONAL = ("language", "sla_business_days", "notes")
_DOMAIN = re.compile(r"(?=.{3,253}$)([\w-]{1,63}\.)+[\w-]{2,63}")
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A row that cannot be imported; `line` counts from 1, the heading included."""

    line: int
    reason: str


def read_directory(path: Path) -> tuple[list[Entry], list[FaultyRow]]:
    """Return entries and faulty rows. Raises Misconfigured if it is no such file at all."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Misconfigured(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise Misconfigured(f"{path}: is not UTF-8; save it as CSV in UTF-8") from None
    reader = csv.DictReader(StringIO(text, newline=""), restkey="", strict=True)
    try:
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise Misconfigured(
                f"{path}: the heading lacks {', '.join(missing)}; it must have"
                f" {','.join(COLUMNS)} and may have {','.join(OPTIONAL)}"
            )
        return _rows(reader)
    except csv.Error as error:
        raise Misconfigured(f"{path}, line {reader.line_num}: {error}") from None


def _rows(reader: "csv.DictReader[str]") -> tuple[list[Entry], list[FaultyRow]]:
    entries: list[Entry] = []
    faults: list[FaultyRow] = []
    seen: dict[tuple[str, str], int] = {}
    for row in reader:
        line = reader.line_num
        cells = {key: (value or "").strip() for key, value in row.items() if key}
        if not any(cells.values()):
            continue
        reasons = list(_reasons(cells))
        key = (cells["kind"].lower(), cells["name"].casefold())
        if key in seen:
            reasons.append(f"the same name and kind stand in line {seen[key]}")
        if reasons:
            faults.append(FaultyRow(line, "; ".join(reasons)))
            continue
        seen[key] = line
        entries.append(_entry(cells))
    return entries, faults


def _reasons(cells: dict[str, str]) -> Iterator[str]:
    if not cells["name"]:
        yield "name is empty"
    if cells["kind"].lower() not in {kind.value for kind in EntryKind}:
        yield f"kind is {cells['kind'] or 'empty'!r}; write client or organisation"
    for domain in _split(cells["domains"]):
        if not _DOMAIN.fullmatch(domain):
            yield f"domains: {domain!r} is no domain"
    if cells["contact_email"] and not _ADDRESS.fullmatch(cells["contact_email"]):
        yield "contact_email is no e-mail address"
    days = cells.get("sla_business_days", "")
    if days and not days.isdigit():
        yield "sla_business_days is no whole number"


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _entry(cells: dict[str, str]) -> Entry:
    days = cells.get("sla_business_days", "")
    return Entry(
        name=cells["name"],
        kind=EntryKind(cells["kind"].lower()),
        domains=tuple(domain.lower() for domain in _split(cells["domains"])),
        aliases=_split(cells["aliases"]),
        contact_name=cells["contact_name"],
        contact_email=cells["contact_email"],
        website=cells["website"],
        language=cells.get("language", ""),
        sla_business_days=int(days) if days else None,
        notes=cells.get("notes", ""),
    )


def write_directory(entries: Iterable[Entry]) -> str:
    """Return entries as CSV that `read_directory` takes again."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*COLUMNS, *OPTIONAL))
    for entry in entries:
        writer.writerow(
            (
                entry.name,
                entry.kind.value,
                ";".join(entry.domains),
                ";".join(entry.aliases),
                entry.contact_name,
                entry.contact_email,
                entry.website,
                entry.language,
                "" if entry.sla_business_days is None else entry.sla_business_days,
                entry.notes,
            )
        )
    return out.getvalue()
