"""The shape of a command: its usage line, as people read it, is also what is parsed.

`done A-7 [NOTE]` says that a reference must follow and a note may. Lower-case words stand for themselves, `a|b` for a
choice, capitals for what is filled in, brackets for what may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from typing import Final

from bot.dates.reading import leading_date, leading_date_time, read_date, trailing_by_date
from bot.dates.reckoning import NotADay
from bot.mistake import Mistake
from bot.words.ids import Reference, read_reference

Value = str | date | time | Reference

FREE: Final = {"TEXT", "WHY", "NOTE", "WORDS", "VALUE", "NAME", "RULE", "URL", "COMMAND", "LINE"}
_PART: Final = re.compile(r"\[[^\]]+\]|\S+")
_RELEASE: Final = re.compile(r"[^\s:@#]*\d[^\s:@#]*")
_CODE: Final = re.compile(r"[A-HJ-NP-Z2-9]{4}-?[A-HJ-NP-Z2-9]{4}", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_PERSON: Final = re.compile(r"@?[^\s@]+@[^\s@]+|@\S+(?: [A-Z]\S*)?|[^\W\d]\S*(?: [A-Z]\S*){0,2}")
_BY_RELEASE: Final = re.compile(r"by\s+(\S*\d\S*\.\d\S*)", re.IGNORECASE)
_LIKE_A_TIME: Final = re.compile(r"(?:at )?\d{1,2}(?:[:.h]\d{0,2})?(?: ?[ap]m)?", re.IGNORECASE)
_URL: Final = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a usage line. `name` is the field that it fills; a word that stands for itself fills none."""

    name: str
    kind: str
    optional: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fields:
    """What a line said, by field."""

    values: Mapping[str, Value] = field(default_factory=dict[str, Value])

    def text(self, name: str) -> str:
        """The words of a field, empty where it was left out."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def day(self, name: str = "date") -> date | None:
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def time(self) -> time | None:
        value = self.values.get("time")
        return value if isinstance(value, time) else None

    def reference(self, name: str) -> Reference | None:
        value = self.values.get(name)
        return value if isinstance(value, Reference) else None


@dataclass(frozen=True, slots=True)
class Fit:
    """A line that fits a shape so far. `missing` are the parts that a form has to ask for."""

    fields: Fields
    missing: tuple[Part, ...] = ()


@cache
def parts_of(usage: str) -> tuple[Part, ...]:
    """The parts of a usage line after the command's own name."""
    found: list[Part] = []
    for token in _PART.findall(usage):
        optional = token.startswith("[")
        for word in token.strip("[]").split():
            part = _part(word, optional=optional)
            taken = {p.name for p in found}
            found.append(Part("other", part.kind, part.optional) if part.name in taken and part.name else part)
    return tuple(found)


def _part(word: str, *, optional: bool) -> Part:
    if word in {"L-12", "L-9", "L-4"}:
        return Part("lesson", "lesson", optional)
    if word == "A-7":
        return Part("action", "action", optional)
    if word == "L-12|A-7":
        return Part("item", "item", optional)
    if word.startswith("@"):
        return Part("person", "person", optional)
    if word == "#channel":
        return Part("channel", "channel", optional)
    if "|" in word:
        return Part("choice", "choice", optional, tuple(word.split("|")))
    if word.isupper():
        return Part(word.lower(), "free" if word in FREE else word.lower(), optional)
    return Part("", "literal", optional, (word,))


def fit(usage: str, rest: str, today: date) -> Fit | Mistake | None:
    """Match `rest`, what follows a command's name, with its usage.

    None where it does not fit at all; a mistake where it does, but a date in it is none that can be meant.
    """
    values: dict[str, Value] = {}
    missing: list[Part] = []
    rest = rest.strip()
    parts = parts_of(usage)
    for place, part in enumerate(parts):
        if not rest:
            if not part.optional:
                missing.append(part)
            continue
        taken = _take(part, rest, today, last=place == len(parts) - 1, text_first=_splits_text(parts, place))
        if isinstance(taken, Mistake):
            return taken
        if taken is None:
            if part.optional:
                continue
            if part.kind == "date" and values and len(rest.split()) < 5:
                return Mistake(f"\u201c{rest}\u201d is no date. Try 4 Dec, Friday or in two weeks.")
            return None
        found, rest = taken
        values.update(found)
    if rest:
        return None
    return Fit(Fields(values), tuple(missing))


def _splits_text(parts: tuple[Part, ...], place: int) -> bool:
    """Whether a person and a date may stand at the end of this free text: `action L-12 TEXT [@owner] [by DATE]`."""
    return parts[place].kind == "free" and any(part.kind == "date" for part in parts[place + 1 :])


