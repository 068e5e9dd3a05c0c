"""Security headers on every answer of the server: pages, files, errors.

Streamlit sends none of its own. An answer that brings one of these headers keeps its own.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse

from geo.errors import AtlasError, shorten

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FRAME_VARIABLE: Final = "ATLAS_FRAME_ANCESTORS"
# The one script inside Streamlit's page, `window.prerenderReady = false`, by its digest.
INLINE_SCRIPT: Final = "'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='"
# Nothing comes from another host. What is allowed beyond the server's own files:
_POLICY: Final = {
    "default-src": "'self'",
    # blob: is how Streamlit loads the script of a component; WebAssembly is Graphviz on the page
    # Groups. Vega runs with its interpreter, so that nothing needs unsafe-eval.
    "script-src": f"'self' blob: 'wasm-unsafe-eval' {INLINE_SCRIPT}",
    # Emotion, styled-components, MapLibre and st.html write style elements and attributes.
    "style-src": "'self' 'unsafe-inline'",
    # Lettering of the map's controls and of formulas.
    "font-src": "'self' data:",
    # Symbols of legends and of the map's controls; pictures that the map draws from.
    "img-src": "'self' data: blob:",
    # MapLibre and mapbox-gl start their workers from a blob.
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
_SOURCE: Final = re.compile(r"'self'|https?://(\*\.)?[a-z0-9.-]+(:\d+)?", re.IGNORECASE)


class FrameAncestorsError(AtlasError, ValueError):
    """The setting names something that is not the address of a site."""


def frame_ancestors(setting: str | None = None) -> str:
    """Return who may show the app in a frame, as the policy says it.

    Args:
        setting: addresses of sites separated by spaces, such as `https://news.example`, or
            `'self'`; empty for none. By default what the environment says.

    Raises:
        FrameAncestorsError: a part is not such an address.

    Example:
        >>> frame_ancestors(""), frame_ancestors("https://news.example https://*.other.example")
        ("'none'", 'https://news.example https://*.other.example')
    """
    sources = (os.environ.get(FRAME_VARIABLE, "") if setting is None else setting).split()
    for source in sources:
        if not _SOURCE.fullmatch(source):
            message = (
                f"{FRAME_VARIABLE}: expected addresses of sites such as https://news.example, or "
                f"'self', separated by spaces; found {shorten(source)!r}"
            )
            raise FrameAncestorsError(message)
    return " ".join(sources) or "'none'"


def security_headers(ancestors: str) -> dict[str, str]:
    """Return the headers; `ancestors` is who may show the app in a frame."""
    policy = {**_POLICY, "frame-ancestors": ancestors}
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        # A link to a source tells its publisher where the reader came from, not what was filtered.
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def embed_policy() -> str:
    """Return the policy of the page that is made for frames.

    Any site may show it, or those that the setting names; the app's own pages show a preview.
    """
    named = os.environ.get(FRAME_VARIABLE, "").strip()
    ancestors = f"'self' {frame_ancestors(named)}" if named else "*"
    return security_headers(ancestors)["Content-Security-Policy"]


class SecurityHeaders:
    """Middleware that adds the headers."""

    def __init__(self, app: ASGIApp, ancestors: str) -> None:
        """Wrap an application; `ancestors` is who may show it in a frame."""
        self._app = app
        self._headers = security_headers(ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


async def answer_failure(_request: Request, _error: Exception) -> PlainTextResponse:
    """Answer a request that the server failed at: such an answer passes no middleware."""
    return PlainTextResponse(
        "The server failed at this request.", status_code=500, headers=security_headers("'none'")
    )
