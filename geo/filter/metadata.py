"""What a reader of an export needs to know of it: title, filter, citation, permalink."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from geo.filter.wording import days

if TYPE_CHECKING:
    from geo.filter.filter import View
    from geo.model.atlas import Atlas

BASE_URL_VARIABLE: Final = "ATLAS_BASE_URL"


def metadata(view: View) -> dict[str, Any]:
    """Return what a reader of the file needs to know of it, without any clock time."""
    atlas = view.atlas
    return {
        "title": atlas.package["title"],
        "filter": view.query,
        "dataset_version": atlas.version,
        "count": view.shown,
        "total": view.total,
        "left_out": dict(view.left_out),
        "not_drawn": view.not_drawn,
        "licence": atlas.package["licenses"][0]["title"],
        "citation": citation(view),
        "permalink": permalink(view),
        "disclaimer": (
            "Past events as the press reported them; not a complete list. Points are known to "
            "geo_precision only. Boundaries and names imply no opinion on the status of any "
            "territory. Past events do not predict the safety of a place."
        ),
    }


def citation(view: View) -> str:
    """Return how to cite the rows: title, dataset version, period."""
    atlas = view.atlas
    first, last = view.filter.period(atlas)
    name = str(atlas.package["title"]).split(":", maxsplit=1)[0]
    return f"{name}, dataset version {atlas.version}, incidents of {days(first, last)}"


def permalink(view: View) -> str:
    """Return the link to the map with this filter, relative unless ATLAS_BASE_URL is set."""
    return f"{_host()}/?{view.query}&version={view.atlas.version}"


def incident_permalink(atlas: Atlas, incident_id: str) -> str:
    """Return the link to an incident's own page, relative unless ATLAS_BASE_URL is set."""
    return f"{_host()}/incident?incident={quote(incident_id)}&version={atlas.version}"


def changes_permalink(atlas: Atlas) -> str:
    """Return the link to the page What changed, relative unless ATLAS_BASE_URL is set."""
    return f"{_host()}/what-changed?version={atlas.version}"


def with_host(link: str, site: str) -> str:
    """Return a link as it leads to the atlas from anywhere.

    Args:
        link: what `permalink` returned, or another link that begins with a slash.
        site: address of the running app, for where ATLAS_BASE_URL is not set.
    """
    return link if "://" in link else f"{_host() or site}{link}"


def _host() -> str:
    return os.environ.get(BASE_URL_VARIABLE, "").rstrip("/")
