"""What `make pictures` draws: messages, forms and Home as Learnt really makes them in a played conversation.

Prints JSON: for each picture its name, its payload as it goes to Slack or Teams, and whether only one person sees it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from adapters.slack import modal, render
from adapters.teams import dialog
from adapters.teams import render as teams
from bot.commands.forms import capture, opens
from bot.conversations.greeting import greeting
from bot.words.message import Button, Form, Message, Reply, Rows, To, answered
from tests.rooms import Room

TODAY = date(2026, 11, 24)
SAM, ANN, PRIYA = "sam@pmo.example", "ann@pmo.example", "priya@northgate.example"
LESSONS = (
    "Feeds from two partners were still on when we dropped to the new environment",
    "The firewall rule for the reporting server was asked for on the day itself",
    "Nobody knew who announces a delay, so three teams announced three dates",
    "Regression tests ran on the data of last year",
    "The go/no-go call had no chair after eleven o'clock",
    "Release notes were late",
    "Support heard of the new login from its first caller",
    "The roll-back was written down but had never been tried",
    "Two suppliers deployed to the same slot",
    "The maintenance page stayed up for an hour after go-live",
    "Printing was tested on one site only",
    "The checklist was kept in four places",
)
ACTIONS = (
    ("Write the delivery charter", "27 Nov"),
    ("Agree the feed turn-off checklist with both partners", "20 Nov"),
    ("Skeleton release plan template", "11 Dec"),
    ("Name who announces a delay, and in which channel", "14 Dec"),
    ("Refresh the regression data each quarter", "18 Dec"),
)
MORE_ACTIONS = (
    ("Try the roll-back in the week before", "27 Nov"),
    ("Book one slot a supplier", "30 Nov"),
    ("Take the maintenance page down by script", "11 Dec"),
)
HOSTILE = (
    "<!channel> <@U012AB3CD> *bold* _so_ ~no~ `rm -rf` &lt;script&gt; :tada: javascript:alert(1) "
    "<https://evil.example|your bank> https://evil.example\n> quoted\n"
    "\u0627\u0644\u0633\u0644\u0627\u0645 \u05e9\u05dc\u05d5\u05dd \u202eltr " + "\U0001f469\u200d\U0001f680" * 12
)


def main() -> None:
    """Print all scenes."""
    json.dump(list(scenes()), sys.stdout, ensure_ascii=False)


def scenes() -> Iterator[dict[str, Any]]:
    """One release, from the kick-off to the review, seen in Slack."""
    room = Room()
    room.now = datetime(2026, 10, 1, 9, tzinfo=UTC)
    room.reply(SAM, "/lesson setup Data Centre Release")
    room.reply(SAM, "/lesson organisation Northgate inside northgate.example")
    yield from _earlier(room)
    room.now = datetime(2026, 11, 2, 10, tzinfo=UTC)
    yield from _said("kick-off", room.reply(SAM, "/lesson release open 24.4 live 12 Jan"))
    yield from _capturing(room)
    yield from _reading(room)
    yield from _prompts(room)
    yield from _review(room)
    yield from _forms(room)


def _earlier(room: Room) -> Iterator[dict[str, Any]]:
    """A release that is over, with lessons, actions and a session."""
    room.reply(SAM, "/lesson release open 24.3 live 30 Oct")
    for text in LESSONS:
        room.reply(ANN, f"/lesson improve {text}")
    room.reply(ANN, "/lesson keep Daily stand-up with the supplier in the last week")
    room.reply(PRIYA, "/lesson same L-1")
    room.reply(SAM, "/lesson release delivered")
    yield from _said("session", room.reply(SAM, "/lesson session start"))
    for number, (text, day) in enumerate(ACTIONS, 1):
        room.reply(SAM, f"/lesson action L-{number} {text} @ann by {day}")
    for number, (text, day) in enumerate(MORE_ACTIONS, 8):
        room.reply(SAM, f"/lesson action L-{number} {text} @priya by {day}")
    room.reply(SAM, "/lesson action L-6 Draft the release notes with each change")
    room.reply(SAM, "/lesson accept L-7 The new login comes once only")
    room.reply(SAM, "/lesson session end")
    room.goes_out()
    yield from _message("yours", room.post.sent[0][1])
    for number in range(1, len(ACTIONS) + len(MORE_ACTIONS) + 1):
        room.reply(ANN if number <= len(ACTIONS) else PRIYA, f"/lesson fine A-{number}")


def _capturing(room: Room) -> Iterator[dict[str, Any]]:
    yield from _said(
        "stored", room.reply(PRIYA, "/lesson improve The supplier's test environment was a version behind ours")
    )
    yield from _said("unsorted", room.reply(PRIYA, "/lesson Release notes were late"))
    yield from _said("anonymous", room.reply(PRIYA, "/lesson anon improve Nobody listened to the testers"))
    yield from _said("did-you-mean", room.reply(PRIYA, "/lesson listt improve"))
    yield from _said("hostile", room.reply(PRIYA, f"/lesson improve {HOSTILE}"))


def _reading(room: Room) -> Iterator[dict[str, Any]]:
    yield from _said("help", room.reply(SAM, "/lesson help"))
    yield from _said("list", room.reply(ANN, "/lesson list"))
    yield from _said("show", room.reply(ANN, "/lesson show L-1"))


def _prompts(room: Room) -> Iterator[dict[str, Any]]:
    room.now = datetime(2026, 11, 4, 10, tzinfo=UTC)
    room.reply(SAM, "/lesson review schedule first Tuesday 10:00")
    room.goes_out(datetime(2026, 11, 24, 9, tzinfo=UTC))
    for name, message in room.post.sent:
        yield from _message({"Ann": "prompt-of-five", "Priya": "prompt"}[name], message)
        if name == "Priya":
            yield _card("prompt-answered", _pressed(message))
    yield from _said("actions", room.reply(ANN, "/lesson actions mine"))
    yield from _said("more", room.reply(ANN, "/lesson more A-1"))
    yield from _said("answer", room.reply(ANN, "A-1 done, A-2 blocked waiting on the supplier, due 4 Dec", direct=True))


def _review(room: Room) -> Iterator[dict[str, Any]]:
    room.now = datetime(2026, 12, 1, 10, tzinfo=UTC)
    yield from _said("review", room.reply(SAM, "/lesson review start"))
    yield from _said("turn", room.reply(SAM, "/lesson review next A-9"))
    yield from _said("summary", room.reply(SAM, "/lesson review close"))


def _forms(room: Room) -> Iterator[dict[str, Any]]:
    yield from _form("form-lesson", capture(None))
    asked = room.reply(SAM, "/lesson action L-8")
    if asked.form is not None:
        yield from _form("form-action", asked.form)
    parts = [said.message for said in room.reply(SAM, "home", direct=True).said]
    yield {"name": "home", "view": {"type": "home", "blocks": render.home(parts)}}
    yield _card("greeting", greeting(private=False))


def _form(name: str, form: Form) -> Iterator[dict[str, Any]]:
    yield {"name": name, "view": modal.modal(form, "")}
    yield {"name": f"teams-{name}", "dialog": dialog.dialog(form, "")}


def _said(name: str, answer: Reply) -> Iterator[dict[str, Any]]:
    for number, said in enumerate(answer.said):
        yield from _message(name if number == 0 else f"{name}-{number + 1}", said.message, only_you=said.to is To.YOU)


def _message(name: str, message: Message, *, only_you: bool = False) -> Iterator[dict[str, Any]]:
    yield {"name": name, "blocks": render.blocks(message), "only_you": only_you, "text": render.text(message)}
    yield _card(name, message)


def _card(name: str, message: Message) -> dict[str, Any]:
    return {"name": f"teams-{name}", "card": teams.card(message, opens=lambda line: opens(line, TODAY))}


def _pressed(prompt: Message) -> Message:
    """The prompt once its first [Done] was pressed."""
    line = next(row.buttons[0].line for part in prompt.sections if isinstance(part, Rows) for row in part.rows)
    buttons = (Button("Add a link", "result A-6"), Button("Undo", "undo"))
    shown = answered(prompt, line, Message("A-6 is done. Thank you. Where will people find it?", (), buttons))
    assert shown is not None
    return shown


if __name__ == "__main__":
    main()
