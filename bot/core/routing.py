"""Who acts on a request line: the route table of COMMANDS.md, first match wins."""

from collections.abc import Sequence

from bot.core.catalogue import BY_KEY, PartyKind, Route, SenderKind
from bot.core.parties import Party

_OUTSIDE = {
    PartyKind.CLIENT_DATA: Route.CLIENT,
    PartyKind.ORG_ADMINISTERED: Route.ORGANISATION,
}
_DESKS = (Route.NOBODY, Route.LEGAL, Route.SECURITY, Route.CONTRACTS, Route.SUPPORT, Route.PERSON)


def route_line(request_type: str, party: Party, *, unsure: bool = False) -> Route:
    """Return who acts on one line; `person` where somebody must decide first."""
    row = BY_KEY[request_type]
    if row.desk in _DESKS:
        return row.desk
    if unsure:
        return Route.PERSON
    route = _OUTSIDE.get(party.kind, Route.US)
    if route is Route.ORGANISATION and (row.stays or party.ours):
        return Route.US
    if route is not Route.US and not (party.entry and party.entry.contact_email):
        return Route.PERSON
    return route


def route_mail(
    types: Sequence[str], party: Party, sender: SenderKind, *, unsure: bool = False
) -> Route:
    """Return the route of a whole mail: its most important line decides.

    A legal or security matter anywhere in a mail goes to its desk, legal first.
    """
    if sender is SenderKind.MACHINE or not types:
        return Route.NOBODY
    if BY_KEY[types[0]].desk is Route.NOBODY:
        return Route.NOBODY
    desks = {BY_KEY[key].desk for key in types}
    return next(
        (desk for desk in (Route.LEGAL, Route.SECURITY) if desk in desks),
        route_line(types[0], party, unsure=unsure),
    )
