from __future__ import annotations

from pathlib import Path

import pytest

from bot.exchange.sheet import UnreadableError
from bot.words.action import How, Status
from bot.words.lesson import Kind
from bot.words.person import Audience
from tests.adapters.files.registers import Office, counts

PLAIN = "Lesson;Went well / could be better;Action\nThe caf\u00e9 \u2013 \u201clate\u201d;Could be better;Book it\n"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "lessons.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings(tmp_path: Path, encoding: str, separator: str) -> None:
    """Whatever encoding and separator Excel wrote, the same lesson comes in."""
    office = Office()
    outcome, said = office.bring(write(tmp_path, PLAIN.replace(";", separator), encoding))
    assert (counts(outcome), said) == ((1, 1, 0, 0), [])
    (lesson,) = office.holds()
    assert (lesson.text, lesson.kind) == ("The caf\u00e9 \u2013 \u201clate\u201d", Kind.IMPROVE)
    assert [action.text for action in lesson.actions] == ["Book it"]


def test_sep_line(tmp_path: Path) -> None:
    """Excel's own first line that names the separator is no row."""
    office = Office()
    office.bring(write(tmp_path, "sep=|\r\nLesson|Release\r\nLate|24.3\r\n"))
    assert [(one.text, one.release) for one in office.holds()] == [("Late", "24.3")]


MESSY = """Lessons log;;;;;;
;;;;;;
Ref;Theme;What happened?;Type;Recommended action;Action owner;Target date;RAG / status;Cost
1;Testing;"Two
lines";Could be better;First;sam@pmo.example;4 Dec 2026;Green;\u00a35
;;;;Second;Tom;31/02/2026;In limbo;
;;;;Third;Tom Baker;04/12/2026;Closed;
2;;Fine;Went well;;;;;
;;;;;;;;and more
"""


def test_messy(tmp_path: Path) -> None:
    """Titles are skipped, actions below belong to the lesson above, and what can't be read is said and kept."""
    office = Office()
    outcome, said = office.bring(write(tmp_path, MESSY, "cp1252"))
    assert counts(outcome) == (2, 3, 0, 0)
    late, fine = office.holds()
    assert (late.text, late.kind, late.area, late.note) == ("Two\nlines", Kind.IMPROVE, "Testing", "Cost: \u00a35")
    assert (fine.kind, fine.note) == (Kind.KEEP, "Cost: and more")
    first, second, third = late.actions
    assert (first.owner, first.status) == ("Sam Field <sam@pmo.example>", Status.IN_PROGRESS)
    assert first.note == "RAG / status: Green"
    assert (second.owner, second.due, second.status) == ("", None, Status.NOT_STARTED)
    assert second.note is not None
    assert {"Action owner: Tom", "Target date: 31/02/2026"} <= set(second.note.splitlines())
    assert (third.owner, str(third.due), third.status) == ("Tom Baker <tom@trust.example>", "2026-12-04", Status.DONE)
    assert third.history is not None
    assert [(entry.how, entry.status) for entry in third.history] == [(How.IMPORTED, Status.DONE)]
    assert (
        "Row 5, Action owner: \u201cTom\u201d is nobody's whole name, handle or mail address here; kept as a note."
        in said
    )
    assert "Row 5, Target date: \u201c31/02/2026\u201d is no date that can be read; kept as a note." in said
    assert "Row 5, RAG / status: \u201cIn limbo\u201d is no status that I know; kept as a note." in said
    assert "Row 4, RAG / status: \u201cGreen\u201d is read as in progress; kept as a note as well." in said
    assert len(said) == 4


def test_again(tmp_path: Path) -> None:
    """The same file again adds nothing; with rows added it adds those, wherever they stand."""
    office = Office()
    office.bring(write(tmp_path, MESSY))
    before = office.holds()
    assert counts(office.bring(write(tmp_path, MESSY))[0]) == (0, 0, 2, 3)
    assert office.holds() == before
    longer = MESSY.replace("2;;Fine", ";;;;Fourth;;;;\n0;;New above;Went well;;;;;\n2;;Fine") + "3;;Last;;;;;;\n"
    assert counts(office.bring(write(tmp_path, longer))[0]) == (2, 1, 2, 3)


def test_correction(tmp_path: Path) -> None:
    """A corrected cell adds nothing and changes nothing: it is said, with what the register holds."""
    office = Office()
    office.bring(write(tmp_path, MESSY))
    before = office.holds()
    corrected = MESSY.replace("lines", "lined").replace("4 Dec 2026", "5 Dec 2026").replace("Fine", "Fine.")
    outcome, said = office.bring(write(tmp_path, corrected))
    assert (counts(outcome), office.holds()) == ((0, 0, 2, 3), before)
    assert (
        "Row 4, Target date: says \u201c05/12/2026\u201d; A-1 says \u201c04/12/2026\u201d and stays as it is." in said
    )
    assert any(line.startswith("Row 4, What happened?: says \u201cTwo lined\u201d") for line in said)


def test_same_words_in_another_release(tmp_path: Path) -> None:
    """A lesson that two releases had is two lessons, and so are two rows with the same words."""
    office = Office()
    table = "No.,Lesson,Release\n1,Late,24.1\n2,Late,24.2\n3,Late,24.2\n"
    assert counts(office.bring(write(tmp_path, table))[0]) == (3, 0, 0, 0)
    assert counts(office.bring(write(tmp_path, table))[0]) == (0, 0, 3, 0)


