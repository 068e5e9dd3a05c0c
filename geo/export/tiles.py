"""PMTiles: the points of a filter as vector tiles in one file, for maps on the web."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.analysis.hexagons import MOST_POINTS
from geo.export.gis_files import write_points
from geo.filter.metadata import metadata
from geo.utils.scratch import scratch_folder

if TYPE_CHECKING:
    from geo.filter.filter import View

_CHILD: Final = Path(__file__).with_name("tile_child.py")


def why_not(view: View) -> str:
    """Return why PMTiles cannot hold what a filter finds, and what to do; "" where they can."""
    n_points = view.shown - view.not_drawn
    if not n_points:
        return (
            "PMTiles hold points, and no incident of this filter has one; change the filter, or "
            "choose CSV"
        )
    if n_points > MOST_POINTS:
        return (
            f"PMTiles hold at most {MOST_POINTS:,} incidents, and this filter finds "
            f"{n_points:,} with a point; narrow the filter, or choose FlatGeobuf or GeoParquet"
        )
    return ""


def write_pmtiles(view: View) -> bytes:
    """Return a PMTiles archive (version 3) with one layer, `incidents`, of zoom 0 to 9.

    Every tile holds all incidents in it that have a point, with all columns, lists joined by ';'.
    The description says how many have none, and how to cite the file.

    Args:
        view: what `why_not` has nothing against.

    Raises:
        OSError: the file is not whole; every incident was looked for in it.
    """
    with scratch_folder() as folder:
        points, tiles = folder / "points.fgb", folder / "incidents.pmtiles"
        points.write_bytes(write_points(view))
        # The description holds the filter; a process's arguments are seen by others on the machine.
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-P", str(_CHILD), str(points), str(tiles)], cwd=folder,
            input=_description(view).encode(), capture_output=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise OSError(errno.ENOSPC, "PMTiles could not be written whole; is the disk full?")
        return tiles.read_bytes()


def _description(view: View) -> str:
    about = metadata(view)
    return (
        f"{about['citation']}, {about['count']} of {about['total']} incidents, of which "
        f"{about['not_drawn']} have no point and are not in these tiles. {about['permalink']} "
        f"Licence: {about['licence']}. {about['disclaimer']}"
    )
