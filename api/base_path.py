"""The interfaces below the path that a proxy passes on, such as /atlas/readyz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Receive, Scope, Send


class BelowBasePath:
    """Middleware that lets routes answer below a path as well as at the top.

    Streamlit puts its `server.baseUrlPath` before its own routes, not before those that it is
    given. A route that answers below the path finds the path in `request.base_url`.
    """

    def __init__(self, app: ASGIApp, path: str, routes: Sequence[BaseRoute]) -> None:
        """Wrap an application.

        Args:
            app: the application, which has the routes.
            path: the path, such as `/atlas`; empty for none.
            routes: the routes, without the path.
        """
        self._app, self._path, self._routes = app, path, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with the path as its root where one of the routes is meant."""
        if self._path and scope["type"] == "http" and scope["path"].startswith(f"{self._path}/"):
            below = {**scope, "root_path": self._path}
            if any(route.matches(below)[0] is not Match.NONE for route in self._routes):
                scope = below
        await self._app(scope, receive, send)
