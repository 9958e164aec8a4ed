"""`python -m tests.replies`: how well every file of examples is read."""

from __future__ import annotations

from collections import Counter

from tests.replies.examples import HELD, TAUGHT, examples
from tests.replies.grade import CAREFUL, EXACT, HARMFUL, WRONG, grades


def main() -> None:
    """Print a line for each file, and one for all that nobody tuned on."""
    for title, paths in (("taught", TAUGHT), ("held", HELD)):
        whole: Counter[str] = Counter()
        for path in paths:
            found = grades(examples((path,)))
            whole += found
            print(_line(f"{title} {path.stem}", found))  # noqa: T201 - what the verb is asked for
        print(_line(f"{title}, all", whole))  # noqa: T201 - as above


def _line(name: str, found: Counter[str]) -> str:
    number = found[EXACT] + found[CAREFUL] + found[WRONG]
    shares = ", ".join(f"{grade} {found[grade] / number:.1%}" for grade in (EXACT, CAREFUL, WRONG, HARMFUL))
    return f"{name:14} {number:5} answers: {shares}"


if __name__ == "__main__":
    main()
