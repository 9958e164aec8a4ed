from __future__ import annotations

from datetime import timedelta

import pytest

from bot.commands.table import COMMANDS, Who
from bot.words.message import To, plain
from tests.rooms import NOW, Room


@pytest.fixture
def room() -> Room:
    made = Room()
    made.says("sam@pmo.example", "setup Data Centre Release")
    made.says("sam@pmo.example", "release open 24.3")
    return made


def test_repeated_event(room: Room) -> None:
    """The same event seen twice has one effect and gets the same answer."""
    first = room.says("sam@pmo.example", "improve the feeds", key="same")
    again = room.says("sam@pmo.example", "improve the feeds", key="same")
    assert first == again
    assert "L-2" in room.says("sam@pmo.example", "improve another")


def test_sides(room: Room) -> None:
    """An outside person reads only what is for everyone, and what is hidden is not hinted at."""
    room.says("sam@pmo.example", "improve a thing for partners")
    assert "partners" in room.says("sam@pmo.example", "show L-1")
    assert "everyone" in room.says("eve@supplier.example", "improve seen by all")
    listed = room.says("eve@supplier.example", "list")
    assert "seen by all" in listed
    assert "for partners" not in listed
    assert "more" not in listed
    hidden, missing = room.says("eve@supplier.example", "show L-1"), room.says("eve@supplier.example", "show L-99")
    assert hidden == missing.replace("99", "1")
    assert "No lesson" in room.says("eve@supplier.example", "search partners")


def test_coordinators_only(room: Room) -> None:
    """Whoever may not use a command is told who can."""
    for command in COMMANDS:
        if command.who is Who.COORDINATOR and not command.shape:
            assert "Only Sam (PMO) can do that" in room.says("eve@supplier.example", command.name), command.name


def test_another_programme(room: Room) -> None:
    """A line about another programme's reference stores nothing and says why."""
    room.says("eve@other.example", "setup Other Programme", place="elsewhere")
    room.says("sam@pmo.example", "improve x")
    assert "another programme" in room.says("eve@other.example", "delete DCR:L-1", place="elsewhere")
    assert "L-1" in room.says("sam@pmo.example", "show L-1")


def test_which_programme(room: Room) -> None:
    """In a direct message whoever is in two programmes is asked which one is meant, and can say it."""
    room.says("sam@pmo.example", "setup Other Programme", place="elsewhere")
    assert room.says("sam@pmo.example", "list", direct=True) == "Which programme do you mean?"
    assert "Nothing here" in room.says("sam@pmo.example", "OP: list", direct=True)


def test_too_long(room: Room) -> None:
    """A text over the limit is refused in one sentence."""
    assert "longer than 3,000" in room.says("sam@pmo.example", "improve " + "x" * 100_000)
    assert "Nothing here" in room.says("sam@pmo.example", "list")


def test_awkward_texts(room: Room) -> None:
    """Control characters, lone surrogates, NUL and right-to-left text are stored as text."""
    for text in ("a\x00b", "a\ud800b", "\u202eabc", "=1+1", "@channel", "<!here>", "\u05e9\u05dc\u05d5\u05dd", "🙂"):
        assert "Stored L-" in room.says("sam@pmo.example", f"improve {text}")


def test_anonymous(room: Room) -> None:
    """Nothing that is kept of an anonymous lesson names who wrote it."""
    room.says("ann@pmo.example", "list")
    room.says("ann@pmo.example", "anon improve nobody listened")
    with room.store.open() as register:
        programme = register.programmes.all()[0]
        person = register.people.by_email("ann@pmo.example")
        assert person is not None
        entries = register.audit.page(programme.id, limit=10)
        assert [entry.person for entry in entries if entry.what == "capture"] == [None]
        assert register.audit.last_undo(person.id, NOW - timedelta(days=1)) is None


def test_undo(room: Room) -> None:
    """Undo takes back one's own last change, within a day, once."""
    room.says("sam@pmo.example", "improve x")
    assert "L-1 is deleted" in room.says("sam@pmo.example", "undo")
    assert "(release 24.3) can't be taken back" in room.says("sam@pmo.example", "undo")
    room.says("sam@pmo.example", "improve y")
    room.now += timedelta(days=2)
    assert "nothing of yours" in room.says("sam@pmo.example", "undo")


def test_nhs_number(room: Room) -> None:
    """A text that holds a valid NHS number is not stored."""
    assert "NHS number" in room.says("sam@pmo.example", "improve patient 943 476 5919 was lost")
    assert "Stored" in room.says("sam@pmo.example", "improve ticket 943 476 5910 was lost")


def test_last_coordinator(room: Room) -> None:
    """A programme never loses its last coordinator."""
    assert "last coordinator" in room.says("sam@pmo.example", "coordinator remove @sam")
    assert "last coordinator" in room.says("sam@pmo.example", "left @sam")


def test_codes(room: Room) -> None:
    """A channel code works once; five wrong ones within an hour are the end of it."""
    said = room.says("sam@pmo.example", "link")
    code = said.splitlines()[0].rpartition(" ")[2]
    assert "now a channel of" in room.says("sam@pmo.example", f"link {code}", place="second")
    assert "no longer, valid" in room.says("sam@pmo.example", f"link {code}", place="third")
    for _ in range(4):
        room.says("sam@pmo.example", "link ABCD-EFGH", place="third")
    assert "as five were wrong" in room.says("sam@pmo.example", "link ABCD-EFGH", place="third")


def test_echo(room: Room) -> None:
    """A channel that echoes shows captures to everyone in it, but not what they may not read."""
    room.says("sam@pmo.example", "set echo on")
    shown = room.reply("sam@pmo.example", "improve the feeds").said
    assert [said.to for said in shown] == [To.YOU, To.HERE]
    assert "Sam" not in plain(shown[1].message)
    room.says("eve@supplier.example", "help")
    room.says("eve@supplier.example", "list")
    room.says("sam@pmo.example", "audience L-1 pmo")
    assert len(room.reply("sam@pmo.example", "set echo off").said) == 1
    assert len(room.reply("sam@pmo.example", "improve more feeds").said) == 1


def test_long_button(room: Room) -> None:
    """A button's line that no platform could carry is kept as a draft, measured in UTF-16 as Slack may measure."""
    feeling = "keep forgetting " + "\U0001f600" * 1_000
    (button, *_) = room.reply("sam@pmo.example", feeling).said[0].message.buttons
    assert button.line.startswith("draft ")
    assert feeling.removeprefix("keep ") in room.says("sam@pmo.example", f"/lesson {button.line}")
