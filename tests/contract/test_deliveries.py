from __future__ import annotations

from dataclasses import replace

from bot.ports import Arrival, Register
from bot.words.address import Address
from bot.words.delivery import DeliveryKind, DeliveryState
from bot.words.ids import DeliveryId
from bot.words.incoming import Place, Sender
from bot.words.person import Platform
from tests.contract.conftest import Store
from tests.contract.rows import World, at, day


def test_put(register: Register, world: World) -> None:
    """Putting the same key again changes nothing, in the same batch or a later one."""
    first = world.delivery("a", body='{"title": "First"}')
    assert register.deliveries.put([first, world.delivery("b"), replace(first, body="second")]) == 2
    assert register.deliveries.put([replace(first, body="third"), world.delivery("c")]) == 1
    assert register.deliveries.put([]) == 0
    claimed = register.deliveries.claim(at(0), limit=9, lease_seconds=120)
    assert {row.key: row.body for row in claimed} == {"a": '{"title": "First"}', "b": "{}", "c": "{}"}
    assert [replace(row, id=first.id, attempts=0) for row in claimed if row.key == "a"] == [first]


def test_claim(register: Register, world: World) -> None:
    """What is due is claimed, the earliest first, and by nobody else while it is leased."""
    register.deliveries.put([world.delivery(f"at{minutes}", minutes) for minutes in (30, 10, 20, 40)])
    claimed = [row.key for row in register.deliveries.claim(at(30), limit=2, lease_seconds=600)]
    assert claimed == ["at10", "at20"]
    assert [row.key for row in register.deliveries.claim(at(30), limit=2, lease_seconds=600)] == ["at30"]
    assert list(register.deliveries.claim(at(30), limit=2, lease_seconds=600)) == []


def test_claim_what_was_asked_for(register: Register, world: World) -> None:
    """What somebody asked for goes before what nobody did, though that was due before."""
    prompts = [world.delivery(f"prompt{minutes}", minutes, unasked=True) for minutes in (2, 1)]
    register.deliveries.put([*prompts, world.delivery("answer", 9)])
    claimed = [row.key for row in register.deliveries.claim(at(9), limit=2, lease_seconds=600)]
    assert claimed == ["answer", "prompt1"]
    assert [row.key for row in register.deliveries.claim(at(9), limit=9, lease_seconds=600)] == ["prompt2"]


def test_lease(store: Store, world: World) -> None:
    """A lease holds over transactions until it runs out or the row is saved, and counts as an attempt if committed."""
    with store.open() as register:
        register.deliveries.put([world.delivery("a")])
        register.commit()
    with store.open() as register:
        assert len(register.deliveries.claim(at(0), limit=9, lease_seconds=600)) == 1
    with store.open() as register:
        (row,) = register.deliveries.claim(at(0), limit=9, lease_seconds=600)
        register.commit()
    with store.open() as register:
        assert list(register.deliveries.claim(at(0), limit=9, lease_seconds=600)) == []
        assert row.attempts == 1
        register.deliveries.save(replace(row, due=at(5), reason="busy"))
        register.commit()
    with store.open() as register:
        assert list(register.deliveries.claim(at(0), limit=9, lease_seconds=600)) == []
        again = register.deliveries.claim(at(5), limit=9, lease_seconds=0)
        assert list(again) == [replace(row, attempts=2, due=at(5), reason="busy")]
        register.commit()
    with store.open() as register:
        assert len(register.deliveries.claim(at(5), limit=9, lease_seconds=600)) == 1


def test_save(register: Register, world: World) -> None:
    """A delivery changes when saved, and what was sent is not claimed again."""
    row = world.delivery("card", kind=DeliveryKind.CARD, person=None, channel=world.channel.id, unasked=True)
    register.deliveries.put([replace(row, compose="card", programme=None, wanted=3)])
    (claimed,) = register.deliveries.claim(at(0), limit=9, lease_seconds=600)
    sent = replace(claimed, state=DeliveryState.SENT, sent_at=at(1), remote="1.2", attempts=1, sent=3, shown="abc")
    register.deliveries.save(replace(sent, wanted=7))
    assert register.deliveries.get(claimed.id) == sent
    assert list(register.deliveries.claim(at(9), limit=9, lease_seconds=600)) == []
    assert register.deliveries.get(DeliveryId(999_999)) is None


