"""`make bench`: figures as ratios, both sides taken in this one run, with the machine's floor beside them.

`--large` takes the full size: 1,000,000 lessons, which takes some minutes.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench import answers, capture, databases, imports, memory, planning, process, prompts, scale, slack, teams

PARTS = ("capture", "process", "imports", "slack", "prompts", "teams", "scale", "memory", "planning", "answers")


def main() -> None:
    """Print every figure with its bar."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Speed and size, as ratios.")
    parser.add_argument("parts", nargs="*", help=f"only these: {', '.join(PARTS)}")
    parser.add_argument(
        "--large", action="store_true", help="listings at 1,000,000 lessons, memory over 100,000 captures"
    )
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}: choose from {', '.join(PARTS)}")
    parts = options.parts or PARTS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "capture" in parts:
            capture.run(folder)
        if "process" in parts:
            process.run(folder)
        if "imports" in parts:
            imports.run(folder)
        if "slack" in parts:
            slack.run(folder, options.large)
        if "prompts" in parts:
            prompts.run(databases.sqlite(folder))
        if "teams" in parts:
            teams.run(folder, options.large)
            teams.prompts(databases.sqlite(folder))
        if "answers" in parts:
            answers.reading()
        registers(folder, parts, options.large)


def registers(folder: Path, parts: list[str], large: bool) -> None:
    """What is measured on both databases."""
    with databases.postgresql() as on_postgresql:
        for fresh, name in ((databases.sqlite(folder), "SQLite"), (on_postgresql, "PostgreSQL")):
            if "scale" in parts:
                scale.run(fresh, name, large)
            if "memory" in parts:
                memory.run(fresh, folder, name, large)
            if "planning" in parts:
                planning.run(fresh, name)
            if "answers" in parts:
                answers.run(fresh, name)


if __name__ == "__main__":
    main()
