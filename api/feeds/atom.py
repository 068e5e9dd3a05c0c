"""A feed as Atom (RFC 4287), its pages as RFC 5005, its places as GeoRSS Simple."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from api.common.xml_text import xml_text
from api.feeds.area import Box, Point

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from api.feeds.entries import Entry, Feed

PATH: Final = "/feed.atom"
MEDIA_TYPE: Final = "application/atom+xml"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_GEORSS: Final = "http://www.georss.org/georss"
ET.register_namespace("georss", _GEORSS)


def write_atom(feed: Feed, addresses: Mapping[str, str]) -> bytes:
    """Return the feed as XML in UTF-8.

    Args:
        feed: one page of it.
        addresses: by relation (`self`, `next`, `previous`, `first`, `last`) where pages of it are.
    """
    root = ET.Element("feed", {"xmlns": _ATOM})
    _add(root, "id", feed.feed_id)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", _moment(feed.updated))
    _add(ET.SubElement(root, "author"), "name", "Incident Atlas")
    _add(root, "rights", feed.rights)
    _link(root, "alternate", feed.home, "text/html")
    for relation, address in addresses.items():
        _link(root, relation, address, MEDIA_TYPE)
    for entry in feed.entries:
        _add_entry(root, entry)
    xml: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def _add_entry(root: ET.Element, entry: Entry) -> None:
    element = ET.SubElement(root, "entry")
    _add(element, "id", entry.entry_id)
    _add(element, "title", entry.title)
    _link(element, "alternate", entry.address, "text/html")
    _add(element, "published", _moment(entry.day))
    _add(element, "updated", _moment(entry.day))
    ET.SubElement(element, "category", {"term": entry.kind})
    _add(element, "content", entry.html, type="html")
    area = entry.area
    if isinstance(area, Point):
        _add(element, f"{{{_GEORSS}}}point", f"{area.latitude} {area.longitude}")
    elif isinstance(area, Box):
        corners = f"{area.south} {area.west} {area.north} {area.east}"
        _add(element, f"{{{_GEORSS}}}box", corners)


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = xml_text(text)


def _link(parent: ET.Element, relation: str, address: str, media_type: str) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "href": address, "type": media_type})


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
