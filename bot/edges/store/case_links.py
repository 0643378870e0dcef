"""Links between cases: kept as two halves, so that each case shows the other."""

import sqlite3

from bot.core.decision import Decision
from bot.core.moves import Debt
from bot.edges.store.outbox import insert_debt


def save_links(connection: sqlite3.Connection, decision: Decision) -> None:
    """Write the links that a decision makes or takes away, and owe the other case's card."""
    case, now = decision.after, decision.events[0].at
    old = set(decision.before.links) if decision.before else set()
    changed = sorted({link.other for link in old ^ set(case.links)})
    for other in changed:
        connection.execute(
            "DELETE FROM case_links WHERE (case_id, other_id) IN (VALUES (?, ?), (?, ?))",
            (case.id, other, other, case.id),
        )
    for link in case.links:
        if link.other not in changed:
            continue
        connection.executemany(
            "INSERT INTO case_links (case_id, other_id, why) VALUES (?, ?, ?)",
            [
                (case.id, link.other, link.kind.value),
                (link.other, case.id, link.kind.mirror.value),
            ],
        )
    for other in changed:
        if _is_live(connection, other):
            insert_debt(connection, Debt.CARD, str(other), not_before=now, case_id=other)
    if decision.before and decision.before.channel is not case.channel:
        # Their cards name this case, or may name it now; closed ones too.
        for other in sorted({link.other for link in case.links}):
            insert_debt(connection, Debt.CARD, str(other), not_before=now, case_id=other)


def _is_live(connection: sqlite3.Connection, case_id: int) -> bool:
    """Tell whether a case's card is worth drawing again: closed ones are left in peace."""
    row = connection.execute("SELECT state FROM cases WHERE id = ?", (case_id,)).fetchone()
    return row is not None and row["state"] != "closed"
