"""/oembed: how to show a link of the atlas, for systems that ask (oEmbed 1.0, oembed.com)."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from starlette.responses import JSONResponse, Response

from api.common.addresses import site
from api.common.pages import NAME, PAGES
from api.common.query import read_parameters
from api.common.refusals import RefusedError
from api.common.xml_text import xml_text
from api.embed.page import PATH as EMBED
from api.heads.card_files import card_address
from api.heads.link import filter_query, read_link
from geo.errors import FilterError, FilterProblem, shorten
from geo.export.card import SIZE
from geo.export.frame import HEIGHT_PX, WIDTH_PX, frame_code
from geo.filter import wording

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.common.pages import Page
    from api.heads.link import Link
    from geo.model.atlas import Atlas

_LEAST_PX: Final = 200
_FORMATS: Final = ("json", "xml")


def answer_oembed(request: Request, atlas: Atlas) -> Response:
    """Answer /oembed.

    Raises:
        FilterError: a parameter is missing or not understood (400).
        RefusedError: the link is no link of this atlas (404), or the format is another (501).
    """
    given = {
        name: values[0]
        for name, values in read_parameters(
            request, ("url", "format", "maxwidth", "maxheight")
        ).items()
    }
    file_format = given.get("format", "json")
    if file_format not in _FORMATS:
        message = f"The format {shorten(file_format)} is not offered; allowed are json and xml."
        raise RefusedError(HTTPStatus.NOT_IMPLEMENTED, message)
    if "url" not in given:
        raise FilterError([FilterProblem("url", "", "is missing; expected a link of this atlas")])
    link = _read_url(given["url"], atlas, site(request))
    width = min(WIDTH_PX, _pixels("maxwidth", given))
    height = min(HEIGHT_PX, _pixels("maxheight", given))
    content = _describe(link, atlas, site(request), width, height)
    return JSONResponse(content) if file_format == "json" else _as_xml(content)


def _read_url(url: str, atlas: Atlas, below: str) -> Link:
    page, query = _find_page(url, below)
    link = read_link(page, query, atlas) if page is not None else None
    if link is None or link.is_faulty or link.is_of_upload:
        message = (
            f"{shorten(url)} is no link to a page with a filter of this atlas, which is at "
            f"{below}/; copy one with Copy link."
        )
        raise RefusedError(HTTPStatus.NOT_FOUND, message)
    return link


def _find_page(url: str, below: str) -> tuple[Page | None, str]:
    """Return which page with a filter an address is of, None for none, and its query."""
    try:
        parts, own = urlsplit(url), urlsplit(below)
    except ValueError:  # such as http://[
        return None, ""
    paths = {f"{own.path}/{page.path}".rstrip("/"): page for page in PAGES if page.has_filter}
    is_ours = parts.netloc.lower() == own.netloc.lower()
    return paths.get(parts.path.rstrip("/")) if is_ours else None, parts.query


def _pixels(name: str, given: dict[str, str]) -> int:
    text = given.get(name, "100000")
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) < _LEAST_PX:
        message = f"expected whole pixels, {_LEAST_PX} or more"
        raise FilterError([FilterProblem(name, text, message)])
    return int(text)


def _describe(link: Link, atlas: Atlas, below: str, width: int, height: int) -> dict[str, Any]:
    filter_ = link.filter_with_circle
    query = filter_query(filter_, atlas)
    asked = f"?{query}" if query else ""
    title = wording.title(filter_, atlas)
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": NAME,
        "provider_url": f"{below}/",
        "thumbnail_url": f"{below}{card_address(query, atlas)}",
        "thumbnail_width": SIZE.width_px,
        "thumbnail_height": SIZE.height_px,
        "html": frame_code(f"{below}{EMBED}{asked}", title, str(width), height),
        "width": width,
        "height": height,
    }


def _as_xml(content: dict[str, Any]) -> Response:
    root = ET.Element("oembed")
    for name, value in content.items():
        ET.SubElement(root, name).text = xml_text(str(value))
    xml = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(xml, media_type="text/xml")
