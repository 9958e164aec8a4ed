from __future__ import annotations

from collections import Counter

import pytest

from bot.exchange.headings import KIND_OR_AREA, NAMES, NUMBER, Field, fields_called, plain_name
from bot.exchange.layout import find_layout
from bot.exchange.sheet import Row
from bot.exchange.values import AUDIENCES, COLOURS, KINDS, STATUSES, read_audience, read_kind, read_status
from bot.words.action import Status
from bot.words.lesson import Kind


def layout(*rows: list[str]) -> dict[str, Field]:
    """What each heading is taken for."""
    found = find_layout([Row(number, tuple(row)) for number, row in enumerate(rows, 1)])
    return {} if found is None else {column.heading: column.field for column in found.columns}


def test_names_are_as_they_are_compared() -> None:
    """Every name of a column is written as headings are compared, so that it can match; none stands twice in a line."""
    for field, names in NAMES.items():
        split = names.split(", ")
        assert [plain_name(name) for name in split] == split, field
        assert max(Counter(split).values()) == 1, field
    assert {plain_name(name) for name in KIND_OR_AREA | NUMBER} == KIND_OR_AREA | NUMBER


def test_exports_are_read() -> None:
    """What an export calls a column is read as that column."""
    for field in set(Field) - {Field.OTHER}:
        assert field in [meant for meant, _ in fields_called(field.value)], field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("What happened?", Field.LESSON),
        ("LESSONS LEARNED", Field.LESSON),
        ("Went well / could be better", Field.KIND),
        ("RAG / status", Field.STATUS),
        ("Recommended action(s)", Field.ACTION),
        ("Recomended action", Field.ACTION),
        ("Action owner", Field.OWNER),
        ("Target date (dd/mm/yyyy)", Field.DUE),
        ("Due: when?", Field.DUE),
        ("Theme", Field.AREA),
        ("Version", Field.RELEASE),
        ("Raised by", Field.RAISED_BY),
        ("Comments", Field.NOTE),
    ],
)
def test_headings(heading: str, field: Field) -> None:
    """Columns are known under any usual name, whatever its case, brackets and small typos."""
    assert fields_called(heading)[0][0] is field


def test_category() -> None:
    """A column called Category holds kinds or areas: its values tell."""
    assert layout(["Lesson", "Category"], ["a", "Went well"], ["b", "improve"])["Category"] is Field.KIND
    assert layout(["Lesson", "Category"], ["a", "Testing"], ["b", "Comms"])["Category"] is Field.AREA


def test_two_of_a_kind() -> None:
    """Of two columns with names of one line the better name wins, and the other is kept as a note."""
    found = layout(["Description", "Lesson learned", "Notes", "Remarks", "Owner"], ["a", "b", "c", "d", "e"])
    assert found["Lesson learned"] is Field.LESSON
    assert (found["Notes"], found["Description"], found["Remarks"]) == (Field.NOTE, Field.OTHER, Field.OTHER)


def test_headings_below_titles() -> None:
    """Titles above the headings, and sentences that mention a column, are no headings."""
    rows = [["Lessons log"], [], ["The owner of each action", "is asked"], ["Lesson", "Owner"], ["Action", "late"]]
    found = find_layout([Row(number, tuple(row)) for number, row in enumerate(rows, 1)])
    assert found is not None
    assert found.row == 4
    assert layout(["a", "b"], ["1", "2"]) == {}


def test_every_word_is_read() -> None:
    """Every word of the tables is read as its line says, and none stands in two lines."""
    for kind, names in KINDS.items():
        assert {read_kind(name) for name in names.split(", ")} == {kind}
    for audience, names in AUDIENCES.items():
        assert {read_audience(name) for name in names.split(", ")} == {audience}
    for table, whole in ((STATUSES, True), (COLOURS, False)):
        for status, names in table.items():
            for name in names.split(", "):
                read = read_status(name)
                assert read is not None, name
                assert (read.value, read.whole) == (status, whole), name


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Closed 12/03/2026", Status.DONE),
        ("Green \u2013 complete", Status.DONE),
        ("Amber (on hold)", Status.BLOCKED),
        ("Red", Status.IN_PROGRESS),
        ("60%", Status.IN_PROGRESS),
        ("100 %", Status.DONE),
        ("Won't do", Status.DROPPED),
        ("Closed on 3rd March", Status.DONE),
        ("On hold until May", Status.BLOCKED),
        ("done or dropped", None),
        ("Complete the review", None),
        ("Complete - pending sign-off", None),
        ("not done", None),
        ("done / dropped", None),
        ("in limbo", None),
    ],
)
def test_status(text: str, status: Status | None) -> None:
    """A status is read with what stands beside it, and not where the cell says two things or the contrary."""
    read = read_status(text)
    assert (read.value if read else None) is status


def test_kind_of_two_minds() -> None:
    """What is no kind is none."""
    assert read_kind("Not sure") is None
    assert read_kind("Didn\u2019t go well") is Kind.IMPROVE
