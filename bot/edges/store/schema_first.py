"""The first tables and views, as SQL; later changes are migrations of their own."""

FIRST = """
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    internal_date TEXT NOT NULL,
    stored_at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'stored',
    attempts INTEGER NOT NULL DEFAULT 0,
    account TEXT NOT NULL,
    raw_sealed BLOB,
    mail_sealed BLOB,
    sender_key TEXT,
    mid_key TEXT,
    disposition TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX messages_open ON messages (id) WHERE state IN ('stored', 'reading');
CREATE INDEX messages_quarantined ON messages (id) WHERE state = 'quarantined';
CREATE INDEX messages_sender ON messages (sender_key);
CREATE TABLE places (
    account TEXT NOT NULL,
    folder TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    message_id INTEGER NOT NULL REFERENCES messages (id),
    filed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account, folder, uidvalidity, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX places_message ON places (message_id);
CREATE TABLE folders (
    account TEXT NOT NULL,
    folder TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL,
    reached INTEGER NOT NULL,
    PRIMARY KEY (account, folder, uidvalidity)
) STRICT, WITHOUT ROWID;
CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    channel TEXT NOT NULL,
    received_at TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    due TEXT,
    party TEXT NOT NULL,
    entry_id INTEGER,
    entry_name TEXT NOT NULL,
    named_in_mail INTEGER NOT NULL,
    sender TEXT NOT NULL,
    regime TEXT NOT NULL,
    language TEXT NOT NULL,
    band TEXT NOT NULL,
    confidence REAL NOT NULL,
    model TEXT NOT NULL,
    authentication TEXT NOT NULL,
    assignee TEXT NOT NULL,
    snoozed_until TEXT,
    decided_by TEXT NOT NULL,
    decided_at TEXT,
    requester_key TEXT,
    requester_sealed BLOB,
    why_sealed BLOB
) STRICT;
CREATE INDEX cases_queue ON cases (state, due, id);
CREATE INDEX cases_requester ON cases (requester_key);
CREATE INDEX cases_assignee ON cases (assignee, state, due);
CREATE TABLE lines (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    id INTEGER NOT NULL,
    type TEXT NOT NULL,
    route TEXT NOT NULL,
    outcome TEXT NOT NULL,
    clock TEXT,
    PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX lines_type ON lines (type, case_id);
CREATE TABLE tasks (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    line_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    system TEXT NOT NULL,
    owner TEXT NOT NULL,
    due TEXT,
    result TEXT NOT NULL,
    PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE letters (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    id INTEGER NOT NULL,
    key TEXT NOT NULL,
    lang TEXT NOT NULL,
    audience TEXT NOT NULL,
    state TEXT NOT NULL,
    covers TEXT NOT NULL,
    after_sent TEXT NOT NULL,
    outcome TEXT NOT NULL,
    needs_second INTEGER NOT NULL,
    needs_tasks_done INTEGER NOT NULL,
    fallback_language INTEGER NOT NULL,
    section TEXT NOT NULL,
    attach_original INTEGER NOT NULL,
    drafted_by TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    send_after TEXT,
    message_id TEXT NOT NULL,
    settled_at TEXT,
    token TEXT NOT NULL UNIQUE,
    recipient_key TEXT,
    recipient_sealed BLOB,
    subject_sealed BLOB,
    text_sealed BLOB,
    rendered_sealed BLOB,
    PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE case_messages (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    message_id INTEGER NOT NULL REFERENCES messages (id),
    role TEXT NOT NULL,
    verified INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (case_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_messages_message ON case_messages (message_id);
CREATE TABLE case_links (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    other_id INTEGER NOT NULL REFERENCES cases (id),
    why TEXT NOT NULL,
    PRIMARY KEY (case_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE noise (
    message_id INTEGER PRIMARY KEY REFERENCES messages (id),
    day TEXT NOT NULL,
    type TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'listed',
    decided_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX noise_day ON noise (day, state);
CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    case_id INTEGER,
    letter_id INTEGER,
    facts TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX events_case ON events (case_id, seq);
CREATE INDEX events_at ON events (at);
CREATE TRIGGER events_never_change BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER events_never_go BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TABLE chain_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    count INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;
INSERT INTO chain_head VALUES (1, 0, '');
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    case_id INTEGER,
    letter_id INTEGER,
    event_seq INTEGER,
    state TEXT NOT NULL DEFAULT 'waiting',
    stage TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before TEXT NOT NULL,
    claimed_at TEXT,
    settled_at TEXT,
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outbox_waiting ON outbox (not_before, id) WHERE state = 'waiting';
CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';
CREATE UNIQUE INDEX outbox_once ON outbox (kind, key)
    WHERE state = 'waiting' AND kind NOT IN ('thread', 'letter');
CREATE INDEX outbox_letter ON outbox (case_id, letter_id) WHERE kind = 'letter';
CREATE TABLE posts (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    channel TEXT NOT NULL,
    ts TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX posts_ts ON posts (channel, ts);
CREATE TABLE slack_actions (
    trigger_id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    user TEXT NOT NULL,
    action TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE directory (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    domains TEXT NOT NULL,
    aliases TEXT NOT NULL,
    contact_name TEXT NOT NULL,
    contact_email TEXT NOT NULL,
    website TEXT NOT NULL,
    language TEXT NOT NULL,
    sla_business_days INTEGER,
    notes TEXT NOT NULL,
    UNIQUE (kind, name)
) STRICT;
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    was_types TEXT NOT NULL,
    types TEXT NOT NULL,
    was_party TEXT NOT NULL,
    party TEXT NOT NULL,
    model TEXT NOT NULL,
    text_sealed BLOB
) STRICT;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID
"""


