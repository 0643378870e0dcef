"""The tables, as migrations; columns that end in `_sealed` pass the Sealed codec."""

from sqlite_utils import Database, Migrations

from bot.edges.store.schema_first import FIRST, VIEWS

migrations = Migrations("privacy-inbox-triage")


def _statements(script: str) -> list[str]:
    """Split at semicolons that end a line, keeping the one inside a trigger's body."""
    return [piece.strip() for piece in script.split(";\n") if piece.strip()]


@migrations()
def first(db: Database) -> None:
    """Everything that the main job needs."""
    for statement in _statements(FIRST):
        db.conn.execute(statement)


@migrations()
def second(db: Database) -> None:
    """Views of the audit log for any tool; they hold no personal data, because it holds none."""
    for statement in _statements(VIEWS):
        db.conn.execute(statement)


_LETTERS = """
ALTER TABLE letters ADD COLUMN given_sealed BLOB;
ALTER TABLE letters ADD COLUMN ends_as TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN mailbox_confirmed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN identity_attempts INTEGER NOT NULL DEFAULT 0;
CREATE INDEX letters_settled ON letters (settled_at, recipient_key)
"""


@migrations()
def letters(db: Database) -> None:
    """What staff gave for a letter, how handed-over lines end, and who controls the mailbox."""
    for statement in _statements(_LETTERS):
        db.conn.execute(statement)


_TRUST = """
ALTER TABLE cases ADD COLUMN held_by TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN held_at TEXT;
ALTER TABLE cases ADD COLUMN forgotten_at TEXT;
CREATE INDEX cases_decided ON cases (decided_at) WHERE forgotten_at IS NULL;
CREATE TABLE purges (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    place TEXT NOT NULL,
    since TEXT NOT NULL,
    find BLOB NOT NULL
) STRICT;
CREATE TABLE lease (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    holder TEXT NOT NULL,
    until TEXT NOT NULL
) STRICT
"""


@migrations()
def trust(db: Database) -> None:
    """Legal hold, forgetting, mailbox copies to delete, and the lease of the one worker."""
    for statement in _statements(_TRUST):
        db.conn.execute(statement)


_LINKS = """
UPDATE case_links SET why = 'same_requester';
INSERT OR IGNORE INTO case_links SELECT other_id, case_id, why FROM case_links
"""


@migrations()
def links(db: Database) -> None:
    """A link is seen from both of its cases, and `why` is one of the kinds."""
    for statement in _statements(_LINKS):
        db.conn.execute(statement)


_PEOPLE = """
ALTER TABLE cases ADD COLUMN person_sealed BLOB;
ALTER TABLE cases ADD COLUMN person_key TEXT;
UPDATE cases SET person_key = requester_key;
CREATE INDEX cases_person ON cases (person_key)
"""


@migrations()
def people(db: Database) -> None:
    """Whom a case is about, where an agent or a relative asks."""
    for statement in _statements(_PEOPLE):
        db.conn.execute(statement)


_NOTES = """
CREATE TABLE notes (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    id INTEGER NOT NULL,
    at TEXT NOT NULL,
    author TEXT NOT NULL,
    text_sealed BLOB,
    PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX cases_snoozed ON cases (snoozed_until) WHERE snoozed_until IS NOT NULL
"""


@migrations()
def notes(db: Database) -> None:
    """What colleagues write down about a case, and the cases that wake up by themselves."""
    for statement in _statements(_NOTES):
        db.conn.execute(statement)


@migrations()
def forwards(db: Database) -> None:
    """Whether a person took the requester's address out of a forward."""
    db.conn.execute("ALTER TABLE cases ADD COLUMN from_forward INTEGER NOT NULL DEFAULT 0")


@migrations()
def cleared(db: Database) -> None:
    """Whether a closed case's card was rewritten without personal data."""
    db.conn.execute("ALTER TABLE cases ADD COLUMN cleared INTEGER NOT NULL DEFAULT 0")


_CROWDS = """
ALTER TABLE cases ADD COLUMN batch INTEGER NOT NULL DEFAULT 0;
CREATE INDEX cases_batch ON cases (batch) WHERE batch <> 0;
CREATE TABLE batches (
    id INTEGER PRIMARY KEY,
    agent_key TEXT NOT NULL,
    types TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    size INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    agent_sealed BLOB,
    sketch_sealed BLOB
) STRICT;
CREATE INDEX batches_agent ON batches (agent_key, last_at);
CREATE TABLE batch_previews (
    id INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batches (id),
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    items TEXT NOT NULL,
    approved_at TEXT
) STRICT;
CREATE TABLE agents (
    agent_key TEXT PRIMARY KEY,
    authority TEXT NOT NULL,
    noted_by TEXT NOT NULL,
    noted_at TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE held_back (
    case_id INTEGER PRIMARY KEY REFERENCES cases (id),
    day TEXT NOT NULL,
    shown INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX held_back_day ON held_back (day, shown);
CREATE TABLE new_cards (at TEXT NOT NULL) STRICT;
CREATE INDEX new_cards_at ON new_cards (at)
"""


@migrations()
def crowds(db: Database) -> None:
    """Batches of one template, agents' profiles, and cases without a card during a flood."""
    for statement in _statements(_CROWDS):
        db.conn.execute(statement)


@migrations()
def copies(db: Database) -> None:
    """Find the message that a copy in another mailbox is of."""
    db.conn.execute("CREATE INDEX messages_mid ON messages (mid_key) WHERE mid_key IS NOT NULL")
