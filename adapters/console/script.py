"""Plays a written conversation and says where it goes otherwise: the demo and the tests are such scripts.

A line `ann@x.example in #team: …` or `ann@x.example: …` (a direct message) is typed, `[Label]` presses a button.
`→ …` must have been said since; `…` stands for anything. `it is 2026-11-24T09:00` sets the clock (UTC), `whatever is
due goes out` plans and delivers, `> …` is told to the reader, and so is a heading.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from adapters.console.chat import Chat
from adapters.console.render import Page
from adapters.console.send import ConsoleSender
from bot.ports import OpenRegister
from bot.words.person import Platform
from scheduler.outbox import Outbox
from scheduler.plan import plan

_TYPED: Final = re.compile(r"(?P<email>\S+@\S+?)(?: in #(?P<channel>\S+))?: (?P<text>.*)")


class GoesOtherwiseError(Exception):
    """The script says one thing and Learnt another. The message says which line, and what was said."""


class Script:
    """One register and everybody who types in it.

    `show` is given each page as it is said; `scenes` are lines that stand for something else that happens, each
    returning what to tell the reader.
    """

    def __init__(
        self,
        open_register: OpenRegister,
        show: Callable[[Page], None],
        scenes: Mapping[str, Callable[[datetime], str]] | None = None,
    ) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self._open = open_register
        self._show = show
        self._scenes = scenes or {}
        self._said: list[str] = []
        self._chats: dict[tuple[str, str | None], Chat] = {}

    def play(self, lines: Iterable[str]) -> None:
        """Play the lines; raises `GoesOtherwiseError` at the first that is not answered as it says."""
        for line in lines:
            if line.startswith("→ "):
                self._expect(line.removeprefix("→ "))
            elif line.startswith("it is "):
                self.now = datetime.fromisoformat(line.removeprefix("it is ")).replace(tzinfo=UTC)
                self._tell(f"{self.now:%a %-d %b %Y, %H:%M}", "dim")
            elif line == "whatever is due goes out":
                self._go_out()
            elif line in self._scenes:
                self._tell(self._scenes[line](self.now), "")
            elif line.startswith(("## ", "> ")):
                self._tell(line[2:].lstrip(), "bold underline" if line.startswith("#") else "")
            elif found := _TYPED.fullmatch(line):
                self._type(found["email"], found["channel"], found["text"])
            elif line.strip():
                raise GoesOtherwiseError(f"what is {line!r}?")

    def _tell(self, text: str, style: str) -> None:
        page = Page()
        if style.startswith("bold"):
            page.line("")
        page.line(text, style)
        self._show(page)

    def _hear(self, page: Page) -> None:
        self._said += [" ".join(line.plain.removeprefix("→").split()) for line in page.lines]
        self._show(page)

    def _go_out(self) -> None:
        self._said.clear()
        plan(self._open, self.now)
        outbox = Outbox(self._open, {Platform.CONSOLE: ConsoleSender(self._hear)}, lambda: self.now)
        asyncio.run(outbox.until_empty())

    def _type(self, email: str, channel: str | None, text: str) -> None:
        chat = self._chats.get((email, channel))
        if chat is None:
            chat = Chat(self._open, email, channel, clock=lambda: self.now, show=self._hear)
            self._chats[email, channel] = chat
        self._said.clear()
        page = Page()
        page.line(f"{chat.prompt}{text}", "green")
        self._show(page)
        if text.startswith("[") and text.endswith("]"):
            labels = [button.label for button in chat.buttons]
            if text[1:-1] not in labels:
                raise GoesOtherwiseError(f"there is no button {text}; there are {labels}")
            text = str(labels.index(text[1:-1]) + 1)
        chat.hear(text)

    def _expect(self, line: str) -> None:
        pattern = ".*".join(re.escape(part) for part in line.split("…"))
        if not any(re.fullmatch(pattern, said) for said in self._said):
            raise GoesOtherwiseError(f"{line!r} was not said; it was {self._said}")
