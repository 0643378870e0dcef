"""Finds what nobody should have sent: card and account numbers, national ids, credentials, health.

A number counts only if its own check digits say so, where it has any: a masked order number
would hide what a request is about.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Sensitive(StrEnum):
    """What kind of thing was found."""

    CARD = "card number"
    ACCOUNT = "account number"
    NATIONAL_ID = "national identity number"
    CREDENTIALS = "credentials"
    HEALTH = "health"


def _digits(text: str) -> str:
    return "".join(ch for ch in text if ch.isdigit())


def luhn(text: str) -> bool:
    """Tell whether the digits of a text pass the Luhn check (ISO/IEC 7812-1, annex B)."""
    digits = [int(ch) for ch in reversed(_digits(text))]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return len(set(digits)) > 1 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def iban(text: str) -> bool:
    """Tell whether a text is an IBAN by its check digits (ISO 13616)."""
    compact = text.replace(" ", "").replace("-", "").upper()
    turned = compact[4:] + compact[:4]
    return 15 <= len(compact) <= 34 and int("".join(str(int(ch, 36)) for ch in turned)) % 97 == 1


def _dni(text: str) -> bool:
    """Spanish DNI and NIE: the letter is the number modulo 23."""
    compact = text.replace("-", "").upper()
    number = compact[:-1].translate(str.maketrans("XYZ", "012"))
    return compact[-1] == "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23]


def _nir(text: str) -> bool:
    """French NIR: the last two digits are 97 less the number modulo 97."""
    digits = _digits(text)
    return 97 - int(digits[:13]) % 97 == int(digits[13:])


def _pesel(text: str) -> bool:
    """Polish PESEL: weights 1 3 7 9, and a date in front."""
    digits = [int(ch) for ch in text]
    weighed = sum(d * w for d, w in zip(digits, (1, 3, 7, 9) * 3, strict=False)) - digits[10] * 7
    month, day = int(text[2:4]) % 20, int(text[4:6])
    return 1 <= month <= 12 and 1 <= day <= 31 and (10 - weighed % 10) % 10 == digits[10]


def _tax_id(text: str) -> bool:
    """German Steuer-ID: ISO 7064 MOD 11,10, one digit of the first ten more than once."""
    digits = [int(ch) for ch in _digits(text)]
    product = 10
    for digit in digits[:10]:
        product = ((digit + product) % 10 or 10) * 2 % 11
    return len(set(digits[:10])) in {8, 9} and (11 - product) % 10 == digits[10]


def _bsn(text: str) -> bool:
    """Dutch BSN, where the mail calls it one: the weighed sum is a multiple of eleven."""
    digits = [int(ch) for ch in _digits(text)]
    weighed = sum(d * w for d, w in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    return weighed % 11 == 0


def _any(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Row:
    kind: Sensitive
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = _any


_I = re.IGNORECASE
_ID = Sensitive.NATIONAL_ID

_HEALTH = (
    r"cancer|tumou?r|diabet\w+|hiv|aids|pregnan\w+|miscarriage|abortion|depressi(?:on|ve)"
    r"|bipolar|schizophren\w+|psychiatr\w+|chemotherap\w+|epileps\w+|disabilit(?:y|ies)"
    r"|diagnos(?:is|ed)|my illness|krebs(?:erkrank\w+|diagnose)?|schwanger\w*|depression\w*"
    r"|schwerbehindert\w*|behinderung|krankheit|erkrankung|psychisch\w*|enceinte|grossesse"
    r"|cancer|diabète|dépression|handicap\w*|ma maladie|embarazad[ao]|cáncer|depresión"
    r"|discapacidad|mi enfermedad|zwanger\w*|kanker|depressie|mijn ziekte|incinta|cancro|tumore"
    r"|depressione|disabilità|la mia malattia|grávida|câncer|depressão|deficiência"
    r"|minha doença|w ciąży|nowotw\w+|cukrzyc\w+|depresj\w+|niepełnosprawn\w+"
)

_ROWS = (
    _Row(
        Sensitive.CREDENTIALS,
        re.compile(
            r"(?:password|passphrase|passwort|kennwort|contraseña|mot de passe|wachtwoord|senha"
            r"|palavra-passe|hasło|pin(?: code)?)\s*(?:[:=]\s*\S+"
            r"|(?:is|ist|lautet|est|es|è|é|to)\s*:?\s+(?=\S*[\d!#$%&*?@^])\S+)",
            _I,
        ),
    ),
    _Row(
        Sensitive.CREDENTIALS,
        re.compile(r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{30,}|xox[abprs]-[\w-]{10,}|sk-\w{20,})"),
    ),
    _Row(
        Sensitive.ACCOUNT,
        re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\b"),
        iban,
    ),
    _Row(_ID, re.compile(r"\b(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}\b")),  # US SSN
    _Row(_ID, re.compile(r"\b(?:\d{8}|[XYZ]\d{7})-?[A-Z]\b"), _dni),
    _Row(_ID, re.compile(r"\b[12] ?\d\d ?(?:0[1-9]|1[0-2]) ?\d\d ?\d{3} ?\d{3} ?\d\d\b"), _nir),
    _Row(_ID, re.compile(r"\b[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]\b")),  # codice fiscale
    _Row(_ID, re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?\d\d){3} ?[A-D]\b")),  # NINO
    _Row(_ID, re.compile(r"\b[1-9]\d ?\d{3} ?\d{3} ?\d{3}\b"), _tax_id),
    _Row(_ID, re.compile(r"\b\d{11}\b"), _pesel),
    _Row(
        _ID,
        re.compile(r"\b(?:bsn|burgerservicenummer)\D{0,12}\d{9}\b", _I),
        _bsn,
    ),
    # Issuers' numbers begin with 2221 to 2720 or with 3 to 6 (ISO/IEC 7812-1).
    _Row(
        Sensitive.CARD,
        re.compile(r"(?<![\w.+-])(?:[3-6]|2[ -]?[2-7])(?:[ -]?\d){11,18}(?![\w-])"),
        luhn,
    ),
    _Row(Sensitive.HEALTH, re.compile(rf"\b(?:{_HEALTH})\b", _I)),
)


def masked_sensitive(text: str) -> str:
    """Return text with each such thing replaced by what it is, in brackets."""
    return _masked(text)[0]


def sensitive_in(text: str) -> tuple[Sensitive, ...]:
    """Return the kinds of things that a text holds, each once."""
    found = _masked(text)[1]
    return tuple(kind for kind in Sensitive if kind in found)


def _masked(text: str) -> tuple[str, set[Sensitive]]:
    found: set[Sensitive] = set()
    for row in _ROWS:

        def instead(hit: re.Match[str], row: _Row = row) -> str:
            if not row.holds(hit[0]):
                return hit[0]
            found.add(row.kind)
            return f"[{row.kind}]"

        text = row.pattern.sub(instead, text)
    return text, found
