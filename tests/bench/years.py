"""A database of some hundred cases made one of two years: most closed long ago, a few live.

Each case is closed by one letter one to forty days after it came, so of a hundred thousand about
three thousand are open, and about as many were closed within a month. Those that were there are
all of the last day and all open: a thousand of them are a flood, not a day.
"""

import sqlite3
from pathlib import Path

_DAYS = 730
_TOOK = "(1 + ({id}) * 31 % 40)"  # days that a case takes
_LETTER = "privacy/request_done"


def multiply(database: Path, wanted: int) -> int:
    """Copy the cases there are, with other numbers and dates, until there are `wanted`.

    Returns how many there are now. Nothing is read as mail; the audit log can go on after the
    copies, though its chain does not hold across them.
    """
    connection = sqlite3.connect(database)
    have, top = connection.execute("SELECT count(*), max(id) FROM cases").fetchone()
    seq = connection.execute("SELECT max(seq) FROM events").fetchone()[0]
    for turn in range(1, -(-wanted // have)):
        shift, later = turn * top, 3 * turn * seq
        _copy(connection, top, shift, turn)
        _copy_events(connection, top, shift, later)
    connection.execute(
        "UPDATE chain_head SET (count, hash) ="
        " (SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1)"
    )
    connection.commit()
    connection.execute("ANALYZE")
    connection.commit()
    count = connection.execute("SELECT count(*) FROM cases").fetchone()[0]
    connection.close()
    return int(count)


def _age_and_took(column: str, shift: int) -> tuple[str, str]:
    """Return how many days ago the copy of a case came, and how many it took, as SQL."""
    number = f"{column} + {shift}"
    return f"(({number}) * 7919 % {_DAYS})", _TOOK.format(id=number)


def _copy(connection: sqlite3.Connection, top: int, shift: int, turn: int) -> None:
    old, took = _age_and_took("id", shift)
    over = f"{old} >= {took}"
    line_over = " >= ".join(_age_and_took("case_id", shift))
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
                "decided_at": f"iif({over}, {_earlier('opened_at', f'({old} - {took})')}, NULL)",
            },
        ),
        (
            "lines",
            {
                "case_id": f"case_id + {shift}",
                "outcome": f"iif({line_over}, 'fulfilled', outcome)",
            },
        ),
        (
            "tasks",
            {
                "case_id": f"case_id + {shift}",
                "result": f"iif({line_over}, 'deleted', result)",
            },
        ),
        ("letters", {"case_id": f"case_id + {shift}", "token": f"token || '-{turn}'"}),
    ):
        first = next(iter(changed))
        _insert(connection, table, changed, f"{first} <= {top}")


def _copy_events(connection: sqlite3.Connection, top: int, shift: int, later: int) -> None:
    age, took = _age_and_took("case_id", shift)
    mine = f"case_id <= {top}"
    copied = {
        "case_id": f"case_id + {shift}",
        "seq": f"3 * seq + {later}",
        "at": _earlier("at", age),
    }
    _insert(connection, "events", copied, mine)
    over = f"{mine} AND kind = 'opened' AND {age} >= {took}"
    ended = copied | {"at": _earlier("at", f"({age} - {took})")}
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
