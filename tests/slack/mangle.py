"""Real requests, spoilt at random: by a wrong value deep inside, by a wrong header, or by what is cut off."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.slack.outbound import FORM, JSON, Kind, Outbound

VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1e308, "", " ", "\x00\x1b[31m\x7f", "\ud800", "\U0001f600" * 40, "x" * 3_001,
    "é" * 20_000,
    "<!channel> <@U0000000001> <#C1> &amp;", "../../etc/passwd", [], {}, [[]], {"type": "x"}, ["\ud83d"], "lesson",
    "U0000000001", "1.2", '{"channel": 7}', "[" * 5_000,
)  # fmt: skip
_Place = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent, and whether Slack could have signed it."""

    body: bytes
    headers: dict[str, str]
    signed: bool


def mangled(chance: Random, kind: Kind, payload: dict[str, Any], number: int, outbound: Outbound) -> Request:
    """One real payload, spoilt, with ids of its own so that it isn't taken for a repetition."""
    spoilt = copy.deepcopy(payload)
    for name in ("trigger_id", "event_id"):
        if name in spoilt:
            spoilt[name] = f"{number}.fuzz"
    for _ in range(chance.choice((0, 1, 1, 1, 2, 4))):
        _spoil(chance, spoilt)
    body, content = _written(kind, spoilt)
    match chance.randrange(12):
        case 0:
            body = body[: chance.randrange(len(body) + 1)]
        case 1:
            at = chance.randrange(len(body) + 1)
            body = body[:at] + chance.randbytes(chance.randrange(1, 9)) + body[at + 4 :]
        case 2:
            content = chance.choice(
                (JSON, FORM, "text/plain", "", "application/json; charset=utf-16", "multipart/form-data")
            )
        case _:
            pass
    headers = outbound.headers(body, content)
    if chance.random() < 0.1:
        headers |= {"X-Slack-Retry-Num": chance.choice(("1", "x", "-1")), "X-Slack-Retry-Reason": "http_timeout"}
    if chance.random() < 0.1:
        name = chance.choice(("X-Slack-Signature", "X-Slack-Request-Timestamp"))
        headers[name] = chance.choice(("", "v0=", "v0=" + "0" * 64, "0", "-1", "9" * 400, headers[name][:-1] + "x"))
        return Request(body, headers, signed=False)
    return Request(body, headers, signed=_is_utf8(body))  # Slack signs nothing else


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def places(value: Any) -> list[_Place]:
    """Each place in a payload where something stands: what holds it, and under what name."""
    names: Sequence[Any] = (
        list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    return [place for name in names for place in ((value, name), *places(value[name]))]


def _spoil(chance: Random, payload: dict[str, Any]) -> None:
    found = places(payload)
    if not found:
        return
    held, name = chance.choice(found)
    match chance.randrange(5):
        case 0:
            del held[name]
        case 1 if isinstance(held, dict):
            held[f"{name}x"] = held.pop(name)
        case 2 if isinstance(held, list):
            held += held * 60
        case 3 if isinstance(held[name], str):
            held[name] = held[name] * chance.choice((2, 300)) + chance.choice(("", "\ud800", "\x00"))
        case _:
            held[name] = copy.deepcopy(chance.choice(VALUES))


def _written(kind: Kind, payload: dict[str, Any]) -> tuple[bytes, str]:
    """As `outbound.body_of`, for payloads that may hold anything."""
    if kind in {"events_api", "url_verification"}:
        return json.dumps(payload).encode(), JSON
    fields = {"payload": json.dumps(payload)} if kind == "interactive" else payload
    return urlencode(fields, errors="surrogatepass").encode(), FORM
