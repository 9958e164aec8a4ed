"""Forms: what a command still has to know, asked for, and the answers put back into its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from bot.commands.grammar import Asked, Captured, Empty, Read, read, split_scope
from bot.commands.shape import Fields, Part, Value, parts_of, read_when
from bot.commands.table import Command
from bot.dates.reading import read_date
from bot.dates.reckoning import NotADay
from bot.mistake import Mistake
from bot.words.incoming import Incoming
from bot.words.lesson import Kind
from bot.words.message import Field, FieldKind, Form, Reply

_LABELS: Final[Mapping[str, str]] = {
    "text": "What should it say?",
    "why": "Why?",
    "person": "Who?",
    "date": "By when?",
    "value": "Which?",
    "url": "Where will people find it?",
    "rule": "When? (such as first Tuesday 10:00)",
    "when": "When? (such as 3 Dec 14:00)",
    "choice": "Which?",
    "line": "What?",
}
_TEXTS: Final[Mapping[str, str]] = {
    "action": "What is to be done?",
    "edit": "How should it read?",
    "update": "What should others read?",
    "review opening": "How should the summary begin?",
}
_KEY: Final = re.compile(r"~[0-9a-f]{8}")
"""What an anonymous lesson's author is known by: `edit L-14 ~KEY` asks for the new text."""
_NUMBER: Final = re.compile(r"(?<=\b[AL])-\d+")
_KINDS: Final = {"date": FieldKind.DATE, "person": FieldKind.PERSON, "choice": FieldKind.CHOICE}
_AUDIENCES: Final = (("", "as usual here"), ("everyone", "everyone"), ("partners", "partners"), ("pmo", "the PMO"))


def capture(kind: Kind | None) -> Form:
    """The form behind `/lesson`."""
    kinds = Field(
        "kind",
        "Something to keep, or to improve?",
        FieldKind.CHOICE,
        options=(("keep", "keep"), ("improve", "improve")),
    )
    rest = (
        Field("text", "What happened?", FieldKind.TEXT),
        Field("area", "Area", required=False, hint="such as Testing"),
        Field("audience", "Who may read it?", FieldKind.CHOICE, required=False, options=_AUDIENCES),
        Field("action", "An action as well: what is to be done?", required=False, folded=True),
        Field("person", "Who does it?", FieldKind.PERSON, required=False, folded=True),
        Field("date", "By when?", FieldKind.DATE, required=False, folded=True),
    )
    title = f"Something to {kind.value}" if kind else "A lesson"
    return Form(title, kind.value if kind else "lesson", rest if kind else (kinds, *rest))


def opens(line: str, today: date) -> bool:
    """Whether a button with this line opens a form, for a platform that has to be told beforehand.

    Only the register knows for sure, so either may turn out otherwise: where a form is asked for and none was
    announced, the answer is a button that opens it.
    """
    return _opens(_NUMBER.sub("-1", line), today)


@lru_cache(maxsize=4_096)
def _opens(line: str, today: date) -> bool:
    """Which lesson or action it is makes no difference."""
    parts = split_scope(line)
    match read(parts[1] if parts else line, today, capture=True):
        case Empty():
            return True
        case Asked(command, fields, missing):
            said = fields.values.get("text")
            by_key = command.name == "edit" and isinstance(said, str) and _KEY.fullmatch(said) is not None
            return bool(missing) or by_key
        case _:
            return False


def setup() -> Form:
    """The form behind `setup`."""
    return Form("Set up a programme", "setup", (Field("name", "What is the programme called?"),), "Set up")


def ask_for(command: Command, line: str, missing: tuple[Part, ...]) -> Reply:
    """A form for the parts that a line lacks, and for those that may still be given."""
    wanted = [part for part in parts_of(command.shape) if part in missing or (part.optional and part.kind in _KINDS)]
    fields = tuple(
        Field(
            part.name,
            _label(command, part),
            _KINDS.get(part.kind, FieldKind.LINE),
            required=part in missing,
            options=tuple((choice, choice) for choice in part.choices),
        )
        for part in wanted
    )
    return Reply(form=Form(f"{command.name.capitalize()}: {command.explains}", line, fields))


def begun(asking: Reply, text: str) -> Reply:
    """The same form, with what there is already where its text goes."""
    form = asking.form
    if form is None:
        return asking
    fields = tuple(replace(field, initial=text) if field.name == "text" else field for field in form.fields)
    return replace(asking, form=replace(form, fields=fields))


def _label(command: Command, part: Part) -> str:
    if part.name == "date" and command.name.startswith("release"):
        return "Live on which day?"
    if part.name == "text" and command.name in _TEXTS:
        return _TEXTS[command.name]
    return _LABELS.get(part.name, part.name.capitalize())


def ask_for_text(line: str) -> Reply:
    """A form for a new text."""
    return Reply(form=Form("Edit", line, (Field("text", "How should it read?", FieldKind.TEXT),)))


def capture_fields(incoming: Incoming, today: date) -> Fields | Mistake:
    """What the form says besides the lesson: its area, its audience, and an action."""
    wanted = ("area", "audience", "action", "person")
    values: dict[str, Value] = {n: incoming.fields[n].strip() for n in wanted if incoming.fields.get(n, "").strip()}
    if typed := incoming.fields.get("date", "").strip():
        day = read_date(typed, today)
        if not isinstance(day, date):
            return Mistake(day.sentence if day else f"\u201c{typed}\u201d is no date. Try 4 Dec or Friday.")
        values["date"] = day
    if ("date" in values or "person" in values) and "action" not in values:
        return Mistake("An owner or a date belongs to an action: say what is to be done, or leave them empty.")
    return Fields(values)


def complete(asked: Read, answers: Mapping[str, str], today: date) -> Read:
    """What was asked, with a form's answers filled in."""
    match asked:
        case Empty(kind):
            kinds = {k.value: k for k in Kind}
            chosen = kind or kinds.get(answers.get("kind", ""), Kind.UNSORTED)
            text = answers.get("text", "").strip()
            return Captured(text, chosen) if text else Mistake("The text was empty, so nothing is stored.")
        case Asked(command, fields, missing):
            return _complete(command, fields, missing, answers, today)
        case _:
            return asked


def _complete(
    command: Command, fields: Fields, missing: tuple[Part, ...], answers: Mapping[str, str], today: date
) -> Asked | Mistake:
    values: dict[str, Value] = dict(fields.values)
    kinds = {part.name: part.kind for part in parts_of(command.shape)}
    for name, answer in answers.items():
        if not answer.strip() or name not in kinds:
            continue
        if kinds[name] == "date":
            day = read_date(answer, today)
            if isinstance(day, NotADay) or day is None:
                return Mistake(day.sentence if day else f"\u201c{answer}\u201d is no date. Try 4 Dec or Friday.")
            values[name] = day
        elif kinds[name] == "when":
            moment = read_when(answer.strip(), today)
            if moment is None or isinstance(moment, Mistake):
                return moment or Mistake(f"\u201c{answer}\u201d is no date and time. Try 3 Dec 14:00.")
            values |= moment[0]
        elif name == "text" and isinstance(values.get("text"), str):
            values["text"] = f"{values['text']} {answer.strip()}"  # an anonymous author's key stands before the text
        else:
            values[name] = answer.strip()
    left = tuple(part for part in missing if part.name not in values and not (part.kind == "when" and "date" in values))
    if left:
        return Mistake(f"{_LABELS.get(left[0].name, left[0].name)} That was left empty, so nothing is stored.")
    return Asked(command, Fields(values))
