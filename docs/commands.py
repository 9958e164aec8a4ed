"""Writes docs/commands.md from the command table; with --check says whether it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.commands.table import COMMANDS, Who

PAGE = Path(__file__).with_name("commands.md")
HEAD = """# Everything that can be typed

This page is made from the command table (`python docs/commands.py`). Capitals are filled in; brackets may be left out.

| typed | what it does | who may |
| --- | --- | --- |
| `keep TEXT` | stores something that went well | anyone in the programme |
| `improve TEXT` | stores something to do better | anyone in the programme |
| `TEXT` | stores it, and asks which of the two it is | anyone in the programme |
| `anon improve TEXT` | stores it without your name | anyone in the programme |
| `24.3: improve TEXT` | stores it in release 24.3 | anyone in the programme |
| `lesson: TEXT` | stores a text that looks like a command | anyone in the programme |
"""


def page() -> str:
    """The page as it should be."""
    rows = [
        f"| `{command.usage.replace('|', chr(92) + '|')}` | {command.explains} | {command.who.value} |"
        for command in sorted(COMMANDS, key=lambda c: (list(Who).index(c.who), c.name))
    ]
    return HEAD + "\n".join(rows) + "\n"


def main() -> int:
    """Write or check the page."""
    if "--check" not in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page():
        return 0
    print("docs/commands.md is out of date: python docs/commands.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
