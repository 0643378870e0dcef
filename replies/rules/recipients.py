"""Rules about where a letter goes: the address that asked, or the contact on file."""

from collections.abc import Callable, Iterable

from replies.rules.draft import Draft


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def recipient_asked(draft: Draft) -> Iterable[str]:
    """Find a letter to a requester that goes to another address than the asking one (LAW 8)."""
    to = draft.recipient
    if not to or not to.asked_from or draft.audience not in ("requester", "customer"):
        return
    if not _same(to.address, to.asked_from):
        yield "This goes to another address than the one that asked; a second person approves."


def contact_on_file(draft: Draft) -> Iterable[str]:
    """Find a hand-over to an address that the directory does not have for the party."""
    to = draft.recipient
    if not to or draft.audience not in ("client", "organisation"):
        return
    if not any(_same(to.address, contact) for contact in to.on_file):
        yield "The address is not the party's contact on file in the directory."


def sender_authenticated(draft: Draft) -> Iterable[str]:
    """Find a request whose sender was not, or not successfully, authenticated (RFC 8601)."""
    to = draft.recipient
    if not to or draft.audience not in ("requester", "customer"):
        return
    acts = draft.kind.acts_on_personal_data
    second = " A second person approves this letter." if acts else ""
    if to.authentication == "fail":
        yield f"The sender's authentication failed: somebody else may have written.{second}"
    if to.reply_to_elsewhere:
        yield f"Answers were asked for at another domain than the sender's.{second}"
    if to.authentication == "none":
        yield "The sender could not be authenticated."


RULES: tuple[tuple[str, str, Callable[[Draft], Iterable[str]]], ...] = (
    ("recipient_asked", "warning", recipient_asked),
    ("contact_on_file", "error", contact_on_file),
    ("sender_authenticated", "warning", sender_authenticated),
)
