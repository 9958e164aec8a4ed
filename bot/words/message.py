"""Messages as neutral values: what is said and what can be pressed, not how a platform shows it.

All strings are plain text. A renderer escapes every one of them, so what a user typed can't become a mention, a link
or a layout. Buttons carry a line of the grammar: whatever can be pressed can be typed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any, Final

from bot.words.ids import PersonId, ReviewId
from bot.words.person import Viewer


@dataclass(frozen=True, slots=True)
class Button:
    """A label, and the command line that pressing it sends."""

    label: str
    line: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: a reference, its text, a detail on the right, and what can be done with it."""

    lead: str
    text: str
    detail: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of ours."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a user, shown as they were typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A list. `more` says what is not shown ("and 14 more"); `see` is the button that shows it."""

    rows: tuple[Row, ...]
    more: str = ""
    see: Button | None = None


Section = Text | Quote | Rows


@dataclass(frozen=True, slots=True)
class Message:
    """What is said at once. `summary` is the notification; empty, the title or the first paragraph serves.

    `named` are people whose names begin a row's detail, for a platform that can call them by it.
    """

    title: str = ""
    sections: tuple[Section, ...] = ()
    buttons: tuple[Button, ...] = ()
    summary: str = ""
    named: tuple[tuple[str, PersonId], ...] = ()


class FieldKind(Enum):
    """How a form asks for a value."""

    LINE = "line"
    TEXT = "text"  # several lines
    CHOICE = "choice"
    DATE = "date"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. `name` is the command's field that it fills."""

    name: str
    label: str
    kind: FieldKind = FieldKind.LINE
    required: bool = True
    options: tuple[tuple[str, str], ...] = ()  # (value, label)
    initial: str = ""
    hint: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A few questions whose answers, with the line that they complete, are one command."""

    title: str
    line: str
    fields: tuple[Field, ...]
    submit: str = "Save"


class To(Enum):
    """Who sees an answer. What is for `YOU` is never rendered in public, on any platform."""

    YOU = "only you"
    HERE = "everyone here"


@dataclass(frozen=True, slots=True)
class Said:
    """A message and who sees it."""

    message: Message
    to: To = To.YOU


@dataclass(frozen=True, slots=True)
class File:
    """The register as a workbook, made as `viewer` may read it when it is handed over; only they get it.

    With a `review` it is the invitation to that instead, for calendars. `asked_at` is a UTC instant.
    """

    name: str
    viewer: Viewer
    asked_at: datetime | None = None
    review: ReviewId | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one event.

    `about` names what was changed, for the audit log; `why` the reason given; `undo` is the line that takes it back.
    A reply with a `form` has changed nothing yet; one that is `mistaken` says what to do instead. `following` messages
    of it are in the deliveries.
    """

    said: tuple[Said, ...] = ()
    form: Form | None = None
    file: File | None = None
    about: str = ""
    why: str = ""
    undo: str = ""
    mistaken: bool = False
    following: int = 0


def reply(
    text: str = "",
    *sections: Section,
    buttons: tuple[Button, ...] = (),
    to: To = To.YOU,
    about: str = "",
    why: str = "",
    undo: str = "",
) -> Reply:
    """A reply of one message."""
    said = Said(Message(text, sections, buttons), to)
    return Reply((said,), about=about, why=why, undo=undo)


# --- said of one programme among several ---------------------------------------------------------------------------


def scoped_buttons(buttons: tuple[Button, ...], key: str) -> tuple[Button, ...]:
    """The buttons, each saying which programme it is about, wherever it is pressed and whenever."""
    return tuple(b if b.line.startswith(f"{key}: ") else Button(b.label, f"{key}: {b.line}") for b in buttons)


def scoped(message: Message, key: str) -> Message:
    """The message with all its buttons about one programme."""

    def section(part: Section) -> Section:
        if not isinstance(part, Rows):
            return part
        rows = tuple(replace(row, buttons=scoped_buttons(row.buttons, key)) for row in part.rows)
        return replace(part, rows=rows, see=scoped_buttons((part.see,), key)[0] if part.see else None)

    sections = tuple(map(section, message.sections))
    return replace(message, sections=sections, buttons=scoped_buttons(message.buttons, key))


def scoped_reply(answer: Reply, key: str) -> Reply:
    """The same for an answer, and for the form that it may bring."""
    form = replace(answer.form, line=f"{key}: {answer.form.line}") if answer.form else None
    return replace(answer, said=tuple(replace(s, message=scoped(s.message, key)) for s in answer.said), form=form)


def still(message: Message) -> Message:
    """The message with nothing to press anywhere."""

    def section(part: Section) -> Section:
        if not isinstance(part, Rows):
            return part
        return replace(part, rows=tuple(replace(row, buttons=()) for row in part.rows), see=None)

    return replace(message, sections=tuple(map(section, message.sections)), buttons=())


