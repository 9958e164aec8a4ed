"""What goes to a person or a channel of the console is printed, with its recipient."""

from __future__ import annotations

from collections.abc import Callable

from adapters.console.render import Page, sent
from bot.words.message import Message
from scheduler.deliver import Recipient
from scheduler.retry import Failure


class ConsoleSender:
    """Prints deliveries. `show` prints a page."""

    def __init__(self, show: Callable[[Page], None]) -> None:
        self._show = show

    async def send(self, to: Recipient, message: Message, key: str, *, again: bool) -> str | Failure:  # noqa: ARG002
        """Print it; the key serves as the id of what was sent."""
        if to.channel is not None:
            name = f"#{to.channel.name}"
        else:
            name = f"{to.person.name}, directly" if to.person else "somebody"
        self._show(sent(message, name))
        return key

    async def change(self, to: Recipient, message: Message, remote: str) -> str | Failure:  # noqa: ARG002
        """Leave it: what a terminal has shown stays."""
        return remote
