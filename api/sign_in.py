"""Signing in, where a server asks for it: what is closed before, and where one returns to after."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.routing import Match

from api.common.refusals import RefusedError, problem_response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FILES: Final = "/app/static/"
#: The files that the page with the button has.
_OPEN_FILES: Final = (f"{_FILES}favicon.png", f"{_FILES}wordmark.svg")
_SIGN_IN: Final = "/auth/login"
_SIGNED_IN: Final = "/oauth2callback"
_COOKIE: Final = "atlas_return"
_COOKIE_S: Final = 600
_MOST_CHARS: Final = 3000  # browsers keep no cookie of more than 4096


class ClosedBeforeSignIn:
    """Middleware that closes interfaces and files to whoever has to sign in first.

    The pages ask for the sign-in themselves; here is what would show their data without.
    """

    def __init__(
        self,
        app: ASGIApp,
        path: str,
        routes: Sequence[BaseRoute],
        may_enter: Callable[[Mapping[str, str]], bool],
    ) -> None:
        """Wrap an application.

        Args:
            app: the application.
            path: the path below which it is served, such as `/atlas`; empty for none.
            routes: what is closed beside the files under /app/static.
            may_enter: tells from the cookies whether a visitor has signed in, or need not.
        """
        self._app, self._routes, self._may_enter = app, routes, may_enter
        self._open = {f"{path}{file}" for file in _OPEN_FILES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if self._is_closed(scope) and not self._may_enter(Request(scope).cookies):
            message = (
                "This server asks its visitors to sign in. Open its start page in a browser and "
                "sign in there."
            )
            refused = problem_response(RefusedError(HTTPStatus.FORBIDDEN, message))
            await refused(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_closed(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["path"] in self._open:
            return False
        return _FILES in scope["path"] or any(
            route.matches(scope)[0] is not Match.NONE for route in self._routes
        )


class ReturnAfterSignIn:
    """Middleware that leads whoever has signed in back to the link that they had opened.

    Streamlit leads everybody to the start page. The link travels in a cookie meanwhile.
    """

    def __init__(self, app: ASGIApp, path: str) -> None:
        """Wrap an application that is served below a path such as `/atlas`; empty for none."""
        self._app, self._path = app, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; keep the link on the way out, and use it on the way back."""
        change: Callable[[Scope, MutableHeaders], None] | None = None
        if scope["type"] == "http":
            changes = {
                f"{self._path}{_SIGN_IN}": self._keep,
                f"{self._path}{_SIGNED_IN}": self._use,
            }
            change = changes.get(scope["path"])
        if change is None:
            await self._app(scope, receive, send)
            return

        async def send_changed(message: Message) -> None:
            if message["type"] == "http.response.start":
                change(scope, MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, send_changed)

    def _keep(self, scope: Scope, headers: MutableHeaders) -> None:
        request = Request(scope)
        page = urlsplit(request.headers.get("referer", ""))
        link = f"{page.path}?{page.query}" if page.query else page.path
        if page.netloc == request.headers.get("host") and self._is_own(link):
            kept = quote(link, safe="/?&=+:@!$~")
            if len(kept) <= _MOST_CHARS:
                headers.append("Set-Cookie", self._cookie(kept, _COOKIE_S))

    def _use(self, scope: Scope, headers: MutableHeaders) -> None:
        kept = Request(scope).cookies.get(_COOKIE)
        if kept is None:
            return
        link = unquote(kept)
        if headers.get("location") == f"{self._path}/" and self._is_own(link):
            headers["location"] = link
        headers.append("Set-Cookie", self._cookie("", 0))

    def _is_own(self, link: str) -> bool:
        """Whether a link leads to a page of this server: a cookie may come from elsewhere."""
        return bool(re.fullmatch(rf"{re.escape(self._path)}/(?!/)[!-\[\]-~]*", link))

    def _cookie(self, value: str, seconds: int) -> str:
        return (
            f"{_COOKIE}={value}; Max-Age={seconds}; Path={self._path or '/'}; HttpOnly; "
            "SameSite=Lax"
        )
