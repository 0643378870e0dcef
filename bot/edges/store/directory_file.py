"""The directory's CSV: every faulty row is named with its line and reason."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from bot.core.errors import Misconfigured
from bot.core.parties import Entry, EntryKind
from bot.core.spreadsheet import guarded, unguarded
from bot.edges.store.directory_domains import ascii_host, host_of

COLUMNS = ("name", "kind", "domains", "aliases", "contact_name", "contact_email", "website")
OPTIONAL = ("language", "sla_business_days", "notes")
_HOST = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}"
)
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_LONGEST_NAME = 200  # characters
_MOST_DAYS = 366
_STEP = 1000  # rows between two words of progress

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A row that cannot be imported; `line` is its first line, from 1, the heading included."""

    line: int
    reason: str


def read_directory(
    path: Path, progress: Progress = lambda rows: None
) -> tuple[list[Entry], list[FaultyRow]]:
    """Return entries and faulty rows; `progress` hears of every thousandth row.

    Raises Misconfigured if it is no such file at all.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Misconfigured(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise Misconfigured(f"{path}, line {line}: is not UTF-8; save it as CSV UTF-8") from None
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        heading = _heading(path, next(reader, []))
        return _rows(heading, _lines(reader), progress)
    except csv.Error as error:
        raise Misconfigured(
            f"{path}, line {reader.line_num}: {error}; a quotation mark may be missing"
        ) from None


def _heading(path: Path, cells: Sequence[str]) -> tuple[str, ...]:
    names = tuple(cell.strip().lower() for cell in cells)
    wanted = f"it must have {','.join(COLUMNS)} and may have {','.join(OPTIONAL)}"
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        raise Misconfigured(f"{path}, line 1: separate the columns by commas; {wanted}")
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise Misconfigured(f"{path}, line 1: the heading lacks {', '.join(missing)}; {wanted}")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise Misconfigured(f"{path}, line 1: the heading has {', '.join(twice)} twice")
    return names


def _lines(reader: "Iterator[list[str]]") -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line on which it begins; a cell may span lines."""
    start = reader.line_num  # type: ignore[attr-defined]
    for cells in reader:
        yield start + 1, cells
        start = reader.line_num  # type: ignore[attr-defined]


def _rows(
    heading: tuple[str, ...], lines: Iterable[tuple[int, list[str]]], progress: Progress
) -> tuple[list[Entry], list[FaultyRow]]:
    entries: list[Entry] = []
    faults: list[FaultyRow] = []
    seen: dict[tuple[str, str], int] = {}
    for count, (line, values) in enumerate(lines, 1):
        if count % _STEP == 0:
            progress(count)
        if not any(value.strip() for value in values):
            continue
        paired = zip(heading, values, strict=False)
        cells = {key: unguarded(value.strip()).strip() for key, value in paired}
        reasons = list(_shape(heading, values)) or list(_reasons(cells))
        key = (cells.get("kind", "").lower(), cells.get("name", "").casefold())
        if key in seen:
            reasons.append(f"the same name and kind stand in line {seen[key]}")
        if reasons:
            faults.append(FaultyRow(line, "; ".join(reasons)))
            continue
        seen[key] = line
        entries.append(_entry(cells))
    return entries, faults


def _shape(heading: tuple[str, ...], values: Sequence[str]) -> Iterator[str]:
    needed = max(heading.index(name) for name in COLUMNS) + 1
    if len(values) < needed or len(values) > len(heading):
        yield (
            f"{len(values)} cells, the heading has {len(heading)};"
            " put a cell with a comma in quotation marks"
        )


def _reasons(cells: dict[str, str]) -> Iterator[str]:
    if not cells["name"]:
        yield "name is empty"
    if len(cells["name"]) > _LONGEST_NAME:
        yield f"name is longer than {_LONGEST_NAME} characters"
    if cells["kind"].lower() not in {kind.value for kind in EntryKind}:
        yield f"kind is {cells['kind'] or 'empty'!r}; write client or organisation"
    for domain in _split(cells["domains"]):
        if not _HOST.fullmatch(ascii_host(_domain(domain))):
            yield f"domains: {domain!r} is no domain; write example.com;example.org"
    if cells["contact_email"] and not _ADDRESS.fullmatch(cells["contact_email"]):
        yield "contact_email is no e-mail address"
    if cells["website"] and not _HOST.fullmatch(host_of(cells["website"])[0]):
        yield "website is no web address; write https://www.example.com"
    if cells.get("language") and not _LANGUAGE.fullmatch(cells["language"]):
        yield "language is no language code; write en, de, pt-BR"
    days = cells.get("sla_business_days", "")
    if days and not (days.isdecimal() and 1 <= int(days) <= _MOST_DAYS):
        yield f"sla_business_days is no whole number from 1 to {_MOST_DAYS}"


def _split(cell: str) -> tuple[str, ...]:
    parts = (part.strip() for part in cell.replace("\n", ";").split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def _domain(text: str) -> str:
    """Return the domain that people mean who write @example.com, *.example.com or a URL."""
    text = text.removeprefix("@").removeprefix("*.")
    return host_of(text)[0] if "//" in text or text.endswith("/") else text.lower()


def _entry(cells: dict[str, str]) -> Entry:
    days = cells.get("sla_business_days", "")
    return Entry(
        name=" ".join(cells["name"].split()),
        kind=EntryKind(cells["kind"].lower()),
        domains=tuple(_domain(domain) for domain in _split(cells["domains"])),
        aliases=_split(cells["aliases"]),
        contact_name=cells["contact_name"],
        contact_email=cells["contact_email"],
        website=cells["website"],
        language=cells.get("language", "").partition("-")[0].lower(),
        sla_business_days=int(days) if days else None,
        notes=cells.get("notes", ""),
    )


def entry_from(cells: Mapping[str, str]) -> tuple[Entry | None, dict[str, str]]:
    """Return the entry of one row's cells, or None and what is wrong, by cell."""
    row = dict.fromkeys((*COLUMNS, *OPTIONAL), "")
    row |= {name: " ".join(text.split()) for name, text in cells.items()}
    wrong = {reason.split()[0].rstrip(":"): reason for reason in _reasons(row)}
    return (None, wrong) if wrong else (_entry(row), {})


def write_directory(entries: Iterable[Entry]) -> str:
    """Return entries as CSV that `read_directory` takes again; a spreadsheet runs nothing of it."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*COLUMNS, *OPTIONAL))
    for entry in entries:
        cells = (
            entry.name,
            entry.kind.value,
            ";".join(entry.domains),
            ";".join(entry.aliases),
            entry.contact_name,
            entry.contact_email,
            entry.website,
            entry.language,
            "" if entry.sla_business_days is None else str(entry.sla_business_days),
            entry.notes,
        )
        writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue()
