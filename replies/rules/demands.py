"""Rules about what a letter may not ask of a person, and not give away before it is sure."""

from collections.abc import Callable, Iterable

from replies.rules.draft import Draft
from replies.rules.lexicon import asked_for, lexicon, sentences

# Letters that go out before anybody knows who is writing.
_BEFORE_IDENTITY = frozenset(
    {
        "acknowledge",
        "verify_identity",
        "verify_authority",
        "clarify",
        "extend",
        "reminder_requester",
        "closed_no_answer",
        "identity_failed",
        "redirect_client",
        "redirect_client_unknown",
        "redirect_organisation",
    }
)

_OPT_OUTS = ("optout_sale", "optout_marketing")


def _to_requester(draft: Draft) -> bool:
    return draft.audience == "requester"


def optout_asks_nothing(draft: Draft) -> Iterable[str]:
    """Find an opt-out that asks for identity, a form or a log-in (LAW 3)."""
    if draft.kind.type not in _OPT_OUTS or not _to_requester(draft):
        return
    said = lexicon(draft.lang)
    for nouns in (said.identity, said.form, said.document, said.password):
        if thing := asked_for(draft.text, nouns, said):
            yield f"An opt-out may not depend on this: {thing!r}."
            return


def no_identity_document(draft: Draft) -> Iterable[str]:
    """Find a letter that asks for a copy of an identity document (LAW 4)."""
    said = lexicon(draft.lang)
    if _to_requester(draft) and (thing := asked_for(draft.text, said.document, said)):
        yield f"Do not ask for this: {thing!r}; a reply from the address is enough."


def no_signature(draft: Draft) -> Iterable[str]:
    """Find a letter that asks for a signature (LAW 4)."""
    said = lexicon(draft.lang)
    if _to_requester(draft) and (thing := asked_for(draft.text, said.signature, said)):
        yield f"Do not ask for this: {thing!r}; a reply from the address is enough."


def no_password(draft: Draft) -> Iterable[str]:
    """Find a letter that asks for a password."""
    said = lexicon(draft.lang)
    if draft.kind.letter == "redirect_organisation":  # lists what an administrator may do
        return
    if thing := asked_for(draft.text, said.password, said):
        yield f"Never ask for this: {thing!r}."


def no_form(draft: Draft) -> Iterable[str]:
    """Find a letter that sends the person to a form instead of answering (LAW 10)."""
    said = lexicon(draft.lang)
    opt_out = draft.kind.type in _OPT_OUTS  # has its own rule
    if _to_requester(draft) and not opt_out and (thing := asked_for(draft.text, said.form, said)):
        yield f"A request by mail is enough; do not ask for this: {thing!r}."


def no_account_revealed(draft: Draft) -> Iterable[str]:
    """Find a letter that tells a stranger whether there is an account or data (LAW 5)."""
    if draft.kind.letter not in _BEFORE_IDENTITY or not _to_requester(draft):
        return
    said = lexicon(draft.lang)
    for sentence in sentences(draft.text):
        match = said.account.search(sentence)
        if match and not said.condition.search(sentence[: match.start()]):
            yield f"This tells a stranger what we know: {match[0]!r}."
            return


RULES: tuple[tuple[str, str, Callable[[Draft], Iterable[str]]], ...] = (
    ("optout_asks_nothing", "error", optout_asks_nothing),
    ("no_identity_document", "error", no_identity_document),
    ("no_signature", "error", no_signature),
    ("no_password", "error", no_password),
    ("no_form", "error", no_form),
    ("no_account_revealed", "error", no_account_revealed),
)
