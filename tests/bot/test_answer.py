"""What owners answer to a prompt in their own words, and what comes of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.words.message import Reply, Rows
from bot.words.person import Audience, Person, Viewer
from tests.rooms import Room

SAM, ANN, TOM = "sam@pmo.example", "ann@pmo.example", "tom@pmo.example"
LESSON = "Partner feeds were still on"
ASKED = (
    ("Write the delivery charter", "27 Nov"),
    ("Agree the feed checklist with partners", "30 Nov"),
    ("Skeleton release plan template", "11 Dec"),
)


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def room() -> Room:
    """Ann has been asked about three actions on Tue 24 Nov, before the review of Tue 1 Dec."""
    made = Room()
    made.now = at(4, 10)
    made.says(SAM, "setup Data Centre Release")
    made.says(TOM, "list")
    made.says(ANN, f"improve {LESSON}")
    for text, due in ASKED:
        made.says(SAM, f"action L-1 {text} @ann by {due}")
    made.says(SAM, "review schedule first Tuesday 10:00")
    made.goes_out(at(4, 11))
    for number in (1, 2, 3):
        made.says(ANN, f"fine A-{number}")
    made.goes_out(at(24, 9))
    return made


def labels(reply: Reply) -> list[str]:
    """What can be pressed on a reply, row by row and then below."""
    found: list[str] = []
    for said in reply.said:
        rows = [row for part in said.message.sections if isinstance(part, Rows) for row in part.rows]
        found += [button.label for row in rows for button in row.buttons]
        found += [button.label for button in said.message.buttons]
    return found


def person(room: Room, email: str) -> Person:
    with room.store.open() as register:
        found = register.people.by_email(email)
    assert found is not None
    return found


def test_all_at_once(room: Room) -> None:
    """What was understood is stored at once and shown, with the reason that others will read and nothing else."""
    said = room.says(
        ANN,
        "charter's done. checklist is waiting on the supplier, say 4th dec. not looked at the template yet",
        direct=True,
    )
    assert said.splitlines() == [
        "Thank you. This is what I have written down:",
        "A-1  done",
        "A-2  others will read: \u201cwaiting on the supplier\u201d  blocked \u00b7 now due Fri 4 Dec",
        "A-3  not started \u00b7 still due Fri 11 Dec",
    ]
    assert room.goes_out(at(26, 9)) == []


def test_the_words_are_for_few(room: Room) -> None:
    """The words themselves are for the owner and the coordinators, until the review has closed."""
    room.says(ANN, "A-2 off with stress, supplier are useless, say the 4th", direct=True)
    assert "stress" not in room.says(TOM, "show A-2")
    assert "useless" not in room.says(TOM, "show A-2")
    assert "Fri 4 Dec" in room.says(TOM, "actions")

    coordinator = person(room, SAM).id

    def words() -> list[str]:
        with room.store.open() as register:
            programme = register.programmes.by_key("DCR")
            assert programme is not None
            sam = Viewer(programme=programme.id, person=coordinator, clearance=Audience.PMO)
            return [u.words for _, said in register.actions.changed(sam, at(1, 0)) for u in said if u.words]

    assert words() == ["A-2 off with stress, supplier are useless, say the 4th"]
    room.now = at(1, 10, month=12)
    room.says(SAM, "review start")
    room.says(SAM, "review close")
    assert words() == []


def test_part_of_it(room: Room) -> None:
    """What is plain is stored, and the rest asked about, one action at a time."""
    reply = room.reply(ANN, "the charter is done, the rest depends", direct=True)
    said = room.says(ANN, "actions mine", direct=True)
    assert labels(reply) == ["Done", "On track", "More", "Add a link", "Change something"]
    assert "A-1" not in said
    reply = room.reply(ANN, "ontrack A-2", direct=True)
    assert "A-2" in reply.about


def test_doubt_closes_nothing(room: Room) -> None:
    """Where it may be done and may not, the action stays open and is asked about by itself."""
    reply = room.reply(ANN, "A-1 is finished I think, A-2 and A-3 on track", direct=True)
    assert "I don\u2019t want to guess about this one. How does it stand?" in str(reply)
    assert "A-1" in room.says(ANN, "actions mine", direct=True)


def test_nonsense(room: Room) -> None:
    """What says nothing of the actions stores nothing, and says what can be typed instead."""
    said = room.says(ANN, "mumble mumble", direct=True)
    assert said.startswith("I am not sure I understood that, so nothing is stored. How does this one stand?")
    assert "A-1 done, or A-1 due 4 Dec" in said


def test_correction(room: Room) -> None:
    """A correction is a further update, not an edit."""
    room.says(ANN, "A-1 done", direct=True)
    assert "in progress" in room.says(ANN, "sorry, A-1 isn't done, still half way", direct=True)
    assert room.says(ANN, "show A-1", direct=True).partition("In words")[0].count("done") == 1


def test_not_hers(room: Room) -> None:
    """A reference to somebody else's action is left alone, and said so."""
    room.says(SAM, "action L-1 a fourth @tom by 4 Dec")
    said = room.says(ANN, "A-1 done and A-4 done", direct=True)
    assert "A-1  done" in said
    assert "A-4 is not yours, so I left that." in said


