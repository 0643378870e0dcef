"""Sealed values: opened by their key alone."""

import pytest

from bot.edges.store.sealed import SealBroken, Sealed, new_secret


class TestSealed:
    """The codec of personal columns."""

    def test_old_keys_still_open(self) -> None:
        """A rotation may stop half-way: both keys open, the new one seals."""
        old, new = new_secret(), new_secret()
        value = Sealed(old).seal(b"secret")
        assert Sealed(new, (old,)).open(value) == b"secret"
        with pytest.raises(SealBroken):
            Sealed(new).open(value)

    def test_plain_without_a_key_and_marked_so(self) -> None:
        """Without a key values are plain, and readable after a key was set."""
        value = Sealed().seal(b"secret")
        assert Sealed(new_secret()).open(value) == b"secret"

    def test_a_changed_value_does_not_open(self) -> None:
        """Tampering with a sealed value is noticed."""
        sealed = Sealed(new_secret())
        value = bytearray(sealed.seal(b"secret"))
        value[-1] ^= 1
        with pytest.raises(SealBroken):
            sealed.open(bytes(value))
