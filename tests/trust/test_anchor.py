"""The weekly digest carries the audit log's anchor into the chat, out of the log's own reach."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.core.decision import Event
from bot.core.moves import Happened
from bot.edges.slack.digest import digest
from bot.edges.store import open_store
from bot.flows.digest import Digests

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_the_digest_shows_an_anchor_that_proves_the_log(tmp_path: Path) -> None:
    """What managers see on Monday is what `audit verify --anchor` takes."""
    store = open_store(tmp_path / "db.sqlite3", "s" * 40)
    store.audit.note(Event(Happened.NOISE_CONFIRMED, NOW - timedelta(days=10), "UADA"))
    zone = ZoneInfo("Europe/Berlin")
    digests = Digests(
        chronicle=store.chronicle,
        zone=zone,
        works=lambda day: day.weekday() < 5,
        now=lambda: NOW,
    )
    anchor = store.audit.anchor()
    assert digests.work() > 0
    name = "2026-W46" if store.chronicle.digest_at("2026-W46") == 2 else "2026-W47"
    view = digests.view(name)
    assert view is not None
    assert view.anchor == anchor
    assert anchor in str(digest(view))
    assert store.audit.check_anchor(view.anchor).fault == ""
    store.close()
