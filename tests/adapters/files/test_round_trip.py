from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.exchange.record import NOBODY
from bot.exchange.take_out import take_out
from bot.ports import Register
from bot.words.action import Action, How, Status, Update
from bot.words.clean import clean
from bot.words.ids import NEW, ActionId, LessonId, PersonId, ReleaseId, UpdateId
from bot.words.lesson import Kind, Lesson
from bot.words.person import Audience, Person, Viewer
from bot.words.release import Release, ReleaseState
from tests.adapters.files.registers import NOW, Office, counts

FORMATS = (".csv", ".xlsx", ".json")
TEXT = st.text(max_size=60).map(clean).filter(bool)


def at(minutes: int) -> datetime:
    return NOW - timedelta(minutes=minutes)


def fill(office: Office, text: Callable[[], Any]) -> None:
    """Two lessons with everything that a lesson and an action can hold, every free text from `text`."""
    with office.store.open() as register:
        ann = register.people.add(Person(id=PersonId(NEW), name="Ann", email="ann@x.example"))
        release = register.releases.add(
            Release(
                id=ReleaseId(NEW),
                programme=office.programme.id,
                name="24.3",
                state=ReleaseState.OPEN,
                opened_at=NOW,
            )
        )
        first = register.lessons.add(
            Lesson(
                id=LessonId(NEW), programme=office.programme.id, number=NEW, kind=Kind.IMPROVE, text=text(),
                wording=text(), area=text(), audience=Audience.PMO, raised_by=ann.id, raised_at=at(900),
                release=release.id, link="https://x.example/1", note=text(), votes=3,
            )
        )  # fmt: skip
        register.lessons.add(
            Lesson(
                id=LessonId(NEW), programme=office.programme.id, number=NEW, kind=Kind.KEEP, text=text(),
                raised_at=at(800), anonymous=True, accepted_why=text(), accepted_by=office.sam.id,
                audience=Audience.EVERYONE, again=first.id, again_confirmed=True,
            )
        )  # fmt: skip
        register.lessons.add(
            Lesson(
                id=LessonId(NEW), programme=office.programme.id, number=NEW, kind=Kind.UNSORTED, text=text(),
                raised_at=at(700), in_session=True,
            )
        )  # fmt: skip
        for status in Status:
            add_action(register, office, first, status, text)
        register.commit()


def add_action(register: Register, office: Office, lesson: Lesson, status: Status, text: Callable[[], Any]) -> None:
    action = register.actions.add(
        Action(
            id=ActionId(NEW), programme=office.programme.id, number=NEW, lesson=lesson.id, text=text(),
            owner=office.tom.id, due=date(2026, 12, 4), due_release=lesson.release, status=status,
            audience=Audience.PMO, offered_to=office.sam.id, offered_at=at(60), fine=True, result="https://x.example/2",
            note=text(), moves=2, created_at=at(500), created_by=office.sam.id, updated_at=at(50),
        )
    )  # fmt: skip
    if status is not Status.NOT_STARTED:
        base = Update(id=UpdateId(NEW), action=action.id, at=at(90), by=office.sam.id, how=How.TYPED)
        given = replace(base, status=status, due=date(2026, 12, 1), owner=office.tom.id, note=text(), words="my words")
        let_go = replace(base, at=at(70), by=office.tom.id, unowned=True)
        register.actions.add_history([given, let_go, replace(base, at=at(50), by=None, how=How.SCHEDULE)])


@pytest.mark.parametrize("ending", FORMATS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_identity(ending: str, data: st.DataObject) -> None:
    """Importing an export into an empty register gives the same register, whatever the texts."""
    office, other = Office(), Office()
    fill(office, lambda: data.draw(TEXT))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"out{ending}"
        office.send(path)
        outcome, said = other.bring(path)
        assert (other.holds(), said) == (office.holds(), [])
        changes = [c for lesson in other.holds() for a in lesson.actions for c in a.history or ()]
        assert sum(c.owner == NOBODY for c in changes) == len(Status) - 1  # each was let go of once
        assert counts(outcome) == (3, 5, 0, 0)
        assert counts(other.bring(path)[0]) == (0, 0, 3, 5)
        assert counts(office.bring(path)[0]) == (0, 0, 3, 5)
        assert other.holds() == office.holds()


@pytest.mark.parametrize("ending", FORMATS)
def test_bare(tmp_path: Path, ending: str) -> None:
    """A lesson and an action with nothing but a text come back so, and so does a register that holds nothing."""
    office, other, path = Office(), Office(), tmp_path / f"out{ending}"
    office.send(path)
    assert counts(other.bring(path)[0]) == (0, 0, 0, 0)
    with office.store.open() as register:
        key = office.programme.id
        lesson = Lesson(id=LessonId(NEW), programme=key, number=NEW, kind=Kind.UNSORTED, text="n/a", raised_at=NOW)
        lesson = register.lessons.add(replace(lesson, area="-", audience=Audience.EVERYONE))
        register.actions.add(
            Action(
                id=ActionId(NEW), programme=key, number=NEW, lesson=lesson.id, text="tbc", created_at=NOW,
                updated_at=NOW,
            )
        )  # fmt: skip
        register.commit()
    office.send(path)
    _, said = other.bring(path)
    assert (other.holds(), said) == (office.holds(), [])


HOSTILE = (
    "=1+1", "+1", "-1", "@x", "'=1", "'quoted'", "''@x", "=HYPERLINK(\"http://x.example\")", "\uff1d1", "#N/A",
    "_x0041_ and _x005F_x0041_", "\ufffe\uffff\ufffd", "two\nlines\n\n", "tab\there", "\U0001f600 \u05d0\u200f", "1e5",
    "007", "TRUE", "n/a", "-", "https://x.example", "DCR:L-1", "</t><script>&amp;", "a,b;c\t\"d\"", "4 Dec 2026",
)  # fmt: skip


@pytest.mark.parametrize("ending", FORMATS)
def test_hostile(tmp_path: Path, ending: str) -> None:
    """Texts that files would make something else of come back as they were."""
    office, other, path = Office(), Office(), tmp_path / f"out{ending}"
    texts = iter(HOSTILE * 9)
    fill(office, lambda: clean(next(texts)))
    office.send(path)
    _, said = other.bring(path)
    assert (other.holds(), said) == (office.holds(), [])


def test_no_formula_in_csv(tmp_path: Path) -> None:
    """No cell of a CSV export begins as a formula does."""
    office, path = Office(), tmp_path / "out.csv"
    texts = iter(HOSTILE * 9)
    fill(office, lambda: clean(next(texts)))
    office.send(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert len(cells) > 100
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))]


