from __future__ import annotations

from dataclasses import replace

from bot.ports import ActionFilter, Register
from bot.words.action import Action, How, Status
from bot.words.ids import ActionId
from bot.words.lesson import Lesson
from bot.words.person import Audience
from tests.contract.rows import World, at, day

ALL = ActionFilter(open=False)

READS = {
    "outside": {1},
    "partner": {1, 2},
    "coordinator": {1, 2, 3, 4, 5},
    "owner": {1, 4},
    "offered": {1, 5},
    "author": {1},
    "owner who left": {4},
    "offered who left": {5},
    "coordinator who left": set[int](),
    "stranger": set[int](),
    "the channel": {1},
    "the board": {1, 2},
}


def several(register: Register, world: World) -> tuple[Lesson, list[Action]]:
    """Actions 1 to 3 are for narrower and narrower audiences; 4 and 5, for the PMO, are owned by and offered to one."""
    lesson = register.lessons.add(world.lesson(release=world.release.id, audience=Audience.EVERYONE))
    rows = [world.action(lesson, audience=audience) for audience in Audience]
    rows.append(world.action(lesson, audience=Audience.PMO, owner=world.person("owner")))
    rows.append(world.action(lesson, audience=Audience.PMO, offered_to=world.person("offered"), offered_at=at(0)))
    return lesson, [register.actions.add(row) for row in rows]


def test_who_reads(register: Register, world: World) -> None:
    """Every reading method hides the actions that are not for the viewer, in lists, counts and history alike."""
    lesson, actions = several(register, world)
    for action in actions:
        register.actions.add_update(world.update(action, note="begun"))
    for name, expected in READS.items():
        viewer, numbers = world.viewer(name), range(1, 6)
        assert {n for n in numbers if register.actions.get(viewer, n)} == expected, name
        assert {row.number for row in register.actions.of_lesson(viewer, lesson.id)} == expected, name
        assert {row.number for row in register.actions.page(viewer, ALL, limit=9)} == expected, name
        assert [row.number for row in register.actions.all(viewer)] == sorted(expected), name
        assert register.actions.count(viewer, ALL, up_to=9) == len(expected), name
        assert {row.number for row in actions if register.actions.updates(viewer, row.id)} == expected, name


def test_filters_hide_too(register: Register, world: World) -> None:
    """A filter by owner or release shows no more than the viewer may read."""
    several(register, world)
    owned = ActionFilter(owner=world.person("owner"))
    assert register.actions.count(world.viewer("partner"), owned, up_to=9) == 0
    assert register.actions.count(world.viewer("owner"), owned, up_to=9) == 1
    released = ActionFilter(release=world.release.id)
    assert [row.number for row in register.actions.page(world.viewer("the channel"), released, limit=9)] == [1]


def test_add_and_save(register: Register, world: World) -> None:
    """Saving changes all but status, due date, owner, moves and the instant of the last update."""
    lesson = register.lessons.add(world.lesson())
    added = register.actions.add(
        world.action(lesson, number=40, owner=world.person("owner"), due=day(3), source="sheet:9", moves=2, fine=True)
    )
    assert (added.number, added.moves) == (1, 2)
    assert register.actions.by_id(added.id) == added
    assert list(register.actions.imported(world.dcr.id)) == [(added.id, "sheet:9")]
    assert list(register.actions.imported(world.other.id)) == []
    changed = replace(
        added,
        text="Book",
        note="n",
        result="https://x.example/1",
        audience=Audience.EVERYONE,
        due_release=world.release.id,
        offered_to=world.person("offered"),
        offered_at=at(3),
        fine=False,
        redacted=True,
    )
    kept = {"status": Status.DONE, "due": None, "owner": world.person("author"), "moves": 9, "updated_at": at(90)}
    register.actions.save(replace(changed, **kept))
    assert register.actions.get(world.pmo, 1) == changed
    assert register.actions.get(world.pmo, 2) is None
    assert register.actions.by_id(ActionId(999_999)) is None


