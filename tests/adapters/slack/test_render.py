from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack import limits, render
from adapters.slack.text import cut, cut_counted, mrkdwn, size, tidy
from bot.words.message import Button, Message, Quote, Row, Rows, Text
from tests.adapters import anything
from tests.adapters.slack.refusals import lengths, objects, refusals, strings
from tests.slack.blocks import problems_of_message, problems_of_view, too_long

patient = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
SMILE = "\U0001f600"
HOSTILE = "<!channel> <@U012AB3CD> <https://evil.example|bank> *bold* _so_ ~no~ `code` :tada: javascript:alert(1) &lt;"


def buttons(number: int) -> tuple[Button, ...]:
    return tuple(Button(f"Do {n}", f"done A-{n}") for n in range(number))


def rows_of(number: int, each: int = 3, more: str = "", see: Button | None = None) -> Rows:
    row = ("Write the delivery charter", "due Fri 27 Nov", buttons(each))
    return Rows(tuple(Row(f"A-{n}", *row) for n in range(number)), more, see)


def said(blocks: list[dict[str, Any]]) -> str:
    return "".join(strings(blocks))


def drawn(*sections: Text | Quote | Rows, title: str = "", pressed: tuple[Button, ...] = ()) -> list[dict[str, Any]]:
    blocks = render.blocks(Message(title, sections, pressed))
    assert refusals(blocks, limits.MESSAGE_BLOCKS) == []
    assert problems_of_message(blocks) == []
    return blocks


