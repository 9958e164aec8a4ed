"""What Learnt says where it has just arrived: what it is for, and the first thing to do."""

from __future__ import annotations

from bot.words.message import Button, Message, Text


def greeting(*, private: bool) -> Message:
    """Short, and useful at once. In a channel everybody reads it, so it says how it is spoken to there."""
    what = "I keep what your releases have taught, and see to it that something comes of it."
    if private:
        return Message(
            "I am Learnt.",
            (Text(f"{what} Type what went well or what to improve, or press a button."),),
            (Button("Something went well", "keep"), Button("Something to improve", "improve"), Button("Help", "help")),
        )
    return Message(
        "I am Learnt.",
        (
            Text(what),
            Text(
                "Write @Learnt improve \u2026 or @Learnt keep \u2026 and it is in the register. To begin, somebody of "
                "the programme office writes @Learnt setup and the programme's name, or @Learnt link and the code of "
                "one that there is already."
            ),
        ),
        (Button("Something went well", "keep"), Button("Something to improve", "improve"), Button("Help", "help")),
    )
