"""What the bot answers, said where it belongs; and the work that outlives Teams' patience."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any, Final, TypeVar

from adapters.teams import came as kinds
from adapters.teams.came import Came
from adapters.teams.chats import Chats
from adapters.teams.give import Giver
from adapters.teams.people import People
from adapters.teams.refused import FAULTS, code_of
from bot.commands.replies import ELSEWHERE
from bot.words.address import Address
from bot.words.incoming import Incoming
from bot.words.message import Button, Form, Message, Reply, Said, To
from bot.words.message import reply as said_alone

log = logging.getLogger("learnt.teams")
_T = TypeVar("_T")
SOON: Final = 4.0
"""Seconds after which an invoke is answered though the bot's answer isn't ready: Teams waits 5."""
WAIT: Final = "This takes a moment. The answer comes by itself."
"""What it is answered with then."""
_BUTTON: Final = 1_900
Dispatch = Callable[[Incoming], Awaitable[Reply]]


class Saying:
    """`dispatch` has the bot answer an event, committed by the time it returns."""

    def __init__(self, people: People, chats: Chats, giver: Giver, dispatch: Dispatch) -> None:
        self._people, self._chats, self._giver, self._dispatch = people, chats, giver, dispatch
        self._going_on: set[asyncio.Task[Any]] = set()

    async def settle(self) -> None:
        """Wait until whatever outlives its answer is done."""
        while self._going_on:
            await asyncio.wait(self._going_on)

    async def reply(self, came: Came) -> Reply:
        """What the bot answers. What goes wrong is told in the log; the user gets its reference."""
        try:
            self._chats.heard(came)
            return await self._dispatch(await self._people.incoming(came))
        except Exception:  # nobody above can answer the person
            reference = secrets.token_hex(4)
            log.exception("dispatch failed, %s", reference, extra={"reference": reference})
            return replace(said_alone(f"That went wrong at our end. Please quote {reference}."), mistaken=True)

    async def say_all(self, came: Came, answering: Awaitable[Reply]) -> None:
        """Say an answer once it is there."""
        await self.say(came, await answering)

    async def say(self, came: Came, answer: Reply) -> None:
        """Say what the deliveries don't. In a channel, one neutral line tells that somebody was answered elsewhere."""
        said = list(answer.said)
        if answer.form is not None:
            said.append(Said(_form_button(came, answer.form)))
        for one in said:
            await self.give(_address(came, one), one.message)
        if came.visible and any(one.to is To.YOU for one in said):
            await self.give(replace(came.back, only_for=""), Message(ELSEWHERE))

    async def give_form(self, came: Came, form: Form) -> None:
        """Post a form into their chat, where their client has no dialogs."""
        try:
            await self._giver.form(came.back, form, kinds.origin(came))
        except FAULTS as error:
            log.error("a form could not be given: %s", code_of(error))

    async def give(self, to: Address, message: Message) -> None:
        """Post a message; what goes wrong is told in the log."""
        try:
            await self._giver.give(to, message)
        except FAULTS as error:
            log.error("an answer could not be given: %s", code_of(error))
        except Exception:  # the register says where to; nobody above can do anything about it
            log.exception("an answer could not be given")

    def start(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        """Begin something that may outlive the answer to its activity."""
        task = asyncio.create_task(work)
        self._going_on.add(task)
        task.add_done_callback(self._going_on.discard)
        return task

    async def soon(self, task: asyncio.Task[Any], seconds: float) -> bool:
        """Wait for it as long as Teams lets us; it goes on afterwards."""
        await asyncio.wait({task}, timeout=seconds)
        return task.done()


def _address(came: Came, said: Said) -> Address:
    """Everybody in the conversation, or the person alone."""
    everyone = said.to is To.HERE and not came.private
    return replace(came.back, only_for="") if everyone else came.back


def _form_button(came: Came, form: Form) -> Message:
    """A typed line can't open a form, so its answer is one button that does."""
    line = came.line if 0 < len(came.line) <= _BUTTON else form.line
    return Message(form.title, buttons=(Button("Open the form", line),))
