"""All commands: name, usage, what it is for, who may, and what carries it out.

Help, "did you mean", the documentation and the platforms' command lists are made from this table or tested against it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from bot.commands import (
    actions,
    chase,
    checks,
    codes,
    corrections,
    exports,
    help_,
    invitations,
    lessons,
    ownership,
    people,
    prompts,
    reading,
    releases,
    reviews,
    sessions,
    setup,
    summaries,
    turns,
    undelivered,
)
from bot.commands.ask import Ask, Newcomer
from bot.mistake import Mistake
from bot.ports import Register
from bot.words.message import Reply


class Who(Enum):
    """Who may use a command."""

    ANYONE = "anyone"  # also before there is a programme
    MEMBER = "anyone in the programme"
    AUTHOR = "the one who raised it, or a coordinator"
    OWNER = "the owner, or a coordinator"
    COORDINATOR = "a coordinator"


Handler = Callable[[Ask, Register], Reply | Mistake]
Early = Callable[[Newcomer, Register], Reply | Mistake]


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table. `changes`: it leaves a line in the audit log. `early` runs where no programme is needed.

    `begins` says what stands in its form's text already.
    """

    name: str
    shape: str
    explains: str
    who: Who
    handle: Handler | None = None
    early: Early | None = None
    aliases: tuple[str, ...] = ()
    changes: bool = True
    begins: Callable[[Ask, Register], str] | None = None

    @property
    def usage(self) -> str:
        return f"{self.name} {self.shape}".strip()

    @property
    def spoken(self) -> str:
        """Its name as people write it: "On track" for `ontrack`."""
        return next((alias for alias in self.aliases if " " in alias), self.name).capitalize()


_ANY, _MEMBER, _AUTHOR, _OWNER, _PMO = Who.ANYONE, Who.MEMBER, Who.AUTHOR, Who.OWNER, Who.COORDINATOR

