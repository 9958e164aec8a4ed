"""What the connector answers instead."""

from __future__ import annotations

from aiohttp import web


class Refused(Exception):  # noqa: N818 - it is an answer
    """A status with Teams' code for it, and the whole seconds to wait where it is a matter of time."""

    def __init__(self, status: int, code: str, message: str = "", wait: int = 0) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.wait = status, code, message, wait

    def response(self) -> web.Response:
        body = {"error": {"code": self.code, "message": self.message or self.code}}
        headers = {"Retry-After": str(self.wait)} if self.wait else {}
        return web.json_response(body, status=self.status, headers=headers)
