"""Commands about releases, and about what earlier lessons came to in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from bot.commands import kickoff
from bot.commands.ask import Ask, room_reads
from bot.commands.calendar import working_days
from bot.commands.lessons import no_release
from bot.dates.show import show_date
from bot.mistake import Mistake
from bot.ports import LessonFilter, Register
from bot.views.names import counted
from bot.words.action import How, Update
from bot.words.ids import NEW, ReleaseId, UpdateId
from bot.words.message import Button, Reply, Row, Rows, Said, Text, To, reply
from bot.words.release import Release, ReleaseState
from bot.words.review import SessionState

OPEN_STATES: Final = frozenset({ReleaseState.OPEN, ReleaseState.DELIVERED})
SESSION_AFTER: Final = 6
"""Working days from go-live to the session that is offered: time to gather, and not yet forgotten."""


def current(register: Register, ask: Ask) -> Release | None:
    """The release that is meant where none is named: the channel's, else the newest that is open or delivered."""
    if ask.release is not None and ask.release.state in OPEN_STATES:
        return ask.release
    running = [r for r in register.releases.all(ask.programme.id) if r.state in OPEN_STATES]
    return running[-1] if running else None


def meant(register: Register, ask: Ask) -> Release | Mistake:
    """The release that was named, or the current one."""
    name = ask.fields.text("release")
    found = register.releases.named(ask.programme.id, name) if name else current(register, ask)
    if found is None:
        return (
            no_release(register, ask, name)
            if name
            else Mistake("No release is open. Type: release open 24.4 live 12 Jan")
        )
    return found


def open_(ask: Ask, register: Register) -> Reply | Mistake:
    """`release open 24.3 [live DATE]`: opens it, binds this channel to it, and brings the kick-off brief."""
    name = ask.fields.text("release")
    known = register.releases.named(ask.programme.id, name)
    if known is not None and known.state is not ReleaseState.PLANNED:
        return Mistake(f"There is a release {known.name} already; it is {known.state.value}.")
    release = _opened(ask, register, known)
    if ask.channel is not None:
        register.programmes.save_channel(replace(ask.channel, release=release.id))
    title = f"Release {name} is open, {_live(release, ask.today)}."
    return Reply(
        (
            Said(kickoff.brief(ask, register, release, title), To.HERE if ask.channel else To.YOU),
            *([Said(kickoff.to_pin(ask, release), To.HERE)] if ask.channel else []),
        ),
        about=f"release {name}",
    )


def plan(ask: Ask, register: Register) -> Reply | Mistake:
    """`release plan 24.4 [live DATE]`: one that is to come; actions can follow its date from now on."""
    name = ask.fields.text("release")
    known = register.releases.named(ask.programme.id, name)
    if known is not None and known.state is not ReleaseState.PLANNED:
        return Mistake(f"There is a release {known.name} already; it is {known.state.value}.")
    if known is None:
        release = _new(ask, register, ReleaseState.PLANNED)
    else:
        release = replace(known, live=ask.fields.day() or known.live)
        register.releases.save(release)
        _bring_dates_along(register, ask, release)
    return reply(
        f"Release {release.name} is planned, {_live(release, ask.today)}. Actions can be due by it: "
        f"action L-12 TEXT @owner by {release.name}",
        about=f"release {release.name}",
    )


def _opened(ask: Ask, register: Register, planned: Release | None) -> Release:
    """The release, open: one that was planned keeps its date unless another is given."""
    if planned is not None:
        live = ask.fields.day() or planned.live
        opened = replace(planned, state=ReleaseState.OPEN, live=live, opened_at=ask.now)
        register.releases.save(opened)
        _bring_dates_along(register, ask, opened)
        return opened
    return _new(ask, register, ReleaseState.OPEN)


def _new(ask: Ask, register: Register, state: ReleaseState) -> Release:
    return register.releases.add(
        Release(
            id=ReleaseId(NEW),
            programme=ask.programme.id,
            name=ask.fields.text("release"),
            state=state,
            live=ask.fields.day(),
            opened_at=ask.now,
        )
    )


def _bring_dates_along(register: Register, ask: Ask, release: Release) -> int:
    """Actions that follow the release get its live date; how many that moved, as far as this room may know."""
    moved = [action for action in register.actions.following(release.id) if action.due != release.live]
    for action in moved if release.live else ():
        register.actions.add_update(
            Update(
                id=UpdateId(NEW),
                action=action.id,
                at=ask.now,
                by=ask.person.id,
                how=How.SCHEDULE,
                due=release.live,
                note=action.note,
            )
        )
    return sum(action.audience <= room_reads(ask).clearance for action in moved) if release.live else 0


def _live(release: Release, today: date) -> str:
    return f"live on {show_date(release.live, today)}" if release.live else "with no live date yet"


def move(ask: Ask, register: Register) -> Reply | Mistake:
    """`release move DATE WHY`: the live date moves, and with it the dates of actions that follow it."""
    release, day = meant(register, ask), ask.fields.day()
    if isinstance(release, Mistake) or day is None:
        return release if isinstance(release, Mistake) else Mistake("To which date? Type: release move 19 Jan WHY")
    if release.state is ReleaseState.DELIVERED:
        return Mistake(f"{release.name} is live already, so its date stays.")
    moved = replace(release, live=day)
    register.releases.save(moved)
    followed = _bring_dates_along(register, ask, moved)
    along = [Text(f"{counted(followed, 'action that follows it moves', 'actions that follow it move')} along.")]
    return reply(
        f"{release.name} is now planned to go live on {show_date(day, ask.today)}: {ask.fields.text('why')}",
        *(along if followed else ()),
        to=To.HERE if ask.channel else To.YOU,
        about=f"release {release.name}",
        why=ask.fields.text("why"),
    )


