"""Settings, read once from the environment. All that is wrong is said at once, each with how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this installation runs."""

    database_url: str
    host: str
    port: int
    log: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """Every wrong setting as a sentence."""

    sentences: tuple[str, ...]


def read(environ: Mapping[str, str]) -> Settings | Wrong:
    """The settings in `environ`, with the documented defaults."""
    wrong: list[str] = []
    port = environ.get("LEARNT_PORT", "3978")
    if not (port.isdecimal() and 0 <= int(port) < 65_536):
        wrong.append(f"LEARNT_PORT is {port!r}: give a number from 0 to 65535.")
    log = environ.get("LEARNT_LOG", "text")
    if log not in {"text", "json"}:
        wrong.append(f"LEARNT_LOG is {log!r}: it is text or json.")
    url = environ.get("LEARNT_DATABASE_URL", "sqlite:///learnt.db")
    if not url.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:", "postgres:")):
        wrong.append("LEARNT_DATABASE_URL is neither sqlite:///FILE nor postgresql://USER@HOST/NAME.")
    if wrong:
        return Wrong(tuple(wrong))
    return Settings(database_url=url, host=environ.get("LEARNT_HOST", "127.0.0.1"), port=int(port), log=log)
