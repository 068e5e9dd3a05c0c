"""The process that cuts points into tiles: `python tile_child.py POINTS TILES < DESCRIPTION`.

GDAL tiles for seconds and lets no other thread of its process work meanwhile. Exit code 1: the
tiles do not hold every point.
"""

from __future__ import annotations

import sys
from typing import Final

import pyogrio

LAYER: Final = "incidents"
_UNLIMITED: Final = str(2**31 - 1)
_OPTIONS: Final = {
    "NAME": "Incident Atlas",
    "MINZOOM": "0",
    "MAXZOOM": "9",  # where a step of the grid is 19 m or less
    "MAX_SIZE": _UNLIMITED,  # GDAL leaves points out of tiles that are larger
    "MAX_FEATURES": _UNLIMITED,
    "BUFFER": "1",  # without one it loses a point on the border between two tiles
}


def write_tiles(points: str, tiles: str, description: str) -> bool:
    """Write the points of a GIS file as PMTiles, and return whether they hold all of them."""
    meta, table = pyogrio.read_arrow(points)
    pyogrio.write_arrow(
        table, tiles, driver="PMTiles", layer=LAYER, geometry_name=meta["geometry_name"],
        geometry_type="Point", crs=meta["crs"], DESCRIPTION=description, **_OPTIONS,
    )  # fmt: skip
    _, written = pyogrio.read_arrow(tiles, layer=LAYER, columns=["incident_id"])
    ids = set(written["incident_id"].to_pylist())  # a point near a border is in both tiles
    return len(ids) == int(table.num_rows)


if __name__ == "__main__":
    _, points_file, tiles_file = sys.argv
    is_whole = write_tiles(points_file, tiles_file, sys.stdin.buffer.read().decode())
    sys.exit(0 if is_whole else 1)
