"""Which letters a case's open lines propose, in the order in which a card shows them."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.core.catalogue import PartyKind, Route
from bot.flows.letter_facts import Dossier
from replies import LetterKind

if TYPE_CHECKING:
    from replies.letters import Replies

_OUTSIDE = {Route.CLIENT, Route.ORGANISATION, Route.PERSON}


def proposed(replies: "Replies", dossier: Dossier) -> Iterator[LetterKind]:
    """Yield what each open line proposes: first what comes first, the lines in their order.

    Who has returned our token once is not asked for it again.
    """
    case = dossier.case
    rows = [
        replies.proposed(
            line.type,
            (case.party if line.route in _OUTSIDE else PartyKind.OWN_USER).value,
            named=case.named_in_mail,
            known=dossier.contact_known,
            sender=case.sender.value,
        )
        for line in case.open_lines
    ]
    for rank in zip_longest(*rows):
        for kind in rank:
            proven = case.mailbox_confirmed and kind and kind.letter == "verify_identity"
            if kind is not None and not proven:
                yield kind
