"""Reading how somebody says that their actions stand, in their own words.

Pure and deterministic: no clock, no register, nothing that leaves the machine. An action is closed only where a careful
colleague would have no doubt; what is not plain is left for the bot to ask about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.conversations.understanding.due import due_of
from bot.conversations.understanding.evidence import Answer, Spoken, evidence, masked, unexplained
from bot.conversations.understanding.mentions import Mentions
from bot.conversations.understanding.own_words import own_words
from bot.conversations.understanding.reading import UNCLEAR, Reading, Said
from bot.conversations.understanding.reason import reason
from bot.conversations.understanding.scales import NOTHING, SAME, odds, weights
from bot.conversations.understanding.segment import Segment
from bot.conversations.understanding.segments import segments
from bot.conversations.understanding.status import Weighed, weigh
from bot.conversations.understanding.topics import Topics, topics
from bot.conversations.understanding.whole import Whole, whole
from bot.conversations.understanding.words import words
from bot.words.action import CLOSED, Status

CLOSES: Final = 0.95
"""How probable it has to be that an action is done or dropped before it is closed."""
CLOSES_IF_PLAIN: Final = 0.85
"""The same where the signs say so and nothing else was said: "envelopes ordered"."""
CLOSES_ALONE: Final = 0.98
"""The same where the signs alone would not have closed it."""
SAYS: Final = 0.55
"""How probable any other outcome has to be before it is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """All that was heard of one action, before it is decided what that means."""

    action: str
    pieces: tuple[Segment, ...]
    rule: Said | None
    unsure: bool
    due: date | None
    evidence: tuple[str, ...]
    unexplained: int
    handed: bool


def understand(text: str, asked: Sequence[str], today: date, actions: Mapping[str, str] | None = None) -> Reading:
    """Read `text`, the answer to having been asked about the actions `asked`.

    `actions` are their descriptions, `today` is the date where the speaker is. Never raises.
    """
    heard, found, about = listen(text, asked, today, actions or {})
    if about.nothing:
        return UNCLEAR
    updates: list[Said] = []
    unsure: list[str] = []
    for each in heard:
        said, doubtful = _decide(each, text, today)
        updates += [said] if said is not None else []
        unsure += [each.action] if doubtful else []
    handed = tuple(each.action for each in heard if each.handed)
    given = [piece for each in heard if each.handed for piece in each.pieces]
    return about.reading(tuple(updates), handed, [*given, *found.loose], tuple(unsure))


def listen(
    text: str, asked: Sequence[str], today: date, actions: Mapping[str, str]
) -> tuple[list[Heard], Topics, Whole]:
    """What was heard of each action, with the evidence that decides what it means; also what the scales learn from."""
    text = own_words(text)
    mentions = Mentions(asked, actions)
    pieces = segments(words(text), mentions)
    about = whole(text, pieces, today)
    found = topics(pieces, mentions)
    ruled = [_ruled(action, found, about, mentions, text, today) for action in asked]
    said = tuple(rule.said for rule in ruled if rule.said is not None)
    handed = tuple(rule.action for rule in ruled if rule.handed)
    given = [piece for rule in ruled if rule.handed for piece in rule.pieces]
    answer = Answer(
        asked=len(asked),
        unspoken=sum(1 for rule in ruled if not rule.pieces),
        loose=len(found.loose),
        intent=about.reading(said, handed, [*given, *found.loose], ()).intent.value,
        words=masked(pieces, text, today, whole=True),
    )
    return [_heard(rule, answer, text, today) for rule in ruled], found, about


