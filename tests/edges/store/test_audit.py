"""The audit log: whatever single thing somebody changes is found, and the row is named."""

import json
import re
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.decision import Event
from bot.core.moves import Happened
from bot.edges.store import Store, open_store
from bot.edges.store.audit import AuditLog
from bot.edges.store.sealed import Keys

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROWS = 6
COLUMNS = ("seq", "at", "kind", "actor", "case_id", "letter_id", "facts", "hash")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A log of six events whose triggers somebody with the file dropped."""
    made = open_store(tmp_path_factory.mktemp("log") / "db.sqlite3", "s" * 40)
    for number in range(ROWS):
        made.audit.note(
            Event(
                list(Happened)[number],
                NOW + timedelta(minutes=number),
                "UADA",
                number % 2 or None,
                None,
                {"types": "delete", "number": number},
            )
        )
    for trigger in ("events_never_change", "events_never_go"):
        made.connections.db.conn.execute(f"DROP TRIGGER {trigger}")
    return made


def rows(store: Store) -> list[sqlite3.Row]:
    """Return the log."""
    return store.connections.rows("SELECT * FROM events ORDER BY seq")


def rewrite(connection: sqlite3.Connection, log: list[dict[str, object]]) -> None:
    """Put another log in place of the log, the head apart."""
    connection.execute("DELETE FROM events")
    for row in log:
        connection.execute(
            f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * 8)})",
            [row[column] for column in COLUMNS],
        )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_single_change_is_found_and_named(store: Store, data: st.DataObject) -> None:
    """Change one value, drop one row, swap two, copy one, cut the tail, forge one: it shows."""
    connection = store.connections.db.conn
    log = [dict(row) for row in rows(store)]
    at = data.draw(st.integers(0, ROWS - 1), "row")
    how = data.draw(st.sampled_from(["change", "drop", "swap", "forge", "cut"]), "how")
    first = log[at]["seq"]
    if how == "change":
        column = data.draw(st.sampled_from(COLUMNS[1:]), "column")
        number = column in {"case_id", "letter_id"}
        value = data.draw(
            st.one_of(st.none(), st.integers(0, 2**31)) if number else st.text(max_size=40)
        )
        if number and value == log[at][column]:
            return
        log[at][column] = value if number else f"{value}x"
    elif how == "drop":
        del log[at]
    elif how == "swap":
        other = data.draw(st.integers(0, ROWS - 1).filter(lambda n: n != at), "other")
        for column in COLUMNS[1:]:
            log[at][column], log[other][column] = log[other][column], log[at][column]
        first = min(at, other) + 1
    elif how == "forge":
        log.append({**log[at], "seq": ROWS + 1})
        first = ROWS + 1
    else:
        del log[at:]
    connection.execute("BEGIN")
    rewrite(connection, log)
    found = store.audit.verify()
    connection.execute("ROLLBACK")
    assert found.fault
    named = [int(number) for number in re.findall(r"\d+", found.fault)]
    last_kept = at if how == "cut" else int(str(first)) - 1
    # a lost tail shows at the head, which names the last row that holds
    assert named[0] in ({int(str(first))} | ({last_kept} if how in {"cut", "drop"} else set()))
    assert store.audit.verify().fault == ""


def test_another_secret_finds_every_row(store: Store) -> None:
    """Without SECRET_KEY nobody can write a log that verifies."""
    other = AuditLog(store.connections, Keys("t" * 40))
    assert "row 1 was changed, or SECRET_KEY is another one" in other.verify().fault


def test_the_database_itself_refuses(tmp_path: Path) -> None:
    """No statement changes or deletes an event, not even a replacing insert."""
    made = open_store(tmp_path / "db.sqlite3", "s" * 40)
    made.audit.note(Event(Happened.CLAIMED, NOW, "UADA"))
    connection = made.connections.db.conn
    for statement in (
        "UPDATE events SET facts = '{}'",
        "DELETE FROM events WHERE seq = 1",
        "REPLACE INTO events SELECT seq, at, kind, 'UEVE', case_id, letter_id, facts, hash"
        " FROM events",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    assert made.audit.verify().rows == 1
    made.close()


def test_export_is_json_lines_that_hold_the_chain(store: Store) -> None:
    """Each line is one event with its hash, in order."""
    lines = [json.loads(line) for line in store.audit.export()]
    assert [line["seq"] for line in lines] == list(range(1, ROWS + 1))
    assert [line["hash"] for line in lines] == [row["hash"] for row in rows(store)]
    assert lines[0]["facts"] == {"types": "delete", "number": 0}


def test_the_anchor_proves_an_earlier_state(tmp_path: Path) -> None:
    """A log that was cut and continued holds in itself, but not against an anchor kept outside."""
    made = open_store(tmp_path / "db.sqlite3", "s" * 40)
    event = Event(Happened.CLAIMED, NOW, "UADA")
    for _ in range(3):
        made.audit.note(event)
    anchor = made.audit.anchor()
    made.audit.note(event)
    assert made.audit.check_anchor(anchor).fault == ""
    connection = made.connections.db.conn
    connection.execute("DROP TRIGGER events_never_go")
    kept = made.connections.row("SELECT hash FROM events WHERE seq = 2")
    assert kept is not None
    connection.execute("DELETE FROM events WHERE seq > 2")
    connection.execute("UPDATE chain_head SET count = 2, hash = ?", (kept["hash"],))
    for _ in range(2):
        made.audit.note(replace(event, actor="UEVE"))
    assert made.audit.verify().fault == ""
    assert "row 3" in made.audit.check_anchor(anchor).fault
    assert "no anchor" in made.audit.check_anchor("nonsense").fault
    assert "cut" in made.audit.check_anchor("99:" + "a" * 64).fault
    made.close()
