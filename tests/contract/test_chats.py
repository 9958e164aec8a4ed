from __future__ import annotations

from dataclasses import replace

from bot.ports import Register
from bot.words.chat import Chat
from bot.words.ids import NEW, ChatId
from bot.words.person import Platform


def _chat(account: str, conversation: str = "") -> Chat:
    return Chat(
        id=ChatId(NEW),
        platform=Platform.TEAMS,
        workspace="tenant",
        account=account,
        conversation=conversation,
        member="29:1",
        service_url="https://smba.example/emea/",
    )


def test_a_chat_is_kept_by_its_account(register: Register) -> None:
    """Each account has one chat; what is said anew counts, and what is left empty stays."""
    assert register.chats.at(Platform.TEAMS, "priya") is None
    first = register.chats.put(_chat("priya", "a:1"))
    moved = register.chats.put(replace(_chat("priya"), member="", service_url="https://smba.example/amer/"))
    assert moved == replace(first, service_url="https://smba.example/amer/")
    assert register.chats.at(Platform.TEAMS, "priya") == moved
    assert register.chats.at(Platform.SLACK, "priya") is None


def test_a_workspace_is_reached_as_its_newest_chat_is(register: Register) -> None:
    """Somebody who never wrote is reached by the service that others of their tenant are reached by."""
    assert register.chats.any_in(Platform.TEAMS, "tenant") is None
    register.chats.put(_chat("priya", "a:1"))
    tom = register.chats.put(_chat("tom", "a:2"))
    assert register.chats.any_in(Platform.TEAMS, "tenant") == tom
    assert register.chats.any_in(Platform.TEAMS, "elsewhere") is None


def test_a_teams_channels_are_found(register: Register) -> None:
    """Whoever joins a team joins each of its channels."""
    channel = register.chats.put(replace(_chat("19:channel", "19:channel"), member="19:team"))
    register.chats.put(_chat("priya", "a:1"))
    assert list(register.chats.of_team(Platform.TEAMS, "19:team")) == [channel]
    assert list(register.chats.of_team(Platform.SLACK, "19:team")) == []