def _take(
    part: Part, rest: str, today: date, *, last: bool, text_first: bool
) -> tuple[dict[str, Value], str] | Mistake | None:
    word, _, after = rest.partition(" ")
    match part.kind:
        case "literal":
            return ({}, after.strip()) if word.casefold() == part.choices[0] else None
        case "lesson" | "action" | "item":
            reference = read_reference(word)
            if reference is None or (part.kind != "item" and reference.letter != part.kind[0].upper()):
                return None
            return {part.name: reference}, after.strip()
        case "choice":
            return _take_choice(part, word, rest, after)
        case "release":
            return {"release": word}, after.strip()
        case "free":
            return _split_text(part, rest, today) if text_first else ({part.name: rest}, "")
        case "person":
            plain = re.sub(r"^to\s+", "", rest, flags=re.IGNORECASE)
            if not last:
                return {part.name: plain.partition(" ")[0]}, plain.partition(" ")[2].strip()
            return ({part.name: plain}, "") if _PERSON.fullmatch(plain) else None
        case "channel":
            return ({part.name: word.lstrip("#")}, after.strip()) if word.startswith("#") else None
        case "date":
            return _take_date(part, rest, today, last=last)
        case "when":
            return read_when(rest, today)
        case "number":
            return ({part.name: word}, after.strip()) if _NUMBER.fullmatch(word) else None
        case "code":
            return ({part.name: word.upper().replace("-", "")}, after.strip()) if _CODE.fullmatch(word) else None
        case _:
            return None


def _take_choice(part: Part, word: str, rest: str, after: str) -> tuple[dict[str, Value], str] | None:
    if word.casefold() in part.choices:
        return {part.name: word.casefold()}, after.strip()
    if "@owner" in part.choices and word.startswith("@"):
        page = re.search(r"\s+from\s+A-?\d+$", rest, re.IGNORECASE)
        return ({"person": rest[: page.start()]}, rest[page.start() :].strip()) if page else ({"person": rest}, "")
    if "RELEASE" in part.choices and _RELEASE.fullmatch(word) and read_reference(word) is None:
        return {"release": word}, after.strip()
    return None


def _take_date(part: Part, rest: str, today: date, *, last: bool) -> tuple[dict[str, Value], str] | Mistake | None:
    plain = re.sub(r"^(?:to|by|on)\s+", "", rest, flags=re.IGNORECASE)
    if last:
        read = read_date(plain, today)
        left = ""
    else:
        leading = leading_date(plain, today)
        read, left = leading or (None, rest)
    if isinstance(read, NotADay):
        return Mistake(read.sentence)
    if read is None and last and (release := _BY_RELEASE.fullmatch(rest)):
        return {"by_release": release[1]}, ""
    return None if read is None else ({part.name: read}, left.strip())


def read_when(rest: str, today: date) -> tuple[dict[str, Value], str] | Mistake | None:
    """A date with, if given, a time, and what is left."""
    found = leading_date_time(re.sub(r"^(?:to|on)\s+", "", rest, flags=re.IGNORECASE), today)
    if found is None:
        return None
    day, at, left = found
    if isinstance(day, NotADay):
        return Mistake(day.sentence)
    values: dict[str, Value] = {"date": day}
    if at is not None:
        values["time"] = at
    elif _LIKE_A_TIME.fullmatch(left.strip()):
        return Mistake(f"\u201c{left.strip()}\u201d is no time. Try 14:00 or 2pm.")
    return values, left.strip()


def _split_text(part: Part, rest: str, today: date) -> tuple[dict[str, Value], str] | Mistake:
    """Free text with, at its end, an @owner and "by DATE" in either order."""
    values: dict[str, Value] = {}
    text = rest
    for _ in range(2):
        if "person" not in values and (owner := re.search(r"(?:^|\s)@(\S+@\S+|[\w.\-']+)\s*$", text)):
            values["person"] = owner[1]
            text = text[: owner.start()].rstrip()
        if "date" not in values:
            release = re.search(r"\s+by\s+(\S*\d\S*\.\d\S*)\s*$", text)
            dated = trailing_by_date(text, today)
            if dated is not None:
                if isinstance(dated[1], NotADay):
                    return Mistake(dated[1].sentence)
                text, values["date"] = dated[0].rstrip(), dated[1]
            elif release:
                values["by_release"] = release[1]
                text = text[: release.start()].rstrip()
    values[part.name] = text
    return values, ""


def read_url(text: str) -> tuple[str, str]:
    """The first web address in a note, and the note without it."""
    found = _URL.search(text)
    if found is None:
        return "", text.strip()
    return found[0].rstrip(".,)"), (text[: found.start()] + text[found.end() :]).strip()
