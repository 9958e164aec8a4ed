"""Commands about the post-release session."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from bot.commands.ask import Ask, room_reads
from bot.commands.releases import current
from bot.conversations import cards, handover
from bot.dates.show import show_date, show_time
from bot.mistake import Mistake
from bot.ports import LessonFilter, Register
from bot.rules.recurrence import instant
from bot.views import session as session_view
from bot.views.fit import MANY
from bot.views.names import counted, listed
from bot.words.ids import NEW, SessionId
from bot.words.message import Button, Reply, Said, Text, To, reply
from bot.words.release import Release, ReleaseState
from bot.words.review import Session, SessionState


def schedule(ask: Ask, register: Register) -> Reply | Mistake:
    """`session schedule DATE [TIME]`: 14:00 where no time is given."""
    release, day = current(register, ask), ask.fields.day()
    if release is None or day is None:
        return Mistake("There is no release to hold a session about. Type: release open 24.4")
    at = instant(day, ask.fields.time() or time(14), ask.programme.zoneinfo)
    known = register.reviews.session(ask.programme.id, release.id)
    if known is not None and known.state is SessionState.RUNNING:
        return Mistake(f"The session about {release.name} is running.", (Button("End it", "session end"),))
    if known is not None:
        register.reviews.save_session(replace(known, at=at))
    else:
        register.reviews.add_session(
            Session(
                id=SessionId(NEW),
                programme=ask.programme.id,
                release=release.id,
                state=SessionState.SCHEDULED,
                at=at,
                channel=ask.channel.id if ask.channel else None,
            )
        )
    when = f"{show_date(day, ask.today)} at {show_time(at.astimezone(ask.programme.zoneinfo).time())}"
    which = LessonFilter(release=release.id)
    total = register.lessons.count(room_reads(ask), which, up_to=MANY)
    return reply(
        f"The session about {release.name} is on {when}. {counted(total, 'lesson')} so far.",
        Text("Add yours before then: write @Learnt keep or @Learnt improve, and what happened."),
        buttons=(Button("See them", f"list {release.name}"),),
        to=To.HERE if ask.channel else To.YOU,
        about=f"session {release.name}",
    )


def start(ask: Ask, register: Register) -> Reply | Mistake:
    """`session start`: begins the scheduled one, or one here and now."""
    release = current(register, ask)
    if release is None:
        return Mistake("There is no release to hold a session about. Type: release open 24.4")
    other = register.reviews.session(ask.programme.id)
    if other is not None and other.state is SessionState.RUNNING:
        return Mistake("A session is running already.", (Button("End it", "session end"),))
    session = register.reviews.session(ask.programme.id, release.id)
    if session is None:
        session = register.reviews.add_session(
            Session(
                id=SessionId(NEW),
                programme=ask.programme.id,
                release=release.id,
                state=SessionState.SCHEDULED,
                at=ask.now,
            )
        )
    there = cards.places(register, ask.channel, release, ask.programme)
    held_in = ask.channel or next(iter(there), None)
    running = replace(
        session,
        state=SessionState.RUNNING,
        started_at=ask.now,
        channel=held_in.id if held_in else session.channel,
    )
    register.reviews.save_session(running)
    about = f"session {release.name}"
    if not there:
        shown = session_view.card(register, room_reads(ask), release)
        return Reply((Said(shown, To.HERE if ask.channel else To.YOU),), about=about)
    cards.of_session(register, ask.programme, running, there, ask.now)
    where = listed([f"#{channel.name}" for channel in there])
    said = f"The session about {release.name} has begun in {where}. How it stands is shown there."
    buttons = (Button("Where are we", "session"), Button("End the session", "session end"))
    return reply(said, buttons=buttons, about=about)


def show(ask: Ask, register: Register) -> Reply | Mistake:
    """`session`: how it stands, or when it is: the one about this channel's release, where several are planned."""
    session, here = register.reviews.session(ask.programme.id), current(register, ask)
    if here is not None and (session is None or session.state is not SessionState.RUNNING):
        session = register.reviews.session(ask.programme.id, here.id) or session
    release = register.releases.get(session.release) if session else None
    if session is None or release is None or session.state is SessionState.ENDED:
        return Mistake("No session is planned. Type: session schedule 3 Dec 14:00")
    if session.state is SessionState.SCHEDULED:
        when = session.at.astimezone(ask.zone)
        said = (
            f"The session about {release.name} is on {show_date(when.date(), ask.today)} at {show_time(when.time())}."
        )
        return reply(said, buttons=(Button("Start it", "session start"),) if ask.member.coordinator else ())
    return Reply((Said(session_view.card(register, room_reads(ask), release)),))


def end(ask: Ask, register: Register) -> Reply | Mistake:
    """`session end`: the wrap-up, and one message to each owner with what is now theirs."""
    session = register.reviews.session(ask.programme.id)
    release = register.releases.get(session.release) if session else None
    if session is None or release is None or session.state is not SessionState.RUNNING:
        return Mistake("No session is running. Type: session start")
    register.reviews.save_session(replace(session, state=SessionState.ENDED, ended_at=ask.now))
    lessons = session_view.of_release(register, room_reads(ask), release)
    cards.ended(register, ask.programme, "session", ask.now)
    ahead = release.state is ReleaseState.OPEN
    told = _tell_owners(ask, register, release)
    return reply(
        f"The session about {release.name} has ended \u00b7 {session_view.tally(lessons)}",
        Text(f"{counted(told, 'owner is', 'owners are')} told what is now theirs." if told else "No owner is told."),
        *([Text(f"{release.name} is not live yet. When it is, type: release delivered")] if ahead else []),
        to=To.HERE if ask.channel else To.YOU,
        about=f"session {release.name}",
    )


def _tell_owners(ask: Ask, register: Register, release: Release) -> int:
    """How many that are, as far as this room may know: whoever owns nothing but what is hidden from it is told too."""
    told, room = 0, room_reads(ask)
    for owner in list(register.actions.owners(ask.programme.id)):
        if theirs := handover.untold(register, ask.programme.id, owner):
            told += any(action.audience <= room.clearance for action in theirs)
            handover.announce(register, ask.programme, owner, f"From the session about {release.name}", ask.now)
    return told
