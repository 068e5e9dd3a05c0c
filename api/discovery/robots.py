"""/robots.txt: what crawlers may read (RFC 9309)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

from api.common.addresses import site

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from geo.model.atlas import Atlas


def answer_robots(request: Request, _atlas: Atlas) -> Response:
    """Allow everything and name the sitemap."""
    return PlainTextResponse(f"User-agent: *\nAllow: /\nSitemap: {site(request)}/sitemap.xml\n")
