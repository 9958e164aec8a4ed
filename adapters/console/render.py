"""Messages as lines of a terminal. Every button gets a number; typing it presses it."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.text import Text as Styled

from bot.words.message import Button, Field, FieldKind, Message, Quote, Rows, Said, Text, To


@dataclass(slots=True)
class Page:
    """Lines to print, and the buttons that their numbers press."""

    lines: list[Styled] = field(default_factory=list[Styled])
    buttons: list[Button] = field(default_factory=list[Button])

    def line(self, text: str, style: str = "") -> None:
        self.lines.append(Styled(text, style=style))

    def press(self, buttons: tuple[Button, ...]) -> str:
        """The buttons as "[1] Done  [2] On track", numbered on from those before."""
        shown: list[str] = []
        for button in buttons:
            self.buttons.append(button)
            shown.append(f"[{len(self.buttons)}] {button.label}")
        return "  ".join(shown)


def render(said: tuple[Said, ...], *, private: bool) -> Page:
    """What was said, as lines. `private`: in a direct message, where all is only for you anyway."""
    page = Page()
    for one in said:
        mark = "" if private or one.to is To.HERE else "(only you)  "
        _message(page, one.message, mark)
    return page


def sent(message: Message, to: str) -> Page:
    """A message to somebody else, with its recipient."""
    page = Page()
    _message(page, message, f"(to {to})  ")
    return page


def _message(page: Page, message: Message, mark: str) -> None:
    first = message.title
    if first or mark:
        page.lines.append(Styled.assemble(("\u2192 ", "bold"), (mark, "dim"), (first, "bold")))
    for section in message.sections:
        match section:
            case Text(text):
                page.line(_indented(text))
            case Quote(text):
                page.line(_indented(f"\u201c{text}\u201d"), "italic")
            case Rows():
                _rows(page, section)
    if message.buttons:
        page.line(f"  {page.press(message.buttons)}", "cyan")


def _rows(page: Page, rows: Rows) -> None:
    lead = max((len(row.lead) for row in rows.rows), default=0)
    for row in rows.rows:
        head = row.lead.ljust(lead)
        text = "  ".join(part for part in (head, row.text, row.detail) if part.strip())
        page.line(f"  {text}" if text else "")
        if row.buttons:
            page.line(f"  {' ' * lead}  {page.press(row.buttons)}", "cyan")
    if rows.more or rows.see:
        see = page.press((rows.see,)) if rows.see else ""
        page.line(f"  {'  '.join(part for part in (rows.more, see) if part)}", "dim")


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))


def question(asked: Field) -> str:
    """One question of a form."""
    hint = f" ({asked.hint})" if asked.hint else ""
    ways = ""
    if asked.kind is FieldKind.CHOICE:
        ways = " [" + ", ".join(label for _, label in asked.options) + "]"
    elif asked.kind is FieldKind.DATE:
        ways = " [such as 4 Dec or Friday]"
    return f"{asked.label}{hint}{ways}{'' if asked.required else ' (Enter for none)'}"
