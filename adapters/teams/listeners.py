"""What is done with each activity: a line for the bot, answered as Teams wants it answered."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from adapters.teams import came as kinds
from adapters.teams import happened
from adapters.teams.came import Came
from adapters.teams.chats import Chats
from adapters.teams.files import Files
from adapters.teams.forms import CLOSE, Forms
from adapters.teams.give import Giver
from adapters.teams.people import People
from adapters.teams.reading import Payload
from adapters.teams.refused import FAULTS, code_of
from adapters.teams.saying import SOON, WAIT, Dispatch, Saying
from bot.commands.replies import ELSEWHERE
from bot.words.happening import Happening
from bot.words.incoming import Incoming
from bot.words.message import Message, Reply, Said, To, answered

log = logging.getLogger("learnt.teams")
TURN: Final = 10.0
"""Seconds after which a message is answered though the bot's answer isn't ready: Teams waits 15."""
_CARD: Final = "application/vnd.microsoft.card.adaptive"
_WORDS: Final = "application/vnd.microsoft.activity.message"
_BELOW: Final = "The answer is below."
_SHOWN: Final = "The card shows it to everyone here."
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
        self._happen, self._greet, self._edited = happen, greet, edited
        self._saying = Saying(people, chats, giver, dispatch)
        forms = Forms(self._saying, chats, giver)
        self._invokes: Mapping[str, Callable[[Payload], Awaitable[Payload]]] = {
            "adaptiveCard/action": self._executed,
            "task/fetch": forms.fetched,
            "task/submit": forms.submitted,
            "composeExtension/fetchTask": forms.composing,
            "composeExtension/submitAction": forms.composed,
            "fileConsent/invoke": self._consented,
        }

    async def settle(self) -> None:
        """Wait until whatever outlives its answer is done."""
        await self._saying.settle()

    async def turn(self, activity: Payload) -> Payload | None:
        """Do what an activity asks for. What comes back answers an invoke; None, it is none that is known."""
        if kinds.is_bots(activity):
            return CLOSE  # a bot never answers a bot
        match activity.get("type"):
            case "message":
                await self._message(activity)
            case "invoke":
                listener = self._invokes.get(str(activity.get("name")))
                return await listener(activity) if listener else None
            case "messageUpdate" | "messageDelete":
                await self._saying.soon(self._saying.start(self._changed(activity)), TURN)
            case "conversationUpdate" | "installationUpdate":
                await self._saying.soon(self._saying.start(self._happened(activity)), TURN)
            case _:
                pass
        return CLOSE

    # --- what is typed and pressed -------------------------------------------------------------------------------

    async def _message(self, activity: Payload) -> None:
        if activity.get("value") and not activity.get("text"):
            await self._submitted_by_message(activity)
            return
        came = kinds.read(kinds.typed, activity)
        if came is not None:
            await self._saying.soon(self._saying.start(self._saying.say_all(came, self._saying.reply(came))), TURN)

    async def _submitted_by_message(self, activity: Payload) -> None:
        """A button, or a form that stands in the chat, in a client that executes nothing and has no dialogs."""
        if kinds.is_form(activity):
            came = kinds.read(kinds.submitted, activity)
            if came is not None:
                await self._saying.soon(self._saying.start(self._saying.say_all(came, self._saying.reply(came))), TURN)
            return
        came = kinds.read(kinds.pressed, activity)
        if came is not None:
            await self._saying.soon(self._saying.start(self._pressed(came)), TURN)

    async def _executed(self, activity: Payload) -> Payload:
        came = kinds.read(kinds.pressed, activity)
        if came is None:
            return _words("Nothing hangs on that button any more.")
        pressing = self._saying.start(self._pressed(came))
        if not await self._saying.soon(pressing, SOON):
            return _words(WAIT)
        shown = pressing.result()
        if isinstance(shown, str):
            return _words(shown)
        return {"statusCode": 200, "type": _CARD, "value": self._giver.card(shown, remembers=True)}

    async def _pressed(self, came: Came) -> Message | str:
        """Answer a button. What its card shows from now on, where the answer stands in it; else where it is found."""
        private = came.private
        answer = await self._saying.reply(replace(came, carried=1) if private else came)
        if answer.form is not None and came.inline:
            await self._saying.give_form(came, answer.form)
            return _BELOW
        if answer == Reply():
            return _SHOWN
        first = answer.said[0].message if answer.said and answer.form is None else None
        shown = None
        if private and first is not None and came.said is not None and answer.about and not answer.mistaken:
            shown = answered(came.said, came.line, first)
        if shown is None:
            await self._saying.say(came, answer)
            return _BELOW if private else ELSEWHERE
        await self._saying.say(came, replace(answer, said=answer.said[1:]))
        self._saying.start(self._show(came, shown))
        return shown

    async def _show(self, came: Came, shown: Message) -> None:
        """For good, and on all their devices: what an invoke is answered with is shown where it was pressed."""
        if not came.card:
            return
        try:
            await self._giver.change(came.account, f"{came.conversation} {came.card}", shown, private=True)
        except FAULTS as error:
            log.warning("a card could not show its answer: %s", code_of(error))

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
                await self._saying.say(found.arrived, Reply((Said(greeting, To.HERE),)))

    async def _changed(self, activity: Payload) -> None:
        """What was stored stays as it was; whoever changed the message is told so, in their own chat."""
        came = kinds.read(kinds.bare, activity)
        if came is None:
            return
        told = await self._edited(await self._people.incoming(came), activity["type"] == "messageDelete")
        if told is not None:
            await self._saying.give(came.back, told)

    async def _consented(self, activity: Payload) -> Payload:
        came = kinds.read(kinds.bare, activity)
        if came is not None:
            await self._saying.soon(self._saying.start(self._uploaded(came, activity["value"])), SOON)
        return CLOSE

    async def _uploaded(self, came: Came, value: Payload) -> None:
        try:
            await self._files.answered(came, value)
        except FAULTS as error:
            log.error("a file could not be handed over: %s", code_of(error))


def _words(text: str) -> Payload:
    return {"statusCode": 200, "type": _WORDS, "value": text}
