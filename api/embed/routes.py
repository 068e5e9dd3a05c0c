"""The addresses of the embedded map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.common.endpoint import reading_route
from api.embed import assets, oembed, page
from api.heads.describe import OEMBED

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from api.common.endpoint import Data
    from api.embed.page import Draw


def embed_routes(data: Data, draw: Draw) -> list[BaseRoute]:
    """Return the routes.

    Args:
        data: returns the atlas.
        draw: tells what the browser draws for a view.
    """
    return [
        reading_route(page.PATH, page.answer_embed, data),
        reading_route(page.MAP_PATH, page.map_handler(draw), data),
        reading_route(f"{assets.PATH}/{{name}}", assets.answer_asset, data),
        reading_route(OEMBED, oembed.answer_oembed, data),
    ]
