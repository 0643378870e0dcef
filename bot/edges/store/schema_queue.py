"""Later migrations: the queue as Home shows it, by index, and columns that came after it."""

from sqlite_utils import Database

from bot.edges.store.schema import migrations

__all__ = ["migrations"]

_QUEUE = (
    # In the order of the queue, with every column that a filter reads.
    "CREATE INDEX cases_live ON cases (coalesce(due, '9999'), id, state, channel, assignee)"
    " WHERE state <> 'closed'",
    "DROP INDEX cases_queue",
    "CREATE INDEX cases_state ON cases (state, coalesce(due, '9999'), id, channel, assignee)"
    " WHERE state <> 'closed'",
    "CREATE INDEX cases_owner ON cases (assignee, coalesce(due, '9999'), id, state, channel)"
    " WHERE state <> 'closed'",
    "CREATE INDEX cases_done ON cases (decided_at, id, channel, assignee, due)"
    " WHERE state = 'closed'",
    "CREATE INDEX cases_entry ON cases (entry_id) WHERE entry_id IS NOT NULL",
    "ALTER TABLE cases ADD COLUMN requester_domain_key TEXT",
    "CREATE INDEX cases_requester_domain ON cases (requester_domain_key)",
    "CREATE INDEX tasks_open ON tasks (case_id, due) WHERE result = ''",
    # What each person chose to see; filters hold no words of a search.
    "CREATE TABLE homes (user TEXT PRIMARY KEY, shown TEXT NOT NULL) STRICT, WITHOUT ROWID",
)


@migrations()
def queue(db: Database) -> None:
    """Indexes of the queue and of searches, and what each person's Home shows."""
    for statement in _QUEUE:
        db.conn.execute(statement)


@migrations()
def by_hand(db: Database) -> None:
    """How a request came: by mail, or logged by staff."""
    db.conn.execute("ALTER TABLE cases ADD COLUMN came_by TEXT NOT NULL DEFAULT 'mail'")


@migrations()
def batches_undone(db: Database) -> None:
    """Where the audit log stood when a batch was approved, and when that was taken back."""
    db.conn.execute("ALTER TABLE batch_previews ADD COLUMN approved_seq INTEGER")
    db.conn.execute("ALTER TABLE batch_previews ADD COLUMN undone_at TEXT")


_RARE = (
    "CREATE INDEX events_digested ON events (seq) WHERE kind = 'digested'",
    "CREATE INDEX letters_recipient ON letters (recipient_key) WHERE recipient_key IS NOT NULL",
    "CREATE INDEX letters_second ON letters (case_id, id) WHERE state = 'awaiting_second'",
)


@migrations()
def rare(db: Database) -> None:
    """Find a digest, a first approval and the letters of an address without reading all."""
    for statement in _RARE:
        db.conn.execute(statement)
