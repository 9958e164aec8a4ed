"""Messages as Adaptive Cards: whatever they hold, Teams takes them, and shows letter by letter what people wrote."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.teams import limits, render
from bot.words.message import Button, Message, Quote, Row, Rows, Text, plain
from tests.adapters import anything
from tests.teams.cards import buttons, elements, problems, reads

patient = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
HOSTILE = (
    "<at>everyone</at> [bank](https://evil.example) **bold** _so_ `code` # head\n- item {{DATE(2026-01-01)}} ${x} &lt;"
)


def _never(_: str) -> bool:
    return False


def _drawn(*sections: Text | Quote | Rows, title: str = "", pressed: tuple[Button, ...] = ()) -> dict[str, Any]:
    card = render.card(Message(title, sections, pressed), opens=_never)
    assert problems(card) == []
    return card


@patient
@given(anything.message)
def test_any_message(message: Message) -> None:
    """Teams takes its card, with what it remembers and without."""
    for remembers in (False, True):
        card = render.card(message, opens=lambda line: "A-1" in line, remembers=remembers)
        assert problems(card) == []
        kept = [one["value"] for one in elements(card) if one.get("id") == render.SAID]
        assert not kept or remembers
        assert all(render.remembered({render.SAID: one}) == message for one in kept)
    assert 0 < len(render.text(message).encode("utf-16-le")) // 2 <= limits.SUMMARY
    json.dumps(card).encode()


def test_what_people_wrote_is_shown_as_it_is() -> None:
    """Nothing of it becomes a mention, a link, a format or a date."""
    card = _drawn(Quote(HOSTILE), Rows((Row("A-1", HOSTILE, HOSTILE, (Button(HOSTILE, "help"),)),)), title=HOSTILE)
    runs = [run for one in elements(card) for run in one.get("inlines", ())]
    assert all(one["type"] != "TextBlock" for one in elements(card))
    assert "{{" not in json.dumps(runs)
    assert "msteams" in card
    assert "entities" not in card["msteams"]
    assert "".join(run["text"] for run in runs).replace("\u200b", "").startswith(HOSTILE)
    quoted = [run for one in elements(card) if one["type"] == "Container" for run in one["items"][0]["inlines"]]
    assert not any("selectAction" in run for run in quoted)


def test_an_address_of_ours_leads_where_it_says() -> None:
    """In a paragraph a web address is a link, without the full stop behind it."""
    card = _drawn(Text("It is at https://wiki.example/plan."))
    (link,) = [run for one in elements(card) for run in one["inlines"] if "selectAction" in run]
    assert link["text"] == link["selectAction"]["url"] == "https://wiki.example/plan"


def test_a_heading_is_one() -> None:
    """A title over something is announced as a heading; alone it is a sentence."""
    (first, *_) = elements(_drawn(Text("More"), title="Four lessons"))
    assert (first["type"], first["style"]) == ("TextBlock", "heading")
    (only,) = elements(_drawn(title="Four lessons"))
    assert only["type"] == "RichTextBlock"


def test_few_buttons_show_and_the_rest_are_behind_a_menu() -> None:
    """Three side by side is what a phone holds."""
    card = _drawn(pressed=tuple(Button(f"Do {number}", f"done A-{number}") for number in range(30)))
    shown = buttons(card)
    assert [one.get("mode") for one in shown[:4]] == [None, None, None, "secondary"]
    assert len(shown) == limits.ACTIONS
    assert "and 10 more buttons" in reads(card)


def test_what_a_rows_button_is_about_is_said() -> None:
    """Whoever can't see the row hears it with the button."""
    card = _drawn(Rows((Row("A-7", "Write the charter", "due Fri 27 Nov", (Button("Done", "done A-7"),)),)))
    (button,) = buttons(card)
    assert button["tooltip"] == "Done, A-7 Write the charter"
    assert reads(card) == ["A-7  Write the charter", "due Fri 27 Nov"]


def test_a_button_that_opens_a_form_fetches_it() -> None:
    """By Action.Submit, as Action.Execute can't; the others are executed, with a submit for old clients."""
    pressed = (Button("Add action", "action L-1"), Button("Done", "done A-1"))
    card = render.card(Message("x", (), pressed), opens=lambda line: line.startswith("action"))
    fetch, execute = buttons(card)
    assert fetch["data"] == {"msteams": {"type": "task/fetch"}, "line": "action L-1"}
    assert (execute["type"], execute["fallback"]["type"]) == ("Action.Execute", "Action.Submit")
    assert execute["data"] == execute["fallback"]["data"] == {"line": "done A-1"}


@pytest.mark.parametrize("rows", [40, 400])
def test_too_many_rows_are_counted(rows: int) -> None:
    """What doesn't fit is said, before the button that shows it."""
    some = tuple(
        Row(f"A-{n}", "Write the delivery charter", "due", (Button("Done", f"done A-{n}"),)) for n in range(rows)
    )
    card = _drawn(Rows(some, "and 3 more", Button("Show all", "actions all")))
    shown = sum("A-" in line for line in reads(card))
    assert f"and {rows - shown + 3} more" in reads(card)
    assert buttons(card)[-1]["title"] == "Show all"


def test_a_line_too_long_for_a_button_is_to_be_typed() -> None:
    """None should come, as the core keeps such a line as a draft."""
    card = _drawn(pressed=(Button("Save as lesson", "x" * (limits.LINE + 1)),))
    assert buttons(card) == []
    assert reads(card) == ["Too long for a button here, so please type it: Save as lesson"]


def test_nothing_at_all_is_said_to_be_nothing() -> None:
    """An empty card would be refused."""
    assert reads(_drawn()) == [render.NOTHING]


def test_the_card_can_be_heard() -> None:
    """What is read where no card is shown is the whole message."""
    message = Message("Two lessons", (Rows((Row("L-1", "Feeds", "improve"), Row("L-2", "Notes", "keep"))),))
    assert render.card(message, opens=_never)["fallbackText"] == plain(message)


@pytest.mark.parametrize(
    "data", [{}, {"said": 7}, {"said": "{"}, {"said": "[]"}, {"said": '{"title": 1}'}, {"said": "null"}]
)
def test_what_was_not_remembered(data: dict[str, Any]) -> None:
    """Whatever a client sends in its place, there is nothing to show."""
    assert render.remembered(data) is None