def test_add_update(register: Register, world: World) -> None:
    """An update changes what it says and nothing else, and a changed due date counts as a move."""
    lesson = register.lessons.add(world.lesson())
    action = register.actions.add(world.action(lesson))
    first = register.actions.add_update(world.update(action, 1, due=day(3), owner=world.person("owner")))
    assert first == replace(action, due=day(3), owner=world.person("owner"), updated_at=at(1))
    same = register.actions.add_update(world.update(action, 2, due=day(3), note="waiting", status=Status.BLOCKED))
    assert same == replace(first, status=Status.BLOCKED, note="waiting", updated_at=at(2))
    moved = register.actions.add_update(world.update(action, 3, due=day(9)))
    assert moved == replace(same, due=day(9), moves=1, updated_at=at(3))
    assert register.actions.by_id(action.id) == moved


def test_letting_go(register: Register, world: World) -> None:
    """Whoever holds an action can let it go: it then has no owner, and its history says so."""
    action = register.actions.add(world.action(register.lessons.add(world.lesson()), owner=world.person("owner")))
    assert register.actions.add_update(world.update(action, unowned=True)).owner is None
    assert [update.unowned for update in register.actions.updates(world.pmo, action.id)] == [True]


def test_following_a_release(register: Register, world: World) -> None:
    """Open actions whose date is a release's are found by it, whatever their own date says."""
    lesson = register.lessons.add(world.lesson())
    follows = world.action(lesson, due_release=world.release.id)
    first, closed, second = (register.actions.add(follows) for _ in range(3))
    register.actions.add(world.action(lesson))
    register.actions.add_update(world.update(closed, status=Status.DONE))
    assert [action.number for action in register.actions.following(world.release.id)] == [first.number, second.number]


def test_offered_before(register: Register, world: World) -> None:
    """Those that somebody was asked to hold and has not accepted are found, the longest first, of all programmes."""
    lesson = register.lessons.add(world.lesson())
    asked = [register.actions.add(world.action(lesson, offered_at=at(minutes))) for minutes in (5, 0, 9)]
    closed = register.actions.add(world.action(lesson, offered_at=at(0)))
    register.actions.add_update(world.update(closed, status=Status.DROPPED))
    found = register.actions.offered_before(at(5), limit=9)
    assert [action.id for action in found] == [asked[1].id, asked[0].id]
    assert [action.id for action in register.actions.offered_before(at(5), limit=1)] == [asked[1].id]


def test_add_history(register: Register, world: World) -> None:
    """What happened elsewhere is appended as it is, and the action stays as it stands."""
    action = register.actions.add(world.action(register.lessons.add(world.lesson()), status=Status.DONE))
    entries = [world.update(action, 1, due=day(3), note="waiting"), world.update(action, 2, status=Status.BLOCKED)]
    register.actions.add_history(entries)
    found = register.actions.updates(world.pmo, action.id)
    assert [replace(update, id=entries[0].id) for update in found] == entries
    assert register.actions.by_id(action.id) == action


def test_counters(register: Register, world: World) -> None:
    """A lesson counts its actions and the open ones, whatever becomes of them."""
    lesson = register.lessons.add(world.lesson())

    def counted() -> tuple[int, int]:
        found = register.lessons.by_id(world.pmo, lesson.id)
        assert found is not None
        return found.actions, found.open_actions

    actions = [register.actions.add(world.action(lesson)) for _ in range(2)]
    register.actions.add(world.action(lesson, status=Status.DROPPED))
    assert counted() == (3, 2)
    steps = [(Status.DONE, 1), (Status.DONE, 1), (Status.IN_PROGRESS, 2), (None, 2), (Status.DROPPED, 1)]
    for minutes, (status, expected) in enumerate(steps):
        register.actions.add_update(world.update(actions[0], minutes, status=status))
        assert counted() == (3, expected)
    register.actions.save(replace(actions[1], status=Status.DONE))
    assert counted() == (3, 1)


