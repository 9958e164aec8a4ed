"""What ties Slack's answer to whoever began the installation: sealed, short-lived, of one browser, and used once.

docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import datetime
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

LIVES: Final = 600
"""Seconds from the start of an installation to its end."""


class States:
    """`secret` is the app's own."""

    def __init__(self, secret: str) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()))

    def begin(self, now: datetime) -> tuple[str, str]:
        """A new state, and what the browser keeps of it. `now` is a UTC instant."""
        kept = secrets.token_urlsafe(24)
        return self._fernet.encrypt_at_time(kept.encode(), int(now.timestamp())).decode(), kept

    def is_of(self, state: str, kept: str, now: datetime) -> bool:
        """Whether that browser began it, not too long ago."""
        try:
            began = self._fernet.decrypt_at_time(state, LIVES, int(now.timestamp())).decode()
        except (InvalidToken, ValueError):
            return False
        return secrets.compare_digest(began.encode(), kept.encode())
