"""Points that stand in one cell, in the forms that people and machines write them.

"36.34, 43.13", also with letters, in minutes, or ; / | or a blank between; WKT, EWKT and WKB in
hexadecimal digits; GeoJSON geometry; [43.13, 36.34]; {"lat": 36.34, "lng": 43.13}.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import numpy as np
import shapely

from geo.importers.clean.numbers import ascii_digits, degree
from geo.importers.clean.points.place_beside import place_and_point, several_points
from geo.importers.clean.text import is_missing
from geo.importers.read.gis.shapes import (
    UnknownSystemError,
    points_of,
    shapes_of_geojson,
    to_wgs84,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# What says which number is the latitude: the cell itself; the custom of writing "36.34, 43.13" with
# the latitude first; or the standard of WKT and GeoJSON, which have it last. Of a bare list it is
# GeoJSON's too, but many write it the other way round.
Form = Literal["", "named", "text", "list", "standard"]
_NUMBER: Final = r"[+-]?\d{1,9}(?:\.\d+)?"
_PAIR: Final = re.compile(rf"\(?\s*({_NUMBER})(\s*[;,/|]\s*|\s+)({_NUMBER})\s*\)?")
_WKT: Final = re.compile(
    r"(?:SRID\s*=\s*(\d+)\s*;)?\s*((?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_WKT_POINT: Final = re.compile(
    rf"POINT\s*Z?M?\s*\(\s*({_NUMBER})\s+({_NUMBER})(?:\s+{_NUMBER})*\s*\)", re.IGNORECASE
)
_WKB: Final = re.compile(r"0[01][0-9A-Fa-f]{40,}")
_LABELS: Final = re.compile(
    r"\W*(lat\w*|lon\w*|lng)\b\.?\s*[:=]?\s*(.+?)[\s,;/|]+(lat\w*|lon\w*|lng)\b\.?\s*[:=]?\s*(.+)",
    re.IGNORECASE,
)
# Between two numbers: a separator or blanks, or nothing where a letter ends or begins one.
_GAP: Final = re.compile(r"\s*[;,/|،]\s*|\s+|(?<=[NSns])(?=\d)|(?<=\d)(?=[EWew]\s?\d)")
_ALTITUDE: Final = re.compile(r"(.*\d\S*)(?:\s*[,;]\s*|\s+)[+-]?\d+(?:\.\d+)?\s*m?", re.DOTALL)
_AROUND: Final = re.compile(r"""^(?:geo:|["'\[~≈(])\s*|\s*(?:["'\]),;]|\([^()]*\))$""")
# A link to a place on a map: /@36.34,43.13,15z or ?q=36.34,43.13 or #map=15/36.34/43.13.
_LINK: Final = re.compile(
    r"^https?://[^\s]*(?:[/=@]|#map=[\d.]+/)([+-]?\d{1,2}\.\d+)(?:,\s?|%2C|/|&mlon=)"
    r"([+-]?\d{1,3}\.\d+)",
    re.IGNORECASE,
)
_LONGEST: Final = 500  # of a pair in words and numbers
_DEEPEST: Final = 5
_MOST_GAPS: Final = 12
_INSIDE: Final = frozenset({"geometry", "location", "coordinates", "coords", "point", "geopoint",
                            "geo", "position", "centroid"})  # fmt: skip
_NORTH: Final = ("lat", "latitude", "y")
_EAST: Final = ("lon", "lng", "long", "longitude", "x")
_NO_POINT: Final = "is not a point in a form that is understood"
_OFF: Final = 360.0


class Cell(NamedTuple):
    """One cell: degrees as its form has them, how far it reaches, its fault, a name beside it."""

    latitude: float = np.nan
    longitude: float = np.nan
    form: Form = ""
    radius_km: float = 0.0
    mended: str = ""
    fault: str = ""
    place: str = ""


class Points(NamedTuple):
    """The points of a column, one entry for each distinct value; NaN where there is none.

    `radius_km` is how far a line, an area or several points reach around the point.
    """

    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    form: NDArray[np.object_]
    radius_km: NDArray[np.float64]
    mended: list[str]
    faults: list[str]


def read_points(values: Sequence[str]) -> Points:
    """Read cells that hold latitude and longitude, or a geometry."""
    cells = [read_point(v) for v in values]
    return Points(
        np.array([c.latitude for c in cells], dtype=np.float64),
        np.array([c.longitude for c in cells], dtype=np.float64),
        np.array([c.form for c in cells], dtype=object),
        np.array([c.radius_km for c in cells], dtype=np.float64),
        [c.mended for c in cells],
        [c.fault for c in cells],
    )


def looks_like_point(cells: Sequence[str]) -> float:
    """Return the share of cells that can be nothing but a point.

    Two bare numbers count only where both have decimals and are degrees: "3/4" and "1, 2" are
    something else.
    """
    return float(np.mean([_is_surely_point(c) for c in cells])) if cells else 0.0


def _is_surely_point(cell: str) -> bool:
    point = read_point(cell.strip())
    if not point.form or max(abs(point.latitude), abs(point.longitude)) > _OFF:
        return False
    return point.form != "text" or not (point.latitude.is_integer() or point.longitude.is_integer())


def place_of(cell: str) -> str:
    """Return the name of a place that stands beside a point, or in its stead; "" for none."""
    if is_missing(cell) or cell.startswith(("http:", "https:")):
        return ""
    if cell[0].isalpha() or cell[-1].isalpha() or cell[-1] == ")":
        point = read_point(cell)
        is_name = not point.form and not any(c.isdigit() for c in cell)
        return cell if is_name else point.place
    return ""


def read_point(cell: str) -> Cell:
    """Read one trimmed cell; never raises."""
    if is_missing(cell):
        return Cell()
    if pair := _PAIR.fullmatch(cell):
        first, between, second = pair.groups()
        if between == "," and "." not in first + second:
            return Cell(fault="is one number with a decimal comma, or two without decimals")
        return Cell(float(first), float(second), "text")
    if cell[0] in "{[":
        return _of_json(cell)
    if len(cell) <= _LONGEST and (points := several_points(cell)):
        return _of_shape(shapely.MultiPoint(points))._replace(form="text")
    return _of_well_known(cell) or _of_text(cell)


def _of_well_known(cell: str) -> Cell | None:
    """Return the point of WKT, EWKT or hexadecimal WKB, None where it is none."""
    if match := _WKT_POINT.fullmatch(cell):
        return Cell(float(match[2]), float(match[1]), "standard")
    if match := _WKT.fullmatch(cell):
        return _of_shape(_parsed(shapely.from_wkt, match[0][match.start(2) :]), match[1])
    if _WKB.fullmatch(cell):
        return _of_shape(_parsed(shapely.from_wkb, cell))
    return None


def _parsed(parse: Any, text: str) -> shapely.Geometry | None:
    try:
        return parse(text)
    except (shapely.errors.ShapelyError, ValueError, TypeError):
        return None


def _of_shape(shape: shapely.Geometry | None, srid: str | None = None) -> Cell:
    """Return the point of a shape; one of a system of its own names its axes."""
    if shape is None:
        return Cell(fault=_NO_POINT)
    shapes = np.array([shape], dtype=object)
    system = ""
    try:
        shapes, system = to_wgs84(shapes, int(srid or shapely.get_srid(shape)) or None)
    except UnknownSystemError:
        return Cell(fault="names a coordinate system that is not known")
    y, x, radius_km = (float(v[0]) for v in points_of(shapes))
    if not (np.isfinite(x) and np.isfinite(y)):
        return Cell()
    mended = f"{shape.geom_type}: a point on it stands for it" if radius_km else ""
    mended = "; ".join(filter(None, (mended, f"brought from {system} to WGS84" if system else "")))
    return Cell(y, x, "named" if system else "standard", radius_km, mended)


def _of_json(cell: str) -> Cell:
    for text in (cell, cell.replace("'", '"')):  # Python's quotes are not JSON's
        try:
            return _of_value(json.loads(text))
        except (ValueError, RecursionError):
            continue
    if cell[0] == "{":
        return Cell(fault=_NO_POINT)
    pair = _of_text(cell)
    if pair.form == "text":
        return pair._replace(latitude=pair.longitude, longitude=pair.latitude, form="list")
    return pair


def _of_value(value: Any, depth: int = 0) -> Cell:
    if depth > _DEEPEST:
        return Cell(fault=_NO_POINT)
    if isinstance(value, dict):
        return _of_object(value, depth)
    if isinstance(value, list | tuple):
        return _of_list(value, depth)
    if isinstance(value, str) and depth and value[:1] not in {"{", "["}:
        return read_point(value.strip())
    return Cell(fault=_NO_POINT)


def _of_list(value: Sequence[Any], depth: int) -> Cell:
    if len(value) == 1:
        return _of_value(value[0], depth + 1)
    if len(value) > 1 and not isinstance(value[0], list | tuple | dict):
        north, east = _degrees(value[1]), _degrees(value[0])
        return Cell(north, east, "list") if _both(north, east) else Cell(fault=_NO_POINT)
    return _of_shape(*shapes_of_geojson([{"type": "MultiPoint", "coordinates": value}]))


def _of_object(value: dict[Any, Any], depth: int) -> Cell:
    if value.get("type") == "Point":
        point = _of_value(value.get("coordinates"), depth + 1)
        return point._replace(form="standard") if point.form == "list" else point
    if "type" in value and (shape := shapes_of_geojson([value])[0]):
        return _of_shape(shape)
    by_name = {str(k).lower().strip("_"): v for k, v in value.items()}
    north, east = (
        next((_degrees(by_name[k]) for k in names if k in by_name), np.nan)
        for names in (_NORTH, _EAST)
    )
    if _both(north, east):
        return _of_numbers(north, east, by_name.get("spatialreference"))
    inner = next((v for k, v in by_name.items() if k in _INSIDE and v), None)
    return _of_value(inner, depth + 1)


def _of_numbers(north: float, east: float, system: Any) -> Cell:
    """Return the point of an object; Esri's names the number of its coordinate system."""
    wkid = system.get("latestWkid") or system.get("wkid") if isinstance(system, dict) else None
    if str(wkid).isdecimal():
        return _of_shape(shapely.Point(east, north), str(wkid))._replace(form="named")
    return Cell(north, east, "named")


def _degrees(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return np.nan
    return degree(str(value).strip())[0]


def _both(north: float, east: float) -> bool:
    return bool(np.isfinite(north) and np.isfinite(east))


def _of_text(cell: str) -> Cell:
    """Return the point of two texts of degrees with something between them."""
    if len(cell) > _LONGEST:
        return Cell(fault=_NO_POINT)
    if match := _LINK.search(cell):
        return Cell(float(match[1]), float(match[2]), "named")
    beside = ((place, read_point(rest)) for place, rest in place_and_point(cell))
    if named := next(((place, point) for place, point in beside if point.form), None):
        return named[1]._replace(place=named[0])
    plain = _AROUND.sub("", ascii_digits(cell)).strip()
    if match := _LABELS.fullmatch(plain):
        first, one, second, other = match.groups()
        north, east = (one, other) if first.lower().startswith("lat") else (other, one)
        if first[:2].lower() != second[:2].lower():
            joined = _joined(degree(north.strip()), degree(east.strip()))
            return joined._replace(form="named") if joined.form else joined
    for _ in range(3):  # with altitude and accuracy behind them, as form apps write it
        for gap in [*_GAP.finditer(plain)][:_MOST_GAPS]:
            before, behind = (
                degree(part.strip()) for part in (plain[: gap.start()], plain[gap.end() :])
            )
            if _both(before[0], behind[0]) and bool(before[3]) == bool(behind[3]):
                return _joined(before, behind)
        if not (match := _ALTITUDE.fullmatch(plain)):
            break
        plain = match[1].rstrip(" ,;")
    return Cell(fault=_NO_POINT)


_Degree = tuple[float, str, str, str]


def _joined(one: _Degree, other: _Degree) -> Cell:
    """Return the point of two numbers, the axes by their letters where they have some."""
    if not _both(one[0], other[0]):
        return Cell(fault=one[2] or other[2] or _NO_POINT)
    mended = one[1] or other[1]
    axes = (one[3], other[3])
    if axes == ("longitude", "latitude"):
        return Cell(other[0], one[0], "named", mended=mended)
    if axes[0] and axes[0] == axes[1]:
        return Cell(fault=f"has two numbers that both say {axes[0]}")
    return Cell(one[0], other[0], "named" if axes[0] else "text", mended=mended)
