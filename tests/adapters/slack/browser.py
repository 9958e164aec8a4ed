"""An administrator's browser: it keeps cookies, and follows nothing by itself."""

from __future__ import annotations

from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlsplit


class Browser:
    """One browser at one server. After `goes`, `status`, `text` and `location` say what came."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc
        self.cookies: dict[str, str] = {}
        self.status, self.text, self.location = 0, "", ""
        self.headers: dict[str, str] = {}

    def goes(self, path: str) -> str:
        """Get a page; returns its text."""
        parts = urlsplit(path)
        connection = HTTPConnection(self._host, timeout=5)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request("GET", f"{parts.path}?{parts.query}", headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        self.status, self.text = answer.status, answer.read().decode()
        self.headers = dict(answer.getheaders())
        self.location = self.headers.get("Location", "")
        for name, value in answer.getheaders():
            if name == "Set-Cookie":
                for key, morsel in SimpleCookie(value).items():
                    if morsel["max-age"] == "0" or not morsel.value:
                        self.cookies.pop(key, None)
                    else:
                        self.cookies[key] = morsel.value
        connection.close()
        return self.text
