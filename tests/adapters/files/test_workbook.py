from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.exchange.sheet import UnreadableError
from bot.words.action import Status
from bot.words.lesson import Kind
from tests.adapters.files.registers import Office, counts

DECEMBER = datetime(2026, 12, 4)  # noqa: DTZ001  as Excel has it


def messy(path: Path) -> None:
    """A cover, a titled log with merged cells and actions below lessons, and a sheet of lists."""
    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "Cover"
    cover["A1"] = "Release 24.3"
    log = book.create_sheet("Log")
    log["A1"] = "Lessons learned"
    log.merge_cells("A1:H1")
    log.append(
        ["#", "Theme", "What went well?", "What could have gone better?", "Action(s)", "Lead", "Due", "RAG", "Version"]
    )
    log.append([1, "Test", "Data was early", None, None, None, None, None, 24.1])
    log["I3"].number_format = "0.00"
    log.append([2, "Comms", None, "The desk was not told", "Write a plan", "Sam Field", DECEMBER, "Green", 24.3])
    log.append([None, None, None, None, "Add the desk", "sam@pmo.example", 46360, "Blue", None])
    log.append([None, None, None, None, "Check", "somebody", "June", "#REF!", None])
    log.merge_cells("A4:A6")
    log.append([])
    log.append([3, "Env", "x_x000D_y", None, None, None, None, None, None])
    book.create_sheet("Lists").append(["Red", "Amber", "Green"])
    book.save(path)


def test_messy(tmp_path: Path) -> None:
    """A workbook as people keep it comes in, and each cell that could not be read is named by sheet, row and column."""
    office, path = Office(), tmp_path / "log.xlsx"
    messy(path)
    outcome, said = office.bring(path)
    assert (counts(outcome), outcome.releases) == ((3, 3, 0, 0), ["24.10", "24.3"])
    early, desk, env = office.holds()
    assert (early.kind, early.area, early.release) == (Kind.KEEP, "Test", "24.10")
    assert (desk.kind, env.text) == (Kind.IMPROVE, "x\ny")
    plan, add, check = desk.actions
    assert (plan.due, plan.owner) == (DECEMBER.date(), "Sam Field <sam@pmo.example>")
    assert (add.due, add.owner, add.status) == (DECEMBER.date(), plan.owner, Status.DONE)
    assert (check.due, check.owner, check.status) == (None, "", Status.NOT_STARTED)
    assert check.note == "Due: June\nRAG: #REF!\nLead: somebody"
    assert "Log, row 5, Due: \u201c46360\u201d taken for Excel's number of 4 Dec 2026." in said
    assert "Log, row 6, Due: \u201cJune\u201d is no date that can be read; kept as a note." in said
    assert counts(office.bring(path)[0]) == (0, 0, 3, 3)


def test_sheets_that_belong_together(tmp_path: Path) -> None:
    """Actions on a sheet of their own find their lessons by number, and those that find none are kept."""
    office, path = Office(), tmp_path / "two.xlsx"
    book = Workbook()
    lessons = book.active
    assert lessons is not None
    lessons.title = "Lessons"
    for row in (["ID", "Lesson"], [7, "Late"], [8, "Early"]):
        lessons.append(row)
    actions = book.create_sheet("Actions")
    for row in (["Action ID", "Lesson ID", "Action"], [1, 8, "Keep it"], [2, 7, "Mend it"], [3, 9, "Whose?"]):
        actions.append(row)
    book.save(path)
    office.bring(path)
    found = [(one.text, [action.text for action in one.actions]) for one in office.holds()]
    assert found == [("Late", ["Mend it"]), ("Early", ["Keep it"]), ("Whose?", ["Whose?"])]


def doctored(path: Path, part: str, content: str | bytes) -> None:
    """A workbook in which one part says something else."""
    good = path.with_name("good.xlsx")
    messy(good)
    with zipfile.ZipFile(good) as before, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, content if name == part else before.read(name))


ENTITY = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""


@pytest.mark.parametrize(
    ("part", "content", "says"),
    [
        ("xl/worksheets/sheet2.xml", ENTITY, "entities"),
        ("xl/workbook.xml", ENTITY, "entities"),
        ("xl/worksheets/sheet2.xml", b" " * (257 << 20), "unpack to"),
        ("xl/worksheets/sheet2.xml", "<worksheet><sheetData><row", "damaged"),
        ("xl/workbook.xml", "", "damaged"),
        ("[Content_Types].xml", "nonsense", "damaged"),
    ],
)
def test_hostile_workbooks(tmp_path: Path, part: str, content: str | bytes, says: str) -> None:
    """A bomb, an entity or a damaged part is refused in a sentence, and nothing is stored."""
    office, path = Office(), tmp_path / "bad.xlsx"
    doctored(path, part, content)
    with pytest.raises(UnreadableError, match=says):
        office.bring(path)
    assert office.holds() == []


def test_other_archives(tmp_path: Path) -> None:
    """An archive that is no workbook is refused in a sentence."""
    path = tmp_path / "lessons.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(UnreadableError, match="no Excel workbook"):
        Office().bring(path)


def test_far_away_row(tmp_path: Path) -> None:
    """A row that claims to stand beyond Excel's last one ends the reading, and does not go on for ever."""
    office, path = Office(), tmp_path / "far.xlsx"
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>Lesson</t></is></c></row>'
    doctored(
        path, "xl/worksheets/sheet2.xml", head + row.format(1) + row.format(999_999_999) + "</sheetData></worksheet>"
    )
    with pytest.raises(UnreadableError, match="more rows"):
        office.bring(path)
