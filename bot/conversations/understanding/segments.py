"""An answer cut into its pieces."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.conversations.understanding.cues import Cue, cues
from bot.conversations.understanding.lexicon import lexicon
from bot.conversations.understanding.mentions import Mentions
from bot.conversations.understanding.names import JOINS, names, with_references
from bot.conversations.understanding.segment import ENDS, LABELS, STATUS, Mention, Segment, says_how_it_stands
from bot.conversations.understanding.words import Word
from bot.dates.lexicon import DAYS, plain_word

_MARKS: Final = frozenset(
    {".", "!", "?", "\n", "...", ";", ",", "(", ")", ":", "=", ">", "|", "\u2014", "\u2013", "\u2022", "*"}
)
_SAME_AS: Final = {"\u2014": "-", "\u2013": "-", "|": ",", ";": ","}
_WITHIN_WORDS: Final = frozenset({"&", "+", "/", "'s", "#", "@"})
_TURNS: Final = frozenset({"but", "however", "though", "although", "whereas", "while", "because"})


def segments(words: Sequence[Word], mentions: Mentions) -> list[Segment]:
    """The pieces of an answer, each with the phrases and the names of actions in it."""
    pieces = [part for piece in _at_marks(with_references(words, mentions)) for part in _at_turns(piece)]
    found: list[Segment] = []
    for piece in pieces:
        _look(piece, mentions)
        parts = [piece]
        for cut in (_at_exceptions, _at_questions, _at_joins, _at_names):
            parts = [smaller for part in parts for smaller in cut(part, mentions)]
        found += parts
    return [segment for segment in found if segment.words]


def _look(segment: Segment, mentions: Mentions) -> None:
    segment.cues = cues(segment.words)
    taken = {place for cue in segment.cues for place in range(cue.start, cue.end)}
    for place, word in enumerate(segment.words):
        if place not in taken and (
            mentions.did(word.text) or (_is_participle(word) and not mentions.has_word(word.text))
        ):
            undone = word.text.startswith("un") and len(word.text) > len("united")
            segment.cues.append(Cue(frozenset({"no" if undone else "result"}), place, place + 1, word.text))
    segment.cues.sort(key=lambda cue: cue.start)
    segment.cues = [cue for cue in segment.cues if not _is_only_a_name(cue, segment, mentions)]
    segment.mentions = names(segment, mentions)


def _is_participle(word: Word) -> bool:
    """Whether a word that no phrase knows tells what was done to something: "ladders tagged"."""
    text = word.text
    return text.endswith("ed") and len(text) > 4 and text.isalpha() and text not in lexicon().lists["not_results"]


def _is_only_a_name(cue: Cue, segment: Segment, mentions: Mentions) -> bool:
    """Whether a phrase is but a word of a description, and the next says how that stands: "slip signed"."""
    if cue.end - cue.start != 1 or not cue.means("slip", "will", "if", "blocked", "result", "stage", "progress", "all"):
        return False
    word = segment.words[cue.start].text
    later = any(other.start >= cue.end and says_how_it_stands(other) for other in segment.cues)
    return (
        later
        and mentions.has_word(word)
        and not any(o.end <= cue.start and says_how_it_stands(o) for o in segment.cues)
    )


def _at_marks(words: Sequence[Word]) -> list[Segment]:
    found: list[Segment] = []
    current: list[Word] = []
    before = ""
    opened = False
    for place, word in enumerate(words):
        mark = word.text
        if mark == ")" and len(current) > 1 and not opened and current[-1].text.startswith("a-"):
            found.append(Segment(current[:-1], before))
            current, before = current[-1:], ","
        opened = mark == "(" or (opened and mark != ")")
        if mark in _MARKS or (mark == "-" and _stands_alone(words, place)):
            if current:
                found.append(Segment(current, before, asks=mark == "?"))
                current, before = [], _SAME_AS.get(mark, mark)
            elif mark in ENDS or not before:
                before = _SAME_AS.get(mark, mark)
        elif not word.is_mark or mark in _WITHIN_WORDS:
            current.append(word)
    return [*found, Segment(current, before)] if current else found


def _stands_alone(words: Sequence[Word], place: int) -> bool:
    """Whether a dash stands alone: "A-7 - done", not "sign-off"."""
    word = words[place]
    after = place + 1 < len(words) and words[place + 1].start == word.end
    before = place > 0 and words[place - 1].end == word.start
    return not (after and before)


def _at_turns(segment: Segment) -> list[Segment]:
    """Part it where what is said turns: "but", "though"."""
    cuts = [place for place, word in enumerate(segment.words) if place and word.text in _TURNS]
    return _cut(segment, cuts)


def _cut(segment: Segment, cuts: Sequence[int], before: str = "") -> list[Segment]:
    if not cuts:
        return [segment]
    edges = [0, *cuts, len(segment.words)]
    parts: list[Segment] = []
    for start, end in pairwise(edges):
        mark = segment.before if start == 0 else before or segment.words[start].text
        parts.append(Segment(segment.words[start:end], mark, asks=segment.asks))
    return parts


def _again(parts: list[Segment], mentions: Mentions) -> list[Segment]:
    if len(parts) > 1:
        for part in parts:
            _look(part, mentions)
    return parts


def _at_exceptions(segment: Segment, mentions: Mentions) -> list[Segment]:
    """Part it before "except"; and before a "not" that a name follows: "A-7 done not A-9"."""
    cuts = [cue.start for cue in segment.cues if cue.means("except") and cue.start]
    last = segment.mentions[-1] if segment.mentions else None
    for cue in segment.cues:
        said = any(c.end <= cue.start and c.means("done", "result", "yes") for c in segment.cues)
        if cue.text == "not" and said and last is not None and cue.end <= last.start <= cue.end + 1:
            cuts.append(cue.start)
    return _again(_cut(segment, sorted(set(cuts)), "except"), mentions)


def _at_questions(segment: Segment, mentions: Mentions) -> list[Segment]:
    """Part it where a question begins: "A-7 done ages ago why is it still here"."""
    for cue in segment.cues:
        if cue.means("question") and cue.start and any(c.end <= cue.start and c.means(*STATUS) for c in segment.cues):
            parts = _cut(segment, [cue.start], "?")
            parts[0].asks = False
            return _again(parts, mentions)
    return [segment]


def _at_joins(segment: Segment, mentions: Mentions) -> list[Segment]:
    """Part it at "and" where each side says something of its own; "A-7 and A-9 done" stays whole."""
    cuts: list[int] = []
    start = 0
    for place, word in enumerate(segment.words):
        if word.text not in JOINS or not start < place < len(segment.words) - 1:
            continue
        if any(m.end == place for m in segment.mentions) and any(m.start - place in {1, 2} for m in segment.mentions):
            continue  # "my bits of 100 and 101"
        left = [c for c in segment.cues if start <= c.start and c.end <= place and says_how_it_stands(c)]
        right_cues = [c for c in segment.cues if c.start > place and not c.kinds.isdisjoint(STATUS | {"will", "if"})]
        if left and right_cues:
            cuts.append(place)
            start = place
    return _again(_cut(segment, cuts, "and"), mentions)


def _at_names(segment: Segment, mentions: Mentions) -> list[Segment]:
    """Part it before a name that begins to speak of another action: "runbook done comms not yet"."""
    cuts: list[int] = []
    for earlier, later in pairwise(segment.mentions):
        conditional = any(c.means("if") and earlier.end <= c.start < later.start for c in segment.cues)
        said = not conditional and any(
            earlier.end <= c.start and c.end <= later.start and says_how_it_stands(c) for c in segment.cues
        )
        said = said or (not conditional and _stands_apart(segment, earlier, later))
        if said and set(earlier.actions) != set(later.actions) and not _within(segment, later):
            start = later.start
            while start > earlier.end and segment.words[start - 1].text in lexicon().lists["articles"]:
                start -= 1
            cuts.append(start)
    first = segment.mentions[0] if segment.mentions else None
    said_before = first is not None and any(c.end <= first.start and c.means(*STATUS) for c in segment.cues)
    if (
        first is not None
        and said_before
        and first.by_reference
        and segment.before in LABELS
        and not _within(segment, first)
    ):
        cuts.insert(0, first.start)  # "A-7: done A-9: not yet"
    return _again(_cut(segment, cuts, ","), mentions)


def _stands_apart(segment: Segment, earlier: Mention, later: Mention) -> bool:
    """Whether a reference begins something of its own: "101 ok 102 Thursday night", "22 Friday and 24 Monday"."""
    between = [word for word in segment.words[earlier.end : later.start] if word.text not in JOINS | {"/", ","}]
    if not (earlier.by_reference and later.by_reference and between):
        return False
    return earlier.start <= 1 or any(plain_word(word.raw) in DAYS or "/" in word.text for word in between)


def _within(segment: Segment, mention: Mention) -> bool:
    """Whether a name is only part of what is said of something else: "until the quote is approved"."""
    before = mention.start - 1
    articles = lexicon().lists["articles"]
    while before >= 0 and segment.words[before].text in articles:
        before -= 1
    return before >= 0 and segment.words[before].text in lexicon().lists["before_a_thing"]
