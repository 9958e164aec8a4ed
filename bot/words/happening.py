"""What happens on a platform without anybody saying anything: to the channels, and to the people in them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.words.incoming import Place, Sender
from bot.words.person import Platform


@dataclass(frozen=True, slots=True)
class Renamed:
    """A channel has another name."""

    platform: Platform
    place: Place


@dataclass(frozen=True, slots=True)
class Moved:
    """The platform knows a channel by another id from now on."""

    platform: Platform
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Shared:
    """People of other organisations read a channel from now on."""

    platform: Platform
    account: str


@dataclass(frozen=True, slots=True)
class Closed:
    """Nothing that is posted to a channel arrives any more: it was `archived`, or Learnt was removed from it."""

    platform: Platform
    account: str
    archived: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody is in a channel from now on. `place` says whether that makes it one that outside people read."""

    sender: Sender
    place: Place


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody is not in a channel any more."""

    sender: Sender
    place: Place


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody's name, handle or time zone may be another one."""

    sender: Sender


@dataclass(frozen=True, slots=True)
class Deactivated:
    """Somebody's account was closed by whoever runs the workspace."""

    sender: Sender


Happening = Renamed | Moved | Shared | Closed | Joined | Left | Changed | Deactivated
