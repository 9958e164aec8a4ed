"""The keys that requests from Teams are signed with.

In place of the SDK's own reader, which asks for them once a day whatever happens, holds everybody up meanwhile, and
takes a key that it doesn't know for a fault of its own.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import jwt
from aiohttp import ClientError, ClientSession
from jwt.algorithms import RSAAlgorithm

log = logging.getLogger("learnt.teams")
DAY: Final = 86_400.0
"""Seconds that keys are kept at most, and an hour at least: Microsoft advises to ask once a day."""
HOUR: Final = 3_600.0
APART: Final = 60.0
"""Seconds between two questions for a key that nobody knows: anybody can send one that is made up."""
SOON: Final = 1.0
"""The same while there is no key at all."""
_MAX_AGE: Final = re.compile(r"max-age=(\d+)")


class UnreachableError(Exception):
    """The keys can't be had just now: whether the request is Teams' own is not known."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One key, as the SDK wants it: with the channels that it may sign for."""

    public_key: Any
    endorsements: tuple[str, ...]


class SigningKeys:
    """The keys behind an OpenID document. `monotonic` is in seconds."""

    def __init__(self, openid: str, session: ClientSession, monotonic: Callable[[], float]) -> None:
        self._openid, self._session, self._monotonic = openid, session, monotonic
        self._keys: Mapping[str, SigningKey] = {}
        self._until = self._asked = float("-inf")
        self._asking = asyncio.Lock()

    async def get(self, key_id: str) -> SigningKey:
        """The key of that id. Raises PermissionError where there is none, and UnreachableError where nobody can say."""
        if self._monotonic() >= self._until:
            await self._refresh()
        if key_id not in self._keys:
            await self._refresh()
        if not self._keys:
            raise UnreachableError
        if key_id not in self._keys:
            raise PermissionError("signed with a key that is not known")
        return self._keys[key_id]

    async def _refresh(self) -> None:
        """Ask for the keys, unless that was done just now. Where they can't be had, the old ones are kept."""
        async with self._asking:
            now = self._monotonic()
            if now < self._asked + (APART if self._keys else SOON):
                return
            self._asked = now
            try:
                self._keys, lasts = await self._read()
            except (ClientError, TimeoutError, OSError, ValueError, LookupError, TypeError, jwt.PyJWTError) as error:
                log.warning("the keys of Teams' requests can't be read: %s", type(error).__name__)
                return
            self._until = now + min(max(lasts, HOUR), DAY)

    async def _read(self) -> tuple[dict[str, SigningKey], float]:
        async with self._session.get(self._openid) as answer:
            answer.raise_for_status()
            document = cast("dict[str, Any]", await answer.json(content_type=None))
        async with self._session.get(document["jwks_uri"]) as answer:
            answer.raise_for_status()
            found = cast("dict[str, Any]", await answer.json(content_type=None))
            age = _MAX_AGE.search(answer.headers.get("Cache-Control", ""))
        keys = {
            one["kid"]: SigningKey(RSAAlgorithm.from_jwk(one), tuple(one.get("endorsements") or ()))
            for one in found["keys"]
        }
        return keys, float(age[1]) if age else DAY
