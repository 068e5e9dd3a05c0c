"""A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.feeds.entries import Entry, Feed

PATH: Final = "/feed.json"
MEDIA_TYPE: Final = "application/feed+json"
_VERSION: Final = "https://jsonfeed.org/version/1.1"


def write_json_feed(feed: Feed, addresses: Mapping[str, str]) -> bytes:
    """Return the feed as JSON in UTF-8.

    Args:
        feed: one page of it.
        addresses: by relation (`self`, `next`) where pages of it are.
    """
    content: dict[str, Any] = {
        "version": _VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": addresses["self"],
        "description": feed.subtitle,
        "authors": [{"name": "Incident Atlas"}],
        "language": "en",
    }
    if "next" in addresses:
        content["next_url"] = addresses["next"]
    content["items"] = [_item(entry) for entry in feed.entries]
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()


def _item(entry: Entry) -> dict[str, Any]:
    # Extensions begin with an underscore; a reader that does not know one passes it over.
    own: dict[str, Any] = {"about": _ABOUT, "incident": entry.incident_id}
    if entry.area is not None:
        own[type(entry.area).__name__.lower()] = asdict(entry.area)
    return {
        "id": entry.entry_id,
        "url": entry.address,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": f"{entry.day}T00:00:00Z",
        "date_modified": f"{entry.day}T00:00:00Z",
        "tags": [entry.kind],
        "_incident_atlas": own,
    }


_ABOUT: Final = "Degrees WGS84: the point of a site, or the box in which the incident was."
