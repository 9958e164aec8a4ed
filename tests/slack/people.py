"""People who use Slack: what they type, press, pick and fill in becomes what Slack sends to the app."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any

from tests.slack import payloads
from tests.slack.acts import Acts, NotAcknowledged, Outcome, Strictness
from tests.slack.channels import Channel
from tests.slack.forms import CannotDo, action_of, complaints, find, menu_for, state_of, value_of
from tests.slack.handwriting import written
from tests.slack.messages import Message
from tests.slack.users import User
from tests.slack.views import View


class Person:
    """Acts as one user. Every act waits until the app has acknowledged, and raises NotAcknowledged if it doesn't;
    what can't be done in Slack raises CannotDo."""

    def __init__(
        self, acts: Acts, user: User, run: Callable[[Coroutine[Any, Any, Any]], Any], strictness: Strictness
    ) -> None:
        self._acts, self.user, self._run, self._strictness = acts, user, run, strictness
        self._values: dict[str, dict[str, dict[str, Any]]] = {}

    def __repr__(self) -> str:
        return f"<{self.user.real_name} {self.id}>"

    @property
    def id(self) -> str:
        return self.user.id

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    # What they see

    @property
    def direct(self) -> Channel:
        """Their direct message with the app."""
        return self._acts.state.direct(self._acts.installation(self.user).bot_user, self.id)

    def sees(self, channel: Channel | None = None) -> list[Message]:
        """The messages before them in a channel (or in the direct message with the app), oldest first."""
        return self._acts.state.sees(self.id, channel or self.direct)

    def reads(self, channel: Channel | None = None) -> list[str]:
        """The same as text."""
        return [one.shows for one in self.sees(channel)]

    @property
    def last(self) -> Message:
        """The newest message of the app that they see anywhere."""
        for one in self._newest_first():
            if one.app == self._acts.state.app.id:
                return one
        raise CannotDo("the app has said nothing to them yet")

    @property
    def form(self) -> View | None:
        """The modal that is open on top, if any."""
        stack = self._acts.api.views.stack(self.id)
        return stack[-1] if stack else None

    @property
    def home(self) -> View | None:
        """The app's Home tab, once published."""
        return self._acts.api.views.homes.get((self._acts.installation(self.user).team, self.id))

    # What they type

    def types(self, line: str, channel: Channel | None = None, *, thread: Message | None = None) -> Outcome:
        """A slash command, "/lesson keep …", in a channel or (without one) in the direct message with the app."""
        if thread is not None:
            raise CannotDo("slash commands are not supported in threads")
        return self._act(self._acts.types(self.user, line, channel or self.direct))

    def says(self, words: str, channel: Channel, *, thread: Message | None = None) -> Outcome:
        """An ordinary message in a channel; the app hears of it only with message.channels or message.groups."""
        return self._act(self._acts.says(self.user, self._written(words), channel, thread))

    def mentions_bot(self, words: str, channel: Channel, *, thread: Message | None = None) -> Outcome:
        """A message that begins with the app's name."""
        text = f"<@{self._acts.installation(self.user, channel).bot_user}> {self._written(words)}"
        return self._act(self._acts.says(self.user, text, channel, thread, mention=True))

    def says_directly(self, words: str, *, thread: Message | None = None) -> Outcome:
        """A message in the direct message with the app."""
        return self._act(self._acts.says(self.user, self._written(words), self.direct, thread))

    def edits(self, message: Message, words: str) -> Outcome:
        """Change one's own message: message_changed."""
        assert message.user == self.id, "people edit their own messages only"
        old = message.json()
        message.replace(self._written(words), [], self._acts.state.clock.ts())
        more = {"subtype": "message_changed", "previous_message": old}
        return self._act(self._acts.changes(self.user, message, more))

    def deletes(self, message: Message) -> Outcome:
        """Delete one's own message: message_deleted."""
        assert message.user == self.id, "people delete their own messages only"
        message.deleted = True
        more = {"subtype": "message_deleted", "previous_message": message.json(), "deleted_ts": message.ts}
        return self._act(self._acts.changes(self.user, message, more))

    # What they press and pick

    def presses(self, label: str, where: Message | View | None = None) -> Outcome:
        """The button of that label: in `where`, else in the open form, else in the newest message that has it."""
        return self._uses(label, None, self._where(label, where))

    def picks(self, answer: Any, where: Message | View | None = None, *, of: str = "") -> Outcome:
        """An option, date, person or channel, of the menu called `of` (or of the first that offers it)."""
        given = said(answer)
        surface = self._where(of, where, given)
        return self._uses(of or menu_for(surface.blocks, given, self._acts.state.users), given, surface)

    def uses_shortcut(self, callback: str, message: Message | None = None) -> Outcome:
        """A global shortcut, or a message shortcut on `message`."""
        acts, state = self._acts, self._acts.state
        acts.own_only(self.user, "shortcuts")
        kind = "global" if message is None else "message"
        if state.app.shortcuts.get(callback) != kind:
            raise CannotDo(f"the app has no {kind} shortcut {callback!r}")
        trigger = acts.triggers.trigger(self.id, self.user.team)
        if message is None:
            return self._act(acts.interact(payloads.global_shortcut(state, self.user, callback, trigger=trigger)))
        if message.only:
            raise CannotDo("ephemeral messages have no shortcuts")
        place = acts.place(self.user, state.channels[message.channel])
        url = acts.triggers.url("actions", self.id, self.user.team, place)
        body = payloads.message_shortcut(state, self.user, message, callback, trigger=trigger, url=url)
        return self._act(acts.interact(body))

    def opens_home(self, tab: str = "home") -> View | None:
        """Look at the app's Home tab (or its messages tab): app_home_opened; the Home that is there afterwards."""
        if tab == "home" and not self._acts.state.app.home:
            raise CannotDo("the app has no Home tab")
        event: dict[str, Any] = {"type": "app_home_opened", "user": self.id, "channel": self.direct.id, "tab": tab}
        event["event_ts"] = self._acts.state.clock.ts()
        if self.home is not None and tab == "home":
            event["view"] = self.home.json()
        self._act(self._acts.event(self.user, "app_home_opened", event, None))
        return self.home

    # Forms

    def opens_form(self) -> View:
        """The form before them; CannotDo if none was opened."""
        if self.form is None:
            raise CannotDo("no form is open")
        return self.form

    def fills(self, fields: dict[str, Any] | None = None, /, **more: Any) -> View:
        """Fill in fields of the open form by label: `fills({"What happened": "…"}, kind="Keep")`.

        Choosing in a block that isn't an input, or with dispatch_action, tells the app at once, as in Slack.
        """
        view = self.opens_form()
        for label, answer in [*(fields or {}).items(), *((name.replace("_", " "), one) for name, one in more.items())]:
            block, element = find(view.blocks, label)
            given = said(answer)
            if block["type"] == "input" and not block.get("dispatch_action"):
                view.values.setdefault(block["block_id"], {})[element["action_id"]] = value_of(element, given)
            else:
                self._uses(label, given, view)
        return view

    def submits(self) -> Outcome:
        """Submit the open form. What Slack's client would refuse (a required field left empty) raises CannotDo."""
        view = self.opens_form()
        values = state_of(view.blocks, view.values)
        wrong = complaints(view.blocks, values)
        if wrong:
            raise CannotDo(f"the form can't be submitted yet: {wrong}")
        view.values = values
        trigger = self._acts.triggers.trigger(self.id, view.app_team, view.id)
        body = payloads.submission(self._acts.state, self.user, view, trigger=trigger)
        return self._act(self._acts.submits(self.user, view, body))

    def closes(self, *, whole: bool = False) -> None:
        """Close the form on top, or (`whole`) all of them; the app is told where it asked for that."""
        self.opens_form()
        for view in self._acts.api.views.close(self.id, whole=whole):
            if view.body.get("notify_on_close"):
                body = payloads.closed(self._acts.state, self.user, view, cleared=whole)
                self._act(self._acts.interact(body))

    # Inside

    def _act(self, work: Coroutine[Any, Any, Outcome]) -> Outcome:
        outcome: Outcome = self._run(work)
        sent = outcome.sent
        if sent is not None and not self._strictness.forgiving and not sent.acknowledged:
            raise NotAcknowledged(outcome.ack.error, outcome.ack)
        return outcome

    def _written(self, words: str) -> str:
        return written(self._acts.state, self.user, words)

    def _newest_first(self) -> list[Message]:
        rooms = [one for one in list(self._acts.state.channels.values()) if self.id in one.members]
        seen = [one for room in rooms for one in self.sees(room)]
        return sorted(seen, key=lambda one: one.order, reverse=True)

    def _where(self, label: str, where: Message | View | None, answer: Any = None) -> Message | View:
        """`where`, or the first surface from the top in which there is something of that label or with that answer."""
        if isinstance(where, Message) and where not in self.sees(self._acts.state.channels[where.channel]):
            raise CannotDo("that message is not before them")
        if where is not None:
            return where
        form: list[Message | View] = [self.form] if self.form else []
        for surface in [*form, *(one for one in self._newest_first() if one.blocks)]:
            try:
                if label:
                    find(surface.blocks, label)
                else:
                    menu_for(surface.blocks, answer, self._acts.state.users)
            except CannotDo:
                continue
            return surface
        raise CannotDo(f"there is no {label or answer!r} in anything that they see")

    def _uses(self, label: str, answer: Any, surface: Message | View) -> Outcome:
        block, element = find(surface.blocks, label)
        if (answer is None) != (element["type"] == "button"):
            raise CannotDo(f"{label!r} is a {element['type']}")
        acts, state = self._acts, self._acts.state
        action = action_of(block, element, answer, state.clock.ts())
        values = surface.values if isinstance(surface, View) else self._values.setdefault(surface.ts, {})
        if element["type"] not in {"button", "overflow"}:
            values.setdefault(block["block_id"], {})[element["action_id"]] = value_of(element, answer)
        if isinstance(surface, View):
            surface.values = state_of(surface.blocks, surface.values)
            trigger = acts.triggers.trigger(self.id, surface.app_team, surface.id)
            body = payloads.action_in_view(state, self.user, surface, action, trigger=trigger)
            return self._act(acts.interact(body))
        place = acts.place(self.user, state.channels[surface.channel])
        team = surface.team or acts.installation(self.user, place).team
        url, trigger = acts.triggers.url("actions", self.id, team, place, surface), acts.triggers.trigger(self.id, team)
        filled = state_of(surface.blocks, values)
        body = payloads.action_in_message(state, self.user, team, surface, action, filled, trigger=trigger, url=url)
        return self._act(acts.interact(body))


def said(answer: Any) -> Any:
    """An answer as a form takes it: people and channels by id, dates as YYYY-MM-DD."""
    if isinstance(answer, (Person, Channel)):
        return answer.id
    if isinstance(answer, date):
        return answer.isoformat()
    return [said(one) for one in answer] if isinstance(answer, (list, tuple)) else answer
