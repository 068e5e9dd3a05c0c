"""The answer where there is no page: plain words and the ways on, or problem details."""

from __future__ import annotations

from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse

from api.common import pages
from api.common.refusals import RefusedError, problem_response
from geo.errors import closest

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_MOST_CHARS: Final = 100
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>No such page – {name}</title>
<link rel="icon" href="{root}app/static/favicon.png">
<style>
:root {{ color-scheme: light dark; --ink: #1f2328; --paper: #fff; --link: #9c3d00; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ink: #eceae5; --paper: #15191d; --link: #f0935a; }}
}}
body {{ margin: 0 auto; padding: 12vh 1.25rem; max-width: 34rem; color: var(--ink);
  background: var(--paper); font: 1.05rem/1.55 system-ui, sans-serif; }}
h1 {{ margin: 0 0 .5rem; font-size: 1.75rem; line-height: 1.2; }}
a {{ color: var(--link); }}
</style>
</head>
<body>
<main>
<h1>There is no page at this address</h1>
<p>The address may be incomplete or misspelt, or the page has moved.{meant}</p>
<p><a href="{root}">Go to the map</a></p>
</main>
</body>
</html>
"""


def answer_not_found(request: Request, path: str, base_path: str) -> Response:
    """Return the answer to a request for a page that there is not.

    Args:
        request: the request.
        path: what it asks for, below the base path.
        base_path: the path below which the app is served, such as `/atlas`; "" for none.
    """
    close = _closest_page(path)
    accept = request.headers.get("accept", "")
    if "json" in accept and "html" not in accept:
        address = f"{base_path}/{close.path}" if close else None
        message = "There is no page and no interface at this address."
        return problem_response(
            RefusedError(
                HTTPStatus.NOT_FOUND, message, members={"closest": [address] if address else []}
            )
        )
    root = escape(f"{base_path}/")
    meant = (
        f' Did you mean <a href="{root}{close.path}">{escape(close.title)}</a>?'
        if close and close != pages.MAP
        else ""
    )
    html = _PAGE.format(name=pages.NAME, root=root, meant=meant)
    return HTMLResponse(html, HTTPStatus.NOT_FOUND, {"Cache-Control": "no-cache"})


def _closest_page(path: str) -> pages.Page | None:
    """Return the page whose address or title looks most like a part of a path."""
    by_name = {name: page for page in pages.PAGES for name in (page.path, page.title.lower())}
    for part in reversed(path[:_MOST_CHARS].lower().strip("/").split("/")):
        if near := closest(part, filter(None, by_name)):
            return by_name[near[0]]
    return None
