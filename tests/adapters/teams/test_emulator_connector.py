"""The emulated connector takes what Teams takes and keeps to its pace, told by the SDK's own client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import ClientSession
from botbuilder.schema import Activity, ChannelAccount, ConversationParameters
from msrest.exceptions import ClientRequestError, DeserializationError

from tests.adapters.teams.sdk import asks, speaks, token_of
from tests.teams import Teams
from tests.teams.activities import LARGEST

HELLO = Activity(type="message", text="Hello")


def _posts(teams: Teams, token: str, path: str, body: Any) -> tuple[int, Any, dict[str, str]]:
    """What the connector answers to what no SDK would send."""

    async def work() -> tuple[int, Any, dict[str, str]]:
        async with (
            ClientSession(headers={"Authorization": f"Bearer {token}"}) as session,
            session.post(f"{teams.service}v3/conversations/{path}", data=json.dumps(body)) as answer,
        ):
            return answer.status, await answer.json(), dict(answer.headers)

    return asyncio.run(work())


def test_a_thread_of_a_channel(teams: Teams) -> None:
    """A post begins one; what follows hangs from it, can be changed, and can be taken away."""
    priya = teams.person("Priya Shah")
    channel, token = teams.channel(teams.team("Release 24.3", [priya]), "general"), token_of(teams)
    root = asks(teams, token, lambda c: c.send_to_conversation(channel.id, HELLO)).id
    thread = f"{channel.id};messageid={root}"
    below = asks(teams, token, lambda c: c.reply_to_activity(thread, root, Activity(type="message", text="More"))).id
    assert [(one.id, one.root) for one in priya.sees(channel)] == [(root, ""), (below, root)]
    asks(teams, token, lambda c: c.update_activity(thread, below, Activity(type="message", text="Less")))
    assert priya.reads(channel) == ["Hello", "Less"]
    asks(teams, token, lambda c: c.delete_activity(thread, below))
    assert priya.reads(channel) == ["Hello"]
    gone = (404, "ActivityNotFoundInConversation")
    assert asks(teams, token, lambda c: c.update_activity(thread, below, HELLO)) == gone
    assert asks(teams, token, lambda c: c.reply_to_activity(channel.id, "0", HELLO)) == gone
    nowhere = f"{channel.id};messageid=0"
    assert asks(teams, token, lambda c: c.send_to_conversation(nowhere, HELLO)) == (404, "ConversationNotFound")


def test_what_somebody_said_is_theirs(teams: Teams) -> None:
    """The bot can neither change nor delete it."""
    priya, token = teams.person("Priya Shah"), token_of(teams)
    said = teams.keep(priya.chat, {"type": "message", "text": "Mine"}, by_bot=False)
    theirs = (404, "ActivityNotFoundInConversation")
    assert asks(teams, token, lambda c: c.update_activity(priya.chat.id, said.id, HELLO)) == theirs
    assert asks(teams, token, lambda c: c.delete_activity(priya.chat.id, said.id)) == theirs


def _begins(teams: Teams, token: str, member: str, tenant: str) -> Any:
    parameters = ConversationParameters(
        is_group=False, bot=ChannelAccount(id=teams.bot), members=[ChannelAccount(id=member)], tenant_id=tenant
    )
    return asks(teams, token, lambda c: c.create_conversation(parameters))


def test_a_chat_is_begun_with_somebody_who_has_the_app(teams: Teams) -> None:
    """Or is in a team that has it: the same chat again, in their own tenant, and with nobody else."""
    token = token_of(teams)
    priya = teams.person("Priya Shah", installed=False)
    max_ = teams.person("Max Roe", tenant="supplier-tenant")
    assert _begins(teams, token, priya.id, teams.tenant) == (403, "ForbiddenOperationException")
    teams.team("Release 24.3", [priya])
    assert _begins(teams, token, priya.id, teams.tenant).id == priya.chat.id
    assert _begins(teams, token, priya.aad, teams.tenant).id == priya.chat.id
    assert _begins(teams, token, max_.id, "supplier-tenant").id == max_.chat.id
    assert _begins(teams, token, max_.id, teams.tenant) == (400, "BadSyntax")
    assert _begins(teams, token, "29:nobody", teams.tenant) == (400, "BadSyntax")


def test_a_roster_comes_in_pages(teams: Teams) -> None:
    """As many as Teams likes, each person once; who isn't there can't be asked for."""
    people = [teams.person(f"Person {number}", guest=number == 3) for number in range(120)]
    channel, token = teams.channel(teams.team("Release 24.3", people), "general"), token_of(teams)
    stranger = teams.person("Max Roe")
    teams.page = 50
    found, more = [], None
    for _ in range(3):
        page = asks(
            teams,
            token,
            lambda c, more=more: c.get_conversation_paged_members(channel.id, page_size=500, continuation_token=more),
        )
        found += page.members
        more = page.continuation_token
    assert more is None
    assert [one.id for one in found] == [one.id for one in people]
    assert found[3].additional_properties["userRole"] == "guest"
    assert asks(teams, token, lambda c: c.get_conversation_member(channel.id, people[7].aad)).name == "Person 7"
    missing = (404, "MemberNotFoundInConversation")
    assert asks(teams, token, lambda c: c.get_conversation_member(channel.id, stranger.id)) == missing
    small = asks(teams, token, lambda c: c.get_conversation_paged_members(channel.id, page_size=10))
    assert small == (400, "BadSyntax")


def test_the_size_is_that_of_utf_16(teams: Teams) -> None:
    """What just fits is taken, one character more is not, whichever characters they are."""
    priya, token = teams.person("Priya Shah"), token_of(teams)
    room = LARGEST // 2 - len(json.dumps({"type": "message", "text": ""}))
    path = f"{priya.chat.id}/activities"
    for letter, units in (("x", 1), ("\U0001f600", 2)):
        whole, odd = divmod(room, units)
        fits = letter * whole + "x" * odd
        assert _posts(teams, token, path, {"type": "message", "text": fits})[0] == 201
        status, body, _ = _posts(teams, token, path, {"type": "message", "text": fits + "x"})
        assert (status, body["error"]["code"]) == (413, "MessageSizeTooBig")


MENTION = {"type": "mention", "text": "<at>Tom Ray</at>", "mentioned": {"id": "29:tom", "name": "Tom Ray"}}


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"type": "message", "text": 7},
        {"type": "message", "text": "x", "attachments": {"a": 1}},
        {"type": "message", "attachments": ["x"]},
        {"type": "message", "text": "x", "entities": ["x"]},
        {"type": "message", "text": "x", "textFormat": "html"},
        {"type": "message", "text": "Hello", "entities": [MENTION]},
        {"type": "message", "text": "Tom Ray", "entities": [{**MENTION, "text": "Tom Ray"}]},
        {"type": "message", "text": "<at>Tom Ray</at>", "entities": [{**MENTION, "mentioned": {"id": ""}}]},
        {"type": "invoke", "text": "x"},
    ],
    ids=["list", "text", "attachments", "attachment", "entity", "html", "unsaid", "no-tag", "nobody", "invoke"],
)
def test_what_is_malformed_is_refused(teams: Teams, body: Any) -> None:
    """Properly, however deep it is; and nobody sees it."""
    priya = teams.person("Priya Shah")
    status, answer, _ = _posts(teams, token_of(teams), f"{priya.chat.id}/activities", body)
    assert (status, answer["error"]["code"]) == (400, "BadSyntax")
    assert priya.reads() == []


@pytest.mark.parametrize("name", ["Tom Ray", 'Tom "Ray"', "Tom \\ Ray"])
def test_a_mention_is_as_it_is_written(teams: Teams, name: str) -> None:
    """In a text or in a card, whichever characters a name has."""
    priya, token = teams.person("Priya Shah"), token_of(teams)
    at = f"<at>{name}</at>"
    mention = {"type": "mention", "text": at, "mentioned": {"id": "29:tom", "name": name}}
    card = {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [{"type": "TextBlock", "text": at}],
        "msteams": {"entities": [mention]},
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    for body in (
        {"type": "message", "text": at, "entities": [mention]},
        {"type": "message", "attachments": [attachment]},
    ):
        assert _posts(teams, token, f"{priya.chat.id}/activities", body)[0] == 201


# --- pace ---------------------------------------------------------------------------------------------------------


def test_who_is_too_fast_is_told_how_long_to_wait(teams: Teams) -> None:
    """And is taken again after that, not before; other conversations go on meanwhile."""
    priya, tom, token = teams.person("Priya Shah"), teams.person("Tom Ray"), token_of(teams)
    teams.connector.enforced = True
    path = f"{priya.chat.id}/activities"
    for _ in range(7):
        assert _posts(teams, token, path, {"type": "message", "text": "x"})[0] == 201
    status, _, headers = _posts(teams, token, path, {"type": "message", "text": "x"})
    assert (status, headers["Retry-After"]) == (429, "1")
    assert _posts(teams, token, f"{tom.chat.id}/activities", {"type": "message", "text": "x"})[0] == 201
    teams.passes(0.9)
    assert _posts(teams, token, path, {"type": "message", "text": "x"})[0] == 429
    teams.passes(0.1)
    assert _posts(teams, token, path, {"type": "message", "text": "x"})[0] == 201
    status, _, headers = _posts(teams, token, path, {"type": "message", "text": "x"})
    assert (status, headers["Retry-After"]) == (429, "1")  # eight in two seconds
    assert len(teams.connector.breaches) == 3


def _many(teams: Teams, calls: int, work: Callable[[Any, int], Any]) -> list[bool]:
    """Which of so many calls are told to slow down."""
    token = token_of(teams)

    async def go() -> list[bool]:
        answers = [await speaks(teams, token, lambda c, number=number: work(c, number)) for number in range(calls)]
        return [one == (429, "TooManyRequests") for one in answers]

    return asyncio.run(go())


def test_a_roster_has_a_pace_too(teams: Teams) -> None:
    """Fourteen reads a second, apart from what is said."""
    priya = teams.person("Priya Shah")
    teams.connector.enforced = True
    assert _many(teams, 20, lambda c, _: c.get_conversation_member(priya.chat.id, priya.id)).index(True) == 14
    assert asks(teams, token_of(teams), lambda c: c.send_to_conversation(priya.chat.id, HELLO)).id


def test_a_tenant_has_a_pace_of_its_own(teams: Teams) -> None:
    """Fifty calls a second, wherever they go."""
    people = [teams.person(f"Person {number}") for number in range(60)]
    teams.connector.enforced = True
    assert _many(teams, 60, lambda c, number: c.send_to_conversation(people[number].chat.id, HELLO)).index(True) == 50


def test_a_breach_is_noted_where_nothing_is_enforced(teams: Teams) -> None:
    """So that a test may ask for it."""
    priya = teams.person("Priya Shah")
    assert not any(_many(teams, 8, lambda c, _: c.send_to_conversation(priya.chat.id, HELLO)))
    (breach,) = teams.connector.breaches
    assert "7 in 1 s" in breach


# --- faults -------------------------------------------------------------------------------------------------------


def test_what_goes_wrong(teams: Teams) -> None:
    """An answer that is lost after the message was taken, and one before; a limit, a status and a page for people."""
    priya, token = teams.person("Priya Shah"), token_of(teams)

    def say() -> Any:
        return asks(teams, token, lambda c: c.send_to_conversation(priya.chat.id, HELLO))

    teams.faults.loses_answers("send", times=1)
    with pytest.raises(ClientRequestError):
        say()
    assert len(priya.reads()) == 1
    teams.faults.drops("send", times=1)
    with pytest.raises(ClientRequestError):
        say()
    for status in (412, 502, 504):
        teams.faults.fails("send", status, times=1)
        assert say() == (status, "")
    teams.faults.limits("send", 5, times=1)
    assert say() == (429, "")
    teams.faults.answers_html("send", 503, times=1)
    with pytest.raises(DeserializationError):  # the SDK's own trouble with a page
        say()
    teams.faults.slows("send", 0.0, times=1)
    assert say().id
    assert len(priya.reads()) == 2


def test_a_fault_lets_nobody_in(teams: Teams) -> None:
    """What would be done before things go wrong is not done for a stranger."""
    priya = teams.person("Priya Shah")
    teams.faults.fails("send", 502, done=True)
    assert asks(teams, "made-up", lambda c: c.send_to_conversation(priya.chat.id, HELLO)) == (401, "Unauthorized")
    assert priya.reads() == []
