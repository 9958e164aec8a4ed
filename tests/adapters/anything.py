"""Messages and forms of every size and content, for the properties."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.words.message import Button, Field, FieldKind, Form, Message, Quote, Row, Rows, Text

_NASTY = (
    "",
    " ",
    "\n",
    "\u200b",
    "<!channel> <@U012AB3CD> <https://evil.example|bank>",
    "*bold* _so_ ~no~ `code` :tada: > quoted\n> again &lt;&amp;",
    "and 14 more",
    "and more than 197 more",
    "https://wiki.example/" + "c" * 3_000,
    "\u202eturned\u2066 round",
    "x" * 3_001,
    "&" * 3_000,
    "\U0001f600" * 3_000,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467" * 400,
    "e\u0301" * 1_500,
    "word " * 2_600,
)
text = st.one_of(st.text(max_size=30), st.sampled_from(_NASTY), st.text("ab &<>*_~`:\n\U0001f600", max_size=200))
button = st.builds(Button, text, st.one_of(text, st.just("done A-1")))
buttons = st.lists(button, max_size=28).map(tuple)
plain_row = st.builds(Row, text, text, text)
row = st.builds(Row, text, text, text, st.lists(button, max_size=10).map(tuple))
some_rows = st.one_of(
    st.lists(row, max_size=6),
    st.lists(row, max_size=3).map(lambda rows: rows * 20),
    st.lists(plain_row, max_size=3).map(lambda rows: rows * 100),
)
rows = st.builds(Rows, some_rows.map(tuple), text, st.none() | button)
paragraph = st.one_of(
    st.builds(Text, text), st.builds(Quote, text), st.builds(Rows, st.lists(row, max_size=2).map(tuple), text)
)
section = st.one_of(paragraph, rows)
sections = st.one_of(st.lists(section, max_size=4), st.lists(paragraph, max_size=2).map(lambda few: few * 40))
message = st.builds(Message, text, sections.map(tuple), buttons, text)

options = st.lists(st.tuples(text, text), max_size=8).flatmap(
    lambda few: st.sampled_from((1, 1, 20)).map(
        lambda times: tuple((f"{n}{value}" if n else value, label) for n in range(times) for value, label in few)
    )
)
field = st.builds(
    Field,
    st.sampled_from(("text", "why", "person", "date", "choice", "line", "")),
    text,
    st.sampled_from(FieldKind),
    st.booleans(),
    options,
    st.one_of(text, st.sampled_from(("2026-12-04", "2026-02-31", "U012AB3CD", "<@U012AB3CD>", "fri"))),
    text,
    st.booleans(),
)
form = st.builds(Form, text, text, st.lists(field, max_size=8).map(tuple), text)
