"""A database of a few hundred cases made one of two years: most closed long ago, a few live."""

import sqlite3
from pathlib import Path

_DAYS = 730
_LIVE = 40  # days within which a case may still be live
_TOOK = 9  # days that a closed case took
_LETTER = "privacy/request_done"


def multiply(database: Path, wanted: int) -> int:
    """Copy the cases there are, with other numbers and dates, until there are `wanted`.

    A copy older than _LIVE days is closed, its letter sent. Returns how many there are now;
    nothing is read as mail, and the audit log's chain is left alone.
    """
    connection = sqlite3.connect(database)
    have, top = connection.execute("SELECT count(*), max(id) FROM cases").fetchone()
    seq = connection.execute("SELECT max(seq) FROM events").fetchone()[0]
    for turn in range(1, -(-wanted // have)):
        shift, later = turn * top, 3 * turn * seq
        age = f"(({{id}} + {shift}) * 7919 % {_DAYS})"
        _copy(connection, top, shift, turn, age)
        _copy_events(connection, top, shift, later, age.format(id="case_id"))
    connection.commit()
    connection.execute("ANALYZE")
    connection.commit()
    count = connection.execute("SELECT count(*) FROM cases").fetchone()[0]
    connection.close()
    return int(count)


def _copy(connection: sqlite3.Connection, top: int, shift: int, turn: int, age: str) -> None:
    old, of_line = age.format(id="id"), age.format(id="case_id")
    over = f"{old} >= {_LIVE}"
    for table, changed in (
        (
            "cases",
            {
                "id": f"id + {shift}",
                "state": f"iif({over}, 'closed', state)",
                "received_at": _earlier("received_at", old),
                "opened_at": _earlier("opened_at", old),
                "due": f"date(due, '-' || {old} || ' days')",
                "assignee": f"iif((id + {shift}) % 4, '', 'U0ADA')",
                "decided_at": f"iif({over}, {_earlier('opened_at', f'({old} - {_TOOK})')}, NULL)",
            },
        ),
        (
            "lines",
            {
                "case_id": f"case_id + {shift}",
                "outcome": f"iif({of_line} >= {_LIVE}, 'fulfilled', outcome)",
            },
        ),
        (
            "tasks",
            {
                "case_id": f"case_id + {shift}",
                "result": f"iif({of_line} >= {_LIVE}, 'deleted', result)",
            },
        ),
        ("letters", {"case_id": f"case_id + {shift}", "token": f"token || '-{turn}'"}),
    ):
        first = next(iter(changed))
        _insert(connection, table, changed, f"{first} <= {top}")


def _copy_events(
    connection: sqlite3.Connection, top: int, shift: int, later: int, age: str
) -> None:
    mine = f"case_id <= {top}"
    copied = {
        "case_id": f"case_id + {shift}",
        "seq": f"3 * seq + {later}",
        "at": _earlier("at", age),
    }
    _insert(connection, "events", copied, mine)
    over = f"{mine} AND kind = 'opened' AND {age} >= {_LIVE}"
    ended = copied | {"at": _earlier("at", f"({age} - {_TOOK})")}
    sent = {
        "seq": f"3 * seq + {later + 1}",
        "kind": "'sent'",
        "letter_id": "1",
        "facts": f"json_set(facts, '$.letter', '{_LETTER}', '$.audience', 'requester')",
    }
    closed = {
        "seq": f"3 * seq + {later + 2}",
        "kind": "'closed'",
        "facts": "json_set(facts, '$.state', 'closed')",
    }
    _insert(connection, "events", ended | sent, over)
    _insert(connection, "events", ended | closed, over)


def _earlier(column: str, days: str) -> str:
    shifted = f"strftime('%Y-%m-%dT%H:%M:%f', {column}, '-' || {days} || ' days')"
    return f"{shifted} || '000+00:00'"


def _insert(
    connection: sqlite3.Connection, table: str, changed: dict[str, str], which: str
) -> None:
    info = connection.execute(f"SELECT name FROM pragma_table_info('{table}')")
    names = [name for (name,) in info]
    values = ", ".join(changed.get(name, name) for name in names)
    connection.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE {which}"
    )
