"""Every address that other programs read, a line per interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.answers.routes import mcp_route
from api.common.endpoint import reading_route
from api.discovery.llms import answer_llms
from api.discovery.robots import answer_robots
from api.discovery.sitemap import answer_part, answer_sitemap
from api.features.routes import features_routes
from api.feeds.routes import feed_routes
from api.heads.cards import answer_card

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from api.common.endpoint import Data


def interface_routes(data: Data) -> list[BaseRoute]:
    """Return the routes of all interfaces.

    A server that asks for a sign-in closes all of them before it, so no page is among them.

    Args:
        data: returns the atlas as its files are now, and raises NoDataError without any; never an
            upload.
    """
    return [
        reading_route("/card/{name}", answer_card, data),
        reading_route("/llms.txt", answer_llms, data),
        reading_route("/robots.txt", answer_robots, data),
        reading_route("/sitemap.xml", answer_sitemap, data),
        reading_route("/sitemap-{part:int}.xml", answer_part, data),
        *features_routes(data),
        *feed_routes(data),
        mcp_route(data),
    ]
