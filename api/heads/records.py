"""What a page is about as data for search engines (JSON-LD, schema.org)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from api.features.links import ITEMS, ROOT
from geo import codes
from geo.analysis.titles import incident_title
from geo.export.cite import AUTHOR
from geo.export.writers import held_back

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model.atlas import Atlas

_CONTEXT = "https://schema.org"


def dataset_record(atlas: Atlas, site: str) -> dict[str, Any]:
    """Return the dataset as a schema.org Dataset.

    Args:
        atlas: the atlas.
        site: address of the atlas, without a slash at its end.
    """
    package = atlas.package
    licence = package["licenses"][0]
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": f"{site}/#dataset",
        "name": package["title"],
        "description": package.get("description", package["title"]),
        "url": f"{site}/",
        "version": atlas.version,
        "license": licence.get("path", licence["title"]),
        "creator": {"@type": "Organization", "name": AUTHOR, "url": f"{site}/method"},
        "isAccessibleForFree": True,
        "temporalCoverage": f"{atlas.first_date}/{atlas.last_date}",
        "spatialCoverage": [
            {"@type": "Place", "name": country}
            for country in sorted(atlas.incidents["country"].unique())
        ],
        **({} if held_back(np.arange(len(atlas.incidents)), atlas) else {"distribution": [
            {"@type": "DataDownload", "encodingFormat": ITEMS[name],
             "contentUrl": f"{site}{ROOT}/collections/incidents/items?f={name}"}
            for name in ("csv", "geojson")
        ]}),
    }  # fmt: skip


def incident_record(position: int, atlas: Atlas, address: str, site: str) -> dict[str, Any]:
    """Return an incident as a schema.org Event with its sources.

    Args:
        position: a row of `atlas.incidents`.
        atlas: the atlas.
        address: address of the incident's page.
        site: address of the atlas, without a slash at its end.
    """
    row = atlas.incidents.iloc[position]
    last = row["date_end"] if "date_end" in row and pd.notna(row["date_end"]) else None
    sources = atlas.sources.iloc[atlas.source_rows[position].as_py()]
    return {
        "@context": _CONTEXT,
        "@type": "Event",
        "@id": address,
        "name": incident_title(row, dated=True),
        "description": row["summary"],
        "startDate": row["date"].date().isoformat(),
        **({"endDate": last.date().isoformat()} if last is not None else {}),
        **({"disambiguatingDescription": "The date is approximate."}
           if row["date_precision"] == "approx" else {}),
        "location": _location(row, has_point=bool(atlas.has_point[position])),
        "url": address,
        "isPartOf": {"@id": f"{site}/#dataset"},
        "subjectOf": [
            {
                "@type": "CreativeWork",
                "publisher": {"@type": "Organization", "name": publisher},
                **({"url": url} if isinstance(url, str) else {}),  # an imported one may have none
            }
            for url, publisher in zip(sources["url"], sources["publisher"], strict=True)
        ],
    }  # fmt: skip


def _location(row: pd.Series[Any], *, has_point: bool) -> dict[str, Any]:
    """Return the place as precisely as it is known, never more so."""
    place = {
        "@type": "Place",
        "name": row["place"],
        "address": {"@type": "PostalAddress", "addressCountry": row["country"]},
    }
    radius_km = codes.PRECISION_RADIUS_KM.get(row["geo_precision"])
    if not has_point or radius_km is None:
        return place
    middle = {
        "@type": "GeoCoordinates",
        "latitude": round(float(row["latitude"]), 4),
        "longitude": round(float(row["longitude"]), 4),
    }
    circle = {"@type": "GeoCircle", "geoMidpoint": middle, "geoRadius": radius_km * 1000}
    return place | {"geo": middle if row["geo_precision"] == "site" else circle}


def as_script(record: Mapping[str, Any]) -> str:
    """Return a record as a block of data in HTML; no text of it can end the block."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'
