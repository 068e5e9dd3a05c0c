"""Reads Esri JSON, what the feature services of ArcGIS answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pyproj
import shapely

from geo.errors import shorten
from geo.importers.read.gis.gis_files import rows_of_shapes
from geo.importers.read.raw import Remark, Unfit
from geo.importers.read.rows.cell_text import cell_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.importers.read.limits import Limits
    from geo.importers.read.raw import RawRows

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DATE: Final = "esriFieldTypeDate"
_CUT: Final = (
    "the service has not sent all rows (exceededTransferLimit); ask it for the next ones too"
)
_FEWEST_IN_RING: Final = 4


def is_esri_json(value: object) -> bool:
    """Return whether a value read as JSON is a set of features of Esri."""
    features = value.get("features") if isinstance(value, dict) else None
    return isinstance(features, list) and any(
        isinstance(f, dict) and isinstance(f.get("attributes"), dict) for f in features
    )


def read_esri_json(value: dict[str, Any], name: str, limits: Limits) -> RawRows:
    """Read a set of features.

    Args:
        value: the whole file, read as JSON.
        name: what it is called, for messages.
        limits: of rows, columns and cells.

    Returns:
        The features, numbered from 1, their points in WGS84; what the fields say is a date is one.

    Raises:
        ImportRefusedError: its coordinate system is unknown, or it is beyond a limit.
    """
    dates, names = _fields(value.get("fields"))
    records, shapes, lines, unfit = [], [], [], []
    for number, feature in enumerate(value["features"], 1):
        attributes = feature.get("attributes") if isinstance(feature, dict) else None
        if not isinstance(attributes, dict):
            text = shorten(cell_text(feature))
            unfit.append(Unfit(number, "not a feature: expected attributes", text))
            continue
        record = {k: _day(v) if k in dates else v for k, v in attributes.items()}
        record |= {k: names[k].get(v, v) for k, v in attributes.items() if k in names}
        records.append({k: cell_text(v) for k, v in record.items()})
        shapes.append(_shape(feature.get("geometry")))
        lines.append(number)
    crs = _system(value.get("spatialReference"))
    rows = rows_of_shapes(records, shapes, crs, lines, ["Esri JSON"], name, limits)
    remarks = [cut_remark()] if value.get("exceededTransferLimit") else []
    return replace(rows, unfit=sorted([*rows.unfit, *unfit]), remarks=[*rows.remarks, *remarks])


def cut_remark() -> Remark:
    """Return the remark on an answer of a service that lacks rows."""
    return Remark("flagged", "cut off", _CUT)


def _fields(fields: object) -> tuple[set[str], dict[str, dict[Any, Any]]]:
    """Return which fields are dates, and the names of codes by field."""
    known = [f for f in fields if isinstance(f, dict)] if isinstance(fields, list) else []
    dates = {str(f.get("name")) for f in known if f.get("type") == _DATE}
    names = {}
    for field in known:
        domain = field.get("domain")
        codes = domain.get("codedValues") if isinstance(domain, dict) else None
        if isinstance(codes, list) and all(isinstance(c, dict) for c in codes):
            pairs = {c.get("code"): c.get("name") for c in codes}
            names[str(field.get("name"))] = {k: v for k, v in pairs.items() if isinstance(v, str)}
    return dates, names


def _day(value: object) -> object:
    """Return milliseconds since 1970 as a point in time; anything else as it is."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return value
    try:
        return _EPOCH + dt.timedelta(milliseconds=value)
    except (OverflowError, ValueError):
        return value


def _system(reference: object) -> str | None:
    """Return the coordinate system that a file names, None where it names none."""
    if not isinstance(reference, dict):
        return None
    code = reference.get("latestWkid") or reference.get("wkid")
    if not code:
        return str(reference["wkt"]) if reference.get("wkt") else None
    for authority in ("EPSG", "ESRI"):
        try:
            pyproj.CRS.from_authority(authority, code)
        except (pyproj.exceptions.ProjError, ValueError, TypeError):
            continue
        return f"{authority}:{code}"
    return f"EPSG:{shorten(str(code))}"


def _shape(geometry: object) -> shapely.Geometry | None:
    """Return a shape of Esri; None where it is none, or not understood."""
    if not isinstance(geometry, dict):
        return None
    try:
        return next((make(geometry[key]) for key, make in _SHAPES.items() if key in geometry), (
            shapely.Point(float(geometry["x"]), float(geometry["y"])) if "x" in geometry else None
        ))  # fmt: skip
    except (KeyError, TypeError, ValueError, shapely.errors.ShapelyError):
        return None


def _polygons(rings: list[list[list[float]]]) -> shapely.Geometry:
    outlines = [[p[:2] for p in ring] for ring in rings if len(ring) >= _FEWEST_IN_RING]
    return shapely.MultiPolygon([shapely.Polygon(outline) for outline in outlines])


def _lines(paths: list[list[list[float]]]) -> shapely.Geometry:
    return shapely.MultiLineString([[p[:2] for p in path] for path in paths])


def _points(points: list[list[float]]) -> shapely.Geometry:
    return shapely.MultiPoint([p[:2] for p in points])


_SHAPES: Final[dict[str, Callable[[Any], shapely.Geometry]]] = {
    "points": _points,
    "paths": _lines,
    "rings": _polygons,
}
