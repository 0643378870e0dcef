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
    if route is Route.ORGANISATION and row.stays:
        return Route.US
    if route is not Route.US and party.entry is None:
        return Route.PERSON
    return route


def route_mail(
    types: Sequence[str], party: Party, sender: SenderKind, *, unsure: bool = False
) -> Route:
    """Return the route of a whole mail: its most important line decides."""
    if sender is SenderKind.MACHINE or not types:
        return Route.NOBODY
    for desk in _DESKS[:-1]:
        if BY_KEY[types[0]].desk is desk:
            return desk
    if Route.LEGAL in {BY_KEY[key].desk for key in types}:
        return Route.LEGAL
    return route_line(types[0], party, unsure=unsure)
