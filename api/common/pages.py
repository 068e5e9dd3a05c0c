"""The pages of the app: app.py builds its navigation from them, the interfaces describe them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.analysis.titles import incident_title
from geo.filter import wording
from geo.filter.filter import Filter

if TYPE_CHECKING:
    from geo.model.atlas import Atlas

NAME: Final = "Incident Atlas"
FAULTY: Final = "Part of this link is not valid"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the app.

    `path` is its address below the site's, "" for the map. `purpose` says in a sentence what it is
    for. `icon` is a name of Material Symbols. The numbers of a page that `has_filter` are those of
    the filter; in no menu is one that is not `listed`.
    """

    path: str
    title: str
    icon: str
    purpose: str
    has_filter: bool = True
    listed: bool = True


MAP: Final = Page(
    "", "Map", "map",
    "A map of attacks on military bases in Iraq, Syria, Jordan and the region, and of the strikes "
    "that answered them, each incident with its sources.",
)  # fmt: skip
NEAR: Final = Page(
    "near", "Near a place", "my_location",
    "What happened within some kilometres of a place, and what may have.",
)  # fmt: skip
INCIDENT: Final = Page(
    "incident", "Incident", "description",
    "One incident with every statement about who did it, and its sources.", has_filter=False,
)  # fmt: skip
YOUR_DATA: Final = Page(
    "your-data", "Your data", "upload_file",
    "Upload your own data, which only you will see, and use it on every page.", has_filter=False,
)  # fmt: skip
METHOD: Final = Page(
    "method", "Method", "menu_book",
    "How the incidents were collected, what every term means, how complete the data are, and under "
    "which terms they may be used.", has_filter=False,
)  # fmt: skip
#: In the order of the menu.
PAGES: Final = (
    MAP,
    Page("timeline", "Timeline", "timeline",
         "Incidents over time, the lulls between them, and published counts beside the atlas's "
         "own."),
    Page("bases", "Bases", "grid_on", "What happened at each base, and how often."),
    Page("provinces", "Provinces", "layers",
         "Incidents by province, in this period and in one before."),
    Page("groups", "Groups", "account_tree",
         "Who claimed, accused and denied, and which group belongs to which."),
    NEAR,
    INCIDENT,
    YOUR_DATA,
    Page("what-changed", "What changed", "history",
         "Incidents that were added, corrected or withdrawn from one version of the data to "
         "another.", has_filter=False),
    METHOD,
    # Every incident's page leads there, and Method does.
    Page("propose", "Propose a correction", "edit",
         "Propose a correction of an incident, or an incident that is missing.",
         has_filter=False, listed=False),
)  # fmt: skip
BY_PATH: Final = {page.path: page for page in PAGES}


def page_title(page: Page, subject: str = "") -> str:
    """Return the title of a page as the browser shows it.

    Args:
        page: the page.
        subject: what it shows, in words that stand first.
    """
    parts = [subject, *([page.title] if page != MAP else []), NAME]
    return " – ".join(filter(None, parts))


def subject(
    page: Page, filter_: Filter, atlas: Atlas, *, is_faulty: bool, incident_id: str | None
) -> str:
    """Return in words what a page shows, for its title; "" where its own name says it all.

    Args:
        page: the page.
        filter_: the filter of its link.
        atlas: the atlas.
        is_faulty: whether the filter of the link has problems.
        incident_id: the incident of the link.
    """
    if page.has_filter:
        if is_faulty:
            return FAULTY
        shows_all = filter_.absolute(atlas) == Filter().absolute(atlas)
        return "" if shows_all else wording.title(filter_, atlas)
    if page != INCIDENT or incident_id is None:
        return ""
    position = atlas.row_of.get(incident_id)
    if position is None:
        return FAULTY
    return incident_title(atlas.incidents.iloc[position], dated=True)
