"""The scripts of the page: that of the map component, and the few lines that start it.

Names carry a digest of the content, so browsers keep the files for good.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from api.common.refusals import RefusedError
from geo.paths import ROOT

if TYPE_CHECKING:
    from starlette.requests import Request

    from geo.model.atlas import Atlas

PATH: Final = "/embed/assets"
_START: Final = Path(__file__).with_name("start.js")
_COMPONENT: Final = ROOT / "map_component" / "assets"
_SCRIPTS: Final = frozenset({".js", ".mjs"})
_HEADERS: Final = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Vary": "Accept-Encoding",
}


def answer_asset(request: Request, _atlas: Atlas) -> Response:
    """Answer /embed/assets/{name}."""
    name = request.path_params["name"]
    path = _files().get(name)
    if path is None:
        message = "There is no such script."
        raise RefusedError(HTTPStatus.NOT_FOUND, message)
    media_type = mimetypes.types_map[".js"]
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(path.read_bytes(), media_type=media_type, headers=_HEADERS)
    headers = {**_HEADERS, "Content-Encoding": "gzip"}
    return Response(_packed(name), media_type=media_type, headers=headers)


def script_of_page() -> str:
    """Return the name of the script that starts the map."""
    digest = hashlib.sha256(_START.read_bytes()).hexdigest()[:8]
    return f"start-{digest}.js"


def script_of_map() -> str:
    """Return the name of the map component's script."""
    return next(name for name in _files() if name.startswith("deck-map-"))


@cache
def _files() -> dict[str, Path]:
    files = {path.name: path for path in _COMPONENT.iterdir() if path.suffix in _SCRIPTS}
    return {**files, script_of_page(): _START}


@cache
def _packed(name: str) -> bytes:
    # Once per file: a megabyte takes a tenth of a second.
    return gzip.compress(_files()[name].read_bytes(), mtime=0)
