"""What people write, as Slack passes it on: escaped, with handles, channels, links and addresses marked."""

from __future__ import annotations

import re

from tests.slack.users import User
from tests.slack.workspace import State

_MARKED = re.compile(r"<[@#!][^<>\s]+>")
_URL = re.compile(r"(?<![<|])\bhttps?://[^\s<>|]*[^\s<>|.,;:!?)]")
_EMAIL = re.compile(r"(?<![\w.:|])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(r"(?<![\w@])@([a-z0-9][a-z0-9._-]*)")
_ROOM = re.compile(r"(?<![\w#&])#([a-z0-9][a-z0-9_-]*)")


def written(state: State, writer: User, words: str, *, labelled: bool = False) -> str:
    """Words as they arrive. `labelled` is how slash commands with escaping on write users: `<@U1|priya>`.

    What a test itself writes as <@U…>, <#C…> or <!here> stands for what Slack's completion would have put there.
    """
    people = {one.name: one for one in state.users.values() if one.team == writer.team}
    rooms = {one.name: one for one in state.channels.values() if not one.is_im and writer.team in one.teams}
    kept: list[str] = []

    def keep(text: str) -> str:
        kept.append(text)
        return f"\x00{len(kept) - 1}\x00"

    def person(found: re.Match[str]) -> str:
        one = people.get(found[1])
        return f"<@{one.id}{'|' + one.name if labelled else ''}>" if one else found[0]

    def room(found: re.Match[str]) -> str:
        one = rooms.get(found[1])
        return f"<#{one.id}|{one.name if labelled else ''}>" if one else found[0]

    words = _MARKED.sub(lambda m: keep(m[0]), words)
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    words = _URL.sub(lambda m: keep(f"<{m[0]}>"), words)
    words = _EMAIL.sub(lambda m: keep(f"<mailto:{m[0]}|{m[0]}>"), words)
    words = _ROOM.sub(room, _HANDLE.sub(person, words))
    return re.sub(r"\x00(\d+)\x00", lambda m: kept[int(m[1])], words)