def test_cancel(register: Register, world: World) -> None:
    """Waiting deliveries whose key starts so are cancelled; the others are left as they are."""
    keys = (
        "nudge:review_1:a",
        "nudge:review_1:b",
        "nudge:review_1:sent",
        "nudge:reviewx1:c",
        "Nudge:review_1:d",
        "x%y",
    )
    register.deliveries.put([world.delivery(key) for key in keys])
    rows = {row.key: row for row in register.deliveries.claim(at(0), limit=9, lease_seconds=0)}
    sent = replace(rows["nudge:review_1:sent"], state=DeliveryState.SENT)
    register.deliveries.save(sent)
    assert register.deliveries.cancel("nudge:review_1:") == 2
    assert register.deliveries.cancel("nudge:review_1:") == 0
    assert register.deliveries.cancel("x%z") == 0
    now = {key: register.deliveries.get(row.id) for key, row in rows.items()}
    states = {key: row.state for key, row in now.items() if row is not None}
    assert [key for key in keys if states[key] is DeliveryState.CANCELLED] == list(keys[:2])
    assert states["nudge:review_1:sent"] is DeliveryState.SENT


def test_dead(register: Register, world: World) -> None:
    """What was given up is listed for the programme, as much as is asked for."""
    register.deliveries.put([world.delivery(key) for key in "abc"])
    register.deliveries.put([world.delivery("d", programme=world.other.id)])
    for row in register.deliveries.claim(at(0), limit=9, lease_seconds=600):
        if row.key != "a":
            register.deliveries.save(replace(row, state=DeliveryState.DEAD, reason="no such person"))
    assert {row.key for row in register.deliveries.dead(world.dcr.id, limit=9)} == {"b", "c"}
    assert len(register.deliveries.dead(world.dcr.id, limit=1)) == 1


def test_answers(register: Register, world: World) -> None:
    """An answer's row knows where it belongs, and is gone when it is removed."""
    there = Address(platform=Platform.SLACK, workspace="T1", conversation="C1", thread="1.2", only_for="U1", quick="x")
    register.deliveries.put([world.delivery("a", address=there, programme=None), world.delivery("b")])
    first, other = register.deliveries.claim(at(0), limit=9, lease_seconds=600)
    assert (first.address, other.address) == (there, None)
    register.deliveries.remove(first)
    register.deliveries.remove(first)
    assert register.deliveries.get(first.id) is None
    assert register.deliveries.get(other.id) == other
    assert register.deliveries.put([world.delivery("a"), world.delivery("b")]) == 1


def test_cards(store: Store, world: World) -> None:
    """Running cards change with their programme; a change while one is being sent is not lost."""
    card = world.delivery("a", kind=DeliveryKind.CARD, person=None, channel=world.channel.id, running=True)
    with store.open() as register:
        assert not _arrives(register).cards
        others = [world.delivery("b", running=True, programme=world.other.id), world.delivery("c")]
        register.deliveries.put([replace(card, compose="session"), replace(card, key="d", compose="review"), *others])
        assert _arrives(register).cards
        rows = {row.key: row for row in register.deliveries.claim(at(0), limit=9, lease_seconds=600)}
        assert register.deliveries.change_cards(world.dcr.id, at(1)) == 2
        register.deliveries.save(replace(rows["a"], state=DeliveryState.SENT, sent=1))
        after = register.deliveries.get(rows["a"].id)
        assert after is not None
        assert (after.state, after.wanted, after.due) == (DeliveryState.WAITING, 2, at(0))
        register.deliveries.save(replace(after, state=DeliveryState.SENT, sent=2))
        assert register.deliveries.change_cards(world.dcr.id, at(2), last="session") == 1
        last = register.deliveries.get(rows["a"].id)
        assert last is not None
        assert (last.state, last.wanted, last.due, last.running) == (DeliveryState.WAITING, 3, at(2), False)
        assert register.deliveries.change_cards(world.dcr.id, at(3)) == 1
        assert register.deliveries.get(rows["b"].id) == rows["b"]
        register.deliveries.save(replace(rows["d"], state=DeliveryState.DEAD))
        assert register.deliveries.change_cards(world.dcr.id, at(4)) == 0


