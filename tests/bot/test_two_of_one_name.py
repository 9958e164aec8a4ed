"""Two people of one name, whose mail addresses no platform has told."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.commands.dispatch import dispatch
from bot.words.incoming import Incoming, Place, Sender
from bot.words.message import Rows
from bot.words.person import Platform
from tests.rooms import Room

SAM, ANN = "sam@pmo.example", "ann@pmo.example"


def test_each_can_be_meant() -> None:
    """An action can be handed to either of them, by buttons that tell them apart."""
    room = Room()
    room.now = datetime(2026, 11, 4, 10, tzinfo=UTC)
    room.says(SAM, "setup Data Centre Release")
    room.says(SAM, "organisation PMO inside pmo.example")
    for handle in ("tjones", "tommy"):
        sender = Sender(platform=Platform.CONSOLE, account=handle, name="Tom Jones", handle=handle)
        dispatch(
            Incoming(key=handle, sender=sender, place=Place(account="team", name="team"), text="list"),
            room.now,
            room.store.open,
        )
    room.says(ANN, "improve the feeds")
    room.says(SAM, "action L-1 Write the charter @ann by 18 Dec")
    room.says(ANN, "fine A-1")
    (said,) = room.reply(ANN, "give A-1 @Tom Jones").said
    assert [button.line for button in said.message.buttons] == ["give A-1 @tjones", "give A-1 @tommy"]
    assert [button.label for button in said.message.buttons] == ["Tom Jones (tjones)", "Tom Jones (tommy)"]
    assert room.says(ANN, "give A-1 @tommy").startswith("I have asked Tom Jones")
    (offered,) = room.reply(ANN, "A-1 is with Tom Jones now", direct=True).said
    rows = [row for part in offered.message.sections if isinstance(part, Rows) for row in part.rows]
    assert [button.label for row in rows for button in row.buttons] == [
        "Ask Tom Jones (tjones)",
        "Ask Tom Jones (tommy)",
    ]
