"""Why a request is refused or takes longer: keys, wording, and the legal ground by regime."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from replies.facts import Facts, LetterKind
from replies.words import Words

_TABLE = Path(__file__).parent / "reasons.toml"
_ARTICLE = re.compile(r"(?P<a>\d+)(?:\((?P<p>\d+)\))?(?:\((?P<l>[a-z])\))?")

# Law that is cited by article; every other regime has its citation written out in the table.
_ARTICLES_OF = ("eu", "uk", "ch", "br")


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))


def refusals() -> tuple[str, ...]:
    """Return the keys of refusals, in the order of a menu."""
    return tuple(_table()["refusals"])


def extensions() -> tuple[str, ...]:
    """Return the keys of reasons for more time, in the order of a menu."""
    return tuple(_table()["extensions"])


def title(key: str) -> str:
    """Return a reason in English for staff's menu."""
    titles: Mapping[str, str] = {**_table()["refusals"], **_table()["extensions"]}
    return titles.get(key, key)


def regime(jurisdiction: str) -> str:
    """Return the law to cite: eu, uk, ch, br, us-ca, us or other; unknown counts as eu."""
    if jurisdiction in ("", "none", "unknown"):
        return "eu"
    if jurisdiction in ("eu", "uk", "ch", "br", "us-ca"):
        return jurisdiction
    return "us" if jurisdiction.startswith("us") else "other"


def wording(reason: str, letter: str, said: Words) -> str:
    """Return the reason in a language; empty for "other", where staff write it themselves."""
    if letter == "extend":
        return said.extensions.get(reason, "")
    return said.reasons.get("insuf_verification" if letter == "identity_failed" else reason, "")


def ground(facts: Facts, kind: LetterKind, said: Words) -> str:
    """Return the citation for a refusal, as lawyers of that language write it.

    The row of the type goes before the row of the reason; where neither names
    an article, the words say "the data protection law that applies to you".
    """
    reason = "insuf_verification" if kind.letter == "identity_failed" else facts.reason
    law = regime(facts.jurisdiction)
    rows = _table()["grounds"]
    cited = rows.get(reason, {}).get(law, "")
    if isinstance(cited, dict):
        cited = cited.get(kind.type, cited.get("any", ""))
    if not cited:
        return str(_table()["states"].get(facts.jurisdiction) or said.law["generic"])
    return _citation(cited, said, law) if law in _ARTICLES_OF else str(cited)


def _citation(cited: str, said: Words, law: str) -> str:
    """Spell "17(3)(b)" as the language does, with the name of the law."""
    match = _ARTICLE.fullmatch(cited)
    if match is None:
        return f"{cited} {said.law[law]}"
    text = said.law["article"].format(a=match["a"])
    if match["p"]:
        text += said.law["paragraph"].format(p=match["p"])
    if match["l"]:
        text += said.law["point"].format(l=match["l"])
    return f"{text}{said.law[law]}"