def named(text: str, asked: Sequence[str], actions: Mapping[str, str]) -> frozenset[str]:
    """Those of the actions `asked` that a text names, by reference or by words of their descriptions."""
    mentions = Mentions(asked, actions)
    pieces = segments(words(own_words(text)), mentions)
    found = [mention.actions for piece in pieces for mention in piece.mentions]
    return frozenset(actions[0] for actions in found if len(actions) == 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ruled:
    """What the signs alone say of one action."""

    action: str
    pieces: tuple[Segment, ...]
    said: Said | None
    weighed: Weighed
    due: date | None
    handed: bool
    named: bool
    general: bool
    left_out: bool


def _ruled(action: str, found: Topics, about: Whole, mentions: Mentions, text: str, today: date) -> _Ruled:
    general, own = _general(action, found), found.named.get(action, [])
    several = len(mentions.asked) > 1
    mine = weigh(own, lambda word: mentions.is_verb_of(action, word), several=several)
    alls = weigh(general, lambda word: mentions.is_verb_of(action, word), several=several)
    left_out = action in found.excepted or (found.only and not own)
    by_name = left_out or mine.tells or not alls.said
    weighed = mine if by_name else alls
    if left_out and own[1:] and weighed.status is None:
        weighed = Weighed(Status.IN_PROGRESS, said=True)
    due = due_of(own, text, today) or due_of(general, text, today)
    handed = _is_handed([*(own or general)], about)
    said = None
    if not handed and (mine.said or alls.said or left_out or due):
        said = Said(action, weighed.status, None if weighed.status in CLOSED else due)
    return _Ruled(
        action=action,
        pieces=tuple(own if by_name and own else general),
        said=said,
        weighed=weighed,
        due=due,
        handed=handed,
        named=bool(own),
        general=bool(general),
        left_out=left_out,
    )


def _heard(rule: _Ruled, answer: Answer, text: str, today: date) -> Heard:
    status = rule.said.status if rule.said else None
    spoken = Spoken(
        weighed=rule.weighed,
        rule=NOTHING if rule.said is None else SAME if status is None else status.name.lower(),
        words=masked(rule.pieces, text, today),
        named=rule.named,
        general=rule.general,
        left_out=rule.left_out,
        handed=rule.handed,
        dated=rule.due is not None,
        unexplained=unexplained(rule.pieces, text, today),
    )
    return Heard(
        action=rule.action,
        pieces=rule.pieces,
        rule=rule.said,
        unsure=rule.weighed.unsure,
        due=rule.due,
        evidence=tuple(evidence(spoken, answer)),
        unexplained=spoken.unexplained,
        handed=rule.handed,
    )


def _decide(heard: Heard, text: str, today: date) -> tuple[Said | None, bool]:
    """What is stored of one action, and whether to ask back about it."""
    if heard.handed:
        return None, False
    if not heard.pieces:
        return None, False  # whatever the rest of the answer makes probable, nobody said it of this one
    chances = odds(heard.evidence, weights())
    outcome = max(chances, key=lambda each: chances[each])
    if outcome == NOTHING:
        return None, heard.unsure or heard.rule is not None
    status = None if outcome == SAME else Status[outcome.upper()]
    if chances[outcome] < _needed(heard, status):
        return (Said(heard.action, None, heard.due) if heard.due and status not in CLOSED else None), True
    if status in CLOSED:
        return Said(heard.action, status), False
    late = status is Status.BLOCKED or heard.due is not None
    why = reason(heard.pieces, text, today) if late else ""
    return Said(heard.action, status, heard.due, why), heard.unsure


def _needed(heard: Heard, status: Status | None) -> float:
    """How probable an outcome has to be: more so where it closes the action, most where the signs don't say so too."""
    if status not in CLOSED:
        return SAYS
    if heard.rule is None or heard.rule.status is not status:
        return CLOSES_ALONE
    return CLOSES if heard.unexplained else CLOSES_IF_PLAIN


def _is_handed(said: Sequence[Segment], about: Whole) -> bool:
    places = [place for place, piece in enumerate(said) if id(piece) in about.handovers]
    return bool(places) and not any(piece.has("done", "drop") for piece in said[places[-1] + 1 :])


def _general(action: str, found: Topics) -> list[Segment]:
    """What was said of all, or of those left over, as far as it is said of this one."""
    if action in found.excepted:
        return []
    if action not in found.named and found.of_rest:
        return found.of_rest
    return found.of_all
