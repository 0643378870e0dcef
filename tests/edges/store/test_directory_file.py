"""The directory's CSV and its import: all or nothing, every fault named, again without harm."""

import csv
import io
import itertools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.errors import Misconfigured
from bot.core.parties import Entry, EntryKind
from bot.edges.store import Store, open_store
from bot.edges.store.directory_file import read_directory, write_directory

HEADING = "name,kind,domains,aliases,contact_name,contact_email,website"
SECRET = "s" * 44
SETTINGS = {
    "SECRET_KEY": SECRET,
    "MAILBOXES": "privacy",
    "MAILBOX_PRIVACY_HOST": "localhost",
    "MAILBOX_PRIVACY_TLS": "none",
    "MAILBOX_PRIVACY_USER": "privacy",
    "MAILBOX_PRIVACY_PASSWORD": "secret",
    "SMTP_HOST": "localhost",
    "SMTP_TLS": "none",
    "SMTP_FROM": "privacy@segment.example",
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "CHANNEL_PRIVACY": "C01",
    "APPROVERS": "U01",
}


def write(folder: Path, *rows: str, heading: str = HEADING) -> Path:
    """Write a file with these rows and return its path."""
    path = folder / "directory.csv"
    path.write_text("\n".join((heading, *rows)) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A fresh database."""
    made = open_store(tmp_path / "db.sqlite3", SECRET, "")
    yield made
    made.close()


def test_cells_hold_several_values(tmp_path: Path) -> None:
    """Semicolons part domains and aliases; what people write for a domain is understood."""
    row = "PulseFit,Client,@pulsefit.example; *.pulsefit.test;https://www.pf.example/,Pulse;PF,,,"
    entries, faults = read_directory(write(tmp_path, row))
    assert faults == []
    assert entries[0].domains == ("pulsefit.example", "pulsefit.test", "pf.example")
    assert entries[0].aliases == ("Pulse", "PF")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",client,,,,,", "name is empty"),
        ("A,firm,,,,,", "kind is 'firm'; write client or organisation"),
        ("A,,,,,,", "kind is 'empty'"),
        ("A,client,no domain,,,,", "domains: 'no domain' is no domain"),
        ("A,client,a.example;localhost,,,,", "domains: 'localhost' is no domain"),
        ("A,client,,,,someone,", "contact_email is no e-mail address"),
        ("A,client,,,,,no site", "website is no web address"),
        ("A,client,,,,", "6 cells, the heading has 7"),
        ("A,client,,,,,,x", "8 cells, the heading has 7"),
        ("x" * 201 + ",client,,,,,", "longer than 200"),
        ("B,client,,,,,", "the same name and kind stand in line 2"),
        ("b,CLIENT,,,,,", "the same name and kind stand in line 2"),
    ],
)
def test_every_faulty_row_is_named(tmp_path: Path, row: str, reason: str) -> None:
    """By its line and its reason; the rows around it are read."""
    entries, faults = read_directory(write(tmp_path, "B,client,,,,,", row, "C,client,,,,,"))
    assert [entry.name for entry in entries] == ["B", "C"]
    assert [fault.line for fault in faults] == [3]
    assert reason in faults[0].reason


@pytest.mark.parametrize(
    ("cells", "reason"),
    [("english,,", "language is no"), (",0,", "from 1 to 366"), (",two,", "from 1 to 366")],
)
def test_optional_columns_are_checked_too(tmp_path: Path, cells: str, reason: str) -> None:
    """Language, service level, notes."""
    heading = f"{HEADING},language,sla_business_days,notes"
    _, faults = read_directory(write(tmp_path, f"A,client,,,,,,{cells}", heading=heading))
    assert reason in faults[0].reason


def test_lines_count_as_an_editor_counts_them(tmp_path: Path) -> None:
    """A row is named by its first line, also after a cell of two lines and an empty line."""
    path = write(tmp_path, '"A\nB",client,,,,,', "", ",client,,,,,")
    entries, faults = read_directory(path)
    assert [entry.name for entry in entries] == ["A B"]
    assert [fault.line for fault in faults] == [5]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name,kind\n", "the heading lacks domains, aliases"),
        (b"", "the heading lacks name"),
        (HEADING.replace(",", ";").encode(), "separate the columns by commas"),
        (HEADING.encode() + b",name\n", "the heading has name twice"),
        (HEADING.encode() + b'\n"A,client,,,,,\n', "a quotation mark may be missing"),
        (HEADING.encode() + b"\nM\xfcller,client,,,,,\n", "line 2: is not UTF-8"),
    ],
)
def test_what_is_no_such_file_says_so(tmp_path: Path, content: bytes, words: str) -> None:
    """With the path, and with what to do."""
    path = tmp_path / "directory.csv"
    path.write_bytes(content)
    with pytest.raises(Misconfigured) as caught:
        read_directory(path)
    assert str(path) in caught.value.faults[0]
    assert words in caught.value.faults[0]


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    """No traceback for a user's mistake."""
    with pytest.raises(Misconfigured) as caught:
        read_directory(tmp_path / "nowhere.csv")
    assert "cannot be read" in caught.value.faults[0]


def test_export_can_be_imported_again(tmp_path: Path) -> None:
    """Nothing is lost on the way, commas, quotation marks and accents neither."""
    entry = Entry(
        'Vélo, "Comptoir"', EntryKind.CLIENT, ("velo.example",), ("Vélo", "C"), "Claire, DPO",
        "dpo@velo.example", "https://velo.example", "fr", 3, "two\nlines",
    )  # fmt: skip
    path = tmp_path / "export.csv"
    path.write_text(write_directory([entry]), encoding="utf-8")
    assert read_directory(path) == ([entry], [])


def test_an_exported_entry_runs_nothing_in_a_spreadsheet(tmp_path: Path) -> None:
    """No cell begins a formula, however a spreadsheet parts the file, and all of it comes back."""
    entry = Entry(
        '=HYPERLINK("http://x.example","Open")', EntryKind.CLIENT, ("x.example",),
        ("@SUM(1+9)", "-2+3", "＝1+1", "'=kept"), "+49 171 5550", "=cmd@x.example", "", "de", 3,
        "first;=1+1\n-second\n\n@third; fourth",
    )  # fmt: skip
    path = tmp_path / "export.csv"
    written = write_directory([entry])
    path.write_text(written, encoding="utf-8")
    for cell in itertools.chain(*csv.reader(io.StringIO(written, newline=""))):
        assert not re.search(r"(?:^|[;\r\n])[=+\-@\t＝]", cell)
    assert read_directory(path) == ([entry], [])


def test_the_same_import_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    """Entries keep their ids, which cases refer to; a change of case is no new entry."""
    entries, _ = read_directory(write(tmp_path, "A,client,a.example,,,,", "B,client,,,,,"))
    assert store.directory.replace(entries).added == 2
    before = store.directory.all()
    again = store.directory.replace(entries)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    changed, _ = read_directory(write(tmp_path, "a,client,other.example,,,,"))
    assert store.directory.replace(changed).changed == 1
    after = store.directory.all()
    assert {one.id for one in after} == {one.id for one in before}
    assert store.directory.entry(before[0].id) is not None


def test_an_import_is_seen_at_once(store: Store, tmp_path: Path) -> None:
    """The index follows the table."""
    assert store.directory.lookup("pulsefit") == []
    entries, _ = read_directory(write(tmp_path, "PulseFit,client,,,,,"))
    store.directory.replace(entries)
    assert [hit.entry.name for hit in store.directory.lookup("pulsefit")] == ["PulseFit"]


def test_an_import_that_fails_leaves_nothing(store: Store) -> None:
    """One transaction: all entries or none."""

    def broken() -> Iterator[Entry]:
        yield Entry("A", EntryKind.CLIENT)
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011  (any failure half-way)
        store.directory.replace(broken())
    assert store.directory.all() == []


def test_big_files_tell_how_far_they_are(tmp_path: Path) -> None:
    """Every thousandth row."""
    heard: list[int] = []
    read_directory(write(tmp_path, *(f"N{n},client,,,,," for n in range(2500))), heard.append)
    assert heard == [1000, 2000]


class TestCommand:
    """`python -m bot directory`, as users' scripts call it."""

    def call(self, folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run one command with a database in `folder`."""
        env = {**os.environ, **SETTINGS, "DATA_DIR": str(folder)}
        command = [sys.executable, "-m", "bot", "directory", *words]
        return subprocess.run(
            command, env=env, capture_output=True, text=True, check=False, timeout=120
        )

    def test_faulty_rows_stop_the_import_unless_left_out(self, tmp_path: Path) -> None:
        """Exit code 2 and nothing imported; with --skip-bad the rest is."""
        path = str(write(tmp_path, "A,client,a.example,,,,", "B,firm,,,,,", ",client,,,,,"))
        refused = self.call(tmp_path, "import", path)
        assert refused.returncode == 2
        assert "line 3: kind is 'firm'" in refused.stderr
        assert "line 4: name is empty" in refused.stderr
        assert "nothing was imported" in refused.stderr
        assert refused.stdout == ""
        assert self.call(tmp_path, "export").stdout.count("\n") == 1
        taken = self.call(tmp_path, "import", path, "--skip-bad")
        assert taken.returncode == 0
        assert "1 added, 0 changed, 0 unchanged, 2 rows left out" in taken.stderr
        found = self.call(tmp_path, "lookup", "someone@a.example")
        assert found.returncode == 0
        assert found.stdout.startswith("client       A")
        assert self.call(tmp_path, "lookup", "nobody").returncode == 1


def test_an_entry_is_added_from_a_form(tmp_path: Path) -> None:
    """Faults are said by cell, a known name is not changed, a new one is found at once."""
    store = open_store(tmp_path / "db.sqlite3", "s" * 40)
    wrong = store.directory.add({"name": "", "kind": "client", "domains": "x y"})
    assert isinstance(wrong, dict)
    assert set(wrong) == {"name", "domains"}
    added = store.directory.add({"name": "Lumenia", "kind": "client", "domains": "lumenia.example"})
    assert isinstance(added, Entry)
    assert store.directory.entry(added.id) == added
    again = store.directory.add({"name": "lumenia", "kind": "client", "domains": "other.example"})
    assert again == {"name": "This name is in the directory: choose it in the search."}
    store.close()
