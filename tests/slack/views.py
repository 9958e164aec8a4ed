"""Modals and Home tabs: who has which view open, its hash, its stack."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.slack.blocks import elements_of

DEEP = 3  # the root and two pushes


def name_blocks(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each block and element the id that Slack makes up where there is none. Changes and returns `blocks`."""
    for block in blocks:
        if "block_id" not in block:
            block["block_id"] = secrets.token_hex(3)
        if block["type"] in {"actions", "section", "input"}:
            for element in elements_of(block):
                if "action_id" not in element:
                    element["action_id"] = secrets.token_hex(3)
    return blocks


@dataclass(slots=True, eq=False)
class View:
    """A view that somebody has before them. `values` are what they have filled in, by block and action."""

    id: str
    team: str
    app_team: str
    user: str
    body: dict[str, Any]
    app: str
    bot: str
    root: str
    previous: str = ""
    hash: str = ""
    values: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    errors: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return self.body["blocks"]

    def become(self, body: dict[str, Any], hash_: str) -> None:
        """A new body; what was filled in stays where block_id and action_id stay."""
        name_blocks(body["blocks"])
        self.body, self.hash, self.errors = body, hash_, {}
        there = {(b["block_id"], e["action_id"], e["type"]) for b in body["blocks"] for e in elements_of(b)}
        kept = {
            block: {action: one for action, one in values.items() if (block, action, one["type"]) in there}
            for block, values in self.values.items()
        }
        self.values = {block: values for block, values in kept.items() if values}

    def json(self) -> dict[str, Any]:
        body = self.body
        return {
            "id": self.id,
            "team_id": self.team,
            "type": body["type"],
            "blocks": body["blocks"],
            "private_metadata": body.get("private_metadata", ""),
            "callback_id": body.get("callback_id", ""),
            "state": {"values": self.values},
            "hash": self.hash,
            "title": body.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
            "clear_on_close": body.get("clear_on_close", False),
            "notify_on_close": body.get("notify_on_close", False),
            "close": body.get("close"),
            "submit": body.get("submit"),
            "previous_view_id": self.previous or None,
            "root_view_id": self.root,
            "app_id": self.app,
            "external_id": body.get("external_id", ""),
            "app_installed_team_id": self.app_team,
            "bot_id": self.bot,
        }


@dataclass(slots=True, eq=False)
class Views:
    """Every view that is open, by id, and the stacks and Homes by user."""

    views: dict[str, View] = field(default_factory=dict[str, View])
    stacks: dict[str, list[View]] = field(default_factory=dict[str, list[View]])
    homes: dict[tuple[str, str], View] = field(default_factory=dict[tuple[str, str], View])
    made: int = 0

    def new_hash(self, at: float) -> str:
        return f"{int(at)}.{secrets.token_hex(4)}"

    def make(self, body: dict[str, Any], at: float, **who: str) -> View:
        self.made += 1
        name = f"V{self.made:010d}"
        view = View(id=name, body=body, root=who.pop("root", "") or name, **who)
        view.become(body, self.new_hash(at))
        self.views[name] = view
        return view

    def stack(self, user: str) -> list[View]:
        """The modals that a user has open, the root first."""
        return self.stacks.setdefault(user, [])

    def close(self, user: str, *, whole: bool = False) -> list[View]:
        """Close the top modal, or all of them; the closed ones, top first."""
        stack = self.stack(user)
        closed = [stack.pop() for _ in range(len(stack) if whole else min(1, len(stack)))]
        for view in closed:
            self.views.pop(view.id, None)
        return closed

    def external(self, team: str, name: str) -> View | None:
        found = (one for one in self.views.values() if one.team == team and one.body.get("external_id") == name)
        return next(found, None)
