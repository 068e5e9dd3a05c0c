"""/sitemap.xml: the pages and the incidents, for search engines (sitemaps.org).

A file holds at most 50,000 addresses; where there are more, /sitemap.xml lists the files.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
from starlette.responses import Response

from api.common.addresses import site
from api.common.pages import INCIDENT, PAGES
from api.common.refusals import RefusedError
from geo.export.writers import are_held_back

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from starlette.requests import Request

    from geo.model.atlas import Atlas

MOST_ADDRESSES: Final = 50_000
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_DATE_CHARS: Final = 10


def answer_sitemap(request: Request, atlas: Atlas) -> Response:
    """Return the sitemap, or the list of its files where one does not hold all."""
    where, rows = site(request), _incidents(atlas)
    n = -(-(len(_pages()) + len(rows)) // MOST_ADDRESSES)
    if n == 1:
        return _answer("urlset", "url", _entries(where, rows, atlas, 0))
    files = [(f"{where}/sitemap-{part}.xml", "") for part in range(1, n + 1)]
    return _answer("sitemapindex", "sitemap", files)


def answer_part(request: Request, atlas: Atlas) -> Response:
    """Return one file of a sitemap that has several.

    Raises:
        RefusedError: there is no such file (404).
    """
    entries = _entries(
        site(request), _incidents(atlas), atlas, request.path_params["part"] - 1
    )  # fmt: skip
    if not entries:
        message = "There is no such part; /sitemap.xml lists those that there are."
        raise RefusedError(HTTPStatus.NOT_FOUND, message)
    return _answer("urlset", "url", entries)


def _pages() -> list[str]:
    return [page.path for page in PAGES if page.listed]


def _incidents(atlas: Atlas) -> NDArray[np.intp]:
    """Return the incidents that have a head of their own, rows of `atlas.incidents`."""
    rows = np.arange(len(atlas.incidents))
    return rows[~are_held_back(rows, atlas)]


def _entries(where: str, rows: NDArray[np.intp], atlas: Atlas, part: int) -> list[tuple[str, str]]:
    """Return addresses with the day of their last change, "" where that is not known.

    Args:
        where: address of the atlas.
        rows: the incidents.
        atlas: the atlas.
        part: which of the files, from 0.
    """
    pages = _pages()
    begin, end = part * MOST_ADDRESSES, (part + 1) * MOST_ADDRESSES
    if begin < 0:
        return []
    listed = [(f"{where}/{path}", "") for path in pages[begin:end]]
    chosen = rows[max(begin - len(pages), 0) : max(end - len(pages), 0)]
    ids = atlas.incidents["incident_id"].iloc[chosen]
    addresses = (f"{where}/{INCIDENT.path}?incident={quote(one)}" for one in ids)
    return listed + list(zip(addresses, _changed(chosen, atlas), strict=True))


def _changed(rows: NDArray[np.intp], atlas: Atlas) -> Sequence[str]:
    """Return the day on which each row was changed or added; a version stands before it."""
    if not {"added", "changed"} <= set(atlas.incidents.columns):
        return [""] * len(rows)
    cells = atlas.incidents[["added", "changed"]].iloc[rows]
    last = cells["changed"].where(cells["changed"].notna(), cells["added"])
    return ["" if pd.isna(cell) else str(cell)[-_DATE_CHARS:] for cell in last]


def _answer(root: str, item: str, entries: Iterable[tuple[str, str]]) -> Response:
    lines = (
        f"<{item}><loc>{escape(address)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{item}>"
        for address, day in entries
    )
    text = "\n".join(
        ('<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{_NAMESPACE}">', *lines,
         f"</{root}>", "")
    )  # fmt: skip
    return Response(text, media_type="application/xml")
