"""A card whose button was pressed shows the answer where the question was."""

from __future__ import annotations

from bot.words.message import Button, Message, Quote, Row, Rows, Text, answered

DONE, LINK = Button("Done", "DCR: done A-7"), Button("Add a link", "DCR: result A-7")
PROMPT = Message(
    "These are yours:",
    (Rows((Row("A-7", "Write the charter", "due Fri 27 Nov", (DONE,)), Row("A-9", "Agree the list", buttons=()))),),
)


def test_a_row_shows_its_answer() -> None:
    """The other rows stay as they were, and can still be answered."""
    answer = Message("A-7 is done. Where will people find it?", (Quote("Write the charter"),), (LINK,))
    shown = answered(PROMPT, DONE.line, answer)
    assert shown is not None
    (rows,) = shown.sections
    assert isinstance(rows, Rows)
    assert rows.rows[0] == Row("A-7", "Write the charter", "A-7 is done. Where will people find it?", (LINK,))
    assert rows.rows[1:] == (Row("A-9", "Agree the list"),)


def test_a_question_goes_on_with_its_answer() -> None:
    """What was asked stays to be read, and its buttons give way to the answer's."""
    asked = Message("Stored L-3", (Quote("Slow"), Text("Keep or improve?")), (Button("Improve", "set L-3 improve"),))
    shown = answered(asked, "set L-3 improve", Message("L-3 is to improve.", (), (Button("Undo", "undo"),)))
    assert shown == Message(
        "Stored L-3",
        (Quote("Slow"), Text("Keep or improve?"), Text("L-3 is to improve.")),
        (Button("Undo", "undo"),),
    )


def test_another_line_answers_nothing() -> None:
    """A line that no button of the card has leaves it as it is."""
    assert answered(PROMPT, "done A-9", Message("A-9 is done.")) is None
