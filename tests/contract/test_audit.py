from __future__ import annotations

from dataclasses import replace

from bot.ports import Register
from bot.words.audit import Code, CodeKind, Draft, Entry, Undo
from bot.words.ids import NEW, AuditId, CodeId, DraftId, ProgrammeId
from tests.contract.rows import NOW, World, at


def entry(world: World, minutes: int, programme: ProgrammeId | None) -> Entry:
    person = world.person("owner")
    return Entry(id=AuditId(NEW), at=at(minutes), programme=programme, person=person, what="done", about="A-7", why="w")


def test_entries(register: Register, world: World) -> None:
    """The log of a programme is read newest first."""
    rows = [entry(world, n, world.dcr.id) for n in range(3)]
    keys = [register.audit.add(row) for row in rows]
    register.audit.add(entry(world, 5, world.other.id))
    register.audit.add(entry(world, 6, None))
    expected = [replace(row, id=key) for row, key in zip(rows, keys, strict=True)][::-1]
    assert list(register.audit.page(world.dcr.id, limit=9)) == expected
    assert list(register.audit.page(world.dcr.id, limit=1)) == expected[:1]


def test_undo(register: Register, world: World) -> None:
    """A person's last change that was not taken back yet is found, unless it is too old or forgotten."""
    owner = world.person("owner")
    undos = [
        Undo(
            entry=register.audit.add(entry(world, n, world.dcr.id)), person=owner, line=f"{n}", about=f"A-{n}", at=at(n)
        )
        for n in range(3)
    ]
    for undo in undos:
        register.audit.keep_undo(undo)
    assert register.audit.last_undo(owner, at(0)) == undos[2]
    assert register.audit.last_undo(owner, at(3)) is None
    assert register.audit.last_undo(world.person("author"), at(0)) is None
    register.audit.use_undo(undos[2])
    assert register.audit.last_undo(owner, at(0)) == undos[1]
    assert register.audit.forget_undo("A-1") == 1
    assert register.audit.forget_undo("A-1") == 0
    assert register.audit.last_undo(owner, at(0)) == undos[0]


def test_codes(register: Register, world: World) -> None:
    """A code is found by its hash and by its person, and changes when saved."""
    owner = world.person("owner")
    rows = [
        Code(id=CodeId(NEW), kind=kind, hash=secret, programme=programme, person=owner, expires=at(15))
        for kind, secret, programme in ((CodeKind.CHANNEL, "h1", world.dcr.id), (CodeKind.PERSON, "h2", None))
    ]
    codes = [register.audit.add_code(row) for row in rows]
    assert register.audit.code("h2") == codes[1]
    assert register.audit.code("h3") is None
    changed = replace(codes[1], taken_by=world.person("author"))
    register.audit.save_code(changed)
    assert {code.hash: code for code in register.audit.codes_of(owner)} == {"h1": codes[0], "h2": changed}
    assert list(register.audit.codes_of(world.person("author"))) == []
    register.audit.save_code(replace(changed, used=True))
    assert register.audit.code("h2") == replace(changed, used=True)


def test_wrong_codes(register: Register) -> None:
    """Wrong codes are counted by account, from an instant on."""
    for account, minutes in (("slack:U1", 0), ("slack:U1", 0), ("slack:U1", 30), ("slack:U2", 30)):
        register.audit.wrong_code(account, at(minutes))
    assert [register.audit.wrong_codes("slack:U1", at(minutes)) for minutes in (-1, 10, 31)] == [3, 1, 0]
    assert register.audit.wrong_codes("slack:U3", at(0)) == 0


def test_drafts(register: Register, world: World) -> None:
    """A draft is kept as it was typed, with its person or without one."""
    line = "lesson \u201cLate\u201d\n" + "x" * 3_000
    for person in (world.person("owner"), None):
        draft = register.audit.add_draft(Draft(id=DraftId(NEW), person=person, line=line, at=NOW))
        assert draft.line == line
        assert register.audit.draft(draft.id) == draft
    assert register.audit.draft(DraftId(999_999)) is None


def test_what_is_old_is_forgotten(register: Register, world: World) -> None:
    """How to undo, codes, wrong codes and drafts go when they can't be used any more, so many at a time."""
    owner = world.person("owner")
    for minutes in range(3):
        entry_key = register.audit.add(entry(world, minutes, world.dcr.id))
        register.audit.keep_undo(Undo(entry=entry_key, person=owner, line="x", about="A-1", at=at(minutes)))
        register.audit.wrong_code("eve", at(minutes))
        given = at(minutes)
        register.audit.add_code(
            Code(id=CodeId(NEW), kind=CodeKind.PERSON, hash=f"h{minutes}", programme=None, person=owner, expires=given)
        )
    draft = register.audit.add_draft(Draft(id=DraftId(NEW), person=owner, line="long", at=at(0)))
    assert register.audit.prune(at(2), at(0), limit=1) == 3
    assert register.audit.prune(at(2), at(0), limit=9) == 3
    assert register.audit.prune(at(2), at(0), limit=9) == 0
    assert register.audit.last_undo(owner, at(0)) is not None
    assert register.audit.wrong_codes("eve", at(0)) == 1
    assert register.audit.code("h2") is not None
    assert register.audit.draft(draft.id) is not None
    assert register.audit.prune(at(0), at(1), limit=9) == 1
    assert register.audit.draft(draft.id) is None
