"""The arguments of a Web API call: where they come from, and of what type they must be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BasicAuth, web


class Refusal(Exception):  # noqa: N818 - Slack refuses; nothing has gone wrong here
    """Slack's `ok: false`, with its error and whatever else the answer holds."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error, self.more = error, more

    def json(self) -> dict[str, Any]:
        return {"ok": False, "error": self.error, **self.more}


def invalid(*messages: str, error: str = "invalid_arguments") -> Refusal:
    """`invalid_arguments` or `invalid_blocks`, with what exactly is wrong."""
    more: dict[str, Any] = {"response_metadata": {"messages": [f"[ERROR] {one}" for one in messages]}}
    return Refusal(error, **({"errors": list(messages)} if error == "invalid_blocks" else {}), **more)


async def arguments_of(request: web.Request) -> tuple[dict[str, Any], bool, int]:
    """The arguments, whether they came as JSON (and so carry their types), and the size of the body in bytes."""
    found: dict[str, Any] = dict(request.query) | _basic(request.headers.get("Authorization", ""))
    if request.method == "GET" or not request.can_read_body:
        return found, False, len(request.query_string)
    kind = request.content_type
    if kind == "application/json":
        raw = await request.read()
        try:
            body = json.loads(raw)
        except ValueError:
            raise Refusal("invalid_json") from None
        if not isinstance(body, dict):
            raise Refusal("json_not_object")
        return found | body, True, len(raw)
    if kind == "application/x-www-form-urlencoded":
        raw = await request.read()
        try:
            return found | dict(parse_qsl(raw.decode(), keep_blank_values=True)), False, len(raw)
        except UnicodeDecodeError:
            raise Refusal("invalid_form_data") from None
    if kind == "multipart/form-data":
        form = await request.post()
        return found | {name: value for name, value in form.items() if isinstance(value, str)}, False, 1 << 30
    raise Refusal("invalid_post_type" if "Content-Type" in request.headers else "missing_post_type")


def _basic(header: str) -> dict[str, str]:
    """The client's id and secret, where oauth.v2.access gets them by HTTP Basic authentication."""
    try:
        basic = BasicAuth.decode(header)
    except ValueError:
        return {}
    return {"client_id": basic.login, "client_secret": basic.password}


def _text(value: Any, name: str, _typed: bool) -> Any:
    if not isinstance(value, str):
        raise invalid(f"must be a string [json-pointer:/{name}]")
    return value


def _yes_no(value: Any, name: str, typed: bool) -> Any:
    if isinstance(value, bool):
        return value
    if not typed and value in {"1", "0", "true", "false"}:
        return value in {"1", "true"}
    raise invalid(f"must be a boolean [json-pointer:/{name}]")


def _number(value: Any, name: str, typed: bool) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not typed and isinstance(value, str) and value.isdecimal():
        return int(value)
    raise invalid(f"must be an integer [json-pointer:/{name}]")


def _ts(value: Any, name: str, _typed: bool) -> Any:
    whole, dot, rest = value.partition(".") if isinstance(value, str) else ("", "", "")
    if not (whole.isdecimal() and (rest.isdecimal() or not dot)):
        raise invalid(f"must be a timestamp as a string [json-pointer:/{name}]")
    return value


def _structure(value: Any, name: str, _typed: bool) -> Any:
    """JSON, either as it is or written into a string."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise Refusal("invalid_blocks_format" if name == "blocks" else "invalid_arguments") from None
    if not isinstance(value, (dict, list)):
        raise invalid(f"must provide an object [json-pointer:/{name}]")
    return value


TYPES = {"text": _text, "bool": _yes_no, "int": _number, "ts": _ts, "json": _structure}


def checked(
    given: Mapping[str, Any], types: Mapping[str, str], required: tuple[str, ...], typed: bool
) -> dict[str, Any]:
    """The arguments in their types. Stricter than Slack in one thing: an argument that it would ignore is refused."""
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name in {"token", "team_id"}:
            continue
        kind = types.get(name)
        if kind is None:
            raise invalid(f"unknown argument: {name} [json-pointer:/{name}]")
        if value is None:
            raise invalid(f"must not be null [json-pointer:/{name}]")
        found[name] = TYPES[kind](value, name, typed)
    missing = [name for name in required if found.get(name, "") == ""]
    if missing:
        raise invalid(*(f"missing required field: {name} [json-pointer:/{name}]" for name in missing))
    return found
