"""Commands about people: coordinators, leaving, and being left in peace."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.ask import Ask
from bot.commands.reading import one_person
from bot.conversations import leaving
from bot.conversations.handover import tell
from bot.conversations.later import set_away
from bot.conversations.peace import set_paused
from bot.dates.show import show_date
from bot.mistake import Mistake
from bot.ports import Register
from bot.views.action import offer_buttons
from bot.views.names import counted
from bot.words.ids import NEW, MemberId, ProgrammeId
from bot.words.message import Button, Reply, Text, reply
from bot.words.person import Member, Person, Side


def coordinator(ask: Ask, register: Register) -> Reply | Mistake:
    """`coordinator add|remove @x`"""
    adding = ask.fields.text("choice") == "add"
    found = one_person(ask, register, ask.fields.text("person"), f"coordinator {ask.fields.text('choice')} @{{}}")
    if isinstance(found, Mistake):
        return found
    member = register.people.member(ask.programme.id, found.id)
    if member is None or member.coordinator is adding:
        return Mistake(f"{found.name} is {'already' if adding else 'not'} a coordinator of {ask.programme.key}.")
    if not adding and leaving.coordinates_alone(register, ask.programme, found.id):
        return _alone(ask, found)
    if adding and member.side is Side.OUTSIDE:
        return Mistake(f"{found.name} is from outside. Coordinators come from the programme's own organisations.")
    register.people.save_member(replace(member, coordinator=adding))
    said = "now coordinates" if adding else "no longer coordinates"
    verb = "remove" if adding else "add"
    return reply(
        f"{found.name} {said} {ask.programme.key}.",
        about=f"person {found.id}",
        undo=f"coordinator {verb} {found.email or found.name}",
    )


def left(ask: Ask, register: Register) -> Reply | Mistake:
    """`left @priya [to @tom]`: somebody has left; their open actions are offered to Tom, or theirs until given away."""
    line = ask.fields.text("line")
    who, _, to = line.partition(" to ")
    gone = one_person(ask, register, who, "left @{}")
    heir = one_person(ask, register, to, f"left {who} to @{{}}") if to.strip() else None
    if isinstance(gone, Mistake) or isinstance(heir, Mistake):
        return gone if isinstance(gone, Mistake) else heir if isinstance(heir, Mistake) else Mistake("")
    if heir is not None and heir.id == gone.id:
        return Mistake("Name somebody else to take over, or nobody: left @priya")
    member = register.people.member(ask.programme.id, gone.id)
    if member is None:
        return Mistake(f"{gone.name} is not in {ask.programme.key}.")
    if leaving.coordinates_alone(register, ask.programme, gone.id):
        return _alone(ask, gone)
    register.people.save_member(replace(member, left=True, coordinator=False))
    actions = register.actions.open_of(ask.programme.id, gone.id)
    for action in actions if heir else ():
        if heir:
            register.actions.save(replace(action, offered_to=heir.id, offered_at=ask.now))
            title = f"{gone.first_name} has left. Would you take over {action.reference}?"
            buttons = offer_buttons(action)
            tell(register, ask, heir.id, f"heir:{action.reference}:{heir.id}", title, action.text, buttons)
    held = counted(len(actions), "open action") if actions else "No open actions"
    them = "it" if len(actions) == 1 else "them"
    until = f"Until somebody else has {them}, {gone.first_name} is still asked about {them}, and reads nothing else."
    if heir:
        whose = f"offered to {heir.name}" if actions else "of theirs"
        said, sections = f"{held} {whose}.", [Text(until)] if actions else []
    else:
        said, sections = f"{held} of theirs.", [Text(until), *leaving.to_give(actions)] if actions else []
    return reply(f"{gone.name} has left {ask.programme.key}. {said}", *sections, about=f"person {gone.id}")


def _alone(ask: Ask, person: Person) -> Mistake:
    return Mistake(
        f"{person.name} is the last coordinator of {ask.programme.key}. "
        "Add another one first, by typing: coordinator add @name"
    )


def pause(ask: Ask, register: Register) -> Reply | Mistake:
    """`pause`: no unasked-for messages; `pause` again ends it. The coordinators are told."""
    set_paused(ask, register, paused=not ask.person.paused)
    about = f"person {ask.person.id}"
    if ask.person.paused:
        return reply("Thank you. I will remind you again before each review.", about=about)
    again = (Button("Remind me again", "back"),)
    return reply("I won't write to you unasked any more. Type back when I may.", buttons=again, about=about)


def away(ask: Ask, register: Register) -> Reply | Mistake:
    """`away until 7 Dec`: nothing unasked before that day, on which they are back."""
    day = ask.fields.day()
    if day is None or day <= ask.today:
        return Mistake("Type the day on which you are back, such as: away until 7 Dec")
    set_away(ask, register, day)
    shown = show_date(day, ask.today)
    return reply(
        f"I won\u2019t write to you unasked before {shown}. Others see: away until {shown}.",
        buttons=(Button("I am back", "back"),),
        about=f"person {ask.person.id}",
        undo="back",
    )


def back(ask: Ask, register: Register) -> Reply | Mistake:
    """`back`: ends being away, and being paused; typed or pressed twice it changes nothing more."""
    away_now = ask.person.away_until is not None and ask.person.away_until >= ask.today
    if not away_now and not ask.person.paused:
        return Mistake("You are not away, as far as I know.")
    set_away(ask, register, None)
    if ask.person.paused:
        set_paused(replace(ask, person=replace(ask.person, away_until=None)), register, paused=False)
    return reply("Welcome back. I go on as planned.", about=f"person {ask.person.id}")


def ensure_member(register: Register, programme: ProgrammeId, person: Person) -> Member:
    """The person's place in a programme; made, on the side that their mail domain says, where there is none yet."""
    known = register.people.member(programme, person.id)
    if known is not None:
        return known
    sign = (person.email or "").partition("@")[2].casefold()
    organisation = next((o for o in register.programmes.organisations(programme) if o.sign == sign), None)
    return register.people.add_member(
        Member(
            id=MemberId(NEW),
            programme=programme,
            person=person.id,
            organisation=organisation.id if organisation else None,
            side=organisation.side if organisation else Side.OUTSIDE,
        )
    )