def test_workbook_for_people(tmp_path: Path) -> None:
    """The workbook has filters, a fixed first row, dates as dates, texts as texts, and no link."""
    office, path = Office(), tmp_path / "out.xlsx"
    texts = iter(HOSTILE * 9)
    fill(office, lambda: clean(next(texts)))
    office.send(path)
    book = load_workbook(path)
    assert book.sheetnames == ["Lessons", "Actions", "History"]
    for sheet in book.worksheets:
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", sheet.dimensions)
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "d", "n"}
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink or cell.data_type == "f"]
        assert all(cell.font.bold for cell in sheet[1])
    actions = {str(cell.value): cell.column for cell in book["Actions"][1]}
    due = book["Actions"].cell(2, actions["Target date"])
    assert (due.value, due.number_format) == (datetime(2026, 12, 4), "ddd d mmm yyyy")  # noqa: DTZ001  as Excel has it
    lesson = next(cell for row in book["Lessons"].iter_rows() for cell in row if cell.value == "=1+1")
    assert (lesson.data_type, lesson.quotePrefix) == ("s", True)


def test_viewer() -> None:
    """An export holds what its viewer may read, and calls people as the programme has set it."""
    office = Office()
    fill(office, lambda: "secret")
    everyone = Viewer(programme=office.programme.id, person=office.tom.id, clearance=Audience.EVERYONE)
    with office.store.open() as register:
        seen = list(take_out(register, office.programme, everyone))
    assert [one.audience for one in seen] == [Audience.EVERYONE]
    assert "@" not in "".join(one.raised_by + one.accepted_by for one in seen)


def test_words_stay(tmp_path: Path) -> None:
    """The words in which an answer came in leave the register in no export."""
    office = Office()
    fill(office, lambda: "text")
    for ending in (".csv", ".json"):
        office.send(tmp_path / f"out{ending}")
        assert "my words" not in (tmp_path / f"out{ending}").read_text(encoding="utf-8")


def test_removed_stays_removed(tmp_path: Path) -> None:
    """What was deleted or redacted since the export does not come back with it."""
    office, path = Office(), tmp_path / "out.csv"
    fill(office, lambda: "secret")
    office.send(path)
    with office.store.open() as register:
        for number, change in ((2, {"redacted": True, "text": "[removed]"}), (3, {"deleted": True})):
            lesson = register.lessons.get(office.viewer, number)
            assert lesson is not None
            register.lessons.save(replace(lesson, **change))
        register.lessons.add(
            Lesson(id=LessonId(NEW), programme=office.programme.id, number=NEW, kind=Kind.KEEP, text="x", raised_at=NOW)
        )
        register.commit()
    outcome, said = office.bring(path)
    assert counts(outcome)[:2] == (0, 0)
    assert sum("taken out of the register" in line for line in said) == 1


def test_nothing_half_written(tmp_path: Path) -> None:
    """An export that fails leaves the file as it was, and nothing beside it."""
    office, path = Office(), tmp_path / "out.json"
    path.write_text("before", encoding="utf-8")
    fill(office, object)  # what JSON can't hold
    with pytest.raises(TypeError):
        office.send(path)
    assert path.read_text(encoding="utf-8") == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["out.json"]


def test_naive_instants_are_the_programmes(tmp_path: Path) -> None:
    """A workbook's instants read as in the programme's zone, and come back in it."""
    office, path = Office(), tmp_path / "out.xlsx"
    with office.store.open() as register:
        register.lessons.add(
            Lesson(
                id=LessonId(NEW), programme=office.programme.id, number=NEW, kind=Kind.KEEP, text="x",
                raised_at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
            )
        )  # fmt: skip
        register.commit()
    office.send(path)
    other = Office()
    other.bring(path)
    assert other.holds() == office.holds()
    raised = [str(cell.value) for row in load_workbook(path)["Lessons"].iter_rows() for cell in row]
    assert "2026-07-02 00:30:00" in raised