def _arrives(register: Register) -> Arrival:
    sender = Sender(platform=Platform.SLACK, account="U1", workspace="T1")
    return register.people.arrive("event", sender, Place(account="C1", name="dcr-team"))


def test_counted(register: Register, world: World) -> None:
    """What goes out unasked is counted on a day of its recipient, unless it was called off or given up."""
    owner = world.person("owner")
    rows = [world.delivery(key, unasked=True) for key in "abcd"]
    register.deliveries.put([*rows, world.delivery("e", unasked=True, person=world.person("author"))])
    a, b, c, d, e = sorted(register.deliveries.claim(at(0), limit=9, lease_seconds=600), key=lambda row: row.key)
    assert list(register.deliveries.counted(owner, day(0), but=a.id)) == []
    for row, on in ((a, day(0)), (b, day(1)), (c, day(2)), (d, day(3)), (e, day(1))):
        register.deliveries.count_on(row.id, on)
    assert sorted(register.deliveries.counted(owner, day(1), but=a.id)) == [day(1), day(2), day(3)]
    assert list(register.deliveries.claim(at(0), limit=9, lease_seconds=600)) == []  # the leases hold
    register.deliveries.save(replace(b, state=DeliveryState.SENT, counted_on=day(1)))
    register.deliveries.save(replace(c, state=DeliveryState.DEAD, counted_on=day(2)))
    register.deliveries.save(replace(d, state=DeliveryState.CANCELLED, counted_on=day(3)))
    assert sorted(register.deliveries.counted(owner, day(0), but=DeliveryId(999_999))) == [day(0), day(1)]
    assert list(register.deliveries.counted(owner, day(0), but=b.id)) == [day(0)]


def test_expects(register: Register, world: World) -> None:
    """Whether a prompt waits for somebody is known until it was sent."""
    owner = world.person("owner")
    assert not register.deliveries.expects(owner, "prompt", at(9))
    register.deliveries.put([world.delivery("p", 5, unasked=True, compose="prompt")])
    assert register.deliveries.expects(owner, "prompt", at(5))
    assert not register.deliveries.expects(owner, "prompt", at(4))
    assert not register.deliveries.expects(owner, "nudge", at(5))
    assert not register.deliveries.expects(world.person("author"), "prompt", at(5))
    (row,) = register.deliveries.claim(at(5), limit=9, lease_seconds=600)
    assert register.deliveries.expects(owner, "prompt", at(5))
    register.deliveries.save(replace(row, state=DeliveryState.SENT))
    assert not register.deliveries.expects(owner, "prompt", at(5))


def test_refused(register: Register, world: World) -> None:
    """Whoever's last message was given up is known, until another one arrives."""
    owner = world.person("owner")
    assert register.deliveries.refused(owner) is None
    register.deliveries.put([world.delivery(key, minutes) for minutes, key in enumerate("abc")])
    a, b, c = register.deliveries.claim(at(9), limit=9, lease_seconds=600)
    register.deliveries.save(replace(a, state=DeliveryState.SENT))
    assert register.deliveries.refused(owner) is None
    register.deliveries.save(replace(b, state=DeliveryState.DEAD, reason="deactivated"))
    found = register.deliveries.refused(owner)
    assert found is not None
    assert (found.key, found.reason) == ("b", "deactivated")
    assert register.deliveries.refused(world.person("author")) is None
    register.deliveries.save(replace(c, state=DeliveryState.SENT))
    assert register.deliveries.refused(owner) is None


def test_overdue(register: Register, world: World) -> None:
    """What waits and was not tried is counted once it is late."""
    rows = [world.delivery(key, minutes) for minutes, key in enumerate("abc")]
    register.deliveries.put([*rows, world.delivery("d", programme=world.other.id)])
    assert register.deliveries.overdue(world.dcr.id, at(2)) == 2
    register.deliveries.cancel("a")
    assert register.deliveries.overdue(world.dcr.id, at(2)) == 1
    register.deliveries.claim(at(1), limit=9, lease_seconds=600)
    assert register.deliveries.overdue(world.dcr.id, at(3)) == 1
