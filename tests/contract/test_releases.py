from __future__ import annotations

from dataclasses import replace

from bot.ports import Register
from bot.words.ids import NEW, CheckId, ReleaseId
from bot.words.release import Check, Outcome, Release, ReleaseState
from tests.contract.rows import NOW, World, at, day


def test_releases(register: Register, world: World) -> None:
    """Releases are listed as they were added, found by name in their programme, and change when saved."""
    second = register.releases.add(
        Release(
            id=ReleaseId(NEW),
            programme=world.dcr.id,
            name="24.4",
            state=ReleaseState.PLANNED,
            live=day(9),
            opened_at=NOW,
        )
    )
    assert list(register.releases.all(world.dcr.id)) == [world.release, second]
    assert register.releases.named(world.dcr.id, "24.4") == second
    assert register.releases.named(world.other.id, "24.4") is None
    assert register.releases.named(world.dcr.id, "24") is None
    changed = replace(second, state=ReleaseState.CLOSED, live=day(8), delivered_at=at(1), closed_at=at(2), name="24.5")
    register.releases.save(changed)
    assert register.releases.get(second.id) == changed
    assert register.releases.named(world.dcr.id, "24.4") is None
    assert register.releases.get(ReleaseId(999_999)) is None


def test_checks(register: Register, world: World) -> None:
    """What became of a lesson in a release is kept once for the two, and changes when saved."""
    lessons = [register.lessons.add(world.lesson()) for _ in range(2)]
    release = world.release.id
    checks = [
        register.releases.add_check(
            Check(id=CheckId(NEW), programme=world.dcr.id, release=release, lesson=lesson.id, at=NOW)
        )
        for lesson in lessons
    ]
    assert list(register.releases.checks(release)) == checks
    changed = replace(checks[1], outcome=Outcome.CAME_BACK, why="again", by=world.person("coordinator"), at=at(4))
    register.releases.save_check(changed)
    assert register.releases.check(release, lessons[1].id) == changed
    assert register.releases.check(ReleaseId(999_999), lessons[1].id) is None
    assert list(register.releases.checks(release)) == [checks[0], changed]
