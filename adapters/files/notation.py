"""JSON: lessons that hold their actions that hold their history. Keys are the names of `headings.Field`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, cast

from bot.exchange.columns import ALL_COLUMNS, Value, of_action, of_change, of_lesson
from bot.exchange.headings import Field
from bot.exchange.record import LessonRecord
from bot.exchange.sheet import Row, Sheet, UnreadableError
from bot.words.programme import Programme

LARGEST: Final = 256 << 20
"""Bytes: it is read as a whole."""

_FIELDS: Final = {field.name.lower(): field for field in Field}
_WRONG: Final = 'is no register in JSON: it has to be {"lessons": [{"lesson": "..."}, ...]}.'


def write_notation(path: Path, lessons: Iterable[LessonRecord], programme: Programme) -> None:
    """Write lesson by lesson, a line each."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        head = json.dumps({"programme": programme.key, "name": programme.name}, ensure_ascii=False)
        file.write(f'{head[:-1]}, "lessons": [')
        for number, lesson in enumerate(lessons):
            file.write(",\n" if number else "\n")
            json.dump(_nested(lesson), file, ensure_ascii=False)
        file.write("\n]}\n")


def read_notation(path: Path) -> tuple[Sheet, str]:
    """The lessons as rows of one table. Raises `UnreadableError` where it is no register."""
    if path.stat().st_size > LARGEST:
        raise UnreadableError(f"is larger than {LARGEST >> 20} MiB: export it as CSV instead.")
    try:
        read: object = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise UnreadableError(_WRONG) from None
    whole = cast("dict[str, Any]", read) if isinstance(read, dict) else {"lessons": read}
    if not isinstance(whole.get("lessons"), list) or (whole["lessons"] and not _objects(whole["lessons"])):
        raise UnreadableError(_WRONG)
    # An export leaves out what is empty, but it has every column.
    keys = [field.name.lower() for field in ALL_COLUMNS] if "programme" in whole else []
    return Sheet("", _rows(_objects(whole["lessons"]), keys)), "a register in JSON"


def _nested(lesson: LessonRecord) -> dict[str, Any]:
    actions = [
        {**_plain(of_action(action)), "history": [_plain(of_change(change)) for change in action.history or ()]}
        for action in lesson.actions
    ]
    return {**_plain(of_lesson(lesson)), "actions": actions}


def _plain(values: Mapping[Field, Value]) -> dict[str, Any]:
    return {
        field.name.lower(): value.isoformat() if isinstance(value, date) else value
        for field, value in values.items()
        if value not in {None, ""}
    }


def _rows(lessons: list[dict[str, Any]], known: list[str]) -> Iterator[Row]:
    flat = [row for lesson in lessons for row in _flat(lesson)]
    keys = list(dict.fromkeys([*known, *(key for row in flat for key in row)]))
    headings = tuple(_FIELDS[key].value if key in _FIELDS else key for key in keys)
    yield Row(1, headings)
    for number, row in enumerate(flat, 2):
        yield Row(number, tuple(_text(row.get(key)) for key in keys))


def _flat(lesson: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The lesson with its first action, and the others with their histories below."""
    actions = _objects(lesson.get("actions"))
    own = {key: value for key, value in lesson.items() if key != "actions" or (value and not actions)}
    if not actions:
        yield own
    for action in actions:
        yield {**own, **{key: value for key, value in action.items() if key != "history"}}
        own = {}
        yield from _objects(action.get("history"))


def _objects(value: object) -> list[dict[str, Any]]:
    """The objects of a list; nothing where it is none."""
    if not isinstance(value, list):
        return []
    return [cast("dict[str, Any]", one) for one in cast("list[object]", value) if isinstance(one, dict)]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)
