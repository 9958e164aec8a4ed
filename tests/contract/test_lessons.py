from __future__ import annotations

from dataclasses import replace

from bot.ports import LessonFilter, Register
from bot.words.action import Status
from bot.words.ids import LessonId
from bot.words.lesson import Kind, Lesson, Quoted
from bot.words.person import Audience, Platform, Viewer
from tests.contract.rows import World

ALL = LessonFilter()

READS = {
    "outside": {1},
    "partner": {1, 2},
    "coordinator": {1, 2, 3, 4},
    "author": {1, 4},
    "author who left": set[int](),
    "coordinator who left": set[int](),
    "stranger": set[int](),
    "the channel": {1},
    "the board": {1, 2},
}


def several(register: Register, world: World) -> list[Lesson]:
    """Lessons 1 to 4 are for narrower and narrower audiences, 4 is the author's; 5 is deleted, 6 merged into 1."""
    lessons = [register.lessons.add(world.lesson(audience=audience)) for audience in Audience]
    lessons.append(register.lessons.add(world.lesson(audience=Audience.PMO, raised_by=world.person("author"))))
    for change in ({"deleted": True}, {"merged_into": lessons[0].id}):
        added = register.lessons.add(world.lesson(audience=Audience.EVERYONE, raised_by=world.person("author")))
        lessons.append(replace(added, **change))
        register.lessons.save(lessons[-1])
    return lessons


def test_who_reads(register: Register, world: World) -> None:
    """Every reading method hides the lessons that are not for the viewer, in lists, counts and search alike."""
    lessons = several(register, world)
    for name, expected in READS.items():
        viewer, numbers = world.viewer(name), range(1, 7)
        assert {n for n in numbers if register.lessons.get(viewer, n)} == expected, name
        assert {row.number for row in lessons if register.lessons.by_id(viewer, row.id)} == expected, name
        assert {row.number for row in register.lessons.page(viewer, ALL, limit=9)} == expected, name
        assert {row.number for row in register.lessons.search(viewer, "data", limit=9)} == expected, name
        assert [row.number for row in register.lessons.all(viewer)] == sorted(expected), name
        assert register.lessons.count(viewer, ALL, up_to=9) == len(expected), name


def test_filters_hide_too(register: Register, world: World) -> None:
    """A filter never shows more than the viewer may read, nor does the size of a page."""
    several(register, world)
    author, channel = LessonFilter(raised_by=world.person("author")), world.viewer("the channel")
    assert register.lessons.count(channel, author, up_to=9) == 0
    assert [row.number for row in register.lessons.page(world.pmo, author, limit=9)] == [4]
    assert [row.number for row in register.lessons.page(channel, ALL, limit=1)] == [1]
    assert [row.number for row in register.lessons.search(channel, "data", limit=1)] == [1]


def test_add_and_save(register: Register, world: World) -> None:
    """A lesson comes back as it was stored; saving changes all but its number and its counters."""
    given = world.lesson("caf\u00e9 \u2013 \u00a35 \U0001f600", area="Testing", source="sheet:12", votes=7, number=40)
    given = replace(given, release=world.release.id, raised_by=world.person("author"), link="https://x.example/1")
    added = register.lessons.add(replace(given, in_session=True))
    assert (added.number, added.votes, added.source) == (1, 7, "sheet:12")
    assert register.lessons.get(world.pmo, 1) == added
    register.lessons.vote(added.id, world.person("owner"))
    changed = replace(
        added,
        kind=Kind.KEEP,
        text="shorter",
        wording="Shorter.",
        note="n",
        accepted_why="rare",
        accepted_by=world.person("coordinator"),
        anonymous=True,
        raised_by=None,
        redacted=True,
        token="t",  # noqa: S106  no secret
        audience=Audience.EVERYONE,
    )
    register.lessons.save(changed)
    assert register.lessons.by_id(world.pmo, added.id) == replace(changed, votes=8)
    later = register.lessons.add(world.lesson(again=added.id, again_confirmed=True))
    assert register.lessons.by_id(world.pmo, later.id) == later
    assert register.lessons.get(world.pmo, 99) is None
    assert register.lessons.by_id(world.pmo, LessonId(999_999)) is None


def test_imported(register: Register, world: World) -> None:
    """What was imported is known by its source, in its own programme only, and also when it is deleted."""
    added = register.lessons.add(world.lesson(source="sheet:12"))
    register.lessons.add(world.lesson())
    register.lessons.save(replace(added, deleted=True))
    assert list(register.lessons.imported(world.dcr.id)) == [(added.id, "sheet:12")]
    assert list(register.lessons.imported(world.other.id)) == []


