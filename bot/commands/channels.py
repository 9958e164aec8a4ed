"""What is set for one channel, by typing it there."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.ask import Ask
from bot.mistake import Mistake
from bot.ports import Register
from bot.words.message import Reply, reply
from bot.words.programme import Channel, Purpose


def set_channel(ask: Ask, register: Register, what: str, value: str) -> Reply | Mistake:
    """`set echo on|off` and `set purpose team|working group|board`"""
    said = " ".join(value.casefold().split())
    if what == "echo":
        if ask.channel is None or said not in {"on", "off"}:
            return Mistake("Type this in the channel it is about: set echo on, or set echo off")
        changed = replace(ask.channel, echo=said == "on")
        return _set(ask, register, changed, f"Captures in #{changed.name} are shown to everyone: {said}.", "")
    chosen = next((one for one in Purpose if one.value == said), None)
    if ask.channel is None or chosen is None:
        return Mistake("Type this in the channel it is about: set purpose team, or working group, or board")
    changed = replace(ask.channel, purpose=chosen)
    undo = f"set purpose {ask.channel.purpose.value}"
    return _set(ask, register, changed, f"#{changed.name} is now a {chosen.value} channel.", undo)


def _set(ask: Ask, register: Register, changed: Channel, sentence: str, undo: str) -> Reply:
    register.programmes.save_channel(changed)
    return reply(sentence, about=f"programme {ask.programme.key}", undo=undo)
