"""How much each piece of evidence weighs, as learnt from the examples by `make taught`.

One line an evidence: its text, then its weight for each outcome. An outcome's weights add up; the sums become odds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from bot.words.action import Status

NOTHING: Final = "nothing"
"""Nothing was said of the action."""
SAME: Final = "same"
"""It was spoken of, and its status stays."""
OUTCOMES: Final = (*(status.name.lower() for status in Status), SAME, NOTHING)
SCALE: Final = 100
"""Weights are stored as whole hundredths."""

Weights = Mapping[str, tuple[float, ...]]


@cache
def weights() -> Weights:
    """The weights that were learnt; read once."""
    text = files("bot.conversations.understanding").joinpath("scales.tsv").read_text(encoding="utf-8")
    return dict(map(_line, text.splitlines()))


def _line(line: str) -> tuple[str, tuple[float, ...]]:
    name, *stored = line.split("\t")
    return name, tuple(int(number or 0) / SCALE for number in stored)


def odds(evidence: Iterable[str], learnt: Weights) -> dict[str, float]:
    """How probable each outcome is; they add up to one."""
    sums = [0.0] * len(OUTCOMES)
    for name in evidence:
        for place, weight in enumerate(learnt.get(name, ())):
            sums[place] += weight
    most = max(sums)
    parts = [math.exp(each - most) for each in sums]
    whole = sum(parts)
    return {outcome: part / whole for outcome, part in zip(OUTCOMES, parts, strict=True)}