def delivered(ask: Ask, register: Register) -> Reply | Mistake:
    """`release delivered [RELEASE]`: it is live; the session comes next."""
    release = meant(register, ask)
    if isinstance(release, Mistake):
        return release
    if release.state is not ReleaseState.OPEN:
        return _not_from(release, f"{release.name} is only planned. Open it first: release open {release.name}")
    register.releases.save(replace(release, state=ReleaseState.DELIVERED, live=ask.today, delivered_at=ask.now))
    total = register.lessons.count(room_reads(ask), LessonFilter(release=release.id), up_to=200)
    day = working_days(register, ask.programme).add(ask.today, SESSION_AFTER)
    offer = f"{show_date(day, ask.today)} 14:00"
    return reply(
        f"{release.name} is live. {counted(total, 'lesson')} so far.",
        Text(f"Next comes the session with everyone who took part. {offer}? Or type: session schedule and when."),
        buttons=(
            Button(f"Hold it on {offer}", f"session schedule {day.isoformat()} 14:00"),
            Button("See the lessons", f"list {release.name}"),
        ),
        to=To.HERE if ask.channel else To.YOU,
        about=f"release {release.name}",
    )


def close(ask: Ask, register: Register) -> Reply | Mistake:
    """`release close [RELEASE]`: the session was held and the report issued."""
    release = meant(register, ask)
    if isinstance(release, Mistake):
        return release
    if release.state is not ReleaseState.DELIVERED:
        return _not_from(release, f"{release.name} is not live yet. When it is, type: release delivered")
    if (running := _in_session(register, release)) is not None:
        return running
    called_off = _call_session_off(register, release)
    register.releases.save(replace(release, state=ReleaseState.CLOSED, closed_at=ask.now))
    _unbind(register, release)
    said = [Text("The session that was planned about it is called off.")] if called_off else []
    return reply(f"{release.name} is closed.", *said, about=f"release {release.name}")


def _not_from(release: Release, before: str) -> Mistake:
    """That a release is past what was asked of it, or not there yet, which `before` says."""
    match release.state:
        case ReleaseState.DELIVERED:
            return Mistake(f"{release.name} is live already.")
        case ReleaseState.CLOSED | ReleaseState.CANCELLED:
            return Mistake(f"{release.name} is {release.state.value} already.")
        case ReleaseState.PLANNED | ReleaseState.OPEN:
            return Mistake(before)


def cancel(ask: Ask, register: Register) -> Reply | Mistake:
    """`release cancel [RELEASE]`: its lessons stay."""
    release = meant(register, ask)
    if isinstance(release, Mistake):
        return release
    if release.state not in {ReleaseState.OPEN, ReleaseState.PLANNED}:
        return Mistake(f"{release.name} is {release.state.value}, so it can't be cancelled.")
    if (running := _in_session(register, release)) is not None:
        return running
    _call_session_off(register, release)
    register.releases.save(replace(release, state=ReleaseState.CANCELLED, closed_at=ask.now))
    _unbind(register, release)
    return reply(f"{release.name} is cancelled. Its lessons stay.", about=f"release {release.name}")


def _in_session(register: Register, release: Release) -> Mistake | None:
    """That the session about it has to end first, if one is running."""
    session = register.reviews.session(release.programme, release.id)
    if session is None or session.state is not SessionState.RUNNING:
        return None
    return Mistake(f"The session about {release.name} is running.", (Button("End the session", "session end"),))


def _call_session_off(register: Register, release: Release) -> bool:
    """Whether one was planned about a release that is over now; it is held no more."""
    session = register.reviews.session(release.programme, release.id)
    if session is not None:
        register.reviews.save_session(replace(session, state=SessionState.CANCELLED))
    return session is not None


def _unbind(register: Register, release: Release) -> None:
    for channel in register.programmes.channels(release.programme):
        if channel.release == release.id:
            register.programmes.save_channel(replace(channel, release=None))


def list_(ask: Ask, register: Register) -> Reply | Mistake:
    """`release list`"""
    rows = tuple(
        Row(r.name, r.state.value, f"live {show_date(r.live, ask.today)}" if r.live else "")
        for r in reversed(register.releases.all(ask.programme.id))
    )
    if not rows:
        return reply("There is no release yet. Type: release open 24.4 live 12 Jan")
    return reply(f"Releases of {ask.programme.key}", Rows(rows[:20]))


def rename(ask: Ask, register: Register) -> Reply | Mistake:
    """`release rename 24.3 NAME`"""
    release, name = meant(register, ask), ask.fields.text("name")
    if isinstance(release, Mistake):
        return release
    if " " in name or register.releases.named(ask.programme.id, name):
        return Mistake("A release's name is one word that no other release has, such as 24.3.1")
    register.releases.save(replace(release, name=name))
    return reply(f"{release.name} is now called {name}.", about=f"release {name}")
