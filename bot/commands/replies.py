"""What an acknowledgement can't carry: put into the deliveries, in the transaction of what it is about.

Nothing that stored nothing comes here, nor what must not be tied to a name: the way in says both itself.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.commands import exports
from bot.ports import Register
from bot.words.address import Address
from bot.words.delivery import Delivery
from bot.words.ids import NEW, DeliveryId, PersonId, ProgrammeId
from bot.words.incoming import Incoming
from bot.words.message import File, Message, Reply, Said, To, message_to_json

ELSEWHERE: Final = "I have answered in our own chat."
"""What a channel reads where the answer is for one person alone and can't be shown to them there."""
BEHIND: Final = timedelta(milliseconds=300)
"""How long what follows an acknowledgement waits, so that it is read after it."""


def keep(
    register: Register,
    incoming: Incoming,
    answer: Reply,
    *,
    person: PersonId,
    programme: ProgrammeId | None,
    now: datetime,
    anonymous: bool = False,
) -> Reply:
    """Put into the deliveries what the acknowledgement can't carry, and return what is left for the way in to say.

    `anonymous`: a row would tie a name to what was said, so what is for one person stays with the way in.
    """
    if incoming.back is None:
        return answer
    if answer.file is not None:
        answer = _later(register, incoming.back, incoming.key, answer, answer.file, person, programme, now)
    carried, rest = answer.said[: incoming.carried], answer.said[incoming.carried :]
    kept = [one for one in rest if not anonymous or _for_all(incoming, one)]
    if not kept:
        return answer
    if incoming.apart and incoming.visible and not all(_for_all(incoming, one) for one in kept):
        kept.append(Said(Message(ELSEWHERE), To.HERE))
    due = now + BEHIND if carried else now
    for_all = replace(incoming.back, only_for="", quick="" if anonymous else incoming.back.quick)
    register.deliveries.put(
        [
            Delivery(
                id=DeliveryId(NEW),
                key=f"reply:{incoming.key}:{place}",
                programme=programme,
                person=None if _for_all(incoming, one) else person,
                body=json.dumps(message_to_json(one.message), ensure_ascii=False),
                address=for_all if _for_all(incoming, one) else incoming.back,
                due=due,
            )
            for place, one in enumerate(kept)
        ]
    )
    left = tuple(one for one in rest if one not in kept)
    return replace(answer, said=(*carried, *left), following=len(kept))


def _later(
    register: Register,
    back: Address,
    key: str,
    answer: Reply,
    file: File,
    person: PersonId,
    programme: ProgrammeId | None,
    now: datetime,
) -> Reply:
    """A file takes its time: it comes by itself, and only to whoever asked for it."""
    row = Delivery(
        id=DeliveryId(NEW),
        key=f"reply:{key}:file",
        programme=programme,
        person=person,
        body=exports.kept(file, answer.said[0].message),
        compose="file",
        address=replace(back, conversation="", thread="", quick=""),
        due=now,
    )
    register.deliveries.put([row])
    coming = Said(Message(f"I am putting {file.name} together. It comes in our direct message."))
    return replace(answer, file=None, said=(coming, *answer.said[1:]))


def _for_all(incoming: Incoming, said: Said) -> bool:
    return said.to is To.HERE and incoming.place is not None
