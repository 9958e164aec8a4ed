"""A review as an entry in calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What a calendar is told of a review. `begins` and `ends` are UTC instants.

    `uid` is the same for all that is ever said of one review. `sequence` rises with each change of it, so that a
    calendar knows which is the newest (RFC 5545, 3.8.7.4). `cancelled`: the review is off, and the entry goes.
    `organiser` is the mail address of whoever sends it, empty where it isn't known.
    """

    uid: str
    sequence: int
    begins: datetime
    ends: datetime
    title: str
    place: str
    about: str
    cancelled: bool = False
    organiser: str = ""
    organiser_name: str = ""
