"""Where a piece of an answer names actions: by reference, by place in the list, by words of their descriptions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.conversations.understanding.cues import is_number
from bot.conversations.understanding.lexicon import lexicon
from bot.conversations.understanding.mentions import Mentions, best
from bot.conversations.understanding.segment import STATUS, Mention, Segment, says_how_it_stands
from bot.conversations.understanding.words import Word
from bot.dates.lexicon import NUMBER_OF, plain_word

JOINS: Final = frozenset({"and", "&", "+", "so", "plus", "also", "then"})
_PLACES: Final = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4,
    "sixth": 5, "6th": 5, "last": -1, "final": -1, "top": 0, "bottom": -1, "former": 0, "latter": -1, "middle": 99,
}  # fmt: skip
_MIDDLE: Final = 99
_SHORT: Final = re.compile(r"([0-9]+)([yn])")
_COUNTED: Final = frozenset({"item", "items", "pt", "pts", "point", "points", "number", "numbers", "nr", "no", "nos"})
_IN_WORDS: Final = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_POSITIONS: Final = 6
_COUNTS: Final = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4, "couple": 2, "pair": 2}
_BEFORE_A_PLACE: Final = frozenset(
    {
        "the", "and", "&", "my", "your", "about", "on", "for", "only", "just", "started", "done", "did", "is", "not",
        "but", "'s", "both", "finished", "with", "re", "now",
    }
)  # fmt: skip
_AFTER_A_PLACE: Final = frozenset(
    {
        "one", "1", "action", "item", "task", "point", "bit", "thing", "please", "'s", "is", "are", "was", "were",
        "has", "have", "not", "and", "&", "needs", "need", "on", "with", "by", "for", "in", "at",
        "to", "until", "before",
        "after", "still", "now", "just", "ok", "fine", "waiting",
    }
)  # fmt: skip


def names(segment: Segment, mentions: Mentions) -> list[Mention]:
    """The names of actions in a piece: references, places in the list, and words of descriptions."""
    found = _references(segment, mentions)
    taken = {place for mention in found for place in range(mention.start, mention.end)}
    in_cues = {
        place
        for cue in segment.cues
        if says_how_it_stands(cue)
        for place in range(cue.start, cue.end)
        if segment.words[place].text in cue.text.split()
    }
    run: dict[str, float] = {}
    start = end = -1

    def close() -> None:
        nonlocal run, start, end
        named = best(run)
        if named:
            found.append(Mention(named, start, end))
        run, start, end = {}, -1, -1

    for place, word in enumerate(segment.words):
        free = place not in taken and place not in in_cues
        weights = (mentions.of(word.text) or mentions.short_for(word.raw)) if free else {}
        after = segment.words[place + 1].text if place + 1 < len(segment.words) else ""
        if len(weights) > 1 and after and (pair := mentions.of(word.text + after)) and len(pair) < len(weights):
            weights = pair
        if weights and run and not set(weights) & set(run) and max(run.values()) >= 0.5:
            close()
        if weights:
            for action, weight in weights.items():
                run[action] = run.get(action, 0.0) + weight
            start, end = (place if start < 0 else start), place + 1
        elif start >= 0 and (place in in_cues or word.text in JOINS or place - end >= 2 or place in taken):
            close()
    close()
    return sorted(found, key=lambda mention: mention.start)


def _references(segment: Segment, mentions: Mentions) -> list[Mention]:
    found: list[Mention] = []
    for place, word in enumerate(segment.words):
        text = word.text
        if text.startswith("a-") and text[2:].isdigit():
            if (action := "A-" + text[2:]) in mentions.asked:
                found.append(Mention((action,), place, place + 1, by_reference=True))
        elif "/" in text and all(part in mentions.numbers for part in text.split("/")):
            found.append(
                Mention(tuple(mentions.numbers[p] for p in text.split("/")), place, place + 1, by_reference=True)
            )
        elif text in _PLACES and len(mentions.asked) > 1 and (named := _by_place(segment, place, mentions)):
            found.append(named)
    return found


def with_references(words: Sequence[Word], mentions: Mentions) -> list[Word]:
    """The words with each bare number that is an action's written as its reference: "7 and 9 done"."""
    words = _enumerated(words, mentions)
    found: list[Word] = []
    positions = 0  # of how many words to come a number counts along the list: "items 1, 2 and 3"
    for place, word in enumerate(words):
        positions = _POSITIONS if word.text in _COUNTED and not _numbered(words, place, mentions) else positions - 1
        number = _IN_WORDS.get(word.text, word.text)
        if positions > 0 and number.isdigit() and 0 < int(number) <= len(mentions.asked):
            found.append(replace(word, text=mentions.asked[int(number) - 1].lower()))
        elif (short := _SHORT.fullmatch(word.text)) and short[1] in mentions.numbers:
            found += _spelt_out(word, short[1], short[2])
        elif word.text in mentions.numbers and _is_reference(words, place, found):
            found += _range(words, place, mentions)
            found.append(replace(word, text=f"a-{word.text}"))
        else:
            found.append(word)
    return found


