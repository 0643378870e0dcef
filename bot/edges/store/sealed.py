"""Sealing of personal columns, and the keyed hashes by which they are looked up."""

import hashlib
import hmac
import os
import secrets
from functools import lru_cache, partial

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_PLAIN, _AES = b"\x00", b"\x01"
_NONCE, _KEY_ID = 12, 4
_REMEMBERED = 256  # keyed hashes: one mail asks for its sender's some ten times


class SealBroken(Exception):
    """A sealed value cannot be opened with the keys at hand, or was changed."""


class Sealed:
    """The codec that every personal column passes: AES-256-GCM with a key, plain without.

    `old_keys` still open what they sealed; `key` alone seals. Each value names its
    key, so that a rotation may stop and go on.
    """

    def __init__(self, key: str = "", old_keys: tuple[str, ...] = ()) -> None:
        ciphers = [_cipher(text) for text in (key, *old_keys) if text]
        self._ciphers = dict(ciphers)
        self._seal_with = ciphers[0] if key else None

    @property
    def key_id(self) -> str:
        """Return the public name of the key that seals; empty if values are plain."""
        return self._seal_with[0].hex() if self._seal_with else ""

    def knows(self, key_id: str) -> bool:
        """Tell whether values sealed with that key can be opened."""
        return not key_id or bytes.fromhex(key_id) in self._ciphers

    def current(self, value: bytes) -> bool:
        """Tell whether a value lies there as `seal` would write it now."""
        if self._seal_with is None:
            return value[:1] == _PLAIN
        return value[:1] == _AES and value[1 : 1 + _KEY_ID] == self._seal_with[0]

    @property
    def encrypts(self) -> bool:
        """Tell whether new values are encrypted."""
        return self._seal_with is not None

    def seal(self, value: bytes) -> bytes:
        """Return `value` as it may lie in the database file."""
        if self._seal_with is None:
            return _PLAIN + value
        key_id, cipher = self._seal_with
        nonce = os.urandom(_NONCE)
        return _AES + key_id + nonce + cipher.encrypt(nonce, value, key_id)

    def open(self, value: bytes) -> bytes:
        """Return what was sealed. Raises SealBroken."""
        if value[:1] == _PLAIN:
            return value[1:]
        key_id, rest = value[1 : 1 + _KEY_ID], value[1 + _KEY_ID :]
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise SealBroken("sealed with a key that ENCRYPTION_KEY does not hold")
        try:
            return cipher.decrypt(rest[:_NONCE], rest[_NONCE:], key_id)
        except InvalidTag:
            raise SealBroken("a sealed value was changed") from None

    def seal_text(self, value: str) -> bytes:
        """Seal a string as UTF-8."""
        return self.seal(value.encode())

    def open_text(self, value: bytes | None) -> str:
        """Return a sealed string; empty for a forgotten (NULL) one."""
        return self.open(value).decode() if value is not None else ""


def _cipher(key: str) -> tuple[bytes, AESGCM]:
    derived = hashlib.sha256(b"privacy-triage seal\x00" + key.encode()).digest()
    return hashlib.sha256(derived).digest()[:_KEY_ID], AESGCM(derived)


class Keys:
    """Everything that is derived from SECRET_KEY; each purpose has a key of its own."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._found = lru_cache(_REMEMBERED)(partial(self._mac, "lookup"))

    def _mac(self, purpose: str, *parts: object) -> str:
        message = "\x00".join([purpose, *map(str, parts)]).encode()
        return hmac.digest(self._secret, message, "sha256").hex()

    def lookup(self, value: str) -> str:
        """Return the keyed hash by which a personal value is found again."""
        return self._found(value.strip().lower())[:32]

    def letter_token(self, case_id: int, letter_id: int, recipient: str) -> str:
        """Return the unguessable token bound to case, letter and recipient (128 bits)."""
        return self._mac("letter", case_id, letter_id, recipient.lower())[:32]

    def derived(self, purpose: str) -> str:
        """Return a key of its own for one purpose."""
        return self._mac("derived", purpose)

    def chain(self, previous: str, row: str) -> str:
        """Return the hash of an audit row that follows `previous`."""
        return self._mac("audit", previous, row)


def new_secret() -> str:
    """Return a fresh secret of 256 bits for SECRET_KEY or ENCRYPTION_KEY."""
    return secrets.token_urlsafe(32)
