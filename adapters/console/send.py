"""What goes to a person or a channel of the console is printed, with its recipient."""

from __future__ import annotations

from collections.abc import Callable

from adapters.console.render import Page, sent
from bot.words.message import File, Message
from scheduler.deliver import Recipient
from scheduler.retry import Failure, Refused


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

    async def hand_over(
        self,
        to: Recipient,  # noqa: ARG002  # as every sender
        message: Message,  # noqa: ARG002  # as above
        file: File,
        content: bytes,  # noqa: ARG002  # as above
        *,
        again: bool,  # noqa: ARG002  # as above
    ) -> str | Failure:
        """In a terminal a file is written where its answer is read, so none comes here."""
        return Refused(f"a terminal writes {file.name} by itself")
