"""Reads a profile file into `Profile` and reports every fault of it at once."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from replies.errors import ProfileError
from replies.kinds import catalogue
from replies.profile import Item, Profile
from replies.words import words

SHIPPED = Path(__file__).parent / "profile.toml"

_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+\Z")
_URL = re.compile(r"https?://[^\s<>\"]+\Z")
_BAD = object()

_SIMPLE: dict[Any, str] = {str: "a text", int: "a number", bool: "true or false", date: "a date"}


def read_profile(path: Path) -> Profile:
    """Return the facts in the file; raises ProfileError listing all that is wrong with it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ProfileError(f"{path.name}: there is no such file; give the path of a profile") from (
            None
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ProfileError(f"{path.name}: cannot be read as TOML: {fault}") from None
    faults: list[str] = []
    profile = _object(Profile, table, "", faults)
    if isinstance(profile, Profile):
        for check in _CHECKS:
            check(profile, faults)
    if faults:
        raise ProfileError(*(f"{path.name}: {fault}" for fault in faults))
    assert isinstance(profile, Profile)
    return profile


def _object(cls: Any, table: object, where: str, faults: list[str]) -> object:
    """Build one dataclass from a table; unknown and missing keys are faults."""
    if not isinstance(table, dict):
        faults.append(f"{where}: should be a table with {_names(cls)}")
        return _BAD
    hints = get_type_hints(cls)
    label = f"{where}." if where else ""
    names = [field.name for field in fields(cls)]
    faults += [
        f"{label}{key}: is not known here; allowed are {_names(cls)}"
        for key in table.keys() - names
    ]
    values = {}
    for name in names:
        if name in table:
            values[name] = _value(hints[name], table[name], label + name, faults)
        else:
            faults.append(f"{label}{name}: is missing; add it")
    if len(values) < len(names) or _BAD in values.values():
        return _BAD
    return cls(**values)


def _value(  # noqa: PLR0911  (one return a kind of value)
    hint: Any, value: object, where: str, faults: list[str]
) -> object:
    """Convert one TOML value to what the field's type says."""
    if is_dataclass(hint):
        return _object(hint, value, where, faults)
    if hint in _SIMPLE:
        if type(value) is hint:
            return value
        faults.append(f"{where}: should be {_SIMPLE[hint]}")
        return _BAD
    if hint == Item:
        return _item(value, where, faults)
    if get_origin(hint) in (tuple, frozenset):
        return _many(hint, value, where, faults)
    if not isinstance(value, dict):
        faults.append(f"{where}: should be a table")
        return _BAD
    inner = get_args(hint)[1]
    made = {key: _value(inner, one, f"{where}.{key}", faults) for key, one in value.items()}
    return _BAD if _BAD in made.values() else made


def _many(hint: Any, value: object, where: str, faults: list[str]) -> object:
    """Convert a TOML array to a tuple or a frozenset."""
    if not isinstance(value, list):
        faults.append(f"{where}: should be a list")
        return _BAD
    inner = get_args(hint)[0]
    made = [_value(inner, one, f"{where}[{i}]", faults) for i, one in enumerate(value)]
    if any(one is _BAD for one in made):
        return _BAD
    return frozenset(made) if get_origin(hint) is frozenset else tuple(made)


def _item(value: object, where: str, faults: list[str]) -> object:
    """Convert a key with words in every language, or a table of texts by language."""
    known = words("en").items
    if isinstance(value, str):
        if value in known:
            return value
        faults.append(
            f"{where}: {value!r} has no words; use one of {', '.join(known)}"
            ' or { en = "...", de = "..." }'
        )
        return _BAD
    texts_only = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    if texts_only and isinstance(value, dict) and value.get("en"):
        return value
    faults.append(f'{where}: should be a key or a table of texts with at least en = "..."')
    return _BAD


def _names(cls: Any) -> str:
    return ", ".join(field.name for field in fields(cls))


def _addresses(profile: Profile, faults: list[str]) -> None:
    found = {
        "company.email": profile.company.email,
        "dpo.email": profile.dpo.email,
        "eu_representative.email": profile.eu_representative.email,
        "desks.contracts": profile.desks.contracts,
        "desks.security": profile.desks.security,
        "desks.support": profile.desks.support,
    }
    for where, value in found.items():
        desk_url = where.startswith("desks.") and _URL.match(value)
        if not _EMAIL.match(value) and not desk_url:
            faults.append(f"{where}: should be an e-mail address{' or a URL' * ('desks' in where)}")


def _urls(profile: Profile, faults: list[str]) -> None:
    urls = profile.urls
    found = {
        "company.website": (profile.company.website,),
        "policy.url": (profile.policy.url,),
        "urls.data_collection_policy": (urls.data_collection_policy,),
        "urls.preference_centre": (urls.preference_centre,),
        "urls.advertising_choices": urls.advertising_choices,
        "urls.do_not_track": (urls.do_not_track,),
        "payment.url": (profile.payment.url,),
        "transfers.clauses_url": (profile.transfers.clauses_url,),
    }
    if profile.dispute.offer:
        found["dispute.url"] = (profile.dispute.url,)
    found |= {f"regulators.{k}.url": (r.url,) for k, r in profile.regulators.items() if r.url}
    for where, values in found.items():
        if not all(_URL.match(value) for value in values):
            faults.append(f"{where}: should start with http:// or https:// and hold no blanks")


def _texts(profile: Profile, faults: list[str]) -> None:
    found = {
        "company.name": profile.company.name,
        "company.legal_name": profile.company.legal_name,
        "eu_representative.name": profile.eu_representative.name,
        "payment.processor": profile.payment.processor,
        "transfers.headquarters.en": profile.transfers.headquarters.get("en", ""),
    }
    faults += [f"{where}: is empty; fill it" for where, text in found.items() if not text.strip()]
    if not profile.company.address:
        faults.append("company.address: is empty; requests by post need it")
    if not profile.delivery.hosts:
        faults.append("delivery.hosts: is empty; name the hosts that copies of data come from")


def _numbers(profile: Profile, faults: list[str]) -> None:
    found = {
        "children.age": profile.children.age,
        "identity.reply_days": profile.identity.reply_days,
        "identity.token_days": profile.identity.token_days,
    }
    found |= {
        f"tasks.{type_}[{i}].days": rule.days
        for type_, rules in profile.tasks.items()
        for i, rule in enumerate(rules)
    }
    faults += [f"{where}: should be 1 or more" for where, number in found.items() if number < 1]


def _types(profile: Profile, faults: list[str]) -> None:
    known = set(catalogue().first)
    stays = profile.organisations.stays_with_us
    for where, names in (
        ("organisations.stays_with_us", stays - known),
        ("tasks", set(profile.tasks) - known - {"client_data"}),
    ):
        faults += [
            f"{where}: {name!r} is not a request type with letters; use one of "
            + ", ".join(sorted(known))
            for name in sorted(names)
        ]


def _privacy_shield(profile: Profile, faults: list[str]) -> None:
    if profile.transfers.privacy_shield_is_a_basis:
        faults.append(
            "transfers.privacy_shield_is_a_basis: must be false; Privacy Shield was struck down on"
            " 16 July 2020 (CJEU C-311/18)"
        )


def _regulators(profile: Profile, faults: list[str]) -> None:
    faults += [
        f"regulators.{code}: is missing; refusals must say where to complain"
        for code in ("eu", "other")
        if code not in profile.regulators
    ]


_CHECKS: tuple[Callable[[Profile, list[str]], None], ...] = (
    _addresses,
    _urls,
    _texts,
    _numbers,
    _types,
    _privacy_shield,
    _regulators,
)


def text_of(item: Item, lang: str) -> str:
    """Return an item's words in a language: the shipped ones, or the profile's own."""
    if isinstance(item, str):
        return words(lang).items[item]
    return in_language(item, lang)


def in_language(texts: Mapping[str, str], lang: str) -> str:
    """Return the text in a language, else the English one."""
    return texts.get(lang) or texts["en"]