def of_type(blocks: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [one for one in objects(blocks) if one.get("type") == kind]


# --- nothing that Slack would refuse ----------------------------------------------------------------------------------


@patient
@given(anything.message)
def test_any_message(message: Message) -> None:
    """Whatever a message holds, Slack takes its blocks and its text."""
    blocks = render.blocks(message)
    assert refusals(blocks, limits.MESSAGE_BLOCKS) == []
    assert problems_of_message(blocks) == []
    assert not too_long(blocks)
    text = render.text(message)
    assert 0 < max(lengths(text)[:2]) <= limits.MESSAGE_TEXT
    assert "<" not in text
    assert ">" not in text


@settings(patient, max_examples=12)
@given(st.lists(anything.message, max_size=10))
def test_any_home(messages: list[Message]) -> None:
    """Whatever App Home has to show, Slack takes it."""
    blocks = render.home(messages)
    assert refusals(blocks, limits.VIEW_BLOCKS) == []
    assert problems_of_view({"type": "home", "blocks": blocks}) == []


@given(anything.text, st.integers(1, 200))
def test_cutting(text: str, room: int) -> None:
    """What is cut fits however Slack counts, begins as it did, and says that it was cut."""
    for short in (cut(text, room), cut_counted(text, room)):
        assert max(lengths(short)) <= size(short) <= room
        if short != text:
            begins, sign, _ = short.rpartition("\u2026")
            assert sign
            assert text.startswith(begins)


def test_cutting_between_letters() -> None:
    """An accent stays with its letter, and a family stays together."""
    assert cut("e\u0301e\u0301e\u0301", 4) == "e\u0301\u2026"
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
    assert cut(f"{family}{family}", 15) == f"{family}\u2026"
    assert cut("\u0301" * 50, 10) == "\u0301" * 9 + "\u2026"
    assert cut_counted("a" * 40, 30) == "a" * 6 + "\u2026 and 34 more characters"


@pytest.mark.parametrize("length", [limits.BUTTON - 1, limits.BUTTON, limits.BUTTON + 1])
def test_long_label(length: int) -> None:
    """A label is whole up to what Slack takes, and is cut beyond it."""
    (element,) = of_type(drawn(pressed=(Button("x" * length, "help"),)), "button")
    whole = length <= limits.BUTTON
    assert element["text"]["text"] == ("x" * length if whole else "x" * (limits.BUTTON - 1) + "\u2026")


@pytest.mark.parametrize("letter", ["x", SMILE])
@pytest.mark.parametrize("over", [-1, 0, 1])
def test_long_line(letter: str, over: int) -> None:
    """A line that no button can carry is said to be typed; every other comes back unchanged."""
    line = letter * ((limits.BUTTON_VALUE + over) // len(letter.encode("utf-16-le")) * 2)
    line += "x" * (limits.BUTTON_VALUE + over - len(line.encode("utf-16-le")) // 2)
    button = Button("Save as lesson", line)
    for blocks in (
        drawn(pressed=(button,)),
        drawn(Rows((Row("A-1", "text", buttons=(button,)),))),
        drawn(Rows((), see=button)),
    ):
        values = [one["value"] for one in objects(blocks) if "value" in one]
        assert values == ([line] if over <= 0 else [])
        assert ("Too long for a button here, so please type it: Save as lesson" in said(blocks)) == (over > 0)


def test_empty_labels_and_lines() -> None:
    """A button without a label shows its line, and one without a line sends none."""
    first, second = of_type(drawn(pressed=(Button(" ", "help"), Button("", ""))), "button")
    assert (first["text"]["text"], second["text"]["text"]) == ("help", "Open")
    assert "value" not in second


@pytest.mark.parametrize("number", [24, 25, 26, 80])
def test_many_buttons(number: int) -> None:
    """As many buttons as one block takes are shown, and the others are counted."""
    blocks = drawn(Text("Which?"), pressed=buttons(number))
    assert len(of_type(blocks, "button")) == min(number, limits.ACTIONS)
    assert (f"and {number - 25} more buttons" in said(blocks)) == (number > 25)


@pytest.mark.parametrize("number", [0, 1, 3, 4, 8, 9, 40, 200])
def test_many_buttons_of_a_row(number: int) -> None:
    """A row shows three buttons, and what is in its menus sends the same lines; none is lost."""
    blocks = drawn(rows_of(1, number))
    assert len(of_type(blocks, "button")) == min(number, 3)
    assert {one["value"] for one in objects(blocks) if "value" in one} == {f"done A-{n}" for n in range(number)}


def test_too_long_for_a_menu() -> None:
    """A line that fits a button but no menu stays a button."""
    long = Button("Reword", "wording L-1 " + "x" * 200)
    blocks = drawn(Rows((Row("L-1", "text", buttons=(*buttons(4), long)),)))
    assert [one["value"] for one in of_type(blocks, "button")][-1] == long.line
    assert len(of_type(blocks, "overflow")) == 1


# --- nothing dropped in silence ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("each", [0, 1, 3])
@pytest.mark.parametrize("number", [0, 1, 10, 15, 16, 99, 100, 101, 300])
def test_many_rows(number: int, each: int) -> None:
    """Rows that don't fit are counted, and the count stands before the button that shows them."""
    see = Button("Show all", "actions all")
    blocks = drawn(rows_of(number, each, see=see), Text("That is all."), title="Open actions", pressed=buttons(2))
    shown = len(re.findall(r"A-\d+", "\n".join(one["text"] for one in of_type(blocks, "text"))))
    counted = [int(found) for found in re.findall(r"and (\d+) more", said(blocks))]
    assert shown + sum(counted) == number
    assert "That is all." in said(blocks)
    assert [one["value"] for one in of_type(blocks, "button")][-3:] == ["actions all", "done A-0", "done A-1"]
    assert number > 15 or not counted


def test_ten_rows_of_three() -> None:
    """What a list of the core holds at most fits with its buttons, its details and what stands around it."""
    blocks = drawn(Text("First:"), rows_of(10, more="and 2 more", see=Button("All", "actions")), pressed=buttons(3))
    assert len(of_type(blocks, "button")) == 34
    assert said(blocks).count("due Fri 27 Nov") == 10


@pytest.mark.parametrize(
    ("more", "said_"),
    [
        ("", "and 284 more"),
        ("and 14 more", "and 298 more"),
        ("and more than 190 more", "and more than 474 more"),
        ("2 of 14", "and 284 more; 2 of 14"),
    ],
)
def test_counts_add_up(more: str, said_: str) -> None:
    """What the core left out and what didn't fit are one number."""
    assert said_ in strings(drawn(rows_of(300, more=more)))


def test_several_lists_share() -> None:
    """Two long lists get the same room, and a short one before them all that it needs."""
    blocks = drawn(rows_of(2, 1), rows_of(90), rows_of(90))
    lists = [of_type(blocks[:6], "button"), of_type(blocks[6:28], "button"), of_type(blocks[28:], "button")]
    assert [len(one) for one in lists] == [2, 21, 21]
    assert re.findall(r"and \d+ more", said(blocks)) == ["and 83 more", "and 83 more"]


def test_many_sections() -> None:
    """Paragraphs that don't fit are counted, and the buttons stay."""
    blocks = drawn(*[Text(f"Paragraph {n}.") for n in range(300)], title="Title", pressed=buttons(1))
    counted = re.findall(r"and (\d+) more", said(blocks))
    assert said(blocks).count("Paragraph") + int(counted[0]) == 300
    assert len(of_type(blocks, "button")) == 1


def test_long_texts_share() -> None:
    """Where texts are too long together, the short ones stay whole and the cut ones say how much is missing."""
    blocks = drawn(Quote("q" * 3_000), *[Text(letter * 3_000) for letter in "abcdef"], Text("The end."), title="Title")
    assert "The end." in said(blocks)
    assert len(re.findall(r"\u2026 and [\d,]+ more characters", said(blocks))) == 7
    assert sum(size(text) for text in strings(blocks)) > 12_900


@pytest.mark.parametrize("letter", ["x", SMILE, "\u05e9", "\n", "&"])
def test_whole_lesson(letter: str) -> None:
    """A lesson as long as a lesson may be is quoted whole, unless ampersands might count five times."""
    (quote,) = of_type(drawn(Quote(f"a{letter * 2_998}z"), title="Stored L-1"), "rich_text_quote")
    text = "".join(strings(quote))
    assert text.endswith("z" if letter != "&" else "more characters")


def test_nothing() -> None:
    """A message without anything still has something for Slack to show."""
    assert said(drawn()) == render.NOTHING
    assert said(drawn(Text(" "), Quote("\n"), Rows(()), Rows((Row("", ""),)), title="\t")) == render.NOTHING
    assert render.text(Message()) == render.NOTHING
    assert strings(render.home(())) == [render.NOTHING]


# --- people's words are words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["title", "text", "quote", "lead", "row", "detail", "label"])
def test_hostile(place: str) -> None:
    """Whatever people write is shown letter by letter: it names nobody, formats nothing and hides no address."""
    row = {"lead": "A-1", "text": "text", "detail": "detail"} | (
        {"text": HOSTILE} if place == "row" else {place: HOSTILE}
    )
    blocks = drawn(
        Text(HOSTILE if place == "text" else "text"),
        Quote(HOSTILE if place == "quote" else "quote"),
        Rows((Row(row["lead"], row["text"], row["detail"]),)),
        title=HOSTILE if place == "title" else "title",
        pressed=(Button(HOSTILE[:20] if place == "label" else "Done", "done A-1"),),
    )
    kinds = {one["type"] for one in objects(blocks) if "type" in one}
    assert kinds <= {
        *("rich_text", "rich_text_section", "rich_text_quote", "rich_text_list", "text", "link"),
        *("plain_text", "context", "actions", "button"),
    }
    assert {one["url"] for one in of_type(blocks, "link")} <= {"https://evil.example"}
    assert not [one for one in of_type(blocks, "link") if "text" in one]
    assert all(one["emoji"] is False for one in of_type(blocks, "plain_text"))
    whole = "".join(one.get("url", one.get("text")) for one in objects(blocks) if one.get("type") in {"text", "link"})
    assert HOSTILE in whole or (place in {"lead", "label"} and HOSTILE[:20] in said(blocks))


def test_turning() -> None:
    """Marks that turn the writing direction are left out; right-to-left letters and line breaks stay."""
    assert tidy("\u202eevil\u2066 \u05e9\u05dc\n\u0633\x00\ud800") == "evil \u05e9\u05dc\n\u0633\ufffd\ufffd"


def test_quotation() -> None:
    """A user's words look like a quotation and never link, not even by an address."""
    blocks = drawn(Quote("see https://wiki.example/a"), title="Stored L-1")
    assert of_type(blocks, "rich_text_quote")
    assert not of_type(blocks, "link")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("It is at https://wiki.example/a?b=c&d=1#e. Thank you.", "https://wiki.example/a?b=c&d=1#e"),
        ("(https://wiki.example/a_(b)) and so on", "https://wiki.example/a_(b))"),
        ("(see http://wiki.example:8080/a)", "http://wiki.example:8080/a"),
        ("\u201chttps://wiki.example\u201d", "https://wiki.example"),
        ("https://wiki.example/cut\u2026", None),
        ("https://bank.example@evil.example/", None),
        ("https://b\u0430nk.example/", None),
        ("javascript:alert(1) ftp://a.example mailto:a@b.example", None),
        ("https://a.example/" + "c" * 3_000, None),
    ],
)
def test_links(text: str, address: str | None) -> None:
    """In our own paragraphs a whole, plain web address leads where it says; nothing else is a link."""
    for blocks in (drawn(Text(text)), drawn(title=text)):
        assert [one["url"] for one in of_type(blocks, "link")] == ([address] if address else [])
        assert "".join(one.get("url", one.get("text")) for one in blocks[0]["elements"][0]["elements"]) == text


def test_mrkdwn() -> None:
    """In text that Slack reads as mrkdwn, marks are parted from what they would mark, and entities are escaped."""
    assert mrkdwn("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"
    zero = "\u200b"
    assert mrkdwn("*a* _b_") == f"{zero}*{zero}a{zero}*{zero} {zero}_{zero}b{zero}_{zero}"
    assert mrkdwn("a > b\n> c") == f"a &gt; b\n{zero}&gt;{zero} c"
    assert mrkdwn(":tada: at 10:00") == f"{zero}:{zero}tada: at 10:00"


# --- as people like it ------------------------------------------------------------------------------------------------


def test_title() -> None:
    """A title is bold over what stands under it, plain where it is all, and a header in App Home."""
    assert drawn(title="Thank you.")[0]["elements"][0]["elements"] == [{"type": "text", "text": "Thank you."}]
    bold = drawn(Text("Then this."), title="First")[0]["elements"][0]["elements"][0]
    assert bold == {"type": "text", "text": "First", "style": {"bold": True}}
    for length in (limits.HEADER - 1, limits.HEADER, limits.HEADER + 1):
        (block, *_) = render.home([Message("x" * length)])
        assert block["type"] == ("header" if length <= limits.HEADER else "rich_text")


def test_row() -> None:
    """A row is its reference in bold and its text, the detail in grey under it, then the buttons."""
    text, detail, pressed = drawn(rows_of(1))
    assert [one["text"] for one in text["elements"][0]["elements"]] == ["A-0", "  ", "Write the delivery charter"]
    assert (detail["type"], detail["elements"][0]["text"]) == ("context", "due Fri 27 Nov")
    assert [one["value"] for one in pressed["elements"]] == ["done A-0", "done A-1", "done A-2"]
    (list_,) = drawn(rows_of(3, 0))
    assert list_["elements"][0]["type"] == "rich_text_list"
    assert len(list_["elements"][0]["elements"]) == 3


def test_spoken_labels() -> None:
    """Buttons that repeat say what they are about to those who hear them."""
    element = of_type(drawn(rows_of(1, 1)), "button")[0]
    assert element["accessibility_label"] == "Do 0, A-0 Write the delivery charter"
    long = Rows((Row("A-1", "x" * 200, buttons=buttons(1)),))
    assert len(of_type(drawn(long), "button")[0]["accessibility_label"]) == limits.BUTTON_SPOKEN


def test_ids() -> None:
    """Each button has an id of its own that stays the same when the message is drawn again."""
    blocks = drawn(rows_of(2, 4, "and 1 more", Button("All", "list")), pressed=buttons(2))
    ids = [one["action_id"] for one in objects(blocks) if "action_id" in one]
    assert ids == [f"line:{n}" for n in range(11)]
    again = drawn(rows_of(2, 4, "and 1 more", Button("All", "list")), pressed=buttons(2))
    assert again == blocks


def test_text() -> None:
    """The notification begins with the summary, and those who hear it miss nothing."""
    message = Message("These are yours:", (rows_of(2), Quote("late")), buttons(1), "2 actions before Tue 1 Dec")
    assert render.text(message).split("\n") == [
        "2 actions before Tue 1 Dec",
        "These are yours:",
        "A-0  Write the delivery charter  due Fri 27 Nov",
        "A-1  Write the delivery charter  due Fri 27 Nov",
        "\u201clate\u201d",
    ]
    assert render.text(Message("Stored.", summary="Stored.")) == "Stored."
    for letter in ("x", "*", "&", SMILE):
        assert render.text(Message("Long", (Text(letter * 3_999),))).endswith("x" if letter == "z" else "characters")


def test_home() -> None:
    """App Home shows each part under its header with a line between, and keeps room for all of them."""
    parts = [Message(f"Part {n}", (rows_of(60, see=Button("All", f"list {n}")),)) for n in range(8)]
    blocks = render.home(parts)
    assert [one["text"]["text"] for one in of_type(blocks, "header")] == [f"Part {n}" for n in range(8)]
    assert len(of_type(blocks, "divider")) == 7
    assert [f"list {n}" for n in range(8)] == [
        one["value"] for one in of_type(blocks, "button") if "list" in one["value"]
    ]
    assert len(render.home([Message("Mine", (rows_of(10),))])) == 31
    assert "and 2 more" in said(render.home([Message(f"Part {n}") for n in range(10)]))


def test_share() -> None:
    """The modest get what they want, and the others the same."""
    assert render.share([3, 100, 50, 2], 45) == [3, 20, 20, 2]
    assert render.share([1, 2], 9) == [1, 2]
    assert render.share([], 9) == []
