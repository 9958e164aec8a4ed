"""What people do in Teams reaches the register, and is answered where Teams wants it answered."""

from __future__ import annotations

import pytest

from adapters.teams import forms
from bot.words.lesson import Lesson
from tests.adapters.teams.office import Office
from tests.adapters.teams.room import Room
from tests.teams import Teams
from tests.teams.places import Conversation


def _lessons(room: Room) -> list[Lesson]:
    with room.office.store.open() as register:
        return room.office.all(register)


def test_a_lesson_by_mention_is_confirmed_in_the_persons_own_chat(room: Room) -> None:
    """What is for one person goes to their own chat; the channel reads one neutral line."""
    room.mentions(room.priya, "improve Feeds were still on")
    assert room.office.lessons() == ["Feeds were still on"]
    assert "Stored L-1 \u00b7 improve \u00b7 24.3" in room.priya.last().shows
    assert room.priya.reads(room.channel)[-1] == "I have answered in our own chat."


def test_a_mention_in_a_thread_is_answered_there(room: Room) -> None:
    """What everybody may read goes where it was asked."""
    room.mentions(room.sam, "session start")
    root = room.channel.messages[-2]
    before = len(room.channel.messages)
    room.mentions(room.priya, "improve Late notes", thread=root)
    assert [m.root for m in room.channel.messages[before:] if m.by_bot] == [root.root or root.id]


def test_a_channel_is_not_listened_to(room: Room) -> None:
    """What doesn't name the app is nobody's business."""
    activity = room.priya.activity(room.channel, "message", text="improve nothing at all")
    assert room.teams.send(activity).status == 200
    assert room.office.lessons() == []


@pytest.mark.parametrize("text", ["/lesson keep The stand-up", "keep The stand-up"])
def test_a_lesson_typed_in_the_personal_chat(room: Room, text: str) -> None:
    """There the slash may be typed or left out, and the answer stands below."""
    room.mentions(room.priya, "help")
    room.says(room.priya, text)
    assert room.office.lessons() == ["The stand-up"]
    assert "Stored L-1 \u00b7 keep" in room.priya.last().shows


def test_the_text_is_as_it_was_typed(room: Room) -> None:
    """Teams' notation is undone, and the app's own name later in the line stays."""
    room.mentions(room.priya, "improve Tests &lt;90 % &amp; Learnt nothing\u00a0new")
    assert room.office.lessons() == ["Tests <90 % & Learnt nothing new"]


def test_a_group_chat_works_like_a_channel(room: Room, teams: Teams) -> None:
    """A chat of several people can be linked, and says no more than a channel."""
    chat = teams.group_chat("The four of us", [room.sam, room.priya])
    room.mentions(room.sam, "setup Other Programme", chat)
    room.mentions(room.priya, "improve Rooms are booked twice", chat)
    assert "Stored L-1 \u00b7 improve" in room.priya.last().shows
    assert room.priya.reads(chat)[-1] == "I have answered in our own chat."


def test_a_card_shows_its_answer(room: Room) -> None:
    """An answered question is replaced by itself with the answer in it, at once and for good."""
    room.mentions(room.priya, "Release notes were late")
    asked = room.priya.last()
    assert "keep, or something to improve?" in asked.shows
    outcome = room.presses(room.priya, "Improve")
    assert outcome.body["type"] == "application/vnd.microsoft.card.adaptive"
    assert room.priya.last() is asked
    assert "Release notes were late" in asked.shows
    assert asked.shows.endswith("L-1 \u00b7 kind: improve")
    assert "Improve" not in [button["title"] for button in asked.buttons]
    assert _lessons(room)[0].kind.value == "improve"


def test_an_old_client_is_answered_as_well(room: Room, teams: Teams) -> None:
    """What knows no Action.Execute sends a message instead; its card is changed all the same."""
    teams.old_client = True
    room.mentions(room.priya, "Release notes were late")
    asked = room.priya.last()
    room.presses(room.priya, "Improve")
    assert asked.shows.endswith("L-1 \u00b7 kind: improve")
    assert room.priya.last() is asked


def test_a_press_that_changes_nothing_is_answered_below(room: Room) -> None:
    """A question leaves its card as it is."""
    room.mentions(room.priya, "improve Late notes")
    card = room.priya.last()
    before = card.shows
    room.presses(room.priya, "More")
    assert card.shows == before
    assert room.priya.last() is not card


def test_a_button_in_a_channel_answers_its_presser_alone(room: Room) -> None:
    """A shared card stays as it is, and whoever pressed is answered in their own chat."""
    cards = room.priya.reads(room.channel)
    outcome = room.presses(room.priya, "See the list", room.channel)
    assert outcome.body["value"] == "I have answered in our own chat."
    assert room.priya.reads(room.channel) == cards
    assert room.priya.last().shows.startswith("Nothing here yet.")


