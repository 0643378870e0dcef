"""What the chat and we agreed on: where posts lie, and which clicks were taken."""

from datetime import datetime

from bot.edges.store.codec import instant
from bot.edges.store.connections import Connections
from bot.edges.store.outbox import settle_within
from bot.flows.desk_ports import Posted


class Posts:
    """Implements the port `Posts`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def get(self, kind: str, key: str) -> Posted | None:
        """Return where a post lies, or None."""
        row = self._connections.row(
            "SELECT channel, ts, digest FROM posts WHERE kind = ? AND key = ?", kind, key
        )
        return Posted(row["channel"], row["ts"], row["digest"]) if row else None

    def put(self, kind: str, key: str, posted: Posted, row_id: int, now: datetime) -> None:
        """Note a post and settle the row that owed it, in one commit."""
        with self._connections.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO posts (kind, key, channel, ts, digest)"
                " VALUES (?, ?, ?, ?, ?)",
                (kind, key, posted.channel, posted.ts, posted.digest),
            )
            settle_within(connection, row_id, "done", now)

    def forget(self, kind: str, key: str) -> None:
        """Note that a post is gone."""
        with self._connections.write() as connection:
            connection.execute("DELETE FROM posts WHERE kind = ? AND key = ?", (kind, key))

    def key_at(self, channel: str, ts: str) -> tuple[str, str] | None:
        """Return kind and key of the post that lies there."""
        row = self._connections.row(
            "SELECT kind, key FROM posts WHERE channel = ? AND ts = ?", channel, ts
        )
        return (row["kind"], row["key"]) if row else None


class Clicks:
    """Takes each click once; Slack sends one again when an answer was late."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def taken(self, trigger_id: str) -> bool:
        """Tell whether this click was carried out before."""
        row = self._connections.row("SELECT 1 FROM slack_actions WHERE trigger_id = ?", trigger_id)
        return row is not None

    def take(self, trigger_id: str, user: str, action: str, now: datetime) -> None:
        """Remember a click that was carried out.

        After it, not before: a stop in between lets the click be carried out again, and the
        case itself refuses what was done already.
        """
        with self._connections.write() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO slack_actions (trigger_id, at, user, action)"
                " VALUES (?, ?, ?, ?)",
                (trigger_id, instant(now), user, action),
            )


class Homes:
    """Keeps which filters and page each person chose; no word of a search."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def get(self, user: str) -> str:
        """Return what a person chose, or an empty string."""
        row = self._connections.row("SELECT shown FROM homes WHERE user = ?", user)
        return str(row["shown"]) if row else ""

    def put(self, user: str, shown: str) -> None:
        """Keep what a person chose."""
        with self._connections.write() as connection:
            connection.execute("INSERT OR REPLACE INTO homes VALUES (?, ?)", (user, shown))
