"""What is said of a page in its head, and on the picture beside its link."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import numpy as np

from api.common import pages
from api.feeds import atom, json_feed
from api.heads.card_files import card_address
from api.heads.records import dataset_record, incident_record
from geo import codes
from geo.analysis.counts import types_in_words
from geo.analysis.near import count_clauses
from geo.analysis.quotation import build_quotation, joined
from geo.export.card import Card
from geo.filter.filter import Filter
from geo.model.cached import per_atlas
from geo.record.news import followed_filter
from geo.utils.words import number, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from api.common.pages import Page
    from api.heads.link import Link
    from geo.filter.filter import View
    from geo.model.atlas import Atlas

_FAULT: Final = f"{pages.FAULTY} and is ignored. Open it to see which part, and how to correct it."
_KEPT_SENTENCES: Final = 256
#: The address that tells how to show a link in a frame; see `api.embed`.
OEMBED: Final = "/oembed"
_UPLOADED: Final = (
    "This link points to an uploaded file, which others cannot see. Of the atlas's own data: "
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a page says.

    `title` is that of the page, `shared_title` that of its link where it is shared. `address` is
    the canonical one, `image` that of the picture, "" for none. `records` are data for search
    engines. A page that is not `listed` asks not to be found by them. `alternates` are the
    addresses of its feeds, and of how to show it in a frame, by media type.
    """

    title: str
    shared_title: str
    description: str
    address: str
    image: str = ""
    records: tuple[dict[str, Any], ...] = ()
    listed: bool = True
    alternates: Mapping[str, str] = field(default_factory=dict)


def plain_head(page: Page, site: str) -> Head:
    """Return what the head of a page says of it where nothing may be said of the data."""
    title = pages.page_title(page)
    return Head(title, title, page.purpose, f"{site}/{page.path}")


def describe(link: Link, atlas: Atlas, site: str) -> Head:
    """Return what the head of a page says.

    Args:
        link: the link to the page.
        atlas: the atlas.
        site: address of the atlas, without a slash at its end.
    """
    page = link.page
    address = f"{site}/{page.path}{'?' if link.query else ''}{link.query}"
    return Head(
        title=pages.page_title(page, link.subject),
        shared_title=_shared_title(link, atlas) or pages.page_title(page),
        description=_description(link, atlas),
        address=address,
        image=f"{site}{card_address(link.card_query, atlas)}",
        records=_records(link, atlas, address, site),
        # Words that anybody may have put into a link are not for search engines.
        listed=not (link.is_faulty or link.is_of_upload or link.view.filter.q),
        alternates=_alternates(link, atlas, address, site),
    )


def _shared_title(link: Link, atlas: Atlas) -> str:
    if link.hood is None:
        return link.subject or (str(atlas.package["title"]) if link.page == pages.MAP else "")
    within = f"Within {link.hood.radius_km:g} km of {link.hood.place.label}"
    rest = pages.subject(
        link.page, link.view.filter, atlas, is_faulty=False, incident_id=None
    )  # fmt: skip
    return f"{within}: {rest[:1].lower()}{rest[1:]}" if rest else within


def _description(link: Link, atlas: Atlas) -> str:
    if link.is_faulty:
        return _FAULT
    if link.incident is not None:
        return str(atlas.incidents["summary"].iloc[link.incident])
    if not link.page.has_filter:
        return link.page.purpose
    counted = (
        _counted_sentence(link, atlas) if link.hood is None else joined(count_clauses(link.hood))
    )
    return f"{_UPLOADED}{counted}" if link.is_of_upload else counted


def _counted_sentence(link: Link, atlas: Atlas) -> str:
    if link.view.filter.q:  # a visitor's own words are not kept
        return build_quotation(link.view, atlas).text
    return _sentences(atlas)(link.query)


@per_atlas
def _sentences(atlas: Atlas) -> Callable[[str], str]:
    """Return the sentence that a filter's query counts; it remembers the last ones.

    A million incidents take a second, and most visitors open the same few links.
    """

    @lru_cache(maxsize=_KEPT_SENTENCES)
    def sentence(query: str) -> str:
        return build_quotation(Filter.parse(query, atlas).view(atlas), atlas).text

    return sentence


def _records(link: Link, atlas: Atlas, address: str, site: str) -> tuple[dict[str, Any], ...]:
    if link.incident is not None:
        return (incident_record(link.incident, atlas, address, site),)
    return (dataset_record(atlas, site),) if link.page in {pages.MAP, pages.METHOD} else ()


def _alternates(link: Link, atlas: Atlas, address: str, site: str) -> dict[str, str]:
    if link.is_faulty or not link.page.has_filter:
        return {}
    query = followed_filter(link.filter_with_circle, atlas).to_query()
    asked = f"?{query}" if query else ""
    feeds = {feed.MEDIA_TYPE: f"{site}{feed.PATH}{asked}" for feed in (atom, json_feed)}
    return {**feeds, "application/json+oembed": f"{site}{OEMBED}?url={quote(address, safe='')}"}


def card_of(link: Link, atlas: Atlas) -> Card:
    """Return the picture beside a link."""
    if link.incident is not None:
        return _card_of_incident(link.incident, link.subject, atlas)
    if link.hood is not None:
        hood = link.hood
        account = joined(count_clauses(hood))
        circle = (hood.place.latitude, hood.place.longitude, hood.radius_km)
        return Card(_shared_title(link, atlas), account, hood.within_reach, circle)
    near = link.view.filter.near
    title = link.subject or str(atlas.package["title"]).partition(": ")[2] or "All incidents"
    circle_of_filter = (near.latitude, near.longitude, near.radius_km) if near else None
    return Card(
        f"{title[:1].upper()}{title[1:]}", _count(link.view, atlas), link.view.positions,
        circle_of_filter,
    )  # fmt: skip


def _card_of_incident(position: int, title: str, atlas: Atlas) -> Card:
    row = atlas.incidents.iloc[position]
    radius_km = codes.PRECISION_RADIUS_KM.get(row["geo_precision"])
    account = str(row["summary"])
    if row["geo_precision"] != "site":
        account = f"The place is {codes.GEO_PRECISION[row['geo_precision']]}. {account}"
    circle = None
    if radius_km is not None and atlas.has_point[position]:
        circle = float(row["latitude"]), float(row["longitude"]), radius_km
    return Card(title, account, np.array([position]), circle)


def _count(view: View, atlas: Atlas) -> str:
    of_all = f"of {plural(view.total, 'incident')}"
    if not view.shown:
        return f"None {of_all}, which does not mean that nothing happened."
    return f"{number(view.shown)} {of_all}: {types_in_words(view, atlas)}."