def test_a_form_opens_at_once(room: Room) -> None:
    """A button that needs more opens the dialog, and its answers are one command."""
    room.presses(room.priya, "Something to improve", room.channel)
    assert room.priya.dialog is not None
    room.submits(room.priya, text="Feeds were on", area="Testing")
    (lesson,) = _lessons(room)
    assert (lesson.text, lesson.area, lesson.kind.value) == ("Feeds were on", "Testing", "improve")
    assert room.priya.dialog is None
    assert "Stored L-1" in room.priya.last().shows


def test_a_form_that_is_wrong_keeps_what_was_filled_in(room: Room) -> None:
    """The dialog stays open and says what is wrong."""
    room.presses(room.priya, "Something to improve", room.channel)
    room.submits(room.priya, text="Feeds were on", date="2027-01-12")
    assert room.priya.dialog is not None
    assert "An owner or a date belongs to an action" in str(room.priya.dialog)
    assert room.office.lessons() == []
    room.submits(room.priya, action="Turn them off")
    assert room.office.lessons() == ["Feeds were on"]


def test_a_typed_line_can_not_open_a_form(room: Room) -> None:
    """It is answered with one button that does, in the person's own chat."""
    room.mentions(room.priya, "improve Feeds were on")
    room.mentions(room.priya, "action L-1")
    room.presses(room.priya, "Open the form")
    room.submits(room.priya, text="Turn them off")
    assert "A-1 for L-1" in room.priya.last().shows


def test_a_person_who_was_picked_is_known(room: Room) -> None:
    """The people picker gives an id, which becomes the one whom the roster knows by it."""
    room.mentions(room.sam, "improve Feeds were on")
    room.presses(room.sam, "Add action")
    room.submits(room.sam, text="Turn them off", person=room.tom.aad, date="2027-01-11")
    assert "A-1 for L-1 \u00b7 Tom Ray \u00b7 due Mon 11 Jan" in room.sam.last().shows


def test_a_person_who_was_named_is_known(room: Room) -> None:
    """A real mention hands an action over, even to somebody who never said anything."""
    room.mentions(room.sam, "improve Feeds were on")
    room.mentions(room.sam, "action L-1 Turn them off {0} by 11 Jan", others=(room.tom,))
    assert "A-1 for L-1 \u00b7 Tom Ray \u00b7 due Mon 11 Jan" in room.sam.last().shows


def test_a_message_is_saved_as_a_lesson(room: Room) -> None:
    """The form has its text, and the lesson the link; whoever wrote it is not named unless they agree."""
    room.tom.says("The feeds were on", room.channel)
    message = room.channel.messages[-1]
    room.priya.saves_as_lesson(message, room.tom, "<p>The feeds&nbsp;were <b>on</b></p>")
    assert room.priya.dialog is not None
    room.submits(room.priya, kind="improve")
    (lesson,) = _lessons(room)
    assert lesson.text == "The feeds were on"
    assert lesson.link == f"https://teams.example/l/message/{message.id}"
    with room.office.store.open() as register:
        quoted = register.lessons.quoted(lesson.id)
    assert quoted is not None
    assert quoted.account == room.tom.aad


def test_the_extension_says_in_its_dialog_what_was_stored(room: Room) -> None:
    """Learnt need not be where the extension is used, so nothing is posted there."""
    elsewhere = room.teams.group_chat("Elsewhere", [room.priya], installed=False)
    room.mentions(room.priya, "help")
    room.priya.new_lesson(elsewhere)
    room.submits(room.priya, kind="keep", text="The stand-up")
    assert room.priya.dialog is not None
    assert room.priya.sees(elsewhere) == []


def test_the_same_activity_counts_once(room: Room) -> None:
    """Teams sends again what was not answered in time; it gets the same answer again."""
    outcome = room.priya.mentions("improve Feeds were on", room.channel)
    assert room.teams.send(outcome.activity).status == 200
    room.office.settles()
    assert room.office.lessons() == ["Feeds were on"]


def test_a_fault_of_ours_is_told_with_a_reference(room: Room, office: Office) -> None:
    """Exception text never reaches the chat."""
    room.mentions(room.priya, "help")
    office.breaks = True
    assert room.priya.mentions("improve Feeds were on", room.channel).status == 200
    office.breaks = False
    office.settles()
    assert room.priya.last().shows.startswith("That went wrong at our end. Please quote")


def test_an_unknown_invoke_is_said_to_be_none(room: Room) -> None:
    """Teams may ask for what Learnt does not do."""
    activity = room.priya.activity(room.channel, "invoke", name="signin/verifyState", value={})
    assert room.teams.send(activity).status == 501


