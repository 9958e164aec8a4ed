from __future__ import annotations

from bot.conversations.home import home
from bot.words.message import Message, Rows, plain
from tests.rooms import Room

SAM, EVE = "sam@pmo.example", "eve@supplier.example"


def opened(room: Room, who: str) -> tuple[Message, ...]:
    with room.store.open() as register:
        person = register.people.by_email(who)
        assert person is not None
        return home(register, person, room.now)


def lines(messages: tuple[Message, ...]) -> set[str]:
    rows = [row for m in messages for s in m.sections if isinstance(s, Rows) for row in s.rows]
    return {button.line for row in rows for button in row.buttons}


def test_home_shows_what_is_mine_and_what_needs_me() -> None:
    """Home holds one's actions with their buttons, what one raised, the next review, and what needs a coordinator."""
    room = Room()
    room.says(SAM, "setup Data Centre Release")
    room.says(SAM, "something happened")
    room.says(SAM, "action L-1 mend it @sam by 4 Dec")
    room.says(SAM, "action L-1 nobody's")
    room.says(SAM, "review schedule first Tuesday 10:00")
    text = "\n".join(map(plain, opened(room, SAM)))
    for part in ("A-1  mend it", "1 lesson to sort", "1 action without owner or date", "Tue 1 Dec at 10:00", "L-1"):
        assert part in text
    assert {"DCR: done A-1", "DCR: list unsorted", "DCR: actions"} <= lines(opened(room, SAM))


def test_home_of_others_hides_what_is_not_theirs() -> None:
    """Whoever is from outside finds their own part alone, and nothing for coordinators."""
    room = Room()
    room.says(SAM, "setup Data Centre Release")
    room.says(SAM, "something happened")
    room.says(EVE, "improve the feeds")
    text = "\n".join(map(plain, opened(room, EVE)))
    assert "the feeds" in text
    assert "something happened" not in text
    assert "coordinator" not in text


def test_home_before_any_programme() -> None:
    """Whoever is in no programme is told how to begin."""
    room = Room()
    room.says(SAM, "help")
    with room.store.open() as register:
        assert register.people.by_email(SAM) is not None
    assert "setup" in plain(opened(room, SAM)[0])
