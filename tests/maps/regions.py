"""A detailed map of a small region, as `ATLAS_BASEMAP` takes it: invented, in the real layout."""

from __future__ import annotations

import json
import struct
import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import shapely

WEST, SOUTH, EAST, NORTH = 43.0, 32.0, 45.0, 34.0
DEEPEST = 9
Rows = list[tuple[dict[str, Any], Any]]
#: A highway from west to east, a lake, a town; what must not be drawn: a runway, military ground,
#: another border. Layers and fields as in the Protomaps basemap, version 4.
LAYERS: dict[str, Rows] = {
    "earth": [({"kind": "earth"}, shapely.box(WEST, SOUTH, EAST, NORTH))],
    "landuse": [
        ({"kind": "residential"}, shapely.box(43.2, 33.4, 43.6, 33.7)),
        ({"kind": "military"}, shapely.box(43.6, 33.05, 43.9, 33.25)),
    ],
    "water": [({"kind": "lake"}, shapely.box(44.2, 32.55, 44.6, 32.8))],
    "roads": [
        ({"kind": "highway", "kind_detail": "motorway"},
         shapely.LineString([(WEST, 33.0), (EAST, 33.0)])),
        ({"kind": "aeroway", "kind_detail": "runway"},
         shapely.LineString([(43.7, 33.1), (43.7, 33.2)])),
    ],
    "places": [
        ({"kind": "locality", "kind_detail": "town", "name": "Invented", "population_rank": 5},
         shapely.Point(43.6, 32.8)),
        ({"kind": "locality", "kind_detail": "village", "name": "مختلق", "population_rank": 3},
         shapely.Point(44.5, 33.6)),
    ],
    "boundaries": [
        ({"kind": "country"}, shapely.LineString([(44.0, SOUTH), (44.0, NORTH)])),
    ],
}  # fmt: skip


def archive(layers: dict[str, Rows] = LAYERS, **more: Any) -> bytes:
    """Return a PMTiles archive, version 3, of these layers; `more` goes into its metadata."""
    tiles = sorted((tile_id(z, x, y), content) for (z, x, y), content in _tiles(layers).items())
    starts, at = [], 0
    for _, content in tiles:
        starts.append(at)
        at += len(content)
    steps = [
        b - a for a, b in zip([0, *(i for i, _ in tiles)], (i for i, _ in tiles), strict=False)
    ]
    columns = (steps, [1] * len(tiles), [len(c) for _, c in tiles], [s + 1 for s in starts])
    root = b"".join(varint(n) for n in (len(tiles), *(n for column in columns for n in column)))
    described = [
        {"id": name, "fields": {key: "String" for properties, _ in rows for key in properties}}
        for name, rows in layers.items()
    ]
    about = {"vector_layers": described, **more}
    metadata = json.dumps(about).encode()
    after = 127 + len(root)
    leaves = after + len(metadata)
    e7 = [round(v * 1e7) for v in (WEST, SOUTH, EAST, NORTH)]
    header = struct.pack(
        "<7sB11Q6B4iB2i", b"PMTiles", 3, 127, len(root), after, len(metadata), leaves, 0, leaves,
        at, len(tiles), len(tiles), len(tiles), 1, 1, 1, 1, 0, DEEPEST, *e7, DEEPEST, e7[0], e7[1],
    )  # fmt: skip
    return b"".join([header, root, metadata, *(content for _, content in tiles)])


def _tiles(layers: dict[str, Rows]) -> dict[tuple[int, int, int], bytes]:
    """Return vector tiles by zoom, column, row; those of several layers are their tiles joined."""
    tiles: dict[tuple[int, int, int], bytes] = {}
    for name, rows in layers.items():
        frame = gpd.GeoDataFrame(
            [properties for properties, _ in rows], geometry=[g for _, g in rows], crs="EPSG:4326"
        )
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "tiles"
            pyogrio.write_dataframe(frame, folder, driver="MVT", layer=name, MINZOOM=0,
                                    MAXZOOM=DEEPEST, FORMAT="DIRECTORY", COMPRESS="NO")  # fmt: skip
            for file in folder.rglob("*.pbf"):
                z, x, y = (int(part) for part in file.relative_to(folder).with_suffix("").parts)
                tiles[z, x, y] = tiles.get((z, x, y), b"") + file.read_bytes()
    return tiles


def tile_id(z: int, x: int, y: int) -> int:
    """Return the number of a tile: all levels above it, then its place on the Hilbert curve."""
    number = (4**z - 1) // 3
    side = 1 << z
    step = side >> 1
    while step:
        right, below = int(x & step > 0), int(y & step > 0)
        number += step * step * ((3 * right) ^ below)
        if not below:
            if right:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        step >>= 1
    return number


def varint(number: int) -> bytes:
    """Return a whole number in sevens of bits, the lowest first."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])
