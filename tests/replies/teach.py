"""Learn the reader's scales from the examples: `make taught`.

Logistic regression over the evidence, by AdaGrad, in a fixed order: the same examples give the same scales.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from pathlib import Path
from typing import Final

import bot.conversations.understanding
from bot.conversations.understanding.scales import OUTCOMES, SCALE
from bot.conversations.understanding.understand import listen
from tests.replies.examples import TAUGHT, TODAY, examples

ROUNDS: Final = 12
RATE: Final = 0.3
SHRINK: Final = 0.05
"""How much every weight is pulled towards nothing in a round; what few actions gave is not believed far."""
SEEN: Final = 2
"""Evidence that fewer actions gave is left out: it says nothing of others."""
TINY: Final = 5
"""Hundredths under which a weight counts as none."""
SCALES: Final = Path(bot.conversations.understanding.__file__).parent / "scales.tsv"

Sample = tuple[list[int], int]


def samples() -> tuple[list[Sample], list[str]]:
    """Each action of each example as the numbers of its evidence and of its outcome; and what the numbers stand for."""
    found: list[tuple[tuple[str, ...], str]] = []
    for example in examples(TAUGHT):
        heard, _, _ = listen(example.text, example.asked, TODAY, example.actions)
        for each in heard:
            fair = example.outcomes(each.action)
            reads = each.evidence[0].removeprefix("reads ")
            found.append((each.evidence, reads if reads in fair else fair[0]))
    counted = Counter(name for evidence, _ in found for name in evidence)
    names = sorted(name for name, times in counted.items() if times >= SEEN)
    number = {name: place for place, name in enumerate(names)}
    return [([number[n] for n in evidence if n in number], OUTCOMES.index(out)) for evidence, out in found], names


def learn(found: list[Sample], size: int) -> list[list[float]]:
    """The weights of each evidence for each outcome."""
    order = random.Random(24)  # noqa: S311 - an order, not a secret
    weights = [[0.0] * len(OUTCOMES) for _ in range(size)]
    uses = Counter(name for evidence, _ in found for name in evidence)
    pull = [SHRINK / uses[name] for name in range(size)]
    past = [[1e-2] * len(OUTCOMES) for _ in range(size)]
    for _ in range(ROUNDS):
        order.shuffle(found)
        for evidence, outcome in found:
            _step(weights, past, pull, evidence, outcome)
    return weights


def _step(
    weights: list[list[float]], past: list[list[float]], pull: list[float], evidence: list[int], outcome: int
) -> None:
    places = range(len(OUTCOMES))
    sums = [0.0] * len(OUTCOMES)
    for name in evidence:
        row = weights[name]
        for place in places:
            sums[place] += row[place]
    most = max(sums)
    parts = [math.exp(each - most) for each in sums]
    whole = sum(parts)
    slopes = [part / whole - (place == outcome) for place, part in enumerate(parts)]
    for name in evidence:
        row, before = weights[name], past[name]
        for place in places:
            slope = slopes[place] + pull[name] * row[place]
            before[place] += slope * slope
            row[place] -= RATE * slope / math.sqrt(before[place])


def main() -> None:
    """Learn, and write the scales."""
    found, names = samples()
    learnt = learn(found, len(names))
    lines: list[str] = []
    for name, row in zip(names, learnt, strict=True):
        stored = [round(weight * SCALE) for weight in row]
        stored = [number if abs(number) >= TINY else 0 for number in stored]
        if any(stored):
            lines.append("\t".join([name, *(str(number or "") for number in stored)]))
    SCALES.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(found)} actions, {len(lines)} pieces of evidence, {SCALES.stat().st_size // 1024} KB")  # noqa: T201 - what the verb is asked for


if __name__ == "__main__":
    main()
