"""The polygons of the base map: a coverage in which neighbours share every vertex of their border.

Coordinates are WGS84 degrees, longitude first. `build_basemap.py` finds the lines between
the polygons, so a shared vertex must never move on one side only.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from province_names import SOURCE_COUNTRIES
from shapely.geometry import shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

#: Countries drawn in detail: where most incidents are, and Cyprus because of its dividing line.
CORE = frozenset({"IRQ", "SYR", "JOR", "LBN", "ISR", "PSE", "KWT", "CYP", "CYN"})

#: Leased areas that the source draws as countries: Baikonur.
PART_OF = {"KAB": "KAZ"}

#: About 110 m: a sixth of a pixel at zoom 8.
DECIMALS = 3


@dataclass(frozen=True)
class Piece:
    """A polygon of the coverage: a province of the atlas, or the whole of another country.

    `side` is the country as borders see it (Northern Cyprus is a side of its own); `properties`
    are a province's `code` and `name`, else empty.
    """

    side: str
    geometry: BaseGeometry
    properties: Mapping[str, str]


def rounded(geometry: BaseGeometry, decimals: int = DECIMALS) -> BaseGeometry:
    """Round every vertex on its own, so that shared vertices stay shared.

    Rings that rounding has flattened are dropped.
    """

    def grid(xy: np.ndarray) -> np.ndarray:
        return np.round(xy, decimals) + 0.0  # no minus zero

    if geometry.geom_type not in {"Polygon", "MultiPolygon"}:
        return shapely.remove_repeated_points(shapely.transform(geometry, grid))
    parts = []
    for part in shapely.get_parts(geometry):
        rings = [shapely.Polygon(grid(shapely.get_coordinates(r))) for r in shapely.get_rings(part)]
        if rings[0].area > 0:
            holes = [ring.exterior for ring in rings[1:] if ring.area > 0]
            parts.append(shapely.Polygon(rings[0].exterior, holes))
    return shapely.remove_repeated_points(polygons(shapely.MultiPolygon(parts)))


def canonical(geometry: BaseGeometry) -> BaseGeometry:
    """Return the geometry with a fixed order of parts, ring start and winding (RFC 7946, 3.1.6)."""
    return shapely.orient_polygons(shapely.normalize(geometry))


def read_provinces(collection: Mapping[str, Any]) -> list[Piece]:
    """Return the atlas's provinces."""
    return [
        Piece(
            side="CYN" if properties["province_code"] == "CY-XNC" else properties["country_code"],
            geometry=shape(feature["geometry"]),
            properties={"code": properties["province_code"], "name": properties["name"]},
        )
        for feature in collection["features"]
        if (properties := feature["properties"])
    ]


def read_neighbours(collection: Mapping[str, Any], area: BaseGeometry) -> list[Piece]:
    """Return the countries in `area` without provinces in the atlas, each as one piece."""
    parts: defaultdict[str, list[BaseGeometry]] = defaultdict(list)
    for feature in collection["features"]:
        code = feature["properties"].get("adm0_a3")
        if code is None or code in SOURCE_COUNTRIES:
            continue
        geometry = shape(feature["geometry"])
        if geometry.intersects(area):
            # The decimals of data/provinces.geojson, so that borders still touch.
            parts[PART_OF.get(code, code)].append(shapely.make_valid(rounded(geometry, 4)))
    return [
        Piece(side=code, geometry=polygons(shapely.union_all(geometries)), properties={})
        for code, geometries in sorted(parts.items())
    ]


def polygons(geometry: BaseGeometry, smallest: float = 0.0) -> BaseGeometry:
    """Return the polygons of `geometry` with at least `smallest` square degrees."""
    parts = [
        part
        for part in shapely.get_parts(geometry)
        if part.geom_type == "Polygon" and part.area >= smallest
    ]
    return shapely.MultiPolygon(parts) if len(parts) != 1 else parts[0]


def simplify(
    pieces: Sequence[Piece], tolerance: float, plain_tolerance: float | None = None
) -> list[Piece]:
    """Simplify a coverage so that neighbours keep sharing their border; then round.

    With `plain_tolerance`, inland borders outside `CORE` are simplified further.
    """
    geometries = shapely.coverage_simplify([piece.geometry for piece in pieces], tolerance)
    if plain_tolerance is not None:
        plain = np.array([piece.side not in CORE for piece in pieces])
        geometries[plain] = shapely.coverage_simplify(
            geometries[plain], plain_tolerance, simplify_boundary=False
        )
    return [
        Piece(piece.side, rounded(geometry), piece.properties)
        for piece, geometry in zip(pieces, geometries, strict=True)
    ]


def outline(pieces: Iterable[Piece], smallest: float) -> BaseGeometry:
    """Return the union of the pieces, without islands below `smallest` and without gaps on land."""
    union = shapely.union_all([shapely.make_valid(piece.geometry) for piece in pieces])
    seas = 5.0  # square degrees: the Caspian stays a hole, Bir Tawil and slivers are land
    filled = [
        shapely.Polygon(
            part.exterior, [r for r in part.interiors if shapely.Polygon(r).area > seas]
        )
        for part in shapely.get_parts(polygons(union, smallest))
    ]
    return shapely.union_all(filled)
