"""Addresses of the app's pages, with filter and options; relative, so that any host will do."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.filters import Filter

MAP = "./"


def address(page: str, wanted: Filter, atlas: Atlas, **options: str) -> str:
    """Return the link to a page in absolute terms.

    Args:
        page: `MAP`, or the page's path such as `timeline`.
        wanted: the filter.
        atlas: the atlas, whose version the link names.
        options: options of the page, and `incident`; empty ones are left out.
    """
    params = {
        **wanted.absolute(atlas).to_params(),
        **{name: [value] for name, value in options.items() if value},
        "version": [atlas.version],
    }
    return f"{page}?{urlencode(params, doseq=True, quote_via=quote)}"


def incident(incident_id: str, wanted: Filter, atlas: Atlas) -> str:
    """Return the permalink of an incident's own page."""
    return address("incident", wanted, atlas, incident=incident_id)
