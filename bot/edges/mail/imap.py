"""One IMAP folder as a Mailbox: find, fetch whole, file away, wait. One thread, one connection.

Never marks, never deletes; UIDs are fetched by number, never by range, because
imapclient 4 throws away the answer to a range.
"""

import contextlib
import imaplib
import os
import select
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Final

from imapclient import IMAPClient
from imapclient.exceptions import ProtocolError

from bot.core.errors import Misconfigured, Permanent, Transient
from bot.core.mail import Place, RawMail
from bot.edges.mail.account import MailAccount
from bot.edges.mail.announced import Announced
from bot.edges.mail.session import check_folder, connect, log_out, personal_name, talking
from bot.flows.mail_ports import FolderState

BIG: Final = 5 * 1024 * 1024
"""Bytes by the server's hint from which a mail is fetched in chunks."""

CHUNK: Final = 1024 * 1024
LARGEST: Final = 200 * 1024 * 1024
"""Bytes of one mail that are fetched at most."""

TOGETHER: Final = 8 * 1024 * 1024
"""Bytes fetched by one command, so that a batch never fills the memory."""

AT_ONCE: Final = 200
"""UIDs named in one command, well under every server's line limit."""

SEARCHED: Final = 50_000
"""Mails looked through by one SEARCH: its answer must stay under imaplib's million bytes."""


