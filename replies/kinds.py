"""The letter catalogue: which letters each request type has and which to propose first."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from replies.errors import NoSuchLetter
from replies.facts import LetterKind

_TABLE = Path(__file__).parent / "letters.toml"
_NOT_A_CLIENTS = ("own_user", "org_administered", "unknown", "none")


@dataclass(frozen=True, slots=True)
class Route:
    """One row of the routing table; a condition of None always holds."""

    first: tuple[str, ...]
    party: str | None = None
    sender: str | None = None
    named: bool | None = None
    known: bool | None = None

    def holds(self, party: str, sender: str, *, named: bool, known: bool) -> bool:
        """Say whether every condition of the row holds."""
        pairs = ((self.party, party), (self.sender, sender))
        flags = ((self.named, named), (self.known, known))
        return all(want in (None, have) for want, have in pairs) and all(
            want in (None, have) for want, have in flags
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All letter kinds by key, what each type proposes first, and the routes."""

    kinds: Mapping[str, LetterKind]
    first: Mapping[str, tuple[str, ...]]
    routes: tuple[Route, ...]

    def kind(self, key: str) -> LetterKind:
        """Return the row for `type/letter`; raises NoSuchLetter naming what there is."""
        if found := self.kinds.get(key):
            return found
        type_ = key.partition("/")[0]
        there_are = [k for k in self.kinds if k.startswith(f"{type_}/")]
        hint = ", ".join(there_are) if there_are else "types: " + ", ".join(self.first)
        raise NoSuchLetter(f"no letter {key!r}; there are {hint}")

    def spoken_of(self, kind: LetterKind, types: Iterable[str], handover: str = "") -> list[str]:
        """Return which requests one letter speaks of: its own, and others that share it.

        `handover` names the letter that hands requests over to who gets this one: a third
        party hears of no other request, never of a complaint about an employer, for one.
        An opt-out has no question for identity, so none ever speaks of it.
        """
        found = [kind.type]
        for type_ in types if kind.speaks_of else ():
            one = self.kinds.get(f"{type_}/{handover or kind.letter}")
            if one.speaks_of if one else kind.speaks_of == "all" and not handover:
                found.append(type_)
        return list(dict.fromkeys(found))

    def of(self, type_: str) -> tuple[LetterKind, ...]:
        """Return the letters of one type, those it proposes first before the others."""
        return tuple(kind for kind in self.kinds.values() if kind.type == type_)

    def proposed(
        self,
        type_: str,
        party: str = "unknown",
        *,
        named: bool = False,
        known: bool = False,
        sender: str = "person",
        stays: frozenset[str] = frozenset(),
    ) -> tuple[LetterKind, ...]:
        """Return the letters a card offers unasked: none, one, or a note with its hand-over.

        `named`: the mail itself names the party or its site. `known`: the
        directory has a contact for it. `stays`: types that stay with us though
        an organisation administers the account. Authorities get no letter.
        """
        if sender == "authority":
            return ()
        party = responsible(type_, party, stays)
        for route in self.routes:
            keys = [f"{type_}/{letter}" for letter in route.first]
            if route.holds(party, sender, named=named, known=known) and all(
                key in self.kinds for key in keys
            ):
                return tuple(self.kinds[key] for key in keys)
        return tuple(self.kinds[f"{type_}/{letter}"] for letter in self.first.get(type_, ()))


def responsible(type_: str, party: str, stays: frozenset[str]) -> str:
    """Return whose a request is: what stays with us is ours, though others run the account."""
    return "own_user" if party == "org_administered" and type_ in stays else party


@cache
def catalogue() -> Catalogue:
    """Read the shipped table once; a fault in it is a programming error."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    kinds: dict[str, LetterKind] = {}
    first: dict[str, tuple[str, ...]] = {}
    for type_, row in table["types"].items():
        first[type_] = tuple(row["first"])
        for letter in (*row["first"], *row["letters"]):
            kind = _kind(type_, letter, table["letters"][letter], row)
            kinds[kind.key] = kind
    routes = tuple(Route(**{**row, "first": tuple(row["first"])}) for row in table["routes"])
    return Catalogue(kinds, first, routes)


def _kind(
    type_: str, letter: str, row: Mapping[str, Any], of_type: Mapping[str, Any]
) -> LetterKind:
    """Join the letter's row, the type's row and what the type says of this letter."""
    own = {**row, **of_type.get(letter, {})}
    return LetterKind(
        key=f"{type_}/{letter}",
        type=type_,
        letter=letter,
        title=own["title"],
        audience=own.get("audience", "requester"),
        after_sent=own.get("after_sent", ""),
        outcome=own.get("outcome", ""),
        needs_second_approver=bool(own.get("second") or of_type.get("second")),
        needs_tasks_done=bool(own.get("tasks_done")),
        closes_lines=bool(own.get("closes_lines")),
        acts_on_personal_data=bool(own.get("acts")),
        needs=tuple(own.get("needs", ())),
        speaks_of=own.get("speaks_of", ""),
        section=own.get("section") or of_type["section"],
        parties=tuple(own.get("parties", _NOT_A_CLIENTS)),
    )
