"""Commands about what became of earlier lessons in a later release."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.ask import Ask
from bot.commands.releases import current, meant
from bot.mistake import Mistake
from bot.ports import Register
from bot.views.fit import shortened
from bot.words.ids import NEW, CheckId
from bot.words.message import Button, Reply, Row, Rows, reply
from bot.words.release import Check, Outcome


def checks(ask: Ask, register: Register) -> Reply | Mistake:
    """`checks [RELEASE]`: what became of the earlier lessons in a release."""
    release = meant(register, ask)
    if isinstance(release, Mistake):
        return release
    rows: list[Row] = []
    said: dict[str, int] = {}
    for check in register.releases.checks(release.id):
        lesson = register.lessons.by_id(ask.viewer, check.lesson)
        if lesson is None:
            continue
        state = check.outcome.value if check.outcome else "nobody has said"
        said[state] = said.get(state, 0) + 1
        ref = lesson.reference
        buttons = (
            ()
            if check.outcome
            else (
                Button("Applied", f"applied {ref}"),
                Button("Not applicable", f"notapplicable {ref}"),
                Button("Came back", f"cameback {ref}"),
            )
        )
        rows.append(Row(ref, shortened(lesson.reads, 100), state, buttons))
    if not rows:
        return reply(f"{release.name} has no earlier lessons to check.")
    tally = ", ".join(f"{number} {state}" for state, number in said.items())
    return reply(f"Earlier lessons in {release.name}: {tally}", Rows(tuple(rows)))


def check(ask: Ask, register: Register, outcome: Outcome) -> Reply | Mistake:
    """Say what became of an earlier lesson in the current release."""
    release, lesson = current(register, ask), ask.the_lesson()
    if release is None:
        return Mistake("No release is open, so there is nothing to check it against.")
    if lesson.release == release.id:
        return Mistake(f"{lesson.reference} is from {release.name} itself. Only earlier lessons are checked.")
    why = ask.fields.text("why")
    known = register.releases.check(release.id, lesson.id) or register.releases.add_check(
        Check(id=CheckId(NEW), programme=ask.programme.id, release=release.id, lesson=lesson.id, at=ask.now)
    )
    register.releases.save_check(replace(known, outcome=outcome, why=why or None, by=ask.person.id, at=ask.now))
    return reply(
        f"{lesson.reference} in {release.name}: {outcome.value}{': ' + why if why else ''}.",
        about=lesson.reference,
        why=why,
    )


def applied(ask: Ask, register: Register) -> Reply | Mistake:
    return check(ask, register, Outcome.APPLIED)


def not_applicable(ask: Ask, register: Register) -> Reply | Mistake:
    return check(ask, register, Outcome.NOT_APPLICABLE)


def still_open(ask: Ask, register: Register) -> Reply | Mistake:
    return check(ask, register, Outcome.STILL_OPEN)


def came_back(ask: Ask, register: Register) -> Reply | Mistake:
    return check(ask, register, Outcome.CAME_BACK)
