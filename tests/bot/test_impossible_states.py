"""Whatever is typed, in whatever order and by whomever, leaves a register that makes sense."""

from __future__ import annotations

import os
from datetime import timedelta
from random import Random

import pytest

from bot.words.action import CLOSED, OPEN
from bot.words.person import Audience
from bot.words.release import ReleaseState
from bot.words.review import ReviewState, SessionState
from tests.fakes.state import State
from tests.rooms import Room

PEOPLE = ("sam@pmo.example", "ann@pmo.example", "tom@pmo.example", "eve@supplier.example")
LINES = (
    "keep the stand-up", "improve the feeds", "something happened", "anon improve nobody listened", "keep", "undo",
    "edit L-{n} other words", "edit A-{n} other words", "set L-{n} kind keep", "set L-{n} release {r}", "delete L-{n}",
    "merge L-{n} L-{m}", "redact L-{n} a name", "redact A-{n} a name", "same L-{n}", "unsame L-{n}",
    "again L-{n} L-{m}",
    "accept L-{n} rare", "unaccept L-{n}", "command L-{n}", "audience L-{n} pmo", "audience A-{n} everyone",
    "action L-{n} mend it @{p} by fri", "action L-{n} mend it", "action L-{n} mend it @{p} by {r}", "done A-{n}",
    "ontrack A-{n}", "start A-{n}", "notstarted A-{n}", "blocked A-{n} waiting", "drop A-{n} no use",
    "due A-{n} in two weeks", "give A-{n} @{p}", "fine A-{n}", "notmine A-{n}", "update A-{n} a word",
    "result A-{n} https://x.example/a", "ask A-{n}", "release plan {r} live in two weeks", "release open {r}",
    "release open {r} live in two weeks", "release move in two weeks a freeze", "release delivered {r}",
    "release close {r}", "release cancel {r}", "release rename {r} 9.{n}", "session schedule fri 14:00",
    "session start", "session end", "review schedule first Tuesday 10:00", "review schedule every 4 weeks on Tue 10:00",
    "review move in two weeks", "review skip", "review cancel nobody", "review start", "review next",
    "review next A-{n}", "review back A-{n}", "review close", "review later", "review post",
    "review invitation", "review invitation {n}",
    "review opening a line", "review post #team", "applied L-{n}", "cameback L-{n}", "coordinator add @{p}",
    "coordinator remove @{p}", "left @{p}", "left @{p} to @{p2}", "pause", "link", "me", "set names numbers",
    "set quiet 21 Dec to 1 Jan", "organisation S outside supplier.example", "list", "actions", "checks", "setup",
    "export", "show L-{n}", "show A-{n}", "A-{n} done, A-{m} blocked waiting, due fri", "more A-{n}", "help",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(int(os.environ.get("LEARNT_STORM", "12"))))  # more in `make storm`
def test_no_sequence_leaves_an_impossible_state(seed: int) -> None:
    """Two hundred lines by four people over some weeks: after each, what the register holds can be."""
    chance, room = Random(seed), Room()  # noqa: S311  # a seeded game, no secret
    room.says(PEOPLE[0], "setup Data Centre Release")
    for _ in range(200):
        room.now += timedelta(minutes=chance.choice((1, 1, 7, 300, 2_000)))
        who = chance.choice(PEOPLE)
        line = chance.choice(LINES).format(
            n=chance.randint(1, 9),
            m=chance.randint(1, 9),
            r=chance.choice(("24.3", "24.4")),
            p=chance.choice(("sam", "ann", "tom", "eve")),
            p2=chance.choice(("sam", "ann")),
        )
        room.reply(who, line, direct=chance.random() < 0.2)
        if chance.random() < 0.3:
            room.goes_out()
        with room.store.open() as register:
            state: State = register._state  # pyright: ignore[reportAttributeAccessIssue]  # looks inside on purpose
        wrong = [sentence for sentence, holds in _possible(state) if not holds]
        assert wrong == [], f"after {who}: {line}"


def _possible(state: State) -> list[tuple[str, bool]]:
    actions, lessons = state.actions.values(), state.lessons.values()
    reviews, sessions = state.reviews.values(), state.sessions.values()
    ahead = [r for r in reviews if r.state not in {ReviewState.CLOSED, ReviewState.CANCELLED}]
    counted = {
        lesson.id: (
            sum(a.lesson == lesson.id for a in actions),
            sum(a.lesson == lesson.id and a.is_open for a in actions),
        )
        for lesson in lessons
    }
    return [
        ("a lesson's counts are its actions'", all((e.actions, e.open_actions) == counted[e.id] for e in lessons)),
        ("votes are counted", all(e.votes == sum(v == e.id for v, _ in state.votes) for e in lessons)),
        ("no action is open and closed", all((a.status in OPEN) != (a.status in CLOSED) for a in actions)),
        ("what is agreed has an owner", all(a.owner is not None for a in actions if a.fine)),
        ("nobody is offered their own", all(a.offered_to != a.owner for a in actions if a.offered_to)),
        ("an offer has its time", all(a.offered_at for a in actions if a.offered_to)),
        ("an accepted lesson has nothing open that whoever accepted it saw", all(
            not state.lessons[a.lesson].accepted_why
            for a in actions if a.is_open and a.audience is Audience.EVERYONE)),
        ("nothing is merged in a circle", all(e.merged_into is None or state.lessons[e.merged_into].merged_into is None
                                              or state.lessons[e.merged_into].merged_into != e.id for e in lessons)),
        ("one review is ahead", len(ahead) <= 1),
        ("a closed review has its count", all(r.open_after is not None for r in reviews
                                              if r.state is ReviewState.CLOSED)),
        ("what is over is not held", all(
            r.held_in or r.showing is None or r.state is ReviewState.IN_SESSION for r in ahead)),
        ("one session runs", sum(s.state is SessionState.RUNNING for s in sessions) <= 1),
        ("a running session's release is not closed", all(
            state.releases[s.release].state in {ReleaseState.OPEN, ReleaseState.DELIVERED}
            for s in sessions if s.state is SessionState.RUNNING)),
        ("releases have one name each", len({r.name.casefold() for r in state.releases.values()})
         == len(state.releases)),
        ("somebody coordinates", any(m.coordinator and not m.left for m in state.members.values())),
        ("numbers have no gap", sorted(e.number for e in lessons) == list(range(1, len(lessons) + 1))),
        ("nothing redacted keeps its text", all(e.text == "[removed]" for e in lessons if e.redacted)),
        ("a prompt has a person once", len({(p.review, p.person) for p in state.prompts.values()})
         == len(state.prompts)),
    ]  # fmt: skip
