"""`help`: five lines, or one command explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.ask import Newcomer
from bot.mistake import Mistake
from bot.ports import Register
from bot.words.message import Button, Reply, Row, Rows, Text, reply

if TYPE_CHECKING:
    from bot.commands.table import Command

_FIVE = (
    Row("keep TEXT", "something went well"),
    Row("improve TEXT", "something to do better"),
    Row("list", "the lessons"),
    Row("actions mine", "what is yours to do"),
    Row("done A-7", "it is finished"),
)
_COORDINATOR = (
    Row("action L-12 TEXT @owner by DATE", "gives a lesson an action"),
    Row("release open 24.4 live 12 Jan", "starts a release"),
    Row("session schedule 3 Dec 14:00", "the post-release session"),
    Row("review schedule first Tuesday 10:00", "the monthly review"),
    Row("setup", "what is set, and how to change it"),
)


def show(ask: Newcomer, register: Register) -> Reply | Mistake:
    """`help`, `help more` or `help COMMAND`"""
    from bot.commands.table import COMMANDS  # the table names this handler, so it can't be imported above

    topic = ask.fields.text("command").casefold().strip()
    if topic in {"more", "all"}:
        rows = tuple(Row(command.usage, command.explains) for command in COMMANDS)
        return reply("Everything that can be typed", Rows(rows))
    if topic:
        return _explain(topic, COMMANDS)
    coordinates = any(member.coordinator for member, _ in register.people.memberships(ask.person.id))
    rows = (*_FIVE, *(_COORDINATOR if coordinates else ()))
    return reply(
        "Type /lesson and one of these:",
        Rows(rows),
        Text("Anything else after /lesson is stored as a lesson. help done explains one command."),
        buttons=(Button("More", "help more"),),
    )


def _explain(topic: str, commands: tuple[Command, ...]) -> Reply | Mistake:
    found = [c for c in commands if c.name == topic or topic in c.aliases or c.name.split()[0] == topic]
    if topic in {"keep", "improve", "anon"}:
        return reply(
            f"{topic} TEXT stores what happened at once.",
            Text("24.3: improve TEXT puts it in release 24.3; anon improve TEXT leaves your name out."),
        )
    if not found:
        return Mistake(f"I don't know a command \u201c{topic}\u201d.", (Button("Help", "help"),))
    rows = tuple(Row(c.usage, f"{c.explains} (for {c.who.value})") for c in found)
    return reply(f"How {topic} is typed:", Rows(rows))