def answered(asked: Message, line: str, answer: Message) -> Message | None:
    """What a card says once one of its buttons was pressed: the same, with the answer where that button was.

    The button stood in a row, which then shows the answer beside what it says, with the answer's own buttons; or it was
    the message's, which then goes on with the answer. `line` is the button's. None where no button has that line.
    """
    for place, section in enumerate(asked.sections):
        if not isinstance(section, Rows):
            continue
        rows = tuple(_answered_row(row, answer) if _holds(row.buttons, line) else row for row in section.rows)
        if rows != section.rows:
            sections = (*asked.sections[:place], replace(section, rows=rows), *asked.sections[place + 1 :])
            return replace(asked, sections=sections)
    if not _holds(asked.buttons, line):
        return None
    said = (Text(answer.title),) if answer.title else ()
    return replace(asked, sections=(*asked.sections, *said, *answer.sections), buttons=answer.buttons)


def _holds(buttons: tuple[Button, ...], line: str) -> bool:
    return any(button.line == line for button in buttons)


def _answered_row(row: Row, answer: Message) -> Row:
    """What stands under the answer's title is in the register, and would make a list of one row."""
    return replace(row, detail=answer.title or plain(answer), buttons=answer.buttons)


def without_buttons(answer: Reply) -> Reply:
    """The answer as it can be read, with nothing to press."""
    return replace(answer, said=tuple(replace(s, message=replace(s.message, buttons=())) for s in answer.said))


# --- as JSON, for the register ---------------------------------------------------------------------------------------

_SECTIONS: Final = {"text": Text, "quote": Quote}


def _buttons_out(buttons: tuple[Button, ...]) -> list[list[str]]:
    return [[button.label, button.line] for button in buttons]


def _buttons_in(stored: list[list[str]]) -> tuple[Button, ...]:
    return tuple(Button(label, line) for label, line in stored)


def _section_out(section: Section) -> list[Any]:
    match section:
        case Text(text):
            return ["text", text]
        case Quote(text):
            return ["quote", text]
        case Rows(rows, more, see):
            stored = [[row.lead, row.text, row.detail, _buttons_out(row.buttons)] for row in rows]
            return ["rows", stored, more, [see.label, see.line] if see else None]


def _section_in(stored: list[Any]) -> Section:
    if stored[0] != "rows":
        return _SECTIONS[stored[0]](stored[1])
    rows = tuple(Row(lead, text, detail, _buttons_in(buttons)) for lead, text, detail, buttons in stored[1])
    return Rows(rows, stored[2], Button(*stored[3]) if stored[3] else None)


def message_to_json(message: Message) -> dict[str, Any]:
    """A message as JSON values."""
    return {
        "title": message.title,
        "sections": [_section_out(section) for section in message.sections],
        "buttons": _buttons_out(message.buttons),
        "summary": message.summary,
        **({"named": [list(one) for one in message.named]} if message.named else {}),
    }


def message_from_json(stored: Mapping[str, Any]) -> Message:
    """The message that `message_to_json` wrote."""
    return Message(
        stored["title"],
        tuple(_section_in(section) for section in stored["sections"]),
        _buttons_in(stored["buttons"]),
        stored["summary"],
        tuple((name, PersonId(person)) for name, person in stored.get("named", ())),
    )


def reply_to_text(answer: Reply) -> str:
    """An answer as text, kept beside the seen event so that a repeated one gets the same answer again."""
    said = [[said.to.name, message_to_json(said.message)] for said in answer.said]
    return json.dumps({"about": answer.about, "said": said}, ensure_ascii=False)


def reply_from_text(stored: str) -> Reply:
    """The answer that `reply_to_text` wrote. Before it knew what an answer was about, it wrote a list."""
    read: dict[str, Any] | list[Any] = json.loads(stored)
    about, said = ("", read) if isinstance(read, list) else (str(read["about"]), read["said"])
    return Reply(tuple(Said(message_from_json(message), To[to]) for to, message in said), about=about)


def as_stored(text: str) -> str:
    """How a text stands inside a stored message, so that it can be looked for there."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


# --- as plain text, for notifications and screen readers --------------------------------------------------------------


def plain(message: Message) -> str:
    """The whole message without its buttons, readable aloud."""
    lines = [message.title] if message.title else []
    for section in message.sections:
        match section:
            case Text(text):
                lines.append(text)
            case Quote(text):
                lines.append(f"\u201c{text}\u201d")
            case Rows(rows, more, _):
                lines += ["  ".join(part for part in (row.lead, row.text, row.detail) if part) for row in rows]
                lines += [more] if more else []
    return "\n".join(lines)
