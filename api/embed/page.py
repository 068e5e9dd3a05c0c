"""The page /embed: the map of a filter with its counted sentence, and what the map draws."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, JSONResponse

from api.common.addresses import site
from api.common.query import read_query
from api.common.refusals import refuse_held_back
from api.embed import assets
from api.headers import embed_policy
from api.heads.card_files import card_address
from api.heads.link import filter_query
from geo.analysis.quotation import build_quotation
from geo.errors import FilterError, FilterProblem, closest
from geo.export.writers import held_back
from geo.filter import wording
from geo.filter.filter import Filter
from geo.filter.metadata import permalink, with_host
from geo.utils.words import long_day, number

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from api.common.endpoint import Handler
    from geo.filter.filter import View
    from geo.model.atlas import Atlas
    from maps.palette import Theme

    #: Returns what the browser draws for a view, in values of JSON.
    Draw = Callable[[View, Theme], dict[str, Any]]

PATH: Final = "/embed"
MAP_PATH: Final = "/embed/map.json"
THEME: Final = "theme"
_THEMES: Final[tuple[Theme, ...]] = ("light", "dark")


def answer_embed(request: Request, atlas: Atlas) -> Response:
    """Answer /embed: the page; a link that is not understood gives the same page in words, 400."""
    try:
        view, theme = _read(request, atlas)
    except FilterError as error:
        return _faulty(error, atlas, site(request))
    query = filter_query(view.filter, atlas)
    below = site(request)
    reason = held_back(view.positions, atlas)
    # Relative, so that the page works below any path.
    map_ = {
        "module": f"embed/assets/{assets.script_of_map()}",
        "script": f"embed/assets/{assets.script_of_page()}",
        "source": f"{MAP_PATH.lstrip('/')}{'?' if query else ''}{query}",
    }
    return _page(
        title=wording.title(view.filter, atlas),
        paragraphs=[
            build_quotation(view, atlas).text,
            *_not_drawn(view),
            *([f"The map is a picture: {reason}."] if reason else []),
        ],
        map=None if reason else map_,
        picture=card_address(query, atlas).lstrip("/"),
        theme=theme or "",
        link=with_host(permalink(view), below),
        note=_note(atlas),
    )


def map_handler(draw: Draw) -> Handler:
    """Return what answers /embed/map.json; `draw` tells what the browser draws."""

    def answer_map(request: Request, atlas: Atlas) -> Response:
        view, theme = _read(request, atlas)
        refuse_held_back(held_back(view.positions, atlas))  # it has their points and places
        return JSONResponse(draw(view, theme or "light"))

    return answer_map


def _read(request: Request, atlas: Atlas) -> tuple[View, Theme | None]:
    """Return what is asked for, and the theme; None for the visitor's own.

    Raises:
        FilterError: a parameter or a value is unknown.
    """
    query = read_query(request, atlas, own=(THEME,))
    given = query.own.get(THEME)
    if given is not None and given not in _THEMES:
        message = f"unknown; allowed are {', '.join(_THEMES)}"
        raise FilterError([FilterProblem(THEME, given, message, closest(given, _THEMES))])
    theme = next((name for name in _THEMES if name == given), None)
    return query.filter.view(atlas), theme


def _not_drawn(view: View) -> list[str]:
    if not view.not_drawn:
        return []
    verb = "has" if view.not_drawn == 1 else "have"
    return [f"{number(view.not_drawn)} of them {verb} no location and cannot be on the map."]


def _faulty(error: FilterError, atlas: Atlas, below: str) -> HTMLResponse:
    return _page(
        title="This map cannot be shown",
        paragraphs=[
            "Its address is not understood. Who put it here can correct it:",
            *map(str, error.problems),
        ],
        map=None,
        picture="",
        theme="",
        link=with_host(permalink(Filter().view(atlas)), below),
        note=_note(atlas),
        status=HTTPStatus.BAD_REQUEST,
    )


def _note(atlas: Atlas) -> str:
    # Of an imported folder the licence is that of the atlas's own tables.
    terms = held_back(np.arange(atlas.n_incidents), atlas) or atlas.package["licenses"][0]["title"]
    return (
        f"Data to {long_day(atlas.last_date)}, version {atlas.version}. Terms: {terms}. Every "
        "incident has its sources in the atlas."
    )


def _page(*, status: HTTPStatus = HTTPStatus.OK, **content: Any) -> HTMLResponse:
    html = _TEMPLATES.get_template("page.html.jinja").render(content)
    return HTMLResponse(html, status, {"Content-Security-Policy": embed_policy()})


_TEMPLATES: Final = Environment(
    loader=PackageLoader("api.embed", ""),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
