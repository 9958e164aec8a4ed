from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import limits, modal
from bot.commands.forms import ask_for_text, capture, setup
from bot.words.message import Field, FieldKind, Form, Message, Text
from tests.adapters import anything
from tests.adapters.slack.refusals import lengths, objects
from tests.adapters.slack.test_render import patient
from tests.slack.blocks import problems_of_view, view_too_large

SMILE = "\U0001f600"


def opened(
    *fields: Field, title: str = "Title", line: str = "due A-7", origin: str = "C1", **more: str
) -> dict[str, Any]:
    view = modal.modal(Form(title, line, fields, **more), origin)
    assert problems_of_view(view) == []
    return view


def inputs(view: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in view["blocks"] if block["type"] == "input"]


def element(kind: FieldKind, **more: Any) -> dict[str, Any]:
    (block,) = inputs(opened(Field("value", "Which?", kind, **more)))
    return block["element"]


def filled(view: dict[str, Any], **values: dict[str, Any]) -> dict[str, Any]:
    """The view as it comes back, with the state of each field; those not named are empty."""
    state: dict[str, Any] = {}
    for block in inputs(view):
        name, action = block["block_id"], block["element"]["action_id"]
        state[name] = {action: {"type": block["element"]["type"]} | values.get(name.removeprefix("field:"), {})}
    return view | {"state": {"values": state}}


@patient
@given(anything.form, anything.text)
def test_any_form(form: Form, origin: str) -> None:
    """Whatever a form holds, Slack takes it."""
    view = modal.modal(form, origin)
    assert problems_of_view(view) == []
    assert not view_too_large(view)
    for one in objects(view):
        if one.get("type") == "plain_text":
            assert one["text"].strip()
            assert one["emoji"] is False
    for name in ("title", "submit", "close"):
        assert max(lengths(view.get(name, {"text": ""})["text"])) <= limits.VIEW_TITLE
    assert len(view.get("private_metadata", "").encode("utf-16-le")) // 2 <= limits.PRIVATE_METADATA


def test_capture() -> None:
    """The form of a lesson asks what the core asks, in its order, and comes back with its line and its answers."""
    view = modal.modal(capture(None), "C1:thread")
    assert view["title"]["text"] == "A lesson"
    kind, text, area, audience, *action = inputs(view)
    assert [block["element"]["type"] for block in (kind, text, area, audience, *action)] == [
        *("radio_buttons", "plain_text_input", "plain_text_input", "radio_buttons"),
        *("plain_text_input", "users_select", "datepicker"),
    ]
    assert [block["optional"] for block in (kind, text, area, audience, *action)] == [False, False, *[True] * 5]
    assert audience["element"]["initial_option"]["text"]["text"] == "As usual here"
    back = filled(
        view,
        kind={"selected_option": kind["element"]["options"][1]},
        text={"value": "The feeds\nwere on"},
        area={"value": None},
        audience={"selected_option": audience["element"]["options"][0]},
    )
    assert modal.sent(back) == modal.Sent("lesson", "C1:thread", {"kind": "improve", "text": "The feeds\nwere on"})


def test_every_kind_comes_back() -> None:
    """A date comes back as ISO, a person as a mention, and what was left empty not at all."""
    kinds = {
        "a": FieldKind.LINE,
        "b": FieldKind.DATE,
        "c": FieldKind.PERSON,
        "d": FieldKind.DATE,
        "e": FieldKind.PERSON,
    }
    view = opened(*[Field(name, "?", kind) for name, kind in kinds.items()])
    back = filled(view, a={"value": "x"}, b={"selected_date": "2026-12-04"}, c={"selected_user": "U012AB3CD"})
    assert modal.answers(back) == {"a": "x", "b": "2026-12-04", "c": "<@U012AB3CD>"}


@pytest.mark.parametrize(
    ("title", "head", "intro"),
    [
        ("x" * 24, "x" * 24, ""),
        ("x" * 25, "x" * 23 + "\u2026", "x" * 25),
        ("Action: adds an action to a lesson", "Action", "Adds an action to a lesson"),
        (SMILE * 13, SMILE * 11 + "\u2026", SMILE * 13),
        ("", "Learnt", ""),
    ],
)
def test_title(title: str, head: str, intro: str) -> None:
    """A title that is too long is said in full below."""
    view = opened(Field("text", "?"), title=title)
    assert view["title"]["text"] == head
    first = view["blocks"][0]
    assert (first["elements"][0]["elements"][0]["text"] if first["type"] == "rich_text" else "") == intro


@pytest.mark.parametrize(("number", "kind"), [(1, "radio_buttons"), (4, "radio_buttons"), (5, "static_select")])
def test_choices(number: int, kind: str) -> None:
    """A few choices stand side by side, more are in a menu, and none is asked for as a line."""
    options = tuple((f"v{n}", f"choice {n}") for n in range(number))
    shown = element(FieldKind.CHOICE, options=options, initial="v0")
    assert shown["type"] == kind
    assert shown["initial_option"]["text"]["text"] == "Choice 0"
    assert element(FieldKind.CHOICE)["type"] == "plain_text_input"