def test_releases(tmp_path: Path) -> None:
    """A release that isn't there is made, closed; without one a lesson is between releases."""
    office = Office()
    outcome, _ = office.bring(write(tmp_path, "Lesson,Version\nA,24.1\nB,Release 24.1\nC,TBC\nD,\n"))
    assert outcome.releases == ["24.1"]
    assert [one.release for one in office.holds()] == ["24.1", "24.1", "", ""]


def test_two_columns_of_lessons(tmp_path: Path) -> None:
    """Where what went well and what did not have a column each, a row may hold two lessons."""
    office = Office()
    office.bring(
        write(tmp_path, "Area,What went well?,What didn't go well?,Action\nTest,Early,Late,Mend it\nTest,Calm,,\n")
    )
    found = [(one.kind, one.text, len(one.actions)) for one in office.holds()]
    assert found == [(Kind.KEEP, "Early", 0), (Kind.IMPROVE, "Late", 1), (Kind.KEEP, "Calm", 0)]


def test_actions_alone(tmp_path: Path) -> None:
    """In a log of actions alone each action is its own lesson, so that nothing is lost."""
    office = Office()
    outcome, _ = office.bring(write(tmp_path, "ID,Action,Owner,Due\n7,Write it down,Tom Baker,4/12/26\n"))
    assert counts(outcome) == (1, 1, 0, 0)
    assert [(one.text, one.actions[0].text) for one in office.holds()] == [("Write it down", "Write it down")]


def test_repeated_lesson(tmp_path: Path) -> None:
    """A lesson that is written again beside each of its actions is one lesson."""
    office = Office()
    assert counts(office.bring(write(tmp_path, "Lesson,Action\nLate,One\nLate,Two\nOther,\n"))[0]) == (2, 2, 0, 0)


def test_owner_by_address(tmp_path: Path) -> None:
    """An owner's mail address is enough: who is new is added as a member, once."""
    office = Office()
    outcome, said = office.bring(
        write(tmp_path, "Lesson,Action,Owner\nA,x,Priya Shah <priya@s.example>\nB,y,PRIYA@s.example\n")
    )
    assert (outcome.people, said) == (["Priya Shah <priya@s.example>"], [])
    assert {one.actions[0].owner for one in office.holds()} == {"Priya Shah <priya@s.example>"}
    with office.store.open() as register:
        assert "Priya Shah" in [person.name for _, person in register.people.members(office.programme.id)]


def test_namesakes(tmp_path: Path) -> None:
    """A name that fits two people is given to neither."""
    office = Office()
    with office.store.open() as register:
        office.add_member(register, "Tom Baker", "tom.baker@pmo.example")
        register.commit()
    _, said = office.bring(write(tmp_path, "Lesson,Action,Owner\nA,x,tom baker\n"))
    assert said == ["Row 2, Owner: \u201ctom baker\u201d fits several people; kept as a note."]
    assert office.holds()[0].actions[0].note == "Owner: tom baker"


def test_long_text(tmp_path: Path) -> None:
    """A text over the limit is cut between words, and its rest is in the note: nothing is lost."""
    office = Office()
    text = " ".join(f"word{number}" for number in range(1_000))
    _, said = office.bring(write(tmp_path, f"Lesson,Release\n{text},24.1\n"))
    (lesson,) = office.holds()
    assert lesson.note is not None
    assert f"{lesson.text} {lesson.note.removeprefix('Lesson, continued: ')}" == text
    assert len(lesson.text) <= 3_000
    assert said[0].startswith(f"Row 2, Lesson: the text is {len(text):,} characters long")


def test_unknown_audience(tmp_path: Path) -> None:
    """A lesson whose audience can't be read is read by the PMO alone."""
    office = Office()
    office.bring(write(tmp_path, "Lesson,Audience\nA,the lads\nB,everyone\nC,\n"))
    assert [one.audience for one in office.holds()] == [Audience.PMO, Audience.EVERYONE, Audience.PARTNERS]


def test_dry_run(tmp_path: Path) -> None:
    """A dry run says all the same and stores nothing."""
    office, real = Office(), Office()
    path = write(tmp_path, MESSY.replace("Tom Baker", "new@x.example"))
    assert office.bring(path, dry_run=True) == real.bring(path)
    assert office.holds() == []
    with office.store.open() as register:
        assert register.people.by_email("new@x.example") is None
        assert register.audit.page(office.programme.id, limit=9) == []


def test_audit(tmp_path: Path) -> None:
    """An import leaves its line in the audit log, without the texts."""
    office = Office()
    office.bring(write(tmp_path, MESSY))
    with office.store.open() as register:
        (entry,) = register.audit.page(office.programme.id, limit=9)
    assert (entry.what, entry.about, entry.why) == ("import", "L-1 to L-2, A-1 to A-3", "from lessons.csv")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 and so on", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on", "old .xls"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (bytes(range(256)) * 20, "is no table"),
        (b"a,b,c\n1,2,3\n", "no table that I know"),
        (b'Lesson,Release\n"' + b"never closed " * 20_000, "quotation mark"),
        (b"{not json", "no register in JSON"),
        (b'{"lessons": [1, 2]}', "no register in JSON"),
        (b"\x00\xff" * 3_000, "no table that I know"),
    ],
)
def test_no_table(tmp_path: Path, content: bytes, says: str) -> None:
    """What is no table is refused in a sentence, and nothing is stored."""
    office, path = Office(), tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=says):
        office.bring(path)
    assert office.holds() == []