def test_page(register: Register, world: World) -> None:
    """Pages go from the newest to the oldest without leaving one out; counting stops where it is told."""
    for _ in range(7):
        register.lessons.add(world.lesson())
    pages: list[list[int]] = []
    below = None
    while found := register.lessons.page(world.pmo, ALL, limit=3, below=below):
        pages.append([row.number for row in found])
        below = found[-1].number
    assert pages == [[7, 6, 5], [4, 3, 2], [1]]
    assert [register.lessons.count(world.pmo, ALL, up_to=n) for n in (3, 7, 50)] == [3, 7, 7]


def test_page_of_what_is_open_to_everyone_and_what_is_ones_own(register: Register, world: World) -> None:
    """Who may read little pages through it too, and what may be read for two reasons comes and counts once."""
    author = world.person("author")
    for raised_by in (author, None, author, None):
        for audience in Audience:
            register.lessons.add(world.lesson(audience=audience, raised_by=raised_by))
    viewer, expected = world.viewer("author"), [10, 9, 8, 7, 4, 3, 2, 1]
    for limit in (1, 3, 8):
        found: list[int] = []
        while page := register.lessons.page(viewer, ALL, limit=limit, below=found[-1] if found else None):
            found += [row.number for row in page]
        assert found == expected, limit
    assert [register.lessons.count(viewer, ALL, up_to=n) for n in (3, 8, 50)] == [3, 8, 8]


def test_filters(register: Register, world: World) -> None:
    """Lessons are picked by kind, release, author, and by what is still to be done about them."""
    author = world.person("author")
    first = register.lessons.add(world.lesson(kind=Kind.KEEP, release=world.release.id, raised_by=author))
    second = register.lessons.add(world.lesson(release=world.release.id))
    third = register.lessons.add(world.lesson(accepted_why="rare"))
    register.actions.add(world.action(first, status=Status.DONE))
    register.actions.add(world.action(third))

    def numbers(which: LessonFilter, viewer: Viewer = world.pmo) -> list[int]:
        found = [row.number for row in register.lessons.page(viewer, which, limit=9)]
        assert register.lessons.count(viewer, which, up_to=9) == len(found)
        return found

    assert numbers(LessonFilter(kind=Kind.IMPROVE)) == [3, 2]
    assert numbers(LessonFilter(release=world.release.id)) == [2, 1]
    assert numbers(LessonFilter(raised_by=author, kind=Kind.KEEP)) == [1]
    assert numbers(LessonFilter(unsettled=True)) == [second.number]
    assert numbers(LessonFilter(carried=True)) == [third.number]
    assert numbers(LessonFilter(carried=True, release=world.release.id)) == []


def test_hidden_actions_are_not_counted(register: Register, world: World) -> None:
    """A lesson's counts, and the filters by what is done about it, know only of actions that the viewer may read."""
    owner = world.person("owner")
    hidden = register.lessons.add(world.lesson(audience=Audience.EVERYONE, release=world.release.id))
    mixed = register.lessons.add(world.lesson(audience=Audience.EVERYONE))
    plain = register.lessons.add(world.lesson(audience=Audience.EVERYONE))
    register.actions.add(world.action(hidden, audience=Audience.PMO, owner=owner))
    register.actions.add(world.action(hidden, audience=Audience.PMO, status=Status.DONE))
    register.actions.add(world.action(mixed, audience=Audience.PARTNERS, offered_to=world.person("offered")))
    register.actions.add(world.action(mixed, audience=Audience.EVERYONE, status=Status.DONE))
    expected = {  # of the lessons 1 to 3 how many actions, and how many of them are open
        "coordinator": [(2, 1), (2, 1), (0, 0)],
        "partner": [(0, 0), (2, 1), (0, 0)],
        "the board": [(0, 0), (2, 1), (0, 0)],
        "outside": [(0, 0), (1, 0), (0, 0)],
        "the channel": [(0, 0), (1, 0), (0, 0)],
        "owner": [(1, 1), (1, 0), (0, 0)],
        "offered": [(0, 0), (2, 1), (0, 0)],
    }
    for name, counts in expected.items():
        viewer = world.viewer(name)
        ways = {
            "get": [register.lessons.get(viewer, number) for number in (1, 2, 3)],
            "by_id": [register.lessons.by_id(viewer, row.id) for row in (hidden, mixed, plain)],
            "page": [*register.lessons.page(viewer, ALL, limit=9)][::-1],
            "search": [*register.lessons.search(viewer, "data", limit=9)][::-1],
            "all": [*register.lessons.all(viewer)],
        }
        for way, found in ways.items():
            assert [row and (row.actions, row.open_actions) for row in found] == counts, (name, way)
        filters = {
            LessonFilter(unsettled=True): [n for n, (every, _) in enumerate(counts, 1) if not every],
            LessonFilter(carried=True): [n for n, (_, still) in enumerate(counts, 1) if still],
            LessonFilter(unsettled=True, release=world.release.id): [] if counts[0][0] else [1],
        }
        for which, numbers in filters.items():
            assert [row.number for row in register.lessons.page(viewer, which, limit=9)] == numbers[::-1], (name, which)
            assert register.lessons.count(viewer, which, up_to=9) == len(numbers), (name, which)
            assert [row.number for row in register.lessons.page(viewer, which, limit=1)] == numbers[::-1][:1]


