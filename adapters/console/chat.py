"""The conversation in a terminal: one person, in a channel or in a direct message."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from adapters.console.render import Page, question, render
from bot.commands.dispatch import dispatch
from bot.dates.reading import read_date
from bot.ports import OpenRegister
from bot.words.action import How
from bot.words.incoming import Incoming, Place, Sender
from bot.words.message import Button, FieldKind, File, Form
from bot.words.person import Platform
from storage.engine import ConflictError, StoreError

log = logging.getLogger("learnt.console")


@dataclass(slots=True)
class _Asking:
    """A form in the middle of being filled in."""

    form: Form
    answers: dict[str, str] = field(default_factory=dict[str, str])
    unfolded: bool = False

    @property
    def at_fold(self) -> bool:
        """Whether what is left is folded away, so that it is asked first whether to unfold it."""
        return not self.unfolded and self.form.fields[self.next].folded

    @property
    def next(self) -> int:
        return len(self.answers)


class Chat:
    """What one person types, and what they read.

    `buttons` are those that a number presses now. `clock` gives the UTC instant of each message, `show` prints a page,
    `save` writes a file that an answer brings.
    """

    def __init__(
        self,
        open_register: OpenRegister,
        email: str,
        channel: str | None,
        *,
        clock: Callable[[], datetime],
        show: Callable[[Page], None],
        save: Callable[[File], None] = lambda _: None,
    ) -> None:
        self._open = open_register
        self._save = save
        name = email.partition("@")[0].replace(".", " ").title()
        handle = email.partition("@")[0]
        self._sender = Sender(
            platform=Platform.CONSOLE, account=email.casefold(), name=name, handle=handle, email=email.casefold()
        )
        place = (channel or "").lstrip("#")
        self._place = Place(account=place.casefold(), name=place) if place else None
        self._clock = clock
        self._show = show
        self.buttons: list[Button] = []
        self._asking: _Asking | None = None

    @property
    def prompt(self) -> str:
        """What stands before the line being typed."""
        where = f" in #{self._place.name}" if self._place else ""
        return f"{self._sender.handle}{where}: "

    def hear(self, typed: str) -> None:
        """Answer one line."""
        line = typed.rstrip("\r\n")
        if self._asking is not None:
            self._fill_in(self._asking, line.strip())
        elif line.strip().isdecimal() and 0 < int(line.strip()[:6]) <= len(self.buttons):
            self._send(self.buttons[int(line.strip()) - 1].line, How.BUTTON)
        elif line.strip().isdecimal() or line.strip().casefold() == "cancel":
            page = Page()  # meant for what stood here before; as a lesson it would say nothing
            page.line(f"\u2192 There is no {line.strip()[:6]} to press here. Nothing is stored.")
            self._show(page)
        elif line.strip():
            self._send(line, How.TYPED)

    def _send(self, text: str, how: How, fields: dict[str, str] | None = None) -> None:
        if how is not How.TYPED:
            text = f"/lesson {text}"
        incoming = Incoming(
            key=f"console:{secrets.token_hex(12)}",
            sender=self._sender,
            place=self._place,
            text=text,
            fields=fields or {},
            how=how,
        )
        try:
            answer = dispatch(incoming, self._clock(), self._open)
            if answer.file is not None:
                self._save(answer.file)
        except StoreError as error:
            if not isinstance(error, ConflictError):
                raise  # the register can't be used: the one line that says so ends it
            self._went_wrong(error)
            return
        except Exception as error:  # nobody above can answer; the log has the trace
            self._went_wrong(error)
            return
        page = render(answer.said, private=self._place is None)
        if page.lines:
            self.buttons = page.buttons
            self._show(page)
        if answer.form is not None:
            self._asking = _Asking(answer.form)
            self._ask(self._asking, f"{answer.form.title} (type cancel to leave it)")

    def _went_wrong(self, error: Exception) -> None:
        """A reference to the person, the story to the log."""
        reference = secrets.token_hex(4)
        log.error("dispatch failed", exc_info=error, extra={"reference": reference})
        page = Page()
        page.line(f"\u2192 That went wrong at our end. Please quote {reference}.")
        self._show(page)

    def _ask(self, asking: _Asking, title: str = "") -> None:
        page = Page()
        if title:
            page.line(f"\u2192 {title}", "bold")
        fold = "An action for it as well? [yes] (Enter to save without)"
        page.line(f"  {fold if asking.at_fold else question(asking.form.fields[asking.next])}")
        self._show(page)

    def _fill_in(self, asking: _Asking, answer: str) -> None:
        asked = asking.form.fields[asking.next]
        if asking.at_fold and answer.casefold() != "cancel":
            asking.unfolded = answer.casefold() in {"y", "yes"}
            if asking.unfolded:
                self._ask(asking)
            else:
                self._submit(asking)
            return
        if answer.casefold() == "cancel":
            self._asking = None
            page = Page()
            page.line("\u2192 Left. Nothing is stored.")
            self._show(page)
            return
        if asked.options and answer:
            chosen = [value for value, label in asked.options if answer.casefold() in {value, label.casefold()}]
            if not chosen:
                self._ask(asking, "One of the words in brackets, please.")
                return
            answer = chosen[0]
        if asked.kind is FieldKind.DATE and answer and (wrong := self._no_day(answer)):
            self._ask(asking, wrong)
            return
        if asked.required and not answer:
            self._ask(asking, "This one is needed. Type cancel to leave the form.")
            return
        asking.answers[asked.name] = answer
        if asking.next < len(asking.form.fields):
            self._ask(asking)
        else:
            self._submit(asking)

    def _no_day(self, answer: str) -> str:
        """What is wrong with a date, while the other answers are still there; nothing where it is one."""
        day = read_date(answer, self._clock().date())
        if isinstance(day, date):
            return ""
        return day.sentence if day else f"\u201c{answer}\u201d is no date. Try 4 Dec or Friday."

    def _submit(self, asking: _Asking) -> None:
        self._asking = None
        self._send(asking.form.line, How.BUTTON, asking.answers)
