"""Pages as they are served, and what their heads say."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from api.heads.page_heads import PageHeads
from api.routes import interface_routes

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model.atlas import Atlas

INDEX = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="UTF-8" />'
    "<title>Streamlit</title><script>window.prerenderReady = false</script></head>"
    '<body><div id="root"></div></body></html>'
)


class Screen(StaticFiles):
    """As Streamlit's: a path that is no file is answered with the app's page."""

    async def get_response(self, path: str, scope: Any) -> Any:
        try:
            return await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404:
                raise
            return HTMLResponse(self.page, headers={"Last-Modified": "yesterday"})

    page = INDEX


def client_of(
    data: Callable[[], Atlas], folder: str, *, page: str = INDEX, base_path: str = "",
    may_enter: bool = True,
) -> TestClient:  # fmt: skip
    screen = Screen(directory=folder)
    screen.page = page
    app = Starlette(
        routes=[
            *interface_routes(data),
            Route("/_stcore/health", lambda _: PlainTextResponse("ok")),
            Mount(base_path or "/", screen),
        ],
        middleware=[Middleware(PageHeads, base_path, data, lambda _: may_enter)],
    )
    return TestClient(app, follow_redirects=False)


@dataclass
class Parsed(HTMLParser):
    """The head of a page: its title, metas, canonical address and records."""

    titles: list[str] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    records: list[dict[str, Any]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, html: str) -> Parsed:
        head = cls()
        HTMLParser.__init__(head)
        head.inside = ""
        head.feed(html)
        head.close()
        return head

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.inside = given.get("type", tag) if tag == "script" else tag
        if tag == "meta" and (name := given.get("name") or given.get("property")):
            assert name not in self.metas
            self.metas[name] = given["content"]
        if tag == "link":
            self.links[given["rel"]] = given["href"]
        if tag == "title":
            self.titles.append("")

    def handle_data(self, data: str) -> None:
        if self.inside == "title":
            self.titles[-1] += data
        elif self.inside == "application/ld+json":
            self.records.append(json.loads(data))

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""
