"""The validator refuses what Slack refuses, and sees what Slack would render."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models import blocks as models

from tests.slack.blocks import BLOCKS, problems_of_message, problems_of_view, too_long, view_too_large
from tests.slack.mentions import Link, formats_in, links_in, mentions_in
from tests.slack.messages import lines_of
from tests.slack.views import name_blocks


def plain(words: str = "x") -> dict[str, Any]:
    return {"type": "plain_text", "text": words}


def mrkdwn(words: str = "x") -> dict[str, Any]:
    return {"type": "mrkdwn", "text": words}


def section(**more: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(), **more}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain("Done"), "action_id": "a", **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def options(number: int) -> list[dict[str, Any]]:
    return [{"text": plain(f"o{one}"), "value": f"v{one}"} for one in range(number)]


def field(**element: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain("Label"), "element": {"action_id": "a", **element}}


CONFIRM = {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain()}

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"type": "section"}, "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    (section(text=mrkdwn("")), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    (section(text=mrkdwn("x" * 3001)), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    (section(text={"type": "html", "text": "x"}), "unsupported type: html [json-pointer:/blocks/0/text/type]"),
    (section(text="x"), "must provide an object [json-pointer:/blocks/0/text]"),
    (section(text=None), "must provide an object [json-pointer:/blocks/0/text]"),
    (section(fields=[mrkdwn()] * 11), "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
    (section(fields=[mrkdwn("x" * 2001)]), "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]"),
    (section(colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
    (section(block_id="x" * 256), "must be less than 256 characters [json-pointer:/blocks/0/block_id]"),
    (section(accessory={"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    ({"type": "header", "text": mrkdwn()}, "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"),
    ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters"),
    ({"type": "context", "elements": [mrkdwn()] * 11}, "no more than 10 items allowed"),
    ({"type": "context", "elements": []}, "no fewer than 1 items allowed"),
    (actions(*(button(action_id=f"a{one}") for one in range(26))), "no more than 25 items allowed"),
    (actions(button(), button()), "`action_id` `a` already exists for this block"),
    (actions(button(text=plain("x" * 76))), "must be less than 76 characters"),
    (actions(button(text=mrkdwn())), "unsupported type: mrkdwn"),
    (actions(button(value="x" * 2001)), "must be less than 2001 characters"),
    (actions(button(value="")), "must be more than 0 characters"),
    (actions(button(action_id="x" * 256)), "must be less than 256 characters"),
    (actions(button(style="default")), "must be a valid enum value: primary, danger"),
    (actions(button(url="learnt")), "must be a valid URL"),
    (actions(button(confirm={**CONFIRM, "title": plain("x" * 101)})), "must be less than 101 characters"),
    (actions(button(confirm={"title": plain()})), "missing required field: deny"),
    (actions({"type": "overflow", "options": options(6)}), "no more than 5 items allowed"),
    (actions({"type": "static_select", "options": options(101)}), "no more than 100 items allowed"),
    (actions({"type": "static_select"}), "must define either `options` or `option_groups`, not both"),
    (actions({"type": "checkboxes", "options": options(11)}), "no more than 10 items allowed"),
    (actions({"type": "radio_buttons", "options": options(11)}), "no more than 10 items allowed"),
    (actions({"type": "datepicker", "initial_date": "4 Dec"}), "must be a date as YYYY-MM-DD"),
    (actions({"type": "timepicker", "initial_time": "25:00"}), "must be a time as HH:mm"),
    (actions({"type": "users_select", "placeholder": plain("x" * 151)}), "must be less than 151 characters"),
    (
        actions({"type": "static_select", "options": options(2), "initial_option": options(3)[2]}),
        "must be one of the provided options",
    ),
    (
        actions({"type": "static_select", "options": [{"text": plain("x" * 76), "value": "v"}]}),
        "must be less than 76 characters",
    ),
    (
        actions({"type": "static_select", "options": [{"text": plain(), "value": "v" * 151}]}),
        "must be less than 151 characters",
    ),
    (field(type="plain_text_input", max_length=3001), "must be between 1 and 3000"),
    (field(type="plain_text_input", max_length=2, initial_value="xxx"), "must be less than 3 characters"),
    (field(type="plain_text_input", min_length=3, max_length=2), "min_length must be less than or equal"),
    (field(type="number_input"), "missing required field: is_decimal_allowed"),
    (field(type="button", text=plain()), "unsupported type: button"),
    ({"type": "image", "image_url": "https://x.example/a.png"}, "missing required field: alt_text"),
    ({"type": "markdown", "text": "x" * 12001}, "must be less than 12001 characters"),
    ({"type": "sectoin"}, "unsupported type: sectoin [json-pointer:/blocks/0/type]"),
]


@pytest.mark.parametrize(("block", "problem"), WRONG)
def test_wrong_blocks(block: dict[str, Any], problem: str) -> None:
    """Each wrong block is refused for its own reason."""
    found = problems_of_message([block])
    assert any(problem in one for one in found), found


RIGHT: list[dict[str, Any]] = [
    section(text=mrkdwn("x" * 3000), fields=[plain("x" * 2000)] * 10),
    section(accessory=button(url="https://x.example", confirm=CONFIRM, style="danger")),
    section(accessory={"type": "users_select", "action_id": "u", "placeholder": plain("Owner")}),
    {"type": "divider"},
    {"type": "header", "text": {"type": "plain_text", "text": "x" * 150, "emoji": True}},
    {"type": "context", "elements": [mrkdwn(), {"type": "image", "image_url": "https://x.example/a", "alt_text": "a"}]},
    actions(*(button(action_id=f"a{one}", text=plain("x" * 75), value="v" * 2000) for one in range(25))),
    actions({"type": "overflow", "options": options(5)}, {"type": "datepicker", "initial_date": "2026-12-04"}),
    field(type="plain_text_input", multiline=True, max_length=3000),
    field(type="static_select", options=options(100), initial_option=options(1)[0]),
    field(type="checkboxes", options=[{"text": mrkdwn("*x*"), "value": "v", "description": mrkdwn()}]),
    {"type": "markdown", "text": "# x"},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]},
]


@pytest.mark.parametrize("block", RIGHT, ids=lambda block: block["type"])
def test_right_blocks(block: dict[str, Any]) -> None:
    """What stands at the limits is taken."""
    assert problems_of_message([block]) == []


def test_whole_message() -> None:
    """Fifty blocks, each block_id once, and some 13,200 characters in all."""
    assert problems_of_message([{"type": "divider"}] * 50) == []
    assert problems_of_message([{"type": "divider"}] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]
    twice = [{"type": "divider", "block_id": "b"}] * 2
    assert problems_of_message(twice) == ["block_id `b` already exists [json-pointer:/blocks/1/block_id]"]
    assert not too_long([section(text=mrkdwn("x" * 3000))] * 4)
    assert too_long([section(text=mrkdwn("x" * 3000))] * 5)
    markdown = [{"type": "markdown", "text": "x" * 6001}] * 2
    assert "in all markdown blocks" in problems_of_message(markdown)[0]


def view(**more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("Lesson"), "blocks": [section()], **more}


WRONG_VIEWS: list[tuple[dict[str, Any], str]] = [
    (view(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    (view(submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
    (view(private_metadata="x" * 3001), "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
    (view(callback_id="x" * 256), "must be less than 256 characters [json-pointer:/view/callback_id]"),
    (view(blocks=[{"type": "divider"}] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    (view(blocks=[field(type="plain_text_input")]), "must define `submit` to use `input` block"),
    (view(blocks=[{"type": "markdown", "text": "x"}]), "unsupported type: markdown"),
    (view(colour="red"), "invalid additional property: colour"),
    ({"type": "modal", "blocks": []}, "missing required field: title"),
    ({"type": "home", "title": plain(), "blocks": []}, "invalid additional property: title"),
    ({"type": "home"}, "missing required field: blocks"),
    ({"type": "dialog"}, "unsupported type: dialog"),
]


@pytest.mark.parametrize(("wrong", "problem"), WRONG_VIEWS)
def test_wrong_views(wrong: dict[str, Any], problem: str) -> None:
    """Each wrong view is refused for its own reason."""
    found = problems_of_view(wrong)
    assert any(problem in one for one in found), found


def test_right_views() -> None:
    """Views at their limits are taken; beyond 250 KB they are too large."""
    full = view(submit=plain("x" * 24), private_metadata="x" * 3000, blocks=[field(type="plain_text_input")] * 100)
    assert problems_of_view(full) == []
    assert problems_of_view({"type": "home", "blocks": [section()] * 100}) == []
    assert view_too_large(view(blocks=[section(text=mrkdwn("é" * 3000))] * 50))
    assert not view_too_large(full)


def test_sdk_models_pass() -> None:
    """What the SDK's own classes make is right."""
    made = [
        models.SectionBlock(text="*x*", accessory=models.ButtonElement(text="Done", action_id="a", value="v")),
        models.ActionsBlock(elements=[models.DatePickerElement(action_id="d", placeholder="New date")]),
        models.InputBlock(label="Words", element=models.PlainTextInputElement(action_id="w", multiline=True)),
        models.InputBlock(label="Who", element=models.UserSelectElement(action_id="u")),
    ]
    assert problems_of_message([one.to_dict() for one in made]) == []


