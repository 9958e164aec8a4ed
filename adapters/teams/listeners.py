"""What is done with each activity: a line for the bot, answered as Teams wants it answered."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

from adapters.teams import came as kinds
from adapters.teams import dialog, happened
from adapters.teams.came import Came
from adapters.teams.chats import Chats
from adapters.teams.files import Files
from adapters.teams.give import Giver
from adapters.teams.people import People
from adapters.teams.reading import Payload
from adapters.teams.refused import FAULTS, code_of
from bot.commands.replies import ELSEWHERE
from bot.words.address import Address
from bot.words.happening import Happening
from bot.words.incoming import Incoming
from bot.words.message import Button, Form, Message, Reply, Said, To, answered, reply

log = logging.getLogger("learnt.teams")
_T = TypeVar("_T")
SOON: Final = 4.0
"""Seconds after which an invoke is answered though the bot's answer isn't ready: Teams waits 5."""
TURN: Final = 10.0
"""The same for a message: Teams waits 15."""
_CARD: Final = "application/vnd.microsoft.card.adaptive"
_WORDS: Final = "application/vnd.microsoft.activity.message"
_CLOSE: Final[Payload] = {}
"""The answer that closes a dialog."""
_BELOW: Final = "The answer is below."
_BUTTON: Final = 1_900
_WAIT: Final = "This takes a moment. The answer comes by itself."
Dispatch = Callable[[Incoming], Awaitable[Reply]]
Happen = Callable[[Happening], Awaitable[None]]
Greet = Callable[[Came], Awaitable["Message | None"]]
Edited = Callable[[Incoming, bool], Awaitable["Message | None"]]


class Listeners:
    """The activities of one app.

    `dispatch` has the bot answer one, committed by the time it returns; so has `happen`. `greet` gives the greeting
    where it was not given yet, and `edited` what to say of a message that was changed, or deleted (True).
    """

    def __init__(
        self,
        people: People,
        chats: Chats,
        giver: Giver,
        files: Files,
        dispatch: Dispatch,
        happen: Happen,
        greet: Greet,
        edited: Edited,
    ) -> None:
        self._people, self._chats, self._giver, self._files = people, chats, giver, files
        self._dispatch, self._happen, self._greet, self._edited = dispatch, happen, greet, edited
        self._going_on: set[asyncio.Task[Any]] = set()
        self._invokes: Mapping[str, Callable[[Payload], Awaitable[Payload]]] = {
            "adaptiveCard/action": self._executed,
            "task/fetch": self._fetched,
            "task/submit": self._submitted,
            "composeExtension/fetchTask": self._composing,
            "composeExtension/submitAction": self._composed,
            "fileConsent/invoke": self._consented,
        }

    async def settle(self) -> None:
        """Wait until whatever outlives its answer is done."""
        while self._going_on:
            await asyncio.wait(self._going_on)

    async def turn(self, activity: Payload) -> Payload | None:
        """Do what an activity asks for. What comes back answers an invoke; None, it is none that is known."""
        if kinds.is_bots(activity):
            return _CLOSE  # a bot never answers a bot
        match activity.get("type"):
            case "message":
                await self._message(activity)
            case "invoke":
                listener = self._invokes.get(str(activity.get("name")))
                return await listener(activity) if listener else None
            case "messageUpdate" | "messageDelete":
                await self._soon(self._start(self._changed(activity)), TURN)
            case "conversationUpdate" | "installationUpdate":
                await self._soon(self._start(self._happened(activity)), TURN)
            case _:
                pass
        return _CLOSE

    # --- what is typed and pressed -------------------------------------------------------------------------------

    async def _message(self, activity: Payload) -> None:
        if activity.get("value") and not activity.get("text"):
            await self._submitted_by_message(activity)
            return
        came = kinds.read(kinds.typed, activity)
        if came is not None:
            await self._soon(self._start(self._say_all(came, self._reply(came))), TURN)

    async def _submitted_by_message(self, activity: Payload) -> None:
        """A button, or a form that stands in the chat, in a client that executes nothing and has no dialogs."""
        if kinds.is_form(activity):
            came = kinds.read(kinds.submitted, activity)
            if came is not None:
                await self._soon(self._start(self._say_all(came, self._reply(came))), TURN)
            return
        came = kinds.read(kinds.pressed, activity)
        if came is not None:
            await self._soon(self._start(self._pressed(came)), TURN)

    async def _executed(self, activity: Payload) -> Payload:
        came = kinds.read(kinds.pressed, activity)
        if came is None:
            return _words("Nothing hangs on that button any more.")
        pressing = self._start(self._pressed(came))
        if not await self._soon(pressing, SOON):
            return _words(_WAIT)
        shown = pressing.result()
        if shown is None:
            return _words(_BELOW if came.private else ELSEWHERE)
        return {"statusCode": 200, "type": _CARD, "value": self._giver.card(shown, remembers=True)}

    async def _pressed(self, came: Came) -> Message | None:
        """Answer a button. What its card shows from now on, where the answer stands in it; else None."""
        private = came.private
        answer = await self._reply(replace(came, carried=1) if private else came)
        if answer.form is not None and came.inline:
            await self._give_form(came, answer.form)
            return None
        first = answer.said[0].message if answer.said and answer.form is None else None
        shown = None
        if private and first is not None and came.said is not None and answer.about and not answer.mistaken:
            shown = answered(came.said, came.line, first)
        if shown is None:
            await self._say(came, answer)
            return None
        await self._say(came, replace(answer, said=answer.said[1:]))
        self._start(self._show(came, shown))
        return shown

    async def _show(self, came: Came, shown: Message) -> None:
        """For good, and on all their devices: what an invoke is answered with is shown where it was pressed."""
        if not came.card:
            return
        try:
            await self._giver.change(came.account, f"{came.conversation} {came.card}", shown, private=True)
        except FAULTS as error:
            log.warning("a card could not show its answer: %s", code_of(error))

    # --- forms ---------------------------------------------------------------------------------------------------

    async def _fetched(self, activity: Payload) -> Payload:
        came = kinds.read(kinds.asked, activity)
        return _CLOSE if came is None else await self._open(came)

    async def _composing(self, activity: Payload) -> Payload:
        came = kinds.read(kinds.command, activity)
        return _CLOSE if came is None else await self._open(await self._from_anywhere(came), kinds.quoted(activity))

    async def _open(self, came: Came, text: str = "") -> Payload:
        """The form that a line asks for, or what is said instead."""
        answering = self._start(self._reply(replace(came, carried=1)))
        if not await self._soon(answering, SOON):
            self._start(self._say_all(came, answering))
            return _task_words(_WAIT)
        answer = answering.result()
        if answer.form is not None:
            form = _prefilled(answer.form, text) if text else answer.form
            return _continue(dialog.dialog(form, kinds.origin(came)))
        return self._in_dialog(came, answer)

    async def _submitted(self, activity: Payload) -> Payload:
        came = kinds.read(kinds.submitted, activity)
        if came is None:
            return _CLOSE
        return await self._send(came, in_dialog=not came.fields)

    async def _composed(self, activity: Payload) -> Payload:
        """Learnt need not be in that conversation, so what is said is said in the dialog."""
        came = kinds.read(kinds.submitted, activity)
        return _CLOSE if came is None else await self._send(await self._from_anywhere(came), in_dialog=True)

    async def _from_anywhere(self, came: Came) -> Came:
        """The extension works where Learnt was never added. There it is as good as said in the person's own chat."""
        return came if came.place and await self._chats.at(came.place) else kinds.nowhere(came)

    async def _send(self, came: Came, *, in_dialog: bool) -> Payload:
        answering = self._start(self._reply(replace(came, carried=1) if in_dialog else came))
        if not await self._soon(answering, SOON):
            self._start(self._say_all(came, answering))
            return _task_words(_WAIT)
        answer = answering.result()
        if answer.form is not None:
            return _continue(dialog.dialog(answer.form, kinds.origin(came)))
        if (sentence := _to_mend(answer)) is not None and came.fields:
            return await self._again(came, sentence)
        if in_dialog:
            return self._in_dialog(came, answer)
        await self._soon(self._start(self._say(came, answer)), SOON)
        return _CLOSE

    async def _again(self, came: Came, sentence: str) -> Payload:
        """The form again, with what was filled in and what is wrong with it."""
        asked = await self._reply(replace(came, key=f"{came.key}:form", fields={}, carried=1))
        if asked.form is None:
            return _task_words(sentence)
        return _continue(dialog.dialog(dialog.filled(asked.form, came.fields), kinds.origin(came), sentence))

    def _in_dialog(self, came: Came, answer: Reply) -> Payload:
        """The first message in the dialog; whatever else is said comes as messages."""
        if not answer.said:
            return _CLOSE
        if answer.said[1:]:
            self._start(self._say(came, replace(answer, said=answer.said[1:])))
        return _continue(self._giver.in_dialog(answer.said[0].message))

    # --- what happens --------------------------------------------------------------------------------------------

    async def _happened(self, activity: Payload) -> None:
        try:
            found = await happened.read(activity, self._people, self._chats)
        except (LookupError, TypeError, AttributeError):
            log.warning("an activity lacks what Teams' have", exc_info=True)
            return
        for happening in found.happenings:
            await self._happen(happening)
        if found.arrived is not None:
            self._chats.heard(found.arrived)
            greeting = await self._greet(found.arrived)
            if greeting is not None:
                await self._say(found.arrived, Reply((Said(greeting, To.HERE),)))

    async def _changed(self, activity: Payload) -> None:
        """What was stored stays as it was; whoever changed the message is told so, in their own chat."""
        came = kinds.read(kinds.bare, activity)
        if came is None:
            return
        told = await self._edited(await self._people.incoming(came), activity["type"] == "messageDelete")
        if told is not None:
            await self._give(came.back, told)

    async def _consented(self, activity: Payload) -> Payload:
        came = kinds.read(kinds.bare, activity)
        if came is not None:
            await self._soon(self._start(self._uploaded(came, activity["value"])), SOON)
        return _CLOSE

    async def _uploaded(self, came: Came, value: Payload) -> None:
        try:
            await self._files.answered(came, value)
        except FAULTS as error:
            log.error("a file could not be handed over: %s", code_of(error))

    # --- saying --------------------------------------------------------------------------------------------------

    async def _reply(self, came: Came) -> Reply:
        """What the bot answers. What goes wrong is told in the log; the user gets its reference."""
        try:
            self._chats.heard(came)
            return await self._dispatch(await self._people.incoming(came))
        except Exception:  # nobody above can answer the person
            reference = secrets.token_hex(4)
            log.exception("dispatch failed, %s", reference, extra={"reference": reference})
            return replace(reply(f"That went wrong at our end. Please quote {reference}."), mistaken=True)

    async def _say_all(self, came: Came, answering: Awaitable[Reply]) -> None:
        answer = await answering
        await self._say(came, answer)

    async def _say(self, came: Came, answer: Reply) -> None:
        """Say what the deliveries don't. In a channel, one neutral line tells that somebody was answered elsewhere."""
        said = list(answer.said)
        if answer.form is not None:
            said.append(Said(_form_button(came, answer.form)))
        for one in said:
            await self._give(_address(came, one), one.message)
        if came.visible and any(one.to is To.YOU for one in said):
            await self._give(replace(came.back, only_for=""), Message(ELSEWHERE))

    async def _give_form(self, came: Came, form: Form) -> None:
        try:
            await self._giver.form(came.back, form, kinds.origin(came))
        except FAULTS as error:
            log.error("a form could not be given: %s", code_of(error))

    async def _give(self, to: Address, message: Message) -> None:
        try:
            await self._giver.give(to, message)
        except FAULTS as error:
            log.error("an answer could not be given: %s", code_of(error))
        except Exception:  # the register says where to; nobody above can do anything about it
            log.exception("an answer could not be given")

    def _start(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        task = asyncio.create_task(work)
        self._going_on.add(task)
        task.add_done_callback(self._going_on.discard)
        return task

    async def _soon(self, task: asyncio.Task[Any], seconds: float) -> bool:
        """Wait for it as long as Teams lets us; it goes on afterwards."""
        await asyncio.wait({task}, timeout=seconds)
        return task.done()


def _address(came: Came, said: Said) -> Address:
    """Everybody in the conversation, or the person alone."""
    everyone = said.to is To.HERE and not came.private
    return replace(came.back, only_for="") if everyone else came.back


def _to_mend(answer: Reply) -> str | None:
    """The sentence to show in the form, so that what was filled in stays; None where there is more to it."""
    if not answer.mistaken or answer.said[0].message.buttons:
        return None
    return answer.said[0].message.title


def _prefilled(form: Form, text: str) -> Form:
    fields = tuple(replace(field, initial=text) if field.name == "text" else field for field in form.fields)
    return replace(form, fields=fields)


def _form_button(came: Came, form: Form) -> Message:
    """A typed line can't open a form, so its answer is one button that does."""
    line = came.line if 0 < len(came.line) <= _BUTTON else form.line
    return Message(form.title, buttons=(Button("Open the form", line),))


def _words(text: str) -> Payload:
    return {"statusCode": 200, "type": _WORDS, "value": text}


def _task_words(text: str) -> Payload:
    return {"task": {"type": "message", "value": text}}


def _continue(value: Payload) -> Payload:
    return {"task": {"type": "continue", "value": value}}
