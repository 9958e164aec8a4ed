"""What is done with each event of one workspace: a line for the bot, acknowledged within Slack's three seconds."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any, Final, TypeVar

from slack_bolt.context.ack.async_ack import AsyncAck

from adapters.slack import came as kinds
from adapters.slack import happened, reading
from adapters.slack.answer import Answers, acknowledgement, prefilled
from adapters.slack.came import Came, Payload, part
from adapters.slack.identity import Ourselves
from adapters.slack.modal import errors, modal
from adapters.slack.refused import FAULTS, code_of
from bot.words.happening import Happening
from bot.words.incoming import Incoming
from bot.words.message import Reply, reply

log = logging.getLogger("learnt.slack")
_T = TypeVar("_T")
SOON: Final = 2.0
"""Seconds after which an event is acknowledged though its answer isn't ready: Slack waits 3."""

HOME: Final = "/lesson home"
"""What App Home shows, as the line that could be typed."""
Dispatch = Callable[[Incoming], Awaitable[Reply]]
Happen = Callable[[Happening], Awaitable[None]]


class Listeners:
    """One workspace's events. `dispatch` has the bot answer one, committed by the time it returns; so has `happen`."""

    def __init__(self, ourselves: Ourselves, answers: Answers, dispatch: Dispatch, happen: Happen) -> None:
        self._ourselves, self._answers, self._dispatch, self._happen = ourselves, answers, dispatch, happen
        self._going_on: set[asyncio.Task[Any]] = set()

    async def settle(self) -> None:
        """Wait until whatever outlives its acknowledgement is done."""
        while self._going_on:
            await asyncio.wait(self._going_on)

    async def happened(self, body: Payload) -> None:
        """What nobody is answered to. Where it can't be taken now, Slack sends it again."""
        us, people = await self._ourselves.known(), await self._ourselves.people()
        try:
            happening = await happened.read(body["event"], people, us.bot_user_id or "")
        except (LookupError, TypeError, AttributeError):
            log.warning("an event lacks what Slack's have", exc_info=True)
            return
        if happening is not None:
            await self._happen(happening)

    async def command(self, ack: AsyncAck, body: Payload) -> None:
        came = kinds.read(kinds.command, body)
        answer = await self._in_time(came) if came else None
        if came is None or answer is None:
            await ack()
            return
        said = list(answer.said)
        if (form := answer.form) is not None:
            instead = await self._answers.ask(came, form)
            said = [instead] if instead else []
        if not said:
            await ack()
            return
        await ack(**acknowledgement(came, said[0]))
        if said[1:]:
            self._start(self._say(came, Reply(tuple(said[1:]))))

    async def pressed(self, ack: AsyncAck, body: Payload) -> None:
        came = kinds.read(kinds.press, body)
        if came is not None:
            await self._soon(self._start(self._say_once(came, self._reply(came))))
            if kinds.is_home(body):
                self._start(self._show_home(came))
        await ack()

    async def home_opened(self, body: Payload) -> None:
        came = kinds.read(kinds.opened, body)
        if came is not None:
            await self._soon(self._start(self._show_home(came)))

    async def _show_home(self, came: Came) -> None:
        """What they own, when the next review is, what they raised, and what needs a coordinator."""
        answer = await self._reply(replace(came, key=f"{came.key}:home", text=HOME, fields={}, carried=None))
        await self._answers.at_home(came.user, [one.message for one in answer.said])

    async def mentioned(self, body: Payload) -> None:
        us = await self._ourselves.known()
        came = kinds.read(lambda whole: kinds.mention(whole, us.bot_user_id or ""), body)
        if came is not None:
            await self._soon(self._start(self._say_once(came, self._reply(came))))

    async def message(self, body: Payload) -> None:
        us = await self._ourselves.known()
        came = kinds.read(lambda whole: kinds.direct(whole, us.bot_user_id or ""), body)
        if came is not None:
            await self._soon(self._start(self._say_once(came, self._reply(came))))

    async def shortcut(self, ack: AsyncAck, body: Payload) -> None:
        came = kinds.read(kinds.shortcut, body)
        if came is None:
            await ack()
            return
        answer = await self._reply(came)
        message = part(body, "message")
        if answer.form is not None and message:
            link = await self._answers.permalink(came.channel, message["ts"])
            handles = await self._handles(message.get("text", ""))
            text = reading.read(message.get("text", ""), handles)
            author = "" if message.get("bot_id") else message.get("user") or ""
            came, answer = replace(came, link=link, author=author), replace(answer, form=prefilled(answer.form, text))
        await self._soon(self._start(self._say(came, answer)))
        await ack()

    async def _handles(self, text: str) -> dict[str, str]:
        people = await self._ourselves.people()
        return {user: (await people.user(user)).get("name") or "" for user in reading.users(text)}

    async def submitted(self, ack: AsyncAck, body: Payload) -> None:
        came = kinds.read(kinds.submission, body)
        answer = await self._in_time(came) if came else None
        if came is None or answer is None:
            await ack()
            return
        if answer.form is not None:
            await ack(response_action="update", view=modal(answer.form, came.origin))
        elif (sentence := _to_mend(answer)) is not None:
            await ack(**errors(body["view"], sentence))
        else:
            await self._soon(self._start(self._say(came, answer)))
            await ack()

    async def _in_time(self, came: Came) -> Reply | None:
        """The answer, where it is there before the acknowledgement is due; otherwise it is said when it is."""
        answering = self._start(self._reply(came))
        if await self._soon(answering):
            return answering.result()
        self._start(self._say_once(came, answering))
        return None

    async def _reply(self, came: Came) -> Reply:
        """What the bot answers. What goes wrong is told in the log; the user gets its reference."""
        try:
            incoming = await (await self._ourselves.people()).incoming(came)
            return await self._dispatch(incoming)
        except Exception:  # nobody above can answer the person
            reference = secrets.token_hex(4)
            log.exception("dispatch failed, %s", reference, extra={"reference": reference})
            sorry = reply(f"That went wrong at our end. Please quote {reference}.")
            return replace(sorry, mistaken=True)  # in a form, what was filled in stays

    async def _say_once(self, came: Came, answering: Awaitable[Reply]) -> None:
        await self._say(came, await answering)

    async def _say(self, came: Came, answer: Reply) -> None:
        said = list(answer.said)
        if answer.form is not None and (instead := await self._answers.ask(came, answer.form)) is not None:
            said.append(instead)
        for one in said:
            try:
                await self._answers.say(came, one)
            except FAULTS as error:
                log.error("an answer could not be given: %s", code_of(error))

    def _start(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        task = asyncio.create_task(work)
        self._going_on.add(task)
        task.add_done_callback(self._going_on.discard)
        return task

    async def _soon(self, task: asyncio.Task[Any]) -> bool:
        """Wait for it as long as Slack lets us; it goes on afterwards."""
        await asyncio.wait({task}, timeout=SOON)
        return task.done()


def _to_mend(answer: Reply) -> str | None:
    """The sentence to show in the form, so that what was filled in stays; None where there is more to it."""
    if not answer.mistaken or answer.said[0].message.buttons:
        return None
    return answer.said[0].message.title
