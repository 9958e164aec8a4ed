"""The reply to an answer, made part by part: each part of what was understood adds what it has to say."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.words import message as m


@dataclass(slots=True)
class Told:
    """`about` names what was changed, for the audit log."""

    parts: list[tuple[str, tuple[m.Section, ...]]] = field(default_factory=list[tuple[str, tuple[m.Section, ...]]])
    buttons: list[m.Button] = field(default_factory=list[m.Button])
    about: list[str] = field(default_factory=list[str])

    def add(self, title: str, *sections: m.Section) -> None:
        """Say something more: a sentence, and what belongs to it."""
        self.parts.append((title, sections))

    def reply(self) -> m.Reply:
        """All parts as one message; the first sentence is its title."""
        title, sections = self.parts[0]
        for more, following in self.parts[1:]:
            sections = (*sections, *((m.Text(more),) if more else ()), *following)
        return m.reply(title, *sections, buttons=tuple(self.buttons), about=" ".join(self.about))