def _enumerated(words: Sequence[Word], mentions: Mentions) -> Sequence[Word]:
    """The words with "1) … 2) …" or "1/ … 2/ …" written as references to the first, the second, …"""
    places = [
        place
        for place, word in enumerate(words[:-1])
        if word.text.isdigit() and words[place + 1].text in {")", "/"} and word.text not in mentions.numbers
    ]
    count = len(places)
    if not 2 <= count <= len(mentions.asked) or [words[place].text for place in places] != [
        str(number) for number in range(1, count + 1)
    ]:
        return words
    found = list(words)
    for number, place in enumerate(places):
        found[place] = replace(words[place], text=mentions.asked[number].lower())
        found[place + 1] = replace(words[place + 1], text=":", raw=":")
        if place and words[place - 1].text == "(":
            found[place - 1] = replace(words[place - 1], text=",", raw=",")
    return _parted(found, places)


def _parted(words: list[Word], places: Sequence[int]) -> list[Word]:
    """The words with a mark before each of those places."""
    found: list[Word] = []
    for place, word in enumerate(words):
        if place in places and found and not found[-1].is_mark:
            found.append(replace(word, text=";", raw=";"))
        found.append(word)
    return found


def _spelt_out(word: Word, number: str, letter: str) -> list[Word]:
    """ "71y" as "A-71: yes", "9s" as "A-9's"."""
    reference = replace(word, text=f"a-{number}")
    if letter == "s":
        return [reference, replace(word, text="'s", raw="'s")]
    colon, end = replace(word, text=":", raw=":"), replace(word, text=";", raw=";")
    return [reference, colon, replace(word, text="yes" if letter == "y" else "nope"), end]


def _numbered(words: Sequence[Word], place: int, mentions: Mentions) -> bool:
    """Whether the number after "item" is that of an action, not its place in the list."""
    after = [word.text for word in words[place + 1 : place + 3]]
    return not after or any(text in mentions.numbers or text.startswith("a-") for text in after)


def _range(words: Sequence[Word], place: int, mentions: Mentions) -> list[Word]:
    """The references between the two of "40-43" or "71 to 73", the second of which stands at `place`."""
    if place < 2 or words[place - 1].text not in {"-", "\u2013", "to", "through", "until"}:
        return []
    start, end = words[place - 2].text.removeprefix("a-"), int(words[place].text)
    if start not in mentions.numbers or not int(start) < end <= int(start) + 20:
        return []
    between = [action for number, action in mentions.numbers.items() if int(start) < int(number) < end]
    mark = replace(words[place - 1], text="&", raw="&")
    return [word for action in between for word in (replace(words[place], text=action.lower()), mark)]


def _is_reference(words: Sequence[Word], place: int, before_it: Sequence[Word]) -> bool:
    """Whether a bare number is an action's, not a count or a part of a date."""
    after = words[place + 1].text if place + 1 < len(words) else ""
    before = before_it[-1].text if before_it else ""
    if before == "of" and len(before_it) > 1 and before_it[-2].text in {"percent", "half", "most", "all", "part"}:
        return True
    if before == "#" or before in {"action", "number", "no", "item", "actions", "nos"}:
        return True
    if before == "to" and len(before_it) > 1 and before_it[-2].text.startswith("a-"):
        return True
    if after == "to" and len(words) > place + 2 and words[place + 2].text.isdigit():
        return True  # "254 to 256"
    if plain_word(after).split(" ")[0] in NUMBER_OF or after in lexicon().lists["units"]:
        return False
    if words[place].text in {"1", "2"} and before in {"other", "another", "that"}:
        return False
    if not before or before_it[-1].is_mark or before.startswith("a-"):
        return True
    if before in lexicon().lists["before_a_number"]:
        return True
    if int(words[place].text) > 12 and before not in lexicon().lists["not_before_a_number"]:
        return not is_number(before)
    return any(len(p.slots) == 1 and not p.kinds.isdisjoint(STATUS) for p in lexicon().by_first.get(before, ()))


def _by_place(segment: Segment, place: int, mentions: Mentions) -> Mention | None:
    """The action at a place in the list: "the first one", "last two"."""
    words, asked = segment.words, mentions.asked
    after = words[place + 1].text if place + 1 < len(words) else ""
    at = _PLACES[words[place].text]
    if at == _MIDDLE:
        at = len(asked) // 2 if len(asked) % 2 else len(asked)
    if mentions.of(words[place].text) or (place and words[place - 1].text not in _BEFORE_A_PLACE):
        return None
    if after in _COUNTS:
        follows = words[place + 2].text if place + 2 < len(words) else ""
        count = _COUNTS[after]
        if count >= len(asked) or follows in lexicon().lists["units"] or at not in {0, -1}:
            return None
        return Mention(asked[:count] if at == 0 else asked[-count:], place, place + 2, by_reference=True)
    status_next = any(cue.start == place + 1 and says_how_it_stands(cue) for cue in segment.cues)
    if (after and after not in _AFTER_A_PLACE and not status_next) or at >= len(asked):
        return None
    noun = after in {"one", "1", "action", "item", "task", "point", "bit", "thing"}
    return Mention((asked[at],), place, place + 1 + noun, by_reference=True)
