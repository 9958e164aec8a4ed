"""What Learnt sends by itself in Teams: to a person, to a channel, as a card that changes, as a file."""

from __future__ import annotations

from datetime import UTC, datetime
from json import dumps

import pytest

from bot.words.delivery import Delivery, DeliveryState
from bot.words.ids import NEW, DeliveryId
from bot.words.message import Message, Text, message_to_json
from tests.adapters.teams.office import Office
from tests.adapters.teams.room import Room
from tests.fakes import FakeStore
from tests.teams import Person, Teams


@pytest.fixture
def office(teams: Teams) -> Office:
    """Learnt, whose database goes by Teams' clock."""
    return Office(teams, FakeStore(lambda: teams.clock.now))


@pytest.fixture
def room(teams: Teams, office: Office) -> Room:
    """A programme in a channel, in which everybody has said something."""
    made = Room(teams, office)
    made.mentions(made.priya, "help")
    return made


def _puts(room: Room, key: str, who: Person | None) -> None:
    """A message for somebody, or for the channel."""
    with room.office.store.open() as register:
        person = register.people.by_email(who.email) if who else None
        (programme,) = register.programmes.all()
        (place,) = register.programmes.channels(programme.id)
        row = Delivery(
            id=DeliveryId(NEW),
            key=key,
            programme=programme.id,
            person=person.id if person else None,
            channel=None if person else place.id,
            body=dumps(message_to_json(Message(f"Message {key} <at>everyone</at>", (Text("https://learnt.example"),)))),
            due=room.office.now(),
        )
        register.deliveries.put([row])
        register.commit()


def _later(room: Room, seconds: float = 3_600) -> int:
    room.teams.passes(seconds)
    room.office.clock += seconds
    return room.office.goes_out()


def _state(room: Room, key: str) -> tuple[DeliveryState, str | None]:
    store = room.office.store
    assert isinstance(store, FakeStore)
    return next((row.state, row.reason) for row in store._state.deliveries.values() if row.key == key)


def test_a_person_is_written_to_in_their_own_chat(room: Room) -> None:
    """The chat that is known is used, and what was typed names nobody."""
    _puts(room, "a", room.priya)
    assert room.office.goes_out() == 1
    assert room.priya.last().shows == "Message a <at>everyone</at>\nhttps://learnt.example"
    assert room.priya.last().activity.get("entities") is None
    assert room.office.goes_out() == 0


def test_a_chat_is_begun_with_whoever_never_wrote(room: Room) -> None:
    """Whoever is in a team that has the app can be written to, by the service that others there are reached by."""
    room.mentions(room.sam, "improve Feeds were on")
    room.mentions(room.sam, "action L-1 Turn them off {0} by 11 Jan", others=(room.tom,))
    room.tom.chat.installed = False
    _puts(room, "a", room.tom)
    assert room.office.goes_out() >= 1
    assert "Message a" in "\n".join(room.tom.reads())
    creates = [call for call in room.teams.connector.calls if call[0] == "create"]
    _puts(room, "b", room.tom)
    assert room.office.goes_out() == 1
    assert [call for call in room.teams.connector.calls if call[0] == "create"] == creates


def test_a_channel_is_posted_to(room: Room) -> None:
    """It begins a thread of its own."""
    _puts(room, "a", None)
    assert room.office.goes_out() == 1
    assert room.priya.last(room.channel).shows.startswith("Message a")
    assert room.priya.last(room.channel).root == ""


def test_what_an_administrator_can_mend_is_told_apart(room: Room) -> None:
    """Not installed, blocked, and gone: each goes to the coordinator with what mends it."""
    room.priya.chat.installed = False
    _puts(room, "missing", room.priya)
    room.office.goes_out()
    state, reason = _state(room, "missing")
    assert state is DeliveryState.DEAD
    assert "not installed" in str(reason)
    room.priya.chat.installed, room.priya.blocks = True, True
    _puts(room, "blocked", room.priya)
    _later(room)
    assert "blocked" in str(_state(room, "blocked")[1])
    room.channel.gone = True
    _puts(room, "gone", None)
    _later(room)
    assert "gone from Teams" in str(_state(room, "gone")[1])


@pytest.mark.parametrize("status", [412, 429, 500, 502, 503, 504])
def test_what_passes_is_tried_again(room: Room, status: int) -> None:
    """Teams under load takes the same message later."""
    _puts(room, "a", room.priya)
    said = len(room.priya.sees())
    room.teams.faults.fails("send", status, times=1)
    assert room.office.goes_out() == 0
    assert _state(room, "a")[0] is DeliveryState.WAITING
    assert _later(room, 600) == 1
    assert len(room.priya.sees()) == said + 1


def test_retry_after_counts(room: Room) -> None:
    """What Teams says to wait is waited, and was no attempt."""
    _puts(room, "a", room.priya)
    room.teams.faults.limits("send", 30, times=1)
    room.office.goes_out()
    assert _later(room, 29) == 0
    assert _later(room, 2) == 1


@pytest.mark.parametrize("fault", ["drops", "answers_html"])
def test_what_was_not_answered_is_tried_again(room: Room, fault: str) -> None:
    """A lost connection, and a page for people in place of an answer."""
    _puts(room, "a", room.priya)
    getattr(room.teams.faults, fault)("send", times=1)
    room.office.goes_out()
    assert _later(room) == 1