def test_history(register: Register, world: World) -> None:
    """The history is read oldest first; the words are for whoever wrote them and the coordinators only."""
    lesson = register.lessons.add(world.lesson())
    action = register.actions.add(world.action(lesson, owner=world.person("owner"), audience=Audience.EVERYONE))
    review = register.reviews.add(world.review())
    said = world.update(action, 1, words="it's hard", note="late", review=review.id, how=How.ANSWER)
    rows = (said, world.update(action, 2, words="ok", status=Status.DONE, due=day(2)))
    for row in rows:
        register.actions.add_update(row)
    for name in ("owner", "coordinator"):
        history = register.actions.updates(world.viewer(name), action.id)
        assert [replace(found, id=row.id) for found, row in zip(history, rows, strict=True)] == list(rows)
    for name in ("partner", "outside", "author", "the channel"):
        history = register.actions.updates(world.viewer(name), action.id)
        assert [(found.words, found.note) for found in history] == [(None, "late"), (None, None)]
    register.actions.add_update(world.update(action, 3, owner=world.person("partner")))
    history = register.actions.updates(world.viewer("partner"), action.id)  # its next owner
    assert [found.words for found in history] == [None, None, None]
    assert register.actions.forget_words(review.id) == 1
    assert [found.words for found in register.actions.updates(world.pmo, action.id)] == [None, "ok", None]


def test_page(register: Register, world: World) -> None:
    """Pages go by due date, then by number, and end with the actions without a date."""
    lesson = register.lessons.add(world.lesson())
    for days in (9, None, 3, 9, None, 3, 1):
        register.actions.add(world.action(lesson, due=None if days is None else day(days)))
    expected = [7, 3, 6, 1, 4, 2, 5]
    for limit in (1, 2, 5, 7):
        found: list[Action] = []
        while page := register.actions.page(world.pmo, ALL, limit=limit, after=found[-1] if found else None):
            found += page
        assert [row.number for row in found] == expected, limit
    assert [register.actions.count(world.pmo, ALL, up_to=n) for n in (3, 7, 50)] == [3, 7, 7]


def test_page_of_what_is_open_to_everyone_and_what_is_ones_own(register: Register, world: World) -> None:
    """Who may read little pages through it too, and what may be read for two reasons comes and counts once."""
    lesson, owner = register.lessons.add(world.lesson()), world.person("owner")
    for days in (4, 2, None, 3):
        for audience in Audience:
            due = None if days is None else day(days)
            mine = {"owner": owner} if days == 2 else {"offered_to": owner, "offered_at": at(0)} if days == 3 else {}
            register.actions.add(world.action(lesson, audience=audience, due=due, **mine))
    viewer, expected = world.viewer("owner"), [4, 5, 6, 10, 11, 12, 1, 7]
    for limit in (1, 3, 8):
        found: list[Action] = []
        while page := register.actions.page(viewer, ALL, limit=limit, after=found[-1] if found else None):
            found += page
        assert [row.number for row in found] == expected, limit
    assert [register.actions.count(viewer, ALL, up_to=n) for n in (3, 8, 50)] == [3, 8, 8]
    assert register.actions.count(viewer, ActionFilter(due_before=day(4)), up_to=50) == 6


def test_filters(register: Register, world: World) -> None:
    """Actions are picked by status, owner, release, due date and by what they lack."""
    owner = world.person("owner")
    lesson = register.lessons.add(world.lesson(release=world.release.id))
    elsewhere = register.lessons.add(world.lesson())
    rows = [
        world.action(lesson, owner=owner, due=day(1)),
        world.action(lesson, owner=owner, status=Status.DONE, due=day(1)),
        world.action(elsewhere, owner=world.person("author"), due=day(2), status=Status.BLOCKED),
        world.action(elsewhere, owner=owner),
        world.action(elsewhere, due=day(9)),
    ]
    for row in rows:
        register.actions.add(row)

    def numbers(which: ActionFilter) -> list[int]:
        found = [row.number for row in register.actions.page(world.pmo, which, limit=9)]
        assert register.actions.count(world.pmo, which, up_to=9) == len(found)
        return sorted(found)

    assert numbers(ActionFilter()) == [1, 3, 4, 5]
    assert numbers(ActionFilter(open=False)) == [1, 2, 3, 4, 5]
    assert numbers(ActionFilter(owner=owner)) == [1, 4]
    assert numbers(ActionFilter(open=False, release=world.release.id)) == [1, 2]
    assert numbers(ActionFilter(due_before=day(2))) == [1]
    assert numbers(ActionFilter(due_before=day(3))) == [1, 3]
    assert numbers(ActionFilter(incomplete=True)) == [4, 5]
    assert numbers(ActionFilter(incomplete=True, owner=owner)) == [4]
    register.lessons.save(replace(elsewhere, release=world.release.id))
    assert numbers(ActionFilter(release=world.release.id)) == [1, 3, 4, 5]


