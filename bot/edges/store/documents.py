"""Identity documents that somebody sent unasked: their bytes go with the decision of the case.

Nothing is opened: a file's name tells. The mail as read stays, and the names of its files.
"""

import sqlite3
from datetime import datetime

from bot.core.case import BOT, Case, CaseState
from bot.core.decision import Decision, Event, describe
from bot.core.moves import Happened
from bot.core.redact import identity_document
from bot.edges.store import codec
from bot.edges.store.purges import owe_mails
from bot.edges.store.scrubbing import owe_scrub
from bot.edges.store.sealed import Sealed

# A mail that another case still needs, or that is under legal hold, keeps its bytes.
_MAILS = (
    "SELECT m.id, m.mail_sealed FROM case_messages c JOIN messages m ON m.id = c.message_id"
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
    mails = [
        row["id"]
        for row in connection.execute(_MAILS, (case.id,)).fetchall()
        if _has_document(sealed, row["mail_sealed"])
    ]
    if not mails:
        return None
    owe_mails(connection, sealed, key, mails, now)
    owe_scrub(connection)
    for one in mails:
        connection.execute("UPDATE messages SET raw_sealed = NULL WHERE id = ?", (one,))
    facts = {**describe(case), "mails": len(mails)}
    return Event(Happened.DOCUMENTS_PURGED, now, BOT, case.id, facts=facts)


def closes(decision: Decision) -> bool:
    """Tell whether this is the decision that closes its case."""
    was = decision.before.state if decision.before else None
    return decision.after.state is CaseState.CLOSED and was is not CaseState.CLOSED


def _has_document(sealed: Sealed, mail_sealed: bytes) -> bool:
    mail = codec.mail_from(sealed.open(mail_sealed))
    return any(identity_document(one.name) for one in mail.attachments)
