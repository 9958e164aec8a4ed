"""The rules for Adaptive Cards hold what Teams would show wrongly, whatever it is, and let the rest through."""

from __future__ import annotations

from typing import Any

import pytest

from tests.adapters.teams.tiny import TEXT, card, execute, opens
from tests.teams.cards import inputs, problems

NAMED = {"id": "a", "label": "What?", "errorMessage": "Please fill this in."}
CHOICES = [{"title": "Keep", "value": "=keep"}]
SUBMIT = {"type": "Action.Submit", "title": "Send", "data": {"line": "x"}}


def test_a_card_with_all_that_is_known() -> None:
    """Has no problem, and its inputs are found however deep they stand."""
    column = {"type": "Column", "width": "auto", "items": [{"type": "Input.Text", **NAMED, "maxLength": 20}]}
    body = (
        {**TEXT, "wrap": True, "size": "Medium", "weight": "Bolder", "style": "heading", "maxLines": 2},
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "x", "italic": True, "color": "accent"}]},
        {"type": "ColumnSet", "columns": [column]},
        {"type": "Container", "style": "emphasis", "items": [{"type": "Input.Date", "id": "b", "label": "Due"}]},
        {"type": "Input.ChoiceSet", "id": "c", "choices": CHOICES, "style": "expanded", "isMultiSelect": False},
        {"type": "ActionSet", "actions": [execute("Undo", "undo"), opens("Add", "improve")]},
    )
    whole = card(*body, actions=(SUBMIT,))
    assert problems(whole) == []
    assert [one["id"] for one in inputs(whole)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "element",
    [
        {**TEXT, "wrap": "true"},
        {**TEXT, "maxLines": True},
        {**TEXT, "size": "huge"},
        {**TEXT, "color": 7},
        {**TEXT, "text": ["x"]},
        {**TEXT, "style": "emphasis"},
        {**TEXT, "selectAction": SUBMIT},
        {"type": "Container", "items": [{"type": "Container", "items": [{**TEXT, "spacing": "wide"}]}]},
        {"type": "Container", "items": "x"},
        {"type": "Container", "items": [TEXT], "selectAction": {"type": "Action.Fly"}},
        {"type": "ColumnSet", "columns": [{"type": "Column", "items": [{"type": "Poem"}]}]},
        {"type": "RichTextBlock", "inlines": ["x"]},
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "x", "italic": 1}]},
        {"type": "Input.Text", **NAMED, "maxLength": "20"},
        {"type": "Input.Text", "id": "a", "isRequired": True},
        {"type": "Input.ChoiceSet", "id": "a", "choices": []},
        {"type": "Input.ChoiceSet", "id": "a", "choices": ["x"]},
        {"type": "Input.ChoiceSet", "id": "a", "choices": CHOICES, "style": "radio"},
        {"type": "ActionSet", "actions": ["x"]},
        {"type": "ActionSet", "actions": [{**SUBMIT, "data": 7}]},
        {"type": "ActionSet", "actions": [{**SUBMIT, "style": "emphasis"}]},
        {"type": "ActionSet", "actions": [{**execute("x", "y"), "fallback": {**SUBMIT, "title": 7}}]},
        {"type": "ActionSet", "actions": [{**execute("x", "y"), "fallback": execute("x", "y")}]},
        {"type": ["TextBlock"], "text": "x"},
        {"type": "ActionSet", "actions": [{**SUBMIT, "type": {}}]},
        "x",
    ],
    ids=str,
)
def test_an_element_that_teams_would_show_wrongly(element: Any) -> None:
    """A value of the wrong kind, or one that nothing is called."""
    assert problems(card(element))


@pytest.mark.parametrize("version", ["1.0", "1.6", "2", 1.5, ["1.5"], None])
def test_a_version_that_teams_does_not_know(version: Any) -> None:
    """It knows up to 1.5."""
    assert problems({**card(), "version": version})


def test_what_is_executed_needs_1_5() -> None:
    """Whatever else may stand in an older card."""
    assert problems({**card(actions=(SUBMIT,)), "version": "1.4"}) == []
    assert problems({**card(actions=(execute("x", "y"),)), "version": "1.4"})


def test_six_buttons_stand_side_by_side() -> None:
    """The seventh is behind the dots, or it is too many, in a card as in a set."""
    six, behind = [SUBMIT] * 6, {**SUBMIT, "mode": "secondary"}
    assert problems(card(actions=(*six, behind))) == []
    assert problems(card(actions=(*six, SUBMIT)))
    assert problems(card({"type": "ActionSet", "actions": [*six, behind]})) == []
    assert problems(card({"type": "ActionSet", "actions": [*six, SUBMIT]}))


def test_no_two_elements_are_called_the_same() -> None:
    """Wherever they stand."""
    inner = {"type": "Container", "items": [{"type": "Input.Text", **NAMED}]}
    assert problems(card(inner, {**TEXT, "id": "b"})) == []
    assert problems(card(inner, {**TEXT, "id": "a"}))


@pytest.mark.parametrize("body", [[], None, "x", [None], {}])
def test_a_body_that_is_none(body: Any) -> None:
    """Is a problem, and no accident."""
    assert problems({"type": "AdaptiveCard", "version": "1.5", "body": body})
