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
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.errors import ExportError
from geo.filter.metadata import metadata
from geo.filter.records import columns, records
from geo.model.schema import LIST_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from geo.filter.filter import View
    from geo.model.atlas import Atlas

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
    for record in records(view.positions, atlas):
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
    head["metadata"] = metadata(view)
    lines = ",\n".join(_json(feature) for feature in features)
    text = f'{_json(head)[:-1]},"features":[\n{lines}\n]}}\n'
    return text.encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def csv_table(view: View, atlas: Atlas) -> bytes:
    """Return a CSV table, UTF-8, lists joined by ';', safe to open in a spreadsheet.

    A text cell that a spreadsheet would run (it begins with = + - @ or a control character) gets
    an apostrophe in front. Every row ends with the dataset version; of imported data that column
    is called `atlas_version`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    names = columns(atlas)
    # An imported row has the version of its own dataset under that name.
    last = "atlas_version" if "dataset_version" in names else "dataset_version"
    writer.writerow([*names, last])
    for record in records(view.positions, atlas):
        cells = [_cell(record[name]) for name in names]
        writer.writerow([*cells, atlas.version])
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = LIST_SEPARATOR.join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and _RUNS_IN_A_SPREADSHEET.match(value):
        return _TEXT_MARK + value
    if isinstance(value, float) and math.isfinite(value):
        return repr(value)
    return "" if value is None else value


# GDAL takes a tenth of a second and Matplotlib a whole one, which a map need not wait for: their
# writers are imported when they first write.


def _geoparquet(view: View, _atlas: Atlas) -> bytes:
    from geo.export import gis_files  # noqa: PLC0415 - as above

    return gis_files.geoparquet(view)


def _geopackage(view: View, _atlas: Atlas) -> bytes:
    from geo.export import gis_files  # noqa: PLC0415 - as above

    return gis_files.geopackage(view)


def _kml(view: View, _atlas: Atlas) -> bytes:
    from geo.export import gis_files  # noqa: PLC0415 - as above

    return gis_files.kml(view)


def _png(view: View, atlas: Atlas) -> bytes:
    from geo.export import picture  # noqa: PLC0415 - as above

    return picture.png(view, atlas)


def _svg(view: View, atlas: Atlas) -> bytes:
    from geo.export import picture  # noqa: PLC0415 - as above

    return picture.svg(view, atlas)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its name for people, its media type, and what writes it.

    `has_rows` is False for a picture, which shows a map and passes no row on.
    """

    label: str
    media_type: str
    write: Callable[[View, Atlas], bytes]
    has_rows: bool = True


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "geojson": Format("GeoJSON", "application/geo+json", geojson),
        "csv": Format("CSV", "text/csv", csv_table),
        "parquet": Format("GeoParquet", "application/vnd.apache.parquet", _geoparquet),
        "gpkg": Format("GeoPackage", "application/geopackage+sqlite3", _geopackage),
        "kml": Format("KML", "application/vnd.google-earth.kml+xml", _kml),
        "png": Format("Picture (PNG)", "image/png", _png, has_rows=False),
        "svg": Format("Picture (SVG)", "image/svg+xml", _svg, has_rows=False),
    }
)


def write(view: View, atlas: Atlas, file_format: str, *, licence_allows: bool = False) -> bytes:
    """Return the bytes of the file in one of `FORMATS`, named by its suffix.

    Args:
        view: what to write.
        atlas: the atlas.
        file_format: a key of `FORMATS`.
        licence_allows: the caller's word that the licence of imported rows allows passing them on.

    Raises:
        ExportError: there is no such format; or some rows are not redistributable and nobody said
            that the licence allows it. Nothing is written then, not even the other rows: a file
            with a silent hole would be quoted as a count.
    """
    if file_format not in FORMATS:
        message = f"no format {file_format!r}; allowed are {', '.join(FORMATS)}"
        raise ExportError(message)
    chosen = FORMATS[file_format]
    if chosen.has_rows and not licence_allows:
        hold_back(view, atlas)
    return chosen.write(view, atlas)


def write_file(view: View, path: str | Path, *, licence_allows: bool = False) -> Path:
    """Write what a filter finds to a file; its suffix is a key of `FORMATS`, such as `.geojson`.

    Args:
        view: what to write.
        path: the file; one that is there is replaced.
        licence_allows: the caller's word that the licence of imported rows allows passing them on.

    Returns:
        The path of the file.

    Raises:
        ExportError: no format has this suffix, or rows are held back; see `write`.
        OSError: the file cannot be written.
    """
    path = Path(path)
    file_format = path.suffix.removeprefix(".").lower()
    path.write_bytes(write(view, view.atlas, file_format, licence_allows=licence_allows))
    return path


def hold_back(view: View, atlas: Atlas) -> None:
    """Refuse what holds rows that may not be passed on.

    Raises:
        ExportError: some rows are not redistributable; says how many and what to do.
    """
    held_back = not_redistributable(view, atlas)
    if not held_back:
        return
    names = ", ".join(_datasets(view, atlas)) or "an imported file"
    message = (
        f"{held_back} of {view.shown} rows are held back: the terms of their dataset ({names}) "
        "do not allow passing rows on; if your licence does, say so with --licence-allows on "
        "the command line or tick it beside the download"
    )
    raise ExportError(message)


def not_redistributable(view: View, atlas: Atlas) -> int:
    """Return how many of the rows may not be passed on without an explicit permission."""
    return int(np.count_nonzero(_held_back(view, atlas)))


def _held_back(view: View, atlas: Atlas) -> NDArray[np.bool_]:
    rows = atlas.incidents
    if "redistributable" not in rows:
        return np.zeros(view.shown, dtype=bool)
    allowed = rows["redistributable"].iloc[view.positions]
    held_back: NDArray[np.bool_] = ~allowed.fillna(value=True).to_numpy(bool)
    return held_back


def _datasets(view: View, atlas: Atlas) -> list[str]:
    """Return the names of the datasets whose rows are held back."""
    rows = atlas.incidents
    if "dataset" not in rows:
        return []
    return sorted(rows["dataset"].iloc[view.positions][_held_back(view, atlas)].dropna().unique())


def file_name(view: View, atlas: Atlas, file_format: str) -> str:
    """Return a name for the file that tells its period and dataset version."""
    first, last = view.filter.period(atlas)
    return f"incident-atlas_{first}_{last}_{atlas.version}.{file_format}"
