"""Phone numbers as people write them: one number, found in text in all its forms."""

import re
from typing import Final

_LEAST: Final = 6  # digits below which it may be a postcode or a house number
_COUNTRIES: Final = frozenset(
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63"
    " 64 65 66 81 82 84 86 90 91 92 93 94 95 98".split()
)
"""Country codes of two digits (ITU-T E.164); 1 and 7 have one digit, all others three."""

_OF_PLACE: Final = {
    "AT": "43", "AU": "61", "BE": "32", "BG": "359", "BR": "55", "CA": "1", "CH": "41", "CY": "357",
    "CZ": "420", "DE": "49", "DK": "45", "EE": "372", "ES": "34", "FI": "358", "FR": "33",
    "GB": "44", "GR": "30", "HR": "385", "HU": "36", "IE": "353", "IN": "91", "IS": "354",
    "IT": "39", "JP": "81", "LI": "423", "LT": "370", "LU": "352", "LV": "371", "MT": "356",
    "MX": "52", "NL": "31", "NO": "47", "NZ": "64", "PL": "48", "PT": "351", "RO": "40", "SE": "46",
    "SG": "65", "SI": "386", "SK": "421", "US": "1", "ZA": "27",
}  # fmt: skip
_WITHOUT_ZERO: Final = frozenset("1 30 34 39 45 47 48 65 351 352 354 356 357 371 372 420".split())
"""Countries in which a number is dialled as it stands, with no zero in front."""

_BETWEEN: Final = r"[\s()./+~\u2010-\u2015\u200b-\u200f\u202a-\u202e\u2060-\u2069-]"
"""What stands between digits, marks included that come along when a number is copied."""

_SPACE: Final = _BETWEEN + "{0,5}"  # bounded, so that no text makes the search slow
_BARE: Final = "".join(rf"(?<!\+[0-9]{{{digits}}}{_BETWEEN})" for digits in (1, 2, 3))
"""No country stands before."""

_ANY_COUNTRY: Final = rf"(?:\+|00){_SPACE}[0-9]{{0,3}}{_SPACE}(?:0{_SPACE})?"


def phone_pattern(words: str, place: str = "") -> re.Pattern[str] | None:
    """Return what finds a phone number however it is written, None if `words` are none.

    `+49 171 ...`, `0049 171 ...`, `+49 (0)171 ...` and `(0171) ...` are one number; a number
    without a country is taken for one of `place` (CC[-SUB]) if it may be one.
    """
    plain = re.sub(_BETWEEN, "", words)
    if not re.fullmatch(r"[0-9]+", plain) or not ("+" in words or len(plain) >= _LEAST):
        return None
    country, national = _parted(plain, international=words.lstrip(" (\u202a").startswith("+"))
    own = _OF_PLACE.get(place.partition("-")[0].upper(), "")
    if country:
        bare = f"|{_BARE}" if country in _WITHOUT_ZERO else ""
        head = rf"(?:{_prefix(country)}|0{_SPACE}{bare})"
    elif plain.startswith("0"):  # no number of North America
        head = rf"(?:{_prefix(own) if own not in {'', '1'} else _ANY_COUNTRY}|0{_SPACE})"
    else:
        head = rf"(?:{_ANY_COUNTRY}|{own}{_SPACE}|0{_SPACE})?"
    return re.compile(rf"(?<![0-9]){head}{_SPACE.join(national)}(?![0-9])")


def _parted(plain: str, *, international: bool) -> tuple[str, str]:
    """Return the country code, empty if there is none, and the number without leading zeros."""
    if not international and not plain.startswith("00"):
        return "", plain.removeprefix("0")
    rest = plain.lstrip("0")
    length = 1 if rest[:1] in {"1", "7"} else 2 if rest[:2] in _COUNTRIES else 3
    return rest[:length], rest[length:].removeprefix("0")


def _prefix(country: str) -> str:
    return rf"(?:00{_SPACE})?{country}{_SPACE}(?:0{_SPACE})?"
