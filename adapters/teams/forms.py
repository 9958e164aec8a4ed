"""Forms in Teams: dialogs that buttons and the message extension open, and what is sent from them.

learn.microsoft.com/microsoftteams/platform, "Dialogs" and "Define message extension action commands".
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from adapters.teams import came as kinds
from adapters.teams import dialog
from adapters.teams.came import Came
from adapters.teams.chats import Chats
from adapters.teams.give import Giver
from adapters.teams.reading import Payload
from adapters.teams.saying import SOON, WAIT, Saying
from bot.words.message import Form, Reply

CLOSE: Final[Payload] = {}
"""The answer that closes a dialog."""


class Forms:
    """Answers the invokes of dialogs."""

    def __init__(self, saying: Saying, chats: Chats, giver: Giver) -> None:
        self._saying, self._chats, self._giver = saying, chats, giver

    async def fetched(self, activity: Payload) -> Payload:
        """A button that opens a form."""
        came = kinds.read(kinds.asked, activity)
        return CLOSE if came is None else await self._open(came)

    async def composing(self, activity: Payload) -> Payload:
        """The message extension."""
        came = kinds.read(kinds.command, activity)
        return CLOSE if came is None else await self._open(await self._from_anywhere(came), kinds.quoted(activity))

    async def _open(self, came: Came, text: str = "") -> Payload:
        """The form that a line asks for, or what is said instead."""
        answering = self._saying.start(self._saying.reply(replace(came, carried=1)))
        if not await self._saying.soon(answering, SOON):
            self._saying.start(self._saying.say_all(came, answering))
            return _task_words(WAIT)
        answer = answering.result()
        if answer.form is not None:
            form = _prefilled(answer.form, text) if text else answer.form
            return _continue(dialog.dialog(form, kinds.origin(came)))
        return self._in_dialog(came, answer)

    async def submitted(self, activity: Payload) -> Payload:
        """A form that was sent, or a button inside a dialog."""
        came = kinds.read(kinds.submitted, activity)
        if came is None:
            return CLOSE
        return await self._send(came, in_dialog=not came.fields)

    async def composed(self, activity: Payload) -> Payload:
        """Learnt need not be in that conversation, so what is said is said in the dialog."""
        came = kinds.read(kinds.submitted, activity)
        return CLOSE if came is None else await self._send(await self._from_anywhere(came), in_dialog=True)

    async def _from_anywhere(self, came: Came) -> Came:
        """The extension works where Learnt was never added. There it is as good as said in the person's own chat."""
        return came if came.place and await self._chats.at(came.place) else kinds.nowhere(came)

    async def _send(self, came: Came, *, in_dialog: bool) -> Payload:
        answering = self._saying.start(self._saying.reply(replace(came, carried=1) if in_dialog else came))
        if not await self._saying.soon(answering, SOON):
            self._saying.start(self._saying.say_all(came, answering))
            return _task_words(WAIT)
        answer = answering.result()
        if answer.form is not None:
            return _continue(dialog.dialog(answer.form, kinds.origin(came)))
        if (sentence := _to_mend(answer)) is not None and came.fields:
            return await self._again(came, sentence)
        if in_dialog:
            return self._in_dialog(came, answer)
        await self._saying.soon(self._saying.start(self._saying.say(came, answer)), SOON)
        return CLOSE

    async def _again(self, came: Came, sentence: str) -> Payload:
        """The form again, with what was filled in and what is wrong with it."""
        asked = await self._saying.reply(replace(came, key=f"{came.key}:form", fields={}, carried=1))
        if asked.form is None:
            return _task_words(sentence)
        return _continue(dialog.dialog(dialog.filled(asked.form, came.fields), kinds.origin(came), sentence))

    def _in_dialog(self, came: Came, answer: Reply) -> Payload:
        """The first message in the dialog; whatever else is said comes as messages."""
        if not answer.said:
            return CLOSE
        if answer.said[1:]:
            self._saying.start(self._saying.say(came, replace(answer, said=answer.said[1:])))
        return _continue(self._giver.in_dialog(answer.said[0].message))


def _to_mend(answer: Reply) -> str | None:
    """The sentence to show in the form, so that what was filled in stays; None where there is more to it."""
    if not answer.mistaken or answer.said[0].message.buttons:
        return None
    return answer.said[0].message.title


def _prefilled(form: Form, text: str) -> Form:
    fields = tuple(replace(field, initial=text) if field.name == "text" else field for field in form.fields)
    return replace(form, fields=fields)


def _task_words(text: str) -> Payload:
    return {"task": {"type": "message", "value": text}}


def _continue(value: Payload) -> Payload:
    return {"task": {"type": "continue", "value": value}}