COMMANDS: Final = (
    Command("help", "[COMMAND]", "what can be typed", _ANY, early=help_.show, changes=False),
    Command("home", "", "what is yours, and what needs you", _ANY, early=reading.home, changes=False),
    # lessons (keep, improve and anon are read by the grammar: any text fits them)
    Command("edit", "L-12|A-7 TEXT", "changes the text", _AUTHOR, lessons.edit),
    Command("set", "L-12 kind|area|release VALUE", "sorts a lesson", _AUTHOR, lessons.set_value),
    Command("audience", "L-12|A-7 everyone|partners|pmo", "who may read it", _AUTHOR, lessons.audience),
    Command("undo", "[LINE]", "takes back your last change, within a day", _MEMBER, corrections.undo),
    Command("merge", "L-12 L-9", "puts L-12 into L-9", _PMO, lessons.merge),
    Command("delete", "L-12", "takes a lesson out of every list", _AUTHOR, lessons.delete),
    Command("redact", "L-12|A-7 WHY", "removes a text for good", _AUTHOR, lessons.redact),
    Command("command", "L-12", "that was a command, not a lesson", _AUTHOR, lessons.not_a_lesson),
    Command("same", "L-12", "it happened to me too", _MEMBER, lessons.same),
    Command("unsame", "L-12", "takes that back", _MEMBER, lessons.unsame),
    Command("again", "L-12 L-4", "L-12 is L-4 come back", _MEMBER, lessons.again),
    Command("accept", "L-12 WHY", "no action, on purpose", _AUTHOR, lessons.accept),
    Command("unaccept", "L-12", "opens it again", _AUTHOR, lessons.unaccept),
    # reading
    Command(
        "list",
        "[keep|improve|unsorted|mine|open|RELEASE] [from L-12]",
        "the lessons",
        _MEMBER,
        reading.list_lessons,
        changes=False,
    ),
    Command("show", "L-12|A-7", "one lesson or action", _MEMBER, reading.show, changes=False),
    Command(
        "search", "WORDS", "lessons that hold these words", _MEMBER, reading.search, aliases=("find",), changes=False
    ),
    Command(
        "actions",
        "[mine|overdue|all|@owner|RELEASE] [from A-7]",
        "the open actions",
        _MEMBER,
        reading.list_actions,
        changes=False,
    ),
    Command("more", "L-12|A-7", "what else can be done with it", _MEMBER, reading.more, changes=False),
    # actions
    Command("action", "L-12 TEXT [@owner] [by DATE]", "adds an action to a lesson", _MEMBER, actions.add),
    Command("done", "A-7 [NOTE]", "it is finished", _OWNER, actions.done, aliases=("finish", "finished")),
    Command("ontrack", "A-7", "it will be done in time", _OWNER, actions.on_track, aliases=("on track",)),
    Command("start", "A-7", "it is in progress, also again", _OWNER, actions.start, aliases=("reopen",)),
    Command("notstarted", "A-7", "it is not started", _OWNER, actions.not_started, aliases=("not started",)),
    Command(
        "putback",
        "A-7 not_started|in_progress|blocked|done|dropped [NOTE]",
        "as it stood before: what undo types",
        _OWNER,
        actions.put_back,
    ),
    Command("blocked", "A-7 WHY", "it can't go on", _OWNER, actions.blocked, aliases=("block",)),
    Command("drop", "A-7 WHY", "it will not be done, on purpose", _OWNER, actions.drop),
    Command("due", "A-7 DATE", "a new date", _OWNER, actions.due),
    Command("give", "A-7 @owner", "hands it over", _OWNER, ownership.give),
    Command("fine", "A-7", "yes, it is mine", _MEMBER, ownership.fine),
    Command("notmine", "A-7", "no, it is not mine", _MEMBER, ownership.not_mine, aliases=("not mine",)),
    Command("update", "A-7 TEXT", "a note that others may read", _OWNER, actions.note),
    Command("result", "A-7 URL", "where what came out of it is found", _OWNER, actions.result),
    Command("ask", "A-7", "asks its owner now", _PMO, ownership.ask_owner),
    Command("chase", "A-7 @person", "what would be written to whom it waits for", _OWNER, chase.show, changes=False),
    Command("chase send", "A-7 @person", "writes it to them", _OWNER, chase.send),
    Command("chase answer", "A-7 TEXT", "tells its owner what you say", _MEMBER, chase.answer),
    # releases
    Command("release open", "RELEASE [live DATE]", "starts a release in this channel", _PMO, releases.open_),
    Command("release plan", "RELEASE [live DATE]", "one that is to come", _PMO, releases.plan),
    Command("release move", "DATE WHY", "its live date moves", _PMO, releases.move),
    Command("release delivered", "[RELEASE]", "it is live", _PMO, releases.delivered),
    Command("release close", "[RELEASE]", "session held, report issued", _PMO, releases.close),
    Command("release cancel", "[RELEASE]", "calls it off", _PMO, releases.cancel),
    Command("release list", "", "the releases", _MEMBER, releases.list_, aliases=("releases",), changes=False),
    Command("release rename", "RELEASE NAME", "another name", _PMO, releases.rename),
    Command("checks", "[RELEASE]", "what became of earlier lessons", _MEMBER, checks.checks, changes=False),
    Command("applied", "L-4 [WHY]", "an earlier lesson was applied", _MEMBER, checks.applied),
    Command("notapplicable", "L-4 [WHY]", "it did not apply", _MEMBER, checks.not_applicable),
    Command("stillopen", "L-4 [WHY]", "it is still open", _MEMBER, checks.still_open),
    Command("cameback", "L-4 [WHY]", "it came back", _MEMBER, checks.came_back),
    # session and review
    Command("session", "", "how the session stands", _MEMBER, sessions.show, changes=False),
    Command("session schedule", "WHEN", "when it is held", _PMO, sessions.schedule),
    Command("session start", "", "begins it here", _PMO, sessions.start),
    Command("session end", "", "wraps it up and tells the owners", _PMO, sessions.end),
    Command("review", "", "when the next one is", _MEMBER, reviews.show, changes=False),
    Command("review schedule", "RULE", "when reviews are held", _PMO, reviews.schedule),
    Command("review move", "WHEN", "moves the next one", _PMO, reviews.move),
    Command("review skip", "", "leaves the next one out", _PMO, reviews.skip),
    Command("review cancel", "WHY", "calls the next one off", _PMO, reviews.cancel),
    Command("review start", "", "the agenda", _PMO, reviews.start),
    Command("review next", "[A-7]", "the next one on the agenda", _MEMBER, turns.next_, changes=False),
    Command("review back", "[A-7]", "the one before it", _MEMBER, turns.back, changes=False),
    Command(
        "review invitation", "[NUMBER]", "the invitation to it, for calendars", _PMO, invitations.invite, changes=False
    ),
    Command("review close", "", "ends it and previews the summary", _PMO, reviews.close),
    Command("review summary", "[#channel]", "previews the last summary, or posts it", _PMO, summaries.summary),
    Command("review opening", "TEXT", "the summary's first line", _PMO, summaries.opening, begins=summaries.opens_with),
    Command("review post", "[#channel]", "posts the summary", _PMO, summaries.post),
    Command("review later", "", "posts nothing for now", _PMO, summaries.later, changes=False),
    Command("prompts", "", "who will be asked before the next review", _PMO, prompts.show, changes=False),
    Command("prompts fine", "", "they go out as planned", _PMO, prompts.fine, changes=False),
    Command("prompts hold", "", "keeps them back", _PMO, prompts.hold),
    Command("prompts go", "", "lets them go out", _PMO, prompts.go_on),
    Command("prompts change", "", "what can be changed before", _PMO, prompts.change, changes=False),
    # the programme and its people
    Command("setup", "[NAME]", "sets a programme up, or says what is set", _ANY, setup.show_setup, setup.setup),
    Command("set", "zone|region|quiet|names|echo|purpose VALUE", "changes a setting", _PMO, setup.set_),
    Command("organisation", "LINE", "whose people are partners", _PMO, setup.organisation),
    Command("coordinator", "add|remove @x", "who coordinates", _PMO, people.coordinator),
    Command("link", "[CODE]", "joins a channel or an account", _ANY, codes.make_channel_code, codes.use_code),
    Command("me", "[yes]", "a code for your other account", _ANY, early=codes.make_person_code),
    Command("me yes", "", "confirms your other account", _ANY, early=codes.confirm_person),
    Command("left", "LINE", "somebody has left", _PMO, people.left),
    Command("export", "", "the whole register as a workbook", _PMO, exports.export),
    Command("undelivered", "", "messages that could not be delivered", _PMO, undelivered.show, changes=False),
    Command("undelivered again", "", "tries them once more", _PMO, undelivered.again),
    Command("pause", "", "no messages unasked", _MEMBER, people.pause),
    Command("away", "DATE", "no messages unasked before then", _MEMBER, people.away, aliases=("away until",)),
    Command(
        "back",
        "",
        "ends being away, or paused",
        _MEMBER,
        people.back,
        aliases=("i'm back", "i\u2019m back", "im back", "i am back"),
    ),
)


def by_name() -> dict[str, tuple[Command, ...]]:
    """Commands by each of their spellings. A spelling may name several: `set L-12 ...` and `set zone ...`."""
    found: dict[str, tuple[Command, ...]] = {}
    for command in COMMANDS:
        for spelling in (command.name, *command.aliases):
            found[spelling] = (*found.get(spelling, ()), command)
    return found


BY_NAME: Final = by_name()
