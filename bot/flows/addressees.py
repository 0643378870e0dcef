"""Who gets a letter: at which address, in which language, and what speaks for that address."""

from bot.core.mail import Address
from bot.flows.letter_facts import OUTSIDE, Dossier
from replies import LetterKind, Recipient


def addressee(kind: LetterKind, dossier: Dossier) -> Address:
    """Return who gets such a letter; an empty address where nobody is known to get it."""
    if kind.audience not in OUTSIDE:
        return dossier.case.requester
    if dossier.entry is None:
        return Address("")
    return Address(dossier.entry.contact_email, dossier.entry.contact_name)


def language_of(kind: LetterKind, dossier: Dossier) -> str:
    """Return the language of who gets the letter: the contact's, or the request's."""
    entry = dossier.entry if kind.audience in OUTSIDE else None
    return (entry.language if entry else dossier.case.language) or "en"


def evidence_for(recipient: Address, dossier: Dossier) -> Recipient:
    """Return an address with what the check of a draft asks of it."""
    case, entry = dossier.case, dossier.entry
    domains = {address.domain for address in dossier.mail.reply_to}
    return Recipient(
        address=recipient.email,
        asked_from=case.requester.email,
        authentication=case.authentication.value,
        reply_to_elsewhere=bool(domains - {case.requester.domain}),
        on_file=(entry.contact_email,) if entry and entry.contact_email else (),
    )