def test_owners(register: Register, world: World) -> None:
    """Whoever owns an open action is named once, and their open actions are listed by due date."""
    ours = register.lessons.add(world.lesson())
    theirs = register.lessons.add(world.lesson(programme=world.other.id))
    owner, author = world.person("owner"), world.person("author")
    actions = [
        register.actions.add(world.action(ours, **fields))
        for fields in (
            {"owner": owner},
            {"owner": owner, "due": day(5)},
            {"owner": owner, "due": day(2), "audience": Audience.PMO},
            {"owner": author, "status": Status.DONE},
            {},
        )
    ]
    register.actions.add(world.action(theirs, owner=world.person("stranger")))
    assert list(register.actions.owners(world.dcr.id)) == [owner]
    assert [row.number for row in register.actions.open_of(world.dcr.id, owner)] == [3, 2, 1]
    assert list(register.actions.open_of(world.other.id, owner)) == []
    register.actions.add_update(world.update(actions[3], status=Status.IN_PROGRESS))
    assert list(register.actions.owners(world.dcr.id)) == sorted([owner, author])
    review = register.reviews.add(world.review())
    register.reviews.add_prompts([world.prompt(review, "owner")])
    assert list(register.actions.owners(world.dcr.id, unasked_in=review.id)) == [author]
    register.actions.add_update(world.update(actions[0], owner=author))
    assert [row.number for row in register.actions.open_of(world.dcr.id, owner)] == [3, 2]


def test_changed(register: Register, world: World) -> None:
    """What changed since an instant comes with all that was ever said of it, but for what is hidden from the viewer."""
    ours = register.lessons.add(world.lesson())
    theirs = register.lessons.add(world.lesson(programme=world.other.id))
    for lesson in (ours, ours, ours, theirs):
        action = register.actions.add(world.action(lesson))
        register.actions.add_update(world.update(action, 5 * action.number, note="first"))
        register.actions.add_update(world.update(action, 10 * action.number, words="secret"))
    hidden = register.actions.add(world.action(ours, audience=Audience.PMO))
    register.actions.add_update(world.update(hidden, 40))
    found = list(register.actions.changed(world.viewer("partner"), at(20)))
    assert [action.number for action, _ in found] == [2, 3]
    assert [[(one.note, one.words) for one in history] for _, history in found] == [[("first", None), (None, None)]] * 2
    found = list(register.actions.changed(world.pmo, at(20)))
    assert [action.number for action, _ in found] == [2, 3, 4]
    for action, history in found:
        assert list(history) == list(register.actions.updates(world.pmo, action.id))
    assert list(register.actions.changed(world.pmo, at(41))) == []


def test_the_first_date_is_remembered(register: Register, world: World) -> None:
    """The first move puts the date that an action came with before it in its history; a date given later is there."""
    lesson, creator = register.lessons.add(world.lesson()), world.person("author")
    came_with = register.actions.add(world.action(lesson, due=day(3), created_by=creator))
    given_later = register.actions.add(world.action(lesson))
    for action in (came_with, given_later):
        register.actions.add_update(world.update(action, 1, note="a word"))
        for minutes, days in ((2, 4), (3, 4), (4, 5)):
            register.actions.add_update(world.update(action, minutes, due=day(days)))
    history = register.actions.updates(world.pmo, came_with.id)
    assert [(one.at, one.due) for one in history if one.due] == [
        (came_with.created_at, day(3)), (at(2), day(4)), (at(3), day(4)), (at(4), day(5))
    ]  # fmt: skip
    assert [one.by for one in history] == [creator, *[world.person("owner")] * 4]
    history = register.actions.updates(world.pmo, given_later.id)
    assert [one.due for one in history if one.due] == [day(4), day(4), day(5)]
