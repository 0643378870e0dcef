"""`stats`: the same numbers in five formats, and errors that say what to do."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from bot import cli
from bot.core.periods import week
from bot.core.statistics import statistics
from bot.edges.calendar import working_days
from bot.edges.report.page import html_page
from bot.edges.report.png import picture
from bot.edges.report.scale import ticks
from bot.edges.report.tables import csv_table, json_record, text_table
from bot.edges.store import open_store
from tests.core.quarter import ZONE, Simulator
from tests.edges.store.logged import write_log


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a simulated quarter of 600 cases in its log."""
    made = tmp_path_factory.mktemp("stats")
    store = open_store(made / "privacy.sqlite3", "s" * 40)
    write_log(store, Simulator(3, 600).events())
    store.close()
    return made


@pytest.fixture(autouse=True)
def settings(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of an operator, away from any `.env`."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "DATA_DIR": str(folder), "SECRET_KEY": "s" * 40, "MAILBOXES": "p",
        "MAILBOX_P_HOST": "127.0.0.1", "MAILBOX_P_USER": "u", "MAILBOX_P_PASSWORD": "p",
        "SMTP_HOST": "127.0.0.1", "SMTP_FROM": "privacy@example.test",
        "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "CHANNEL_PRIVACY": "C1",
        "APPROVERS": "U1", "TIMEZONE": "Europe/Berlin", "PLACE": "EU",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)


def said(capsysbinary: pytest.CaptureFixture[bytes], *words: str, code: int = 0) -> bytes:
    """Run the command and return its standard output."""
    capsysbinary.readouterr()
    assert cli.main(["stats", *words]) == code
    return capsysbinary.readouterr().out


def test_every_format_tells_the_same(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Table, JSON, CSV and page name the same number of cases received."""
    of_week = ("--week", "2026-W35")
    record = json.loads(said(capsysbinary, *of_week, "--format", "json"))
    received = record["received"]["cases"]
    assert received > 20
    table = said(capsysbinary, *of_week).decode()
    assert re.search(rf"Received, cases +{received}$", table, re.MULTILINE)
    rows = list(
        csv.DictReader(io.StringIO(said(capsysbinary, *of_week, "--format", "csv").decode()))
    )
    assert {row["period"] for row in rows} == {"2026-W35"}
    assert [row["value"] for row in rows if row["title"] == "Received, cases"] == [str(received)]
    assert any(" against a mean of " in row["text"] for row in rows)
    assert not [row["text"] for row in rows if row["text"].startswith(("+", "-", "=", "@"))]
    page = said(capsysbinary, *of_week, "--format", "html").decode()
    assert f"<b>{received}</b><span>Received</span>" in page


def test_a_page_is_one_file(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """The page loads nothing, has its charts inside, and each chart says itself in words."""
    page = said(capsysbinary, "--week", "2026-W35", "--format", "html").decode()
    assert not re.search(r"(src|href)=|@import|url\(", page)
    assert page.count("<svg") == page.count('role="img" aria-label="') == 2


def test_a_picture_is_written(tmp_path: Path) -> None:
    """The PNG has a size that can be read."""
    out = tmp_path / "week.png"
    assert cli.main(["stats", "--week", "2026-W35", "--format", "png", "--out", str(out)]) == 0
    data = out.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20], "big") >= 1_000


def test_a_year_has_the_columns_of_california(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """A year's report holds received, complied, denied, median and mean days by kind."""
    words = ("--from", "2026-01-01", "--to", "2026-12-31", "--format", "json")
    record = json.loads(said(capsysbinary, *words))
    assert record["period"] == "2026"
    rows = {row["type"]: row for row in record["california"]}
    deletes = rows["Requests to delete"]
    assert deletes["received"] > deletes["complied"] > 0
    assert deletes["median_days"] > 0
    assert deletes["mean_days"] > 0
    week_only = json.loads(said(capsysbinary, "--week", "2026-W35", "--format", "json"))
    assert "california" not in week_only


def test_small_counts_do_not_leave(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """No breakdown of any format shows one or two cases by themselves."""
    record = json.loads(said(capsysbinary, "--week", "2026-W28", "--format", "json"))
    for name in ("by_type", "by_party", "by_regime", "outcomes"):
        for key, number in record[name].items():
            assert number >= 3 or (key == "others" and len(record[name]) == 1), (name, key)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--week", "2026-W60"], "--week: '2026-W60' is no ISO week"),
        (["--from", "2026-01-01"], "--from and --to: give both"),
        (["--from", "1.1.2026", "--to", "2026-02-31"], "--to: '2026-02-31' is no date"),
        (["--from", "2026-02-01", "--to", "2026-01-01"], "--to: is before --from"),
        (["--week", "2026-W01", "--to", "2026-01-01"], "--week: give either"),
        (["--week", "2024-W01", "--format", "png"], "--format png: nothing happened"),
        (["--out", "/nowhere/at/all"], "--out: cannot write"),
    ],
)
def test_faults_say_what_to_do(
    capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    """Wrong words end with exit code 2 and a sentence."""
    assert cli.main(["stats", *words]) == 2
    assert says in capsys.readouterr().err


def test_nothing_is_no_fault() -> None:
    """Of an empty week there is a table, a page and JSON, but no picture."""
    found = statistics([], week("2026-W47", ZONE), working_days("EU"))
    assert "Received, cases" in text_table(found)
    assert "<svg" not in html_page(found)
    assert json.loads(json_record(found))["within_due"]["ratio"] is None
    assert csv_table(found).startswith("period,section")
    assert picture(found).data == b""


@pytest.mark.parametrize("highest", [0, 1, 2, 3, 7, 9, 10, 11, 49, 50, 99, 101, 999, 12_345])
def test_axes_have_few_round_marks(highest: int) -> None:
    """An axis begins at 0, reaches the highest value, and has two to seven whole marks."""
    marks = ticks([highest])
    assert marks[0] == 0
    assert marks[-1] >= max(highest, 1)
    assert 2 <= len(marks) <= 7
