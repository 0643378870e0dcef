"""Identity documents that somebody sent: their bytes go with the decision of the case.

Nothing is opened: `core.identity` guesses. The mail as read stays, and the names of its files.
"""

import sqlite3
from datetime import datetime

from bot.core.case import BOT, Case, CaseState
from bot.core.decision import Decision, Event, describe
from bot.core.identity import asked_for_identity, carries_identity
from bot.core.moves import Happened
from bot.edges.store import codec
from bot.edges.store.purges import owe_letter, owe_mails
from bot.edges.store.scrubbing import owe_scrub
from bot.edges.store.sealed import Sealed

_ANSWER = "joined"  # the role of a mail that returned the token of a letter of the case
# A mail that another case still needs, or that is under legal hold, keeps its bytes.
_MAILS = (
    "SELECT m.id, m.mail_sealed, c.role FROM case_messages c JOIN messages m ON m.id = c.message_id"
    " WHERE c.case_id = ? AND m.raw_sealed IS NOT NULL AND m.mail_sealed IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM case_messages o JOIN cases x ON x.id = o.case_id"
    " WHERE o.message_id = m.id AND (x.state <> 'closed' OR x.held_by <> ''))"
)


def purge_documents(
    connection: sqlite3.Connection, sealed: Sealed, key: str, case: Case, now: datetime
) -> Event | None:
    """Forget, inside the running transaction, the bytes of a closed case's identity documents.

    Their copies on the server are owed to `purges`, by `key`. Returns what happened, or None.
    """
    asked = asked_for_identity(case)
    mails = [
        row["id"]
        for row in connection.execute(_MAILS, (case.id,)).fetchall()
        if carries_identity(
            codec.mail_from(sealed.open(row["mail_sealed"])),
            asked=asked and (row["role"] == _ANSWER or "identity_reply" in case.types),
        )
    ]
    if not mails:
        return None
    owe_mails(connection, sealed, key, mails, now)
    owe_scrub(connection)
    for one in mails:
        connection.execute("UPDATE messages SET raw_sealed = NULL WHERE id = ?", (one,))
    _purge_enclosed(connection, key, case, now)
    facts = {**describe(case), "mails": len(mails)}
    return Event(Happened.DOCUMENTS_PURGED, now, BOT, case.id, facts=facts)


def closes(decision: Decision) -> bool:
    """Tell whether this is the decision that closes its case."""
    was = decision.before.state if decision.before else None
    return decision.after.state is CaseState.CLOSED and was is not CaseState.CLOSED


def _purge_enclosed(connection: sqlite3.Connection, key: str, case: Case, now: datetime) -> None:
    """Forget the bytes of hand-overs that enclosed the original mail; their text stays."""
    holds = "case_id = ? AND attach_original = 1 AND rendered_sealed IS NOT NULL"
    for row in connection.execute(f"SELECT token FROM letters WHERE {holds}", (case.id,)):
        owe_letter(connection, key, row["token"], now)
    connection.execute(f"UPDATE letters SET rendered_sealed = NULL WHERE {holds}", (case.id,))
