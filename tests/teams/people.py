"""People, and what they do in a Teams client."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from tests.teams import cards, forms
from tests.teams.outcome import CannotDo, Outcome
from tests.teams.places import Conversation, Message
from tests.teams.wording import worded

if TYPE_CHECKING:
    from tests.teams.teams import Teams


class Person:
    """Somebody in a tenant. `id` is what this bot knows them by, `aad` what they are in their organisation."""

    def __init__(self, teams: Teams, name: str, email: str, guest: bool, tenant: str) -> None:
        self.teams, self.name, self.email, self.guest, self.tenant = teams, name, email, guest, tenant
        self.id, self.aad = f"29:{uuid.uuid4().hex}", str(uuid.uuid4())
        self.zone = "Europe/London"
        self.blocks = False
        self.chat: Conversation
        self.dialog: dict[str, Any] | None = None
        self._dialog_of: tuple[Conversation, str, dict[str, Any]] | None = None
        self.typed: dict[str, str] = {}

    def described(self) -> dict[str, Any]:
        """As the roster has them."""
        first, _, last = self.name.partition(" ")
        principal = f"{self.email.replace('@', '_')}#EXT#@northgate.example" if self.guest else self.email
        return {
            "id": self.id,
            "aadObjectId": self.aad,
            "name": self.name,
            "givenName": first,
            "surname": last,
            "email": self.email,
            "userPrincipalName": principal,
            "tenantId": self.tenant,
            "userRole": "guest" if self.guest else "user",
        }

    # --- what is said ------------------------------------------------------------------------------------------------

    def says(self, text: str, place: Conversation | None = None, thread: Message | None = None) -> Outcome:
        """Type a message. In a channel the bot hears it only where it is named."""
        where = place or self.chat
        message = self.teams.keep(where, {"type": "message", "text": text}, by_bot=False, root=_root(thread))
        if where.kind != "personal":
            return Outcome(0, "")
        return self._send(where, "message", message, text=text)

    def mentions(
        self, text: str, place: Conversation, thread: Message | None = None, others: tuple[Person, ...] = ()
    ) -> Outcome:
        """Name the bot, and then say something; `{0}` in the text is the first of the others who are named."""
        named = [f"<at>{one.name}</at>" for one in others]
        whole = f"<at>Learnt</at>&nbsp;{text.format(*named) if named else text}"
        entities = [
            {"type": "mention", "text": "<at>Learnt</at>", "mentioned": {"id": self.teams.bot, "name": "Learnt"}},
            *(
                {"type": "mention", "text": tag, "mentioned": {"id": one.id, "name": one.name}}
                for one, tag in zip(others, named, strict=True)
            ),
        ]
        message = self.teams.keep(place, {"type": "message", "text": whole}, by_bot=False, root=_root(thread))
        return self._send(place, "message", message, text=whole, entities=entities)

    def edits(self, message: Message, text: str) -> Outcome:
        """Change a message of one's own."""
        message.activity = {**message.activity, "text": text}
        return self._send(message.conversation, "messageUpdate", message, event="editMessage", text=text)

    def deletes(self, message: Message) -> Outcome:
        message.deleted = True
        return self._send(message.conversation, "messageDelete", message, event="softDeleteMessage")

    def _send(self, where: Conversation, kind: str, message: Message, **more: Any) -> Outcome:
        activity = self.activity(where, kind, root=message.root or message.id, **more)
        activity["id"] = message.id
        return self.teams.send(activity)

    # --- what is pressed ---

    def sees(self, place: Conversation | None = None) -> list[Message]:
        """The bot's messages there, as they are now, oldest first."""
        where = place or self.chat
        if self not in where.people:
            raise CannotDo(f"{self.name} is not in {where.name}")
        return [one for one in where.messages if one.by_bot and not one.deleted]

    def reads(self, place: Conversation | None = None) -> list[str]:
        return [one.shows for one in self.sees(place)]

    def last(self, place: Conversation | None = None) -> Message:
        return self.sees(place)[-1]

    def presses(self, label: str, place: Conversation | None = None) -> Outcome:
        """Press the newest button of that label which they see there."""
        where = place or self.chat
        for message in reversed(self.sees(where)):
            for button in message.buttons:
                if button["title"] == label:
                    return self.press(message, button)
        seen = [one["title"] for message in self.sees(where) for one in message.buttons]
        raise CannotDo(f"there is no button {label!r}; there are {seen}")

    def press(self, message: Message, button: dict[str, Any]) -> Outcome:
        """Press that button of that message."""
        where, root = message.conversation, message.root or message.id
        if button["type"] == "Action.OpenUrl" or not button.get("isEnabled", True):
            raise CannotDo(f"{button['title']} tells the app nothing: {button.get('url', 'it is greyed out')}")
        if button["type"] == "Action.Execute" and self.teams.old_client:
            button = button["fallback"]
        card = next(one for one in message.cards if button in _all(one))
        data = forms.sent(card, button, self.typed)
        self.typed = {}
        if "msteams" in data and not self.teams.no_dialogs:
            value = {"data": data, "context": {"theme": "default"}}
            return self._opens(where, self.invokes(where, "task/fetch", value, root=root), root, {})
        if button["type"] == "Action.Execute":
            action = {"type": "Action.Execute", "title": button["title"], "verb": button["verb"], "data": data}
            return self._executes(message, {"action": action, "trigger": "manual"}, root)
        sent = self.teams.keep(where, {"type": "message", "text": ""}, by_bot=False, root=message.root)
        return self._send(where, "message", sent, value=data, replyToId=message.id)

    def _executes(self, message: Message, value: dict[str, Any], root: str) -> Outcome:
        outcome = self.invokes(message.conversation, "adaptiveCard/action", value, root=root, replyToId=message.id)
        answered = outcome.body
        assert answered["statusCode"] == 200, answered
        if answered["type"] == cards.CONTENT:
            assert cards.problems(answered["value"]) == []
        else:
            assert answered["type"] == "application/vnd.microsoft.activity.message"
            assert isinstance(answered["value"], str)
        return outcome

    def invokes(self, where: Conversation, name: str, value: dict[str, Any], **more: Any) -> Outcome:
        outcome = self.teams.send(self.activity(where, "invoke", name=name, value=value, **more))
        assert outcome.status == 200, f"{name} was answered with {outcome.status}"
        return outcome

    # --- forms ---

    def new_lesson(self, place: Conversation) -> Outcome:
        """The message extension, from the compose box."""
        value = {"commandId": "new_lesson", "commandContext": "compose", "context": {"theme": "default"}}
        return self._opens(place, self.invokes(place, "composeExtension/fetchTask", value), "", value)

    def saves_as_lesson(self, message: Message, by: Person, html: str) -> Outcome:
        """The message extension, on a message that somebody wrote."""
        payload = {
            "id": message.id,
            "createdDateTime": "2026-11-24T09:00:00Z",
            "linkToMessage": f"https://teams.example/l/message/{message.id}",
            "from": {"user": {"id": by.aad, "displayName": by.name, "userIdentityType": "aadUser"}},
            "body": {"contentType": "html", "content": html},
        }
        value = {
            "commandId": "save_as_lesson",
            "commandContext": "message",
            "messagePayload": payload,
            "context": {"theme": "default"},
        }
        place = message.conversation
        return self._opens(place, self.invokes(place, "composeExtension/fetchTask", value), "", value)

    def fills(self, **answers: str) -> None:
        """Fill fields in, of the dialog or of a form that stands in their chat; a person is given as their `aad`."""
        known = [forms.name_of(one) for one in forms.fields(self._form())]
        if unknown := set(answers) - set(known):
            raise CannotDo(f"there are no fields {sorted(unknown)}; there are {known}")
        self.typed |= answers

    def submits(self) -> Outcome:
        """Send the dialog's form."""
        card = self._in_dialog()
        (button,) = card["actions"]
        return self._submits(forms.sent(card, button, self.typed))

    def presses_in_dialog(self, label: str) -> Outcome:
        card = self._in_dialog()
        found = [one for one in cards.buttons(card) if one["title"] == label]
        if not found:
            raise CannotDo(f"there is no button {label!r}; there are {[one['title'] for one in cards.buttons(card)]}")
        return self._submits(forms.sent(card, found[0], self.typed))

    def closes(self) -> None:
        self.dialog, self._dialog_of, self.typed = None, None, {}

    def _submits(self, data: dict[str, Any]) -> Outcome:
        assert self._dialog_of is not None
        where, root, extension = self._dialog_of
        name = "composeExtension/submitAction" if extension else "task/submit"
        value = {**extension, "data": data, "context": {"theme": "default"}}
        return self._opens(where, self.invokes(where, name, value, root=root), root, extension)

    def _in_dialog(self) -> dict[str, Any]:
        if self.dialog is None:
            raise CannotDo("no dialog is open")
        card: dict[str, Any] = self.dialog["card"]["content"]
        return card

    def _form(self) -> dict[str, Any]:
        """What they would fill in: the dialog, else the newest form in their chat."""
        if self.dialog is not None:
            return self._in_dialog()
        for message in reversed(self.sees()):
            for card in message.cards:
                if forms.fields(card):
                    return card
        raise CannotDo("there is no form")

    def _opens(self, where: Conversation, outcome: Outcome, root: str, extension: dict[str, Any]) -> Outcome:
        """What the client does with the answer: shows a dialog, shows a sentence, or closes."""
        task = (outcome.body or {}).get("task")
        self.closes()
        if task is None:
            assert not outcome.body, outcome.body
            return outcome
        if task["type"] == "message":
            assert isinstance(task["value"], str)
            return outcome
        assert task["type"] == "continue"
        content = task["value"]["card"]
        assert content["contentType"] == cards.CONTENT
        assert cards.problems(content["content"], dialog=True) == []
        self.dialog, self._dialog_of = task["value"], (where, root, extension)
        return outcome

    # --- activities ---

    def activity(
        self, where: Conversation, kind: str, *, root: str = "", event: str = "", **more: Any
    ) -> dict[str, Any]:
        """An activity of theirs, as Teams words it."""
        return worded(self, where, kind, root, event, more)


def _root(thread: Message | None) -> str:
    return "" if thread is None else thread.root or thread.id


def _all(card: dict[str, Any]) -> list[dict[str, Any]]:
    """Its buttons, and what older clients show in their place."""
    found = cards.buttons(card)
    return [*found, *(one["fallback"] for one in found if "fallback" in one)]
