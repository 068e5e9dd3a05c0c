"""The entries of a feed: what happened to an incident, in words, with its sources."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from itertools import islice
from types import NoneType
from typing import TYPE_CHECKING, Final

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.common.refusals import refuse_held_back
from api.feeds.area import Box, Point, area_of
from geo import codes
from geo.analysis.quotation import build_quotation
from geo.analysis.titles import day_in_words, incident_title
from geo.export.writers import held_back
from geo.filter.metadata import changes_permalink, incident_permalink, permalink, with_host
from geo.filter.wording import group, title
from geo.record.news import count_news, latest_edition, list_news
from geo.record.wording import cell_name, column_name
from geo.utils.words import short_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from geo.filter.filter import View
    from geo.model.atlas import Atlas
    from geo.record.news import News

#: Entries of one page.
PAGE_SIZE: Final = 100

# Names of entries are made from this and what they tell, so that no host is part of them.
_NAMESPACE: Final = uuid.UUID("6f1b8d3e-4a0c-4c1e-9d55-6a0a3f0d7c21")
_BEFORE_TITLE: Final = {"added": "", "corrected": "Corrected: ", "withdrawn": "Withdrawn: "}
_BY: Final = {
    "Claimed by": ("claimed",),
    "Acknowledged by": ("acknowledged",),
    "Attributed to": ("attributed", "suspected"),
    "Denied by or for": ("denied",),
}
_PLACED: Final[Mapping[type, str]] = {
    Point: "the point is given here",
    Box: "the box holds where it may have been",
    NoneType: "no point",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `day` is when the data came to say it."""

    entry_id: str
    title: str
    address: str
    html: str
    day: date
    area: Point | Box | None
    kind: str
    incident_id: str


@dataclass(frozen=True, slots=True)
class _Incident:
    title: str
    summary: str
    facts: Mapping[str, str]
    sources: list[tuple[str, str]]
    area: Point | Box | None


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of a feed; `pages` is how many there are, `home` the map with the same filter."""

    feed_id: str
    title: str
    subtitle: str
    home: str
    updated: date
    rights: str
    page: int
    pages: int
    entries: tuple[Entry, ...]


def gather_feed(view: View, page: int, site: str) -> Feed:
    """Return one page of the feed of a view.

    Args:
        view: the incidents.
        page: from 1; a page after the last one has no entries.
        site: address of the atlas, for links.

    Raises:
        RefusedError: rows of the view or of the page may not be passed on (403).
    """
    atlas = view.atlas
    start = (page - 1) * PAGE_SIZE
    news = list(islice(list_news(view), start, start + PAGE_SIZE))
    positions = [one.position for one in news if one.position is not None]
    # A correction may be of an incident that the filter no longer finds.
    told = np.union1d(view.positions, np.array(positions, dtype=np.intp))
    refuse_held_back(held_back(told, atlas))
    incidents = _describe(atlas, positions)
    filter_ = view.filter
    return Feed(
        _urn(f"feed?{filter_.to_query()}"),
        f"Incident Atlas: {title(filter_, atlas)}",
        f"{build_quotation(view, atlas).text} New incidents, corrections and withdrawals, by the "
        "day on which they entered the data.",
        with_host(permalink(view), site),
        latest_edition(atlas),
        f"{atlas.package['licenses'][0]['title']}; dataset version {atlas.version}",
        page,
        max(1, -(-count_news(view) // PAGE_SIZE)),
        tuple(_entry(atlas, one, incidents, site) for one in news),
    )


def _urn(name: str) -> str:
    return uuid.uuid5(_NAMESPACE, name).urn


def _entry(atlas: Atlas, news: News, incidents: Mapping[int, _Incident], site: str) -> Entry:
    incident = None if news.position is None else incidents[news.position]
    name = f"{news.kind}:{news.incident_id}"
    shown_id = news.incident_id if incident else news.merged_into
    # Of one that is gone there is no page.
    address = incident_permalink(atlas, shown_id) if shown_id else changes_permalink(atlas)
    return Entry(
        _urn(f"{name}:{news.day}" if news.kind == "corrected" else name),
        f"{_BEFORE_TITLE[news.kind]}{incident.title if incident else news.incident_id}",
        with_host(address, site),
        _TEMPLATES.get_template("entry.html.jinja").render(
            news=news,
            day=short_day(news.day),
            changes=[
                {
                    "name": column_name(c.column),
                    "old": cell_name(c.table, c.column, c.old),
                    "new": cell_name(c.table, c.column, c.new),
                    "reason": c.reason,
                    "url": c.source_url,
                }
                for c in news.corrections
            ],
            incident=incident,
        ),
        news.day,
        incident.area if incident else None,
        news.kind,
        news.incident_id,
    )


def _describe(atlas: Atlas, positions: list[int]) -> dict[int, _Incident]:
    """Return what entries say of incidents as they are now, by position."""
    order = np.array(sorted(set(positions)), dtype=np.intp)
    provinces = atlas.provinces
    sources = atlas.sources
    publishers, urls = sources["publisher"].tolist(), sources["url"].tolist()
    named = {
        label: atlas.ledger.groups_by_stance(stances, positions=order)
        for label, stances in _BY.items()
    }
    described = {}
    rows = atlas.incidents.iloc[order].to_dict("records")
    pages = atlas.source_rows.take(order).to_pylist()
    for i, (position, row) in enumerate(zip(order.tolist(), rows, strict=True)):
        area = area_of(row, provinces)
        known = codes.GEO_PRECISION[row["geo_precision"]].removesuffix(", no point")
        facts = {
            "When": day_in_words(row),
            "Where": f"{row['place']}, {row['country']} ({known}; {_PLACED[type(area)]})",
            **{
                label: "; ".join(group(group_id, atlas) for group_id in groups[i])
                for label, groups in named.items()
                if groups[i]
            },
            "Confirmation": codes.CONFIRMATION[row["confirmation"]],
        }
        described[position] = _Incident(
            incident_title(row, dated=True),
            row["summary"],
            facts,
            [(publishers[s], urls[s] if isinstance(urls[s], str) else "") for s in pages[i]],
            area,
        )
    return described


_TEMPLATES: Final = Environment(
    loader=PackageLoader("api.feeds", ""),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