VIEWS = """
CREATE VIEW log AS SELECT seq, at, kind, actor, case_id, letter_id,
    json_extract(facts, '$.types') AS types,
    json_extract(facts, '$.party') AS party,
    json_extract(facts, '$.regime') AS regime,
    json_extract(facts, '$.sender') AS sender,
    json_extract(facts, '$.language') AS language,
    json_extract(facts, '$.band') AS band,
    json_extract(facts, '$.state') AS state,
    json_extract(facts, '$.due') AS due,
    json_extract(facts, '$.received') AS received,
    json_extract(facts, '$.letter') AS letter,
    json_extract(facts, '$.audience') AS audience,
    json_extract(facts, '$.outcome') AS outcome
FROM events;
CREATE VIEW log_cases AS SELECT last.case_id, first.received, first.at AS opened_at,
    (SELECT min(at) FROM log sent WHERE sent.case_id = last.case_id AND sent.kind = 'sent'
        AND sent.letter NOT LIKE '%/handover~_%' ESCAPE '~'
        AND coalesce(sent.audience, 'requester') = 'requester') AS first_letter_at,
    CASE last.state WHEN 'closed' THEN (SELECT max(at) FROM events ended WHERE
        ended.case_id = last.case_id AND ended.kind = 'closed') END AS closed_at,
    first.types AS asserted, last.types, last.party, last.regime, last.sender, last.language,
    last.state, last.due
FROM log last
JOIN log first ON first.case_id = last.case_id AND first.kind = 'opened'
WHERE last.seq = (SELECT max(seq) FROM events e WHERE e.case_id = last.case_id);
CREATE VIEW log_lines AS SELECT e.case_id, json_extract(line.value, '$[0]') AS type,
    json_extract(line.value, '$[1]') AS route,
    nullif(json_extract(line.value, '$[2]'), '') AS due,
    nullif(json_extract(line.value, '$[3]'), '') AS outcome
FROM events e, json_each(json_extract(e.facts, '$.lines')) line
WHERE e.seq = (SELECT max(seq) FROM events last WHERE last.case_id = e.case_id)
"""
