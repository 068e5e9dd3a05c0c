"""/card/DIGEST.png?QUERY: the picture that is shown beside a link where it is shared.

A page's head names the address. The digest is checked before anything is drawn, so one filter has
one picture, however often and in however many spellings it is asked for.
"""

from __future__ import annotations

import threading
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.responses import RedirectResponse, Response

from api.common import pages
from api.common.addresses import site
from api.common.refusals import RefusedError
from api.heads.card_files import SUFFIX, card_address, card_digest, keep_card, read_card
from api.heads.describe import card_of
from api.heads.link import read_link
from geo.export.card import draw_card
from geo.utils.long_work import in_turn

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.heads.link import Link
    from geo.model.atlas import Atlas

#: So many pictures are drawn or wait for their turn; more would take the threads of other answers.
MOST_AT_ONCE: Final = 4
# Private: a server that asks for a sign-in answers through proxies too.
_FOREVER: Final = {"Cache-Control": "private, max-age=604800, immutable"}
_TEMPORARY: Final = {"Cache-Control": "no-cache"}
_at_once = threading.BoundedSemaphore(MOST_AT_ONCE)


def answer_card(request: Request, atlas: Atlas) -> Response:
    """Return the picture, or lead to the one that has taken its place."""
    params = request.query_params
    page = (
        pages.INCIDENT if "incident" in params else pages.NEAR if "place" in params else pages.MAP
    )
    link = read_link(page, request.url.query, atlas)
    if link.is_faulty:
        message = "There is no such picture. The head of a page of the atlas names its address."
        raise RefusedError(HTTPStatus.NOT_FOUND, message)
    digest = card_digest(link.card_query, atlas)
    if request.path_params["name"] != f"{digest}{SUFFIX}":  # of older data, or made up
        address = f"{site(request)}{card_address(link.card_query, atlas)}"
        return RedirectResponse(address, HTTPStatus.FOUND, _TEMPORARY)
    picture = read_card(digest) or _draw(link, digest, atlas)
    return Response(picture, media_type="image/png", headers=_FOREVER)


def _draw(link: Link, digest: str, atlas: Atlas) -> bytes:
    if not _at_once.acquire(blocking=False):
        message = "Many pictures are being drawn. Try again in a few seconds."
        raise RefusedError(
            HTTPStatus.SERVICE_UNAVAILABLE, message, headers={"Retry-After": "5"}
        )  # fmt: skip

    def draw() -> bytes:
        # Another request may have drawn it while this one waited.
        if kept := read_card(digest):
            return kept
        picture = draw_card(card_of(link, atlas), atlas)
        keep_card(digest, picture)
        return picture

    try:
        return in_turn(draw)()
    finally:
        _at_once.release()
