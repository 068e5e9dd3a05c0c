"""Points for geometries of any kind, and how far each geometry reaches around its point.

A line is stood for by the point halfway along it, several points by the one nearest their middle,
an area by a point inside it (its centroid may lie outside).
"""

from __future__ import annotations

import json
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyproj
import shapely

from geo.errors import shorten
from geo.importers.read.raw import key
from geo.spatial.joins import WGS84 as GEOD
from geo.utils.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

WGS84: Final = "EPSG:4326"
# Names of the columns that a geometry becomes; the second pair where attributes have these names.
LATITUDE, LONGITUDE = "latitude", "longitude"
GEOMETRY_LATITUDE, GEOMETRY_LONGITUDE = "geometry latitude", "geometry longitude"
# How far lines, areas and several points reach around the point that stands for them.
RADIUS_KM: Final = "geometry radius in km"
_ATTRIBUTES: Final = (
    ("latitude", "longitude"), ("lat", "lon"), ("lat", "long"), ("lat", "lng"), ("y", "x"),
)  # fmt: skip
_SHORT_NAMES: Final = frozenset({"CRS84", "EPSG4326"})
_DECIMALS: Final = 7  # a centimetre
_POINT, _LINE = 0, 1


class UnknownSystemError(ValueError):
    """A coordinate system has a name or a number that is not known."""


class ShapePoints(NamedTuple):
    """Points in degrees WGS84, NaN for none, and the km that the shapes reach around them."""

    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    radius_km: NDArray[np.float64]

    @property
    def columns(self) -> list[list[float]]:
        """Return latitude, longitude and, where a shape is more than a point, the radius.

        Nothing is returned where no row has a point.
        """
        n = 0 if np.isnan(self.latitude).all() else 3 if (self.radius_km > 0).any() else 2
        return [np.round(column, _DECIMALS).tolist() for column in self[:n]]

    def notes(self, row: str) -> list[str]:
        """Return in words how many rows have no point, and how many another geometry."""
        notes = []
        if n := int(np.isnan(self.latitude).sum()):
            notes.append(f"{plural(n, row)} without a geometry")
        if n := int((self.radius_km > 0).sum()):
            notes.append(
                f"{plural(n, row)} with a line, an area or several points; a point on it stands "
                "for it"
            )
        return notes


def coordinate_attributes(columns: Iterable[str]) -> tuple[str, str] | None:
    """Return the columns that are latitude and longitude by their names, None for none."""
    by_key = {key(c): c for c in columns}
    return next(((by_key[y], by_key[x]) for y, x in _ATTRIBUTES if {y, x} <= by_key.keys()), None)


def geometry_columns(columns: Iterable[str]) -> tuple[str, str]:
    """Return the names of the two columns of a geometry beside other columns of a file."""
    taken = {key(c) for c in columns}
    if taken & {name for pair in _ATTRIBUTES for name in pair}:
        return GEOMETRY_LATITUDE, GEOMETRY_LONGITUDE
    return LATITUDE, LONGITUDE


def is_wgs84(text: str) -> bool:
    """Return whether the description of a coordinate system names WGS84."""
    return any(s in text.replace(":", "") for s in ("CRS84", "EPSG4326", "4326"))


def to_wgs84(shapes: NDArray[np.object_], crs: Any) -> tuple[NDArray[np.object_], str]:
    """Bring shapes to WGS84.

    Args:
        shapes: geometries, None for none; x is east.
        crs: the coordinate system of the shapes, as pyproj takes it; None for WGS84.

    Returns:
        The shapes, and the name of the system they were in, "" where that was WGS84.

    Raises:
        UnknownSystemError: there is no such system.
    """
    system, change = ("", None) if crs is None else _change(str(crs))
    if change is None:
        return shapes, ""
    turned = shapely.transform(shapes, lambda xy: np.column_stack(change.transform(*xy.T)))
    return turned, system


@lru_cache(maxsize=16)
def _change(crs: str) -> tuple[str, pyproj.Transformer | None]:
    """Return the name of a system and what brings it to WGS84, None where it is that."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of old ways of naming a system
            system = pyproj.CRS.from_user_input(int(crs) if crs.isdecimal() else crs)
        if system.is_geographic and is_wgs84(system.to_string()):
            return "", None
        return shorten(system.name), pyproj.Transformer.from_crs(system, WGS84, always_xy=True)
    except (pyproj.exceptions.ProjError, ValueError, OverflowError):
        if crs in _SHORT_NAMES:
            return "", None
        raise UnknownSystemError from None


def points_of(shapes: NDArray[np.object_]) -> ShapePoints:
    """Return a point for each shape in degrees; None and empty shapes have none."""
    kind = np.where(shapely.is_empty(shapes), -1, shapely.get_type_id(shapes))
    points: NDArray[np.object_] = np.full(len(shapes), None, dtype=object)
    points[kind == _POINT] = shapes[kind == _POINT]
    radius_km = np.where(kind == _POINT, 0.0, np.nan)
    wide = np.flatnonzero(kind > _POINT)
    if len(wide):
        points[wide] = [_stand_in(shape) for shape in shapes[wide]]
        radius_km[wide] = _reach_km(shapes[wide], points[wide])
    return ShapePoints(shapely.get_y(points), shapely.get_x(points), radius_km)


def _stand_in(shape: shapely.Geometry) -> shapely.Geometry:
    if shapely.get_type_id(shape) == _LINE:
        return shapely.line_interpolate_point(shape, 0.5, normalized=True)
    try:
        return shapely.point_on_surface(shape)
    except shapely.errors.GEOSException:  # an area that crosses itself
        return shapely.centroid(shape)


def _reach_km(shapes: NDArray[np.object_], points: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return the distance from each point to the farthest corner of its shape."""
    corners, of_shape = shapely.get_coordinates(shapes, return_index=True)
    here = np.column_stack([shapely.get_x(points), shapely.get_y(points)])[of_shape]
    _, _, metres = GEOD.inv(*here.T, *corners.T)
    reach = np.zeros(len(shapes))
    np.fmax.at(reach, of_shape, np.asarray(metres) / 1000)
    return np.round(reach, 1)


def shapes_of_geojson(geometries: Sequence[Any]) -> NDArray[np.object_]:
    """Return the shapes of GeoJSON geometries as they were read, None for what is none."""
    xy = np.array([_position(g) for g in geometries], dtype=np.float64).reshape(-1, 2)
    shapes: NDArray[np.object_] = np.full(len(xy), None, dtype=object)
    whole = np.isfinite(xy).all(axis=1)
    shapes[whole] = shapely.points(xy[whole])
    for i, geometry in enumerate(geometries):
        if isinstance(geometry, dict) and geometry.get("type") != "Point":
            shapes[i] = _parsed(geometry)
    return shapes


def _position(geometry: Any) -> tuple[float, float]:
    """Return x and y of a point, NaN of anything else; the numbers may be texts."""
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        try:
            x, y, *_ = geometry["coordinates"]
            return float(x), float(y)
        except (TypeError, ValueError, LookupError, OverflowError):
            pass
    return np.nan, np.nan


def _parsed(geometry: dict[str, Any]) -> shapely.Geometry | None:
    try:
        return shapely.from_geojson(json.dumps(geometry))
    except (shapely.errors.ShapelyError, TypeError, ValueError, RecursionError):
        return None
