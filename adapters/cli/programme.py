"""Which programme a verb is about."""

from __future__ import annotations

from bot.mistake import Mistake
from bot.ports import Register
from bot.views.names import listed
from bot.words.programme import Programme


def meant(register: Register, key: str | None) -> Programme | Mistake:
    """The programme of this key; without one, the only programme that there is."""
    programmes = register.programmes.all()
    keys = listed([programme.key for programme in programmes])
    if not programmes:
        return Mistake("there is no programme yet: type setup NAME in learnt chat --as EMAIL --channel NAME.")
    if key is not None:
        found = register.programmes.by_key(key)
        return found or Mistake(f"there is no programme {key}: there {'is' if len(programmes) == 1 else 'are'} {keys}.")
    if len(programmes) > 1:
        return Mistake(f"there are several programmes: add --programme with one of {keys}.")
    return programmes[0]
