from __future__ import annotations

from dataclasses import replace

from bot.ports import Register
from bot.words.ids import NEW, ReleaseId, ReviewId, SessionId
from bot.words.incoming import Place, Sender
from bot.words.person import Platform
from bot.words.review import ReviewState, Session, SessionState
from tests.contract.rows import NOW, World, at, day


def test_reviews(register: Register, world: World) -> None:
    """A review is found by its programme and number, and by its key, and changes when saved."""
    review = register.reviews.add(world.review(number=40, moved_why="bank holiday"))
    assert review.number == 1
    assert register.reviews.get(world.dcr.id, 1) == review
    assert register.reviews.get(world.other.id, 1) is None
    changed = replace(
        review, state=ReviewState.CLOSED, prompted_at=at(1), started_at=at(2), closed_at=at(3), opening="Well done",
        open_after=4, posted_to=world.channel.id, held=True, moves=2, held_in=(world.channel.id, 9), agenda=(3, 1),
        showing=3, run_by=world.person("coordinator"),
    )  # fmt: skip
    register.reviews.save(changed)
    assert register.reviews.by_id(review.id) == changed
    assert register.reviews.by_id(ReviewId(999_999)) is None


def test_current(register: Register, world: World) -> None:
    """The current review is the earliest that is neither closed nor cancelled."""
    assert register.reviews.current(world.dcr.id) is None
    states = [
        ReviewState.CLOSED,
        ReviewState.CANCELLED,
        ReviewState.SCHEDULED,
        ReviewState.PROMPTED,
        ReviewState.CLOSED,
    ]
    rows = [register.reviews.add(world.review(days, state=s)) for days, s in zip((1, 2, 9, 7, 3), states, strict=True)]
    theirs = register.reviews.add(world.review(8, programme=world.other.id, state=ReviewState.IN_SESSION))
    assert register.reviews.current(world.dcr.id) == rows[3]
    assert [review.number for review in register.reviews.last_closed(world.dcr.id, limit=9)] == [5, 1]
    assert [review.number for review in register.reviews.last_closed(world.dcr.id, limit=1)] == [5]
    assert {review.id for review in register.reviews.waiting()} == {rows[2].id, rows[3].id, theirs.id}


def test_prompts(register: Register, world: World) -> None:
    """A person is prompted once for a review, however often it is planned."""
    review = register.reviews.add(world.review())
    rows = [world.prompt(review, name) for name in ("owner", "author", "owner")]
    assert register.reviews.add_prompts(rows[:1]) == 1
    assert register.reviews.add_prompts(rows) == 1
    assert register.reviews.add_prompts(rows) == 0
    assert register.reviews.add_prompts([]) == 0
    prompts = register.reviews.prompts(review.id)
    assert {prompt.person for prompt in prompts} == {world.person("owner"), world.person("author")}
    prompt = register.reviews.prompt(review.id, world.person("owner"))
    assert prompt is not None
    assert prompt == replace(rows[0], id=prompt.id)
    changed = replace(prompt, asked=(), sent_at=at(1), answered_at=at(2), ask_again=day(2))
    register.reviews.save_prompt(changed)
    assert register.reviews.prompt(review.id, world.person("owner")) == changed
    assert register.reviews.prompt(review.id, world.person("partner")) is None


def test_prompts_of_an_earlier_day(register: Register, world: World) -> None:
    """Whoever was promised an earlier day than the review has now can be found by it."""
    review = register.reviews.add(world.review())
    early, late = (
        replace(world.prompt(review, name), promised=day(at_)) for name, at_ in (("owner", 1), ("author", 2))
    )
    register.reviews.add_prompts([early, late])
    found = register.reviews.prompts(review.id, promised_before=day(2))
    assert [prompt.person for prompt in found] == [world.person("owner")]


def test_the_first_prompt(register: Register, world: World) -> None:
    """That the prompts have begun is saved by itself, so that a move of the review meanwhile stays, and only once."""
    review = register.reviews.add(world.review())
    moved = replace(review, at=at(9))
    register.reviews.save(moved)
    for minutes in (1, 2):
        register.reviews.prompted(review.id, at(minutes))
    assert register.reviews.by_id(review.id) == replace(moved, state=ReviewState.PROMPTED, prompted_at=at(1))


def test_where_it_stands_and_what_it_shows(register: Register, world: World) -> None:
    """Both are saved by themselves, so that what others save of the review meanwhile stays."""
    review = register.reviews.add(world.review())
    other = register.reviews.add(world.review(9))
    register.reviews.save(replace(review, state=ReviewState.IN_SESSION))
    register.reviews.stand(review.id, (world.channel.id,), (3, 1, 2))
    register.reviews.show(review.id, 3)
    held = replace(review, state=ReviewState.IN_SESSION, held_in=(world.channel.id,), agenda=(3, 1, 2), showing=3)
    assert register.reviews.by_id(review.id) == held
    register.reviews.show(review.id, None)
    register.reviews.stand(review.id, (), ())
    assert register.reviews.by_id(review.id) == replace(review, state=ReviewState.IN_SESSION)
    assert register.reviews.by_id(other.id) == other