def test_learnt_greets_once(teams: Teams, office: Office) -> None:
    """Whoever adds the app reads what it is for, once, though Teams tells of it twice."""
    ann = teams.person("Ann Lee", installed=False)
    teams.installs(ann.chat, ann)
    office.settles()
    assert len(ann.sees()) == 1
    assert ann.reads()[0].startswith("I am Learnt.")
    team = teams.team("Northgate", [ann], installed=False)
    teams.installs(team, ann)
    general: Conversation = teams.conversations[team.id]
    assert len(ann.sees(general)) == 1


def test_a_message_that_is_changed_later(room: Room) -> None:
    """What was stored stays, and whoever changed the message is told how to change the lesson too."""
    room.mentions(room.priya, "improve Feeds were on")
    (typed,) = [one for one in room.channel.messages if "Feeds" in one.activity.get("text", "")]
    said = len(room.priya.reads(room.channel))
    assert room.priya.edits(typed, "<at>Learnt</at> improve Feeds were off").status == 200
    room.office.settles()
    assert room.office.lessons() == ["Feeds were on"]
    assert room.priya.last().shows.startswith("You have changed a message about L-1 that I had answered.")
    assert room.priya.deletes(typed).status == 200
    room.office.settles()
    assert room.priya.last().shows.startswith("You have deleted a message about L-1")
    assert len(room.priya.reads(room.channel)) == said
    room.presses(room.priya, "Delete it")
    assert room.office.lessons() == []


def test_nothing_is_said_of_an_anonymous_message_that_is_changed(room: Room) -> None:
    """Nobody is tied to it afterwards, and of chatter nothing was stored."""
    room.mentions(room.priya, "anon improve Nobody listened")
    said = len(room.priya.sees())
    for typed in [one for one in room.channel.messages if not one.by_bot]:
        room.priya.edits(typed, "x")
    room.office.settles()
    assert len(room.priya.sees()) == said


def test_a_client_without_dialogs_gets_the_form_in_the_chat(room: Room, teams: Teams) -> None:
    """There its button is a message, and so is the form that was filled in."""
    room.mentions(room.priya, "help")
    room.mentions(room.sam, "improve Feeds were on")
    teams.no_dialogs = True
    room.presses(room.sam, "Add action")
    form = room.sam.last()
    assert "What is to be done?" in str(form.activity)
    data = {**form.buttons[-1]["data"], "field:text": "Turn them off", "field:person:typed": "Priya Shah"}
    room.teams.send(room.sam.activity(room.sam.chat, "message", value=data, replyToId=form.id))
    room.office.settles()
    assert "A-1 for L-1 \u00b7 Priya Shah" in room.sam.last().shows


def test_a_bot_never_answers_a_bot(room: Room) -> None:
    """Two that did would go on for ever."""
    activity = room.priya.activity(room.priya.chat, "message", text="keep The stand-up")
    activity["from"]["id"] = "28:another-bot"
    assert room.teams.send(activity).status == 200
    room.office.settles()
    assert room.office.lessons() == []


def test_a_channel_that_does_not_say_what_it_is_counts_as_one(room: Room) -> None:
    """What is for one person alone never goes where several read."""
    activity = room.priya.activity(room.channel, "message", text="<at>Learnt</at> improve Feeds were on")
    activity["entities"] = [
        {"type": "mention", "text": "<at>Learnt</at>", "mentioned": {"id": room.teams.bot, "name": "Learnt"}}
    ]
    del activity["conversation"]["conversationType"], activity["conversation"]["isGroup"]
    assert room.teams.send(activity).status == 200
    room.office.settles()
    assert room.priya.last().shows.startswith("Stored L-1")
    assert all("Stored" not in one for one in room.priya.reads(room.channel))


def test_a_form_that_takes_too_long_comes_by_itself(
    room: Room, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Teams waits five seconds; what was asked for is not lost."""
    room.mentions(room.priya, "help")
    monkeypatch.setattr(forms, "SOON", 0.01)
    office.held = True
    assert "by itself" in room.priya.presses("Something to improve", room.channel).text
    office.held = False
    office.settles()
    assert room.priya.dialog is None
    assert [one["title"] for one in room.priya.last().buttons] == ["Open the form"]


def test_a_storm_of_the_same_activity_counts_once(room: Room) -> None:
    """Teams, or a proxy, may send it many times at once."""
    room.mentions(room.priya, "help")
    activity = room.priya.activity(room.priya.chat, "message", text="keep The stand-up")
    assert [one.status for one in room.teams.together([activity] * 20)] == [200] * 20
    room.office.settles()
    assert room.office.lessons() == ["The stand-up"]