def test_saving_what_a_viewer_read_keeps_the_counts(register: Register, world: World) -> None:
    """Whoever saves a lesson of which an action is hidden from them leaves the coordinators' counts as they were."""
    lesson = register.lessons.add(world.lesson(audience=Audience.EVERYONE))
    register.actions.add(world.action(lesson, audience=Audience.PMO))
    seen = register.lessons.get(world.viewer("outside"), 1)
    assert seen is not None
    register.lessons.save(replace(seen, text="other words"))
    whole = register.lessons.get(world.pmo, 1)
    assert whole is not None
    assert (whole.text, whole.actions, whole.open_actions) == ("other words", 1, 1)


def test_search(register: Register, world: World) -> None:
    """Search wants every word, inflected or not, whatever its case and accents, in the text or the wording."""
    texts = ["Releases were tested late", "The caf\u00e9 test", "Late again", "100% of feeds_x"]
    first, second, third, fourth = (register.lessons.add(world.lesson(text)).number for text in texts)
    lesson = register.lessons.get(world.pmo, third)
    assert lesson is not None
    register.lessons.save(replace(lesson, wording="Deliveries slip"))

    def numbers(words: str, limit: int = 9) -> list[int]:
        return [row.number for row in register.lessons.search(world.pmo, words, limit=limit)]

    assert numbers("LATE") == [third, first]
    assert numbers("late", limit=1) == [third]
    assert numbers("late release") == [first]
    assert numbers("testing") == [second, first]
    assert numbers("cafe") == [second]
    assert numbers("CAF\u00c9") == [second]
    assert numbers("delivery") == [third]
    assert numbers("late nothing") == []
    assert numbers("100") == [fourth]
    for odd in ('"', "late'", "* OR", "a:b (", "%", "-late -", "\\"):
        numbers(odd)
    register.lessons.save(replace(lesson, text="gone", redacted=True))
    assert numbers("delivery again") == []


def test_votes(register: Register, world: World) -> None:
    """A person counts once, and the lesson keeps the count."""
    lesson = register.lessons.add(world.lesson()).id
    owner, author = world.person("owner"), world.person("author")
    assert [register.lessons.vote(lesson, who) for who in (owner, author, owner)] == [True, True, False]
    assert [row.votes for row in register.lessons.all(world.pmo)] == [2]
    assert [register.lessons.unvote(lesson, who) for who in (owner, owner)] == [True, False]
    assert [row.votes for row in register.lessons.all(world.pmo)] == [1]
    assert register.lessons.vote(lesson, owner)


def test_votes_move(register: Register, world: World) -> None:
    """Votes move from one lesson to another with what was counted elsewhere; two of one person become one."""
    first, second = register.lessons.add(world.lesson(votes=2)), register.lessons.add(world.lesson(votes=1))
    for lesson, name in ((first, "owner"), (first, "author"), (second, "author"), (second, "partner")):
        assert register.lessons.vote(lesson.id, world.person(name))
    register.lessons.move_votes(first.id, second.id)
    assert [row.votes for row in register.lessons.all(world.pmo)] == [0, 6]
    for name in ("owner", "author", "partner"):
        assert not register.lessons.unvote(first.id, world.person(name))
        assert register.lessons.unvote(second.id, world.person(name))
    register.lessons.move_votes(first.id, second.id)
    assert [row.votes for row in register.lessons.all(world.pmo)] == [0, 3]


def test_quoted(register: Register, world: World) -> None:
    """Whose message a lesson was made of is kept until it is to be forgotten."""
    lesson = register.lessons.add(world.lesson())
    assert register.lessons.quoted(lesson.id) is None
    quoted = Quoted(lesson=lesson.id, platform=Platform.SLACK, workspace="T1", account="U1")
    register.lessons.quote(quoted)
    assert register.lessons.quoted(lesson.id) == quoted
    register.lessons.forget_quoted(lesson.id)
    assert register.lessons.quoted(lesson.id) is None
