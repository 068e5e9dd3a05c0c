"""Writes what a filter matches: GeoJSON, CSV, GeoParquet, GeoPackage, KML and a picture.

The same filter on the same data gives the same bytes, from the app and from the command line:
no clock time, no host and no path is written.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from geo import gisfiles
from geo.errors import ExportError
from geo.records import columns, metadata, records
from geo.schema import LIST_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.atlas import Atlas
    from geo.filters import View

# A spreadsheet that opens the file must not run a cell.
_RUNS_IN_A_SPREADSHEET = re.compile(r"[=+\-@\t\r\n]")
_TEXT_MARK = "'"


def geojson(view: View, atlas: Atlas) -> bytes:
    """Return a GeoJSON FeatureCollection by RFC 7946, one feature per line, UTF-8.

    Points are longitude, latitude in WGS84 degrees with at most five decimals; an incident without
    a point has a null geometry. The collection has a `metadata` member (a foreign member) and a
    `bbox` unless nothing has a point.
    """
    features, points = [], []
    for record in records(view, atlas):
        geometry = None
        latitude, longitude = record.pop("latitude"), record.pop("longitude")
        if latitude is not None and longitude is not None:
            points.append((longitude, latitude))
            geometry = {"type": "Point", "coordinates": [longitude, latitude]}
        features.append(
            {
                "type": "Feature",
                "id": record["incident_id"],
                "geometry": geometry,
                "properties": record,
            }
        )
    head: dict[str, Any] = {"type": "FeatureCollection"}
    if points:
        x, y = zip(*points, strict=True)
        head["bbox"] = [min(x), min(y), max(x), max(y)]
    head["metadata"] = metadata(view, atlas)
    lines = ",\n".join(_json(feature) for feature in features)
    text = f'{_json(head)[:-1]},"features":[\n{lines}\n]}}\n'
    return text.encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def csv_table(view: View, atlas: Atlas) -> bytes:
    """Return a CSV table, UTF-8, lists joined by ';', safe to open in a spreadsheet.

    A text cell that a spreadsheet would run (it begins with = + - @ or a control character) gets
    an apostrophe in front. Every row ends with the dataset version.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    rows = records(view, atlas)
    writer.writerow([*columns(), "dataset_version"])
    for record in rows:
        cells = [_cell(record[name]) for name in columns()]
        writer.writerow([*cells, atlas.version])
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = LIST_SEPARATOR.join(value)
    if isinstance(value, str) and _RUNS_IN_A_SPREADSHEET.match(value):
        return _TEXT_MARK + value
    if isinstance(value, float) and math.isfinite(value):
        return repr(value)
    return "" if value is None else value


def _png(view: View, atlas: Atlas) -> bytes:
    from geo import picture  # noqa: PLC0415 - Matplotlib takes a second that a map need not wait

    return picture.png(view, atlas)


def _svg(view: View, atlas: Atlas) -> bytes:
    from geo import picture  # noqa: PLC0415 - as above

    return picture.svg(view, atlas)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its name for people, its media type, and what writes it."""

    label: str
    media_type: str
    write: Callable[[View, Atlas], bytes]


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "geojson": Format("GeoJSON", "application/geo+json", geojson),
        "csv": Format("CSV", "text/csv", csv_table),
        "parquet": Format("GeoParquet", "application/vnd.apache.parquet", gisfiles.geoparquet),
        "gpkg": Format("GeoPackage", "application/geopackage+sqlite3", gisfiles.geopackage),
        "kml": Format("KML", "application/vnd.google-earth.kml+xml", gisfiles.kml),
        "png": Format("Picture (PNG)", "image/png", _png),
        "svg": Format("Picture (SVG)", "image/svg+xml", _svg),
    }
)


def write(view: View, atlas: Atlas, file_format: str) -> bytes:
    """Return the bytes of the file in one of `FORMATS`, named by its suffix.

    Raises:
        ExportError: there is no such format.
    """
    if file_format not in FORMATS:
        message = f"no format {file_format!r}; allowed are {', '.join(FORMATS)}"
        raise ExportError(message)
    return FORMATS[file_format].write(view, atlas)


def file_name(view: View, atlas: Atlas, file_format: str) -> str:
    """Return a name for the file that tells its period and dataset version."""
    first, last = view.filter.period(atlas)
    return f"incident-atlas_{first}_{last}_{atlas.version}.{file_format}"
