"""Writes a log into a database, and the cases that it tells of as the register keeps them."""

from collections.abc import Iterable

from bot.core.decision import Event
from bot.edges.store import Store

_ROWS = """
INSERT OR REPLACE INTO cases (id, version, state, channel, received_at, opened_at, party,
    entry_name, named_in_mail, sender, regime, language, band, confidence, model, authentication,
    assignee, decided_by)
SELECT case_id, 1, state, 'privacy', received, opened_at, party, '', 0, sender, regime,
    coalesce(language, ''), coalesce(band, ''), 1, '', '', '', ''
FROM (SELECT log_cases.*, (SELECT band FROM log WHERE log.case_id = log_cases.case_id LIMIT 1)
    AS band FROM log_cases)
"""


def write_log(store: Store, events: Iterable[Event]) -> None:
    """Append `events` and make the rows of all cases, without mails and letters."""
    with store.connections.write() as connection:
        for event in events:
            store.audit.append(connection, event)
        connection.execute(_ROWS)