class ImapMailbox:
    """A Mailbox (see ports) on an IMAP server; works without keywords and CONDSTORE."""

    def __init__(self, account: MailAccount) -> None:
        """Take the account; nothing is opened yet."""
        self._account = account
        self._client: IMAPClient | None = None
        self._state: FolderState | None = None
        self._announced: Announced | None = None
        self._processed = account.processed
        self._pipe: tuple[int, int] | None = None
        self._lock = Lock()

    def open(self) -> FolderState:
        """Connect, log in, select, and see that the Processed folder is there."""
        self.close()
        with self._lock:
            self._pipe = os.pipe()
            for end in self._pipe:
                os.set_blocking(end, False)
        self._client = client = connect(self._account)
        try:
            with talking(self._account, "selecting the folder"):
                check_folder(client, self._account)
                self._processed = personal_name(client, self._account.processed)
                self._make_processed(client)
                seen: dict[bytes, Any] = client.select_folder(self._account.folder)
        except Permanent as error:
            self.close()
            if "refused" in str(error) and "BAD" not in str(error):
                raise Misconfigured(f"{error}: is it there, and may this user open it?") from error
            raise Transient(str(error)) from error
        except BaseException:
            self.close()
            raise
        exists = int(seen.get(b"EXISTS", 0))
        self._announced = Announced(client, exists)
        self._announced.mark()
        self._state = FolderState(
            self._account.name,
            self._account.folder,
            int(seen[b"UIDVALIDITY"]),
            int(seen.get(b"UIDNEXT", 0)),
            exists,
        )
        return self._state

    @property
    def state(self) -> FolderState:
        """Return what `open` said."""
        if self._state is None:
            raise Transient(f"{self._account.name}: the mailbox is not open")
        return self._state

    def _make_processed(self, client: IMAPClient) -> None:
        """Create the Processed folder if it is missing; a race with another worker is fine."""
        if client.folder_exists(self._processed):
            return
        try:
            client.create_folder(self._processed)
        except imaplib.IMAP4.error:
            if not client.folder_exists(self._processed):
                raise
        with contextlib.suppress(imaplib.IMAP4.error):
            client.subscribe_folder(self._processed)

    def _open_client(self) -> IMAPClient:
        """Return the client. Raises Transient if the mailbox is closed."""
        if self._client is None:
            raise Transient(f"{self._account.name}: the mailbox is not open")
        return self._client

    def uids(self, first: int = 1) -> list[int]:
        """Return the UIDs from `first` on, ascending, without those marked deleted."""
        client, announced = self._open_client(), self._announced
        assert announced is not None
        with talking(self._account, "searching"):
            client.noop()  # learn what other sessions did
            announced.mark()
            wanted = ["UID", f"{first}:*", "UNDELETED"]
            if announced.most <= SEARCHED:
                found = client.search(wanted)
            else:
                found = []
                for low in range(1, announced.most + 1, SEARCHED):
                    high = min(low + SEARCHED - 1, announced.most)
                    window = f"{low}:{high}" if high < announced.most else f"{low}:*"
                    found.extend(client.search([window, *wanted]))
        # `n:*` always matches the last mail, also below n (RFC 3501 section 6.4.8)
        return sorted({uid for uid in found if uid >= first})

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Return the server's idea of the sizes, in bytes."""
        found = self._asked(uids, ["RFC822.SIZE"], "asking sizes")
        return {
            uid: int(data[b"RFC822.SIZE"]) for uid, data in found.items() if b"RFC822.SIZE" in data
        }

    def _asked(
        self, uids: Sequence[int], items: list[str], action: str
    ) -> dict[int, dict[bytes, Any]]:
        """Return what the server says of UIDs, asked in portions."""
        client = self._open_client()
        found: dict[int, dict[bytes, Any]] = {}
        with talking(self._account, action):
            for at in range(0, len(uids), AT_ONCE):
                found.update(client.fetch([int(uid) for uid in uids[at : at + AT_ONCE]], items))
        return found

    def fetch(self, uids: Sequence[int]) -> Iterator[RawMail]:
        """Yield the mails; one without a body, or gone, is left for a later round."""
        known = self._asked(uids, ["RFC822.SIZE", "INTERNALDATE"], "asking sizes")
        group: list[int] = []
        weight = 0
        for uid in uids:
            if uid not in known:
                continue
            size = int(known[uid].get(b"RFC822.SIZE", 0))
            if size > BIG:
                raw = self._in_chunks(uid)
                if raw:
                    yield self._mail(uid, raw, known[uid])
                continue
            if group and (weight + size > TOGETHER or len(group) >= AT_ONCE):
                yield from self._together(group, known)
                group, weight = [], 0
            group.append(uid)
            weight += size
        yield from self._together(group, known)

    def _together(self, uids: list[int], known: dict[int, dict[bytes, Any]]) -> Iterator[RawMail]:
        """Yield small mails fetched by one command; if its answer is odd, one by one."""
        if not uids:
            return
        try:
            with talking(self._account, "fetching"):
                try:
                    found = self._open_client().fetch(uids, ["BODY.PEEK[]"])
                except ProtocolError:
                    found = {uid: {b"BODY[]": self._literal(uid)} for uid in uids}
        except Permanent as error:
            raise Transient(str(error)) from error
        for uid in uids:
            raw = found.get(uid, {}).get(b"BODY[]")
            if isinstance(raw, bytes) and raw:
                yield self._mail(uid, raw, known[uid])

    def _literal(self, uid: int) -> bytes:
        """Return a mail past imapclient's parser, or nothing."""
        typ, data = self._open_client()._imap.uid("FETCH", str(uid), "(BODY.PEEK[])")
        bodies = [each[1] for each in data if isinstance(each, tuple)] if typ == "OK" else []
        return max(bodies, key=len, default=b"")

    def _in_chunks(self, uid: int) -> bytes:
        """Return a big mail fetched piece by piece; the size told beforehand is a hint only."""
        raw = bytearray()
        while len(raw) < LARGEST:
            found = self._asked([uid], [f"BODY.PEEK[]<{len(raw)}.{CHUNK}>"], "fetching a part")
            data = found.get(uid, {})
            piece = next((data[key] for key in data if key.upper().startswith(b"BODY[]<")), b"")
            raw += piece or b""
            if not piece or len(piece) < CHUNK:
                break
        return bytes(raw)

    def _mail(self, uid: int, raw: bytes, known: dict[bytes, Any]) -> RawMail:
        """Return a fetched mail with its place and the server's date."""
        date = known.get(b"INTERNALDATE")
        when = date.astimezone(UTC) if isinstance(date, datetime) else datetime.now(UTC)
        place = Place(self._account.name, self._account.folder, self.state.uidvalidity, uid)
        return RawMail(place, raw, when)

    def file_away(self, uids: Sequence[int]) -> None:
        """Move mails to the Processed folder; those already gone are fine."""
        client = self._open_client()
        for at in range(0, len(uids), AT_ONCE):
            portion = [int(uid) for uid in uids[at : at + AT_ONCE]]
            try:
                with talking(self._account, "filing away"):
                    self._move(client, portion)
            except Permanent as error:
                if "TRYCREATE" in str(error):
                    with talking(self._account, "filing away"):
                        self._make_processed(client)
                        self._move(client, portion)
                elif "EXPUNGEISSUED" not in str(error):  # another worker was faster
                    raise

    def _move(self, client: IMAPClient, uids: list[int]) -> None:
        """Move by MOVE (RFC 6851), else copy, mark and expunge exactly these (RFC 4315)."""
        assert self._announced is not None
        self._announced.moved()
        if client.has_capability("MOVE"):
            client.move(uids, self._processed)
            return
        there = list(client.fetch(uids, ["UID"]))
        if not there:
            return
        client.copy(there, self._processed)
        client.add_flags(there, [rb"\Deleted"], silent=True)
        if client.has_capability("UIDPLUS"):
            client.expunge(there)  # without UIDPLUS an expunge would hit others' mail too

    def wait(self, seconds: float) -> None:
        """Idle until the server speaks, `wake` is called or the time is over (RFC 2177).

        Returns at once if mail was announced since the last search began.
        """
        client = self._open_client()
        pipe, announced = self._pipe, self._announced
        assert pipe is not None
        assert announced is not None
        with talking(self._account, "waiting"):
            if announced.news():
                return
            if not client.has_capability("IDLE"):
                select.select([pipe[0]], [], [], seconds)
                self._drain()
                client.noop()
                return
            client.idle()
            if not self._spoke_already(client):
                select.select([client.socket(), pipe[0]], [], [], seconds)
            self._drain()
            _, said = client.idle_done()
        if any(each and each[0] == b"BYE" for each in said):
            raise Transient(f"{self._account.name}: the server said goodbye")

    def _spoke_already(self, client: IMAPClient) -> bool:
        """Return whether the answer to IDLE brought news with it, which select cannot see."""
        sock = client.socket()
        try:
            sock.setblocking(False)
            return bool(client._imap.file.peek(1))
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:
            return False
        finally:
            sock.setblocking(True)
            sock.settimeout(self._account.read_timeout)

    def wake(self) -> None:
        """Make a `wait` in another thread return at once; harmless at any time."""
        with self._lock, contextlib.suppress(OSError):
            if self._pipe:
                os.write(self._pipe[1], b"!")

    def _drain(self) -> None:
        """Forget earlier calls of `wake`."""
        with contextlib.suppress(OSError):
            if self._pipe:
                os.read(self._pipe[0], 4096)

    def close(self) -> None:
        """Log out if that is still possible; never raises."""
        client, self._client, self._state = self._client, None, None
        if client is not None:
            log_out(client)
        with self._lock:
            pipe, self._pipe = self._pipe, None
            for end in pipe or ():
                with contextlib.suppress(OSError):
                    os.close(end)
