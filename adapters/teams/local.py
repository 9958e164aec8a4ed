"""Whether a request comes from this very machine. Where nobody is authenticated, nothing else may be let in."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Final

_FORWARDED: Final = frozenset(
    {"forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via", "cf-connecting-ip"}
)
"""What a tunnel or a proxy adds."""


def is_local(headers: Mapping[str, str]) -> bool:
    """No forwarding header, and a `Host` that is loopback: a page in a browser can't have sent it either."""
    if any(name.casefold() in _FORWARDED for name in headers):
        return False
    host = headers.get("Host", "")
    name = host[1:].partition("]")[0] if host.startswith("[") else host.rpartition(":")[0] or host
    return is_loopback(name)


def is_loopback(name: str) -> bool:
    """Whether a host's name or address is this machine's own."""
    if name.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