def test_a_lost_answer_may_double_a_message(room: Room) -> None:
    """Teams gives no way to look for it: that one window is known, and said."""
    _puts(room, "a", room.priya)
    room.teams.faults.loses_answers("send", times=1)
    room.office.goes_out()
    assert _later(room) == 1
    assert sum("Message a" in one for one in room.priya.reads()) == 2


def test_a_conversation_has_its_pace(room: Room) -> None:
    """More than Teams takes in a second waits, and everything arrives."""
    for number in range(20):
        _puts(room, f"m{number}", room.priya)
    room.teams.connector.breaches.clear()
    room.teams.connector.enforced = True
    sent = _later(room, 10)
    for _ in range(40):
        sent += _later(room, 1)
    assert sent == 20
    assert room.teams.connector.breaches == []


def test_a_tenant_has_its_pace(room: Room) -> None:
    """A hundred people are asked at even distances, none of them twice, and nothing is put back meanwhile."""
    crowd = [room.teams.person(f"Person {number}", email=f"{number}@x.example") for number in range(100)]
    room.team.members += crowd
    for one in crowd:
        room.teams.send(one.activity(one.chat, "message", text="help"))
        room.office.settles()
    for number, one in enumerate(crowd):
        _puts(room, f"m{number}", one)
    start = room.office.clock
    assert room.office.goes_out() == 100
    assert 100 / 50 < room.office.clock - start < 100 / 30


def test_a_live_card_changes_in_place(room: Room) -> None:
    """A change after a quiet while is shown at once; then one in two and a half seconds, the last state winning."""
    room.mentions(room.priya, "improve Feeds were on")
    room.mentions(room.sam, "session start")
    (card,) = [m for m in room.priya.sees(room.channel) if m.shows.startswith("Session about 24.3")]
    _later(room, 10)
    room.mentions(room.priya, "accept L-1 it was a one-off")
    room.office.goes_out()
    assert "1 accepted as they are" in card.shows
    changes = len(card.before)
    for number in range(5):
        room.priya.says(f"improve Another one, {number}")
        room.office.settles()
    assert len(card.before) == changes
    _later(room, 4)
    assert len(card.before) == changes + 1
    assert "6 to improve" in card.shows


def test_a_prompt_is_answered_by_button(room: Room) -> None:
    """A week before the review its owner is asked, and the answered row shows its answer."""
    room.mentions(room.sam, "improve Feeds were on")
    for what in ("Turn them off", "Write it down"):
        room.mentions(room.sam, f"action L-1 {what} {{0}} by 11 Jan", others=(room.priya,))
    room.mentions(room.sam, "review schedule first Tuesday 10:00")
    _later(room, 60)
    room.says(room.priya, "fine A-1")
    room.says(room.priya, "fine A-2")
    for day in (datetime(2026, 12, 4, 9, 0, tzinfo=UTC), datetime(2026, 12, 29, 9, 0, tzinfo=UTC)):
        room.teams.clock.set(day)
        _later(room, 60)
        _later(room, 60)
    prompt = room.priya.last()
    assert "These are yours" in prompt.shows
    room.presses(room.priya, "Done")
    assert room.priya.last() is prompt
    assert "is done" in prompt.shows
    assert [one["title"] for one in prompt.buttons].count("On track") == 1


def test_a_workbook_is_offered_and_uploaded(room: Room) -> None:
    """Teams asks whoever is to have it; once they agree it is theirs, and nobody else's."""
    room.mentions(room.sam, "improve Feeds were on")
    room.says(room.sam, "export")
    consent = room.sam.last().activity["attachments"][0]
    assert consent["name"].endswith(".xlsx")
    context = consent["content"]["acceptContext"]
    upload = {
        "contentUrl": "https://northgate.example/register.xlsx",
        "name": consent["name"],
        "uploadUrl": f"http://127.0.0.1:{room.teams.port}/upload/register",
        "uniqueId": "1",
        "fileType": "xlsx",
    }
    value = {"type": "fileUpload", "action": "accept", "context": context, "uploadInfo": upload}
    room.priya.invokes(room.priya.chat, "fileConsent/invoke", value)
    room.office.settles()
    assert room.teams.uploads == {}
    room.says(room.sam, "export")
    context = room.sam.last().activity["attachments"][0]["content"]["acceptContext"]
    room.sam.invokes(room.sam.chat, "fileConsent/invoke", {**value, "context": context})
    room.office.settles()
    assert room.teams.uploads["register"].startswith(consent["name"].encode())
    assert room.sam.last().activity["attachments"][0]["contentUrl"] == upload["contentUrl"]


def test_owners_are_called_by_name(room: Room) -> None:
    """The review's card mentions whoever's action needs talking about, where the programme shows names."""
    room.mentions(room.sam, "improve Feeds were on")
    room.mentions(room.sam, "action L-1 Turn them off {0} by 11 Jan", others=(room.priya,))
    room.says(room.priya, "blocked A-1 waiting for **the supplier**")
    room.mentions(room.sam, "review schedule first Tuesday 10:00")
    room.mentions(room.sam, "review start")
    (card,) = [one for one in room.priya.sees(room.channel) if one.shows.startswith("Lessons-learnt review")]
    assert "<at>Priya Shah</at>\nblocked: waiting for **the supplier**" in card.shows
    (mention,) = card.cards[0]["msteams"]["entities"]
    assert mention["mentioned"] == {"id": room.priya.aad, "name": "Priya Shah"}
    room.mentions(room.sam, "set names numbers")
    _later(room, 10)
    assert "Priya" not in card.shows
    assert "entities" not in card.cards[0]["msteams"]
