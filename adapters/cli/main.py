"""The command `learnt`. Imports of what only one verb needs are inside it, so that `learnt --help` is quick."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

Clock = Callable[[], datetime]
VERBS: Final = (
    ("serve", "run everything: HTTP and the scheduler"),
    ("chat", "the conversation in this terminal"),
    ("demo", "one release of a real register, end to end"),
    ("migrate", "bring the register's schema up to date"),
    ("backup", "copy the register while it is in use"),
    ("run-due", "plan and deliver what is due, once"),
    ("understand", "how status replies are read, JSON lines in and out"),
    ("import", "bring in a register from CSV, Excel or JSON"),
    ("export", "write the register to CSV, Excel or JSON"),
    ("review", "one review as text, or its invitation for calendars"),
    ("person", "export or forget what is held about a person"),
    ("manifest", "what makes the app: Slack's manifest, or Teams' package"),
    ("check", "does the configuration work, and what mends it"),
)


def run() -> int:
    """The entry point: the only place that reads the process's own arguments, environment and clock."""
    from dotenv import dotenv_values

    environ = {**{k: v for k, v in dotenv_values(".env").items() if v is not None}, **os.environ}
    return main(sys.argv[1:], environ, lambda: datetime.now(UTC))


def main(argv: Sequence[str], environ: Mapping[str, str], clock: Clock) -> int:
    """Run one verb. Returns 0 on success, 1 on failure with one line that says why; wrong usage exits with 2."""
    options = _parser().parse_args(argv)
    from adapters.cli import verbs
    from adapters.cli.settings import Wrong, read
    from storage.engine import StoreError

    settings = read(environ)
    if isinstance(settings, Wrong):
        print("\n".join(settings.sentences), file=sys.stderr)
        return 1
    try:
        return verbs.VERBS[options.verb](options, settings, clock)
    except StoreError as error:
        print(f"learnt: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone, which is no failure
        return 0
    except KeyboardInterrupt:
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="learnt", description="Lessons learnt around releases, and the actions that come of them."
    )
    parser.add_argument("--version", action="version", version=f"learnt {_version()}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    added = {name: verbs.add_parser(name, help=text, description=text) for name, text in VERBS}
    added["chat"].add_argument("--as", dest="email", required=True, metavar="EMAIL", help="who is typing")
    added["chat"].add_argument("--channel", metavar="NAME", help="the channel; without it, a direct message")
    for name in ("chat", "run-due"):
        added[name].add_argument(
            "--at",
            type=_instant,
            metavar="INSTANT",
            help="the time to go by, such as 2026-11-24T09:00 (UTC unless it says otherwise)",
        )
    added["backup"].add_argument("file", metavar="FILE")
    added["understand"].add_argument("--today", required=True, metavar="DATE", type=_day)
    added["person"].add_argument("what", choices=("export", "forget"))
    added["person"].add_argument("email", metavar="EMAIL")
    added["manifest"].add_argument("platform", choices=("slack", "teams"))
    added["manifest"].add_argument("--app-id", type=_app_id, metavar="ID", help="Teams: the bot's Microsoft App ID")
    added["manifest"].add_argument(
        "--to", default="learnt-teams.zip", metavar="FILE", help="Teams: the package (learnt-teams.zip)"
    )
    added["manifest"].add_argument(
        "--socket-mode", action="store_true", help="Slack: for a Learnt without a public address"
    )
    added["manifest"].add_argument("--several", action="store_true", help="Slack: for several workspaces")
    added["manifest"].add_argument("--url", type=_address, metavar="URL", help="Learnt's public address")
    added["import"].add_argument("file", metavar="FILE")
    added["import"].add_argument("--dry-run", action="store_true", help="say what would be done, and store nothing")
    added["export"].add_argument(
        "--to", required=True, type=_export, metavar="FILE", help="its ending is the format: .xlsx, .csv or .json"
    )
    added["review"].add_argument("number", type=_number, metavar="N", help="which one, such as 5")
    added["review"].add_argument(
        "--to", type=_review, metavar="FILE", help="its ending is the format: .txt for the text, .ics for calendars"
    )
    for name in ("import", "export", "review"):
        added[name].add_argument("--programme", metavar="KEY", help="needed where there is more than one")
    added["demo"].add_argument("--to", default="learnt-demo.db", metavar="FILE", help="the register it makes")
    return parser


def _version() -> str:
    from importlib.metadata import version

    return version("learnt")


def _instant(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no instant; give one such as 2026-11-24T09:00") from None
    try:
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except OverflowError:
        raise argparse.ArgumentTypeError(f"{text!r} is too far away; give one such as 2026-11-24T09:00") from None


def _address(text: str) -> str:
    if not text.startswith("https://"):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no address that a platform takes; give one such as https://learnt.example"
        )
    return text


def _app_id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no Microsoft App ID; it looks like 01234567-89ab-cdef-0123-456789abcdef"
        ) from None


def _export(text: str) -> str:
    if not text.casefold().endswith((".xlsx", ".csv", ".json")):
        raise argparse.ArgumentTypeError(f"{text!r} ends in no format; call it lessons.xlsx, .csv or .json")
    return text


def _number(text: str) -> int:
    if not (text.isdecimal() and len(text) < 10):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of a review; give one such as 5")
    return int(text)


def _review(text: str) -> str:
    if not text.casefold().endswith((".txt", ".ics")):
        raise argparse.ArgumentTypeError(f"{text!r} ends in no format; call it review.txt or review.ics")
    return text


def _day(text: str) -> str:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date().isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; give one such as 2026-11-24") from None
