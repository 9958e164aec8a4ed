"""What registers call their columns. To teach Learnt another name, add it to a line.

Names are compared without case, punctuation and what stands in brackets. Where two columns have names of the same
line, the name that stands further left wins, and the other column is kept as a note.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from enum import Enum
from functools import lru_cache
from typing import Final


class Field(Enum):
    """What a column holds. `.value` is what an export calls it."""

    # the lesson
    LESSON_NO = "Lesson no."
    LESSON = "Lesson"
    KEPT = "What went well"  # a column of lessons to keep
    IMPROVED = "What could be better"  # a column of lessons to improve
    KIND = "Kind"
    WORDING = "Agreed wording"
    AREA = "Area"
    RELEASE = "Release"
    AUDIENCE = "Audience"
    RAISED_BY = "Raised by"
    RAISED = "Date raised"
    VOTES = "Votes"
    ACCEPTED = "Accepted because"
    ACCEPTED_BY = "Accepted by"
    AGAIN = "Came back from"
    LINK = "Link"
    NOTE = "Comments"
    # its action
    ACTION_NO = "Action no."
    ACTION = "Action"
    OWNER = "Owner"
    DUE = "Target date"
    FOLLOWS = "Due with release"
    STATUS = "Status"
    ACTION_NOTE = "Action note"
    RESULT = "Result"
    ACTION_AUDIENCE = "Action audience"
    OFFERED_TO = "Offered to"
    OFFERED = "Date offered"
    AGREED = "Owner agreed"
    MOVES = "Times moved"
    ADDED = "Date added"
    ADDED_BY = "Added by"
    CHANGED = "Last change"
    # an entry of the action's history
    ENTRY = "History date"
    ENTRY_BY = "Changed by"
    ENTRY_HOW = "Changed how"
    ENTRY_STATUS = "New status"
    ENTRY_DUE = "New target date"
    ENTRY_OWNER = "New owner"
    ENTRY_NOTE = "Change note"
    # not read
    ABOUT = "About the lesson"
    OTHER = "a note"


NAMES: Final[dict[Field, str]] = {
    Field.LESSON_NO: "lesson no, lesson number, lesson id, lesson ref, lesson reference, ll no, ll id",
    Field.LESSON: "lesson, lesson learned, lesson learnt, lessons, lessons learned, lessons learnt, "
    "lesson description, description of lesson, lesson identified, lesson text, what happened, what did we learn, "
    "what was learned, what was learnt, learning, observation, feedback, description, issue, details, detail, finding, "
    "comment, summary, lesson title, title, event, problem",
    Field.KEPT: "what went well, went well, what worked well, what worked, positives, keep, keep doing, liked, "
    "successes",
    Field.IMPROVED: "what could be better, could be better, what could have gone better, what did not go well, "
    "what didnt go well, didnt go well, did not go well, what went wrong, what went badly, even better if, "
    "what could be improved, could be improved, what to improve, improvements, negatives, to improve",
    Field.KIND: "kind, went well could be better, went well or could be better, well better, keep improve, "
    "keep or improve, positive negative, positive or negative, positive or negative lesson, type of lesson, "
    "lesson type, good bad, success or failure, well badly",
    Field.WORDING: "agreed wording, wording, report wording",
    Field.AREA: "area, theme, workstream, work stream, topic, subject, function, process, process area, project area, "
    "discipline, department, team, area of work, lesson category",
    Field.RELEASE: "release, version, release version, release name, release no, release number, fix version, "
    "programme release, project release, project phase",
    Field.AUDIENCE: "audience, lesson audience, who may read it, confidentiality",
    Field.RAISED_BY: "raised by, lesson raised by, identified by, logged by, submitted by, reported by, author, "
    "source, contributor, name, originator",
    Field.RAISED: "date raised, raised, raised on, date identified, date logged, logged on, date submitted, "
    "date recorded, date, when, created, created on, timestamp",
    Field.VOTES: "votes, number of votes, same here, likes",
    Field.ACCEPTED: "accepted because, reason for no action, why no action",
    Field.ACCEPTED_BY: "accepted by",
    Field.AGAIN: "came back from, repeat of, recurrence of",
    Field.LINK: "link, url, message link",
    Field.NOTE: "comments, comment, note, notes, remarks, further comments, additional comments, other comments, "
    "update, updates, progress, latest update",
    Field.ACTION_NO: "action no, action number, action id, action ref, action reference",
    Field.ACTION: "action, actions, recommended action, recommended actions, recommendation, recommendations, "
    "action required, actions required, action to be taken, proposed action, agreed action, corrective action, "
    "action description, what will we do, next step, next steps, improvement action, mitigation",
    Field.OWNER: "owner, action owner, owned by, assigned to, assignee, responsible, person responsible, "
    "action assigned to, accountable, lead, action lead, who, action by, responsible person",
    Field.DUE: "target date, due, due date, date due, deadline, by when, action due, action due date, "
    "action target date, target completion date, completion date, target, complete by, action by date, target due date",
    Field.FOLLOWS: "due with release, target release, due release",
    Field.STATUS: "status, rag status, status rag, rag, action status, rag rating, state, progress status, "
    "current status",
    Field.ACTION_NOTE: "action note, action notes, action comments, action update, action progress",
    Field.RESULT: "result, outcome link, evidence, evidence link, action result",
    Field.ACTION_AUDIENCE: "action audience",
    Field.OFFERED_TO: "offered to",
    Field.OFFERED: "date offered",
    Field.AGREED: "owner agreed",
    Field.MOVES: "times moved",
    Field.ADDED: "date added, action raised, action date raised, action created",
    Field.ADDED_BY: "added by, action added by, action raised by",
    Field.CHANGED: "last change, last changed, last updated, date updated, date of last update",
    Field.ENTRY: "history date",
    Field.ENTRY_BY: "changed by",
    Field.ENTRY_HOW: "changed how",
    Field.ENTRY_STATUS: "new status",
    Field.ENTRY_DUE: "new target date",
    Field.ENTRY_OWNER: "new owner",
    Field.ENTRY_NOTE: "change note",
    Field.ABOUT: "about the lesson",
}

KIND_OR_AREA: Final = frozenset("category, type, classification, lesson category".split(", "))
"""Columns of these names hold either: their values tell."""
NUMBER: Final = frozenset(
    "no, id, ref, reference, number, item, item no, ref no, nr, num, row, serial, sr no".split(", ")
)
"""Columns of these names number the lessons; in a sheet of actions, the actions."""

_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOT_A_WORD: Final = re.compile(r"[\W_]+")


@lru_cache(maxsize=1)
def _fields() -> dict[str, tuple[tuple[Field, int], ...]]:
    """The fields that each name may mean, with the name's place in its line."""
    found: dict[str, tuple[tuple[Field, int], ...]] = {}
    for field, names in NAMES.items():
        for rank, name in enumerate(names.split(", ")):
            found[name] = (*found.get(name, ()), (field, rank))
    return found


def plain_name(heading: str) -> str:
    """A heading as it is compared: "Went well / could be better?" becomes "went well could be better"."""
    if heading.strip() == "#":
        return "no"
    plain = _BRACKETS.sub("", heading.casefold()).replace("'", "").replace("\u2019", "")
    return _NOT_A_WORD.sub(" ", plain).strip()


@lru_cache(maxsize=10_000)
def fields_called(heading: str) -> tuple[tuple[Field, int], ...]:
    """The fields that a heading may name, each with how far down its line the name stands; small typos are mended."""
    known = _fields()
    for part in (heading, heading.partition("\n")[0], heading.partition(":")[0], heading.partition(" - ")[0]):
        if (plain := plain_name(part)) in known:
            return known[plain]
    plain = plain_name(heading)
    near = get_close_matches(plain, known, n=1, cutoff=0.9) if 6 <= len(plain) <= 40 else []
    return known[near[0]] if near else ()
