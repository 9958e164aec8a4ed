"""What must not lie open in the database, in a backup or in a copy of either: sealed with the operator's keys."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.faults import StoreError

_PURPOSE = b"learnt: tokens in the register"


class Seal:
    """Seals with the newest of `keys`, the first, and opens with any of them. A key is any long random text."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernets = [Fernet(_derived(key)) for key in keys]

    def close(self, secret: str | None) -> str | None:
        """Raises `StoreError` without a key: nothing secret is stored open."""
        if secret is None:
            return None
        if not self._fernets:
            raise StoreError("LEARNT_SECRET_KEY is not set, so tokens can't be stored: give it a long random text.")
        return self._fernets[0].encrypt(secret.encode()).decode()

    def open(self, sealed: str | None) -> str | None:
        """The secret; None where there is none, or no key opens it."""
        if sealed is None or not self._fernets:
            return None
        try:
            return MultiFernet(self._fernets).decrypt(sealed).decode()
        except InvalidToken:
            return None

    def is_newest(self, sealed: str) -> bool:
        """Whether the newest key opens it."""
        try:
            self._fernets[0].decrypt(sealed)
        except (InvalidToken, IndexError):
            return False
        return True


def _derived(key: str) -> bytes:
    raw = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(key.encode())
    return base64.urlsafe_b64encode(raw)