def test_attendance(register: Register, world: World) -> None:
    """Whoever was at a review is remembered once, and at that review alone."""
    review, other = register.reviews.add(world.review()), register.reviews.add(world.review(9))
    for name in ("owner", "author", "owner"):
        register.reviews.attended(review.id, world.person(name))
    assert register.reviews.attendance(review.id) == sorted((world.person("owner"), world.person("author")))
    assert register.reviews.attendance(other.id) == []
    register.reviews.attended(other.id, world.person("owner"))
    register.reviews.forget_attendance(review.id)
    assert register.reviews.attendance(review.id) == []
    assert register.reviews.attendance(other.id) == [world.person("owner")]


def test_a_review_that_is_held_is_met_on_arrival(register: Register, world: World) -> None:
    """Whoever says something in the programme is known to say it during a review whose agenda stands somewhere."""
    review = register.reviews.add(world.review())
    theirs = register.reviews.add(world.review(programme=world.other.id, held_in=(7,)))
    sender = Sender(platform=Platform.SLACK, account="U1", workspace="T1")
    place = Place(account=world.channel.account, name="dcr-team")
    assert register.people.arrive("event", sender, place).review is None
    for state in (ReviewState.SCHEDULED, ReviewState.PROMPTED, ReviewState.IN_SESSION):
        register.reviews.save(replace(review, state=state, held_in=(world.channel.id,)))
        assert register.people.arrive("event", sender, place).review == review.id
    register.reviews.save(replace(review, state=ReviewState.CLOSED, held_in=(world.channel.id,)))
    assert register.people.arrive("event", sender, place).review is None
    assert register.people.arrive("event", sender, None).review is None
    assert theirs.held_in == (7,)


def test_last_prompts(register: Register, world: World) -> None:
    """The last prompts are those sent last, one a programme, the newest first; unsent ones don't count."""
    owner = world.person("owner")
    reviews = [
        register.reviews.add(world.review(programme=p.id)) for p in (world.dcr, world.other, world.dcr, world.dcr)
    ]
    register.reviews.add_prompts([world.prompt(review, "owner") for review in reviews])
    assert register.reviews.last_prompts(owner) == []
    for review, minutes in zip(reviews[:3], (5, 9, 7), strict=True):
        prompt = register.reviews.prompt(review.id, owner)
        assert prompt is not None
        register.reviews.save_prompt(replace(prompt, sent_at=at(minutes)))
    assert [prompt.review for prompt in register.reviews.last_prompts(owner)] == [reviews[1].id, reviews[2].id]
    assert register.reviews.last_prompts(world.person("author")) == []


def test_sessions(register: Register, world: World) -> None:
    """The session that is planned or running is found until another one is planned."""
    assert register.reviews.session(world.dcr.id) is None
    session = register.reviews.add_session(
        Session(
            id=SessionId(NEW), programme=world.dcr.id, release=world.release.id, state=SessionState.SCHEDULED, at=NOW
        )
    )
    assert register.reviews.session(world.dcr.id) == session
    running = replace(session, state=SessionState.RUNNING, started_at=at(1), channel=world.channel.id)
    register.reviews.save_session(running)
    assert register.reviews.session(world.dcr.id) == running
    assert register.reviews.session(world.other.id) is None
    register.reviews.save_session(replace(running, state=SessionState.ENDED, ended_at=at(2)))
    after = register.reviews.add_session(replace(session, at=at(60)))
    assert register.reviews.session(world.dcr.id) == after


def test_sessions_about_several_releases(register: Register, world: World) -> None:
    """Each release has a session of its own, however many are planned."""
    about = [register.releases.add(replace(world.release, id=ReleaseId(NEW), name=name)) for name in ("24.8", "24.9")]
    planned = [
        register.reviews.add_session(
            Session(
                id=SessionId(NEW), programme=world.dcr.id, release=one.id, state=SessionState.SCHEDULED, at=at(minutes)
            )
        )
        for one, minutes in zip(about, (9, 5), strict=True)
    ]
    assert [register.reviews.session(world.dcr.id, one.id) for one in about] == planned
    assert register.reviews.session(world.dcr.id) == planned[0]
    assert register.reviews.session(world.dcr.id, world.release.id) is None
    assert register.reviews.session(world.other.id, about[0].id) is None