def test_a_new_one_too(room: Room) -> None:
    """An action that came to her after the prompt can be answered along with it."""
    room.says(SAM, "action L-1 a fourth @ann by 4 Dec")
    assert "A-4  done" in room.says(ANN, "A-1 done and A-4 done", direct=True)


def test_tom_has_it(room: Room) -> None:
    """A hand-over is offered, asked of whoever is to take it, and nothing changes hands until they accept."""
    reply = room.reply(ANN, "A-2 is with Tom now", direct=True)
    assert "Shall I ask Tom to take it over? Until Tom says yes, it stays with you." in str(reply)
    assert "Ask Tom" in labels(reply)
    room.says(ANN, "DCR: give A-2 @tom@pmo.example", direct=True)
    assert "Ann" in room.says(SAM, "actions")
    room.says(TOM, "fine A-2", direct=True)
    assert "A-2" not in room.says(ANN, "actions mine", direct=True)


def test_nobody_knows_her(room: Room) -> None:
    """Where nobody is called so, the bot asks who has it."""
    reply = room.reply(ANN, "that's all with Priya now", direct=True)
    assert "I know nobody called Priya in DCR. Who has them now?" in str(reply)
    assert labels(reply)[:2] == ["Give it to somebody", "Not mine"]


def test_ask_me_thursday(room: Room) -> None:
    """A snooze moves the nudge to the day that was named."""
    assert room.says(ANN, "ask me again on Friday", direct=True) == "I will ask again on Fri 27 Nov."
    assert room.goes_out(at(26, 9)) == []
    assert len(room.goes_out(at(27, 9))) == 1


def test_never_past_the_review(room: Room) -> None:
    """A snooze past the review is one to the working day before it."""
    said = room.says(ANN, "remind me on 8 December", direct=True)
    assert said == "The review is on Tue 1 Dec, so I will ask again on Mon 30 Nov."


def test_leave(room: Room) -> None:
    """On leave nothing comes unasked, others see until when, and it ends with a word."""
    said = room.says(ANN, "on leave til Monday", direct=True)
    assert said == "I won\u2019t write to you unasked before Mon 30 Nov. Others see: away until Mon 30 Nov."
    assert person(room, ANN).away_until == date(2026, 11, 29)
    assert room.goes_out(at(26, 9)) == []
    assert room.says(ANN, "back", direct=True) == "Welcome back. I go on as planned."
    assert room.says(ANN, "back", direct=True) == "You are not away, as far as I know."
    assert room.says(ANN, "away until 4 Dec", direct=True).startswith(
        "I won\u2019t write to you unasked before Fri 4 Dec."
    )


def test_leave_without_a_day(room: Room) -> None:
    """Leave without a day changes nothing, and the day is asked for."""
    assert "When are you back?" in room.says(ANN, "I'm on annual leave", direct=True)
    assert person(room, ANN).away_until is None


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("when is the review?", "The review of DCR is on Tue 1 Dec at 10:00."),
        ("who asked for A-2?", "A-2 was added by Sam on Wed 4 Nov, for L-1."),
        ("why me?", "I ask for those who look after the lessons of Data Centre Release: Sam."),
        ("what's A-2 about?", LESSON),
        ("what have I got to do?", "Skeleton release plan template"),
    ],
)
def test_questions(room: Room, question: str, answer: str) -> None:
    """Owners may ask back."""
    assert answer in room.says(ANN, question, direct=True)


def test_stop_asking(room: Room) -> None:
    """Whoever wants to be left in peace is, and the coordinators hear of it."""
    assert room.says(ANN, "please stop messaging me", direct=True).startswith(
        "I won\u2019t write to you unasked any more"
    )
    assert person(room, ANN).paused
    assert "Sam: Ann asked for no reminders." in room.goes_out(at(24, 10))
    assert room.goes_out(at(26, 9)) == []


def test_two_programmes(room: Room) -> None:
    """Prompts of two programmes never mix: the one whose actions are named is answered, else the bot asks which."""
    room.now = at(24, 9)
    room.says(SAM, "setup Payroll Programme", place="pay")
    room.says(ANN, "improve payslips were late", place="pay")
    room.says(SAM, "action L-1 Order the envelopes @ann by 4 Dec", place="pay")
    room.says(SAM, "review schedule first Tuesday 14:00", place="pay")
    room.says(ANN, "fine A-1", place="pay")
    room.goes_out(at(25, 9))
    said = room.reply(ANN, "done", direct=True)
    assert "Which one do you mean?" in str(said)
    assert "A-1  done" in room.says(ANN, "envelopes are ordered", direct=True)
    assert "Order the envelopes" not in room.says(ANN, "actions mine", direct=True, place="pay")
    assert "A-2  done" in room.says(ANN, "DCR: checklist agreed", direct=True)
    assert "A-1" in room.says(ANN, "DCR: actions mine", direct=True)


def test_weeks_later(room: Room) -> None:
    """An answer weeks later still finds its question; its words are not kept, as nothing would remove them."""
    room.now = at(1, 10, month=12)
    room.says(SAM, "review start")
    room.says(SAM, "review close")
    room.now = at(21, 10, month=12)
    assert "A-1  done" in room.says(ANN, "the charter's done", direct=True)
