"""A link to a page, as far as it says what the page shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, quote, urlencode

import numpy as np

from api.common import pages
from geo.analysis import near, places
from geo.export.writers import are_held_back
from geo.filter.filter import read_filter, replace_dates
from geo.filter.parse import PARAMETERS, Near

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.common.pages import Page
    from geo.analysis.near import Neighbourhood
    from geo.filter.filter import Filter, View
    from geo.model.atlas import Atlas

_MOST_FIELDS: Final = 1000  # Streamlit's own limit
_UPLOADED: Final = "imported-"  # how the version of every imported file begins


@dataclass(frozen=True)
class Link:
    """What a link asks for, in values that the atlas knows; nothing else of it is kept.

    `query` is what tells the page from others, in canonical form, and `card_query` what its picture
    shows. `incident` is a row of `atlas.incidents`, `hood` is what the page Near a place shows. Of
    a link that `is_faulty` only the page is known. `is_of_upload` is one that was made with
    somebody's own file, which this server does not show.
    """

    page: Page
    subject: str
    view: View
    query: str = ""
    card_query: str = ""
    incident: int | None = None
    hood: Neighbourhood | None = None
    is_faulty: bool = False
    is_of_upload: bool = False

    @property
    def filter_with_circle(self) -> Filter:
        """The filter, with the circle of the page Near a place as its own."""
        if self.hood is None:
            return self.view.filter
        place = self.hood.place
        circle = Near(place.latitude, place.longitude, self.hood.radius_km)
        return replace(self.view.filter, near=circle)


class _FaultyError(Exception):
    """A value of the link is not valid."""


def read_link(page: Page, query: str, atlas: Atlas) -> Link:
    """Read the link to a page.

    Args:
        page: the page.
        query: the link's query string; parameters that the page does not show are passed over.
        atlas: the atlas.
    """
    try:
        params = parse_qs(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        link = _read(page, params, atlas)
    except (_FaultyError, ValueError):  # too many fields
        whole = read_filter({}, atlas).filter.view(atlas)
        return Link(page, pages.FAULTY, whole, is_faulty=True)
    version = params.get("version", [""])[0]
    is_of_upload = version.startswith(_UPLOADED) and version != atlas.version
    return replace(link, is_of_upload=is_of_upload)


def _read(page: Page, params: Mapping[str, Sequence[str]], atlas: Atlas) -> Link:
    given = {name: values for name, values in params.items() if name in PARAMETERS}
    reading = read_filter(given if page.has_filter else {}, atlas)
    if reading.problems:
        raise _FaultyError
    incident_id = params.get("incident", [None])[0]
    subject = pages.subject(
        page, reading.filter, atlas, is_faulty=False, incident_id=incident_id
    )  # fmt: skip
    link = Link(page, subject, reading.filter.view(atlas))
    if page == pages.INCIDENT:
        return _of_incident(link, incident_id, atlas)
    if page == pages.NEAR:
        return _of_circle(link, params, atlas)
    query = filter_query(reading.filter, atlas)
    return replace(link, query=query, card_query=query)


def _of_incident(link: Link, incident_id: str | None, atlas: Atlas) -> Link:
    if incident_id is None:
        return link
    if incident_id not in atlas.row_of:
        raise _FaultyError
    position = atlas.row_of[incident_id]
    if are_held_back(np.array([position]), atlas).any():
        return replace(link, subject="")  # such a row is for the app's visitors alone
    query = _encoded({"incident": [incident_id]})
    return replace(link, query=query, card_query=query, incident=position)


def _of_circle(link: Link, params: Mapping[str, Sequence[str]], atlas: Atlas) -> Link:
    """Read which place is meant, and how far around it, as the page does."""
    circle = link.view.filter.near
    busiest = places.busiest_place(atlas)
    default = near.FROM_FILTER if circle else busiest.key if busiest else ""
    key = params.get("place", [default])[0]
    of_filter = circle if key == near.FROM_FILTER else None
    place = (
        places.named_point(of_filter.latitude, of_filter.longitude, atlas)
        if of_filter
        else places.find_place(key, atlas)
    )
    asked = filter_query(link.view.filter, atlas)
    if place is None:
        if "place" in params:
            raise _FaultyError
        return replace(link, query=asked, card_query=asked)
    km = of_filter.radius_km if of_filter else _kilometres(params)
    known_as = key if of_filter or not places.is_point(key) else _point(place)
    chosen = {"place": [known_as]} | ({} if of_filter else {"km": [f"{km:g}"]})
    whole = "&".join(filter(None, (asked, _encoded(chosen))))
    view = replace(link.view.filter, near=None).view(atlas) if circle else link.view
    return replace(
        link,
        view=view,
        query=whole if {"place", "km"} & set(params) else asked,
        card_query=whole,
        hood=near.find_neighbourhood(view, atlas, place, float(km)),
    )


def _kilometres(params: Mapping[str, Sequence[str]]) -> int:
    given = params.get("km", [str(near.DEFAULT_KM)])[0]
    if not (given.isascii() and given.isdigit() and near.MIN_KM <= int(given) <= near.MAX_KM):
        raise _FaultyError
    return int(given)


def _point(place: places.Place) -> str:
    return f"at:{place.latitude:.5f},{place.longitude:.5f}"


def filter_query(filter_: Filter, atlas: Atlas) -> str:
    """Return a filter as a query string, with both ends of its period unless that is all data."""
    shows_all = filter_.period(atlas) == (atlas.first_date, atlas.last_date)
    whole = replace_dates(filter_) if shows_all else filter_.absolute(atlas)
    return whole.to_query()


def _encoded(params: Mapping[str, Sequence[str]]) -> str:
    return urlencode(params, doseq=True, quote_via=quote)
