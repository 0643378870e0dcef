"""The few kinds of check from which the tables of blocks are made; knows no block."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that Slack would refuse: where (a JSON pointer), why, and the error it answers."""

    where: str
    why: str
    error: str = "invalid_blocks"

    def __str__(self) -> str:
        return f"[ERROR] {self.why} [json-pointer:{self.where}]"


Check: TypeAlias = Callable[[Any, str], Iterator[Fault]]


def string(most: int, least: int = 1, *, starts: tuple[str, ...] = ()) -> Check:
    """Accept a string of `least` to `most` characters."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield Fault(at, "should be of type string")
        elif len(value) > most:
            yield Fault(at, f"must be less than {most + 1} characters")
        elif len(value) < least:
            yield Fault(at, f"must be more than {least - 1} characters")
        elif starts and not value.startswith(starts):
            yield Fault(at, f"must start with {' or '.join(starts)}")

    return check


def number(least: float = float("-inf"), most: float = float("inf")) -> Check:
    """Accept a number from `least` to `most`; a boolean is no number."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield Fault(at, "should be of type number")
        elif not least <= value <= most:
            yield Fault(at, f"must be from {least} to {most}")

    return check


def boolean(value: Any, at: str) -> Iterator[Fault]:
    """Accept true and false."""
    if not isinstance(value, bool):
        yield Fault(at, "should be of type boolean")


def choice(*allowed: Any) -> Check:
    """Accept one of a few values."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if value not in allowed:
            yield Fault(at, f"must be one of {', '.join(map(str, allowed))}")

    return check


def array(item: Check, most: int, least: int = 1) -> Check:
    """Accept a list of `least` to `most` items, each of which passes `item`."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, list | tuple):
            yield Fault(at, "should be of type array")
            return
        if len(value) > most:
            yield Fault(at, f"no more than {most} items allowed")
        if len(value) < least:
            yield Fault(at, f"must have at least {least} items")
        for place, each in enumerate(value):
            yield from item(each, f"{at}/{place}")

    return check


def record(needs: Mapping[str, Check], may: Mapping[str, Check] | None = None) -> Check:
    """Accept an object with all of `needs`, some of `may` and, beside `type`, nothing else."""
    fields = {**(may or {}), **needs}

    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, Mapping):
            yield Fault(at, "should be of type object")
            return
        for name in needs:
            if name not in value:
                yield Fault(at, f"missing required field: {name}")
        for name, inner in value.items():
            if name in fields:
                yield from fields[name](inner, f"{at}/{name}")
            elif name != "type":
                yield Fault(at, f"invalid additional property: {name}")

    return check


def tagged(table: Mapping[str, Check]) -> Check:
    """Accept an object whose `type` names a row of the table and which passes that row."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        kind = value.get("type") if isinstance(value, Mapping) else None
        if not isinstance(kind, str) or kind not in table:
            yield Fault(at, f"unsupported type: {kind}")
        else:
            yield from table[kind](value, at)

    return check


def both(*checks: Check) -> Check:
    """Accept what passes every one of `checks`; a later one may trust what an earlier one saw."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        for each in checks:
            faults = list(each(value, at))
            yield from faults
            if faults:
                return

    return check


def exactly_one(*names: str) -> Check:
    """Accept an object that has one, and only one, of the named fields."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if isinstance(value, Mapping) and sum(name in value for name in names) != 1:
            yield Fault(at, f"must have exactly one of: {', '.join(names)}")

    return check


def at_least_one(*names: str) -> Check:
    """Accept an object that has one or more of the named fields."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if isinstance(value, Mapping) and not any(value.get(name) for name in names):
            yield Fault(at, f"must define at least one of: {', '.join(names)}")

    return check


def initial_is_an_option(value: Any, at: str) -> Iterator[Fault]:
    """Accept an initial option only if it equals one of the options, field by field."""
    groups = value.get("option_groups") or ()
    options = [*value.get("options", ()), *(o for group in groups for o in group["options"])]
    initial = [value["initial_option"]] if "initial_option" in value else []
    for each in (*initial, *value.get("initial_options", ())):
        if each not in options:
            yield Fault(at, "initial option was not found in options")