@pytest.mark.parametrize("number", [99, 100, 101])
def test_many_choices(number: int) -> None:
    """Choices that a menu can't hold are counted."""
    (block,) = inputs(
        opened(Field("v", "?", FieldKind.CHOICE, options=tuple((f"v{n}", f"c{n}") for n in range(number))))
    )
    assert len(block["element"]["options"]) == min(number, limits.SELECT_OPTIONS)
    assert block.get("hint", {}).get("text", "") == ("and 1 more, which can be typed instead" if number > 100 else "")


@pytest.mark.parametrize("length", [148, 149, 150])
def test_long_choice(length: int) -> None:
    """A choice whose value can't be carried is counted, not cut."""
    options = (("a", "a"), ("x" * length, "long"))
    (block,) = inputs(opened(Field("v", "?", FieldKind.CHOICE, options=options)))
    assert [o["value"] for o in block["element"]["options"]] == ["=a", *([f"={'x' * length}"] if length < 150 else [])]
    assert ("hint" in block) == (length == 150)


@pytest.mark.parametrize(
    ("initial", "date"), [("2026-12-04", "2026-12-04"), ("20261204", None), ("2026-02-31", None), ("fri", None)]
)
def test_date(initial: str, date: str | None) -> None:
    """A date picker begins with a real date or with none."""
    assert element(FieldKind.DATE, initial=initial).get("initial_date") == date


@pytest.mark.parametrize(
    ("initial", "user"),
    [("<@U012AB3CD>", "U012AB3CD"), ("<@W012AB3CD|ann>", "W012AB3CD"), ("U012AB3CD", "U012AB3CD"), ("@ann", None)],
)
def test_person(initial: str, user: str | None) -> None:
    """A people picker begins with an account of Slack or with nobody."""
    assert element(FieldKind.PERSON, initial=initial).get("initial_user") == user


@pytest.mark.parametrize(("letter", "fits"), [("x", 3_000), (SMILE, 1_500)])
@pytest.mark.parametrize("over", [-1, 0, 1])
def test_long_initial(letter: str, fits: int, over: int) -> None:
    """A text that is longer than an input takes says that its end is missing."""
    (block,) = inputs(opened(Field("text", "?", FieldKind.TEXT, initial=letter * (fits + over))))
    assert (block["element"]["initial_value"] == letter * (fits + over)) == (over <= 0)
    assert block.get("hint", {}).get("text", "").endswith("its end is missing.") == (over > 0)


def test_folded() -> None:
    """What may wait stands below a line that says so, after what is needed."""
    view = opened(Field("due", "When?", FieldKind.DATE, required=False, folded=True), Field("text", "What?"))
    assert [block["type"] for block in view["blocks"]] == ["input", "divider", "context", "input"]
    assert [block["block_id"] for block in inputs(view)] == ["field:text", "field:due"]


@pytest.mark.parametrize("over", [0, 1])
def test_long_line(over: int) -> None:
    """A line that doesn't fit beside the form is shown to be copied, and asks nothing."""
    room = limits.PRIVATE_METADATA - len('{"line": "", "origin": "C1"}')
    view = opened(Field("why", "Why?"), line="x" * (room + over))
    if over:
        assert "submit" not in view
        assert "callback_id" not in view
        assert "x" * (room + over) in "".join(one["text"] for one in objects(view["blocks"]) if one["type"] == "text")
    else:
        assert len(view["private_metadata"]) == limits.PRIVATE_METADATA
        assert modal.sent(view) == modal.Sent("x" * room, "C1", {})


def test_line_comes_back() -> None:
    """The line and the origin come back letter by letter."""
    line, origin = 'wording L-1 "quoted" \\ \n \u05e9 {SMILE}', '{"channel": "C1"}'
    assert modal.sent(opened(Field("a", "?"), line=line, origin=origin)) == modal.Sent(line, origin, {})


def test_errors() -> None:
    """A sentence is shown under its field, or under the first one where it is about none of them."""
    view = opened(Field("text", "?"), Field("due", "?", FieldKind.DATE))
    assert modal.errors(view, "No such day.", "due") == {
        "response_action": "errors",
        "errors": {"field:due": "No such day."},
    }
    assert list(modal.errors(view, "Left empty.")["errors"]) == ["field:text"]
    assert list(modal.errors(view, "Left empty.", "other")["errors"]) == ["field:text"]
    assert len(modal.errors(view, "x" * 5_000, "due")["errors"]["field:due"]) == limits.ERROR


def test_other_views() -> None:
    """What is opened at once, and what was stored, are views that ask nothing."""
    for view in (modal.loading(), modal.shown(Message("Stored L-1", (Text("Thank you."),)))):
        assert problems_of_view(view) == []
        assert "submit" not in view
    for form in (setup(), ask_for_text("edit L-1").form):
        assert form is not None
        assert problems_of_view(modal.modal(form, "")) == []


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("state", "values", "answer", "type", "field:a", "blocks", "block_id", "private_metadata")),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(("state", "blocks", "private_metadata")), _JSON))
def test_malformed(view: dict[str, Any]) -> None:
    """A view that nobody of ours made is read without an error."""
    assert isinstance(modal.answers(view), dict)
    assert modal.sent(view) is None
    assert modal.errors(view, "No.")["response_action"] == "errors"


def test_what_is_nested_too_deep_is_no_form() -> None:
    """Nobody sends it but to break something."""
    assert modal.sent({"private_metadata": "[" * 100_000}) is None
