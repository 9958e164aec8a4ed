"""What an administrator's browser shows while installing."""

from __future__ import annotations

from html import escape
from typing import Final

from aiohttp import web

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1.125rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{text}
</main>
</body>
</html>
"""
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page(title: str, *sentences: str, link: tuple[str, str] | None = None, status: int = 200) -> web.Response:
    """A page of a few sentences and at most one link, (its words, where it leads)."""
    paragraphs = [f"<p>{escape(sentence)}</p>" for sentence in sentences]
    if link is not None:
        paragraphs.append(f'<p><a href="{escape(link[1])}">{escape(link[0])}</a></p>')
    html = _PAGE.format(title=escape(title), text="\n".join(paragraphs))
    return web.Response(text=html, content_type="text/html", status=status, headers=_HEADERS)