def test_mentions() -> None:
    """Mentions, broadcasts and channels are seen where Slack reads markup, and nowhere else."""
    seen = [section(text=mrkdwn("<!channel> <@U1|tom> <#C1> <!subteam^S1> <!date^1^{date}|x>"))]
    assert mentions_in(seen) == ["!channel", "@U1", "#C1", "!subteam^S1"]
    assert mentions_in([section(text=plain("<!channel>"))]) == []
    assert mentions_in([section(text=mrkdwn("&lt;!channel&gt; @here"))]) == []
    assert mentions_in("hello <!here>") == ["!here"]
    rich = {"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "everyone"}]}
    assert mentions_in([{"type": "rich_text", "elements": [rich]}]) == ["!everyone"]


def test_links() -> None:
    """Marked links, bare addresses, Markdown links and buttons are links; escaped ones and plain text are not."""
    assert links_in("see <https://a.example|here> and https://b.example/x") == [
        Link("https://a.example", "here"),
        Link("https://b.example/x", "https://b.example/x"),
    ]
    assert links_in([section(text=plain("https://b.example"))]) == []
    assert links_in("&lt;javascript:alert|x&gt;") == []
    assert links_in([{"type": "markdown", "text": "[a](https://a.example)"}])[0] == Link("https://a.example", "a")
    assert links_in([actions(button(url="https://a.example"))]) == [Link("https://a.example", "Done")]


def test_formats() -> None:
    """Formatting is seen in markup, and not in plain text or inside words."""
    assert formats_in("a *bold* and `code` snake_case_name 2*3*4") == ["*bold*", "`code`"]
    assert formats_in("&gt; quoted") == ["&gt; quoted"]
    assert formats_in([section(text=plain("*x*"))]) == []


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from([*sorted(BLOCKS), "rich_text_section", "text", "button"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from("type text elements fields accessory options label element x".split()), inner)
    ),
    max_leaves=12,
)


@given(st.lists(ANYTHING, max_size=3))
def test_any_json(blocks: list[Any]) -> None:
    """Whatever JSON comes, the validator answers with problems, and what it passes can be named and read."""
    found = problems_of_message(blocks)
    assert all(" [json-pointer:/" in one for one in found)
    assert isinstance(problems_of_view({"type": "modal", "title": plain(), "blocks": blocks}), list)
    mentions_in(blocks)
    links_in(blocks)
    if not found:
        lines_of(name_blocks(blocks))
