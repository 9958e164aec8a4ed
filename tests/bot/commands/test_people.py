from __future__ import annotations

from tests.rooms import Room

SAM, ANN, OTHER = "sam@pmo.example", "ann@pmo.example", "ann@home.example"


def furnished() -> Room:
    room = Room()
    room.says(SAM, "setup Data Centre Release")
    room.says(ANN, "improve the feeds")
    return room


def code_of(said: str) -> str:
    return said.split("link ")[1].split(maxsplit=1)[0]


def test_joined_accounts_keep_what_they_had() -> None:
    """What the joined account owned, raised and coordinated is the person's, from either account."""
    room = furnished()
    room.says(SAM, "action L-1 mend it @ann by 30 Nov")
    room.says(SAM, "coordinator add @ann")
    room.says(OTHER, "help")
    room.says(OTHER, "improve something else")
    code = code_of(room.says(OTHER, "me"))
    room.says(ANN, f"link {code}")
    assert "Both accounts are now you" in room.says(OTHER, "me yes")
    assert "mend it" in room.says(ANN, "actions mine")
    assert "mend it" in room.says(OTHER, "actions mine")
    assert "L-1 now reads" in room.says(ANN, "edit L-1 the feeds again")
    assert "is live" not in room.says(ANN, "release open 24.3")
    assert "24.3 is live" in room.says(OTHER, "release delivered")


def test_a_linked_channel_joins_no_other_programme() -> None:
    """A code typed in a channel that is linked already is refused in a sentence."""
    room = furnished()
    room.says(SAM, "setup Other Programme", place="elsewhere")
    code = code_of(room.says(SAM, "link"))
    assert "linked to a programme already" in room.says(SAM, f"link {code}", place="elsewhere")


def test_only_a_coordinator_links_another_channel() -> None:
    """Whoever does not coordinate gets no code with which a channel would join the programme."""
    room = furnished()
    assert room.says(ANN, "link") == "Only a coordinator of DCR can link another channel to it."


def test_only_a_coordinator_sets_up_another_programme() -> None:
    """Whoever is a member without coordinating, from outside or not, is told whom to ask."""
    room = furnished()
    room.says("eve@supplier.example", "improve for all")
    assert "Please ask them" in room.says("eve@supplier.example", "setup Evil Corp", place="elsewhere")
