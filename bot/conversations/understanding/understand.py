"""Reading how somebody says that their actions stand, in their own words.

Pure and deterministic: no clock, no register, no model. An action is closed only where a careful colleague would have
no doubt; what is not plain is left for the bot to ask about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.conversations.understanding.due import due_of
from bot.conversations.understanding.mentions import Mentions
from bot.conversations.understanding.own_words import own_words
from bot.conversations.understanding.reading import UNCLEAR, Reading, Said
from bot.conversations.understanding.reason import reason
from bot.conversations.understanding.segment import Segment
from bot.conversations.understanding.segments import segments
from bot.conversations.understanding.status import Weighed, weigh
from bot.conversations.understanding.topics import Topics, topics
from bot.conversations.understanding.whole import Whole, whole
from bot.conversations.understanding.words import words
from bot.words.action import Status


def understand(text: str, asked: Sequence[str], today: date, actions: Mapping[str, str] | None = None) -> Reading:
    """Read `text`, the answer to having been asked about the actions `asked`.

    `actions` are their descriptions, `today` is the date where the speaker is. Never raises.
    """
    text = own_words(text)
    mentions = Mentions(asked, actions or {})
    pieces = segments(words(text), mentions)
    about = whole(text, pieces, today)
    if about.nothing:
        return UNCLEAR
    found = topics(pieces, mentions)
    handed = tuple(action for action in asked if _is_handed(action, found, about))
    updates: list[Said] = []
    unsure: list[str] = []
    for action in asked:
        said, doubtful = _said(action, found, mentions, text, today) if action not in handed else (None, False)
        updates += [said] if said is not None else []
        unsure += [action] if doubtful else []
    given = [piece for action in handed for piece in found.named.get(action) or _general(action, found)]
    return about.reading(tuple(updates), handed, [*given, *found.loose], tuple(unsure))


def named(text: str, asked: Sequence[str], actions: Mapping[str, str]) -> frozenset[str]:
    """Those of the actions `asked` that a text names, by reference or by words of their descriptions."""
    mentions = Mentions(asked, actions)
    pieces = segments(words(own_words(text)), mentions)
    found = [mention.actions for piece in pieces for mention in piece.mentions]
    return frozenset(actions[0] for actions in found if len(actions) == 1)


def _is_handed(action: str, found: Topics, about: Whole) -> bool:
    said = found.named.get(action) or _general(action, found)
    places = [place for place, piece in enumerate(said) if id(piece) in about.handovers]
    return bool(places) and not any(piece.has("done", "drop") for piece in said[places[-1] + 1 :])


def _said(action: str, found: Topics, mentions: Mentions, text: str, today: date) -> tuple[Said | None, bool]:
    """What was said of one action, and whether it may be more than what is plain."""
    general, own = _general(action, found), found.named.get(action, [])
    several = len(mentions.asked) > 1
    mine = weigh(own, lambda word: mentions.is_verb_of(action, word), several=several)
    alls = weigh(general, lambda word: mentions.is_verb_of(action, word), several=several)
    left_out = action in found.excepted or (found.only and not own)
    weighed = mine if left_out or mine.tells else alls if alls.said else mine
    if left_out and own[1:] and weighed.status is None:
        weighed = Weighed(Status.IN_PROGRESS, said=True)
    if weighed.status in {Status.DONE, Status.DROPPED}:
        return Said(action, weighed.status), False
    due = due_of(own, text, today) or due_of(general, text, today)
    if not (mine.said or alls.said or left_out or due):
        return None, weighed.unsure
    late = weighed.status is Status.BLOCKED or due is not None
    why = reason([*own, *general], text, today) if late else ""
    return Said(action, weighed.status, due, why), weighed.unsure


def _general(action: str, found: Topics) -> list[Segment]:
    """What was said of all, or of those left over, as far as it is said of this one."""
    if action in found.excepted:
        return []
    if action not in found.named and found.of_rest:
        return found.of_rest
    return found.of_all
